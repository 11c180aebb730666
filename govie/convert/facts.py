"""Annotations, corrected by hand or not, to a Document with the facts that they amount to; no model reads the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govie.convert.record import Record, check
from govie.errors import CorpusError
from govie.facts import make_facts
from govie.jsonl import attribute_problems, entity_problems, from_record
from govie.schema import RELATION_OF
from govie.text import repair
from govie.types import Document


def to_document(record: Mapping[str, Any], where: str) -> Document:
    """Make the Document and facts of a record of the file form; a NUMBER's unsaid attributes are the guidelines' defaults.

    Raises CorpusError that begins with `where` for a record that breaks the form, and for labels, relations and attribute
    values that the guidelines do not have; an INDICATOR that no NUMBER links to is no error here.

    >>> record = {"id": "a", "text": "新增4家", "entities": [{"id": 1, "label": "NUMBER", "start_offset": 2, "end_offset": 3}]}
    >>> [fact.value for fact in to_document(record, "a.jsonl:1").facts]
    ['4']
    """
    whole = check(record, where)
    problems = entity_problems(whole["text"], whole["entities"]) or [*foreign_relations(whole), *attribute_problems(whole)]
    if problems:
        raise CorpusError(f"{where}: " + "; ".join(problems[:5]))
    document = from_record(whole)
    return make_facts(document, repair(document.text))


def foreign_relations(record: Record) -> list[str]:
    """List the relations that the guidelines do not have."""
    label = {e["id"]: e["label"] for e in record["entities"]}
    ends = [(r, label[r["from_id"]], label[r["to_id"]]) for r in record["relations"]]
    return [
        f"relation {r['id']}: {r['type']} from {head} to {tail} is not a relation"
        for r, head, tail in ends
        if head != "NUMBER" or RELATION_OF.get(tail) != r["type"]
    ]
