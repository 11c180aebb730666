"""Resolves the words for a date against what a document and a paragraph say about their own time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from govie.metadata.title import DELIVERED, plan_year
from govie.normalize import period
from govie.types import Metadata, Period

DAY = timedelta(days=1)
_SPOKEN = re.compile(
    r"目前|当前|现在|如今|迄今|现阶段|今[年天日]|去年|前年|明年|来年|年初(?:以来|至今)|[本上下]个?[月周]|新的一年"
    r"|(?:最?近|过去|今后|未来|这)[\d一二三四五六七八九十两半几]|[一二三四五六七八九十两]+个?多?[年月]来|.*(?:以来|至今)$"
)
"""Words that count from the time of writing, whatever year the paragraph speaks of."""
OWN_YEAR = re.compile("今年|去年|前年|明年|来年")
"""Words that name a year without its number."""
_NEAR = re.compile("同期|当[日天月]|^月|本月|^[0-9一二三四五六七八九十]+[日号]")
"""Words that count from the last date and not just from its year."""
_DEADLINE = re.compile("[^目当以提]前$")


class Calendar:
    """Reads dates for one document; every word is read once for each reference."""

    def __init__(self, metadata: Metadata) -> None:
        self.published = metadata.published.value if metadata.published else None
        self.reported = metadata.period.value if metadata.period else None
        self.delivered = metadata.kind is not None and metadata.kind.value in DELIVERED
        self.planned = self._planned(metadata)
        self._read: dict[tuple[str, Period | None, str, bool], Period | None] = {}

    @property
    def default(self) -> Period | None:
        """The period of the whole document, for facts that have no date of their own."""
        return replace(self.reported, resolved="document") if self.reported else None

    def stated(self, word: str) -> Period | None:
        """Read a date that has its own year; `None` for one that hangs on another."""
        return self.read(word, None, "actual", False) if word[:1] in "12二一“\"十０１２" or OWN_YEAR.match(word) else None

    def read(self, word: str, governing: Period | None, status: str, plan: bool) -> Period | None:
        """Read a date: by itself, else by the governing date of its paragraph, by the document's period, by its publication.

        `plan` says that it stands in a part that makes plans, whose year is that of the plans.
        """
        key = (word, governing, status, plan)
        if key not in self._read:
            self._read[key] = self._resolve(word, governing, status, plan)
        return self._read[key]

    def _resolve(self, word: str, governing: Period | None, status: str, plan: bool) -> Period | None:
        own = period(word)
        if own is not None:
            return own
        spoken = _SPOKEN.match(word)
        if governing and not spoken:
            near = governing if _NEAR.search(word) else year_of(governing)
            read = period(word, near) if near else None
            if read:
                return self._due(read, word, status)
        for reference in self._references(word, bool(spoken), plan):
            read = period(word, reference)
            if read is None:
                continue
            if isinstance(reference, date) and not spoken and status == "actual" and not self._mostly_over(read):
                read = period(word, year(reference.year - 1)) or read
            return self._due(read if read.resolved == "stated" else replace(read, resolved="document"), word, status)
        return None

    def _references(self, word: str, spoken: bool, plan: bool) -> list[Period | date]:
        """List what a word may hang on, the surest first."""
        reported: Period | None = self.reported
        if plan and not spoken:
            reported = self.planned
        elif spoken and reported and self.published:
            if self.delivered or (plan and word.startswith("今年")):
                reported = None  # a report to a congress, or a plan, calls the year that has begun 今年
            elif reported.start <= self.published < reported.end:
                reported = replace(reported, end=self.published + DAY)
        return [reference for reference in (reported, self.published) if reference]

    def _mostly_over(self, read: Period) -> bool:
        return self.published is None or (self.published - read.start) * 2 >= read.end - read.start

    def _due(self, read: Period, word: str, status: str) -> Period:
        """Let a deadline for what is still to be done begin with the publication."""
        if status != "actual" and self.published and read.start < self.published < read.end and _DEADLINE.search(word):
            return replace(read, start=self.published)
        return read

    def _planned(self, metadata: Metadata) -> Period | None:
        """Find the period that plans are made for: the title's, else the year after one that is over."""
        titled = plan_year(metadata.title.value) if metadata.title else None
        read = self.reported
        if titled or read is None:
            return titled
        over = read.granularity == "year" and (self.published is None or self.published >= read.end - 60 * DAY)
        return year(read.end.year) if over else read


def year(number: int) -> Period:
    """Make the period of a calendar year."""
    return Period(f"{number}年", date(number, 1, 1), date(number + 1, 1, 1), "year")


def year_of(read: Period) -> Period | None:
    """Give the calendar year that a period lies in; `None` where it touches two."""
    return year(read.start.year) if read.start.year == (read.end - DAY).year else None
