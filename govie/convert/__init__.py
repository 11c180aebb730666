"""Annotations from one tool's format into another's, with every offset, relation and attribute."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from govie.convert import brat, conll, docbin, doccano, label_studio, marked
from govie.convert.pairs import is_file
from govie.convert.record import Record, check, read_text
from govie.errors import CorpusError
from govie.jsonl import one_line, read_records

__all__ = ["FORMATS", "convert", "guess", "read", "write"]
FORMATS = ("jsonl", "doccano", "label-studio", "brat", "conll", "spacy", "inline")
SUFFIXES = {
    **{".jsonl": "jsonl", ".json": "label-studio", ".ann": "brat", ".spacy": "spacy", ".docbin": "spacy", ".inline": "inline"},
    **dict.fromkeys((".conll", ".bio", ".iob"), "conll"),
}
READERS = {
    **{"doccano": doccano.read, "label-studio": label_studio.read, "brat": brat.read, "conll": conll.read},
    **{"spacy": docbin.read, "inline": marked.read},
}
WRITERS = {"doccano": doccano.write, "label-studio": label_studio.write, "conll": conll.write, "spacy": docbin.write}
FOLDERS = {"brat": brat.write, "inline": marked.write}


def convert(source: str | Path, target: str | Path, *, from_: str | None = None, to: str | None = None) -> list[str]:
    """Convert annotations from one format into another and say, in words, what the target's format had to drop.

    `from_` and `to` are of `FORMATS`; without them names and content tell. The target takes its name when it is whole. Label
    Studio's labeling configuration is written beside it (`.xml`). Raises CorpusError, which names file, line and rule.
    """
    return write(read(source, from_), target, to)


def read(source: str | Path, format: str | None = None) -> Iterator[Record]:
    """Read annotated documents as records of the file form, with any labels (see `govie.convert.record`)."""
    path = Path(source)
    form = known(format) if format else guess(path)
    if not path.exists() and not path.with_suffix(".ann").exists():
        raise CorpusError(f"{path}: no such file or folder; check the name")
    if path.is_dir() and form not in FOLDERS:
        raise CorpusError(f"{path}: is a folder; {form} is a file")
    seen: dict[str, str] = {}
    for where, found in read_jsonl(path) if form == "jsonl" else READERS[form](path):
        record = check(found, where)
        if record["id"] in seen:
            raise CorpusError(f"{where}: duplicate id {record['id']!r}, first at {seen[record['id']]}")
        seen[record["id"]] = where
        yield record


def read_jsonl(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file and line, record) pairs of the file form."""
    for number, record in read_records(path):
        yield f"{path}:{number}", record


def write(records: Iterable[Record], target: str | Path, format: str | None = None) -> list[str]:
    """Write records to a file or, where the format has a file a document, a new folder; say in words what had to be dropped."""
    path = Path(target)
    form = known(format) if format else guess(path, new=True)
    if not path.parent.is_dir():
        raise CorpusError(f"{path}: no folder {path.parent}; make it first")
    with tempfile.TemporaryDirectory(prefix=".govie-", dir=path.parent) as folder:
        part = Path(folder, "part")
        try:
            return write_folder(form, records, part, path) if form in FOLDERS else write_file(form, records, part, path)
        except RecursionError:
            raise CorpusError(f"{path}: `meta` of a document is nested too deep to write") from None


def write_file(form: str, records: Iterable[Record], part: Path, path: Path) -> list[str]:
    """Write one file, and Label Studio's configuration beside it."""
    if path.is_dir():
        raise CorpusError(f"{path}: is a folder; {form} is a file")
    if form == "jsonl":
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(one_line(record) + "\n" for record in records)
        notices = []
    else:
        records = list(records) if form == "label-studio" else records
        notices = WRITERS[form](records, part)
    if form == "label-studio":
        beside = path.with_suffix(".xml")
        if beside.exists() and not beside.read_bytes().lstrip().startswith(b"<View"):
            raise CorpusError(f"{beside}: is there already, and the labeling configuration goes there; give another name")
        beside.write_bytes(label_studio.configuration(records).encode())
        notices = [f"the labeling configuration is in {beside}"]
    part.replace(path)
    return notices


def write_folder(form: str, records: Iterable[Record], part: Path, path: Path) -> list[str]:
    """Write a new folder with files for each document, or, where the target names one, the files of one document."""
    part.mkdir()
    one = is_file(path)
    if not one and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CorpusError(f"{path}: is there already; give a new folder")
    notices = FOLDERS[form](records, part, path)
    if not one:
        path.mkdir(exist_ok=True)
    made = {file: (path.parent if one else path) / file.name for file in sorted(part.iterdir())}
    for file, place in made.items():
        if place != path and place.exists() and (not place.is_file() or place.read_bytes() != file.read_bytes()):
            raise CorpusError(f"{place}: is there already and says something else; give another name")
    for file, place in made.items():
        shutil.move(file, place)
    return notices


def known(format: str) -> str:
    """Give a format's name; raise CorpusError for one that there is not."""
    if format not in FORMATS:
        raise CorpusError(f"format {format!r}: expected one of {', '.join(FORMATS)}")
    return format


def guess(path: Path, *, new: bool = False) -> str:
    """Tell the format of a file or folder by its name and, where it is there to be read, its content."""
    form = SUFFIXES.get(path.suffix.lower())
    if not new and path.is_dir():
        found = {one.suffix for one in islice(path.iterdir(), 10_000)}
        form = "brat" if ".ann" in found else "inline" if ".inline" in found else None
    elif not new and form == "jsonl":
        first = next(read_records(path), None)
        form = "jsonl" if first is None or "attributes" in first[1] else "doccano"
    elif not new and path.suffix == ".txt":
        form = "brat" if path.with_suffix(".ann").is_file() else "inline" if path.is_file() and "⟪" in read_text(path) else None
    if form is None:
        option = "--to" if new else "--from"
        raise CorpusError(f"{path}: the name does not tell the format; say {option} and one of {', '.join(FORMATS)}")
    return form
