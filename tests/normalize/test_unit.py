"""Units: the multiplier out, the report's own words kept, the dimension from the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.normalize.measures import ALIASES, DIMENSIONS
from govie.normalize.unit import Unit, unit

# unit → its name, dimension, multiplier, divisor
READ = """
元 → 元 money
万元 → 元 money 10000
亿元 → 元 money 100000000
万亿元 → 元 money 1000000000000
千元 → 元 money 1000
百万元 → 元 money 1000000
千亿元 → 元 money 100000000000
萬(wàn)元 → 元 money 10000
億元 → 元 money 100000000
亿元人民币 → 元 money 100000000
万美元 → 美元 money 10000
亿美元 → 美元 money 100000000
万亿美元 → 美元 money 1000000000000
萬(wàn)美元 → 美元 money 10000
亿欧元 → 欧元 money 100000000
港元 → 港元 money
% → % percent
％ → % percent
‰ → ‰ percent
成 → % percent 10
个百分点 → 个百分点 percentage_point
個百分點 → 个百分点 percentage_point
個(gè)百分點(diǎn) → 个百分点 percentage_point
百分点 → 个百分点 percentage_point
个百 分点 → 个百分点 percentage_point
个百分点个百分点 → 个百分点 percentage_point
个千分点 → 个千分点 percentage_point
个基点 → 个基点 percentage_point
倍 → 倍 multiple
番 → 番 multiple
亩 → 亩 area
万亩 → 亩 area 10000
萬畝 → 亩 area 10000
公顷 → 公顷 area
平方公里 → 平方公里 area
万平方米 → 平方米 area 10000
亿平方米 → 平方米 area 100000000
公里 → 公里 length
万公里 → 公里 length 10000
千米 → 千米 length
毫米 → 毫米 length
微米 → 微米 length
吨 → 吨 mass
万吨 → 吨 mass 10000
千克 → 千克 mass
万亿斤 → 斤 mass 1000000000000
萬(wàn)擔(dān) → 担 mass 10000
立方米 → 立方米 volume
亿立方米 → 立方米 volume 100000000
万方 → 方 volume 10000
千升 → 千升 volume
千瓦 → 千瓦 power
万千瓦 → 千瓦 power 10000
萬千瓦 → 千瓦 power 10000
兆瓦 → 兆瓦 power
千瓦时 → 千瓦时 energy
亿千瓦时 → 千瓦时 energy 100000000
吨标准煤 → 吨标准煤 energy
万吨标准煤 → 吨标准煤 energy 10000
萬(wàn)噸標(biāo)準煤 → 吨标准煤 energy 10000
百帕 → 百帕 pressure
℃ → ℃ temperature
PFlops → PFlops computing
万P → P computing 10000
Tbps → Tbps data
人 → 人 people
万人 → 人 people 10000
名 → 名 people
百人 → 人 people 100
人次 → 人次 times
万人次 → 人次 times 10000
次 → 次 times
场 → 场 times
家次 → 家次 times
亩次 → 亩次 times
万剂次 → 剂次 times 10000
架次 → 架次 times
年 → 年 duration
个月 → 个月 duration
天 → 天 duration
个工作日 → 个工作日 duration
工作日 → 工作日 duration
个季度 → 个季度 duration
岁 → 岁 age
个位次 → 个位次 rank
级 → 级 grade
亿吨公里 → 吨公里 turnover 100000000
家 → 家 count
万户 → 户 count 10000
個(gè) → 个 count
項(xiàng) → 项 count
套（件） → 套（件） count
万台(套) → 台（套） count 10000
万台套 → 台套 count 10000
万标准箱 → 标准箱 count 10000
元/人 → 元/人 money/people
元/月 → 元/月 money/duration
万元/亩 → 元/亩 money/area 10000
亿元/平方公里 → 元/平方公里 money/area 100000000
元每平方米 → 元/平方米 money/area
微克/立方米 → 微克/立方米 mass/volume
微克／立方米 → 微克/立方米 mass/volume
吨标准煤/万元 → 吨标准煤/元 energy/money 1 10000
人/亿元 → 人/元 people/money 1 100000000
例/10万人 → 例/人 count/people 1 100000
元/人·年 → 元/人·年 money/people·duration
/10万 → - ratio 1 100000
/万 → - ratio 1 10000
分/千瓦时 → 分/千瓦时 -
度 → 度 -
个亿 → - - 100000000
"""
# Whole words that only look as if a multiplier opened them, and what nobody can be sure of.
UNREADABLE = [
    "万向",
    "万达",
    "千帆",
    "万科",
    "2家",
    "家3",
    "元/",
    "/",
    "/3",
    "2018/2000",
    "元/3人",
    "元//人",
    "：",
    "万万元",
    "%%%",
    "家\0",
]


@pytest.mark.parametrize("row", READ.strip().splitlines())
def test_reads(row: str) -> None:
    text, expected = row.split(" → ")
    name, dimension, multiplier, divisor, *_ = [*expected.split(), "1", "1"][:4]
    wanted = Unit(name.replace("-", "") or None, dimension.replace("-", "") or None, int(multiplier), int(divisor))
    assert unit(text) == wanted


@pytest.mark.parametrize("text", UNREADABLE)
def test_reads_nothing_else(text: str) -> None:
    assert unit(text) is None


def test_a_word_of_its_own_is_kept() -> None:
    assert unit("榨季") == Unit("榨季", None, known=False)


def test_percent_and_percentage_points_do_not_mix() -> None:
    percents, points = ({word for word, what in DIMENSIONS.items() if what == d} for d in ("percent", "percentage_point"))
    assert percents == {"%", "‰", "‱"}
    assert points == {"个百分点", "个千分点", "个基点"}


def test_the_table_is_sound() -> None:
    assert all(name in DIMENSIONS for name in ALIASES.values())
    assert not set(ALIASES) & set(DIMENSIONS)


def test_wants_a_string() -> None:
    with pytest.raises(TypeError, match=r"expected a str.*got int"):
        unit(3)  # type: ignore[arg-type]


@given(st.sampled_from(sorted(DIMENSIONS)), st.sampled_from(["万", "亿", "万亿", "十万", "百亿"]))
def test_a_multiplier_changes_nothing_else(word: str, multiplier: str) -> None:
    plain, multiplied = unit(word), unit(multiplier + word)
    assert plain == Unit(word, DIMENSIONS[word])
    assert multiplied is not None
    assert (multiplied.name, multiplied.dimension) == (word, DIMENSIONS[word])
    assert multiplied.multiplier >= 10**4


@given(st.text(max_size=80) | st.text("万亿千百十元个家人次/每·（）()% 10", max_size=12))
def test_never_breaks(text: str) -> None:
    read = unit(text)
    assert read is None or (read.multiplier >= 1 and read.divisor >= 1)
