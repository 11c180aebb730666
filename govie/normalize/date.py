"""Dates and periods, read against the document's own date or the period that governs a paragraph."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from govie.normalize.anchor import DAY, Anchor, Span, anchor
from govie.normalize.fold import LONGEST, fold
from govie.normalize.interval import interval
from govie.normalize.plan import plan
from govie.normalize.relative import word
from govie.normalize.stated import respell
from govie.normalize.yearpart import part
from govie.types import Period

# 2024-01—03 is three months: the dash between them is not the one in 2024-01.
_LONG_DASH, _SHORT_DASH = re.compile("[—–―─]+"), re.compile("[0-9]-[0-9]")
_REFERENCES = (date, Period, type(None))
_PLAIN = re.compile("(?:截[至止])?([12][0-9]{3})年(?:([0-9]{1,2})月(?:份|([0-9]{1,2})日)?)?")
# Neighbours named without a mark between them: 一二月份, 三四季度, 2024Q3.
_NEIGHBOURS = re.compile("(?<!十)(一(?=二)|二(?=三)|三(?=四)|四(?=五)|五(?=六)|六(?=七)|七(?=八)|八(?=九)|九(?=十[月季]))(?=.(?:月|季度))")
_QUARTER_OF = re.compile("(?<=^[12][0-9]{3})(?=Q[1-4]$)")
_QUOTES = str.maketrans("", "", "“”\"'‘’「」『』")
_PREPOSITION = re.compile("^(?:截至到?|截止到?|自从|自|从|由|于|在|到|至(?!今$))+")
_HOUR = re.compile(
    r"(?<=[日号天])(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:上午|下午|中午|早上|早晨|清晨|凌晨|傍晚|晚上|晚间|夜间|夜里|晚|早)?(?:(?:[0-9]{1,2}|零|二?十?[一二三四五六七八九十])[时点]整?)?$"
)
_ENDS = ("年", "月", "日", "季度", "年底", "以来", "前")
_SINCE = re.compile("(?![0-9]{1,2}年)(.+?)(?:以来|[至到](?:今|目前|现在|当前)|来|起)")
_BEFORE = re.compile("(?![0-9]{1,2}年)(.+?)(?:(?:之|以)?前)")
_DURING = re.compile("(.+?)(?:期间|时期|当中)")


def period(text: str, reference: date | Period | None = None) -> Period | None:
    """Read a date, a period or a time word as a half-open interval of dates.

    `reference` is the publication date of the document, or the period that governs the paragraph (its last day is
    then the reference day). A month, quarter or half without a year lies in the reference year; with a publication
    date it lies in the year before where it, or the last month of a range, would begin after that date.
    底 and 末 are the last day, 初 the first day of what they follow. X以来 runs through the reference day. X前 is a
    deadline: it runs from the reference date (or the start of the governing period), where that comes before X's
    end, else from January 1 of X's year, to the end of X; 年底前 published on 2024-07-09 is 2024-07-09 to 2024-12-31.
    近三年 and 三年来 end with the reference day, 未来三年 begins the day after it.
    去年同期 needs a governing period; 今天 and 昨天 need a day.

    Returns `None` where the text or the reference leaves the interval uncertain. Raises `TypeError` where `text`
    is no string or `reference` neither date nor `Period`.

    >>> read = period("1-6月", reference=date(2024, 7, 9))
    >>> str(read.start), str(read.end), read.granularity, read.resolved
    ('2024-01-01', '2024-07-01', 'span', 'document')
    >>> period("11月") is None
    True
    """
    if not isinstance(text, str):
        raise TypeError(f"expected the text of a date as str, got {type(text).__name__}")
    if not isinstance(reference, _REFERENCES):
        raise TypeError(f"expected the reference as a date, a Period or None, got {type(reference).__name__}")
    return _cached(text, reference) if len(text) <= LONGEST else None


def _plain(text: str, match: re.Match[str]) -> Period | None:
    """Read a year, a month with its year, or a whole day, without the rest of the grammar."""
    year, month, day = match.groups()
    span = part(f"{int(month)}月" if month else "", int(year))
    if span is None or not day:
        return Period(text, span.start, span.end, span.granularity) if span else None
    first = span.start + (int(day) - 1) * DAY
    return Period(text, first, first + DAY, "day") if span.start <= first < span.end else None


@lru_cache(maxsize=8192)
def _folded(text: str) -> tuple[str, bool]:
    """Bring the words of a date to one form, whatever day they are read on; say whether they stand in quotation marks."""
    quoted = any(mark in text for mark in '“"‘「')
    folded = fold(_LONG_DASH.sub("~", text) if _SHORT_DASH.search(text) else text).translate(_QUOTES)
    folded = _PREPOSITION.sub("", folded).replace("年终", "年底")
    folded = _QUARTER_OF.sub("年", _NEIGHBOURS.sub(r"\1、", folded))
    if not folded.endswith(_ENDS):
        folded = _HOUR.sub("", folded)
    half = len(folded) // 2
    if half > 1 and folded[:half] == folded[half:] and not folded.isdecimal():
        folded = folded[:half]  # doubled by copying: 当前当前
    return folded, quoted


@lru_cache(maxsize=16384)
def _cached(text: str, reference: date | Period | None) -> Period | None:
    plain = _PLAIN.fullmatch(text)
    if plain:
        return _plain(text, plain)
    folded, quoted = _folded(text)
    try:
        span = _resolve(folded, anchor(reference), quoted)
    except (OverflowError, ValueError):  # before year 1 or after year 9999
        return None
    if span is None or span.start >= span.end:
        return None
    return Period(text, span.start, span.end, span.granularity, span.source)


def _resolve(text: str, at: Anchor | None, quoted: bool) -> Span | None:
    """Read a core, or a core with 以来, 前 or 期间 behind it."""
    core = _core(text, at, quoted)
    if core is not None:
        return core
    since = _SINCE.fullmatch(text)
    if since:
        start = _resolve(since[1], at, quoted)
        return start and at and start._replace(end=at.end, granularity="span")
    before = _BEFORE.fullmatch(text)
    if before:
        last = _core(before[1], at, quoted, ahead=True)
        if last and last.granularity == "year" and (last.end <= at.start if at else before[0].endswith("以前")):
            return None  # 2021年以前 has no beginning
        return _deadline(last, at)
    during = _DURING.fullmatch(text)
    return _core(during[1], at, quoted) if during else None


def _deadline(last: Span | None, at: Anchor | None) -> Span | None:
    if last is None:
        return None
    start = at.start if at and at.start < last.end else last.start.replace(month=1, day=1)
    return last._replace(start=start, granularity="span")


def _core(text: str, at: Anchor | None, quoted: bool, ahead: bool = False) -> Span | None:
    """Read what has no 以来, 前 or 期间; `ahead` says that it is a deadline and may lie after the publication."""
    planned = plan(text, quoted)
    if planned is not None:
        return planned
    text = respell(text)
    spoken = word(text, at) if at else None
    return spoken or interval(text, at, ahead)
