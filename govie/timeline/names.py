"""Canonical names of indicators: a kept table of abbreviations, and the key that near names share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

ABBREVIATIONS = (
    ("规上(?!报|墙|门)", "规模以上"),
    ("(?<![大小中定])规模(?=工业|企业|服务业)", "规模以上"),
    ("限上", "限额以上"),
    ("(?:国家(?:级)?)?高企|国家(?:级)?高新技术企业", "高新技术企业"),
    ("^科小(?:企业)?(?=$|入库|认定)", "科技型中小企业"),
    ("^(?:国家(?:级)?)?(?:专精特新)?小巨人(?:企业)?$", "专精特新小巨人企业"),
    ("^专精特新$|专精特新企业", "专精特新中小企业"),
    ("战新产业", "战略性新兴产业"),
    ("市场(?:经营)?主体", "经营主体"),
    ("GDP", "地区生产总值"),
    ("(^|单位|[亿万]元|人均|占|与)生产总值", r"\1地区生产总值"),
    ("单位地区生产总值能源消耗", "单位地区生产总值能耗"),
    ("(?<![稳巩])固投(?!入|资)", "固定资产投资"),
    ("^全社会固定资产投资$", "固定资产投资"),
    ("[（(]不含农户[）)]", ""),
    ("房地产投资", "房地产开发投资"),
    ("技改", "技术改造"),
    ("(?<![作销])社零(?![售散工])(?:总额|额)?|社会消费品零售额", "社会消费品零售总额"),
    ("^(?:对外|外贸|货物)?(?:贸易)?进出口(?:贸易)?(?:总额|总值|总|额)?$", "进出口总额"),
    ("实际利用外资", "实际使用外资"),
    ("R&D|研究与试验发展", "研发"),
    ("^(?:全社会)?研发(?:经费)?(?:投入|支出)?(?:强度|占地区生产总值的?(?:比重|比例))$", "研发经费投入强度"),
    ("^全社会研发(?:经费)?(?:投入|支出)?$", "全社会研发经费投入"),
    ("城镇新增就业人[数口]", "城镇新增就业"),
    ("居民医保|城乡居民医保|城乡居民医疗保险", "城乡居民基本医疗保险"),
    ("职工医保|职工医疗保险", "职工基本医疗保险"),
    ("基本医保|(?<!基本)医保(?!码|局)", "基本医疗保险"),
    ("^公积金", "住房公积金"),
    ("高标田", "高标准农田"),
    ("保租房", "保障性租赁住房"),
    ("细颗粒物(?:[（(]PM2[.]5[）)])?", "PM2.5"),
    ("新能源车(?!辆|间)", "新能源汽车"),
    ("(?<!经)营收(?!入)", "营业收入"),
)
"""Patterns of short, old or loose names and what they stand for, applied in this order to a folded name."""
_TABLE = tuple((re.compile(pattern), full) for pattern, full in ABBREVIATIONS)
_DROPPED = re.compile("[\\s“”\"'‘’「」『』《》]")
_DOUBLED = re.compile(r"^(.{2,6})\1")
_SPEED = re.compile("(?:的)?(?:同比)?(?:增速|增幅|涨幅|增长率|增长速度)$")
_LIGHT = re.compile("的|等|总(?=产[值量])")
_AMOUNT, _COUNT = re.compile("(?:总额|额)$"), re.compile("(?:数量|总量|总数|数)$")
"""What near names may have more or less of; 总 before 投资 or 收入 makes another indicator, and is kept."""


@lru_cache(maxsize=16384)
def expand(name: str, aspect: str = "level") -> str:
    """Write an indicator's name in full by the table.

    >>> expand("规上工业增加值"), expand("固投增速", "growth"), expand("国家级专精特新“小巨人”企业"), expand("社零总额")
    ('规模以上工业增加值', '固定资产投资', '专精特新小巨人企业', '社会消费品零售总额')
    """
    full = _DOUBLED.sub(r"\1", _DROPPED.sub("", name))
    if aspect == "growth":
        full = _SPEED.sub("", full) or full
    for pattern, words in _TABLE:
        full = pattern.sub(words, full)
    return full


def near(names: Iterable[str], least: float) -> dict[str, tuple[str, float]]:
    """Give each expanded name its canonical one and how alike the two are, from 0 to 1.

    Near names differ in nothing but words without weight (进出口额, 进出口总额): 省级 and 市级, 一季度 and 二季度 are not near,
    however alike they look. The canonical one is the commonest of them, then the shortest.

    >>> near(["技术合同成交总额", "技术合同成交额", "技术合同成交额", "技术合同登记额"], 0.8)["技术合同成交总额"]
    ('技术合同成交额', 0.933)
    """
    counts = Counter(names)
    groups: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], len(name), name)):
        groups.setdefault(_core(name), []).append(name)
    found: dict[str, tuple[str, float]] = {}
    for group in groups.values():
        both = {"amount", "count"} <= {_kind(name) for name in group}
        for name in group:
            first = next(other for other in group if not both or _kind(other) == _kind(name))
            alike = round(SequenceMatcher(None, name, first, autojunk=False).ratio(), 3)
            found[name] = (first, alike) if alike >= least else (name, 1.0)
    return found


def _core(name: str) -> str:
    """Leave out what makes no difference, and the words for an amount or a count at the end."""
    light = _LIGHT.sub("", name)
    return _COUNT.sub("", _AMOUNT.sub("", light)) or name


def _kind(name: str) -> str:
    """Tell 登记额 from 登记数."""
    return "amount" if _AMOUNT.search(name) else "count" if _COUNT.search(name) else ""
