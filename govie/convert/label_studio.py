"""Label Studio's JSON: a task a document, with a labeling configuration that govie writes too.

Regions are entities, choices per region their attributes, and what a number is compared to by name (`base:2019年`) stands in
a text area. Label Studio counts code points; exports from before 1.4 counted UTF-16 units, which is seen by the regions' texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from govie.convert.record import Record, numbered, parse_json, read_text
from govie.errors import CorpusError
from govie.schema import ATTRIBUTES, LABELS, RELATIONS

LABEL, TEXT, BASE = "label", "text", "compared_to.base"
OBJECTS = ("relation", "labels", "choices", "textarea")


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file and task, record) pairs; of several annotations of a task, the one changed last."""
    tasks = parse_json(read_text(path).removeprefix("\ufeff"), str(path))
    if not isinstance(tasks, list):
        raise CorpusError(f"{path}: expected a list of tasks; export the project as JSON")
    for number, task in enumerate(tasks, 1):
        where = f"{path}: task {number}"
        try:
            yield where, from_task(task, where, f"{path.stem}-{number}")
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, CorpusError):
                raise
            raise CorpusError(f"{where}: not a task of Label Studio's JSON export ({type(error).__name__}: {error})") from None


def from_task(task: Mapping[str, Any], where: str, name: str) -> Record:
    """Read a task."""
    data = task["data"]
    words = [key for key, value in data.items() if isinstance(value, str) and key != "id"]
    key = TEXT if TEXT in words or len(words) != 1 else words[0]
    if not isinstance(data.get(key), str):
        raise CorpusError(f"{where}: no `data.text`; expected a task with a text")
    done = [one for one in task.get("annotations") or task.get("predictions") or [] if not one.get("was_cancelled")]
    chosen = max(done, key=lambda one: str(one.get("updated_at") or "")) if done else {"result": []}
    found = from_result(chosen["result"], data[key], where)
    extra = {name: value for name, value in data.items() if name not in (key, "id", "meta")}
    return {"id": str(data.get("id") or name), "text": data[key], **found, "meta": {**(data.get("meta") or {}), **extra}}


def from_result(result: list[dict[str, Any]], text: str, where: str) -> dict[str, Any]:
    """Read the regions and relations of one annotation."""
    for item in result:
        if item["type"] not in OBJECTS:
            raise CorpusError(f"{where}: a result of type {item['type']!r}; govie knows {', '.join(OBJECTS)}")
    regions = [item for item in result if item["type"] == "labels"]
    number = numbered([str(item["id"]) for item in regions])
    place = places(text, regions)
    entities, attributes = [], dict[str, dict[str, str]]()
    for item in regions:
        if len(item["value"]["labels"]) != 1:
            raise CorpusError(f"{where}: region {item['id']!r} has {len(item['value']['labels'])} labels, expected one")
        start, end = place(item["value"]["start"]), place(item["value"]["end"])
        entities.append({"id": number[str(item["id"])], "label": item["value"]["labels"][0], "start_offset": start, "end_offset": end})
    for item in sorted(result, key=lambda item: str(item["type"])):
        if item["type"] in ("choices", "textarea"):
            name, said = item["from_name"], words_of(item, where)
            if str(item.get("id")) not in number:
                raise CorpusError(f"{where}: {name!r} is of no region; make it per region in the labeling configuration")
            values = attributes.setdefault(str(number[str(item["id"])]), {})
            if name != BASE:
                values[name] = said
            elif values.get("compared_to") == "base":
                values["compared_to"] = f"base:{said}"
    return {"entities": entities, "relations": list(links(result, number, where)), "attributes": attributes}


def words_of(item: Mapping[str, Any], where: str) -> str:
    """Read what a choice or a text area says."""
    said = item["value"]["choices" if item["type"] == "choices" else "text"]
    said = [said] if isinstance(said, str) else said
    if item["type"] == "choices" and len(said) != 1:
        raise CorpusError(f"{where}: region {item.get('id')!r} has {len(said)} choices of {item['from_name']!r}, expected one")
    return "\n".join(said)


def links(result: list[dict[str, Any]], number: Mapping[str, int], where: str) -> Iterator[dict[str, Any]]:
    """Read the relations; one drawn to the left goes the other way, one in both directions is two."""
    for item in result:
        if item["type"] == "relation":
            if not item.get("labels"):
                raise CorpusError(f"{where}: a relation from {item['from_id']!r} has no label; give it one")
            ends = number.get(str(item["from_id"]), -1), number.get(str(item["to_id"]), -1)
            direction = item.get("direction") or "right"
            for kind in item["labels"]:
                if direction in ("right", "bi"):
                    yield {"type": kind, "from_id": ends[0], "to_id": ends[1]}
                if direction in ("left", "bi"):
                    yield {"type": kind, "from_id": ends[1], "to_id": ends[0]}


def places(text: str, regions: list[dict[str, Any]]) -> Any:
    """Give the function that turns a region's offset into one in code points."""
    spans = [(item["value"]["start"], item["value"]["end"], item["value"].get("text")) for item in regions]
    spans = [span for span in spans if type(span[0]) is int and type(span[1]) is int and isinstance(span[2], str)]
    if all(bare(text[a:b]) == bare(words) for a, b, words in spans):
        return lambda offset: offset
    units = text.encode("utf-16-le")
    if all(bare(units[2 * a : 2 * b].decode("utf-16-le", "replace")) == bare(words) for a, b, words in spans):
        return lambda offset: len(units[: 2 * offset].decode("utf-16-le", "replace")) if type(offset) is int else offset
    return lambda offset: offset


def bare(words: str) -> str:
    """Leave out what the editor writes in more than one way."""
    return re.sub(r"\\n|\s", "", words)


def write(records: Iterable[Record], path: Path) -> list[str]:
    """Write the tasks."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps([to_task(record) for record in records], ensure_ascii=False, indent=1) + "\n")
    return []


def to_task(record: Record) -> dict[str, Any]:
    """Write a record as a task with one annotation."""
    result: list[dict[str, Any]] = []
    for e in record["entities"]:
        start, end = e["start_offset"], e["end_offset"]
        value = {"start": start, "end": end, "text": record["text"][start:end]}
        region = {"id": str(e["id"]), "to_name": TEXT, "origin": "manual"}
        result.append({**region, "from_name": LABEL, "type": "labels", "value": {**value, "labels": [e["label"]]}})
        values = record["attributes"].get(str(e["id"]), {})
        for name, said in values.items():
            choice, base = split_base(name, said)
            result.append({**region, "from_name": name, "type": "choices", "value": {**value, "choices": [choice]}})
            if base is not None:
                result.append({**region, "from_name": BASE, "type": "textarea", "value": {**value, "text": [base]}})
    for r in record["relations"]:
        ends = {"from_id": str(r["from_id"]), "to_id": str(r["to_id"])}
        result.append({**ends, "type": "relation", "direction": "right", "labels": [r["type"]]})
    return {"data": {"id": record["id"], "text": record["text"], "meta": record["meta"]}, "annotations": [{"result": result}]}


def split_base(name: str, value: str | None) -> tuple[str, str | None]:
    """Part `base:2019年` into the choice and the words; no value is the choice `none`."""
    if name == "compared_to" and value is not None and value.startswith("base:"):
        return "base", value.removeprefix("base:")
    return value or "none", None


def configuration(records: Iterable[Record]) -> str:
    """Write the labeling configuration for records: the guidelines' labels, relations and attributes, and all that they have."""
    labels, kinds = dict.fromkeys(LABELS), dict.fromkeys(RELATIONS)
    choices = {name: dict.fromkeys(values) for name, values in ATTRIBUTES.items()}
    carriers = {name: {"NUMBER": None} for name in ATTRIBUTES}
    for record in records:
        kinds.update(dict.fromkeys(r["type"] for r in record["relations"]))
        for e in record["entities"]:
            labels[e["label"]] = None
            for name, value in record["attributes"].get(str(e["id"]), {}).items():
                choices.setdefault(name, {})[split_base(name, value)[0]] = None
                carriers.setdefault(name, {})[e["label"]] = None
    lines = ["<View>", "  <Relations>", *(f"    <Relation value={quoteattr(kind)}/>" for kind in kinds), "  </Relations>"]
    lines += [f'  <Labels name="{LABEL}" toName="{TEXT}">', *(f"    <Label value={quoteattr(label)}/>" for label in labels), "  </Labels>"]
    lines.append(f'  <Text name="{TEXT}" value="${TEXT}"/>')
    for name, values in choices.items():
        place = f'toName="{TEXT}" perRegion="true" whenTagName="{LABEL}" whenLabelValue={quoteattr(",".join(carriers[name]))}'
        lines += [
            f"  <Header value={quoteattr(name)}/>",
            f'  <Choices name={quoteattr(name)} {place} choice="single-radio" showInline="true">',
        ]
        lines += [f"    <Choice value={quoteattr(value)}/>" for value in values if value.isprintable()]
        lines.append("  </Choices>")
        if name == "compared_to":
            lines.append(f'  <TextArea name="{BASE}" {place} placeholder="base: the date that it is compared to" maxSubmissions="1"/>')
    return "\n".join([*lines, "</View>", ""])
