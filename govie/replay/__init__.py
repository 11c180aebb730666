"""The part of the corpus that ships with govie: what retraining replays, what guards it, and a test to compare models on."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path

from govie.errors import GovieError
from govie.jsonl import from_record, one_line, to_record
from govie.types import Document

FILE = Path(__file__).with_name("corpus.jsonl.xz")
PARTS = ("train", "dev", "test")


def read_replay(part: str, path: Path = FILE) -> list[Document]:
    """Read the documents of `train` (replayed), `dev` (watched while training) or `test` (never trained on).

    All are annotated for govie's own labels. Raises GovieError where the file is missing or damaged.

    >>> {d.meta["origin"] for d in read_replay("test")}
    {'authored'}
    """
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        return [from_record(record) for record in records if record["part"] == part]
    except (OSError, EOFError, lzma.LZMAError, ValueError, KeyError) as error:
        raise GovieError(f"{path}: the bundled corpus cannot be read ({error}); install govie again") from None


def write_replay(parts: Mapping[str, Iterable[Document]], path: Path = FILE) -> None:
    """Write the file that `read_replay` reads."""
    with lzma.open(path, "wt", encoding="utf-8", preset=9 | lzma.PRESET_EXTREME) as lines:
        for part, documents in parts.items():
            for document in documents:
                lines.write(one_line({"part": part, **to_record(document)}) + "\n")
