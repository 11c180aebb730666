"""Entities, links and attributes to facts: quantities, periods, who and when, and which facts belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from govie.facts.amounts import amount
from govie.facts.calendar import Calendar
from govie.facts.context import Context, Mention, Setting
from govie.facts.joins import joins
from govie.facts.spans import Spans
from govie.metadata import find_metadata
from govie.schema import RELATIONS
from govie.sentences import cut
from govie.text import Text
from govie.types import Attributes, Document, Entity, Fact, Period, Sentence

__all__ = ["make_facts"]

PLAIN, NOWHERE = Attributes(), Setting(None, None, None, None, False)


def make_facts(document: Document, text: Text, confidence: Mapping[int, float] | None = None) -> Document:
    """Add one fact for each NUMBER, in the order of the text, and what the document says of itself.

    `text` is the repaired text of the document. Entities may lack their repaired words (`clean`), which are then taken
    from it. `confidence` is that of a fact, in 0–1, by its NUMBER's id; else it is the product of those of its NUMBER and links.
    Takes about 1 µs a character; a document of any length is read once from its start to its end.

    >>> from govie.text import repair
    >>> from govie.types import Relation
    >>> number, unit, date = Entity(1, "NUMBER", 9, 13, "3.26"), Entity(2, "UNIT", 13, 16, "亿美元"), Entity(3, "DATE", 0, 4, "1—6月")
    >>> raw = "1—6月，实到外资3.26亿美元。\\n2022年7月14日"
    >>> links = (Relation(number, unit), Relation(number, date))
    >>> [fact] = make_facts(Document(raw, (date, number, unit), links), repair(raw)).facts
    >>> str(fact.quantity.value), fact.quantity.unit, str(fact.period.start), fact.period.resolved, fact.date_source
    ('326000000', '美元', '2022-01-01', 'document', 'sentence')
    """
    cuts = np.fromiter(chain.from_iterable(cut(text.clean, 0, len(text.clean))), np.int64).reshape(-1, 2)
    if not len(cuts):
        return replace(document, facts=())
    metadata = document.metadata or find_metadata(text, document.entities, document.meta)
    issuer = metadata.issuer.value if metadata.issuer else None
    calendar = Calendar(metadata)
    mentions = _mentions(document, text, cuts[:, 0])
    title = text.to_clean(metadata.title.start, metadata.title.end)[1] if metadata.title else 0
    settings = Context(text, mentions, cuts[:, 0], calendar, issuer, title=title).settings
    known = {mention.entity.id: mention for mention in mentions}
    maker = Maker(document, known, settings, calendar, issuer, confidence=confidence or {})
    numbers = [mention for mention in mentions if mention.entity.label == "NUMBER"]
    around = _raw(text, cuts, {mention.sentence for mention in numbers})
    facts = [maker.fact(mention, around[mention.sentence]) for mention in numbers]
    for place, found in joins(facts, Spans(text.clean, known)).items():
        facts[place] = replace(facts[place], joins=tuple(found))
    return replace(document, facts=tuple(facts), metadata=metadata)


def _raw(text: Text, cuts: NDArray[np.int64], places: set[int]) -> dict[int, Sentence]:
    """Give the sentences at some places of `cuts`, the clean spans of all, shape (n, 2)."""
    some = sorted(places)
    starts, ends = text.raw_spans(*cuts[some].T)
    return {place: Sentence(start, end) for place, start, end in zip(some, starts.tolist(), ends.tolist(), strict=True)}


def _mentions(document: Document, text: Text, begins: NDArray[np.int64]) -> list[Mention]:
    """Place the entities in the clean text, in order; `begins` are the clean offsets where its sentences begin, shape (n,)."""
    entities = sorted(document.entities, key=lambda entity: entity.start)
    starts, ends = text.clean_spans(*np.array([(entity.start, entity.end) for entity in entities], np.int64).reshape(-1, 2).T)
    ends = np.maximum(ends, starts)
    within = np.maximum(np.searchsorted(begins, starts, "right") - 1, 0)
    linked = {relation.tail.id for relation in document.relations}
    return [
        Mention(entity, start, end, entity.clean or text.clean[start:end] or entity.text, sentence, entity.id in linked)
        for entity, start, end, sentence in zip(entities, starts.tolist(), ends.tolist(), within.tolist(), strict=True)
    ]


class Maker:
    """Makes the facts of one document."""

    def __init__(
        self,
        document: Document,
        mentions: dict[int, Mention],
        settings: dict[int, Setting],
        calendar: Calendar,
        issuer: str | None,
        *,
        confidence: Mapping[int, float],
    ) -> None:
        self.attributes, self.mentions, self.settings = document.attributes, mentions, settings
        self.calendar, self.issuer, self.confidence = calendar, issuer, confidence
        self.default = calendar.default
        self.tails: dict[int, list[Entity]] = defaultdict(list)
        self.linked: dict[int, float] = {}
        for relation in (one for one in document.relations if one.label in RELATIONS):
            head = relation.head.id
            self.tails[head].append(relation.tail)
            self.linked[head] = self.linked.get(head, 1.0) * relation.confidence

    def fact(self, number: Mention, sentence: Sentence) -> Fact:
        """Make the fact of a NUMBER in its sentence."""
        id = number.entity.id
        tails: dict[str, list[Entity]] = {"INDICATOR": [], "UNIT": [], "DATE": [], "AGENCY": []}
        for entity in sorted(self.tails.get(id, ()), key=lambda entity: entity.start):
            tails.setdefault(entity.label, []).append(entity)
        indicators, units, dates, agencies = list(map(tuple, tails.values()))[:4]
        attributes, setting = self.attributes.get(id, PLAIN), self.settings.get(id, NOWHERE)
        behind = next((entity for entity in units if entity.start >= number.entity.end), units[-1] if units else None)
        unit = self._text(behind) if behind else None
        period, date_source = self._dated(dates, attributes.status) if dates else self._undated(setting, attributes.status)
        agency, agency_source = self._agency(agencies, setting)
        return Fact(
            number.entity,
            indicators,
            units,
            dates,
            agencies,
            attributes,
            sentence,
            amount(number.text, unit, attributes.bound, attributes.sign),
            period,
            self.confidence.get(id, number.entity.confidence * self.linked.get(id, 1.0)),
            agency,
            agency_source,
            date_source,
        )

    def _text(self, entity: Entity) -> str:
        mention = self.mentions.get(entity.id)
        return mention.text if mention else entity.clean or entity.text

    def _dated(self, dates: Sequence[Entity], status: str) -> tuple[Period | None, str]:
        """Read the dates in the sentence; several give the inner one, or the span of those that follow each other."""
        found: Period | None = None
        for place, entity in enumerate(dates):
            setting = self.settings.get(entity.id, NOWHERE)
            read = self.calendar.read(self._text(entity), setting.before or setting.year, status, setting.plan)
            if read is None:
                return None, "sentence"
            found = read if place == 0 or found is None else _both(found, read)
            if found is None:
                return None, "sentence"
        return found, "sentence"

    def _undated(self, setting: Setting, status: str) -> tuple[Period | None, str | None]:
        """Take the date that reaches the number in its paragraph or from a heading, else what the document reports on."""
        reach, year, default = setting.date, setting.year, self.default
        if status == "target":
            held = reach if reach and reach.granularity == "year" else year
            return (replace(held, resolved="context"), "paragraph") if held else (None, None)
        if reach and not self._is_ahead(reach):
            return replace(reach, resolved="context"), "paragraph"
        if setting.plan or reach:
            return None, None
        if year and not self._is_ahead(year) and (default is None or year.end <= default.start):
            return replace(year, resolved="context"), "paragraph"
        return (default, "document") if default else (None, None)

    def _is_ahead(self, period: Period) -> bool:
        """Say whether a period is one that a report can only plan for."""
        reported, published = self.calendar.reported, self.calendar.published
        return (published is not None and period.start > published) or (reported is not None and period.start >= reported.end)

    def _agency(self, agencies: Sequence[Entity], setting: Setting) -> tuple[str | None, str | None]:
        if agencies:
            return "、".join(map(self._text, agencies)), "sentence"
        if setting.agency:
            return setting.agency, "paragraph"
        return (self.issuer, "document") if self.issuer else (None, None)


def _both(one: Period, other: Period) -> Period | None:
    if one.start <= other.start and other.end <= one.end:
        return other
    if other.start <= one.start and one.end <= other.end:
        return one
    return replace(one, raw=f"{one.raw}、{other.raw}", end=other.end, granularity="span") if one.end == other.start else None
