"""Repair of text copied off the web, with the way back to every raw character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
PINYIN = re.compile(rf"(?<=[{HAN}])\s?[(（]([a-zü{MARKED}\u0300-\u030c]{{1,9}})[)）]")
SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:a|o|e|i|u|v|ai|ei|ui|ao|ou|iu|ie|ve|ue|er|an|en|in|un|vn|ang|eng|ing|ong"
    r"|ia|iao|ian|iang|iong|ua|uo|uai|uan|uang|van)|m|n|ng"
)
TONED_DOCUMENT = 3
"""Syllables with a tone mark that a text must hold before one without, such as (de), is taken for pinyin; (km) never is."""
INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
DROPPED = re.compile(rf"[{INVISIBLE}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+|\r(?=\n)")
BREAKS = {ord(c): "\n" for c in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
SIGNS = {ord(a): b for a, b in zip("％．＋－～", "%.+-~", strict=True)}
TABLE = {**BREAKS, **WIDE, **SIGNS, 0x3000: " ", 0xA0: " "}

SURROGATE = re.compile("[\ud800-\udfff]")
SPLIT_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""The two halves of one character as two characters, which no file can tell from the one."""
TRADITIONAL_TEXT = 5
"""Different traditional characters that make a text a traditional one."""
TRADITIONAL = re.compile(rf"[{HAN}]")
INDENTS = (" ", "\t")
SPACE = re.compile(
    rf"(?<=\d) (?=%)|(?<=\d\.) (?=\d)|(?<=\d) (?=\.\d)"
    rf"|(?<=[{HAN}\d，。、；：）》”%])[ \t](?=[{HAN}（《“])|(?<=[{HAN}，。、；：（《“])[ \t](?=[{HAN}\d])"
)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

ENDS_OPEN = re.compile(rf"(?:[{HAN}\w，、,（(“%./-]|[{HAN}\w]”)$")
MID_SENTENCE = re.compile(r"[，、,（(/]$")
CONTINUES = re.compile(r"^[，。、；：,;）)”》%!?！？]")
PROSE = re.compile(r"[，。；,;]")
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．)）](?!\d)"
    r"|第[一二三四五六七八九十\d]+[条章节部]|[一二三四五六七八九十]是|[—-]{2}|[●■◆★※])"
)
STOPS = re.compile(r"[。！？!?：:”）)]$")
LONGEST_WRAP, WRAP_SLACK = 60, 4
"""A wrapped line has no more characters than this; lines of one wrap differ by no more than the slack."""


@dataclass(frozen=True, slots=True)
class Text:
    """A report as published and as the model reads it, with the way back.

    `runs`, of shape (3, runs + 1), has a column for each stretch of characters that the repair left side by side: the clean
    and the raw offset where it begins, and the raw offset where what its last character stands for ends. All three rise from
    column to column; the last column holds the lengths of the two texts.
    """

    raw: str
    clean: str
    runs: NDArray[np.int64]

    @classmethod
    def untouched(cls, raw: str) -> Text:
        """Give a text in which nothing is repaired yet."""
        edges = sorted({0, len(raw)})
        return cls(raw, raw, np.array([edges, edges, [len(raw)] * len(edges)]))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Turn a half-open clean span that is not empty into the raw span it stands for."""
        low, high = self.raw_spans(np.array([start]), np.array([end]))
        return int(low[0]), int(high[0])

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Turn a half-open raw span into the clean span that it touches; may be empty."""
        low, high = self.clean_spans(np.array([start]), np.array([end]))
        return int(low[0]), int(high[0])

    def raw_spans(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Turn clean spans, each as in `to_raw`, into the starts and ends of the raw spans they stand for, all of shape (n,)."""
        clean, raw, stops = self.runs
        first, last = np.searchsorted(clean, starts, "right") - 1, np.searchsorted(clean, ends, "left") - 1
        return raw[first] + starts - clean[first], np.where(ends == clean[last + 1], stops[last], raw[last] + ends - clean[last])

    def clean_spans(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Turn raw spans, each as in `to_clean`, into the starts and ends of the clean spans that they touch, all of shape (n,)."""
        clean, raw, stops = self.runs
        first = np.searchsorted(stops[:-1], starts, "right")
        following = clean[np.minimum(first + 1, len(clean) - 1)]
        low = np.maximum(np.minimum(clean[first] + starts - raw[first], following - 1), clean[first])
        last = np.searchsorted(raw[:-1], ends, "left") - 1
        return low, np.where(last < 0, 0, np.minimum(clean[last] + ends - raw[last], clean[last + 1]))


def repair(raw: str) -> Text:
    """Read through web noise: inserted pinyin, traditional characters, full-width forms, odd spaces, hard wraps.

    Every clean character keeps the raw characters it stands for, so a span over 创新 comes back as 創(chuàng)新.

    >>> text = repair("創(chuàng)新型企業(yè)５４ 家")
    >>> text.clean, text.raw[slice(*text.to_raw(0, 2))]
    ('创新型企业54家', '創(chuàng)新')
    """
    text = drop(Text.untouched(raw), pinyin(raw), owned=True)
    text = drop(text, [match.span() for match in DROPPED.finditer(text.clean)])
    text = replace(text, clean=text.clean.translate(TABLE))
    text = drop(text, wraps(text.clean))
    for odd in (INDENT, SPACE):
        text = drop(text, [match.span() for match in odd.finditer(text.clean)])
    return replace(text, clean=simplify(text.clean))


def drop(text: Text, spans: Sequence[tuple[int, int]], *, owned: bool = False) -> Text:
    """Take clean spans, which are in order and apart, out of a text; what they stand for may be `owned` by the character before.

    >>> drop(Text.untouched("企業(yè)5 家"), [(2, 6), (7, 8)]).clean
    '企業5家'
    """
    if not spans:
        return text
    cuts = np.array(spans)
    begins, ends = np.append(0, cuts[:, 1]), np.append(cuts[:, 0], len(text.clean))
    kept = begins < ends
    begins, ends, owners = begins[kept], ends[kept], np.append(cuts[:, 1], len(text.clean))[kept]
    clean = "".join([text.clean[start:end] for start, end in zip(begins.tolist(), ends.tolist(), strict=True)])
    edges = np.union1d(begins, text.runs[0, :-1])
    within = np.searchsorted(begins, edges, "right") - 1
    held = edges < np.append(ends, 0)[within]
    starts, within = edges[held], within[held]
    stops = np.minimum(np.append(starts[1:], len(text.clean)), ends[within])
    low, high = text.raw_spans(starts, stops)
    if owned:
        high = np.where(stops == ends[within], text.raw_spans(starts, owners[within])[1], high)
    lengths = np.cumsum(np.append(0, stops - starts))
    return Text(text.raw, clean, np.stack([lengths, np.append(low, len(text.raw)), np.append(high, len(text.raw))]))


def pinyin(raw: str) -> list[tuple[int, int]]:
    """Find the syllables in brackets that a copy has put behind characters."""
    found = [(m.span(), plain(m[1])) for m in PINYIN.finditer(raw)]
    syllables = [(span, toned) for span, (bare, toned) in found if SYLLABLE.fullmatch(bare)]
    damaged = sum(toned for _, toned in syllables) >= TONED_DOCUMENT
    return [span for span, toned in syllables if toned or damaged]


def plain(syllable: str) -> tuple[str, bool]:
    """Take the tone mark off a syllable, and say whether there was one."""
    parts = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return bare, bare != parts


def wraps(clean: str) -> list[tuple[int, int]]:
    """Find the line breaks that stand inside a sentence, because a copy was wrapped at a width.

    A break is noise where the line stops at a comma or the next begins with one, or where a short
    line of prose stops with no full stop and prose goes on in the next, which is not indented; after
    such a line, one of like length may stop at a semicolon too.
    """
    found: list[tuple[int, int]] = []
    position, prose, width = 0, False, 0
    lines = clean.split("\n")
    for line, following in pairwise(lines):
        body = line.rstrip()
        begin, position = position, position + len(line) + 1
        prose = prose or PROSE.search(body) is not None
        joined: object = False
        if following.strip() and not HEADING.match(following):
            title = HEADING.match(body.lstrip()) is not None and "。" not in body
            flows = prose and not title and not following.startswith(INDENTS) and len(body) <= LONGEST_WRAP
            full = flows and abs(len(body) - width) <= WRAP_SLACK and not STOPS.search(body)
            breaks = ENDS_OPEN.search(body) and (MID_SENTENCE.search(body) or flows)
            joined = full or breaks or (body and CONTINUES.match(following))
        if joined:
            indent = len(following) - len(following.lstrip())
            found.append((begin + len(body), position + indent))
            width = len(body)
        else:
            width = 0
        prose = bool(joined)
    return found


@lru_cache(maxsize=1)
def converter() -> object:
    """Load OpenCC once, when the first traditional text comes."""
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def simplified(char: str) -> str:
    """Give the simplified form of one character."""
    form = str(converter().convert(char))  # type: ignore[attr-defined]
    return form if len(form) == 1 else char


def simplify(clean: str) -> str:
    """Turn traditional characters into simplified ones, character for character.

    A few that are simplified ones too (乾 of 乾县, 於 of 於潜) are left alone but in a text that is traditional throughout.
    """
    odd = {c for c in set(clean) if TRADITIONAL.match(c) and simplified(c) != c}
    certain = {c for c in odd if not is_simplified(c)}
    if len(certain) >= TRADITIONAL_TEXT and not SURROGATE.search(clean):
        whole = str(converter().convert(clean))  # type: ignore[attr-defined]
        if len(whole) == len(clean):
            return whole
    return clean.translate({ord(c): simplified(c) for c in certain}) if certain else clean


def is_simplified(char: str) -> bool:
    """Say whether GB 2312, the set of simplified characters, holds this one."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
