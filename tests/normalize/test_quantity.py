"""Amounts: what a NUMBER, its UNIT and the modifiers about them come to, and what comes to nothing."""

from decimal import Decimal

import pytest

from govie.normalize import quantity

# NUMBER span | UNIT span (or nothing) → value (or low~high), unit, dimension, bound
SPANS = r"""
88.47|亿元 → 8847000000 元 money
54|家 → 54 家 count
500|万元 → 5000000 元 money
3.2|万亿元 → 3200000000000 元 money
1,264.7|吨 → 1264.7 吨 mass
2. 37|亿元 → 237000000 元 money
214. 8|万元 → 2148000 元 money
１２．８|亿元 → 1280000000 元 money
１０２．５３|万元 → 1025300 元 money
０．７|个百分点个百分点 → 0.7 个百分点 percentage_point
２．８|％ → 2.8 % percent
－3.50|‰ → -3.50 ‰ percent
第27|位 → 27 位 rank
第2|名 → 2 名 rank
第七|位 → 7 位 rank
第\n二|位 → 2 位 rank
第1| → 1 - rank
二十|位 → 20 位 people
12|万人 → 120000 人 people
1万|名 → 10000 名 people
2.2万|人次 → 22000 人次 times
100亿| → 10000000000 - -
280万| → 2800000 - -
1.44万亿| → 1440000000000 - -
三百二十万|元 → 3200000 元 money
三百二十|万元 → 3200000 元 money
百亿|元 → 10000000000 元 money
百亿| → 10000000000 - -
万亿|元 → 1000000000000 元 money
百万|户 → 1000000 户 count
万|家 → 10000 家 count
千|名 → 1000 名 people
百|场 → 100 场 times
两千|个 → 2000 个 count
四|成 → 40 % percent
六成七| → 67 % percent
九成半| → 95 % percent
四成| → 40 % percent
百分之十一点五| → 11.5 % percent
百分之百| → 100 % percent
万分之二| → 2 ‱ percent
一半| → 0.5 - ratio
半| → 0.5 - ratio
1/4| → 0.25 - ratio
四分之一| → 0.25 - ratio
半|年 → 0.5 年 duration
半|个小时 → 0.5 个小时 duration
3|个半月 → 3.5 个月 duration
十|年 → 10 年 duration
零|度 → 0 度 -
零下14|℃ → -14 ℃ temperature
-8|℃ → -8 ℃ temperature
14.62|/10万 → 0.0001462 - ratio
168.5|/万 → 0.01685 - ratio
2.6|萬(wàn)噸標(biāo)準煤 → 26000 吨标准煤 energy
0.46|个千分点 → 0.46 个千分点 percentage_point
1.6|万P → 16000 P computing
96.5|分 → 96.5 分 -
3|个亿 → 300000000 - -
8.44|亿吨公里 → 844000000 吨公里 turnover
三|千瓦 → 3 千瓦 power
7|榨季 → 7 榨季 -
3-5|家 → 3~5 家 count range
5—8|家 → 5~8 家 count range
2000至2500|套 → 2000~2500 套 count range
15%至20|% → 15~20 % percent range
5.0%—5.5|% → 5.0~5.5 % percent range
3-5|分/立方米 → 3~5 分/立方米 - range
25至60|个工作日 → 25~60 个工作日 duration range
3-5|万元 → 30000~50000 元 money range
8000万至1亿|元 → 80000000~100000000 元 money range
500余|万元 → 5000000 元 money over
十来|个 → 10 个 count approx
六亿三千|万吨 → 630000000 吨 mass
六亿三千余|万吨 → 630000000 吨 mass over
十三四|岁 → 13~14 岁 age range
2600|年 → 2600 年 duration
1.4万余|家 → 14000 家 count over
"""

PHRASES = """
1,234.56万元 → 12345600 元 money
1，234．56万元 → 12345600 元 money
12。5% → 12.5 % percent
¥500万 → 5000000 元 money
$3.5亿 → 350000000 美元 money
人民币500万元 → 5000000 元 money
3.5亿美元 → 350000000 美元 money
5千元 → 5000 元 money
2百万元 → 2000000 元 money
10万亿元 → 10000000000000 元 money
三点五万元 → 35000 元 money
一百二十万人次 → 1200000 人次 times
3万5千 → 35000 - -
1亿2000万元 → 120000000 元 money
二十一个 → 21 个 count
两家 → 2 家 count
3亿千瓦时 → 300000000 千瓦时 energy
3千瓦 → 3 千瓦 power
三千瓦 → 3 千瓦 power
十千瓦 → 10 千瓦 power
3万千瓦 → 30000 千瓦 power
3000千克 → 3000 千克 mass
3个百分点 → 3 个百分点 percentage_point
3百分点 → 3 个百分点 percentage_point
三百分点 → 3 个百分点 percentage_point
12.5元/人 → 12.5 元/人 money/people
3.2亿元/平方公里 → 320000000 元/平方公里 money/area
0.5吨标准煤/万元 → 0.00005 吨标准煤/元 energy/money
20元每平方米 → 20 元/平方米 money/area
9.4/10万 → 0.000094 - ratio
2人/10万人 → 0.00002 人/人 people/people
5台（套） → 5 台（套） count
3万亩 → 30000 亩 area
5平方公里 → 5 平方公里 area
12年 → 12 年 duration
负3.5% → -3.5 % percent
百分之三点五 → 3.5 % percent
百分之3.5 → 3.5 % percent
千分之二 → 2 ‰ percent
三成五 → 35 % percent
3成 → 30 % percent
三分之一 → 0.3333333333333333333333333333 - ratio
2.5倍 → 2.5 倍 multiple
两番 → 2 番 multiple
两年半 → 2.5 年 duration
3个半月 → 3.5 个月 duration
一个半小时 → 1.5 个小时 duration
五亩半 → 5.5 亩 area
第3名 → 3 名 rank
前8位 → 8 位 rank
达到54家 → 54 家 count
3500余 → 3500 - - over
3500余万元 → 35000000 元 money over
十余个 → 10 个 count over
六亿三千多万平方米 → 630000000 平方米 area over
四亿六千万元 → 460000000 元 money
三十七万五千亩 → 375000 亩 area
百亿元 → 10000000000 元 money
百万千瓦 → 1000000 千瓦 power
百万户 → 1000000 户 count
突破百亿件 → 10000000000 件 count over
9000-1.2万元 → 9000~12000 元 money range
5000-20万元 → 5000~200000 元 money range
20多万亩 → 200000 亩 area over
1万多名 → 10000 名 people over
1个多月 → 1 个月 duration over
3年多 → 3 年 duration over
三倍多 → 3 倍 multiple over
3亿多元 → 300000000 元 money over
超3亿元 → 300000000 元 money over
逾100户 → 100 户 count over
突破百亿元 → 10000000000 元 money over
突破万亿元 → 1000000000000 元 money over
上百场 → 100 场 times over
过半 → 0.5 - ratio over
5成以上 → 50 % percent over
不低于3% → 3 % percent over
不少于8个 → 8 个 count over
至少3家以上 → 3 家 count over
高于5% → 5 % percent over
≥5% → 5 % percent over
100+ → 100 - - over
超过1.2万人 → 12000 人 people over
不足3亿元 → 300000000 元 money under
不到万分之二 → 2 ‱ percent under
不超过5% → 5 % percent under
低于0.5个百分点 → 0.5 个百分点 percentage_point under
至多10天 → 10 天 duration under
3亿元以内 → 300000000 元 money under
10人以下 → 10 人 people under
<3% → 3 % percent under
约30% → 30 % percent approx
近万家 → 10000 家 count approx
近2亿元 → 200000000 元 money approx
3亿元左右 → 300000000 元 money approx
650客上下 → 650 客 count approx
十来个 → 10 个 count approx
大约3亿元上下 → 300000000 元 money approx
近500余万元 → 5000000 元 money approx
约500家以上 → 500 家 count approx
2.3-2.5亿元 → 230000000~250000000 元 money range
2.3亿元-2.5亿元 → 230000000~250000000 元 money range
8000万-1亿元 → 80000000~100000000 元 money range
八至十个 → 8~10 个 count range
3～5% → 3~5 % percent range
3%-5% → 3~5 % percent range
3——5家 → 3~5 家 count range
三到五 → 3~5 - - range
8至10 → 8~10 - - range
十七八 → 17~18 - - range
三五个 → 3~5 个 count range
七八十户 → 70~80 户 count range
两三万元 → 20000~30000 元 money range
三到五万元 → 30000~50000 元 money range
三十到五十万元 → 300000~500000 元 money range
三到五成 → 30~50 % percent range
百分之三至五 → 3~5 % percent range
百分之三十到百分之四十 → 30~40 % percent range
-3至-1℃ → -3~-1 ℃ temperature range
1.2万㎡ → 12000 m2 area
120㎞ → 120 km length
3.5万㎥ → 35000 m3 volume
35µg/㎥ → 35 μg/m3 mass/volume
35ug/m3 → 35 μg/m3 mass/volume
55dB → 55 dB sound
500KW → 500 kW power
3.5亿kwh → 350000000 kWh energy
￥3000元 → 3000 元 money
人民币500万元整 → 5000000 元 money
US$3亿美元 → 300000000 美元 money
突破3000亿元大关 → 300000000000 元 money over
3.5×10⁴立方米 → 35000 立方米 volume
3.5×10^4 → 35000 - -
1.2*10⁸千瓦时 → 120000000 千瓦时 energy
2×10³万元 → 20000000 元 money
约3-5亿元 → 300000000~500000000 元 money range
第1至3位 → 1~3 位 rank range
"""

UNREADABLE = """
万元 元 千瓦 百分点 近 元/人 几十个 十几个 数百家 翻番 翻两番 零的突破 全覆盖 1.2.3 1.2.3%
1,23家 007 1e5元 0x10 NaN inf ٣家 3五家 1二3 十百 --5% 第-3 2024319427
2024319427日 20240319 2024年 2024年度 9月 30日 3号 3万向 3苹果好吃 5家至8户
5万元至8元 8000-1亿元 5-3家 3-3家 1000.00-1000.00万元 1000-800万元 9000-0.8万元 8-3亿元 8.5-8.50亿元 3亿-8000万元
1.2万-9000元 10-8万户 一百二万元 五万三亿元 千万人 百亿件 1-2-3家 一到三十个 三到五百人 1：1
31.2:28.6:40.2 2018/2019 倒数第4 第3批 第一季度 3%个百分点 百分之三点五个百分点
二十三亿五千 3亿5千 十四五 “十四五” 十三五 一九八一年 １９７９至１９８１年 2024—2027年 1949年
￥3000美元 $500元 3×10 3×10家 3×100 3×10^ 3×10^123 10^4 3.5×104亩
二十一世纪 百亿级 百亿县 千亿县 万人 五年来 一九五四年许多 5/0 零分之一 3元/
"""


def check(expected: str, text: str, unit: str | None = None) -> None:
    amount, name, dimension, bound, *_ = [*expected.split(), "exact"]
    low, _, high = amount.partition("~")
    read = quantity(text, unit)
    assert read is not None
    assert (read.unit or "-", read.dimension or "-", read.bound) == (name, dimension, bound)
    assert read.raw == text + (unit or "")
    value = Decimal(low)
    wanted = {
        "exact": (value, value, value),
        "approx": (value, value, value),
        "over": (value, value, None),
        "under": (value, None, value),
        "range": (None, value, Decimal(high or low)),
    }[bound]
    assert (read.value, read.low, read.high) == wanted


@pytest.mark.parametrize("row", SPANS.strip().splitlines())
def test_reads_spans(row: str) -> None:
    spans, expected = row.split(" → ")
    text, _, unit = spans.replace("\\n", "\n").partition("|")
    check(expected, text, unit or None)


@pytest.mark.parametrize("row", PHRASES.strip().splitlines())
def test_reads_phrases(row: str) -> None:
    phrase, expected = row.split(" → ")
    check(expected, phrase)


@pytest.mark.parametrize("text", [*UNREADABLE.split(), "", " ", "12 34家", "9" * 10000, "万" * 10000, "一" * 65])
def test_reads_nothing_else(text: str) -> None:
    assert quantity(text) is None


@pytest.mark.parametrize(("text", "unit"), [("1", "2家"), ("2024319427", "日"), ("3", "%%"), ("2024", "年"), ("5", "万向")])
def test_reads_no_spans_that_do_not_fit(text: str, unit: str) -> None:
    assert quantity(text, unit) is None
