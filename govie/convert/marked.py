"""The guidelines' inline notation, ⟪54⟫N1⟪家⟫U1: a file a document; the guidelines' labels, relations and attributes only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from govie.convert.pairs import find, read_side, targets, write_side
from govie.convert.record import Record, complete, read_text
from govie.errors import CorpusError
from govie.inline import from_inline, to_inline
from govie.schema import LABELS, RELATION_OF

SUFFIX = ".inline"


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file, record) pairs from a folder of `.inline` files, or from one file of any name."""
    for file in find(path, SUFFIX) if path.is_dir() else [path]:
        try:
            yield str(file), from_inline(read_text(file)) | read_side(file)
        except CorpusError as error:
            raise CorpusError(str(error) if str(error).startswith(str(path)) else f"{file}: {error}") from None


def write(records: Iterable[Record], path: Path, target: Path) -> list[str]:
    """Write the files into the folder `path`; raise CorpusError for a document that the notation cannot hold."""
    for record, stem in targets(list(records), path, target):
        refuse_foreign(record)
        marked = to_inline(record)
        try:
            back = complete(from_inline(marked) | {"id": record["id"], "meta": record["meta"]})
        except CorpusError as error:
            raise CorpusError(f"{record['id']}: the inline notation cannot hold this document ({error}); use jsonl") from None
        if in_order(back) != in_order(record):
            raise CorpusError(
                f"{record['id']}: the inline notation cannot hold this document (its text or a span reads as a mark); use jsonl"
            )
        stem.with_name(stem.name + SUFFIX).write_bytes(marked.encode())
        write_side(record, stem)
    return []


def refuse_foreign(record: Record) -> None:
    """Raise CorpusError for a label, relation or overlap that the notation has no sign for."""
    label = {e["id"]: e["label"] for e in record["entities"]}
    spans = sorted((e["start_offset"], e["end_offset"]) for e in record["entities"])
    if foreign := sorted(set(label.values()) - set(LABELS)):
        raise CorpusError(f"{record['id']}: label {foreign[0]!r} has no sign in the inline notation; use jsonl")
    if any(b[0] < a[1] for a, b in pairwise(spans)):
        raise CorpusError(f"{record['id']}: entities overlap, which the inline notation cannot hold; use jsonl")
    for r in record["relations"]:
        if label[r["from_id"]] != "NUMBER" or RELATION_OF.get(label[r["to_id"]]) != r["type"]:
            raise CorpusError(
                f"{record['id']}: {r['type']} from {label[r['from_id']]} to {label[r['to_id']]} has no sign in the inline notation"
            )


def in_order(record: Record) -> tuple[Any, ...]:
    """Give what a record says, whatever its ids are."""
    span = {e["id"]: (e["start_offset"], e["end_offset"], e["label"]) for e in record["entities"]}
    links = sorted((span[r["from_id"]], span[r["to_id"]], r["type"]) for r in record["relations"])
    return record["text"], sorted(span.values()), links, {span[int(id)]: values for id, values in record["attributes"].items()}
