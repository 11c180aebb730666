"""Changes, growth and distances, and the levels that they are of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govie.types import Fact

_PLACES = {"位", "名", "个位次", "位次", "个位"}


def changes(facts: Sequence[Fact], lists: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Join a change or growth to the level of the same mention of an indicator: the one before it, else the one after.

    Points may be of a growth just told (增长11.4%，高于全市1.9个百分点), places of a rank. The changes of a list are of the levels of
    a list as long, in order (达到4.2、3.8万字/人，多1.7、1.3万字/人).
    """
    listed = {place: (run, index) for run in lists for index, place in enumerate(run)}
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
                    paired = _paired(place, known, listed)
                    level = _level(place, known, facts) if paired is None else paired
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


def _paired(change: int, known: Sequence[int], listed: Mapping[int, tuple[Sequence[int], int]]) -> int | None:
    """Give the level at the same place of a list as long as the one that a change stands in."""
    if change not in listed or known[-1] not in listed:
        return None
    (run, index), (levels, _) = listed[change], listed[known[-1]]
    return levels[index] if len(run) == len(levels) and levels[index] in known else None


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
