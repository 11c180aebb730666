"""The corpus file form, one JSON object a line, to Documents and back, with its rules."""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from govie.errors import CorpusError
from govie.output import whole
from govie.schema import ATTRIBUTES, BASE, Schema
from govie.sentences import sentences
from govie.text import SPLIT_PAIR, SURROGATE, repair
from govie.types import Attributes, Document, Entity, Relation

ENTITY_KEYS = {"id", "label", "start_offset", "end_offset"}
RELATION_KEYS = {"id", "type", "from_id", "to_id"}


def read_jsonl(path: str | Path, schema: Schema = BASE) -> Iterator[Document]:
    """Read annotated documents; raise CorpusError naming file, line and rule for a bad one.

    They have no facts: `govie.facts.make_facts(document, govie.text.repair(document.text))` makes them.

    `schema` says which labels and relations there may be: govie's own, unless a model or a schema file adds to them.
    """
    seen: dict[str, int] = {}
    for number, record in read_records(path):
        problems = find_problems(record, schema)
        if not problems and record["id"] in seen:
            problems.insert(0, f"duplicate id {record['id']!r}, first on line {seen[record['id']]}")
        if problems:
            raise CorpusError(f"{path}:{number}: " + "; ".join(problems[:5]))
        seen[record["id"]] = number
        yield from_record(record)


def read_records(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read (line number, JSON object) pairs; blank lines are passed over."""
    for number, line in read_lines(path):
        yield number, parse_line(line, f"{path}:{number}")


def read_lines(path: str | Path) -> Iterator[tuple[int, str]]:
    """Read (line number, line) pairs of those that are not blank."""
    try:
        data = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); check the name") from None
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 (bad byte at {error.start}); save it as UTF-8") from None
    for number, line in enumerate(data.split("\n"), 1):
        if line.strip():
            yield number, line


def parse_line(line: str, place: str) -> dict[str, Any]:
    """Read a line as a JSON object; raise CorpusError naming its place for another thing."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}: not JSON ({error}); expected one object a line") from None
    if not isinstance(record, dict):
        raise CorpusError(f"{place}: expected a JSON object, got {type(record).__name__}")
    return record


def from_record(record: Mapping[str, Any]) -> Document:
    """Turn a record that keeps the rules into a Document (spans and links only, no facts)."""
    text = record["text"]
    entities = {
        e["id"]: Entity(e["id"], e["label"], e["start_offset"], e["end_offset"], text[e["start_offset"] : e["end_offset"]])
        for e in record.get("entities", [])
    }
    relations = tuple(Relation(entities[r["from_id"]], entities[r["to_id"]], label=r["type"]) for r in record.get("relations", []))
    attributes = {
        int(key): Attributes(**{**value, "compared_to": compared(value)}) for key, value in (record.get("attributes") or {}).items()
    }
    ordered = tuple(sorted(entities.values(), key=lambda e: e.start))
    return Document(text, ordered, relations, attributes, id=record["id"], meta=record.get("meta") or {})


def compared(value: Mapping[str, Any]) -> str | None:
    """Read `compared_to`, where `-`, `none` and null all say that there is none."""
    found = value.get("compared_to")
    return None if found in (None, "-", "none") else str(found)


def to_record(document: Document) -> dict[str, Any]:
    """Turn a Document into the file form."""
    entities = [{"id": e.id, "label": e.label, "start_offset": e.start, "end_offset": e.end} for e in document.entities]
    relations = [{"id": i, "type": r.label, "from_id": r.head.id, "to_id": r.tail.id} for i, r in enumerate(document.relations, 1)]
    attributes = {str(key): asdict(value) for key, value in document.attributes.items()}
    record = {"id": document.id, "text": document.text, "entities": entities, "relations": relations}
    return {**record, "attributes": attributes, "meta": dict(document.meta)}


def write_jsonl(documents: Iterable[Document], path: str | Path) -> None:
    """Write Documents, one a line, to a file that takes its name when it is whole; one without an id gets `document-` and its line.

    Raises CorpusError for an id that comes twice and for `meta` that JSON cannot hold (dates are written as 2024-07-09).
    """
    seen: dict[str, int] = {}
    with whole(Path(path)) as part, part.open("w", encoding="utf-8", newline="\n") as lines:
        for number, document in enumerate(documents, 1):
            record = to_record(document)
            record["id"] = record["id"] or f"document-{number}"
            if seen.setdefault(record["id"], number) != number:
                raise CorpusError(
                    f"{path}: document {number} has the id {record['id']!r} of document {seen[record['id']]}; give each its own"
                )
            lines.write(one_line(record) + "\n")


def one_line(record: Mapping[str, Any]) -> str:
    """Write a record as one line of JSON; half a surrogate pair, which UTF-8 cannot hold, is escaped.

    Raises CorpusError for both halves side by side: they would come back as one character, and every offset behind them would be wrong.
    """
    if pair := SPLIT_PAIR.search(record.get("text", "")):
        raise CorpusError(
            f"{record.get('id')}: one character stands as two halves at {pair.start()}, which JSON cannot hold; "
            "join them first, text.encode('utf-16', 'surrogatepass').decode('utf-16', 'surrogatepass')"
        )
    try:
        line = json.dumps(record, ensure_ascii=False, default=plain)
    except TypeError as error:
        raise CorpusError(f"{record.get('id')}: `meta` cannot be written ({error}); give text, numbers, dates and lists of them") from None
    return json.dumps(record, default=plain) if SURROGATE.search(line) else line


def plain(value: object) -> str:
    """Write a date as JSON can hold it; raise TypeError for another thing."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} is not JSON")


def find_problems(record: Mapping[str, Any], schema: Schema = BASE) -> list[str]:
    """List every rule of the file form and the guidelines that a program can see broken."""
    if not isinstance(record.get("id"), str) or not record["id"]:
        return ["no `id`: expected a string"]
    if not isinstance(record.get("text"), str):
        return ["no `text`: expected a string"]
    for key, keys in (("entities", ENTITY_KEYS), ("relations", RELATION_KEYS)):
        items = record.get(key, [])
        if not isinstance(items, list) or any(not isinstance(x, dict) or not keys <= x.keys() for x in items):
            return [f"`{key}`: expected a list of objects with {sorted(keys)}"]
    for key in ("attributes", "meta"):
        if not isinstance(record.get(key) or {}, dict):
            return [f"`{key}`: expected an object"]
    if any(type(r[key]) is not int for r in record.get("relations", []) for key in ("from_id", "to_id")):
        return ["`relations`: from_id and to_id must be integers"]
    text = record["text"]
    problems = entity_problems(text, record.get("entities", []), schema)
    return problems or [*relation_problems(record, schema), *attribute_problems(record)]


def entity_problems(text: str, entities: list[dict[str, Any]], schema: Schema = BASE) -> list[str]:
    """Check labels and offsets: inside the text, trimmed, flat, each id once."""
    problems, last = [], 0
    if len({str(e["id"]) for e in entities}) < len(entities):
        problems.append("duplicate entity id")
    for e in entities:
        start, end = e["start_offset"], e["end_offset"]
        name = f"entity {e['id']}"
        if type(start) is not int or type(end) is not int or type(e["id"]) is not int:
            return [f"{name}: id and offsets must be integers"]
        if e["label"] not in schema.labels:
            problems.append(f"{name}: unknown label {e['label']!r}, expected one of {', '.join(schema.labels)}")
        if not 0 <= start < end <= len(text):
            problems.append(f"{name}: offsets {start}–{end} outside the text (0–{len(text)})")
        elif text[start:end] != text[start:end].strip():
            problems.append(f"{name}: span {text[start:end]!r} is not trimmed")
    if problems:
        return problems
    for e in sorted(entities, key=lambda e: e["start_offset"]):
        if e["start_offset"] < last:
            problems.append(f"entity {e['id']}: overlaps the one before it, at {e['start_offset']}")
        last = e["end_offset"]
    return problems


def relation_problems(record: Mapping[str, Any], schema: Schema = BASE) -> list[str]:
    """Check links: known ends and type, from a NUMBER, within a sentence, no INDICATOR or UNIT without one."""
    entities = {e["id"]: e for e in record.get("entities", [])}
    seen: set[tuple[int, int, str]] = set()
    problems = []
    clean = repair(record["text"])
    ends = [end for _, end in sentences(clean.clean)]
    for r in record.get("relations", []):
        name, head, tail = f"relation {r['id']}", entities.get(r["from_id"]), entities.get(r["to_id"])
        if head is None or tail is None:
            problems.append(f"{name}: from {r['from_id']} to {r['to_id']}, no such entity")
            continue
        if not schema.relates(r["type"], head["label"], tail["label"]):
            problems.append(f"{name}: {r['type']} from {head['label']} to {tail['label']} is not a relation")
        if (head["id"], tail["id"], str(r["type"])) in seen:
            problems.append(f"{name}: given twice")
        seen.add((head["id"], tail["id"], str(r["type"])))
        (_, end), (start, _) = sorted(clean.to_clean(e["start_offset"], e["end_offset"]) for e in (head, tail))
        if bisect(ends, end - 1) != bisect(ends, start):
            problems.append(f"{name}: crosses a sentence end")
    linked = {tail for _, tail, _ in seen}
    for e in entities.values():
        if e["label"] in ("INDICATOR", "UNIT") and e["id"] not in linked:
            problems.append(f"entity {e['id']}: {e['label']} that no NUMBER links to")
    return problems


def attribute_problems(record: Mapping[str, Any]) -> list[str]:
    """Check that every NUMBER has its attributes, with known values."""
    numbers = {str(e["id"]) for e in record.get("entities", []) if e["label"] == "NUMBER"}
    given = record.get("attributes") or {}
    problems = [f"attributes of {key}: not a NUMBER" for key in given.keys() - numbers]
    problems += [f"entity {key}: NUMBER without attributes" for key in numbers - given.keys()]
    for key in numbers & given.keys():
        values = given[key]
        if not isinstance(values, dict) or values.keys() != ATTRIBUTES.keys():
            problems.append(f"attributes of {key}: expected {', '.join(ATTRIBUTES)}")
            continue
        for attribute, known in ATTRIBUTES.items():
            value = values[attribute]
            base = attribute == "compared_to" and (value in (None, "-") or str(value).startswith("base:"))
            if not base and value not in known:
                problems.append(f"attributes of {key}: {attribute} {value!r}, expected one of {', '.join(known)}")
    return problems
