"""The parts of a total: what is listed behind 其中, or by kinds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govie.facts.spans import Spans
from govie.types import Fact

_AMONG = re.compile("其中|(?<=[，,])含(?!税)|(?P<kinds>按[^，,。；;：:\n]{1,8}[分看]?[，,：:])")
_LEFT = re.compile(r"\n|[。！？!?](?!\s*对?$)")
_ENDS_CLAUSE = re.compile("[，,；;。：:]")
_FARTHEST, _MOST = 6, 40
"""Numbers looked back at for a total, and parts looked at behind it."""


def parts(facts: Sequence[Fact], spans: Spans) -> Iterator[tuple[int, int]]:
    """Join what is listed behind 其中 to the total before it, and what is listed by kinds (按类别分) where it adds up to it."""
    starts = [spans.number(fact)[0] for fact in facts]
    marks = list(_AMONG.finditer(spans.clean))
    ends = [*(mark.start() for mark in marks[1:]), len(spans.clean)]
    for mark, following in zip(marks, ends, strict=False):
        first = bisect_left(starts, mark.start())
        if not 0 < first < len(facts) or starts[first] >= following:
            continue
        total = _total(facts, spans, first, mark.start())
        if total is None:
            continue
        items = []
        for place in range(first, min(len(facts), first + _MOST)):
            if starts[place] >= following or facts[place].sentence is not facts[first].sentence:
                break
            if _is_part(facts[place], facts[total]):
                items.append(place)
        if items[:1] != [first]:
            continue
        whole = _adds_up([facts[item] for item in items], facts[total])
        if whole or not mark["kinds"]:
            yield from ((item, total) for item in (items if whole else _sure(items, facts, spans, total)))


def _total(facts: Sequence[Fact], spans: Spans, first: int, mark: int) -> int | None:
    """Find the amount before 其中 that its first item can be a part of.

    It stands in its sentence, or in the one before if 其中 opens one or the item is counted by the same name.
    """
    for place in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
        end = spans.number(facts[place])[1]
        left = [match[0] for match in _LEFT.finditer(spans.clean, end, mark)]
        if len(left) > 1 or "\n" in left:
            return None
        if _is_part(facts[first], facts[place]) and (not left or _same_name(facts[first], facts[place], spans)):
            return place
    return None


def _same_name(one: Fact, other: Fact, spans: Spans) -> bool:
    name = spans.name(one)
    return name != "" and name == spans.name(other)


def _is_part(part: Fact, total: Fact) -> bool:
    one, whole = part.quantity, total.quantity
    if one is None or whole is None or part.attributes.aspect != "level" or total.attributes.aspect != "level":
        return False
    if one.unit != whole.unit or one.dimension in ("percent", "percentage_point", "multiple", "rank"):
        return False
    same = part.attributes.status == total.attributes.status
    return same and one.value is not None and whole.value is not None and one.value <= whole.value


def _sum(facts: Sequence[Fact]) -> Decimal:
    values = (fact.quantity.value for fact in facts if fact.quantity and fact.quantity.value is not None)
    return sum(values, Decimal(0))


def _adds_up(items: Sequence[Fact], total: Fact) -> bool:
    return total.quantity is not None and _sum(items) == total.quantity.value


def _sure(items: Sequence[int], facts: Sequence[Fact], spans: Spans, total: int) -> Sequence[int]:
    """Keep the items of the list that the first one stands in, and those that like it have no name but that of the total."""
    listed = 1
    while listed < len(items) and _goes_on(facts[items[listed - 1]], facts[items[listed]], spans):
        listed += 1
    kept = [*items[:listed], *(item for item in items[listed:] if not facts[items[0]].indicators and not facts[item].indicators)]
    whole = facts[total].quantity
    return kept if whole and whole.value is not None and _sum([facts[item] for item in kept]) <= whole.value else items[:listed]


def _goes_on(last: Fact, fact: Fact, spans: Spans) -> bool:
    return _ENDS_CLAUSE.search(spans.clean, spans.number(last)[1], spans.number(fact)[0]) is None
