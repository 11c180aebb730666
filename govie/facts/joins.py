"""Facts that belong together: a change and its level, the parts of a total, a plan and its result."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govie.types import Fact, Join

_AMONG = re.compile("其中|(?<=[，,])含(?!税)")
_LEFT = re.compile(r"\n|[。！？!?](?!\s*对?$)")
_PLACES = {"位", "名", "个位次", "位次", "个位"}
_ENDS_CLAUSE = re.compile("[，,；;。：:]")
_FARTHEST, _MOST = 6, 40
"""Numbers looked back at for a total, and parts looked at behind it."""


def joins(facts: Sequence[Fact], places: Sequence[tuple[int, int]], clean: str) -> dict[int, list[Join]]:
    """Find the joins of each fact that has any; `places` are the half-open clean offsets of the facts' NUMBERs."""
    found: dict[int, list[Join]] = defaultdict(list)
    for kind, pairs in (("change_of", _changes(facts)), ("part_of", _parts(facts, places, clean)), ("plan_of", _plans(facts))):
        for one, other in pairs:
            found[one].append(Join(kind, other))
    return found


def _changes(facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """Join a change or growth to the level of the same mention of an indicator: the one before it, else the one after.

    Points may be of a growth just told (增长11.4%，高于全市1.9个百分点), places of a rank.
    """
    levels: dict[int, list[int]] = {}
    bases: dict[int, int] = {}
    waiting: dict[int, list[int]] = {}
    for place, fact in enumerate(facts):
        aspect = fact.attributes.aspect
        for indicator in fact.indicators if len(fact.indicators) == 1 else ():
            if aspect in ("level", "share"):
                levels.setdefault(indicator.id, []).append(place)
                for change in waiting.pop(indicator.id, ()):
                    if _changes_level(facts[change], fact):
                        yield change, place
            elif aspect in ("change", "growth"):
                known = levels.get(indicator.id)
                base = bases.get(indicator.id)
                if base is not None and _is_of(fact, facts[base]) and (not known or known[-1] < base):
                    yield place, base
                elif known is None:
                    waiting.setdefault(indicator.id, []).append(place)
                else:
                    level = _level(place, known, facts)
                    if _changes_level(fact, facts[level]):
                        yield place, level
            if aspect in ("growth", "rank"):
                bases[indicator.id] = place


def _is_of(change: Fact, base: Fact) -> bool:
    """Say whether a change in points or places is one of a growth or rank."""
    read = change.quantity
    if read is None or change.attributes.aspect != "change" or base.sentence is not change.sentence:
        return False
    if base.attributes.aspect == "rank":
        return read.unit in _PLACES or read.dimension == "rank"
    return read.dimension == "percentage_point" and change.attributes.status == base.attributes.status


def _level(change: int, known: Sequence[int], facts: Sequence[Fact]) -> int:
    """Choose the level that a change is of: of two that stand together (达到26个、22个，增加4个) the one that came of it."""
    if len(known) > 1 and known[-1] == known[-2] + 1 == change - 1:
        new, old, by = (facts[place].quantity for place in (known[-2], known[-1], change))
        if new and old and by and new.value is not None and old.value and by.value is not None:
            difference = abs(new.value - old.value)
            share = facts[change].attributes.aspect == "growth" and abs(difference / abs(old.value) * 100 - abs(by.value)) < 1
            if share or difference == abs(by.value):
                return known[-2]
    return known[-1]


def _changes_level(change: Fact, level: Fact) -> bool:
    """Say whether a change is in the terms of a level: 4家 of 54家, 2个百分点 of 31%, 9% of any amount."""
    if change.quantity is None or level.quantity is None or change.attributes.status != level.attributes.status:
        return False
    if change.date_source == level.date_source == "sentence" and change.period != level.period:
        return False
    kind, of = change.quantity.dimension, level.quantity.dimension
    if change.attributes.aspect == "growth" or kind == "percentage_point":
        return (of == "percent") == (kind == "percentage_point")
    return change.quantity.unit == level.quantity.unit


def _parts(facts: Sequence[Fact], places: Sequence[tuple[int, int]], clean: str) -> Iterator[tuple[int, int]]:
    """Join what is listed behind 其中 to the total before it."""
    starts = [start for start, _ in places]
    marks = [match.start() for match in _AMONG.finditer(clean)]
    for mark, following in zip(marks, [*marks[1:], len(clean)], strict=False):
        first = bisect_left(starts, mark)
        if not 0 < first < len(facts):
            continue
        total = _total(facts, places, clean, first, mark) if starts[first] < following else None
        if total is None:
            continue
        items = []
        for place in range(first, min(len(facts), first + _MOST)):
            if starts[place] >= following or facts[place].sentence is not facts[first].sentence:
                break
            if _is_part(facts[place], facts[total]):
                items.append(place)
        if items[:1] == [first]:
            for item in _sure(items, facts, places, clean, total):
                yield item, total


def _total(facts: Sequence[Fact], places: Sequence[tuple[int, int]], clean: str, first: int, mark: int) -> int | None:
    """Find the amount before 其中 that its first item can be a part of: in its sentence, or in the one before if 其中 opens one."""
    for place in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
        if _LEFT.search(clean, places[place][1], mark):
            return None
        if _is_part(facts[first], facts[place]):
            return place
    return None


def _is_part(part: Fact, total: Fact) -> bool:
    one, whole = part.quantity, total.quantity
    if one is None or whole is None or part.attributes.aspect != "level" or total.attributes.aspect != "level":
        return False
    if one.unit != whole.unit or one.dimension in ("percent", "percentage_point", "multiple", "rank"):
        return False
    same = part.attributes.status == total.attributes.status
    return same and one.value is not None and whole.value is not None and one.value <= whole.value


def _sure(items: Sequence[int], facts: Sequence[Fact], places: Sequence[tuple[int, int]], clean: str, total: int) -> Sequence[int]:
    """Keep all items where they add up to the total, else those of the list that the first one stands in."""
    whole = facts[total].quantity
    values = [quantity.value for quantity in (facts[item].quantity for item in items) if quantity and quantity.value is not None]
    if whole and sum(values, Decimal(0)) == whole.value:
        return items
    listed = 1
    while listed < len(items) and not _ENDS_CLAUSE.search(clean, places[items[listed - 1]][1], places[items[listed]][0]):
        listed += 1
    return items[:listed]


def _name(fact: Fact) -> str:
    """Name an indicator so that 国家高新技术企业 is 高新技术企业 and 技术合同登记额 is 技术合同登记."""
    words = "".join((fact.indicators[0].clean or fact.indicators[0].text).split())
    return re.sub("^国家(?!级)|(?<=..)(?:额|数)$", "", words)


def _plans(facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """Join a target to the one result of the same indicator, aspect and unit in the document."""
    results: dict[tuple[str, str, str | None], list[int]] = defaultdict(list)
    targets: list[tuple[int, tuple[str, str, str | None]]] = []
    for place, fact in enumerate(facts):
        if len(fact.indicators) != 1 or fact.quantity is None:
            continue
        key = (_name(fact), fact.attributes.aspect, fact.quantity.unit)
        if fact.attributes.status == "target":
            targets.append((place, key))
        else:
            results[key].append(place)
    for place, key in targets:
        if len(results.get(key, ())) == 1:
            yield place, results[key][0]
