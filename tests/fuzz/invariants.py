"""What must hold for every text, whatever it says."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np

from govie.checks import find_checks
from govie.errors import CorpusError
from govie.facts import make_facts
from govie.journal import pack, unpack
from govie.jsonl import find_problems, from_record, one_line, to_record
from govie.schema import LABELS
from govie.show import to_html
from govie.table import rows
from govie.text import SPLIT_PAIR, Text, repair
from govie.types import Document, Fact


def check(document: Document, text: str) -> None:
    """Raise AssertionError, or whatever govie raises, where one document breaks a rule."""
    assert document.text == text, "the text is altered"
    check_way_back(repair(text))
    check_entities(document)
    check_facts(document)
    check_record(document)
    for alarm in find_checks(document):
        assert alarm.kind, "an alarm without a kind"
    assert len(list(rows([document]))) == len(document.facts), "rows and facts differ"
    json.dumps(list(rows([document])))
    assert to_html(document), "nothing to show"


def check_way_back(text: Text) -> None:
    """Every clean character stands for raw characters that come after those of the one before it."""
    clean, raw, stops = text.runs
    assert clean[-1] == len(text.clean) and raw[-1] == stops[-1] == len(text.raw), "the way back has another length"
    sizes = np.diff(clean)
    assert (sizes > 0).all() and clean[0] == 0, "a run without characters"
    assert raw[0] >= 0 and (raw[:-1] + sizes <= stops[:-1]).all(), "a clean character stands for nothing"
    assert (stops[:-1] <= raw[1:]).all(), "two clean characters stand for the same"


def check_entities(document: Document) -> None:
    """Entities are in order and disjoint, inside the text and say what it says; links go from numbers to others."""
    for one, two in pairwise(document.entities):
        assert one.end <= two.start, f"overlapping or out of order: {one}, {two}"
    for e in document.entities:
        assert 0 <= e.start < e.end <= len(document.text), f"outside the text: {e}"
        assert document.text[e.start : e.end] == e.text, f"other words: {e}"
        assert e.label in LABELS and 0 <= e.confidence <= 1 and e.clean, f"odd entity: {e}"
    known = {e.id: e for e in document.entities}
    assert len(known) == len(document.entities), "an id twice"
    for r in document.relations:
        assert known[r.head.id] == r.head and known[r.tail.id] == r.tail, f"link to what is not there: {r}"


def check_facts(document: Document) -> None:
    """There is one fact a number, in order, everything linked to it in its sentence, and its readings are sound."""
    numbers = [e for e in document.entities if e.label == "NUMBER"]
    assert [f.number for f in document.facts] == numbers, "facts and numbers differ"
    for place, fact in enumerate(document.facts):
        for e in (fact.number, *fact.indicators, *fact.units, *fact.dates, *fact.agencies):
            assert fact.sentence.start <= e.start and e.end <= fact.sentence.end, f"outside its sentence: {e}, {fact.sentence}"
        assert 0 <= fact.confidence <= 1, f"odd confidence: {fact.confidence}"
        assert all(0 <= join.fact < len(document.facts) and join.fact != place for join in fact.joins), f"odd joins: {fact.joins}"
        check_readings(fact)


def check_readings(fact: Fact) -> None:
    """A quantity has its ends in order and no odd values; a period begins before it ends."""
    if fact.quantity:
        read = fact.quantity
        ends = [end for end in (read.low, read.value, read.high) if end is not None]
        assert all(end.is_finite() for end in ends), f"not finite: {read}"
        assert ends == sorted(ends), f"ends the wrong way round: {read}"
    if fact.period:
        assert fact.period.start < fact.period.end, f"empty period: {fact.period}"


def check_record(document: Document) -> None:
    """The file form keeps its own rules, and comes back from JSON as it was; so does what a spaCy Doc carries."""
    record = {**to_record(document), "id": "fuzz"}
    assert not (problems := find_problems(record)), f"the file form is broken: {problems}"
    assert unpack(document.text, pack(document)).facts == document.facts, "facts change on their way through a Doc"
    try:
        line = one_line(record).encode("utf-8")
    except CorpusError:
        assert SPLIT_PAIR.search(document.text), "the file form is refused"
        return
    back = from_record(json.loads(line))
    assert to_record(back) == record, "the JSON round trip changes the record"
    made = make_facts(back, repair(document.text))
    assert [(f.quantity, f.period, f.agency, f.joins) for f in made.facts] == [
        (f.quantity, f.period, f.agency, f.joins) for f in document.facts
    ], "facts made from the file form differ"
