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
NOW = re.compile("目前|当前|现在|至今|迄今|如今|现阶段")
OWN_YEAR = re.compile("今年|去年|前年|明年|来年")
"""Words that name a year without its number."""
_NEAR = re.compile("同期|当[日天月]|^月|本月|^[0-9一二三四五六七八九十]+[日号]")
"""Words that count from the last date and not just from its year."""
_ROUND = re.compile(r"(?:最?近|过去|这)?[\d一二三四五六七八九十两]+年(?:来|$)")
"""Words for whole years: a report on 2024 that comes out in December calls all of it 一年来."""
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
        """Read a date that names its year, by its number or as 今年 or 去年; `None` for one that hangs on another."""
        return self.read(word, None, "actual", False) if OWN_YEAR.match(word) else period(word)

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
        if word == "新的一年":
            return replace(self.planned, resolved="document") if self.planned else None
        spoken = _SPOKEN.match(word) is not None
        if governing and not spoken:
            near = governing if _NEAR.search(word) else year_of(governing)
            read = period(word, near) if near else None
            if read and not (plan and status == "target" and self._is_past(read)):
                return self._due(read, word, status)
        for reference in self._references(word, spoken, plan):
            read = period(word, reference)
            if read is None:
                continue
            if isinstance(reference, date) and not spoken:
                read = self._likelier(read, word, status, plan)
            return self._due(read if read.resolved == "stated" else replace(read, resolved="document"), word, status)
        return None

    def _is_past(self, read: Period) -> bool:
        return self.published is not None and read.end <= self.published

    def _likelier(self, read: Period, word: str, status: str, plan: bool) -> Period:
        """Put what hangs on the publication only into the year that suits: nothing is done ahead of time, nothing planned for the past."""
        if self.published is None:
            return read
        if status == "actual":
            over = (self.published - read.start) * 2 >= read.end - read.start
            return read if over else period(word, year(self.published.year - 1)) or read
        if read.end > self.published or not (plan or read.end <= self.published - 120 * DAY):
            return read
        later = (period(word, year(number)) for number in (self.published.year, self.published.year + 1))
        return next((one for one in later if one and one.end > self.published), read)

    def _references(self, word: str, spoken: bool, plan: bool) -> list[Period | date]:
        """List what a word may hang on, the surest first."""
        reported: Period | None = self.reported
        if plan and not spoken:
            reported = self.planned
        elif spoken and reported and self.published:
            if self.delivered or NOW.match(word) or (plan and word.startswith("今年")):
                reported = None  # 目前 is the day of writing; a report to a congress, or a plan, calls the year that has begun 今年
            elif reported.start <= self.published < reported.end and not _ROUND.match(word):
                reported = replace(reported, end=self.published + DAY)
        return [reference for reference in (reported, self.published) if reference]

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
        over = read.granularity == "year" and (self.published is None or self.published >= read.end - 31 * DAY)
        return year(read.end.year) if over else read


def year(number: int) -> Period:
    """Make the period of a calendar year."""
    return Period(f"{number}年", date(number, 1, 1), date(number + 1, 1, 1), "year")


def year_of(read: Period) -> Period | None:
    """Give the calendar year that a period lies in; `None` where it touches two."""
    return year(read.start.year) if read.start.year == (read.end - DAY).year else None
