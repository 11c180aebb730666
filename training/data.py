"""The corpus as training uses it: parts by name, the real text rebuilt from ../shared/raw."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.rebuild import read_real
from govie.jsonl import read_jsonl
from govie.types import Document

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
