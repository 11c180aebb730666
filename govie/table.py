"""Facts to rows and files: DataFrame, csv, xlsx, json lines, parquet, html."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.errors import GovieError
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
FORMULA = re.compile(r"^[=+\-@\t\r]")
WIDTHS = {"document": 18, "agency": 18, "indicator": 30, "sentence": 70, "period_start": 12, "period_end": 12}


def row(document: Document, fact: Fact) -> dict[str, Any]:
    """Give one fact as a flat row; numbers are floats and dates ISO strings, so that every format can hold them."""
    quantity, period, attributes = fact.quantity, fact.period, fact.attributes

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

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
        "sentence": " ".join(document.text[fact.sentence.start : fact.sentence.end].split()),
        "start": fact.start,
        "end": fact.end,
    }


def cleaned(entities: Iterable[Entity]) -> str | None:
    """Join the repaired texts of entities: what an analyst reads is 创新型企业 where the copy says 創(chuàng)新型企業(yè)."""
    return "、".join(e.clean or e.text for e in entities) or None


def rows(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Give the facts of some documents as rows, in order."""
    for document in documents:
        for fact in document.facts:
            yield row(document, fact)


def to_dataframe(documents: Iterable[Document]) -> DataFrame:
    """Give the facts as a pandas DataFrame, one row a fact, columns as in `HEADERS`."""
    import pandas

    frame: DataFrame = pandas.DataFrame(list(rows(documents)), columns=list(HEADERS))
    return frame


def write(documents: Iterable[Document], path: str | Path, *, headers: str = "zh") -> int:
    """Write facts to a file in the format its suffix names and return their number.

    The file takes its name when it is whole: a broken run leaves none. Raises GovieError for an unknown suffix.
    """
    target = Path(path)
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise GovieError(f"{target}: unknown suffix {target.suffix!r}; expected one of {', '.join(WRITERS)}")
    if not target.parent.is_dir():
        raise GovieError(f"{target}: no folder {target.parent}; make it first")
    part = target.with_name(f".{target.name}.part")
    try:
        count = writer(documents, part, headers)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def safe(value: Any) -> Any:
    """Keep text that a spreadsheet would run as a formula from being one."""
    return "'" + value if isinstance(value, str) and FORMULA.match(value) and not is_number(value) else value


def is_number(text: str) -> bool:
    """Say whether a spreadsheet reads the text as a plain number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def header(names: Iterable[str], language: str) -> list[str]:
    """Give the headers of columns in Chinese (`zh`) or English (`en`)."""
    return [HEADERS[name] if language == "zh" else name for name in names]


def write_csv(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write csv with a byte order mark, so that Excel reads the characters."""
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADERS)
        return sum(1 for one in rows(documents) if out.writerow([safe(value) for value in one.values()]))


def write_jsonl(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write one fact a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return sum(1 for one in rows(documents) if file.write(json.dumps(one, ensure_ascii=False) + "\n"))


def write_parquet(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write parquet, which needs the extra `govie[parquet]`."""
    frame = to_dataframe(documents)
    try:
        frame.to_parquet(path)
    except ImportError as error:
        raise GovieError(f"{path.name}: parquet needs pyarrow; install govie[parquet]") from error
    return len(frame)


def write_xlsx(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write a workbook: frozen header, filters, numbers as numbers and dates as dates, the number bold in its sentence."""
    from datetime import date

    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("facts" if headers == "en" else "事实")
    sheet.freeze_panes = "A2"
    for letter, name in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", HEADERS, strict=False):
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 10)
    titles = [WriteOnlyCell(sheet, title) for title in header(HEADERS, headers)]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    count = 0
    for document in documents:
        for fact in document.facts:
            one = {k: ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for k, v in row(document, fact).items()}
            for name in ("period_start", "period_end"):
                one[name] = date.fromisoformat(one[name]) if one[name] else None
            if is_number(one["value"]):
                one["value"] = float(one["value"]) if "." in one["value"] else int(one["value"])
            before, number, after = sentence_around(document, fact)
            cells: list[Any] = [safe(value) for value in one.values()]
            if before or after:
                cells[list(HEADERS).index("sentence")] = CellRichText(before, TextBlock(InlineFont(b=True), number), after)
            sheet.append(cells)
            count += 1
    sheet.auto_filter.ref = f"A1:W{count + 1}"
    book.save(path)
    return count


def sentence_around(document: Document, fact: Fact) -> tuple[str, str, str]:
    """Part a fact's sentence at its number, each part on one line."""
    cuts = (fact.sentence.start, fact.start, fact.end, fact.sentence.end)
    before, number, after = (re.sub(r"\s+", " ", document.text[a:b]) for a, b in pairwise(cuts))
    return before.lstrip(), number, after.rstrip()


def write_html(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write one self-contained page."""
    from govie.show import to_page

    whole = list(documents)
    path.write_text(to_page(whole), "utf-8")
    return sum(len(d.facts) for d in whole)


WRITERS: dict[str, Callable[[Iterable[Document], Path, str], int]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".jsonl": write_jsonl,
    ".parquet": write_parquet,
    ".html": write_html,
}
