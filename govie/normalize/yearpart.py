"""Parts of a year whose number is known: halves, quarters, months, ten days, days, and the ends of each."""

from __future__ import annotations

import re
from functools import lru_cache

from govie.normalize.anchor import DAY, Span, days, months

_WHOLE = {"", "度", "年度", "全年", "全年度", "内", "之内"}
_HALVES = {"上半年": 1, "下半年": 7}
_QUARTER = re.compile("(?:第?(?=[1-4]季)|Q(?=[1-4]$))([1-4])(?:季度?)?")
_FIRST_QUARTERS = re.compile("前([1-4])个?季度")
_FIRST_MONTHS = re.compile("[前头]([0-9]{1,2})个月份?")
_MONTH = re.compile("([0-9]{1,2})月份?")
_DAY = re.compile("([0-9]{1,2})月份?([0-9]{1,2})[日号]?")
_THIRD = re.compile("([0-9]{1,2})月份?(上|中|下|上中|中下)旬")
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31)}


@lru_cache(maxsize=16384)
def part(text: str, year: int) -> Span | None:
    """Read the rest of a folded date, behind its year, with figures for numerals.

    底 and 末 give the last day of what they follow, 初 the first.

    >>> part("前3季度", 2024)[:3]
    (datetime.date(2024, 1, 1), datetime.date(2024, 10, 1), 'span')
    >>> part("6月底", 2024)[:3]
    (datetime.date(2024, 6, 30), datetime.date(2024, 7, 1), 'day')
    """
    text = text.removeprefix("年") if text[1:] in ("初", "底", "末", "内") else text
    if text in _WHOLE:
        return months(year, 1, 12, "year")
    if text[-1] in "底末初":
        whole = part(text[:-1], year)
        edge = whole and (whole.start if text[-1] == "初" else whole.end - DAY)
        return days(edge, edge, "day") if edge else None
    return _monthly(text, year) if "月" in text else _season(text, year)


def _season(text: str, year: int) -> Span | None:
    if text in _HALVES:
        first = _HALVES[text]
        return _whole(months(year, first, first + 5, "half"))
    if text.startswith("首季"):
        text = text.replace("首季", "1季", 1)
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        last = int(quarter[1]) * 3
        return _whole(months(year, last - 2, last, "quarter"))
    quarters = _FIRST_QUARTERS.fullmatch(text)
    if quarters:
        return months(year, 1, int(quarters[1]) * 3)
    return None


def _whole(span: Span | None) -> Span | None:
    """Make one part of what has no smaller parts: a half that has begun may be spoken of."""
    return span and span._replace(last=span.start)


def _monthly(text: str, year: int) -> Span | None:
    first = _FIRST_MONTHS.fullmatch(text)
    if first:
        return months(year, 1, int(first[1]))
    month = _MONTH.fullmatch(text)
    if month:
        return months(year, int(month[1]), int(month[1]), "month")
    third = _THIRD.fullmatch(text)
    if third:
        return _third(year, int(third[1]), *_THIRDS[third[2]])
    day = _DAY.fullmatch(text)
    return _day(year, int(day[1]), int(day[2])) if day else None


def _third(year: int, month: int, first: int, last: int) -> Span | None:
    whole = months(year, month, month)
    if whole is None:
        return None
    return days(whole.start.replace(day=first), min(whole.start + (last - 1) * DAY, whole.end - DAY))


def _day(year: int, month: int, day: int) -> Span | None:
    whole = months(year, month, month)
    if whole is None or not 1 <= day <= (whole.end - whole.start).days:
        return None
    return days(whole.start.replace(day=day), whole.start.replace(day=day), "day")
