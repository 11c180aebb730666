"""Numbers that stand in one list (分别, 依次, 各), and numbers whose INDICATOR is said only beside another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govie.facts.spans import Spans
from govie.types import Fact

_MARK = re.compile(r"(?:分别|依次|各自?(?=[为达占有]))[^，,；;。！？\n]{0,30}$")
_BESIDE = re.compile(r"\s*(?:、|以?及|[和与])\s*")
_COMMA = re.compile(r"\s*[，,]\s*")


def lists(facts: Sequence[Fact], spans: Spans) -> list[list[int]]:
    """Find the lists of numbers, each as the places of its facts in order.

    Behind 分别 or 依次 the items may have an INDICATOR each (新增学位2160个、托位845个); without it the numbers stand side by side and
    share INDICATOR and unit (目标完成率为72.5%和66.7%, not 道路36条、21公里).
    """
    found: list[list[int]] = []
    marked = False
    for place, fact in enumerate(facts):
        if found and _goes_on(facts[found[-1][-1]], fact, spans, marked):
            found[-1].append(place)
            continue
        found.append([place])
        start, _ = spans.number(fact)
        behind = spans.number(facts[place - 1])[1] if place else 0
        marked = _MARK.search(spans.clean, max(behind, start - 40), start) is not None
    return [run for run in found if len(run) > 1]


def _goes_on(last: Fact, fact: Fact, spans: Spans, marked: bool) -> bool:
    """Say whether a number goes on with the list that another one stands in."""
    if last.sentence is not fact.sentence or last.attributes.aspect != fact.attributes.aspect:
        return False
    bare = spans.between(last, fact, last.units)
    shared = bool(fact.indicators) and [one.id for one in last.indicators] == [one.id for one in fact.indicators]
    if not marked:
        return shared and _unit(last) == _unit(fact) and _BESIDE.fullmatch(bare) is not None
    own = spans.between(last, fact, (*last.units, *fact.indicators))
    return _BESIDE.fullmatch(own) is not None or _COMMA.fullmatch(bare) is not None


def _unit(fact: Fact) -> str | None:
    return fact.quantity.unit if fact.quantity else None


def sharers(facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """Pair a number with the first one of the same mention of an INDICATOR (推荐…企业60家，获批45家)."""
    first: dict[int, int] = {}
    for place, fact in enumerate(facts):
        for other in dict.fromkeys(first.setdefault(one.id, place) for one in fact.indicators):
            if other != place:
                yield place, other
