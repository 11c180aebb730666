"""The outline of a report: its paragraphs, their numbering, and what the headings above each of them say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from govie.text import Text
from govie.types import Period

_COUNT = "[一二三四五六七八九十]"
ITEM_LEVEL = 6
_MARKS = (
    (1, re.compile(rf"第{_COUNT}{{1,3}}(?:部分|章|篇)[、.．：:\s]*")),
    (2, re.compile(rf"{_COUNT}{{1,3}}[、.．]")),
    (3, re.compile(rf"[（(]{_COUNT}{{1,3}}[）)]")),
    (4, re.compile(r"\d{1,3}(?:[、．]|\.(?!\d))")),
    (5, re.compile(r"[（(]\d{1,3}[）)]|\d{1,2}[）)]")),
    (ITEM_LEVEL, re.compile(rf"{_COUNT}{{1,3}}是|[—－-]{{1,2}}|[●■◆★※▪•·]|第{_COUNT}[，,]|其{_COUNT}[，,]")),
)
_FIRST = frozenset("第其一二三四五六七八九十（(0123456789—－-●■◆★※▪•·")
ITEM = re.compile(
    rf"(?:(?<=[。；;：:！？!?\s])|^)(?:{_COUNT}{{1,3}}是|[（(][一二三四五六七八九十\d]{{1,2}}[）)]|第{_COUNT}[，,]|其{_COUNT}[，,]|首先|其次|再次|——)",
    re.MULTILINE,
)
"""What begins an item of a list, also in mid-paragraph."""
_PLANS = re.compile("计划|打算|思路|安排|谋划|下一步|下步|下一阶段|今后|展望|目标|重点任务|主要任务|努力方向|预算草案")
_REVIEWS = re.compile("总结|回顾|情况|完成|执行|成效|问题|不足")
_AHEAD = re.compile(r"下一步|下步|下一阶段|下阶段|今后|接下来|明年|新的一年|为此，")
_SENTENCE, _CLAUSE = re.compile("[。；]|[：:]$"), re.compile("[。；：:]")
_TITLE = re.compile(r"(?!.*\s{2})[^，,]*(?:计划|打算|思路|安排|谋划|下一步|展望|总结|回顾)[^，,]*$")
_LIST = re.compile("(?<!如下)[：:]$")
LONGEST_HEADING = 60


class Paragraph(NamedTuple):
    """A line by its half-open clean offsets; `begin` is where its words begin behind its number, `level` how deep that is."""

    start: int
    end: int
    begin: int
    level: float | None
    heading: bool


class Scope(NamedTuple):
    """What a heading, or a paragraph that opens a list, says for all below it."""

    level: float
    period: Period | None
    plan: bool
    heading: bool


def paragraphs(text: Text) -> Iterator[Paragraph]:
    """Cut a clean text into its lines that are not blank, and behind a heading whose line break was taken for a wrap.

    >>> from govie.text import repair
    >>> [(one.level, one.heading) for one in paragraphs(repair("一、2024年工作\\n(一)抓创新。全年新增4家。"))]
    [(2, True), (3, False)]
    """
    clean, closed, start = text.clean, closed_breaks(text), 0
    while start < len(clean):
        end = clean.find("\n", start)
        end = len(clean) if end < 0 else end
        first = start
        while first < end and clean[first].isspace():
            first += 1
        if first < end:
            place = bisect_right(closed, first)
            cut, following = [*closed[place : place + 2], end, end][:2]
            heading = _paragraph(clean, first, cut) if cut < end else None
            if heading and heading.heading and heading.level and min(following, end) - cut > LONGEST_HEADING:
                yield heading
                first = cut
            yield _paragraph(clean, first, end)
        start = end + 1


def closed_breaks(text: Text) -> list[int]:
    """Give the clean offsets at which the repair closed a line break."""
    clean, raw, stops = text.runs[:, :-1].tolist()
    return [at for at, stop, start in zip(clean[1:], stops, raw[1:], strict=False) if "\n" in text.raw[stop:start]]


def _paragraph(clean: str, start: int, end: int) -> Paragraph:
    level, begin = None, start
    for depth, mark in _MARKS if clean[start] in _FIRST else ():
        match = mark.match(clean, start, end)
        if match:
            level, begin = depth, match.end()
            break
    if end - start > LONGEST_HEADING or level == ITEM_LEVEL or (_SENTENCE if level in (1, 2) else _CLAUSE).search(clean, start, end):
        return Paragraph(start, end, begin, level, False)
    return Paragraph(start, end, begin, level, level is not None or _TITLE.match(clean[start:end]) is not None)


class Outline:
    """Keeps what the headings above say while the paragraphs go by."""

    def __init__(self) -> None:
        self._scopes: list[Scope] = []

    def enter(self, paragraph: Paragraph) -> tuple[Period | None, bool]:
        """Give the year that governs a paragraph from above, and whether it stands in a part that makes plans."""
        level = paragraph.level or (2 if paragraph.heading else None)
        while level and self._scopes and self._scopes[-1].level >= level:
            self._scopes.pop()
        scopes = self._scopes if level else [scope for scope in self._scopes if scope.heading]
        year = next((scope.period for scope in reversed(scopes) if scope.period), None)
        return year, any(scope.plan for scope in scopes)

    def leave(self, paragraph: Paragraph, clean: str, opening: Period | None, plan: bool) -> None:
        """Remember what a paragraph says for those below it.

        `opening` is the period that it opens with or a heading names, `plan` says that it looks ahead.
        """
        if paragraph.heading:
            words = clean[paragraph.start : paragraph.end]
            plan = plan or (_PLANS.search(words) is not None and not _REVIEWS.search(words))
            self._scopes.append(Scope(paragraph.level or 2, opening, plan, True))
        elif plan or (opening and (self._scopes or _LIST.search(clean, paragraph.begin, paragraph.end))):
            # The opening of a whole report says nothing for its plans.
            level = paragraph.level or (self._scopes[-1].level if self._scopes else 0) + 0.25
            while not paragraph.level and self._scopes and not self._scopes[-1].heading:
                level = min(level, self._scopes.pop().level)
            self._scopes.append(Scope(level, opening, plan, False))


def looks_ahead(clean: str, paragraph: Paragraph) -> bool:
    """Say whether a paragraph opens with what is to be done next."""
    return _AHEAD.match(clean, paragraph.begin, paragraph.end) is not None
