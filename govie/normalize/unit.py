"""Units: the multiplier taken out, the rest in the report's own words, and what they measure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from govie.normalize.fold import LONGEST, fold
from govie.normalize.measures import ALIASES, COUNTABLE, DIMENSIONS
from govie.normalize.number import SIZES


class Unit(NamedTuple):
    """A unit read: `value in name` = the figure before it × `multiplier` ÷ `divisor`."""

    name: str | None
    dimension: str | None
    multiplier: int = 1
    divisor: int = 1
    known: bool = True


NOTHING = Unit(None, None)

_MULTIPLIER = re.compile(r"([十百千]?(?:万亿|亿|万)|[十百千])?(.*)", re.DOTALL)
_PARENTHESIS = re.compile(r"([^()]+)\(([^()]+)\)")
# Figures and stops never stand in a unit that nobody has heard of; letters and characters may.
_WORD = re.compile(r"[^\W0-9_零一二三四五六七八九十百千万亿]{1,8}")
_SPECIAL = {"成": Unit("%", "percent", 10), "个亿": Unit(None, None, 10**8), "": NOTHING}


def unit(text: str) -> Unit | None:
    """Read a unit, as it stands behind a numeral; return `None` where its multiplier is not certain.

    A word that is not in the table is a unit with no dimension (`known` is false).
    Raises `TypeError` where `text` is no string.

    >>> unit("万元")
    Unit(name='元', dimension='money', multiplier=10000, divisor=1, known=True)
    >>> unit("吨标准煤/万元")
    Unit(name='吨标准煤/元', dimension='energy/money', multiplier=1, divisor=10000, known=True)
    >>> unit("千瓦").multiplier
    1
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a str to read a unit from, got {type(text).__name__}")
    return folded_unit(fold(text)) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def folded_unit(text: str) -> Unit | None:
    """Read a unit that has been folded."""
    half = len(text) // 2
    if half > 1 and text[:half] == text[half:]:
        text = text[:half]  # doubled by copying: 个百分点个百分点
    if text.startswith("/") and text[-1] not in "千万亿":
        return None  # 14.6/10万 is a rate, 2018/2000 is nothing
    first, *others = re.split("[/每]", text)
    top = _single(first)
    if top is None or not others:
        return top
    return _compound(top, [_denominator(other) for other in others])


def _compound(top: Unit, below: list[Unit | None]) -> Unit | None:
    divisor, names, dimensions, known = 1, [top.name or ""], [top.dimension], top.known
    for part in below:
        if part is None:
            return None
        divisor *= part.multiplier
        names += [part.name] if part.name else []
        dimensions += [part.dimension] if part.name else []
        known = known and part.known
    if not top.name:
        return Unit(None, "ratio", 1, divisor) if divisor > 1 and len(names) == 1 else None
    dimension = "/".join(filter(None, dimensions)) if all(dimensions) else None
    return Unit("/".join(names), dimension, top.multiplier, divisor, known)


def _denominator(text: str) -> Unit | None:
    """Read what stands under the line, where figures that divide without a rest may open it: 例/10万人."""
    figures = re.match("[125]0{0,8}(?![0-9])", text)
    count = figures[0] if figures else ""
    read = _single(text[len(count) :]) if text else None
    return read and read._replace(multiplier=read.multiplier * int(count or 1))


def _single(text: str) -> Unit | None:
    """Read a unit without a line: whole if the table has it whole, else behind its multiplier."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    whole = _named(text)
    if whole is not None:
        return whole
    match = _MULTIPLIER.fullmatch(text)
    multiplier, rest = match.groups() if match else (None, text)
    if not multiplier:
        return Unit(text, None, known=False) if _WORD.fullmatch(text) else None
    read = NOTHING if not rest else _named(rest)
    return read and read._replace(multiplier=SIZES[multiplier])


def _named(text: str) -> Unit | None:
    """Look a unit up, or build it from units that are in the table."""
    name = ALIASES.get(text, text)
    return Unit(name, DIMENSIONS[name]) if name in DIMENSIONS else _built(text)


def _built(text: str) -> Unit | None:
    """Read what is made of known units: 亩次, 个工作日, 台（套）, 台套, 人·年."""
    inside = _PARENTHESIS.fullmatch(text)
    if inside:
        both = inside[1] in DIMENSIONS and inside[2] in DIMENSIONS
        return Unit(f"{inside[1]}（{inside[2]}）", DIMENSIONS[inside[1]]) if both else None
    if text.endswith("次") and DIMENSIONS.get(text[:-1]) in COUNTABLE:
        return Unit(text, "times")
    if text.startswith("个") and len(text) > 2 and text[1:] in DIMENSIONS:
        return Unit(text, DIMENSIONS[text[1:]])
    if len(text) == 2 and DIMENSIONS.get(text[0]) == DIMENSIONS.get(text[1]) == "count":
        return Unit(text, "count")
    parts = text.split("·")
    if len(parts) > 1 and all(part in DIMENSIONS for part in parts):
        return Unit(text, "·".join(str(DIMENSIONS[part]) for part in parts))
    return None
