"""What a table of facts holds: its columns, and a fact as a row of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from govie.text import SURROGATE
from govie.types import Document, Entity, Fact

if TYPE_CHECKING:
    from pandas import DataFrame

HEADERS = {
    "document": "文件",
    "agency": "机构",
    "indicator": "指标",
    "value": "数值",
    "unit": "单位",
    "date": "时间",
    "aspect": "类型",
    "sign": "方向",
    "status": "状态",
    "bound": "界限",
    "compared_to": "对比",
    "confidence": "置信度",
    "normalized_value": "标准数值",
    "normalized_low": "下限",
    "normalized_high": "上限",
    "normalized_unit": "标准单位",
    "period_start": "起始日",
    "period_end": "截止日(不含)",
    "agency_source": "机构来源",
    "date_source": "时间来源",
    "sentence": "句子",
    "start": "起",
    "end": "止",
}
"""The columns of a fact row, in order, with their Chinese headers."""
DATES = frozenset({"period_start", "period_end"})
FLOATS = frozenset({"confidence", "normalized_value", "normalized_low", "normalized_high"})
INTEGERS = frozenset({"start", "end"})
AROUND = 1000
"""Characters of a sentence kept on each side of its number; a longer one is a table or a text without full stops."""


def row(document: Document, fact: Fact) -> dict[str, Any]:
    """Give one fact as a flat row with the keys of `HEADERS`; numbers are floats and dates ISO strings, which every format can hold."""
    quantity, period, attributes = fact.quantity, fact.period, fact.attributes
    return {
        "document": document.id,
        "agency": cleaned(fact.agencies) or fact.agency_name,
        "indicator": cleaned(fact.indicators),
        "value": fact.number.clean or fact.value,
        "unit": cleaned(fact.units),
        "date": cleaned(fact.dates),
        "aspect": attributes.aspect,
        "sign": attributes.sign,
        "status": attributes.status,
        "bound": attributes.bound,
        "compared_to": attributes.compared_to,
        "confidence": round(fact.confidence, 4),
        "normalized_value": number(quantity.value) if quantity else None,
        "normalized_low": number(quantity.low) if quantity else None,
        "normalized_high": number(quantity.high) if quantity else None,
        "normalized_unit": quantity.unit if quantity else None,
        "period_start": period.start.isoformat() if period else None,
        "period_end": period.end.isoformat() if period else None,
        "agency_source": fact.agency_source,
        "date_source": fact.date_source,
        "sentence": "".join(sentence(document, fact)),
        "start": fact.start,
        "end": fact.end,
    }


def number(value: Any) -> float | None:
    """Give a Decimal as a float; `None` for one that no float holds."""
    found = None if value is None else float(value)
    return found if found is not None and math.isfinite(found) else None


def cleaned(entities: Iterable[Entity]) -> str | None:
    """Join the repaired texts of entities: what an analyst reads is 创新型企业 where the copy says 創(chuàng)新型企業(yè)."""
    return "、".join(e.clean or e.text for e in entities) or None


def sentence(document: Document, fact: Fact) -> tuple[str, str, str]:
    """Give a fact's sentence on one line, parted at its number; a very long one is cut around it, with … where it was."""
    low, high = max(fact.sentence.start, fact.start - AROUND), min(fact.sentence.end, fact.end + AROUND)
    spans = (low, fact.start), (fact.start, fact.end), (fact.end, high)
    before, value, after = (re.sub(r"\s+", " ", document.text[start:end]) for start, end in spans)
    begin, end = "…" if low > fact.sentence.start else "", "…" if high < fact.sentence.end else ""
    return begin + before.lstrip(), value, after.rstrip() + end


def rows(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Give the facts of some documents as rows, in order."""
    for document in documents:
        for fact in document.facts:
            yield row(document, fact)


def with_dates(one: dict[str, Any]) -> dict[str, Any]:
    """Give a row with its days as dates."""
    return {name: date.fromisoformat(value) if name in DATES and value else value for name, value in one.items()}


def without_halves(one: dict[str, Any]) -> dict[str, Any]:
    """Give a row with � for halves of characters, which Arrow, and so pandas and parquet, cannot hold."""
    return {name: SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for name, value in one.items()}


def to_dataframe(documents: Iterable[Document]) -> DataFrame:
    """Give the facts as a pandas DataFrame, one row a fact, columns as in `HEADERS`: numbers as floats, periods as datetime64."""
    import pandas

    frame = pandas.DataFrame(list(map(without_halves, rows(documents))), columns=list(HEADERS))
    types = {**dict.fromkeys(FLOATS, "float64"), **dict.fromkeys(INTEGERS, "int64"), **dict.fromkeys(DATES, "datetime64[s]")}
    typed: DataFrame = frame.astype(types)
    return typed
