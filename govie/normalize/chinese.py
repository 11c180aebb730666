"""Numerals written in Chinese characters."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
CHARACTERS = "零一二两三四五六七八九十廿卅百千万亿点"

_DIGIT = "[一二两三四五六七八九]"
_SECTION = re.compile(f"(?:({_DIGIT})千)?(零)?(?:({_DIGIT})百)?(零)?(?:({_DIGIT})?十)?(零)?({_DIGIT})?")
_ELIDED = re.compile(f"[百千万]{_DIGIT}$")
_BARE = {"百": 100, "千": 1000}


def chinese(text: str) -> Decimal | None:
    """Read a whole folded Chinese numeral; return `None` for what is not one.

    >>> [str(chinese(text)) for text in ("二十一", "一百二", "一亿二千万", "三点一四", "二零二四", "廿三", "十百")]
    ['21', '120', '120000000', '3.14', '2024', '23', 'None']
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text and all(char in DIGITS for char in text):
        return _positional(text)
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(char not in DIGITS for char in fraction)):
        return None
    integer = 0 if whole == "零" else _integer(whole)
    if integer is None:
        return None
    return Decimal(f"{integer}.{_figures(fraction)}") if point else Decimal(integer)


def _figures(digits: str) -> str:
    return "".join(str(DIGITS[char]) for char in digits)


def _positional(digits: str) -> Decimal | None:
    """二零二四 is read figure by figure; two or three figures (三四, 三四五) are a span, not 34 or 345."""
    if (len(digits) in (2, 3) and "零" not in digits) or (len(digits) > 1 and digits[0] == "零"):
        return None
    return Decimal(_figures(digits))


def _integer(text: str) -> int | None:
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        head, found, rest = text.partition(mark)
        if found:
            return _marked(head, rest, size)
    return _section(text)


def _marked(head: str, rest: str, size: int) -> int | None:
    """Read `head` × `size` + `rest`; a single figure left over is one place down: 一万二 is 12000."""
    above = _integer(head) if head else 1
    if above is None or above == 0 or above >= size or elided(head):
        return None
    if not rest:
        return above * size
    if rest in DIGITS:
        return above * size + DIGITS[rest] * size // 10
    if size == 10**8 and "万" not in rest and not rest.startswith("零"):
        return None  # 三亿五千: 350 million, by the ear, or 300,005,000, by the book
    below = _integer(rest.removeprefix("零"))
    return None if below is None or not 0 < below < size else above * size + below


def elided(text: str) -> bool:
    """Tell a numeral whose last place goes unsaid, such as 五万三 for 53000: nobody says 五万三亿 for 53000亿."""
    return _ELIDED.search(text) is not None


def _section(text: str) -> int | None:
    """Read a numeral below ten thousand."""
    if text in _BARE:
        return _BARE[text]
    match = _SECTION.fullmatch(text)
    if not match or not text or text.endswith("零"):
        return None
    thousands, _, hundreds, _, tens, _, ones = (DIGITS.get(group or "零", 0) for group in match.groups())
    if "十" in text and not tens:
        tens = 1
    if ones and len(text) > 2 and text[-2] in "百千":
        ones *= 10 if text[-2] == "百" else 100
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones
