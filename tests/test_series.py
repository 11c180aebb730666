from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pytest

import govie
from govie.facts import make_facts
from govie.inline import from_inline
from govie.jsonl import from_record, read_jsonl
from govie.text import repair
from govie.timeline import COLUMNS, series
from govie.timeline.names import expand
from govie.types import Document

CORPUS = Path(__file__).parents[1] / "corpus"


def document(marked: str, id: str = "a") -> Document:
    read = from_record({"id": id, **from_inline(marked)})
    return make_facts(read, repair(read.text))


def fact(
    indicator: str, value: str, unit: str, attributes: str = "level + actual exact -", *, day: str = "2024年", id: str = "a"
) -> Document:
    return document(f"⟪{day}⟫D1，全市⟪{indicator}⟫I1⟪{value}⟫N1⟪{unit}⟫U1。\n@ N1: I1 U1 D1 | {attributes}", id)


def groups(documents: Iterable[Document], column: str = "indicator", **options: Any) -> list[list[Any]]:
    frame = series(documents, **options)
    return [rows[column].tolist() for _, rows in frame.groupby("series")]


def test_one_indicator_over_years_and_documents() -> None:
    texts = [
        ("规上工业企业", "142", "家", "2025年6月末", "b"),
        ("规模以上工业企业", "116", "家", "2024年6月末", "a"),
        ("规模工业企业", "99", "家", "2023年", "c"),
    ]
    frame = govie.series([fact(i, v, u, day=day, id=id) for i, v, u, day, id in texts])
    assert tuple(frame.columns) == COLUMNS
    assert frame["canonical"].unique().tolist() == ["规模以上工业企业"]
    assert frame[["document", "value"]].values.tolist() == [["c", 99.0], ["a", 116.0], ["b", 142.0]]
    assert frame["indicator"].tolist() == ["规模工业企业", "规模以上工业企业", "规上工业企业"]
    assert frame["similarity"].tolist() == [1.0, 1.0, 1.0]
    assert frame["period_start"].dt.date.tolist() == [date(2023, 1, 1), date(2024, 6, 30), date(2025, 6, 30)]
    assert frame["period_end"].dt.date.tolist()[0] == date(2024, 1, 1)


def test_a_row_leads_back_to_its_number() -> None:
    marked = "新增⟪高企⟫I1⟪54⟫N1⟪家⟫U1。\n@ N1: I1 U1"
    read = document(marked)
    [row] = series([read]).to_dict("records")
    assert read.text[row["start"] : row["end"]] == "54"
    assert (row["document"], row["canonical"], row["indicator"]) == ("a", "高新技术企业", "高企")
    assert pandas.isna(row["period_start"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("规上工业增加值", "9", "%", "growth + actual exact yoy"), ("规上工业增加值", "9", "亿元")),
        (("覆盖率", "9", "%", "share + actual exact -"), ("覆盖率", "9", "个百分点", "change + actual exact yoy")),
        (("合格率", "9", "%", "change + actual exact -"), ("合格率", "9", "个百分点", "change + actual exact -")),
        (("高企", "9", "家"), ("高企", "9", "家", "change + actual exact yoy")),
        (("用电量", "9", "%", "growth + actual exact yoy"), ("用电量", "9", "%", "growth + actual exact mom")),
        (("游客", "9", "人"), ("游客", "9", "人次")),
        (("实际使用外资", "9", "万元"), ("实际使用外资", "9", "万美元")),
        (("省级专精特新企业", "9", "家"), ("市级专精特新企业", "9", "家")),
        (("农村居民人均可支配收入", "9", "元"), ("城镇居民人均可支配收入", "9", "元")),
        (("技改投资", "9", "亿元"), ("技改总投资", "9", "亿元")),
        (("一般公共预算收入", "9", "亿元"), ("一般公共预算总收入", "9", "亿元")),
        (("技术合同登记额", "9", "%", "growth + actual exact yoy"), ("技术合同登记数", "9", "%", "growth + actual exact yoy")),
    ],
)
def test_what_differs_stays_apart(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert len(groups([fact(*one), fact(*other)])) == 2


def test_plan_and_result_stand_in_one_series() -> None:
    frame = series([fact("高企", "60", "家", "level + target exact -", id="plan"), fact("高企", "54", "家", id="done")])
    assert frame["series"].nunique() == 1
    assert sorted(frame["status"]) == ["actual", "target"]


def test_near_names_show_how_near() -> None:
    documents = [fact("技术合同成交额", "9", "亿元"), fact("技术合同成交额", "8", "亿元"), fact("技术合同成交总额", "7", "亿元")]
    frame = series(documents)
    assert frame["canonical"].unique().tolist() == ["技术合同成交额"]
    assert sorted(frame["similarity"]) == [0.933, 1.0, 1.0]
    assert len(groups(documents, similarity=1)) == 2


def test_units_are_brought_together_exactly() -> None:
    frame = series([fact("造林", "1500", "亩"), fact("造林", "2.5", "万亩"), fact("造林", "20", "公顷"), fact("造林", "3", "处")])
    area = frame[frame["unit"] == "亩"]
    assert sorted(area["value"]) == [300.0, 1500.0, 25000.0]
    assert frame[frame["unit"] == "处"]["value"].tolist() == [3.0]


def test_ranges_bounds_and_falls() -> None:
    frame = series(
        [fact("出口", "3-5", "%", "growth - actual range yoy"), fact("出口", "2", "%", "growth - actual over yoy", day="2025年")]
    )
    assert frame[["low", "high"]].fillna(0).values.tolist() == [[-5.0, -3.0], [0.0, -2.0]]
    assert frame["value"].fillna(0).tolist() == [0.0, -2.0]


def test_each_of_several_indicators_has_its_row() -> None:
    marked = "⟪绿色工厂⟫I1、⟪小巨人企业⟫I2各⟪1⟫N1⟪家⟫U1。\n@ N1: I1 I2 U1"
    assert series([document(marked)])["canonical"].tolist() == ["专精特新小巨人企业", "绿色工厂"]


def test_damaged_names_are_repaired() -> None:
    assert series([fact("創(chuàng)新型中小企業(yè)", "9", "家")])["canonical"].tolist() == ["创新型中小企业"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("规上规上工业增加值", "规模以上工业增加值"),
        ("国家级高新技术企业", "高新技术企业"),
        ("“专精特新”企业", "专精特新中小企业"),
        ("限上社零额", "限额以上社会消费品零售总额"),
        ("单位GDP能耗", "单位地区生产总值能耗"),
        ("外贸进出口总值", "进出口总额"),
        ("R&D经费支出占GDP比重", "研发经费投入强度"),
        ("实有市场主体", "实有经营主体"),
        ("城乡居民医保参保率", "城乡居民基本医疗保险参保率"),
        ("经营收入", "经营收入"),
        ("供销社零售额", "供销社零售额"),
        ("大规模企业", "大规模企业"),
        ("海洋生产总值", "海洋生产总值"),
        ("国内生产总值", "国内生产总值"),
    ],
)
def test_abbreviations(short: str, full: str) -> None:
    assert expand(short) == full


def gold() -> list[Document]:
    return [make_facts(read, repair(read.text)) for part in ("seeds", "authored") for read in read_jsonl(CORPUS / f"{part}.jsonl")]


def test_series_of_the_corpus() -> None:
    documents = gold()
    frame = series(documents)
    assert {expand(expand(name)) == expand(name) for name in frame["indicator"]} == {True}
    assert len(frame) == sum(len(f.indicators) for d in documents for f in d.facts if f.quantity)
    kinds = frame.groupby("series").agg({"canonical": "nunique", "aspect": "nunique", "unit": "nunique"})
    assert (kinds <= 1).all().all()
    for _, rows in frame.dropna(subset="period_start").groupby("series"):
        assert rows["period_start"].is_monotonic_increasing
    assert series(reversed(documents))["canonical"].tolist() == frame["canonical"].tolist()


def test_no_documents_and_wrong_ones() -> None:
    assert list(series([]).columns) == list(COLUMNS)
    with pytest.raises(TypeError, match="expected Documents to line up, got str"):
        series(["全市高企54家"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="from 0 to 1, got 2"):
        series([], similarity=2)


def test_a_lone_document_is_asked_to_be_put_in_a_list() -> None:
    with pytest.raises(TypeError):
        series(fact("高企", "54", "家"))  # type: ignore[arg-type]
