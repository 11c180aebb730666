"""Amounts: a numeral, its unit and the modifiers about them, read as one exact quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from govie.normalize.bound import ends, settle, strip_inner, strip_modifiers
from govie.normalize.fold import LONGEST, fold
from govie.normalize.number import EXACT, Numeral, scan, times
from govie.normalize.unit import NOTHING, Unit, folded_unit
from govie.types import Quantity

_PLAIN = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?")
_JOINER = re.compile(r"(?<!^)(?<![-~至到])(?:--?|~|至|到)")
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_CURRENCY = re.compile(r"(人民币|US\$|[¥$€£])(.+)")
_HALF_FIRST = re.compile("(个?)半(?=.)")  # 3个半月
_TENTHS = re.compile("成([一二三四五六七八九1-9])")
_FIGURES = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
# 一到三十 may start at 1 or at 10: the tens are said once or twice.
_UNSURE_LEFT, _UNSURE_RIGHT = re.compile("[一二两三四五六七八九]"), re.compile("[一二两三四五六七八九][十百千].*")
_MULTIPLIERS = set("十百千万亿")
# A date that lost its marks (2024319427) looks like a number; so do 9月 and 十四五. A year (2024年) is no duration.
_DATELIKE = re.compile("(?:19|20)[0-9]{6,}[年月日号]?|[0-9]+(?:年度|月|日|号)|十[一二三四五六七八九]五")
_YEARS = range(1600, 2100)
_BARE = re.compile("([百千万亿]+)(.*)")


class _End(NamedTuple):
    """One end of an amount: its numeral, the unit behind it, and the modifiers found between."""

    numeral: Numeral
    unit: Unit
    bounds: list[str]


def quantity(text: str, unit: str | None = None) -> Quantity | None:
    """Read an amount from a phrase, or from the text of a NUMBER span and its UNIT span.

    Returns `None` for whatever cannot be read with certainty; raises `TypeError` where an argument is no string.
    The value is exact (fractions without an end, such as 三分之一, to 28 digits) and in the canonical unit; over and
    under leave `high` or `low` open (`None`), a range has no `value`. `multiplier` is what stood before the unit
    (万 in 12万人, 10 for 成). A multiplier under a line divides: 0.5吨标准煤/万元 is 0.00005 吨标准煤/元.
    `dimension` is money, percent, percentage_point, multiple, count, people, times, duration, rank, ratio … or two of
    them about a line (money/people); it is `None` for a unit that is not in the table.

    >>> read = quantity("1,234.56万元")
    >>> str(read.value), read.unit, read.dimension, read.multiplier, read.bound
    ('12345600', '元', 'money', 10000, 'exact')
    >>> read = quantity("15%至20", "%")
    >>> str(read.low), str(read.high), read.unit, read.bound
    ('15', '20', '%', 'range')
    """
    if not isinstance(text, str) or not isinstance(unit, str | None):
        found = type(text if not isinstance(text, str) else unit).__name__
        raise TypeError(f"expected the text of a quantity as str and its unit as str or None, got {found}")
    if len(text) > LONGEST or (unit and len(unit) > LONGEST):
        return None
    return _cached(text, unit)


@lru_cache(maxsize=16384)
def _cached(text: str, unit: str | None) -> Quantity | None:
    raw = text + (unit or "")
    plain = _PLAIN.match(text)
    behind = raw[plain.end() :] if plain else ""
    if plain and behind and behind[0] not in "年月日号":
        read = folded_unit(fold(behind))
        if read is not None and read.known:
            value = Decimal(plain[0])
            return _whole(raw, _End(Numeral(value, value), read, []), "exact")
    body, bounds = strip_modifiers(_limits(fold(text)))
    tail = fold(unit) if unit else ""
    if _DATELIKE.fullmatch(body + tail) or (not unit and not bounds and _is_name(body)):
        return None
    for prefix, sign in _SHARES.items():
        if body.removeprefix("负").startswith(prefix):
            body, tail = body.replace(prefix, ""), sign + tail
    body, symbol = _currency(body)
    return _amount(raw, body, tail + symbol, bounds, sure=not unit)


def _limits(text: str) -> str:
    """Make 30万元至50万元 of 30万元以上50万元以下; 含 in 60岁(含)以上 says what 以上 says."""
    low, above, high = text.replace("(含)", "").partition("以上")
    return f"{low}至{high[:-2]}" if high.endswith(("以下", "以内")) else low + above + high


def _is_name(body: str) -> bool:
    """Tell 万人, 千家 and 百亿级, which open names, from 百亿元, 万亿, 百余人 and 百分之三."""
    bare = _BARE.fullmatch(body)
    if bare is None or bare[2].startswith(("分之", "余", "多")):
        return False
    return len(bare[1]) == 1 or not (bare[2] == "" or bare[2].endswith("元"))


def _currency(body: str) -> tuple[str, str]:
    """Put a currency that stands before the figures behind them: ¥500万 is 500万元."""
    match = _CURRENCY.fullmatch(body)
    return (match[2], match[1]) if match else (body, "")


def _amount(raw: str, body: str, tail: str, bounds: list[str], sure: bool) -> Quantity | None:
    """Read a phrase without its outer modifiers; `sure` asks for a unit that is in the table."""
    first, *others = _JOINER.split(body)
    right = _end(others[0] if others else first, tail)
    if right is None or len(others) > 1 or (sure and not right.unit.known):
        return None
    if others:
        left = _left(first, others[0], right)
        return _range(raw, left, right) if left else None
    if right.numeral.low != right.numeral.high:
        return _range(raw, right, right)
    return _whole(raw, right, settle(bounds + right.bounds))


def _end(text: str, unit_text: str) -> _End | None:
    """Read the numeral that `text` opens with and the unit that the rest of it and `unit_text` make up."""
    if unit_text[:1] in _MULTIPLIERS:
        text, unit_text = text + unit_text, ""  # 六亿三千|万吨 is one numeral
    text, bounds = strip_inner(text)
    scanned = scan(text)
    if scanned is None:
        return None
    numeral, tail = scanned
    tail, more = _addition(tail + unit_text)
    unit = folded_unit(tail)
    if unit is None or (more and unit.multiplier not in (1, 10)):
        return None
    return _End(numeral._replace(low=_plus(numeral.low, more), high=_plus(numeral.high, more)), unit, bounds)


def _plus(value: Decimal, more: Decimal | None) -> Decimal:
    return EXACT.add(value, more) if more else value


def _addition(tail: str) -> tuple[str, Decimal | None]:
    """Take out what is added behind the measure word: 年半, 个半月, 成五."""
    tenths = _TENTHS.fullmatch(tail)
    if tenths:
        return "成", Decimal(_FIGURES.get(tenths[1]) or tenths[1]) / 10
    half = _HALF_FIRST.match(tail)
    if half:
        return half[1] + tail[half.end() :], Decimal("0.5")
    return (tail[:-1], Decimal("0.5")) if len(tail) > 1 and tail.endswith("半") else (tail, None)


def _left(text: str, right_text: str, right: _End) -> _End | None:
    """Read the lower end of a range, which shares the unit of the upper one unless it has its own."""
    left = _end(text, "")
    if left is None or (_UNSURE_LEFT.fullmatch(text) and _UNSURE_RIGHT.match(right_text)):
        return None
    if left.unit == NOTHING:
        return left._replace(unit=right.unit)
    return left if left.unit.name in (None, right.unit.name) else None


def _range(raw: str, left: _End, right: _End) -> Quantity | None:
    low, high = _scaled(left.numeral.low, left.unit), _scaled(right.numeral.high, right.unit)
    kind, unit = left.numeral.kind, right.unit
    if low >= high or not _fits(left):
        return None
    return Quantity(raw, None, low, high, unit.name, _dimension(kind, unit), unit.multiplier, "range")


def _whole(raw: str, end: _End, bound: str) -> Quantity | None:
    kind, unit = end.numeral.kind, end.unit
    if not _fits(end):
        return None
    value = _scaled(end.numeral.low, unit)
    low, high = ends(value, bound)
    return Quantity(raw, value, low, high, unit.name, _dimension(kind, unit), unit.multiplier, bound)


def _scaled(value: Decimal, unit: Unit) -> Decimal:
    return times(value, unit.multiplier, unit.divisor)


def _fits(end: _End) -> bool:
    """Tell amounts from names and years: 第3位 is a rank, 第3批 is a name; 一九八一年 is no duration."""
    if end.numeral.kind == "rank":
        return end.unit.name in (None, "位", "名")
    return end.unit.name != "年" or int(end.numeral.low) not in _YEARS


def _dimension(kind: str, unit: Unit) -> str | None:
    if kind == "rank":
        return "rank"
    return "ratio" if kind == "fraction" and unit.name is None else unit.dimension
