import json
import time
from pathlib import Path

import pytest

from govie.checks import Check
from govie.extractor import Extractor
from govie.facts import make_facts
from govie.inline import from_inline
from govie.jsonl import from_record, read_jsonl
from govie.text import repair
from govie.types import Document

CORPUS = Path(__file__).parents[1] / "corpus"
LEVEL, SHARE = "level + actual exact -", "share + actual exact -"


def document(marked: str) -> Document:
    """Make a gold document from marked text, as the line would make it from plain text."""
    read = from_record({"id": "a", **from_inline(marked)})
    return make_facts(read, repair(read.text))


def found(marked: str) -> list[tuple[str, str, str]]:
    return [(check.kind, check.expected, check.found) for check in document(marked).checks()]


def lines(count: int, indicator: str = "I1", attributes: str = LEVEL) -> str:
    return "\n" + "\n".join(f"@ N{i}: {indicator} U{i} | {attributes}" for i in range(1, count + 1))


CLASSES = "办理⟪涉企诉求⟫I9⟪{}⟫N1⟪件⟫U1。其中:⟪用工类⟫I1⟪40⟫N2⟪件⟫U2,⟪融资类⟫I2⟪36⟫N3⟪件⟫U3,⟪法务类⟫I3⟪{}⟫N4⟪件⟫U4。"
CLASSES += "\n@ N1: I9 U1\n@ N2: I1 U2\n@ N3: I2 U3\n@ N4: I3 U4"
REST = "⟪重点任务⟫I1⟪26⟫N1⟪项⟫U1，已完成⟪21⟫N2⟪项⟫U2，{}⟪{}⟫N3⟪项⟫U3{}。" + lines(3)
ENDS = "⟪企业⟫I1由⟪{}⟫N1⟪家⟫U1{}⟪{}⟫N2⟪家⟫U2，增长⟪{}⟫N3⟪%⟫U3。" + lines(2) + "\n@ N3: I1 U3 | growth + actual exact -"
AMONG = "走访⟪企业⟫I1⟪{}⟫N1⟪家⟫U1，其中⟪规上企业⟫I2⟪{}⟫N2⟪家⟫U2{}。\n@ N1: I1 U1\n@ N2: I2 U2"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (CLASSES.format(89, 13), []),
        (CLASSES.format(99, 13), [("sum", "89件", "99件")]),
        (CLASSES.format(79, 13), [("sum", "89件", "79件")]),
        (REST.format("其余", 5, "达到序时进度"), []),
        (REST.format("其余", 6, "达到序时进度"), [("sum", "27项", "26项")]),
        (REST.format("其余", 4, "达到序时进度"), [("sum", "25项", "26项")]),
        (REST.format("未完成", 3, ""), [("sum", "24项", "26项")]),
        (REST.format("正在推进", 6, ""), [("sum", "27项", "26项")]),
        (REST.format("正在推进", 3, ""), []),  # two may not have begun
        (REST.format("新增", 6, ""), []),
        (AMONG.format(30, 12, ""), []),
        (AMONG.format(30, 42, ""), [("sum", "42家", "30家")]),
        (AMONG.format(30, 42, "").replace("走访⟪企业", "走访⟪镇区"), []),
        ("累计⟪50⟫N3⟪家⟫U3，" + AMONG.format(30, 42, ""), []),  # 42 of the 50
    ],
)
def test_parts_of_a_total(marked: str, expected: list[tuple[str, str, str]]) -> None:
    if "N3⟪家⟫U3，" in marked:
        marked += "\n@ N3: I1 U3"
    assert found(marked) == expected


def test_parts_may_overlap_or_leave_some_out() -> None:
    overlap = "吸收⟪会员⟫I1⟪9320⟫N1⟪人⟫U1，其中⟪农民工⟫I2⟪6105⟫N2⟪人⟫U2、⟪女职工⟫I3⟪3870⟫N3⟪人⟫U3。\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3"
    assert found(overlap) == []
    some = "查处⟪违法行为⟫I1⟪87⟫N1⟪处⟫U1，其中⟪加层⟫I2⟪34⟫N2⟪处⟫U2、⟪搭棚⟫I3⟪29⟫N3⟪处⟫U3。\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3"
    assert found(some) == []


def test_a_rest_may_be_of_what_has_been_parted_already() -> None:
    marked = "查出⟪隐患⟫I1⟪147⟫N1⟪项⟫U1，整改⟪96⟫N2⟪项⟫U2，限期整改⟪{}⟫N3⟪项⟫U3；其余⟪4⟫N4⟪项⟫U4已提请督办。" + lines(4)
    assert found(marked.format(51)) == []
    assert found(marked.format(41)) == [("sum", "141项", "147项")]


def test_the_total_of_all_outcomes_may_stand_before_them() -> None:
    overdue = (
        "⟪项目⟫I0逾期未验收⟪{}⟫N0⟪项⟫U0。补验⟪欠账项目⟫I1⟪29⟫N1⟪项⟫U1，终止⟪6⟫N2⟪项⟫U2；余下的⟪2⟫N3⟪项⟫U3申报债权。\n@ N0: I0 U0" + lines(3)
    )
    assert found(overdue.format(37)) == []
    assert found(overdue.format(38)) == [("sum", "8项", "29项")]


def test_parts_are_rounded() -> None:
    marked = "⟪收入⟫I1⟪10.3⟫N1⟪亿元⟫U1，其中⟪城镇收入⟫I2⟪5.14⟫N2⟪亿元⟫U2、⟪农村收入⟫I3⟪{}⟫N3⟪亿元⟫U3。"
    marked += "\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3"
    assert found(marked.format("5.21")) == []
    assert found(marked.format("5.31")) == [("sum", "10.45亿元", "10.3亿元")]


def test_what_came_less_what_went() -> None:
    marked = "⟪企业⟫I1新增⟪41⟫N1⟪家⟫U1，退库⟪12⟫N2⟪家⟫U2，净增⟪{}⟫N3⟪家⟫U3。" + lines(2) + "\n@ N3: I1 U3 | change + actual exact -"
    assert found(marked.format(29)) == []
    assert found(marked.format(39)) == [("sum", "29家", "39家")]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (ENDS.format(100, "增加到", 120, 20), []),
        (ENDS.format(100, "增加到", 120, 25), [("growth", "20%", "25%")]),
        (ENDS.format(90, "增加到", 100, "11.1"), []),
        (ENDS.format(90, "增加到", 100, "11.2"), [("growth", "11.1%", "11.2%")]),
        (ENDS.format(120, "增加到", 100, 20), [("growth", "减少", "增加到")]),
        (ENDS.format(100, "增加到", 120, 25).replace("，增长", "，同口径增长"), []),
        (ENDS.format(100, "和", 120, 25), []),
    ],
)
def test_growth_between_two_ends(marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(marked) == expected


def test_growth_of_a_level_and_its_change() -> None:
    marked = "接收⟪退役士兵⟫I1⟪63⟫N1⟪名⟫U1，比上年减少⟪11⟫N2⟪名⟫U2，下降⟪{}⟫N3⟪%⟫U3。\n@ N1: I1 U1\n"
    marked += "@ N2: I1 U2 | change - actual exact yoy\n@ N3: I1 U3 | growth - actual exact yoy"
    assert found(marked.format("14.9")) == []
    assert found(marked.format("17.5")) == [("growth", "14.9%", "17.5%")]
    assert found(marked.format("17.5").replace("退役士兵", "地区生产总值")) == []  # its growth is at constant prices


def test_growth_over_a_level_that_is_named() -> None:
    marked = "⟪2024年⟫D1⟪规上工业企业⟫I1达⟪120⟫N1⟪家⟫U1，比⟪2023年⟫D2的⟪100⟫N2⟪家⟫U2增长⟪{}⟫N3⟪%⟫U3。\n"
    marked += "@ N1: I1 U1 D1\n@ N2: I1 U2 D2\n@ N3: I1 U3 D1 | growth + actual exact base:2023年"
    assert found(marked.format(20)) == []
    assert found(marked.format(25)) == [("growth", "20%", "25%")]


def test_growth_on_the_year_before() -> None:
    marked = "⟪2023年⟫D1，全市⟪规上工业企业⟫I1⟪100⟫N1⟪家⟫U1。⟪2024年⟫D2，{}⟪规上工业企业⟫I2⟪120⟫N2⟪家⟫U2，同比增长⟪25⟫N3⟪%⟫U3。\n"
    marked += "@ N1: I1 U1 D1\n@ N2: I2 U2 D2\n@ N3: I2 U3 D2 | growth + actual exact yoy"
    assert found(marked.format("全市")) == [("growth", "20%", "25%")]
    assert found(marked.format("全区")) == []


def test_percentage_points_are_no_per_cent() -> None:
    marked = (
        "⟪网办率⟫I1由⟪88.2⟫N1⟪%⟫U1升至⟪97.6⟫N2⟪%⟫U2，提高⟪{}⟫N3⟪{}⟫U3。"
        + lines(2, attributes=SHARE)
        + "\n@ N3: I1 U3 | change + actual exact -"
    )
    assert found(marked.format("9.4", "个百分点")) == []
    assert found(marked.format("10.7", "%")) == []
    assert found(marked.format("10.7", "个百分点")) == [("growth", "9.4个百分点", "10.7个百分点")]


PLAN = "⟪推介会⟫I1计划⟪{}⟫N1⟪场⟫U1，实际完成⟪{}⟫N2⟪场⟫U2，完成年度目标的⟪{}⟫N3⟪%⟫U3。" + lines(2) + f"\n@ N3: I1 U3 | {SHARE}"


def test_done_against_plan() -> None:
    assert found(PLAN.format(6, 8, "133.3")) == []
    assert found(PLAN.format(8, 6, "133.3")) == [("plan", "75%", "133.3%")]
    assert found(PLAN.format(6, 8, "133.3").replace("，完成年度", "；完成年度")) == []
    marked = PLAN.format(6, 8, "133.3").replace("@ N2: I1 U2 | level + actual", "@ N2: I1 U2 | level + target")
    assert found(marked) == [("plan", "计划6场，完成8场", "计划8场，完成6场")]


@pytest.mark.parametrize(
    ("words", "value", "alarm"),
    [
        ("⟪森林覆盖率⟫I1达", "101.5", True),
        ("⟪抽检合格率⟫I1为", "100", False),
        ("⟪党员⟫I1占比", "120", True),
        ("⟪新增就业⟫I1完成年度目标的", "104", False),
        ("⟪投资完成率⟫I1", "129.6", False),
        ("⟪拨备覆盖率⟫I1", "215", False),
        ("⟪商品房销售⟫I1相当于上年的", "130", False),
        ("⟪进出口总额⟫I1占GDP的", "130", False),
        ("⟪毛入学率⟫I1", "103", False),
    ],
)
def test_percentage_above_a_hundred(words: str, value: str, alarm: bool) -> None:
    expected = [("percentage", "≤100%", f"{value}%")] if alarm else []
    assert found(f"{words}⟪{value}⟫N1⟪%⟫U1。\n@ N1: I1 U1 | {SHARE}") == expected


def test_share_of_two_counts() -> None:
    marked = "⟪2023年⟫D1全省⟪试点企业⟫I1⟪288⟫N1⟪家⟫U1,我市仅⟪8⟫N2⟪家⟫U2,占比⟪{}⟫N3⟪%⟫U3。"
    marked += lines(2, "I1 D1") + f"\n@ N3: I1 U3 D1 | {SHARE}"
    assert found(marked.format("2.8")) == []
    assert found(marked.format("2.7")) == [("share", "2.8%", "2.7%")]
    of_others = marked.format("4.1").replace("全省", "选聘").replace("我市仅", "退出")
    assert found(of_others) == []  # 退出 is no part of 选聘
    among = "⟪人员⟫I1⟪26⟫N1⟪名⟫U1，其中⟪中级职称人员⟫I2⟪11⟫N2⟪名⟫U2，占⟪{}⟫N3⟪%⟫U3。\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I2 U3 | " + SHARE
    assert found(among.format("42.3")) == []
    assert found(among.format("43.2")) == [("share", "42.3%", "43.2%")]


TWO = "{}⟪2024年⟫D1，{}⟪高新技术企业⟫I1达到⟪54⟫N1⟪家⟫U1。{}⟪2024年⟫D2，{}⟪高新技术企业⟫I2达到⟪{}⟫N2⟪家⟫U2。\n@ N1: I1 U1 D1\n@ N2: I2 U2 D2"


@pytest.mark.parametrize(
    ("parts", "alarm"),
    [
        (("", "全市", "", "全市", 56), True),
        (("", "全市", "", "全市", 54), False),
        (("", "", "", "", 56), True),
        (("", "全市", "", "全区", 56), False),
        (("", "全市", "", "曹渡区", 56), False),
        (("", "全市", "", "认定", 56), False),
        (("曹渡区：", "", "清源县：", "", 56), False),
        (("曹渡县。", "全县", "清源县。", "全县", 56), False),
        (("", "全市", "经复核，", "全市", 56), False),
    ],
)
def test_one_indicator_with_two_values(parts: tuple[object, ...], alarm: bool) -> None:
    assert found(TWO.format(*parts)) == ([("conflict", "54家", "56家")] if alarm else [])


@pytest.mark.parametrize(
    "marked",
    [
        "⟪货运指数⟫I1为⟪157⟫N1⟪点⟫U1，其中⟪公路货运指数⟫I2为⟪185⟫N2⟪点⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2",
        "⟪顺差⟫I1⟪2642⟫N1⟪亿美元⟫U1。其中，⟪货物贸易顺差⟫I2⟪6080⟫N2⟪亿美元⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2",
        "⟪死亡人数⟫I1从⟪30⟫N1⟪万⟫U1增加到⟪40⟫N2万。\n@ N1: I1 U1\n@ N2: I1",
        "⟪重伤员⟫I1没有⟪一⟫N1⟪例⟫U1死亡，其中⟪22⟫N2⟪例⟫U2好转。\n@ N1: I1 U1\n@ N2: I1 U2",
        "实载⟪18⟫N1⟪人⟫U1，⟪4⟫N2⟪人⟫U2获救，其中⟪3⟫N3⟪人⟫U3脱险，其余⟪14⟫N4⟪人⟫U4失踪。\n@ N1: U1\n@ N2: U2\n@ N3: U3\n@ N4: U4",
        "⟪13⟫N2⟪个⟫U2⟪站⟫I3建成⟪服务站⟫I1⟪3000⟫N1余⟪个⟫U1，其中⟪文明服务站⟫I2⟪220⟫N3⟪个⟫U3。\n@ N1: I1 U1 | level + actual over -"
        "\n@ N2: I3 U2\n@ N3: I2 U3",
    ],
)
def test_what_news_of_many_years_taught(marked: str) -> None:
    assert found(marked) == []


def test_other_times_units_and_kinds_are_no_conflict() -> None:
    marked = TWO.format("", "全市", "", "全市", 56)
    assert found(marked.replace("⟪2024年⟫D2", "⟪2025年⟫D2")) == []
    assert found(marked.replace("⟪家⟫U2", "⟪个⟫U2")) == []
    assert found(marked + " | level + target exact -") == []
    assert found(marked + " | level + actual over -") == []
    assert found(marked.replace("54⟫N1⟪家", "5.4⟫N1⟪万家").replace("56⟫N2⟪家", "54021⟫N2⟪家")) == []  # one is rounded


def test_a_number_cut_at_its_thousands_is_not_added_up() -> None:
    marked = "⟪收入⟫I1⟪11⟫N1，194，048元，其中⟪工业收入⟫I2⟪5，072⟫N2，990元。\n@ N1: I1\n@ N2: I2"
    assert found(marked) == []


def test_check_holds_its_facts_in_order() -> None:
    [check] = document(CLASSES.format(99, 13)).checks()
    assert isinstance(check, Check)
    assert [fact.value for fact in check.facts] == ["99", "40", "36", "13"]
    assert check.message == "分项40件＋36件＋13件合计89件，总数为99件"


def test_damaged_copy_is_read_through() -> None:
    assert found(CLASSES.format(99, 13).replace("类", "類").replace("诉", "訴")) == [("sum", "89件", "99件")]


def gold(part: str) -> list[Document]:
    return [make_facts(read, repair(read.text)) for read in read_jsonl(CORPUS / part)]


def test_seeds_have_the_two_that_a_reader_finds() -> None:
    alarms = [(d.id[:3], check.kind, check.expected, check.found) for d in gold("seeds.jsonl") for check in d.checks()]
    assert alarms == [("004", "share", "1.6%", "1.5%"), ("004", "share", "2.8%", "2.7%")]


def test_the_model_raises_no_false_alarm_on_the_seeds() -> None:
    texts = [path.read_text("utf-8") for path in sorted((CORPUS / "seeds").glob("*.txt"))]
    alarms = [(check.kind, check.expected, check.found) for d in Extractor().pipe(texts) for check in d.checks()]
    assert alarms == [("share", "1.6%", "1.5%"), ("share", "2.8%", "2.7%")]


def test_authored_reports_raise_no_alarm() -> None:
    assert [(d.id, check.message) for d in gold("authored.jsonl") for check in d.checks()] == []


def test_altered_seeds_raise_one() -> None:
    text = (CORPUS / "seeds.jsonl").read_text("utf-8").splitlines()[4]
    for old, new in (("融资类36件", "融资类46件"), ("未及时验收3项", "未及时验收4项"), ("退库12家", "退库11家")):
        record = json.loads(text)
        assert old in record["text"]
        record["text"] = record["text"].replace(old, new)
        read = from_record(record)
        kinds = sorted(check.kind for check in make_facts(read, repair(read.text)).checks())
        assert kinds == ["share", "share", "sum"], old


def test_long_documents_take_time_in_proportion() -> None:
    one_sentence = "，".join(f"全市⟪高新技术企业⟫I{i}⟪{i}⟫N{i}⟪家⟫U{i}，其余⟪{i}⟫N{i + 5000}⟪家⟫U{i + 5000}" for i in range(1, 2000))
    links = "".join(f"\n@ N{i}: I{i} U{i}\n@ N{i + 5000}: I{i} U{i + 5000}" for i in range(1, 2000))
    long = from_record({"id": "a", **from_inline(one_sentence + links)})
    with_facts = make_facts(long, repair(long.text))
    started = time.perf_counter()
    assert with_facts.checks() == []
    assert time.perf_counter() - started < 10
