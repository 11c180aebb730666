"""Ways to damage a text; each takes the text and a source of chance and gives another text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from random import Random

from opencc import OpenCC

SYLLABLES = ("chuàng", "xīn", "jì", "yè", "de", "lǜ", "zhěnɡ", "km", "ɡ", "")
SURROGATES = "\ud800\udbff\udc00\udfff"
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1b\x1c\x1d\x1e\x1f\x7f\x80\x85\x9f\u2028\u2029\r\t\ufffe\uffff"
INVISIBLE = "\u00ad\u200b\u200d\u200e\u200f\u202e\u2060\u2066\u2069\ufeff\ufe0f\ufff9"
EMOJI = ("😀", "👨‍👩‍👧‍👦", "🇨🇳", "1️⃣", "👍🏽", "①", "㈠", "㎡", "℃", "½", "Ⅻ", "⑩", "㊣", "〇", "﷽", "ﬁ")
COMBINING = "\u0300\u0301\u0308\u20dd\u3099\u0f71\u0483"
RTL = ("שלום", "مرحبا", "١٢٣", "۴۵۶", "\u202e54\u202c")
FIGURES = ("0", "００", "1,234,567.89", "-0.0", "1e9", "9" * 40, "〇", "一百二十三万亿", "1.2.3", "五分之〇", "1/0", "0.000", "百分之")
DATES = (
    "2024年13月32日",
    "0年0月",
    "9999年12月31日",
    "2月30日",
    "去年同期",
    "1-13月",
    "0001年",
    "“十四五”期间",
    "今年以来",
    "99年",
    "二〇二四年",
)
MARKS = "。！？；，、：（）()“”\n\n%％.-—~/"


def cut(text: str, chance: Random) -> str:
    a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[a:b]


def repeat(text: str, chance: Random) -> str:
    return chance.choice(("", "\n", "。", "，")).join([text[: chance.randint(1, 200)]] * chance.randint(2, 6))


def full_width(text: str, chance: Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and chance.random() < 0.7 else c for c in text)


def half_width(text: str, chance: Random) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


@lru_cache(maxsize=1)
def to_traditional() -> OpenCC:
    return OpenCC("s2t")


def traditional(text: str, chance: Random) -> str:
    return "".join(to_traditional().convert(c) if "\u4e00" <= c <= "\u9fff" and chance.random() < 0.8 else c for c in text)


def pinyin(text: str, chance: Random) -> str:
    share = chance.choice((0.02, 0.3))
    return "".join(f"{c}({chance.choice(SYLLABLES)})" if "\u4e00" <= c <= "\u9fff" and chance.random() < share else c for c in text)


def shuffle(text: str, chance: Random) -> str:
    pieces = re.split("([。，\n])", text)
    chance.shuffle(pieces)
    return "".join(pieces)


def wrap(text: str, chance: Random) -> str:
    width = chance.randint(1, 60)
    return chance.choice(("\n", "\r\n", "\r", "\u2028", "\n　　")).join(text[i : i + width] for i in range(0, len(text), width))


def one_line(text: str, chance: Random) -> str:
    return re.sub(r"[。！？\s]", chance.choice(("", "，", "；")), text)


def other_figures(text: str, chance: Random) -> str:
    return re.sub(r"\d+", lambda run: str(chance.randrange(10 ** chance.randint(1, 12))), text)


def without_marks(text: str, chance: Random) -> str:
    return re.sub(f"[{re.escape(MARKS)}]", "", text)


def lose(text: str, chance: Random) -> str:
    return "".join(c for c in text if chance.random() > 0.1)


def scatter(*pieces: str) -> Callable[[str, Random], str]:
    """Make a mutation that puts some of the pieces at places of the text."""

    def put(text: str, chance: Random) -> str:
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(pieces) * chance.choice((1, 1, 1, 3)) + text[at:]
        return text

    return put


MUTATIONS: dict[str, Callable[[str, Random], str]] = {
    **{f.__name__: f for f in (cut, repeat, full_width, half_width, traditional, pinyin, shuffle, wrap, one_line)},
    **{f.__name__: f for f in (other_figures, without_marks, lose)},
    "surrogates": scatter(*SURROGATES),
    "controls": scatter(*CONTROLS),
    "invisible": scatter(*INVISIBLE),
    "emoji": scatter(*EMOJI),
    "combining": scatter(*COMBINING),
    "rtl": scatter(*RTL),
    "figures": scatter(*FIGURES),
    "dates": scatter(*DATES),
    "marks": scatter(*MARKS),
}
