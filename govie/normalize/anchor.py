"""Intervals of days, and the reference date that relative words hang on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from govie.types import Period

DAY = timedelta(days=1)


class Span(NamedTuple):
    """A half-open interval of days; `last` is where its last part begins (November in 1—11月)."""

    start: date
    end: date
    granularity: str
    last: date
    source: str = "stated"


class Anchor(NamedTuple):
    """What a document or paragraph offers a date without a year: its own date, or the period it speaks of.

    `day` is the publication date or the last day of the governing period; `year` and `month` are those that the whole
    reference lies in, `None` where it goes over their ends.
    """

    start: date
    end: date
    granularity: str
    source: str
    day: date
    year: int | None
    month: int | None


@lru_cache(maxsize=8192)
def anchor(reference: date | Period | None) -> Anchor | None:
    """Make an anchor of the date or the period that `period` is given.

    >>> anchor(Period("1-6月", date(2024, 1, 1), date(2024, 7, 1), "span"))[4:]
    (datetime.date(2024, 6, 30), 2024, None)
    """
    if reference is None:
        return None
    if isinstance(reference, Period):
        return _anchor(reference.start, reference.end, reference.granularity, "context")
    if not isinstance(reference, date):
        raise TypeError(f"expected the reference as a date, a Period or None, got {type(reference).__name__}")
    day = reference.date() if isinstance(reference, datetime) else reference
    return _anchor(day, day + DAY, "day", "document")


def _anchor(start: date, end: date, granularity: str, source: str) -> Anchor:
    last = end - DAY
    year = start.year if start.year == last.year else None
    return Anchor(start, end, granularity, source, last, year, start.month if year and start.month == last.month else None)


def days(first: date, last: date, granularity: str = "span") -> Span:
    """Return the interval from the first day through the last."""
    return Span(first, last + DAY, granularity, first)


def months(year: int, first: int, last: int, granularity: str = "span") -> Span | None:
    """Return the interval from one month through another of a year; `None` where there are no such months."""
    if not 1 <= first <= last <= 12:
        return None
    end = date(year, last + 1, 1) if last < 12 else date(year + 1, 1, 1)
    return Span(date(year, first, 1), end, granularity, date(year, last, 1))


def shift(day: date, by: int) -> date:
    """Move a date by months; the day of the month is kept where the month is long enough.

    >>> shift(date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(year, month + 1, day.day if day.day < 29 else min(day.day, monthrange(year, month + 1)[1]))
