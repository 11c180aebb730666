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
    """What a document or paragraph offers a date without a year: its own date, or the period it speaks of."""

    start: date
    end: date
    granularity: str
    source: str

    @property
    def day(self) -> date:
        """The reference day: the publication date, or the last day of the governing period."""
        return self.end - DAY

    @property
    def year(self) -> int | None:
        """The one year that the reference lies in."""
        return self.start.year if self.start.year == self.day.year else None

    @property
    def month(self) -> int | None:
        """The one month that the reference lies in."""
        return self.start.month if (self.year, self.start.month) == (self.day.year, self.day.month) else None


@lru_cache(maxsize=1024)
def anchor(reference: date | Period | None) -> Anchor | None:
    """Make an anchor of the date or the period that `period` is given."""
    if reference is None:
        return None
    if isinstance(reference, Period):
        return Anchor(reference.start, reference.end, reference.granularity, "context")
    if not isinstance(reference, date):
        raise TypeError(f"expected the reference as a date, a Period or None, got {type(reference).__name__}")
    day = reference.date() if isinstance(reference, datetime) else reference
    return Anchor(day, day + DAY, "day", "document")


def days(first: date, last: date, granularity: str = "span") -> Span:
    """Return the interval from the first day through the last."""
    return Span(first, last + DAY, granularity, first)


def months(year: int, first: int, last: int, granularity: str = "span") -> Span | None:
    """Return the interval from one month through another of a year; `None` where there are no such months."""
    if not 1 <= first <= last <= 12:
        return None
    end = date(year, last, monthrange(year, last)[1]) + DAY
    return Span(date(year, first, 1), end, granularity, date(year, last, 1))


def shift(day: date, by: int) -> date:
    """Move a date by months; the day of the month is kept where the month is long enough.

    >>> shift(date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
