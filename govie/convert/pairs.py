"""Formats with a file a document: names that any system takes, and beside them what a name cannot hold."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govie.convert.record import Record, parse_json, read_text
from govie.errors import CorpusError

UNSAFE = re.compile(r"[^\w.()\[\]（）《》、，+=@ -]|^[.\s]|[.\s]$")
FILES = (".ann", ".txt", ".inline")
"""Suffixes of a target that is one document and no folder."""
LONGEST_NAME = 180
"""Bytes of a file's name without suffix."""
RESERVED = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")


def find(path: Path, suffix: str) -> list[Path]:
    """Find the files with a suffix, in order: the one named, or all in a folder; raise CorpusError where there is none."""
    if not path.is_dir():
        return [path.with_suffix(suffix)]
    found = sorted(one for one in path.iterdir() if one.suffix == suffix and not one.name.startswith("."))
    if not found:
        raise CorpusError(f"{path}: no {suffix} file in this folder")
    return found


def is_file(target: Path) -> bool:
    """Say whether a target names one document's files, and no folder."""
    return target.suffix.lower() in FILES


def name_of(id: str, taken: set[str]) -> str:
    """Make a file's name from a document's id: readable, legal everywhere, and not taken."""
    name = UNSAFE.sub("_", id)
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-1]
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    free, count = name, 1
    while (key := unicodedata.normalize("NFC", free).casefold()) in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(key)
    return free


def targets(records: list[Record], path: Path, target: Path) -> Iterator[tuple[Record, Path]]:
    """Give each record its file without suffix: in the folder `path`, or, where `target` is a file, its name there."""
    if is_file(target):
        if len(records) != 1:
            raise CorpusError(f"{target}: {len(records)} documents and one file; give a folder")
        yield records[0], path / target.stem
        return
    taken: set[str] = set()
    for record in records:
        yield record, path / name_of(record["id"], taken)


def write_side(record: Record, stem: Path) -> None:
    """Write what the files cannot hold, id and meta, into `.json` beside them, where there is something to write."""
    if record["id"] != stem.name or record["meta"]:
        with stem.with_name(stem.name + ".json").open("w", encoding="utf-8", newline="\n") as file:
            json.dump({"id": record["id"], "meta": record["meta"]}, file, ensure_ascii=False)


def read_side(path: Path) -> dict[str, Any]:
    """Read id and meta of a document from beside its file; the name is the id where there is nothing."""
    side = path.with_suffix(".json")
    found = parse_json(read_text(side), str(side)) if side.is_file() else {}
    if not isinstance(found, dict):
        raise CorpusError(f"{side}: expected an object with `id` and `meta`")
    return {"id": found.get("id", path.stem), "meta": found.get("meta", {})}
