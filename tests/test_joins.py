"""Facts that belong together: changes and their levels, parts and totals, plans and results."""

import json
from pathlib import Path

import pytest

from govie.facts import make_facts
from govie.facts.plans import Names, _is_near
from govie.inline import from_inline
from govie.jsonl import from_record
from govie.text import repair

CHANGE, GROWTH = "change + actual exact yoy", "growth + actual exact yoy"


def joins(marked: str) -> list[tuple[str, str, str]]:
    """Give each join as its kind and the two numbers."""
    read = from_record({"id": "a", **from_inline(marked)})
    facts = make_facts(read, repair(read.text)).facts
    return [(join.kind, fact.value, facts[join.fact].value) for fact in facts for join in fact.joins]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            f"⟪企业⟫I1⟪54⟫N1⟪家⟫U1，比上年增加⟪4⟫N2⟪家⟫U2。\n@ N1: I1 U1\n@ N2: I1 U2 | {CHANGE}",
            [("change_of", "4", "54")],
        ),
        (
            f"⟪总产值⟫I1⟪18.7⟫N1⟪亿元⟫U1，增长⟪11.4⟫N2⟪%⟫U2，高于全市⟪1.9⟫N3⟪个百分点⟫U3。\n"
            f"@ N1: I1 U1\n@ N2: I1 U2 | {GROWTH}\n@ N3: I1 U3 | {CHANGE}",
            [("change_of", "11.4", "18.7"), ("change_of", "1.9", "11.4")],
        ),
        (
            f"⟪项目⟫I1 ⟪26⟫N1⟪个⟫U1 ⟪22⟫N2⟪个⟫U2 ⟪4⟫N3⟪个⟫U3。\n@ N1: I1 U1\n@ N2: I1 U2\n@ N3: I1 U3 | {CHANGE}",
            [("same_indicator", "22", "26"), ("change_of", "4", "26")],
        ),
        (
            "查出⟪项目⟫I1⟪19⟫N1⟪个⟫U1。对其中⟪12⟫N2⟪个⟫U2催办。\n@ N1: I1 U1\n@ N2: I1 U2",
            [("part_of", "12", "19")],
        ),
        (
            "挑出⟪硬伤⟫I1⟪9⟫N1⟪条⟫U1，含⟪错讹⟫I2⟪4⟫N2⟪条⟫U2、⟪误写⟫I3⟪5⟫N3⟪条⟫U3。\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3",
            [("part_of", "4", "9"), ("part_of", "5", "9")],
        ),
        (
            "⟪技术合同登记⟫I1⟪88⟫N1⟪亿元⟫U1。\n明年⟪技术合同登记额⟫I2达⟪90⟫N2⟪亿元⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2 | level + target exact -",
            [("plan_of", "90", "88")],
        ),
        (
            "推荐⟪企业⟫I1⟪60⟫N1⟪家⟫U1，获批⟪45⟫N2⟪家⟫U2，占⟪75⟫N3⟪%⟫U3。\n@ N1: I1 U1\n@ N2: I1 U2\n@ N3: I1 U3 | share + actual exact -",
            [("same_indicator", "45", "60"), ("same_indicator", "75", "60")],
        ),
        (
            "新增⟪道路⟫I1⟪36⟫N1⟪条⟫U1、⟪21⟫N2⟪公里⟫U2。\n@ N1: I1 U1\n@ N2: I1 U2",
            [("same_indicator", "21", "36")],
        ),
        (
            "⟪造林⟫I1、⟪更新⟫I2分别完成⟪0.2⟫N1、⟪1.5⟫N2⟪万亩⟫U2，栽⟪苗木⟫I3⟪8⟫N3⟪万株⟫U3、⟪草⟫I4⟪9⟫N4⟪万株⟫U4。\n"
            "@ N1: I1 U2\n@ N2: I2 U2\n@ N3: I3 U3\n@ N4: I4 U4",
            [("list_of", "1.5", "0.2")],
        ),
        (
            "两局分别新增⟪学位⟫I1⟪2160⟫N1⟪个⟫U1、⟪托位⟫I2⟪845⟫N2⟪个⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2",
            [("list_of", "845", "2160")],
        ),
        (
            "甲县、乙县⟪完成率⟫I1为⟪72⟫N1⟪%⟫U1和⟪66⟫N2⟪%⟫U2。\n@ N1: I1 U1 | share + actual exact -\n@ N2: I1 U2 | share + actual exact -",
            [("list_of", "66", "72")],
        ),
        (
            "⟪编写量⟫I1分别达⟪4.2⟫N1⟪万字⟫U1和⟪3.8⟫N2⟪万字⟫U2，多⟪1.7⟫N3⟪万字⟫U3、⟪1.3⟫N4⟪万字⟫U4。\n"
            f"@ N1: I1 U1\n@ N2: I1 U2\n@ N3: I1 U3 | {CHANGE}\n@ N4: I1 U4 | {CHANGE}",
            [("list_of", "3.8", "4.2"), ("change_of", "1.7", "4.2"), ("change_of", "1.3", "3.8"), ("list_of", "1.3", "1.7")],
        ),
        (
            "反馈⟪问题⟫I1⟪29⟫N1⟪个⟫U1。经过整改，其中⟪22⟫N2⟪个⟫U2⟪问题⟫I2完成，⟪7⟫N3⟪个⟫U3⟪问题⟫I3视同完成。\n"
            "@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3",
            [("part_of", "22", "29"), ("part_of", "7", "29")],
        ),
        (
            "审计⟪干部⟫I1⟪9⟫N1⟪名⟫U1，按类别分，⟪正职⟫I2⟪6⟫N2⟪名⟫U2、⟪副职⟫I3⟪3⟫N3⟪名⟫U3。\n@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3",
            [("part_of", "6", "9"), ("part_of", "3", "9")],
        ),
        (
            "按年龄分，⟪干部⟫I1⟪9⟫N1⟪名⟫U1，按类别分，⟪正职⟫I2⟪6⟫N2⟪名⟫U2。\n@ N1: I1 U1\n@ N2: I2 U2",
            [],
        ),
        (
            "查出⟪项目⟫I1⟪19⟫N1⟪个⟫U1。对其中⟪12⟫N2⟪个⟫U2催办，终止⟪3⟫N3⟪个⟫U3。\n@ N1: I1 U1\n@ N2: U2\n@ N3: U3",
            [("part_of", "12", "19"), ("part_of", "3", "19")],
        ),
        (
            "更新改造⟪老旧管线更新改造⟫I1⟪46⟫N1⟪公里⟫U1。\n明年⟪老旧管线改造⟫I2⟪50⟫N2⟪公里⟫U2、⟪省级老旧管线改造⟫I3⟪9⟫N3⟪公里⟫U3。\n"
            "@ N1: I1 U1\n@ N2: I2 U2 | level + target exact -\n@ N3: I3 U3 | level + target exact -",
            [("plan_of", "50", "46")],
        ),
        (
            "新增⟪工业企业⟫I1⟪45⟫N1⟪家⟫U1。建立⟪239⟫N2⟪家⟫U2⟪工业企业⟫I2库。\n力争新增⟪工业企业⟫I3⟪20⟫N3⟪家⟫U3。\n"
            "@ N1: I1 U1\n@ N2: I2 U2\n@ N3: I3 U3 | level + target exact -",
            [("plan_of", "20", "45")],
        ),
    ],
)
def test_joins(marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert joins(marked) == expected


def test_near_names_are_those_that_a_look_at_every_one_finds() -> None:
    lines = Path("corpus/authored.jsonl").read_text("utf-8").splitlines()[:60]
    documents = [from_record(json.loads(line)) for line in lines]
    names = sorted({entity.text for document in documents for entity in document.entities if entity.label == "INDICATOR"})
    names += [name[:2] + name[3:] for name in names] + [name[1:] for name in names]
    known = Names(names := list(dict.fromkeys(names)))
    near = {name: [other for other in names if other != name and (_is_near(name, other) or _is_near(other, name))] for name in names}
    assert sum(map(len, near.values())) > len(names) / 2
    assert {name: sorted({*known.near(name)} - {name}) for name in names} == {name: sorted(found) for name, found in near.items()}
