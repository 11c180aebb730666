"""Entities, links and attributes to facts."""

from __future__ import annotations

from dataclasses import replace

from govie.sentences import sentences
from govie.types import Attributes, Document, Entity, Fact, Sentence, Text


def make_facts(document: Document, text: Text) -> Document:
    """Add one fact for each NUMBER, in the order of the text."""
    spans = [Sentence(*text.to_raw(a, b)) for a, b in sentences(text.clean)]
    tails: dict[int, list[Entity]] = {}
    confidence: dict[int, float] = {}
    for relation in document.relations:
        tails.setdefault(relation.head.id, []).append(relation.tail)
        confidence[relation.head.id] = confidence.get(relation.head.id, 1.0) * relation.confidence * relation.tail.confidence
    facts, at = [], 0
    for number in document.entities:
        if number.label != "NUMBER":
            continue
        while at + 1 < len(spans) and spans[at + 1].start <= number.start:
            at += 1
        linked = sorted(tails.get(number.id, []), key=lambda e: e.start)
        facts.append(
            Fact(
                number=number,
                indicators=tuple(e for e in linked if e.label == "INDICATOR"),
                units=tuple(e for e in linked if e.label == "UNIT"),
                dates=tuple(e for e in linked if e.label == "DATE"),
                agencies=tuple(e for e in linked if e.label == "AGENCY"),
                attributes=document.attributes.get(number.id, Attributes()),
                sentence=spans[at],
                confidence=number.confidence * confidence.get(number.id, 1.0),
            )
        )
    return replace(document, facts=tuple(facts))
