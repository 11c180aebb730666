"""Dates: what a reference decides, wrong arguments, and what holds for every day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.normalize import period
from govie.types import Period

PUBLISHED = date(2024, 7, 9)
GOVERNED = Period("2023年", date(2023, 1, 1), date(2024, 1, 1), "year")

NEEDS_REFERENCE = [
    "11月",
    "1-6月",
    "上半年",
    "全年",
    "去年",
    "今年以来",
    "目前",
    "近三年",
    "年底前",
    "2021年以来",
    "6月28日",
    "28日",
]


@pytest.mark.parametrize("text", NEEDS_REFERENCE)
def test_needs_a_reference(text: str) -> None:
    assert period(text) is None


def test_a_report_of_january_speaks_of_the_year_before() -> None:
    january = date(2024, 1, 9)
    for text in ("11月", "1—11月", "四季度", "前三季度", "12月31日"):
        read = period(text, january)
        assert read is not None
        assert read.start.year == 2023
    ahead = period("11月底前", january)
    assert ahead is not None
    assert (ahead.start, ahead.end) == (january, date(2024, 12, 1))


def test_a_leap_day_is_the_last_one_there_was() -> None:
    read = period("2月29日", date(2025, 1, 9))
    assert read is not None
    assert read.start == date(2024, 2, 29)


def test_a_period_of_many_years_gives_no_year() -> None:
    plan = period("“十四五”")
    assert plan is not None
    assert period("6月", plan) is None
    assert period("去年", plan) is None


def test_a_period_of_a_month_gives_the_month() -> None:
    june = Period("6月", date(2024, 6, 1), date(2024, 7, 1), "month")
    read, days = period("上月末", june), period("21日", june)
    assert read is not None and days is not None
    assert (read.start, days.start) == (date(2024, 5, 31), date(2024, 6, 21))
    assert period("今天", june) is None


def test_takes_a_datetime_for_its_date() -> None:
    assert period("昨天", datetime(2024, 7, 9, 14, 5)) == period("昨天", PUBLISHED)


@pytest.mark.parametrize("text", [None, 2024, date(2024, 1, 9), [], b"2024"])
def test_wants_a_string(text: object) -> None:
    with pytest.raises(TypeError, match="expected the text of a date as str"):
        period(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("reference", ["2024-07-09", 2024, {}])
def test_wants_a_date_or_a_period(reference: object) -> None:
    with pytest.raises(TypeError, match="expected the reference as a date"):
        period("6月", reference)  # type: ignore[arg-type]


@pytest.mark.parametrize("reference", [date.min, date.max, date(9999, 1, 1), date(1, 1, 1)])
@pytest.mark.parametrize("text", ["目前", "去年", "明年", "前年", "近三年", "未来三年", "上月", "昨天", "明天", "12月", "年底前", "31日"])
def test_stays_within_the_calendar(text: str, reference: date) -> None:
    read = period(text, reference)
    assert read is None or read.start < read.end


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FORMS = ["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0:%Y.%m.%d}", "{0.year}/{0.month}/{0.day}", "{0:%Y%m%d}"]


@given(DAYS, st.sampled_from(FORMS), st.none() | DAYS)
def test_days_come_back(day: date, form: str, reference: date | None) -> None:
    read = period(form.format(day), reference)
    assert read is not None
    assert (read.start, read.end, read.granularity) == (day, day + timedelta(days=1), "day")


@given(DAYS, DAYS, st.sampled_from(["至", "到", "—", "-", "～"]), st.sampled_from(FORMS[:2]))
def test_intervals_come_back(one: date, other: date, joiner: str, form: str) -> None:
    first, last = sorted((one, other))
    read = period(form.format(first) + joiner + form.format(last))
    if first == last:
        assert read is None or read.granularity == "day"
    else:
        assert read is not None
        assert (read.start, read.end) == (first, last + timedelta(days=1))


@given(DAYS, st.sampled_from(["{}月", "1—{}月", "{}月底", "{}月1日"]), st.integers(2, 12))
def test_a_bare_month_has_begun_by_the_publication(published: date, form: str, month: int) -> None:
    read = period(form.format(month), published)
    assert read is not None
    assert read.end.replace(day=1) - timedelta(days=31) <= published
    assert published - read.start < timedelta(days=2 * 366)


@given(
    st.text(max_size=80)
    | st.text("0123456789年月日号至-—~、季度上下半末底初前以来十四五近过去未今全第“”个旬期间", max_size=14)
    | st.lists(
        st.sampled_from(["2024", "年", "6", "月", "至", "底", "前", "以来", "去年", "十四五", "日", "季度", "一", "近"]),
        max_size=6,
    ).map("".join),
    st.none() | st.dates() | st.just(GOVERNED),
)
def test_never_breaks_and_never_ends_before_it_starts(text: str, reference: date | Period | None) -> None:
    read = period(text, reference)
    if read is not None:
        assert read.start < read.end
        assert read.raw == text
        assert read.granularity in {"day", "month", "quarter", "half", "year", "span"}
        assert read.resolved in {"stated", "context", "document"}
        assert reference is not None or read.resolved == "stated"
