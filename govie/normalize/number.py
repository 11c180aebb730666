"""The numeral at the head of a phrase: digits, Chinese numerals, mixtures of both, fractions, ranks."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import NamedTuple

from govie.normalize.chinese import CHARACTERS, DIGITS, chinese, elided
from govie.normalize.fold import LONGEST, fold


class Numeral(NamedTuple):
    """What a numeral says: its two ends (equal unless it is a span like 十七八), and cardinal, fraction or rank."""

    low: Decimal
    high: Decimal
    kind: str = "cardinal"


# The user's own decimal context may round; sixty-four characters never need more than this.
EXACT = Context(prec=200)
_ROUNDED = Context(prec=28)

_ARABIC = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?")
_POWER = re.compile(r"[×xX*]10(?:\^([0-9]{1,2})(?![0-9])|([⁰¹²³⁴-⁹]{1,2}))")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FRACTION = re.compile(r"([0-9]{1,3})/([0-9]{1,4})(?![0-9.,/十百千万亿])")
_RUN = re.compile(f"[{CHARACTERS}]+")
_LOST_POINT = re.compile(r"(?<=[0-9])[.·](?=[0-9])")
# 1点5亿元, but not the clock times 8点30 and 8点30分
_SPOKEN_POINT = re.compile("([0-9]+)点([0-9]+)(?=[^0-9点分时钟半至到~-])")
_MAGNITUDE = re.compile("(.*?)(万亿|万|亿)")
# 千 and 百 that open a unit are no multipliers.
UNIT_HEAD = re.compile("千(?:瓦|克|米|升|卡|伏|帕|赫|焦)|百(?:分点|帕)")

_ONES = {"": 1, "十": 10, "百": 10**2, "千": 10**3}
SIZES = {one + big: _ONES[one] * size for big, size in {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}.items() for one in _ONES}
"""What 万, 千亿, 百 and the like multiply by; nothing at all multiplies by one."""
_SIZE = "|".join(sorted(filter(None, SIZES), key=len, reverse=True))
_MIXED = re.compile(f"[0-9]+(?:{_SIZE})(?:(?:零?[0-9]+(?:{_SIZE}))+|零[1-9][0-9]*)")
_SINGLE = re.compile(f"(?:[1-9](?:{_SIZE}))+")
_SPOKEN = str.maketrans("123456789", "一二三四五六七八九")
_MIXED_PART = re.compile(f"([0-9]+)({_SIZE}|)")


def number(text: str) -> Numeral | None:
    """Read a whole numeral that has no unit and no modifiers.

    The value is exact, but for fractions whose decimals never end (28 digits).
    Raises `TypeError` where `text` is no string.

    >>> str(number("1,234.56").low), str(number("三百二十万").low), number("1.2.3")
    ('1234.56', '3200000', None)
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a str to read a number from, got {type(text).__name__}")
    scanned = scan(fold(text)) if len(text) <= LONGEST else None
    if scanned is None or scanned[1] not in SIZES:
        return None
    (low, high, kind), size = scanned[0], SIZES[scanned[1]]
    return Numeral(times(low, size), times(high, size), kind)


def times(value: Decimal, multiplier: int, divisor: int = 1) -> Decimal:
    """Multiply and divide exactly; keep the decimals as written where there is nothing to multiply."""
    if multiplier == divisor == 1:
        return value
    product = EXACT.divide(EXACT.multiply(value, Decimal(multiplier)), Decimal(divisor))
    return Decimal(int(product)) if product == product.to_integral_value() else EXACT.normalize(product)


def scan(text: str) -> tuple[Numeral, str] | None:
    """Read the numeral that opens a folded text; return it with the text behind it.

    A trailing 万 or 亿 is left in that text, where the unit takes it up.

    >>> scan("三百二十万元")
    (Numeral(low=Decimal('320'), high=Decimal('320'), kind='cardinal'), '万元')
    """
    if text[:1] in ("第", "前"):
        scanned = _unsigned(text[1:])
        return None if scanned is None else (scanned[0]._replace(kind="rank"), scanned[1])
    for sign in ("-", "负", "零下"):
        if text.startswith(sign):
            scanned = _unsigned(text[len(sign) :])
            return None if scanned is None else (_negated(scanned[0]), scanned[1])
    return _unsigned(text.removeprefix("+"))


def _negated(numeral: Numeral) -> Numeral:
    return numeral._replace(low=numeral.high.copy_negate(), high=numeral.low.copy_negate())


def _unsigned(text: str) -> tuple[Numeral, str] | None:
    for read in (_halves, _digits, _characters):
        scanned = read(text)
        if scanned is not None:
            return _over(scanned[0], scanned[1])
    return None


def _plain(value: Decimal, kind: str = "cardinal") -> Numeral:
    return Numeral(value, value, kind)


def _halves(text: str) -> tuple[Numeral, str] | None:
    head = "一半" if text == "一半" else "半"
    return (_plain(Decimal("0.5"), "fraction"), text[len(head) :]) if text.startswith(head) else None


def _digits(text: str) -> tuple[Numeral, str] | None:
    if not "0" <= text[:1] <= "9":
        return None
    mixed = _mixed(text)
    if mixed is not None:
        return mixed
    fraction = _FRACTION.match(text)
    if fraction and 0 < int(fraction[1]) < int(fraction[2]):
        return _plain(_ROUNDED.divide(Decimal(fraction[1]), Decimal(fraction[2])), "fraction"), text[fraction.end() :]
    text = _SPOKEN_POINT.sub(r"\1.\2", _LOST_POINT.sub(".", text))
    match = _ARABIC.match(text)
    if match is None:
        return None
    value, power = Decimal(match[0].replace(",", "")), _POWER.match(text, match.end())
    if power:  # 3.5×10⁴
        return _plain(times(value, 10 ** int(power[1] or power[2].translate(_RAISED)))), text[power.end() :]
    return _plain(value), text[match.end() :]


def _mixed(text: str) -> tuple[Numeral, str] | None:
    """Read 3万5千, 1亿2000万 and 1万零500: every part is smaller than the multiplier before it."""
    match = _MIXED.match(text)
    if not match or UNIT_HEAD.match(text, match.end() - 1):
        return None
    spoken = chinese(match[0].translate(_SPOKEN)) if _SINGLE.fullmatch(match[0]) else None
    if spoken is not None:  # 1亿2千3百万
        return _plain(spoken), text[match.end() :]
    total, size = 0, 10**16
    for figures, word in _MIXED_PART.findall(match[0]):
        part = int(figures) * SIZES[word]
        if not 0 < part < size or (total and SIZES[word] * 10**4 < size and "零" not in match[0]):
            return None
        total, size = total + part, SIZES[word]
    return _plain(Decimal(total)), text[match.end() :]


def _characters(text: str) -> tuple[Numeral, str] | None:
    match = _RUN.match(text)
    if not match:
        return None
    end = match.end()
    if end > 1 and UNIT_HEAD.match(text, end - 1):
        end -= 1
    run = text[:end]
    split = _MAGNITUDE.fullmatch(run)
    if split and not set(split[1]) & {"万", "亿"}:
        if elided(split[1]):
            return None
        run = split[1] or "一"
        end -= len(split[2])
    value = chinese(run)
    numeral = _plain(value) if value is not None else _neighbours(run)
    return None if numeral is None else (numeral, text[end:])


def _neighbours(run: str) -> Numeral | None:
    """Read 三四百 and 十七八, two neighbouring figures that span a range (and 三五, which does by custom)."""
    for place in range(len(run) - 1):
        first, second = (DIGITS.get(char, 0) for char in run[place : place + 2])
        if first and (second == first + 1 or ((first, second) == (3, 5) and run[place - 1 : place] != "十")):
            low, high = (chinese(run[:cut] + run[cut + 1 :]) for cut in (place + 1, place))
            return Numeral(low, high) if low is not None and high is not None and low < high else None
    return None


def _over(numeral: Numeral, tail: str) -> tuple[Numeral, str] | None:
    """Take up 分之: what has been read is the denominator of what follows."""
    if not tail.startswith("分之"):
        return numeral, tail
    top = scan(tail[2:])
    if top is None or numeral.low != numeral.high or numeral.low < 2 or top[0].low < 0:
        return None
    low, high = (_ROUNDED.divide(end, numeral.low) for end in top[0][:2])
    return Numeral(low, high, "fraction"), top[1]
