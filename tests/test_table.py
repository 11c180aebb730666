import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from pyarrow import parquet

from govie.errors import GovieError
from govie.table import HEADERS, rows, to_dataframe, workbook, write
from govie.table.workbook import as_number, is_formula
from govie.types import Attributes as Traits
from govie.types import Document, Entity, Fact, Found, Metadata, Period, Quantity, Sentence

TEXT = "前言。\n2024年，全市新增\n高新技术企业54家。"


def document(text: str = TEXT, value: str = "54", id: str = "甲", **more: Any) -> Document:
    start = text.index(value)
    number = Entity(2, "NUMBER", start, start + len(value), value, 0.9, value)
    indicator = Entity(1, "INDICATOR", 0, 2, text[:2], 0.9, more.pop("indicator", "高新技术企业"))
    fact = Fact(
        number=number,
        indicators=(indicator,),
        units=(Entity(3, "UNIT", start, start, "家", 1.0, "家"),),
        dates=(),
        agencies=(),
        attributes=Traits(compared_to="yoy"),
        sentence=Sentence(text.rindex("\n2024") + 1 if "\n2024" in text else 0, len(text)),
        quantity=Quantity("54家", Decimal(54), Decimal(54), Decimal(54), "家", "count", 1, "exact"),
        period=Period("2024年", date(2024, 1, 1), date(2025, 1, 1), "year"),
        confidence=0.81234567,
    )
    return Document(text, facts=(replace(fact, **more.pop("fact", {})),), id=id, **more)


def sheet(path: Path, name: str | int = 0, rich: bool = False) -> Any:
    book = openpyxl.load_workbook(path, rich_text=rich)
    return book[name] if isinstance(name, str) else book.worksheets[name]


def record(path: Path) -> dict[str, Any]:
    header, first = list(sheet(path).iter_rows(max_row=2))
    return {title.value: cell for title, cell in zip(header, first, strict=True)}


def test_a_row_has_the_columns_of_the_headers() -> None:
    (row,) = rows([document()])
    assert list(row) == list(HEADERS)
    assert (row["value"], row["normalized_value"], row["period_end"], row["confidence"]) == ("54", 54.0, "2025-01-01", 0.8123)
    assert row["sentence"] == "2024年，全市新增 高新技术企业54家。"
    assert TEXT[row["start"] : row["end"]] == "54"


def test_a_long_sentence_is_cut_around_its_number() -> None:
    text = "增" * 2_500_000 + "54" + "长" * 2_500_000
    (row,) = rows([document(text)])
    assert row["sentence"] == "…" + "增" * 1000 + "54" + "长" * 1000 + "…"


def test_a_number_that_no_float_holds_is_none() -> None:
    huge = Quantity("9", Decimal("1e400"), None, None, "元", "money", 1, "exact")
    (row,) = rows([document(fact={"quantity": huge})])
    assert row["normalized_value"] is None


def test_dataframe_has_types_even_when_empty() -> None:
    for frame in (to_dataframe([document(), document(fact={"period": None, "quantity": None})]), to_dataframe([])):
        assert list(frame.columns) == list(HEADERS)
        assert [str(frame[name].dtype) for name in ("normalized_value", "confidence", "start")] == ["float64", "float64", "int64"]
        assert str(frame["period_start"].dtype).startswith("datetime64")


def test_csv_has_a_mark_and_no_formula(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    bad = "=HYPERLINK(1)"
    both = [document(id=bad, indicator="@SUM"), document("-5%，增长", "-5%", id="x")]
    assert write(both, out) == 2
    assert next(csv.reader(out.read_text("utf-8-sig").splitlines())) == list(HEADERS.values())
    assert write(both, out, headers="en") == 2
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert (first["document"], first["indicator"], first["value"]) == ("'" + bad, "'@SUM", "54")
    assert (second["value"], second["sign"]) == ("-5%", "+")


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-5%+A1"])
def test_formulas_are_known(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", ["+", "-", "-5", "+5.5", "-1,234.5", "-5%", "54", "增长=5", "", "—54", "五十四"])
def test_numbers_and_words_are_no_formulas(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("54", 54), ("-3.50", -3.5), ("1,234,567.8", 1234567.8), ("0.5", 0.5), ("12,34", "12,34"), ("007", "007"), ("nan", "nan")),
        *(("1_000", "1_000"), ("１２", "１２"), ("1e5", "1e5"), ("9" * 16, "9" * 16), ("十", "十")),
    ],
)
def test_only_plain_numbers_become_numbers(text: str, value: object) -> None:
    assert (as_number(text), type(as_number(text))) == (value, type(value))


def test_xlsx_holds_numbers_dates_and_a_bold_number(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    assert write([document()], out) == 1
    cells = record(out)
    assert list(cells) == list(HEADERS.values())
    assert [cells[name].value for name in ("数值", "标准数值", "置信度")] == [54, 54, 0.8123]
    assert cells["起始日"].value == datetime(2024, 1, 1)
    assert cells["起始日"].is_date
    page = sheet(out, rich=True)
    sentence = next(cell.value for cell in page[2] if isinstance(cell.value, CellRichText))
    assert [(str(part), isinstance(part, TextBlock) and part.font.b) for part in sentence] == [
        ("2024年，全市新增 高新技术企业", False),
        ("54", True),
        ("家。", False),
    ]
    assert (page.freeze_panes, page.auto_filter.ref, page["A1"].font.b) == ("A2", "A1:W2", True)
    assert page.column_dimensions["U"].width > page.column_dimensions["V"].width
    assert write([document()], out, headers="en") == 1
    assert list(record(out)) == list(HEADERS)


def test_xlsx_keeps_formulas_and_odd_characters_as_text(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    odd = document("=1+\x0054\ufffe\ud800", id="=1+1\x07", indicator="#N/A")
    assert write([odd], out) == 1
    cells = record(out)
    for name, text in (("文件", "=1+1"), ("指标", "#N/A"), ("句子", "=1+54")):
        assert (cells[name].value, cells[name].data_type) == (text, "s")
    assert cells["文件"].quotePrefix


def test_xlsx_lists_the_documents(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    said = Metadata(title=Found("统计公报", 0, 4), published=Found(date(2025, 1, 9), 0, 1))
    empty = Document("", id="乙", meta={"published": "2024-05-06", "issuer": "市统计局", "title": {"odd": 1}})
    write([document(metadata=said, meta={"title": "页题"}), empty], out)
    page = sheet(out, "文件")
    assert [cell.value for cell in page[1]] == ["文件", "标题", "发文机构", "发布日期", "字数", "事实数"]
    assert [cell.value for cell in page[2]] == ["甲", "统计公报", None, datetime(2025, 1, 9), len(TEXT), 1]
    assert [cell.value for cell in page[3]] == ["乙", "{'odd': 1}", "市统计局", datetime(2024, 5, 6), 0, 0]


def test_xlsx_goes_on_in_another_sheet_when_one_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    out = tmp_path / "a.xlsx"
    assert write([document(id=str(i)) for i in range(5)], out, headers="en") == 5
    book = openpyxl.load_workbook(out)
    filled = {name: [cell.value for cell in book[name]["A"]][1:] for name in book.sheetnames if name.startswith("facts")}
    assert filled == {"facts": ["0", "1"], "facts 2": ["2", "3"], "facts 3": ["4"]}
    assert [book[name].auto_filter.ref for name in filled] == ["A1:W3", "A1:W3", "A1:W2"]


def test_xlsx_needs_no_lxml(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    code = "import sys; sys.path.insert(0, sys.argv[2]); from test_table import document, write; write([document()], sys.argv[1])"
    environment = {"OPENPYXL_LXML": "False", "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", code, str(out), str(Path(__file__).parent)], check=True, env=environment)
    assert record(out)["句子"].value == "2024年，全市新增 高新技术企业54家。"


def test_memory_stays_flat_over_many_documents(tmp_path: Path) -> None:
    """Every document is let go of before the next but one is asked for."""
    import gc
    import weakref

    class Watched(str):
        __slots__ = ("__weakref__",)

    alive: list[weakref.ref[Watched]] = []

    def stream() -> Iterator[Document]:
        for _ in range(20):
            text = Watched(TEXT)
            alive.append(weakref.ref(text))
            yield document(text)
            del text
            gc.collect()
            assert sum(one() is not None for one in alive) <= 2

    for suffix in ("csv", "jsonl", "parquet", "xlsx"):
        alive.clear()
        assert write(stream(), tmp_path / f"a.{suffix}") == 20


def test_jsonl_holds_a_fact_a_line(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    assert write([document(), document("54\ud800")], out) == 2
    first, second = map(json.loads, out.read_text("utf-8").splitlines())
    assert first == next(rows([document()]))
    assert second["sentence"] == "54\ud800"


def test_parquet_has_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govie.table.files.BATCH", 2)
    out = tmp_path / "a.parquet"
    assert write([document(), document(fact={"period": None, "quantity": None}), document()], out) == 3
    table = parquet.read_table(out)
    kinds = {name: str(table.schema.field(name).type) for name in HEADERS}
    assert kinds["period_start"] == kinds["period_end"] == "date32[day]"
    assert {kinds[name] for name in ("confidence", "normalized_value", "normalized_low", "normalized_high")} == {"double"}
    assert (kinds["start"], kinds["document"]) == ("int64", "string")
    assert table["period_start"].to_pylist() == [date(2024, 1, 1), None, date(2024, 1, 1)]
    assert write([], out) == 0
    assert parquet.read_table(out).schema == table.schema


def test_html_is_one_page(tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    assert write([document(), document(id="乙")], out) == 2
    assert out.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl", "parquet", "html"])
def test_a_broken_run_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    def broken() -> Iterator[Document]:
        yield document()
        raise KeyboardInterrupt

    out = tmp_path / f"a.{suffix}"
    out.write_text("as it was")
    with pytest.raises(KeyboardInterrupt):
        write(broken(), out)
    assert out.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [out]


def never() -> Iterator[Document]:
    raise AssertionError("asked for a document before the place was known to be good")
    yield


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.doc", "unknown suffix"),
        ("none/a.csv", "make it first"),
        ("folder.csv", "is a folder"),
        ("长" * 100 + ".csv", "cannot be written"),
    ],
)
def test_bad_places_are_told_before_any_work(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(GovieError, match=message) as caught:
        write(never(), tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["folder.csv"]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "touch", refuse)  # the superuser may write to a folder of any mode
    with pytest.raises(GovieError, match=r"a\.csv: cannot be written \(Permission denied\); check"):
        write(never(), tmp_path / "a.csv")


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(documents: object, path: Path, headers: str) -> int:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(sys.modules["govie.table.files"].WRITERS, ".csv", full)
    with pytest.raises(GovieError, match="No space left"):
        write([], tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_headers_and_missing_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GovieError, match="unknown language"):
        write(never(), tmp_path / "a.xlsx", headers="fr")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(GovieError, match=r"govie\[parquet\]"):
        write(never(), tmp_path / "a.parquet")
