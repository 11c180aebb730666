"""What pages and charts say beside the report's own words, in Chinese and English."""

from __future__ import annotations

from datetime import date

from govie.types import Attributes

Words = dict[str, str]
PAIRS: dict[str, tuple[str, str]] = {
    "lang": ("zh-CN", "en"),
    "AGENCY": ("机构", "Agency"),
    "INDICATOR": ("指标", "Indicator"),
    "NUMBER": ("数值", "Number"),
    "UNIT": ("单位", "Unit"),
    "DATE": ("时间", "Date"),
    "document": ("文件", "Document"),
    "nature": ("性质", "Nature"),
    "filter": ("筛选事实", "Filter facts"),
    "facts": ("条事实", "facts"),
    "facts_label": ("事实表", "Facts"),
    "text_label": ("原文", "Text"),
    "legend": ("图例", "Legend"),
    "none": ("没有符合条件的事实", "No fact matches"),
    "empty": ("文中没有找到事实", "No facts were found in this text"),
    "keys": ("/ 筛选　↑↓ 选择　Enter 定位　Esc 取消", "/ filter   ↑↓ choose   Enter go to   Esc clear"),
    "sentence": ("原句", "Sentence"),
    "standard": ("标准值", "Standard value"),
    "period": ("期间", "Period"),
    "confidence": ("置信度", "Confidence"),
    "agency_source": ("机构来源", "Agency from"),
    "date_source": ("时间来源", "Date from"),
    "compared": ("对比", "Compared to"),
    "doubt": ("核对", "Check"),
    "issuer": ("发布机构", "Issuer"),
    "published": ("发布日期", "Published"),
    "reported": ("报告期", "Reported period"),
    "to": ("至", "to"),
    "source:sentence": ("本句", "its sentence"),
    "source:paragraph": ("本段", "its paragraph"),
    "source:document": ("全文", "the document"),
    "change_of": ("是其增减", "is a change of"),
    "part_of": ("是其部分", "is a part of"),
    "plan_of": ("是其计划", "is the plan of"),
    "status:target": ("计划", "target"),
    "status:expected": ("预计", "expected"),
    "against:yoy": ("同比", "yoy "),
    "against:mom": ("环比", "mom "),
    "against:peer": ("比同类", "peer "),
    "against:base": ("比基期", "on base "),
    "aspect:growth+": ("增长", "growth"),
    "aspect:growth-": ("下降", "fall"),
    "aspect:change+": ("增加", "more by"),
    "aspect:change-": ("减少", "less by"),
    "aspect:share": ("占比", "share"),
    "aspect:rank": ("位次", "rank"),
    "result": ("实际", "result"),
    "plan": ("计划", "plan"),
    "attained": ("达计划 {:.0%}", "{:.0%} of plan"),
    "undated": ("未注明", "no date"),
}
ZH: Words = {key: pair[0] for key, pair in PAIRS.items()}
EN: Words = {key: pair[1] for key, pair in PAIRS.items()}
LANGUAGES = {"zh": ZH, "en": EN}
BOUNDS = {"approx": "≈", "over": "≥", "under": "≤"}


def nature(attributes: Attributes, words: Words) -> list[str]:
    """Tell what kind of number it is, in a few words; a plain result that stands for itself needs none.

    >>> nature(Attributes(aspect="growth", sign="-", status="target", compared_to="yoy"), ZH)
    ['计划', '同比下降']
    """
    found = [words[f"status:{attributes.status}"]] if f"status:{attributes.status}" in words else []
    aspect = attributes.aspect
    if aspect in ("growth", "change"):
        against = (attributes.compared_to or "").partition(":")[0]
        found.append(words.get(f"against:{against}", "") + words[f"aspect:{aspect}{attributes.sign}"])
    elif f"aspect:{aspect}" in words:
        found.append(words[f"aspect:{aspect}"])
    return found


def name_period(start: date, end: date, words: Words) -> str:
    """Name a period, its end excluded, as short as it is clear.

    >>> [name_period(date(2024, 1, 1), end, ZH) for end in (date(2025, 1, 1), date(2024, 7, 1), date(2024, 2, 1), date(2024, 1, 2))]
    ['2024年', '2024年1–6月', '2024年1月', '2024年1月1日']
    """
    last = date.fromordinal(max(start.toordinal(), end.toordinal() - 1))
    chinese = words["lang"] == "zh-CN"
    whole_months = start.day == 1 and end.day == 1
    if whole_months and start.month == 1 and last.month == 12:
        years = f"{start.year}" if start.year == last.year else f"{start.year}–{last.year}"
        return f"{years}年" if chinese else years
    if whole_months and start.year == last.year:
        months = f"{start.month}" if start.month == last.month else f"{start.month}–{last.month}"
        return f"{start.year}年{months}月" if chinese else f"{start.year}-{months}"
    if start == last:
        return f"{start.year}年{start.month}月{start.day}日" if chinese else f"{start}"
    return f"{start}–{last}"
