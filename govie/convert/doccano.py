"""doccano's JSONL of relation projects, as version 1.8 imports and exports it.

doccano has no attributes: they stand behind the label, `NUMBER|aspect=growth|compared_to=yoy`, where an annotator sees them and
can choose another; a NUMBER's defaults go unsaid. Columns that doccano does not know, `id` and `meta`, come back as they were.
Offsets are code points, as long as the project's "count grapheme clusters as one character" is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from govie.convert.record import DEFAULTS, Record, numbered
from govie.errors import CorpusError
from govie.jsonl import one_line, read_records

LONGEST_LABEL = 100
PART = re.compile(r"(?:[^|\\]|\\.|\\$)+", re.DOTALL)
PAIR = re.compile(r"((?:[^=\\]|\\.)+)=(.+)", re.DOTALL)
SEQUENCE = ("label", "labels")
"""Where the export of a sequence labeling project, which has no relations, has its spans."""
OWN = {"id", "text", "entities", "relations", "Comments", "meta"}


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file and line, record) pairs."""
    for number, row in read_records(path):
        where = f"{path}:{number}"
        yield where, from_row(row, where, f"{path.stem}-{number}")


def from_row(row: Mapping[str, Any], where: str, name: str) -> Record:
    """Read a line of an export; comments and columns of the user's own go into `meta`."""
    if not row.get("entities") and (labelled := spans_of(row, where)):
        row = {**{key: value for key, value in row.items() if key not in SEQUENCE}, "entities": labelled}
    meta, spans, links = (row.get(key) or kind() for key, kind in (("meta", dict), ("entities", list), ("relations", list)))
    if not isinstance(meta, dict) or not isinstance(spans, list) or not isinstance(links, list):
        raise CorpusError(
            f"{where}: expected `entities` and `relations` as lists and `meta` as an object; export the project as JSONL (relation)"
        )
    if not all(isinstance(item, dict) for item in [*spans, *links]):
        raise CorpusError(f"{where}: `entities` and `relations` must hold objects; export the project as JSONL (relation)")
    number = numbered([str(e.get("id")) for e in spans])
    entities, attributes = [], {}
    for e in spans:
        label, values = split_label(str(e.get("label")))
        id = number[str(e.get("id"))]
        entities.append({**e, "id": id, "label": label})
        if values:
            attributes[str(id)] = values
    relations = [{**r, "from_id": number.get(str(r.get("from_id")), -1), "to_id": number.get(str(r.get("to_id")), -1)} for r in links]
    kept = {key: value for key, value in row.items() if key not in OWN} | ({"Comments": row["Comments"]} if row.get("Comments") else {})
    named = row.get("id")
    found = {"id": name if named in (None, "") else str(named), "text": row.get("text"), "entities": entities, "relations": relations}
    return {**found, "attributes": attributes, "meta": {**meta, **kept}}


def spans_of(row: Mapping[str, Any], where: str) -> list[Record]:
    """Read the spans of a sequence labeling project, `label: [[2, 3, "NUMBER"]]`; words that stand there label the whole document."""
    items = [item for key in SEQUENCE if isinstance(row.get(key), list) for item in row[key] if not isinstance(item, str)]
    if not all(isinstance(item, list) and len(item) == 3 and isinstance(item[2], str) for item in items):
        raise CorpusError(f"{where}: `label` holds what is neither a word nor [start, end, label]; export the project as JSONL")
    return [{"id": i, "start_offset": start, "end_offset": end, "label": label} for i, (start, end, label) in enumerate(items, 1)]


def write(records: Iterable[Record], path: Path) -> list[str]:
    """Write the lines to import as JSONL (relation); give what doccano will not take, in words."""
    empty = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            empty += not record["text"]
            file.write(one_line(to_row(record)) + "\n")
    return [f"{empty} documents without text are in the file, which doccano refuses to import"] if empty else []


def to_row(record: Record) -> Record:
    """Write a record as a line."""
    entities = []
    for e in record["entities"]:
        label = join_label(e["label"], record["attributes"].get(str(e["id"]), {}))
        if len(label) > LONGEST_LABEL:
            raise CorpusError(f"{record['id']}: entity {e['id']}: label {label!r} is longer than doccano's {LONGEST_LABEL} characters")
        entities.append({**e, "label": label})
    kept = {key: record[key] for key in ("id", "text", "relations", "meta")}
    return {"id": kept["id"], "text": kept["text"], "entities": entities, "relations": kept["relations"], "meta": kept["meta"]}


def join_label(label: str, values: Mapping[str, str | None]) -> str:
    r"""Write a label with its attributes.

    >>> join_label("NUMBER", {"aspect": "growth", "sign": "+", "compared_to": None})
    'NUMBER|aspect=growth'
    """
    default = DEFAULTS if label == "NUMBER" else {}
    said = [(name, value) for name, value in values.items() if value is not None and default.get(name) != value]
    return "|".join([escape(label), *(f"{escape(name)}={escape(value)}" for name, value in said)])


def split_label(written: str) -> tuple[str, dict[str, str]]:
    """Read a label and its attributes; one that is not of this form is a label as it stands.

    >>> split_label("NUMBER|aspect=growth"), split_label("A|B")
    (('NUMBER', {'aspect': 'growth'}), ('A|B', {}))
    """
    label, *parts = PART.findall(written) or [written]
    pairs = [PAIR.fullmatch(part) for part in parts]
    if "|".join([label, *parts]) != written or not all(pairs):
        return written, {}
    return unescape(label), {unescape(pair[1]): unescape(pair[2]) for pair in pairs if pair}


def escape(word: str) -> str:
    """Put a backslash before what has a meaning in a label."""
    return re.sub(r"[\\|=]", r"\\\g<0>", word)


def unescape(word: str) -> str:
    """Take the backslashes away."""
    return re.sub(r"\\([\\|=])", r"\1", word)
