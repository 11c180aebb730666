"""Dates: every form of the guidelines, against a publication date, a governing period, or nothing."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.normalize import period
from govie.types import Period

PUBLISHED = date(2024, 7, 9)
GOVERNED = Period("2023年", date(2023, 1, 1), date(2024, 1, 1), "year")

# text → first day, last day, granularity; with no reference at all
STATED = """
2024年 → 2024-01-01 2024-12-31 year
2024 → 2024-01-01 2024-12-31 year
24年 → 2024-01-01 2024-12-31 year
1954年 → 1954-01-01 1954-12-31 year
2019 年 → 2019-01-01 2019-12-31 year
２０２０年 → 2020-01-01 2020-12-31 year
二〇二四年 → 2024-01-01 2024-12-31 year
二○一九年 → 2019-01-01 2019-12-31 year
2023年度 → 2023-01-01 2023-12-31 year
2023年全年 → 2023-01-01 2023-12-31 year
2025年1月9日 → 2025-01-09 2025-01-09 day
2025年1月9号 → 2025-01-09 2025-01-09 day
2025-01-09 → 2025-01-09 2025-01-09 day
2025-1-9 → 2025-01-09 2025-01-09 day
2025.1.9 → 2025-01-09 2025-01-09 day
2025.01.09 → 2025-01-09 2025-01-09 day
2025/1/9 → 2025-01-09 2025-01-09 day
２０２３－０１－０９ → 2023-01-09 2023-01-09 day
２０２２年１２月３０日 → 2022-12-30 2022-12-30 day
二〇二五年一月九日 → 2025-01-09 2025-01-09 day
二〇一六年六月二十八日 → 2016-06-28 2016-06-28 day
2024年2月29日 → 2024-02-29 2024-02-29 day
2025年10月29日上午 → 2025-10-29 2025-10-29 day
2024年6月 → 2024-06-01 2024-06-30 month
2013年9月份 → 2013-09-01 2013-09-30 month
2025-01 → 2025-01-01 2025-01-31 month
2025.1 → 2025-01-01 2025-01-31 month
2024年6月底 → 2024-06-30 2024-06-30 day
2024年12月末 → 2024-12-31 2024-12-31 day
2024年2月末 → 2024-02-29 2024-02-29 day
2024年6月初 → 2024-06-01 2024-06-01 day
2024年底 → 2024-12-31 2024-12-31 day
2024年年底 → 2024-12-31 2024-12-31 day
2020年末 → 2020-12-31 2020-12-31 day
2024年初 → 2024-01-01 2024-01-01 day
2024年上半年 → 2024-01-01 2024-06-30 half
2024年下半年 → 2024-07-01 2024-12-31 half
2025年一季度 → 2025-01-01 2025-03-31 quarter
2019年第三季度 → 2019-07-01 2019-09-30 quarter
2024年4季度末 → 2024-12-31 2024-12-31 day
2023年前三季度 → 2023-01-01 2023-09-30 span
2023年前11个月 → 2023-01-01 2023-11-30 span
2024年8月下旬 → 2024-08-21 2024-08-31 span
2024年2月下旬 → 2024-02-21 2024-02-29 span
2024年10月上中旬 → 2024-10-01 2024-10-20 span
2024年1-6月 → 2024-01-01 2024-06-30 span
2024年1—2月 → 2024-01-01 2024-02-29 span
2024年8月、9月份 → 2024-08-01 2024-09-30 span
2021年-2023年 → 2021-01-01 2023-12-31 span
2021—2023年 → 2021-01-01 2023-12-31 span
2012至2022年 → 2012-01-01 2022-12-31 span
2028—2030年 → 2028-01-01 2030-12-31 span
2022年6月28日至8月22日 → 2022-06-28 2022-08-22 span
2020年9月21日至25日 → 2020-09-21 2020-09-25 span
2023年6月25日至12月31日 → 2023-06-25 2023-12-31 span
2016年10月至2017年9月 → 2016-10-01 2017-09-30 span
2025-01-01至2025-06-30 → 2025-01-01 2025-06-30 span
2012年11月15日至2020年12月28日期间 → 2012-11-15 2020-12-28 span
2021年底前 → 2021-01-01 2021-12-31 span
2022年3月底前 → 2022-01-01 2022-03-31 span
2030年前 → 2030-01-01 2030-12-31 span
截至2023年底 → 2023-12-31 2023-12-31 day
到2025年 → 2025-01-01 2025-12-31 year
“十四五” → 2021-01-01 2025-12-31 span
十四五 → 2021-01-01 2025-12-31 span
“十四五”末 → 2025-12-31 2025-12-31 day
“十四五”期间 → 2021-01-01 2025-12-31 span
“十四五”时期 → 2021-01-01 2025-12-31 span
“十四五”前三年 → 2021-01-01 2023-12-31 span
“十四五”后两年 → 2024-01-01 2025-12-31 span
"十四五" → 2021-01-01 2025-12-31 span
“十五五”时期 → 2026-01-01 2030-12-31 span
十三五 → 2016-01-01 2020-12-31 span
“十三五”末 → 2020-12-31 2020-12-31 day
“十二五”时期 → 2011-01-01 2015-12-31 span
“十五” → 2001-01-01 2005-12-31 span
“九五” → 1996-01-01 2000-12-31 span
八五时期 → 1991-01-01 1995-12-31 span
“一五”计划 → 1953-01-01 1957-12-31 span
20256月 → 2025-06-01 2025-06-30 month
20251月 → 2025-01-01 2025-01-31 month
20219月底 → 2021-09-30 2021-09-30 day
20251-6月 → 2025-01-01 2025-06-30 span
20211-11月 → 2021-01-01 2021-11-30 span
202112月27日 → 2021-12-27 2021-12-27 day
20221月21日 → 2022-01-21 2022-01-21 day
20231024日 → 2023-10-24 2023-10-24 day
20211231日 → 2021-12-31 2021-12-31 day
2021120日 → 2021-01-20 2021-01-20 day
2025827 → 2025-08-27 2025-08-27 day
20250109 → 2025-01-09 2025-01-09 day
2024上半年 → 2024-01-01 2024-06-30 half
"""

# … for a document published on 2024-07-09
OF_DOCUMENT = r"""
1-6月 → 2024-01-01 2024-06-30 span
1至6月份 → 2024-01-01 2024-06-30 span
1—11月 → 2023-01-01 2023-11-30 span
１—１１月 → 2023-01-01 2023-11-30 span
1到9月份 → 2023-01-01 2023-09-30 span
5月至6月 → 2024-05-01 2024-06-30 span
9月至11月 → 2023-09-01 2023-11-30 span
8月、9月份 → 2023-08-01 2023-09-30 span
3、4月份 → 2024-03-01 2024-04-30 span
6月 → 2024-06-01 2024-06-30 month
6月份 → 2024-06-01 2024-06-30 month
7月 → 2024-07-01 2024-07-31 month
11月 → 2023-11-01 2023-11-30 month
十一月 → 2023-11-01 2023-11-30 month
截至6月 → 2024-06-01 2024-06-30 month
6月底 → 2024-06-30 2024-06-30 day
11\n月底 → 2023-11-30 2023-11-30 day
6月28日 → 2024-06-28 2024-06-28 day
6月4号 → 2024-06-04 2024-06-04 day
12月31日 → 2023-12-31 2023-12-31 day
28日上午 → 2024-06-28 2024-06-28 day
1日 → 2024-07-01 2024-07-01 day
23号 → 2024-06-23 2024-06-23 day
6月28日至7月2日 → 2024-06-28 2024-07-02 span
6月28日至8月22日 → 2023-06-28 2023-08-22 span
9月16日至25日 → 2023-09-16 2023-09-25 span
8月下旬 → 2023-08-21 2023-08-31 span
上半年 → 2024-01-01 2024-06-30 half
下半年 → 2024-07-01 2024-12-31 half
一季度 → 2024-01-01 2024-03-31 quarter
首季 → 2024-01-01 2024-03-31 quarter
三季度 → 2024-07-01 2024-09-30 quarter
四季度 → 2023-10-01 2023-12-31 quarter
第三、第四季度 → 2023-07-01 2023-12-31 span
一、二季度 → 2024-01-01 2024-06-30 span
三季度末 → 2023-09-30 2023-09-30 day
二季度末 → 2024-06-30 2024-06-30 day
前三季度 → 2023-01-01 2023-09-30 span
前5个月 → 2024-01-01 2024-05-31 span
全年 → 2024-01-01 2024-12-31 year
年内 → 2024-01-01 2024-12-31 year
本年度 → 2024-01-01 2024-12-31 year
今年 → 2024-01-01 2024-12-31 year
今年上半年 → 2024-01-01 2024-06-30 half
今年1—7月 → 2024-01-01 2024-07-31 span
今年8月末 → 2024-08-31 2024-08-31 day
去年 → 2023-01-01 2023-12-31 year
去年全年 → 2023-01-01 2023-12-31 year
去年底 → 2023-12-31 2023-12-31 day
去年6月 → 2023-06-01 2023-06-30 month
上年 → 2023-01-01 2023-12-31 year
上年度 → 2023-01-01 2023-12-31 year
上年末 → 2023-12-31 2023-12-31 day
上年年初 → 2023-01-01 2023-01-01 day
前年 → 2022-01-01 2022-12-31 year
明年 → 2025-01-01 2025-12-31 year
下年度 → 2025-01-01 2025-12-31 year
年初 → 2024-01-01 2024-01-01 day
年底 → 2024-12-31 2024-12-31 day
年末 → 2024-12-31 2024-12-31 day
月末 → 2024-07-31 2024-07-31 day
本月 → 2024-07-01 2024-07-31 month
本月8日 → 2024-07-08 2024-07-08 day
上月 → 2024-06-01 2024-06-30 month
上月末 → 2024-06-30 2024-06-30 day
上季度 → 2024-04-01 2024-06-30 quarter
季度末 → 2024-09-30 2024-09-30 day
年底前 → 2024-07-09 2024-12-31 span
6月底前 → 2024-01-01 2024-06-30 span
10月底前 → 2024-07-09 2024-10-31 span
三季度末前 → 2024-07-09 2024-09-30 span
12月31日前 → 2024-07-09 2024-12-31 span
1月28前 → 2024-01-01 2024-01-28 span
今年以来 → 2024-01-01 2024-07-09 span
年初以来 → 2024-01-01 2024-07-09 span
今年以來 → 2024-01-01 2024-07-09 span
去年以来 → 2023-01-01 2024-07-09 span
去年四季度以来 → 2023-10-01 2024-07-09 span
5月以来 → 2024-05-01 2024-07-09 span
9月份以来 → 2023-09-01 2024-07-09 span
11月下旬以来 → 2023-11-21 2024-07-09 span
目前 → 2024-07-09 2024-07-09 day
截至目前 → 2024-07-09 2024-07-09 day
当前 → 2024-07-09 2024-07-09 day
当前当前 → 2024-07-09 2024-07-09 day
至今 → 2024-07-09 2024-07-09 day
今天 → 2024-07-09 2024-07-09 day
今天早上 → 2024-07-09 2024-07-09 day
当日 → 2024-07-09 2024-07-09 day
昨天 → 2024-07-08 2024-07-08 day
明天 → 2024-07-10 2024-07-10 day
一年来 → 2023-07-10 2024-07-09 span
一年來 → 2023-07-10 2024-07-09 span
半年来 → 2024-01-10 2024-07-09 span
五年来 → 2019-07-10 2024-07-09 span
这五年 → 2019-07-10 2024-07-09 span
过去五年 → 2019-07-10 2024-07-09 span
过去的一年 → 2023-07-10 2024-07-09 span
近3年 → 2021-07-10 2024-07-09 span
近三年来 → 2021-07-10 2024-07-09 span
近6个月 → 2024-01-10 2024-07-09 span
十年来 → 2014-07-10 2024-07-09 span
今后五年 → 2024-07-10 2029-07-09 span
未来三年 → 2024-07-10 2027-07-09 span
未来4天 → 2024-07-10 2024-07-13 span
五年内 → 2024-07-10 2029-07-09 span
"""
# The reference ends these, but their year is in the words.
STATED_SINCE = """
2021年以来 → 2021-01-01 2024-07-09 span
２０１７年８月以来 → 2017-08-01 2024-07-09 span
2020年至今 → 2020-01-01 2024-07-09 span
“十四五”以来 → 2021-01-01 2024-07-09 span
2030年前 → 2024-07-09 2030-12-31 span
"""

# … in a paragraph about 2023
OF_CONTEXT = """
1-6月 → 2023-01-01 2023-06-30 span
11月 → 2023-11-01 2023-11-30 month
6月28日 → 2023-06-28 2023-06-28 day
四季度 → 2023-10-01 2023-12-31 quarter
下半年 → 2023-07-01 2023-12-31 half
全年 → 2023-01-01 2023-12-31 year
当年 → 2023-01-01 2023-12-31 year
同年5月 → 2023-05-01 2023-05-31 month
上年 → 2022-01-01 2022-12-31 year
上年末 → 2022-12-31 2022-12-31 day
上年同期 → 2022-01-01 2022-12-31 year
去年同期 → 2022-01-01 2022-12-31 year
年底前 → 2023-01-01 2023-12-31 span
今年以来 → 2023-01-01 2023-12-31 span
目前 → 2023-12-31 2023-12-31 day
过去一年 → 2023-01-01 2023-12-31 span
近三年 → 2021-01-01 2023-12-31 span
未来三年 → 2024-01-01 2026-12-31 span
"""

UNREADABLE = [
    "", " ", "年", "月", "度", "年度", "底", "前", "以来", "期间", "近日", "近年来", "长期", "每月", "历年", "同比", "多年", "这几年", "十年",
    "十五年", "改革开放以来", "新中国成立以来", "入冬以来", "春节", "春节前", "国庆期间", "整改期间", "20年前", "7月以后", "2030年以后", "九五",
    "13月", "0月", "13月45日", "2月30日", "2023年2月29日", "0000年", "0年", "2024年0月", "五季度", "前13个月", "2024-13-01", "2025-01-09-",
    "2024319427日", "2024319427", "2025111", "2025105日", "2025月", "20250", "12", "1.5", "99999999", "6月-3月", "3月、6月", "2023年至2021年",
    "1-2-3月", "2018/2019榨季", "2022年秋季学期", "13:05", "NaN", "二四年", "周一", "第二天", "百年来", "2024年2024", "9" * 10_000, "年" * 10_000,
]  # fmt: skip
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


def check(row: str, reference: date | Period | None, resolved: str) -> None:
    text, expected = row.replace("\\n", "\n").split(" → ")
    first, last, granularity = expected.split()
    read = period(text, reference)
    assert read == Period(
        text, date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1), granularity, resolved
    )


@pytest.mark.parametrize("row", STATED.strip().splitlines())
def test_reads_what_is_stated(row: str) -> None:
    check(row, None, "stated")


@pytest.mark.parametrize("row", OF_DOCUMENT.strip().splitlines())
def test_reads_against_a_publication_date(row: str) -> None:
    check(row, PUBLISHED, "document")


@pytest.mark.parametrize("row", STATED_SINCE.strip().splitlines())
def test_reads_a_stated_year_up_to_the_reference(row: str) -> None:
    check(row, PUBLISHED, "stated")


@pytest.mark.parametrize("row", OF_CONTEXT.strip().splitlines())
def test_reads_against_a_governing_period(row: str) -> None:
    check(row, GOVERNED, "context")


@pytest.mark.parametrize("reference", [None, PUBLISHED, GOVERNED])
@pytest.mark.parametrize("text", UNREADABLE)
def test_reads_nothing_else(text: str, reference: date | Period | None) -> None:
    assert period(text, reference) is None


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
@pytest.mark.parametrize(
    "text", ["目前", "去年", "明年", "前年", "近三年", "未来三年", "上月", "昨天", "明天", "12月", "年底前", "31日"]
)
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
        st.sampled_from(
            ["2024", "年", "6", "月", "至", "底", "前", "以来", "去年", "十四五", "日", "季度", "一", "近"]
        ),
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
