"""Facts that belong together: changes and their levels, parts and totals, plans and results."""

import pytest

from govie.facts import make_facts
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
            [("change_of", "4", "26")],
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
    ],
)
def test_joins(marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert joins(marked) == expected
