"""The corpus as training uses it: parts by name, the real text rebuilt from ../shared/raw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.rebuild import read_real
from govie.jsonl import read_jsonl, to_record
from govie.types import Document

if TYPE_CHECKING:
    from datasets import Dataset

CORPUS = Path("corpus")
PARTS = ("train", "dev", "test")


def read_part(part: str, kinds: tuple[str, ...] = ("real", "authored")) -> list[Document]:
    """Read the documents of train, dev or test; the seeds are a part of their own, `seeds`."""
    if part == "seeds":
        return list(read_jsonl(CORPUS / "seeds.jsonl"))
    splits = json.loads((CORPUS / "splits.json").read_text("utf-8"))
    found = []
    for kind in kinds:
        documents = list(read_jsonl(CORPUS / "authored.jsonl")) if kind == "authored" else read_real()
        named = {name: p for p in ("dev", "test") for name in splits[kind][p]}
        found += [d for d in documents if named.get(str(d.meta.get("document") or d.id), "train") == part]
    return found


def to_dataset(documents: list[Document]) -> Dataset:
    """Give documents as a Hugging Face dataset in the columns of the corpus file form, for `map`, `train_test_split` and the like."""
    from datasets import Dataset

    rows = [to_record(d) for d in documents]
    for row in rows:
        row["attributes"] = [{"id": int(key), **values} for key, values in row["attributes"].items()]
        row["meta"] = json.dumps(row["meta"], ensure_ascii=False)
    return Dataset.from_list(rows)


def character_tags(document: Document) -> list[str]:
    """Give the entities as one IOB2 tag a character, the form that seqeval scores."""
    tags = ["O"] * len(document.text)
    for e in document.entities:
        tags[e.start : e.end] = [f"B-{e.label}", *[f"I-{e.label}"] * (e.end - e.start - 1)]
    return tags
