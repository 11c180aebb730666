"""The title of a report, what kind of document it says it is, and the period it says it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from govie.metadata.lines import FIGURES, Line, fields
from govie.normalize import period
from govie.types import Period

_ENDS = re.compile(
    "(?:总结|小结|回顾|展望|报告|通报|公报|年报|简报|快报|汇报|情况|进展|结果|分析|答复|复函|批复|函|计划|安排|打算|思路|谋划|规划|纲要|要点|举措|措施|通知|意见|建议"
    "|方案|决定|公告|公示|公布|草案|说明|办法|部署|讲话|白皮书)(?:[（(][^（）()]{1,24}[)）])?$"
)
_GOES_ON = re.compile("[暨和及与]")
_AT_MOST, _SHORTEST = 4, 7
_SITE = re.compile("网站?$|门户|首页|专栏|频道|公开$|平台$")

YEAR = rf"(?:(?:19|20)\d\d|[一二][{FIGURES}]{{3}})"
TERM = re.compile(
    rf"{YEAR}(?:年?[-—–~至]{YEAR})?年度?"
    r"(?:[上下]半年|前[一二三四1-4]个?季度|第?[一二三四1-4]季度|前?\d{1,2}(?:个月|月份?)?(?:[-—–~至]\d{1,2}月份?)|前[\d一二三四五六七八九十]+个月|\d{1,2}月份?(?!\d))?"
    r"(?!\d*[月日\-—–~至]|[一二三四五六七八九十]+[月日]|[春夏秋冬第“]|以来|底|末)|[“\"]?十[二三四五六]五[”\"]?(?:规划|时期|期间)"
)
_LOST_MARK = re.compile(rf"{YEAR}(?=工作)")
_SAID = re.compile("(计划|打算|思路|安排|谋划|要点|草案|部署|展望)|总结|回顾|执行|完成|落实|进展|情况|报告|公报")

KINDS = {
    "政府工作报告": "政府工作报告(?![^（(]*(?:情况|通报|分工|落实))",
    "统计公报": "统计公报",
    "信息公开年报": "信息公开.{0,6}(?:年度报告|年报|工作报告)",
    "预算报告": "(?:预算|决算).{0,30}(?:报告|草案)",
    "整改通报": "整改.{0,12}(?:情况|进展|结果)",
    "答复": "答复|复函",
    "工作总结": "总结|工作回顾",
    "法治政府建设报告": "法治政府建设.{0,10}报告",
    "运行分析": "运行.{0,4}分析|(?:经济|工业).{0,4}运行情况",
    "工作报告": "工作(?:年度)?报告",
    "工作计划": "工作(?:计划|要点|安排|思路|打算)",
    "通报": "通报",
    "汇报": "汇报",
    "通知": "通知",
    "公告": "公告|公示",
    "意见": "意见",
    "方案": "方案",
    "规划": "规划|纲要",
    "年度报告": "年度报告|年报",
    "情况报告": "报告|情况",
}
"""Document kinds and what in a title says so; the first that fits."""
_KINDS = {kind: re.compile(words) for kind, words in KINDS.items()}
DELIVERED = {"政府工作报告", "工作报告", "预算报告"}
"""Kinds that are read out in the new year: their 去年 is the year reported on, their 今年 the one that has begun."""
SILENT = {"整改通报", "答复", "通知", "意见", "方案", "公告"}
"""Kinds whose title may name a year that they do not report on."""


class Title(NamedTuple):
    """A title without white space; `places` are the clean offsets of its characters."""

    text: str
    places: Sequence[int]
    confidence: float

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the clean span of a part of the title."""
        return self.places[start], self.places[end - 1] + 1


def find_title(head: Sequence[Line]) -> Title | None:
    """Find the title among the lines above the body: a portal's 标题, else the first lines that end as titles do."""
    for line in head:
        for kind, start, end in fields(line.text) if line.role == "portal" else ():
            if kind == "title" and end - start > 4:
                return _title([line._replace(start=line.start + start, text=line.text[start:end])], 0.98)
    run: list[Line] = []
    for line, following in zip(head, [*head[1:], None], strict=False):
        if line.role != "words" or _SITE.search(line.text) or (following and following.role == "issue"):
            run = [line] if line.role == "body" and not line.text.endswith("文件") else []
            continue
        run = [*run[-_AT_MOST + 1 :], line]
        if _complete(run) and sum(len(one.text) for one in run) >= _SHORTEST:
            if following and following.role == "words" and _GOES_ON.match(following.text) and _complete([following]):
                run.append(following)
            return _title(run, 0.95 if len(run) == 1 else 0.9)
    return None


def _complete(lines: Sequence[Line]) -> bool:
    return _ENDS.search("".join("".join(line.text.split()) for line in lines)) is not None


def _title(lines: Sequence[Line], confidence: float) -> Title:
    kept = [(char, line.start + at) for line in lines for at, char in enumerate(line.text) if not char.isspace()]
    return Title("".join(char for char, _ in kept), [place for _, place in kept], confidence)


def find_kind(text: str) -> tuple[str, int, int] | None:
    """Find the kind of document that a title or an opening names, and where it does; parts in 《》 name others.

    >>> find_kind("沂安市商务局2022年上半年工作总结")
    ('工作总结', 16, 18)
    """
    masked = re.sub("《[^》]*》", lambda name: "《" * len(name[0]), text)
    for kind, words in _KINDS.items():
        match = words.search(masked)
        if match:
            return kind, match.start(), match.end()
    return None


def terms(text: str) -> list[tuple[Period, int, int, bool]]:
    """Read the periods that a title names: each with its place and whether plans are made for it.

    >>> [(str(read.start), plan) for read, _, _, plan in terms("2022年工作总结和2023年工作计划")]
    [('2022-01-01', False), ('2023-01-01', True)]
    """
    found = []
    matches = list(TERM.finditer(text)) or list(_LOST_MARK.finditer(text))
    for match, following in zip(matches, [*(m.start() for m in matches[1:]), len(text)], strict=False):
        said = _SAID.search(text, match.end(), following)
        read = period(match[0])
        if read and read.granularity != "day":
            found.append((read, match.start(), match.end(), bool(said and said[1])))
    return found


def find_period(text: str) -> tuple[Period, int, int] | None:
    """Find the period that a title reports on: the first that is looked back on, else the first."""
    found = terms(text)
    return next((one[:3] for one in found if not one[3]), found[0][:3] if found else None)


def plan_year(text: str) -> Period | None:
    """Find the period that a title of a report makes plans for."""
    return next((one[0] for one in terms(text) if one[3]), None)


def over(read: Period, published: date | None, kind: str | None) -> bool:
    """Say whether most of a period lay behind a report when it came out, as that of a report must."""
    return published is None or kind in ("工作计划", "规划") or (published - read.start) * 5 >= (read.end - read.start) * 3


_OPENING = re.compile(rf"^\s*({YEAR}年度?)(?:[，,是]|以来)", re.MULTILINE)
_SAID_TO_BE = re.compile(r"现[将就]([^。\n]{2,80}(?:汇报|报告|总结|通报|公布|公开))")
_REVIEWED = re.compile(
    rf"^(?:[一二]、|第一部分)?\s*({YEAR}年)[^。\n]{{0,10}}(?:回顾|总结|主要工作|工作情况|执行情况|工作完成)", re.MULTILINE
)


def opening_period(body: str, published: date | None, kind: str | None) -> tuple[Period, int, int, float] | None:
    """Find the period that the body says it is about: in its first heading, in 现将…, or, at a year's end, in its first words."""
    reviewed = _REVIEWED.search(body) if kind in DELIVERED else None
    announced = None if reviewed else _SAID_TO_BE.search(body[:600])
    looked_back = [one for one in terms(announced[1]) if not one[3]] if announced else []
    if announced and looked_back:
        read, start, end, _ = looked_back[0]
        return read, announced.start(1) + start, announced.start(1) + end, 0.9
    opened = reviewed
    if opened is None and published and kind not in SILENT:
        opened = _OPENING.search(body[:400])
        due = published.year - 1 if published.month <= 4 else published.year if published.month >= 11 else None
        opened = opened if opened and opened[1].startswith(str(due)) else None
    year = period(opened[1]) if opened else None
    return (year, *opened.span(1), 0.9 if reviewed else 0.8) if opened and year else None
