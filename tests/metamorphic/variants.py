"""Ways to write a text otherwise, character for character, so that every span of it can be found again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import NamedTuple

from opencc import OpenCC

SYLLABLES = ("chuàng", "xīn", "jì", "yè", "zhǎn", "lǜ", "guó")
SIGNS = "%.+-~"


class Variant(NamedTuple):
    """A text written otherwise; `offsets[i]` is where what character `i` became begins, with the end of all as the last."""

    text: str
    offsets: list[int]


def vary(text: str, change: Callable[[str], str]) -> Variant:
    """Write each character otherwise."""
    changed = [change(c) for c in text]
    return Variant("".join(changed), [0, *accumulate(map(len, changed))])


def full_width(text: str, chance: Random) -> Variant:
    """Letters, figures and the signs of numbers as they stand in a column of Chinese type."""
    return vary(text, lambda c: chr(ord(c) + 0xFEE0) if c.isascii() and (c.isalnum() or c in SIGNS) else c)


def half_width(text: str, chance: Random) -> Variant:
    """The same the other way round."""
    signs = {chr(ord(c) + 0xFEE0): c for c in SIGNS}
    return vary(text, lambda c: chr(ord(c) - 0xFEE0) if "！" <= c <= "～" and chr(ord(c) - 0xFEE0).isalnum() else signs.get(c, c))


def traditional(text: str, chance: Random) -> Variant:
    """Traditional characters, by their most common form."""
    convert = OpenCC("s2t").convert
    return vary(text, lambda c: convert(c) if "\u4e00" <= c <= "\u9fff" and len(convert(c)) == 1 else c)


def pinyin(text: str, chance: Random) -> Variant:
    """Syllables in brackets behind one character in ten, as a bad copy of traditional type has them."""
    return vary(text, lambda c: f"{c}({chance.choice(SYLLABLES)})" if "\u4e00" <= c <= "\u9fff" and chance.random() < 0.1 else c)


VARIANTS = {f.__name__: f for f in (full_width, half_width, traditional, pinyin)}
