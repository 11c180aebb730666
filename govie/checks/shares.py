"""Checks of percentages: shares of two counts, how much of a plan is done, and what cannot be above 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govie.checks.figures import Check, Figure, agrees, before, ratio, rounded, stops, together, value

_SHARE = re.compile(r"^[，,（(]?(?:仅|只|约)?占(?:比|总数的|总量的)?(?:仅|只|约)?(?:为|达到?)?$")
_PLANNED = re.compile(
    r"(?:目标|任务|计划|预算|盘子)(?:任务|数|指标)?的$|完成[^，。；、\d]{0,8}(?:目标|任务|计划)(?:任务|数|指标)?$|^[，,]?完成(?:率(?:为|达到?)?)?$"
)
_PLAN = re.compile("计划|目标|预算|要求|下达|应[交收完报建办]")
_DONE = re.compile("实际|已|完成|达到|兑现|实交|到位|竣工|开工")
_SEMICOLON, _CLAUSE = re.compile("[；;]"), re.compile("[，,；;]")
_REGION, _ONLY = re.compile("全[国省市区县州旗盟镇]"), re.compile("仅|只有|占其中|我[省市区县州旗镇]")
_ALTERED = re.compile("追加|追减|调增|调减|核增|核减")
"""年初预算9320万元，追加526万元，其中…: of the sum of both."""
_AT_MOST_ALL = re.compile(
    "(?:合格|优良|达标|满意|整改|办结|覆盖|绿化|城镇化|失业|就业|及格|出勤|入户|通过|成活|化解|答复|销号|贫困发生)[率度]$|占比$|比重$|比例$"
)
"""Rates and shares of what is at most all there is."""
_MAY_EXCEED = re.compile(
    "拨备|流动性|准备金|保障|利息|债|偿付|资金|资本|投资|余额|款|外贸|进出口|生产总值|GDP|完成|目标|任务|计划|安排|增长|年|同期|毛"
)
_PART = re.compile(r"(?:占比|比重|所占比例|占[^，。；、\d]{0,16}(?:比重|比例|的))(?:为|达到?|升至|提高到|降至)?$|占$")


def check_shares(figures: Sequence[Figure], clean: str) -> Iterator[Check]:
    """Find shares that two counts contradict, and percentages above 100 of what is at most all there is."""
    for place, figure in enumerate(figures):
        if figure.value is None or figure.unit != "%" or figure.aspect != "share":
            continue
        words = before(clean, place, figures)
        if place > 1 and (match := _shared(figures, clean, place)):
            yield from match
        elif place > 1 and _PLANNED.search(words):
            yield from _done(figures, clean, place)
        elif value(figure) > 100 and _is_part(figure, words):
            message = f"{words.strip() or '占比'}{figure.said}，不应超过100%"
            yield Check("percentage", (figure.fact,), "≤100%", figure.said, message)


def _is_part(figure: Figure, words: str) -> bool:
    """Say whether a share is of something that it is a part of."""
    if _MAY_EXCEED.search(figure.name + words):
        return False
    return _PART.search(words) is not None or _AT_MOST_ALL.search(figure.name) is not None


def _shared(figures: Sequence[Figure], clean: str, place: int) -> list[Check]:
    """Compare 全省288家，我市仅8家，占比2.7% with the two counts."""
    part, share = figures[place - 1 : place + 1]
    if not _SHARE.match(clean[part.end : share.start]) or part.fact.indicators != share.fact.indicators or not part.fact.indicators:
        return []
    whole = _whole(figures, clean, place - 1)
    if whole is None or not 0 < value(part) <= value(whole):
        return []
    if agrees(ratio(value(part), value(whole), part.slack, whole.slack), share):
        return []
    right = rounded(value(part) / value(whole) * 100, share)
    message = f"{part.said}占{whole.said}应为{right}，文中为{share.said}"
    return [Check("share", (whole.fact, part.fact, share.fact), right, share.said, message)]


def _whole(figures: Sequence[Figure], clean: str, place: int) -> Figure | None:
    """Find the amount before a part that the text says it is a part of: by 其中, or as the whole of a region of which it is one place."""
    part = figures[place]
    for i in range(place - 1, max(-1, place - 4), -1):
        whole = figures[i]
        between = clean[whole.end : part.start]
        if stops(clean, whole.end, part.start) or whole.aspect == "share" or _ALTERED.search(between):
            return None
        if not together(whole, part) or whole.aspect != "level":
            continue
        among = between.count("其中") == 1 and not _CLAUSE.search(between.partition("其中")[2])
        only = _ONLY.search(between) is not None and not _SEMICOLON.search(between) and i == place - 1
        region = only and _REGION.search(before(clean, i, figures)) is not None and whole.fact.indicators == part.fact.indicators
        return whole if among or region else None
    return None


def _done(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Compare 计划6场，实际8场，完成计划的133.3% with plan and result, in the order in which they stand."""
    first, second, share = figures[place - 2 : place + 1]
    if first.value is None or second.value is None or first.unit != second.unit or first.aspect != "level" or second.aspect != "level":
        return
    if _SEMICOLON.search(clean, first.start, share.start) or stops(clean, first.start, share.start) or first.unit in ("%", None):
        return
    said = [before(clean, i, figures) for i in (place - 2, place - 1)]
    planned = [_PLAN.search(words) is not None for words in said]
    if planned[0] == planned[1] or (first.name != second.name and first.name and second.name):
        return
    plan, result = (first, second) if planned[0] else (second, first)
    statuses = plan.fact.attributes.status, result.fact.attributes.status
    if value(plan) - plan.slack <= 0 or (planned[0] and not _DONE.search(said[1]) and statuses != ("target", "actual")):
        return
    facts, turned = (first.fact, second.fact, share.fact), f"计划{plan.said}，完成{result.said}"
    if not agrees(ratio(value(result), value(plan), result.slack, plan.slack), share):
        right = rounded(value(result) / value(plan) * 100, share)
        yield Check("plan", facts, right, share.said, f"{turned}，应为{right}，文中为{share.said}")
    elif statuses == ("actual", "target"):
        yield Check("plan", facts, turned, f"计划{result.said}，完成{plan.said}", f"{turned}，标注相反")
