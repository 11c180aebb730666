"""Facts of short texts with their entities marked inline."""

import gc
from collections.abc import Iterator
from time import process_time

import pytest

from govie.facts import make_facts
from govie.inline import from_inline
from govie.jsonl import from_record
from govie.text import repair
from govie.types import Attributes, Document, Entity, Fact, Relation

LEVEL, TARGET = "level + actual exact -", "level + target exact -"
CHANGE, GROWTH, SHARE = "change + actual exact yoy", "growth + actual exact yoy", "share + actual exact -"
ANNUAL = "市工信局2024年工作总结和2025年工作计划\n（2025年1月6日）\n"
HALF = "市工信局2024年上半年工作总结\n（2024年7月9日）\n"
REPORT = "⟪2025年⟫D7吉林省政府工作报告\n——⟪2025年1月14日⟫D8在吉林省第十四届人民代表大会第四次会议上\n各位代表：\n一、⟪2024年⟫D9工作回顾\n"
NOTICE = "市工信局党组关于巡察整改进展情况的通报\n发布时间：2025-01-17\n"


def read(marked: str) -> Document:
    document = from_record({**from_inline(marked), "id": "inline"})
    return make_facts(document, repair(document.text))


def fact(marked: str) -> Fact:
    return read(marked).facts[-1]


def dated(one: Fact) -> tuple[str | None, str | None, str | None]:
    """Give the period, how it was resolved and where it came from."""
    said = f"{one.period.start}/{one.period.end}" if one.period else None
    return said, one.period.resolved if one.period else None, one.date_source


@pytest.mark.parametrize(
    ("number", "unit", "attributes", "expected"),
    [
        ("88.47", "亿元", "level + actual exact -", ["8847000000", "8847000000", "8847000000", "exact"]),
        ("100", "次", "level + actual over -", ["100", "100", None, "over"]),
        ("5", "%", "level + target under -", ["5", None, "5", "under"]),
        ("500", "万元", "level + actual approx -", ["5000000", "5000000", "5000000", "approx"]),
        ("3-5", "家", "level + target over -", [None, "3", "5", "range"]),
        ("2.1", "%", "growth - actual exact yoy", ["2.1", "2.1", "2.1", "exact"]),
        ("-2.1", "%", "growth - actual exact yoy", ["2.1", "2.1", "2.1", "exact"]),
        ("-3", "亿元", "level + actual exact -", ["-300000000", "-300000000", "-300000000", "exact"]),
    ],
)
def test_the_bound_of_the_attributes_wins(number: str, unit: str, attributes: str, expected: list[str | None]) -> None:
    quantity = fact(f"共⟪{number}⟫N1⟪{unit}⟫U1。\n@ N1: U1 | {attributes}").quantity
    assert quantity is not None
    found = [None if one is None else format(one.normalize(), "f") for one in (quantity.value, quantity.low, quantity.high)]
    assert [*found, quantity.bound] == expected


def test_what_cannot_be_read_has_no_quantity_or_period() -> None:
    one = fact("⟪2018/2019榨季⟫D1比例为⟪31:28:40⟫N1。\n@ N1: D1")
    assert one.quantity is None
    assert dated(one) == (None, None, "sentence")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # by its own words
        (NOTICE + "⟪2024年1-6月⟫D1新增⟪4⟫N1家。", ("2024-01-01/2024-07-01", "stated", "sentence")),
        # by the governing year of its paragraph
        ("⟪2023年9月4日⟫D1开会，⟪10月⟫D2新增⟪4⟫N1家。", ("2023-10-01/2023-11-01", "context", "sentence")),
        (NOTICE + "⟪2023年⟫D1很多，⟪8月、9月份⟫D2达⟪90⟫N1%。", ("2023-08-01/2023-10-01", "context", "sentence")),
        ("⟪2023年⟫D1较⟪2020年⟫D3好，⟪年末⟫D2达⟪90⟫N1家。", ("2023-12-31/2024-01-01", "context", "sentence")),
        # by a heading's year, or a paragraph that opens a list
        (NOTICE + "三、⟪2023年⟫D1情况\n⟪全年⟫D2新增⟪4⟫N1家。", ("2023-01-01/2024-01-01", "context", "sentence")),
        ("⟪2026年⟫D1，我们将做好以下工作：\n一是⟪6月底前⟫D2建成⟪4⟫N1家。", ("2026-01-01/2026-07-01", "context", "sentence")),
        # what an attribute names does not govern
        (NOTICE + "落实⟪2023年度⟫D1资金。⟪全年⟫D2新增⟪44⟫N1家。", ("2024-01-01/2025-01-01", "document", "sentence")),
        # by the document's period, also where it comes out in January
        (ANNUAL + "⟪全年⟫D2新增⟪4⟫N1家。", ("2024-01-01/2025-01-01", "document", "sentence")),
        (ANNUAL + "⟪12月⟫D2新增⟪4⟫N1家。", ("2024-12-01/2025-01-01", "document", "sentence")),
        (ANNUAL + "⟪今年以来⟫D2新增⟪4⟫N1家。", ("2024-01-01/2025-01-01", "document", "sentence")),
        (ANNUAL + "⟪2019年3月⟫D1建成，截至⟪目前⟫D2有⟪4⟫N1家。", ("2025-01-06/2025-01-07", "document", "sentence")),
        (HALF + "⟪上半年⟫D2新增⟪4⟫N1家。", ("2024-01-01/2024-07-01", "document", "sentence")),
        # by the publication, in the year that suits
        (NOTICE + "⟪6月28日⟫D2新增⟪4⟫N1家。", ("2024-06-28/2024-06-29", "document", "sentence")),
        (NOTICE + "⟪上半年⟫D2新增⟪4⟫N1家。", ("2024-01-01/2024-07-01", "document", "sentence")),
        (NOTICE + "⟪目前⟫D2有⟪4⟫N1家。", ("2025-01-17/2025-01-18", "document", "sentence")),
        ("⟪年底⟫D2达⟪4⟫N1家。", (None, None, "sentence")),
    ],
)
def test_dates_resolve_by_what_governs_them(text: str, expected: tuple[str | None, str | None, str | None]) -> None:
    number = "D2" if "D2" in text else "D1"
    assert dated(fact(f"{text}\n@ N1: {number} | {LEVEL}")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NOTICE + "二、下一步打算\n力争⟪四季度⟫D1建成⟪4⟫N1家。", ("2025-10-01/2026-01-01", "document", "sentence")),
        (ANNUAL + "二、下一步打算\n力争⟪全年⟫D1新增⟪4⟫N1家。", ("2025-01-01/2026-01-01", "document", "sentence")),
        (ANNUAL + "⟪全年⟫D1计划⟪4⟫N1家，全部完成。", ("2024-01-01/2025-01-01", "document", "sentence")),
        (HALF + "二、下半年打算\n⟪年底前⟫D1建成⟪4⟫N1家。", ("2024-07-09/2025-01-01", "document", "sentence")),
        (ANNUAL + "⟪2025年⟫D1，我局将抓好两件事。一是提质。二是扩面，新增⟪4⟫N1家。", ("2025-01-01/2026-01-01", "context", "paragraph")),
        (ANNUAL + "二、⟪2025年⟫D1工作思路\n力争新增⟪4⟫N1家。", ("2025-01-01/2026-01-01", "context", "paragraph")),
        (ANNUAL + "二、下一步措施\n力争新增⟪4⟫N1家。", (None, None, None)),
    ],
)
def test_targets_take_the_year_of_the_plan(text: str, expected: tuple[str | None, str | None, str | None]) -> None:
    link = "" if expected[2] != "sentence" else "D1"
    assert dated(fact(f"{text}\n@ N1: {link}| {TARGET}")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NOTICE + "⟪2023年⟫D1，成效明显。新增⟪4⟫N1家。", ("2023-01-01/2024-01-01", "context", "paragraph")),
        (NOTICE + "截至⟪2023年12月⟫D1，有所进步。仅有⟪1⟫N1家。", ("2023-12-01/2024-01-01", "context", "paragraph")),
        (NOTICE + "一是⟪2023年⟫D1增加。二是新增⟪4⟫N1家。", (None, None, None)),
        (NOTICE + "⟪2023年9月4日⟫D1开会。新增⟪4⟫N1家。", (None, None, None)),
        (NOTICE + "新增⟪4⟫N1家，截至⟪2023年6月⟫D1完成。", (None, None, None)),
        (NOTICE + "⟪2023年⟫D1增加。\n新增⟪4⟫N1家。", (None, None, None)),
        (ANNUAL + "新增⟪4⟫N1家。", ("2024-01-01/2025-01-01", "document", "document")),
        (ANNUAL + "二、⟪2025年⟫D1打算\n目前为⟪4⟫N1家。", (None, None, None)),
        (REPORT + "一是提质增效。新增⟪4⟫N1家。", ("2024-01-01/2025-01-01", "document", "document")),
        (HALF + "一、⟪2024年⟫D1工作\n新增⟪4⟫N1家。", ("2024-01-01/2024-07-01", "document", "document")),
        ("新增⟪4⟫N1家。", (None, None, None)),
    ],
)
def test_facts_without_a_date(text: str, expected: tuple[str | None, str | None, str | None]) -> None:
    assert dated(fact(f"{text}\n@ N1:| {LEVEL}")) == expected


@pytest.mark.parametrize(
    ("text", "name", "source"),
    [
        (ANNUAL + "⟪市科技局⟫A1认定⟪4⟫N1家。\n@ N1: A1", "市科技局", "sentence"),
        (ANNUAL + "⟪市委⟫A1、⟪市政府⟫A2开展⟪4⟫N1次。\n@ N1: A1 A2", "市委、市政府", "sentence"),
        (ANNUAL + "⟪局党组⟫A1始终重视。全年学习⟪4⟫N1次。", "局党组", "paragraph"),
        (ANNUAL + "整改情况：一是⟪局党组⟫A1带头。学习⟪4⟫N1次。", "局党组", "paragraph"),
        (ANNUAL + "整改情况：一是⟪局党组⟫A1带头。二是学习⟪4⟫N1次。", "市工信局", "document"),
        (ANNUAL + "⟪市委第二巡察组⟫A1指出不足。整改⟪4⟫N1个。", "市工信局", "document"),
        (ANNUAL + "⟪市财政局⟫A1批复我局预算。支出⟪4⟫N1万元。", "市工信局", "document"),
        (ANNUAL + "根据⟪市委⟫A1部署抓落实。整改⟪4⟫N1个。", "市工信局", "document"),
        (ANNUAL + "⟪局党组⟫A1始终重视。\n全年学习⟪4⟫N1次。", "市工信局", "document"),
        ("全年学习⟪4⟫N1次。", None, None),
    ],
)
def test_agency_and_where_it_was_found(text: str, name: str | None, source: str | None) -> None:
    one = fact(text)
    assert (one.agency_name, one.agency_source) == (name, source)
    assert one.agency == name


def joined(marked: str) -> list[tuple[str, str, str]]:
    facts = read(marked).facts
    return [(one.value, join.kind, facts[join.fact].value) for one in facts for join in one.joins]


def test_a_change_joins_its_level() -> None:
    text = "⟪企业⟫I1达⟪54⟫N1⟪家⟫U1，新增⟪4⟫N2⟪家⟫U2，增长⟪8⟫N3⟪%⟫U3；⟪产值⟫I2增长⟪9⟫N4⟪%⟫U4。"
    links = f"\n@ N1: I1 U1\n@ N2: I1 U2 | {CHANGE}\n@ N3: I1 U3 | {GROWTH}\n@ N4: I2 U4 | {GROWTH}"
    assert joined(text + links) == [("4", "change_of", "54"), ("8", "change_of", "54")]


def test_points_change_a_share_and_nothing_else() -> None:
    text = "⟪比重⟫I1为⟪31⟫N1⟪%⟫U1，提高⟪2⟫N2⟪个百分点⟫U2；⟪企业⟫I2⟪5⟫N3⟪家⟫U3，高⟪3⟫N4⟪个百分点⟫U4。"
    links = f"\n@ N1: I1 U1 | {SHARE}\n@ N2: I1 U2 | {CHANGE}\n@ N3: I2 U3\n@ N4: I2 U4 | {CHANGE}"
    assert joined(text + links) == [("2", "change_of", "31"), ("3", "same_indicator", "5")]


def test_parts_join_their_total_also_over_a_full_stop_and_over_commas_where_they_add_up() -> None:
    text = "办理⟪诉求⟫I1⟪9⟫N1⟪件⟫U1。其中：⟪用工⟫I2⟪4⟫N2⟪件⟫U2，⟪融资⟫I3⟪5⟫N3⟪件⟫U3。⟪培训⟫I4⟪2⟫N4⟪件⟫U4。"
    links = "\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3\n@ N4: I4 U4"
    assert joined(text + links) == [("4", "part_of", "9"), ("5", "part_of", "9")]


def test_what_follows_a_comma_is_a_part_only_if_all_add_up() -> None:
    text = "新开工⟪项目⟫I1⟪14⟫N1⟪个⟫U1，其中⟪重点项目⟫I2⟪5⟫N2⟪个⟫U2，⟪竣工项目⟫I3⟪6⟫N3⟪个⟫U3。"
    assert joined(text + "\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3") == [("5", "part_of", "14")]
    assert joined("⟪企业⟫I1⟪4⟫N1⟪家⟫U1，其中⟪项目⟫I2⟪9⟫N2⟪个⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2") == []


def test_a_target_joins_the_one_result_of_its_indicator() -> None:
    plan = "力争⟪工业企业⟫I9⟪200⟫N9⟪家⟫U9。\n@ N9: I9 U9 | level + target exact -"
    assert joined(f"⟪工业企业⟫I1⟪181⟫N1⟪家⟫U1。\n@ N1: I1 U1\n{plan}") == [("200", "plan_of", "181")]
    assert joined(f"⟪工业企业⟫I1⟪181⟫N1⟪家⟫U1。⟪工业企业⟫I2⟪20⟫N2⟪家⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2\n{plan}") == []


def test_nothing_to_read() -> None:
    for raw in ("", "\n \n", "没有数字。"):
        assert make_facts(Document(raw), repair(raw)).facts == ()


def test_entities_may_come_in_any_order_and_with_their_repaired_text() -> None:
    raw = "２０２４年\n新增４家。"
    number, date = Entity(7, "NUMBER", 8, 9, "４"), Entity(9, "DATE", 0, 5, "２０２４年", clean="2024年")
    [one] = make_facts(Document(raw, (number, date), (Relation(number, date),), {7: Attributes()}), repair(raw)).facts
    assert one.quantity is not None
    assert (one.quantity.value, one.period and one.period.raw) == (4, "2024年")
    assert raw[one.sentence.start : one.sentence.end] == "新增４家。"


def test_entities_that_the_repair_drops_or_nothing_reads() -> None:
    raw = "新增4家。\n\u200b\n"
    number, lost = Entity(1, "NUMBER", 2, 3, "4"), Entity(2, "NUMBER", 6, 7, "\u200b")
    links = (Relation(lost, Entity(9, "DATE", 0, 1, "9999年")), Relation(number, Entity(8, "DATE", 0, 1, "13月45日")))
    assert [dated(one) for one in make_facts(Document(raw, (number, lost), links), repair(raw)).facts] == [(None, None, "sentence")] * 2


def many(count: int, line: str) -> float:
    """Time a document of so many numbers."""
    places = [number * len(line) + line.index("7") for number in range(count)]
    entities = tuple(Entity(number, "NUMBER", place, place + 1, "7") for number, place in enumerate(places))
    document, text = Document(line * count, entities), repair(line * count)
    began = process_time()
    assert len(make_facts(document, text).facts) == count
    return process_time() - began


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Turn the garbage collector off, which at times looks through what all the other tests hold."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("line", ["新增7家，", "新增7家，其中", "市工信局新增7家。\n"])
def test_time_grows_with_the_length(line: str) -> None:
    many(500, line)
    # Other processes slow some runs down: the best of each length, taken in turn, tells.
    long, short = zip(*((many(16000, line), many(2000, line)) for _ in range(5)), strict=True)
    assert min(long) < 16 * min(short)


def planned(count: int) -> float:
    """Time a document of so many plans and as many results, all of one indicator."""
    line = "充电桩7个，"
    numbers = [Entity(2 * place, "NUMBER", place * len(line) + 3, place * len(line) + 4, "7") for place in range(2 * count)]
    names = [Entity(2 * place + 1, "INDICATOR", place * len(line), place * len(line) + 3, "充电桩") for place in range(2 * count)]
    links = tuple(Relation(number, name) for number, name in zip(numbers, names, strict=True))
    attributes = {number.id: Attributes(status="target") for number in numbers[::2]}
    document, text = Document(line * 2 * count, (*numbers, *names), links, attributes), repair(line * 2 * count)
    began = process_time()
    make_facts(document, text)
    return process_time() - began


@pytest.mark.usefixtures("no_collector")
def test_time_of_plans_grows_with_their_number() -> None:
    planned(100)
    long, short = zip(*((planned(4000), planned(500)) for _ in range(3)), strict=True)
    assert min(long) < 16 * min(short)
