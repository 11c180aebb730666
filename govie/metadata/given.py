"""What the caller knows of a document: it goes before what the text says, and is told as given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from govie.metadata.title import SILENT, find_kind, find_period, over
from govie.normalize import period
from govie.types import Found, Metadata, T


def given_day(meta: Mapping[str, object]) -> date | None:
    """Read the day of publication that the caller gives as `published` or `date`.

    >>> given_day({"published": "2024年7月9日"}), given_day({"date": "2024-07-09T08:00"}), given_day({"date": "soon"})
    (datetime.date(2024, 7, 9), datetime.date(2024, 7, 9), None)
    """
    for said in filter(None, (meta.get("published"), meta.get("date"))):
        if isinstance(said, date):
            return said.date() if isinstance(said, datetime) else said
        read = period(said.strip().replace("T", " ").split(" ")[0]) if isinstance(said, str) else None
        if read and read.granularity == "day":
            return read.start
    return None


def add_given(said: Metadata, meta: Mapping[str, object]) -> Metadata:
    """Put what the caller gives in place of what the text says; a given title tells the kind and the period too."""
    day, title, issuer = given_day(meta), _words(meta.get("title")), _words(meta.get("issuer"))
    if day:
        said = replace(said, published=_given(day))
    if issuer:
        said = replace(said, issuer=_given(issuer))
    return _titled(said, title) if title else said


def _titled(said: Metadata, title: str) -> Metadata:
    told, named = find_kind(title), find_period(title)
    kind = told[0] if told else said.kind.value if said.kind else None
    if told:
        said = replace(said, kind=_given(told[0]))
    published = said.published.value if said.published else None
    if named and kind not in SILENT and kind != "政府工作报告" and over(named[0], published, kind):
        said = replace(said, period=_given(named[0]))
    return replace(said, title=_given(title))


def _words(said: object) -> str | None:
    return said.strip() or None if isinstance(said, str) else None


def _given(value: T) -> Found[T]:
    return Found(value, 0, 0, 1.0, "given")
