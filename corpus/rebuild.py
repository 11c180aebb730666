"""The real part of the corpus with its text, rebuilt from the public raw files.

    python -m corpus.rebuild [--raw ../shared/raw] [-o build/real.jsonl]

`corpus/real.jsonl` is stand-off gold: offsets and labels with the sha256 of the paragraph, no text. This
finds each paragraph in the raw files, verifies its hash, and writes the guidelines' file form.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import os
from pathlib import Path
from typing import Any

from govie.errors import CorpusError
from govie.jsonl import from_record, read_records, write_jsonl
from govie.types import Document

STANDOFF = Path(__file__).with_name("real.jsonl")
RAW = Path(os.environ.get("GOVIE_RAW", Path(__file__).parents[2] / "shared" / "raw"))


def read_raw(raw: Path, wanted: dict[str, set[str]]) -> dict[tuple[str, str], str]:
    """Read the wanted documents of each source: (source, document id) → text."""
    found = {}
    for source, documents in wanted.items():
        path = raw / f"{source}.jsonl.xz"
        if not path.exists():
            raise CorpusError(
                f"{path}: not there, so the real part cannot be rebuilt. Put the public raw files of shared/raw there, or name their "
                "folder in GOVIE_RAW; everything else works without them"
            )
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                if document["id"] in documents:
                    found[source, document["id"]] = document["text"]
    return found


def read_real(raw: Path = RAW, standoff: Path = STANDOFF) -> list[Document]:
    """Rebuild the real documents; raise CorpusError where the raw text is absent or is another one."""
    records = list(read_records(standoff))
    wanted: dict[str, set[str]] = {}
    for _, record in records:
        wanted.setdefault(record["meta"]["source"], set()).add(record["meta"]["document"])
    texts = read_raw(raw, wanted)
    return [from_record({**record, "text": paragraph(record, texts, f"{standoff}:{number}")}) for number, record in records]


def paragraph(record: dict[str, Any], texts: dict[tuple[str, str], str], place: str) -> str:
    """Find the paragraph that a stand-off record annotates."""
    meta = record["meta"]
    text = texts.get((meta["source"], meta["document"]), "")
    lines = text.split("\n")
    number = meta["paragraph"]
    chosen = text if number is None else lines[number] if number < len(lines) else ""
    chosen = chosen.strip()
    found = hashlib.sha256(chosen.encode("utf-8")).hexdigest()
    if found != record["sha256"]:
        raise CorpusError(f"{place}: {record['id']}: another text: its sha256 is {found[:12]}…, expected {record['sha256'][:12]}…")
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--raw", type=Path, default=RAW)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/real.jsonl"))
    args = parser.parse_args()
    documents = read_real(args.raw)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    write_jsonl(documents, args.output)
    print(f"{args.output}: {len(documents)} paragraphs, {sum(len(d.text) for d in documents)} characters, every hash right")


if __name__ == "__main__":
    try:
        main()
    except CorpusError as error:
        raise SystemExit(str(error)) from None
