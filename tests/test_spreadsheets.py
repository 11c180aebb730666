"""What analysts open: the sheet of checks; the JSON Schema of fact lines, against what the model gives."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText

from govie.extractor import Extractor
from govie.table import HEADERS, rows, write
from govie.types import Attributes, Document, Entity, Fact, Period, Sentence

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "facts.schema.json").read_text("utf-8"))
SEED = (ROOT / "corpus" / "seeds" / "001_26a76f149e928471.txt").read_text("utf-8")
WRONG = "2024年，全市森林覆盖率达到112%。"


def test_schema_holds_for_facts_of_a_seed_and_for_no_others() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert list(SCHEMA["properties"]) == SCHEMA["required"] == list(HEADERS)
    found = list(rows(Extractor().pipe([(SEED, "一"), (WRONG, "二")])))
    assert len(found) > 20
    for one in found:
        validator.validate(json.loads(json.dumps(one)))
    for name, bad in (("aspect", "size"), ("start", -1), ("period_start", "2024"), ("confidence", 2), ("document", None)):
        assert not validator.is_valid({**found[0], name: bad}), name
    assert not validator.is_valid({**found[0], "more": 1})


def test_sheet_of_checks(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    [document] = Extractor().pipe([(WRONG, "=1+1")])
    for headers, names in (("zh", ["事实", "文件", "核对"]), ("en", ["facts", "documents", "checks"])):
        write([document], out, headers=headers)
        book = openpyxl.load_workbook(out, rich_text=True)
        assert book.sheetnames == names
        page = book[names[2]]
        assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:H2")
        [row] = list(page.iter_rows(min_row=2))
        [check] = document.checks()
        assert [cell.value for cell in row[:5]] == ["=1+1", "percentage", check.message, check.expected, "112%"]
        assert row[0].data_type == "s"
        assert isinstance(row[5].value, CellRichText)
        dated = [cell for cell in book[names[0]][2] if isinstance(cell.value, datetime)]
        assert [cell.is_date for cell in dated] == [True, True]


def test_days_that_no_spreadsheet_knows_stay_words(tmp_path: Path) -> None:
    number = Entity(1, "NUMBER", 0, 1, "9")
    days = Period("1898年", date(1898, 1, 1), date(1899, 1, 1), "year"), Period("1900年", date(1900, 1, 1), date(1901, 1, 1), "year")
    facts = tuple(Fact(number, (), (), (), (), Attributes(), Sentence(0, 1), period=period) for period in days)
    write([Document("9", (number,), facts=facts)], tmp_path / "a.xlsx", headers="en")
    head, *told = openpyxl.load_workbook(tmp_path / "a.xlsx")["facts"].iter_rows(values_only=True)
    start, end = head.index("period_start"), head.index("period_end")
    assert [(row[start], row[end]) for row in told] == [("1898-01-01", "1899-01-01"), ("1900-01-01", datetime(1901, 1, 1))]
