"""Numerals: figures, Chinese numerals, mixtures, fractions, ranks; what is none; round trips."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.normalize.chinese import chinese
from govie.normalize.number import number

READ = """
0 = 0
7 = 7
54 = 54
88.47 = 88.47
0.5 = 0.5
5.0 = 5.0
1,234.56 = 1234.56
12,345,678 = 12345678
1，８７４ = 1874
１２．８ = 12.8
１３８７．６ = 1387.6
2. 37 = 2.37
214. 8 = 214.8
88。47 = 88.47
3·5 = 3.5
-8 = -8
－3.50 = -3.50
—2.1 = -2.1
+8 = 8
负三 = -3
零下43.5 = -43.5
1万 = 10000
100亿 = 10000000000
1.44万亿 = 1440000000000
8500万 = 85000000
3千 = 3000
２．1万 = 21000
3万5千 = 35000
1亿2000万 = 120000000
2亿零500万 = 205000000
零 = 0
〇 = 0
六 = 6
两 = 2
兩 = 2
十 = 10
十三 = 13
二十一 = 21
四十二 = 42
廿三 = 23
卅 = 30
一百 = 100
一百二 = 120
一百二十 = 120
一百零二 = 102
一百一十 = 110
三千五 = 3500
三千五百 = 3500
一千零五十 = 1050
一千二百三十四 = 1234
两千 = 2000
一万二 = 12000
两万五 = 25000
一百二十万 = 1200000
三百二十万 = 3200000
三百二十六万 = 3260000
一亿二千万 = 120000000
一亿零五百万 = 105000000
一万亿 = 1000000000000
百 = 100
千 = 1000
万 = 10000
百万 = 1000000
百亿 = 10000000000
万亿 = 1000000000000
三点五 = 3.5
三点一四一五 = 3.1415
零点五 = 0.5
三点五万 = 35000
二〇二四 = 2024
二○一九 = 2019
壹佰贰拾 = 120
半 = 0.5 fraction
一半 = 0.5 fraction
1/4 = 0.25 fraction
3/4 = 0.75 fraction
1/3 = 0.3333333333333333333333333333 fraction
四分之一 = 0.25 fraction
五分之三 = 0.6 fraction
三分之一 = 0.3333333333333333333333333333 fraction
第1 = 1 rank
第29 = 29 rank
第七 = 7 rank
第十二 = 12 rank
前2 = 2 rank
十七八 = 17~18
三四 = 3~4
三五 = 3~5
七八十 = 70~80
三四百 = 300~400
一百二三十 = 120~130
两三千 = 2000~3000
三五万 = 30000~50000
"""

UNREADABLE = """
家 1.2.3 1,23 1,2345 .5 5. 007 1e5 0x10 NaN inf Infinity ٣ 3五
1二3 三3 --5 +-5 第-3 第第1 十百 五五 八九七 一点 点五 一百零 三千千 十几 几十 数百 3万5
5万3亿 1：1 31.2:28.6:40.2 2018/2019 3/0 零分之一
"""


@pytest.mark.parametrize("row", READ.strip().splitlines())
def test_reads(row: str) -> None:
    text, expected = (side.strip() for side in row.split("="))
    amount, _, kind = expected.partition(" ")
    low, _, high = amount.partition("~")
    read = number(text)
    assert read is not None
    assert (str(read.low), str(read.high), read.kind) == (low, high or low, kind or "cardinal")


@pytest.mark.parametrize("text", [*UNREADABLE.split(), "", " ", "12 34", "9" * 10000, "一" * 10000])
def test_reads_nothing_else(text: str) -> None:
    assert number(text) is None


def test_wants_a_string() -> None:
    with pytest.raises(TypeError, match=r"expected a str.*got float"):
        number(float("nan"))  # type: ignore[arg-type]


def in_characters(value: int) -> str:
    """Write a number below 10^12 in Chinese characters, by the book."""
    figures, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    groups = []
    for size, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = value // size % 10**4
        written = "".join(figures[group // 10**place % 10] + (places[place] if group // 10**place % 10 else "") for place in (3, 2, 1, 0))
        groups.append(written.rstrip("零") + mark if group else "零")
    text = "".join(groups).rstrip("零").lstrip("零")
    while "零零" in text:
        text = text.replace("零零", "零")
    return text[1:] if text.startswith("一十") else text or "零"


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_come_back(value: int) -> None:
    assert chinese(in_characters(value)) == value


@given(st.decimals(-(10**12), 10**12, places=3), st.booleans(), st.booleans())
def test_figures_come_back(value: Decimal, separated: bool, wide: bool) -> None:
    text = f"{value:,f}" if separated else f"{value:f}"
    if wide:
        text = "".join(chr(ord(char) + 0xFEE0) for char in text)
    read = number(text)
    assert read is not None
    assert (read.low, read.high) == (value, value)


@given(st.text(max_size=80) | st.text("0123456789.,-第负半一二十百千万亿点分之两零/ ", max_size=20))
def test_never_breaks(text: str) -> None:
    read = number(text)
    assert read is None or (read.low.is_finite() and read.low <= read.high)
