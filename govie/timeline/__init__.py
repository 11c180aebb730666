"""One indicator across documents and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govie.text import Text, repair
from govie.timeline.names import expand, near
from govie.timeline.units import common, factor, family
from govie.types import Document, Entity, Fact

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["COLUMNS", "series"]
COLUMNS = (
    *("series", "canonical", "indicator", "similarity", "aspect", "compared_to", "unit", "value", "low", "high", "bound", "status"),
    *("period_start", "period_end", "agency", "document", "start", "end"),
)
"""The columns of a series, in order."""
Row = dict[str, Any]


def series(documents: Iterable[Document], *, similarity: float = 0.8) -> DataFrame:
    """Line up the facts of some documents by what they measure, as a pandas DataFrame with one row a fact and indicator.

    Rows with one number in `series` have one canonical indicator, one aspect (a level is never beside a growth), one base of
    comparison (a growth that names none is on the year before) and one unit; per cent and percentage points are different units.
    `canonical` is the indicator written in full by a kept table (规上工业增加值 → 规模以上工业增加值), then the commonest of the
    names that are as good as the same; `similarity` says how alike it is to the fact's own name in full: 1 is certain, and names
    less alike than the keyword `similarity` are kept apart.

    `value`, `low` and `high` are floats in `unit`, negative for what goes down; a range has no `value`. Units that are exact
    multiples (亩, 公顷) are converted to the commonest one in the series. `period_start` and `period_end` (excluded) are datetimes,
    empty where no date holds. `status` tells plan (`target`) from result (`actual`). `start` and `end` are the raw offsets of the
    number in the text of `document`, which is its id or, where it has none, its place among the documents. Sorted by indicator,
    kind, unit and time.

    Raises TypeError for what is no Document, ValueError for a `similarity` outside 0 to 1.

    >>> from govie.extractor import extract
    >>> frame = series([extract("2024年，规上工业企业达到142家。"), extract("2023年末，规模以上工业企业共有116家。")])
    >>> frame[["canonical", "value", "unit"]].values.tolist()
    [['规模以上工业企业', 116.0, '家'], ['规模以上工业企业', 142.0, '家']]
    """
    import pandas

    if not 0 <= similarity <= 1:
        raise ValueError(f"expected a similarity from 0 to 1, got {similarity}")
    rows = [row for place, document in enumerate(documents) for row in _rows(document, place)]
    _name(rows, similarity)
    _convert(rows)
    rows.sort(key=_order)
    frame: DataFrame = pandas.DataFrame(rows, columns=list(COLUMNS))
    for column in ("similarity", "value", "low", "high"):
        frame[column] = frame[column].astype("float64")
    for column in ("period_start", "period_end"):
        frame[column] = frame[column].astype("datetime64[s]")
    return frame


def _rows(document: Document, place: int) -> Iterator[Row]:
    """Give a row for each indicator of each fact whose amount can be read."""
    if not isinstance(document, Document):
        raise TypeError(f"expected Documents to line up, got {type(document).__name__}; read texts with govie.extract")
    text: Text | None = None
    for fact in document.facts:
        if fact.quantity is None:
            continue
        if text is None and not all(entity.clean for entity in fact.indicators):
            text = repair(document.text)
        for indicator in fact.indicators:
            yield _row(fact, _repaired(indicator, text)) | {"document": document.id or str(place)}


def _repaired(entity: Entity, text: Text | None) -> str:
    found = entity.clean or (text.clean[slice(*text.to_clean(entity.start, entity.end))] if text else "")
    return "".join((found or entity.text).split())


def _row(fact: Fact, indicator: str) -> Row:
    quantity, attributes, period = fact.quantity, fact.attributes, fact.period
    assert quantity is not None
    low, high = quantity.low, quantity.high
    if attributes.sign == "-":
        low, high = high, low
    return {
        "indicator": indicator,
        "full": expand(indicator, attributes.aspect),
        "aspect": attributes.aspect,
        "compared_to": attributes.compared_to,
        "unit": quantity.unit,
        "value": _signed(quantity.value, attributes.sign),
        "low": _signed(low, attributes.sign),
        "high": _signed(high, attributes.sign),
        "bound": quantity.bound,
        "status": attributes.status,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "agency": fact.agency_name or fact.agency,
        "start": fact.start,
        "end": fact.end,
    }


def _signed(value: Decimal | None, sign: str) -> Decimal | None:
    return -value if value is not None and sign == "-" else value


def _name(rows: list[Row], least: float) -> None:
    """Give rows their canonical names."""
    names = near((row["full"] for row in rows), least)
    for row in rows:
        row["canonical"], row["similarity"] = names[row.pop("full")]


def _convert(rows: list[Row]) -> None:
    """Number the series, and bring each to one unit."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[(row["canonical"], row["aspect"], _base(row), family(row["unit"]))].append(row)
    for number, key in enumerate(sorted(groups)):
        unit = common(row["unit"] for row in groups[key])
        for row in groups[key]:
            by = factor(row["unit"], unit)
            for column in ("value", "low", "high"):
                row[column] = None if row[column] is None else float(Fraction(row[column]) * by)
            row["unit"], row["series"] = unit, number


def _base(row: Row) -> str:
    """Name what an amount is compared with; a growth or change that names nothing is on the year before."""
    base: str = row["compared_to"] or ""
    return "yoy" if not base and row["aspect"] in ("growth", "change") else base


def _order(row: Row) -> tuple[int, date, date, str, str, int]:
    start, end = row["period_start"] or date.max, row["period_end"] or date.max
    return row["series"], start, end, row["status"], row["document"], row["start"]
