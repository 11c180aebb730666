"""Facts to a workbook, row by row, with a sheet of the documents and one of what does not agree in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.table.columns import HEADERS, row, sentence, with_dates
from govie.types import Document

if TYPE_CHECKING:
    from openpyxl import Workbook

    from govie.checks import Check

DOCUMENT_HEADERS = {
    "document": "文件",
    "title": "标题",
    "issuer": "发文机构",
    "published": "发布日期",
    "characters": "字数",
    "facts": "事实数",
}
"""The columns of the sheet of documents."""
CHECK_HEADERS = {
    "document": "文件",
    "kind": "种类",
    "message": "说明",
    "expected": "应为",
    "found": "文中",
    "sentence": "句子",
    "start": "起",
    "end": "止",
}
"""The columns of the sheet of checks; the sentence and its offsets are those of the last number that a check is about."""
WIDTHS = {
    "message": 60,
    "document": 18,
    "agency": 18,
    "indicator": 30,
    "sentence": 70,
    "period_start": 12,
    "period_end": 12,
    "title": 50,
    "issuer": 24,
}
MOST_ROWS = 1_048_576
"""Rows of a sheet, by the rules of Excel."""
FIRST_DAY = date(1900, 3, 1)
"""The first day that every spreadsheet counts alike; Excel shows none before 1900 and has a 29 February in that year."""
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠].", re.DOTALL)
_PLAIN = re.compile(r"[+-]?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(\.\d{1,14})?", re.ASCII)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Sheet:
    """A sheet that rows are appended to; when it is full, the next one of its name goes on."""

    def __init__(self, book: Workbook, title: str, columns: Mapping[str, str], headers: str) -> None:
        self.book, self.title, self.headers = book, title, headers
        self.columns = columns
        self.count = 0
        self.begin(title)

    def begin(self, title: str) -> None:
        """Begin a sheet with a frozen bold header."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.sheet = self.book.create_sheet(title)
        self.sheet.freeze_panes = "A2"
        cells = []
        for place, (name, chinese) in enumerate(self.columns.items(), 1):
            self.sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, 10)
            cells.append(WriteOnlyCell(self.sheet, name if self.headers == "en" else chinese))
            cells[-1].font = Font(bold=True)
        self.sheet.append(cells)
        self.last = get_column_letter(len(cells))
        self.sheet.auto_filter.ref = f"A1:{self.last}1"

    def append(self, values: Iterable[Any]) -> None:
        """Append a row; a text stays a text, whatever it looks like."""
        if self.count and self.count % (MOST_ROWS - 1) == 0:
            self.begin(f"{self.title} {self.count // (MOST_ROWS - 1) + 1}")
        self.sheet.append([self.cell(value) for value in values])
        self.count += 1
        self.sheet.auto_filter.ref = f"A1:{self.last}{(self.count - 1) % (MOST_ROWS - 1) + 2}"

    def cell(self, value: Any) -> Any:
        """Give what the sheet takes for a value."""
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, date) and value < FIRST_DAY:
            return value.isoformat()
        if not isinstance(value, str):
            return value
        value = _ILLEGAL.sub("", value)
        if not (value.startswith(("=", "#")) or is_formula(value)):
            return value
        cell = WriteOnlyCell(self.sheet, value)
        cell.data_type, cell.quotePrefix = "s", True
        return cell


def write_xlsx(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write a workbook, row by row: facts, the number bold in its sentence, documents, and checks (what does not agree)."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    facts = Sheet(book, "facts" if headers == "en" else "事实", HEADERS, headers)
    told = Sheet(book, "documents" if headers == "en" else "文件", DOCUMENT_HEADERS, headers)
    doubts = Sheet(book, "checks" if headers == "en" else "核对", CHECK_HEADERS, headers)
    for document in documents:
        for check in document.checks():
            doubts.append(check_row(document, check).values())
        for fact in document.facts:
            one = {**with_dates(row(document, fact)), "sentence": bold(*sentence(document, fact))}
            one["value"] = as_number(one["value"])
            facts.append(one.values())
        told.append(document_row(document).values())
    book.save(path)
    return facts.count


def document_row(document: Document) -> dict[str, Any]:
    """Give a document as a flat row: what it says of itself, else what its file does, its size, and the number of its facts."""
    said = {name: getattr(document.metadata, name, None) for name in ("title", "issuer", "published")}
    found = {name: one.value if one else str(document.meta.get(name) or "") or None for name, one in said.items()}
    if isinstance(found["published"], str):
        with suppress(ValueError):
            found["published"] = date.fromisoformat(found["published"])
    return {"document": document.id, **found, "characters": len(document.text), "facts": len(document.facts)}


def check_row(document: Document, check: Check) -> dict[str, Any]:
    """Give a check as a flat row."""
    last = check.facts[-1]
    return {
        "document": document.id,
        "kind": check.kind,
        "message": check.message,
        "expected": check.expected,
        "found": check.found,
        "sentence": bold(*sentence(document, last)),
        "start": last.start,
        "end": last.end,
    }


def bold(before: str, value: str, after: str) -> Any:
    """Write a sentence with its number in bold."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    plain, strong, rest = (_ILLEGAL.sub("", part) for part in (before, value, after))
    return CellRichText(*filter(None, (plain, TextBlock(InlineFont(rFont="Calibri", sz=11, b=True), strong), rest)))


def as_number(value: str) -> Any:
    """Give a plain number as one; a text that a float would not hold whole stays a text."""
    match = _PLAIN.fullmatch(value)
    return (float if match[1] else int)(value.replace(",", "")) if match else value


def is_formula(value: Any) -> bool:
    """Say whether a spreadsheet may run a text as a formula: it begins like one, is no number and no lone sign."""
    return isinstance(value, str) and _FORMULA.match(value) is not None and not _PLAIN.fullmatch(value.removesuffix("%"))
