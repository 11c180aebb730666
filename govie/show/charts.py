"""A series over the years as a picture: results as bars, plans as frames around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.errors import GovieError
from govie.show.drawing import Bar, draw
from govie.show.words import LANGUAGES, Words, name_period, nature
from govie.types import Attributes

if TYPE_CHECKING:
    from pandas import DataFrame

NAMED = 8
"""Indicators that an error names."""
SCALES = ((1e8, "亿"), (1e4, "万"))


@dataclass(frozen=True)
class Chart:
    """A picture that a notebook shows; `svg` is the whole of it, self-contained, with colours for day and night."""

    svg: str = field(repr=False)
    title: str

    def save(self, path: str | Path) -> None:
        """Write the picture to a .svg file; raise GovieError for another suffix."""
        if Path(path).suffix.lower() != ".svg":
            raise GovieError(f"{path}: a chart is written as .svg; give that suffix")
        Path(path).write_text(self.svg, "utf-8")

    def _repr_html_(self) -> str:
        return self.svg


def chart(series: DataFrame, indicator: str | None = None, *, aspect: str | None = None, language: str = "zh") -> Chart:
    """Draw one series of `govie.series` over time, plan against result; periods stand in order, each with its name.

    `indicator` is a name in `canonical` or `indicator` and `aspect` one of level, change, growth, share, rank; of the series that
    they leave, the one with most periods is drawn, so choose rows beforehand where agencies differ. A bar is a result and a frame a
    target or what is expected; where documents differ on a period the last one counts, and marks show the others. Facts
    without a period are counted below. `language`, zh or en, is that of the chart's own words.

    Raises GovieError where nothing is left to draw; it names what there is.

    >>> from govie.extractor import extract
    >>> from govie.timeline import series
    >>> texts = ["2023年，全市高新技术企业达到31家。", "2024年，全市高新技术企业达到54家。"]
    >>> chart(series(map(extract, texts)), "高新技术企业").title
    '高新技术企业（家）'
    """
    words = LANGUAGES[language]
    rows: list[dict[str, Any]] = chosen(series, indicator, aspect)
    dated = [row for row in rows if row["period_start"] is not None]
    first = rows[0]
    bars = group(dated, words)
    unit, by = scale(first["unit"] or "", bars) if language == "zh" else (first["unit"] or "", 1.0)
    kinds = nature(Attributes(aspect=first["aspect"], compared_to=first["compared_to"]), words)
    title = " ".join([first["canonical"], *kinds]) + (f"（{unit}）" if unit else "")
    note = f"{words['undated']}: {len(rows) - len(dated)}" if len(rows) > len(dated) else ""
    return Chart(draw(clean(title), [bar.scaled(by) for bar in bars], clean(note), words, attained=first["aspect"] == "level"), title)


def chosen(series: DataFrame, indicator: str | None, aspect: str | None) -> list[dict[str, Any]]:
    """Choose the rows of the one series to draw; what a row lacks is `None`."""
    import pandas

    records = series.to_dict("records")
    rows: list[dict[str, Any]] = [{str(k): None if pandas.isna(value) else value for k, value in row.items()} for row in records]
    kept = {row["series"] for row in rows if indicator in (None, row["canonical"], row["indicator"]) and aspect in (None, row["aspect"])}
    periods: dict[int, set[object]] = {number: set() for number in kept}
    for row in rows:
        if row["series"] in kept and row["period_start"] is not None and amount(row) is not None:
            periods[row["series"]].add((row["period_start"], row["period_end"]))
    if not any(periods.values()):
        names = list(dict.fromkeys(row["canonical"] for row in rows if row["period_start"] is not None))
        known = f"; there are {'、'.join(names[:NAMED])}{' …' if len(names) > NAMED else ''}" if names else ""
        raise GovieError(f"no series of {indicator or 'any indicator'} ({aspect or 'any aspect'}) has a number with a period{known}")
    best = max(periods, key=lambda number: len(periods[number]))
    return [row for row in rows if row["series"] == best and amount(row) is not None]


def amount(row: dict[str, Any]) -> float | None:
    """Give what a row's number stands at: its value, the middle of a range, or its one known end."""
    if row["value"] is not None:
        return float(row["value"])
    ends = [float(row[name]) for name in ("low", "high") if row[name] is not None]
    return sum(ends) / len(ends) if ends else None


def group(rows: Sequence[dict[str, Any]], words: Words) -> list[Bar]:
    """Gather rows by period, the earlier first; a year comes after its months."""
    bars: dict[tuple[date, date], Bar] = {}
    for row in rows:
        span = row["period_start"].date(), row["period_end"].date()
        bar = bars.setdefault(span, Bar(clean(name_period(*span, words))))
        side = bar.results if row["status"] == "actual" else bar.plans
        side.append((amount(row) or 0.0, clean(str(row["document"]))))
    return [bars[span] for span in sorted(bars, key=lambda one: (one[1], one[0]))]


def scale(unit: str, bars: Sequence[Bar]) -> tuple[str, float]:
    """Give the unit in which the largest number reads well, and what to divide by; rates stay as they are."""
    largest = max((abs(value) for bar in bars for value, _ in (*bar.results, *bar.plans)), default=0.0)
    for by, prefix in SCALES:
        if largest >= 10 * by and unit and unit[0] not in "%‰百千万亿个":
            return prefix + unit, by
    return unit, 1.0


def clean(text: str) -> str:
    """Escape text, without the control characters that xml cannot hold."""
    return escape(re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text))
