"""Amounts: multipliers, wrong arguments, and what holds for every number, unit and modifier."""

import time
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.normalize import quantity
from govie.normalize.amount import read_amount


@pytest.mark.parametrize(
    ("text", "unit", "multiplier"),
    [("12", "万人", 10**4), ("12万", "人", 10**4), ("12万人", None, 10**4), ("四", "成", 10), ("3", "千瓦", 1)],
)
def test_multiplier_is_what_stood_before_the_unit(text: str, unit: str | None, multiplier: int) -> None:
    read = quantity(text, unit)
    assert read is not None
    assert read.multiplier == multiplier


@pytest.mark.parametrize(("text", "unit"), [(None, None), (12, "家"), (float("nan"), None), ("3", 4), ([], None), (b"3", None)])
def test_wants_strings(text: object, unit: object) -> None:
    with pytest.raises(TypeError, match="expected the text of a quantity as str"):
        quantity(text, unit)  # type: ignore[arg-type]


def test_does_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 2
        read = quantity("987654.321", "亿元")
    assert read is not None
    assert read.value == Decimal(98765432100000)


def test_long_garbage_costs_nothing() -> None:
    started = time.process_time()
    for garbage in ("1" * 10**6, "一二" * 10**6, "1-" * 10**6, "((" * 10**6):
        assert quantity(garbage) is None
        assert quantity("3", garbage) is None
    assert time.process_time() - started < 1


FIGURES = st.decimals(0, 10**9, places=2)
UNITS = st.sampled_from(["家", "万元", "亿元", "%", "个百分点", "万人次", "亿千瓦时", "千瓦", "元/人", "万元/亩", "吨标准煤/万元", "成"])


@given(FIGURES, UNITS, st.sampled_from(["{:f}", "{:,f}"]))
def test_a_cut_between_number_and_unit_changes_nothing(value: Decimal, unit: str, form: str) -> None:
    text = form.format(value)
    assert quantity(text, unit) == quantity(text + unit)
    if unit.startswith(("万", "亿")):
        assert quantity(text + unit[0], unit[1:]) == quantity(text, unit)


@given(FIGURES, UNITS, st.sampled_from(["余", "多"]), st.sampled_from(["约", "近"]), st.sampled_from(["以下", "以内"]))
def test_modifiers_change_only_the_bound(value: Decimal, unit: str, over: str, approx: str, under: str) -> None:
    plain = quantity(f"{value}", unit)
    assert plain is not None
    for phrase, bound in (
        (f"{value}{over}{unit}", "over"),
        (f"{approx}{value}{unit}", "approx"),
        (f"{value}{unit}{under}", "under"),
        (f"{approx}{value}{over}{unit}", "approx"),
    ):
        read = quantity(phrase)
        assert read is not None
        assert (read.value, read.unit, read.dimension, read.bound) == (plain.value, plain.unit, plain.dimension, bound)


@given(FIGURES, FIGURES, UNITS, st.sampled_from(["-", "—", "～", "至", "到"]))
def test_a_range_has_the_ends_it_was_given(one: Decimal, other: Decimal, unit: str, joiner: str) -> None:
    low, high = sorted((one, other))
    read, ends = quantity(f"{low}{joiner}{high}", unit), (quantity(f"{low}", unit), quantity(f"{high}", unit))
    if low == high:
        assert read is None
    else:
        assert read is not None and ends[0] is not None and ends[1] is not None
        assert (read.value, read.low, read.high) == (None, ends[0].value, ends[1].value)


FORMS = [
    "超{}{}",
    "{}余{}",
    "{}-{}{}",
    "{}至{}{}",
    "{}万-{}{}",
    "{}%至{}{}",
    "约{}{}左右",
    "{}{}以上",
    "¥{}{}",
    "-{}至-{}{}",
    "第{}{}",
    "{}/{}{}",
]


@given(FIGURES, FIGURES, UNITS | st.sampled_from(["", "年", "位", "日"]), st.sampled_from(FORMS))
def test_frames_read_what_the_grammar_reads(one: Decimal, other: Decimal, unit: str, form: str) -> None:
    figures = (f"{one.normalize():f}", f"{other.normalize():f}")[: form.count("{}") - 1]
    phrase = form.format(*figures, unit)
    assert quantity(phrase) == read_amount(phrase, None)


@given(
    st.text(max_size=80) | st.text("0123456789.,-~第负半一二十百千万亿点分之两成余多约近超元家%/个月年 ", max_size=24),
    st.none() | st.text(max_size=8) | UNITS,
)
def test_never_breaks(text: str, unit: str | None) -> None:
    read = quantity(text, unit)
    if read is not None:
        assert read.bound in {"exact", "approx", "over", "under", "range"}
        assert (read.value is None) == (read.bound == "range")
        assert read.low is not None or read.high is not None
        assert read.low is None or read.high is None or read.low <= read.high
