"""Amounts: a numeral, its unit and the modifiers about them, read as one exact quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from govie.normalize.bound import ends, settle, strip_inner, strip_modifiers
from govie.normalize.fold import fold
from govie.normalize.measures import ALIASES
from govie.normalize.number import EXACT, Numeral, scan, times
from govie.normalize.unit import NOTHING, Unit, folded_unit
from govie.types import Quantity

_JOINER = re.compile(r"(?<!^)(?<![-~至到])(?:--?|~|至|到)")
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_CURRENCY = re.compile(r"(人民币|US\$|[¥$€£])(.+)")
_WORDS_BEHIND = re.compile(r"[^0-9.,零一二两三四五六七八九十百千万亿]+$")
_HALF_FIRST = re.compile("(个?)半(?=.)")  # 3个半月
_TENTHS = re.compile("成([一二三四五六七八九1-9])")
_FIGURES = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
# 一到三十 may start at 1 or at 10: the tens are said once or twice.
_UNSURE_LEFT, _UNSURE_RIGHT = re.compile("[一二两三四五六七八九]"), re.compile("[一二两三四五六七八九][十百千].*")
_MULTIPLIERS = set("十百千万亿")
# A date that lost its marks (2024319427) looks like a number; so do 9月 and 十四五. A year (2024年) is no duration.
_DATELIKE = re.compile(
    "(?:19|20)[0-9]{6,}[年月日号]?|[0-9]+(?:[-~至到]+[0-9]+)?(?:年度|月份?|日|号)|[一二三四五六七八九十]+月份?|十[一二三四五六七八九]五"
)
# Times of the day, and names that count (二三线城市): neither is an amount.
_CLOCK = re.compile("(?:1?[0-9]|2[0-4])点(?:[-~至到]+(?:1?[0-9]|2[0-4])点)?")
_NAMES = {"线", "级", "届", "等级"}
_YEARS = range(1600, 2100)
_OWN_UNIT = 1000
"""From here on the lower end of a range may stand in plain figures before an upper end in 万."""
_FARTHEST = 100
"""How many times such a lower end the upper one can be."""
_COINS = re.compile("([^元.]+)元([1-9一二三四五六七八九])角(?:([1-9一二三四五六七八九])分)?")
_BARE = re.compile("([百千万亿]+)(.*)")


class _End(NamedTuple):
    """One end of an amount: its numeral, the unit behind it, and the modifiers found between."""

    numeral: Numeral
    unit: Unit
    bounds: list[str]


@lru_cache(maxsize=16384)
def read_amount(text: str, unit: str | None) -> Quantity | None:
    """Read an amount by the whole grammar, as `quantity` tells."""
    raw = text + (unit or "")
    body, bounds = strip_modifiers(_limits(fold(text)))
    tail = fold(unit) if unit else ""
    if _DATELIKE.fullmatch(body + tail) or (not unit and not bounds and _is_name(body)):
        return None
    for prefix, sign in _SHARES.items():
        if body.removeprefix("负").startswith(prefix):
            body, tail = body.replace(prefix, ""), sign + tail
    body, symbol = _currency(body, tail)
    coins = _coins(raw, body + tail, bounds)
    if coins is not None:
        return coins
    return _amount(raw, body, tail + symbol, bounds, sure=not unit)


def _limits(text: str) -> str:
    """Make 30万元至50万元 of 30万元以上50万元以下; 含 in 60岁(含)以上 says what 以上 says."""
    low, above, high = text.replace("(含)", "").partition("以上")
    return f"{low}至{high[:-2]}" if high.endswith(("以下", "以内")) else low + above + high


def _is_name(body: str) -> bool:
    """Tell names (万人, 千万人, 百亿县, 百亿级) from 百亿元, 百万户, 百万千瓦, 万亿, 百余人 and 百分之三; and the clock's 9点."""
    bare = _BARE.fullmatch(body)
    if bare is None or bare[2].startswith(("分之", "余", "多")):
        return _CLOCK.fullmatch(body) is not None
    if len(bare[1]) == 1:
        return True
    if bare[2] == "" or bare[2].endswith("元"):
        return False
    read = folded_unit(bare[2])
    return read is None or read.name in _NAMES or (bare[1] != "百万" and read.dimension in ("count", "people"))


def _currency(body: str, tail: str) -> tuple[str, str]:
    """Put a currency that stands before the figures behind them, unless it stands there too: ¥500万 and ¥500万元 are 500万元."""
    match = _CURRENCY.fullmatch(body)
    if match is None:
        return body, ""
    said = _WORDS_BEHIND.search(match[2] + tail)
    return match[2], "" if said and ALIASES.get(said[0], said[0]) == ALIASES[match[1]] else match[1]


def _coins(raw: str, phrase: str, bounds: list[str]) -> Quantity | None:
    """Read 12元5角 and 两元八角六分, which are yuan with decimals."""
    match = _COINS.fullmatch(phrase) if "元" in phrase else None
    whole = scan(match[1]) if match else None
    if match is None or whole is None or whole[1] or whole[0].low != whole[0].low.to_integral_value():
        return None
    coins = "".join(str(_FIGURES.get(part, part)) for part in match.group(2, 3) if part)
    value, bound = EXACT.add(whole[0].low, Decimal(f"0.{coins}")), settle(bounds)
    return Quantity(raw, value, *ends(value, bound), "元", "money", 1, bound)


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
    if low >= high and right.unit.multiplier == 10**4 and left.unit is right.unit:
        plain = left.numeral.low  # 9000-1.2万元; but 1000-800万元 may be anything
        low = plain if _OWN_UNIT <= plain < high <= plain * _FARTHEST else low
    if low >= high or not _fits(left) or (left is right and unit.name in _NAMES):
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
