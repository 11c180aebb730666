"""Dates on the calendar, alone (2024年6月) or joined (1—11月, 8月、9月份), and the year they lack."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from govie.normalize.anchor import DAY, Anchor, Span
from govie.normalize.stated import stated_year
from govie.normalize.yearpart import part
from govie.normalize.yearword import relative_year

_JOINER = re.compile("(?<!^)(--?|~|至|到|、|和|及|与)")
_LISTS = set("、和及与")
_MARK = re.compile("第?[0-9]+(年|月|日|号|季度)")
_BARE_YEAR = re.compile("(?:19|20)[0-9]{2}")
_MONTH, _DAY_ALONE = re.compile("([0-9]{1,2})月"), re.compile("[0-9]{1,2}[日号]|[上中下]{1,2}旬")
_STANDS_ALONE = re.compile("[0-9第上中下首前头Q]")


class _Piece(NamedTuple):
    """One end of an interval: its year, where that came from, and what it says behind the year."""

    year: int | None
    source: str
    rest: str


def interval(text: str, at: Anchor | None, ahead: bool = False) -> Span | None:
    """Read a respelled date or two joined ones; `ahead` says that it may lie after the publication.

    >>> interval("2022年9月13日至11月25日", None)[:3]
    (datetime.date(2022, 9, 13), datetime.date(2022, 11, 26), 'span')
    """
    texts, listed = _split(text)
    if len(texts) == 1:
        return _single(texts[0], at, ahead)
    pieces = [_piece(one, at) for one in texts]
    first = pieces[0]
    if first.year is not None:
        return _joined(pieces, first.year, first.source, listed) or _until_now(pieces, at)
    if not _STANDS_ALONE.match(first.rest):
        return None
    if any(piece.year for piece in pieces):
        return _backwards(pieces)
    for year, month in _candidates(first.rest, at, ahead):
        span = _joined([first._replace(rest=month + first.rest), *pieces[1:]], year, at.source if at else "", listed)
        if span and at and (ahead or at.source == "context" or span.last <= at.day):
            return span
    return None


def _single(text: str, at: Anchor | None, ahead: bool) -> Span | None:
    """Read one respelled date."""
    year, source, rest = _piece(text, at)
    if year is not None:
        return _sourced(part(rest, year), source)
    if at is None or not _STANDS_ALONE.match(rest):
        return None
    for year, month in _candidates(rest, at, ahead):
        span = part(month + rest, year)
        if span and (ahead or at.source == "context" or span.last <= at.day):
            return _sourced(span, at.source)
    return None


def _sourced(span: Span | None, source: str) -> Span | None:
    return Span(span.start, span.end, span.granularity, span.last, source) if span else None


def _until_now(pieces: list[_Piece], at: Anchor | None) -> Span | None:
    """Read 去年至6月, whose end lies in the year of the reference."""
    if at is None or at.year is None or len(pieces) != 2 or pieces[0].source == "stated" or pieces[1].year:
        return None
    span = _joined([pieces[0], pieces[1]._replace(year=at.year)], pieces[0].year or at.year, at.source, False)
    return span if span and (at.source == "context" or span.last <= at.day) else None


def _backwards(pieces: list[_Piece]) -> Span | None:
    """Read 1月至上月 and 10月至2024年3月, where only the end has a year: the beginning is the last one before it."""
    if len(pieces) != 2 or pieces[1].year is None:
        return None
    year, source = pieces[1].year, pieces[1].source
    return _joined(pieces, year, source, False) or _joined(pieces, year - 1, source, False)


def _candidates(text: str, at: Anchor | None, ahead: bool) -> list[tuple[int, str]]:
    """Return the years (for a bare 21日, the years and months) that a date may lie in, the likeliest first."""
    if at is None or at.year is None:
        return []
    only = ahead or at.source == "context"
    if not _DAY_ALONE.match(text):
        return [(at.year, "")] if only else [(at.year, ""), (at.year - 1, "")]
    if at.month is None:
        return []
    before = at.start.replace(day=1) - DAY
    return [(at.year, f"{at.month}月"), (before.year, f"{before.month}月")][: 1 if only else 2]


@lru_cache(maxsize=8192)
def _split(text: str) -> tuple[list[str], bool]:
    """Cut a text at what joins its pieces, and give each piece the mark it shares with the next: 1-6月 → 1月, 6月."""
    texts = _JOINER.split(text)
    pieces, joiners = texts[::2], texts[1::2]
    listed = bool(joiners) and _LISTS.issuperset(joiners)
    if not all(pieces) or (len(pieces) > 2 and not listed):
        return [text], False
    for place in range(len(pieces) - 2, -1, -1):
        mark = _MARK.match(pieces[place + 1])
        if mark and pieces[place][-1].isdecimal() and (mark[1] == "年") == bool(_BARE_YEAR.fullmatch(pieces[place])):
            pieces[place] += mark[1]
    return pieces, listed


def _piece(text: str, at: Anchor | None) -> _Piece:
    stated = stated_year(text, at.year if at else None)
    if stated:
        return _Piece(stated[0], "stated", stated[1])
    spoken = relative_year(text, at) if at else None
    return _Piece(spoken[0], at.source, spoken[1]) if at and spoken else _Piece(None, "", text)


def _joined(pieces: list[_Piece], year: int, source: str, listed: bool) -> Span | None:
    """Read pieces in order, each with the year and month of the one before it where it has none of its own."""
    spans: list[Span] = []
    month = ""
    for piece in pieces:
        later = bool(spans) and piece.rest.startswith(("次年", "翌年"))
        year = year + 1 if later else piece.year or year
        rest = piece.rest[2:] if later else piece.rest
        rest = month + rest if month and _DAY_ALONE.match(rest) else rest
        said = _MONTH.match(rest)
        month = said[0] if said else ""
        span = part(rest, year)
        if span is None:
            return None
        spans.append(span)
    for left, right in pairwise(spans):
        if left.end > right.start or (listed and left.end < right.start):
            return None
    first, last = spans[0], spans[-1]
    if len(spans) == 1:
        return Span(first.start, last.end, first.granularity, last.last, source)
    # A quarter that has begun may be spoken of, a run of them (1-3季度) like 前3季度 only once its last month has.
    spoken = max(last.last, (last.end - DAY).replace(day=1)) if last.granularity == "quarter" else last.last
    return Span(first.start, last.end, "span", spoken, source)
