"""What every format is read into and written from: a record of the file form with any labels, and its rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govie.errors import CorpusError
from govie.read.source import LARGEST
from govie.schema import ATTRIBUTES
from govie.text import SURROGATE

Record = dict[str, Any]
"""`id`, `text`, `entities`, `relations`, `attributes` and `meta` as in the file form (govie/jsonl.py); labels may be any."""
DEFAULTS = {name: values[0] for name, values in ATTRIBUTES.items()} | {"compared_to": None}
"""What a NUMBER's attributes are where nobody says otherwise."""
HIGHEST_ID = 2**53
"""JavaScript, in which most annotation tools are written, tells ids apart up to here."""
NONE = (None, "-", "none")


def check(record: Mapping[str, Any], where: str) -> Record:
    """Complete a record and check its form: a text, offsets inside it, ids that are there and there once; any labels.

    Raises CorpusError that begins with `where` (file and line) and names the rule.
    """
    problems = find_problems(record)
    if problems:
        raise CorpusError(f"{where}: " + "; ".join(problems[:5]))
    return complete(record)


def complete(record: Mapping[str, Any]) -> Record:
    """Fill what a tool leaves out: a NUMBER's unsaid attributes are the guidelines' defaults; a value of none is none."""
    entities = [{key: e[key] for key in ("id", "label", "start_offset", "end_offset")} for e in record.get("entities") or ()]
    relations = [
        {"id": i, "type": r["type"], "from_id": r["from_id"], "to_id": r["to_id"]} for i, r in enumerate(record.get("relations") or (), 1)
    ]
    given = record.get("attributes") or {}
    attributes: dict[str, dict[str, str | None]] = {}
    for e in entities:
        said = {name: value for name, value in (given.get(str(e["id"])) or {}).items() if value is not None}
        if e["label"] == "NUMBER":
            if said.get("compared_to") in NONE:
                said.pop("compared_to", None)
            said = DEFAULTS | said
        if said:
            attributes[str(e["id"])] = said
    kept = {"id": record["id"], "text": record["text"], "entities": entities, "relations": relations}
    return {**kept, "attributes": attributes, "meta": dict(record.get("meta") or {})}


def find_problems(record: Mapping[str, Any]) -> list[str]:
    """List the rules of the form that a record breaks."""
    for key in ("id", "text"):
        if not isinstance(record.get(key), str) or (key == "id" and not record[key]):
            return [f"no `{key}`: expected a string"]
        if half := SURROGATE.search(record[key]):
            return [f"`{key}` holds half a character at {half.start()}; write it whole"]
    for key, kind in (("entities", list), ("relations", list), ("attributes", dict), ("meta", dict)):
        if not isinstance(record.get(key) or kind(), kind):
            return [f"`{key}`: expected {'a list' if kind is list else 'an object'}"]
    return entity_problems(record) or relation_problems(record) or attribute_problems(record)


def entity_problems(record: Mapping[str, Any]) -> list[str]:
    """Check that each entity has its own id, a label, and a span that is not empty."""
    problems: list[str] = []
    seen: set[int] = set()
    length = len(record["text"])
    for place, e in enumerate(record.get("entities") or (), 1):
        if not isinstance(e, dict) or not is_id(e.get("id")):
            return [f"entity number {place}: expected an object with an integer `id` from 0 to {HIGHEST_ID}"]
        name = f"entity {e['id']}"
        start, end = e.get("start_offset"), e.get("end_offset")
        if e["id"] in seen:
            problems.append(f"{name}: id given twice")
        seen.add(e["id"])
        if not is_name(e.get("label")):
            problems.append(f"{name}: label {e.get('label')!r}, expected a word without control characters")
        if type(start) is not int or type(end) is not int:
            problems.append(f"{name}: offsets must be integers")
        elif not 0 <= start < end <= length:
            problems.append(f"{name}: offsets {start}–{end} outside the text (0–{length}) or empty")
    return problems


def relation_problems(record: Mapping[str, Any]) -> list[str]:
    """Check that each relation has a type and two entities, and is given once."""
    problems: list[str] = []
    entities = {e["id"] for e in record.get("entities") or ()}
    seen: set[tuple[object, ...]] = set()
    for place, r in enumerate(record.get("relations") or (), 1):
        name = f"relation number {place}"
        if not isinstance(r, dict) or not is_id(r.get("from_id")) or not is_id(r.get("to_id")):
            return [f"{name}: expected an object with integers `from_id` and `to_id`"]
        if not is_name(r.get("type")):
            problems.append(f"{name}: type {r.get('type')!r}, expected a word without control characters")
        if missing := {r["from_id"], r["to_id"]} - entities:
            problems.append(f"{name}: no entity {min(missing)}")
        key = (r["from_id"], r["to_id"], str(r.get("type")))
        if key in seen:
            problems.append(f"{name}: given twice")
        seen.add(key)
    return problems


def attribute_problems(record: Mapping[str, Any]) -> list[str]:
    """Check that attributes are of an entity, and words."""
    problems: list[str] = []
    entities = {str(e["id"]) for e in record.get("entities") or ()}
    for key, values in (record.get("attributes") or {}).items():
        if key not in entities:
            problems.append(f"attributes of {key}: no such entity")
        elif not isinstance(values, dict):
            problems.append(f"attributes of {key}: expected an object")
        else:
            for name, value in values.items():
                good = value is None or (isinstance(value, str) and value and not SURROGATE.search(value))
                if not is_name(name) or not good:
                    problems.append(f"attributes of {key}: {name!r} is {value!r}, expected words")
    return problems


def is_id(value: object) -> bool:
    """Say whether a value can be an entity's id."""
    return type(value) is int and 0 <= value <= HIGHEST_ID


def is_name(value: object) -> bool:
    """Say whether a value can be a label, a relation type or an attribute's name."""
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        return False
    return not any(c < " " or "\x7f" <= c < "\xa0" or "\ud800" <= c <= "\udfff" or c in "\u2028\u2029" for c in value)


def numbered(keys: list[str]) -> dict[str, int]:
    """Give ids to a tool's own names for its entities: their own number where all of them are one, else 1, 2, … in order."""
    plain = all(key.isascii() and key.isdigit() and str(int(key[:17])) == key for key in keys)
    if plain and all(int(key) <= HIGHEST_ID for key in keys):
        return {key: int(key) for key in keys}
    return {key: i for i, key in enumerate(keys, 1)}


def read_bytes(path: Path) -> bytes:
    """Read a whole file of at most `LARGEST` bytes; raise CorpusError for one that cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise CorpusError(f"{path}: more than govie reads at once ({LARGEST:,} bytes); split it")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); check the name") from None


def read_text(path: Path) -> str:
    """Read a UTF-8 file with every character as it stands, line ends and a byte order mark among them."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 (bad byte at {error.start}); save it as UTF-8") from None


def parse_json(text: str, where: str) -> Any:
    """Read JSON; raise CorpusError with `where` for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{where}: not JSON ({error})") from None
