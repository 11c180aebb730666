"""Checks of growth and change against the two levels that they lie between."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from govie.checks.figures import Check, Figure, agrees, before, ratio, rounded, together, value, written
from govie.checks.plain import bare, scope, turns
from govie.types import Period

_UP = "增加|增长|提高|提升|上升|上涨|上调|攀升|扩大|扩展|升|涨|增"
_DOWN = "减少|下降|降低|下调|压缩|压减|压降|缩短|缩小|缩减|回落|核减|降|减|压"
_FROM = re.compile("[由从][^由从]*$")
_MOVE = re.compile(rf"^(?:大幅|逐步|进一步|稳步|直接)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:至|到|为|成)了?$")
_BY = re.compile(rf"^[，,（(]?(?:同比|比上年|较上年|较年初|比年初|累计|净)?(?:{_UP}|{_DOWN})(?:了|达|为|幅度?(?:为|达)?)?$")
_THAN = re.compile("^[，,（(]?[比较][^，。；]{0,6}(?:年|同期|月)[^，。；]{0,4}的$")
_PRICES = re.compile("生产总值|GDP|增加值|总产值|可支配收入|营业额|消费品零售|固定资产投资")
"""Indicators whose growth is at constant prices or on a revised base, so that the levels do not give it."""
_ADJUSTED = re.compile("可比|同口径|不变价|实际增长|剔除|扣除|名义|年均|核定")
_FAR = 18
"""Characters between a level, its change and its growth at most."""


def check_growth(figures: Sequence[Figure], clean: str) -> Iterator[Check]:
    """Find growth that contradicts two levels, and moves that go the other way than their verb."""
    levels: dict[str, list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        if figure.aspect == "level" and figure.value is not None and figure.fact.indicators:
            levels[figure.name].append(place)
    for place, figure in enumerate(figures):
        if place + 1 < len(figures) and together(figure, figures[place + 1]):
            yield from _moved(figures, clean, place)
        if 0 < place < len(figures) - 1 and _THAN.match(clean[figures[place - 1].end : figure.start]):
            yield from _than(figures, clean, place)
        if place > 1 and figure.aspect in ("growth", "change"):
            yield from _changed(figures, clean, place)
        if figure.aspect == "growth":
            yield from _yearly(figures, levels[figure.name], clean, place)


def _moved(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Read 由35件增加到468件，增长12倍 and compare its verb and its growth with its two ends."""
    old, new = figures[place : place + 2]
    verb = _MOVE.match(clean[old.end : new.start])
    if verb is None or old.aspect not in ("level", "share") or not _FROM.search(before(clean, place, figures)):
        return
    if _is_order(old) or "-" in (old.fact.attributes.sign, new.fact.attributes.sign):
        return
    rises = value(new) > value(old)
    if value(new) != value(old) and rises == bool(verb["down"]):
        message = f"由{old.said}到{new.said}，文中说“{verb['up'] or verb['down']}”"
        yield Check("growth", (old.fact, new.fact), "增加" if rises else "减少", verb[0], message)
        return
    by = figures[place + 2] if place + 2 < len(figures) else None
    if by is not None and by.value is not None and not _adjusted(new, figures, clean, place + 1) and _BY.match(clean[new.end : by.start]):
        yield from _compare(old, new, by)


def _than(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Read 达到120家，比2023年的100家增长20%."""
    new, old, by = figures[place - 1 : place + 2]
    plain = together(old, new) and new.aspect == "level" and by.value is not None and _BY.match(clean[old.end : by.start])
    if plain and new.name == old.name and not _adjusted(new, figures, clean, place + 1):
        yield from _compare(old, new, by)


def _is_order(figure: Figure) -> bool:
    """Say whether a figure is a place in an order, where a rise goes to a smaller number."""
    return figure.unit in ("位", "名") or (figure.fact.quantity is not None and figure.fact.quantity.dimension == "rank")


def _changed(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Read 达63名，比上年减少11名，下降14.9%, where the level before is level less change."""
    level, change, growth = figures[place - 2 : place + 1]
    if (change.aspect, growth.aspect) == ("growth", "change"):
        change, growth = growth, change
    if level.aspect != "level" or change.aspect != "change" or growth.aspect != "growth":
        return
    three = (level.fact, change.fact, growth.fact)
    if any(one.indicators != level.fact.indicators or not one.indicators for one in three) or level.unit != change.unit:
        return
    compared = change.fact.attributes.compared_to
    close = figures[place].start - level.end <= _FAR + figures[place - 1].end - figures[place - 1].start
    if compared is None or compared != growth.fact.attributes.compared_to or not close or growth.unit != "%":
        return
    if None in (level.value, change.value, growth.value) or _adjusted(level, figures, clean, place):
        return
    prior, slack = value(level) - change.signed, level.slack + change.slack
    if prior - slack <= 0 or agrees(ratio(abs(change.signed), prior, change.slack, slack), growth):
        return
    right = rounded(abs(change.signed) / prior * 100, growth)
    message = f"{level.said}，{change.said}的变化即由{written(prior, level)}变化{right}，文中为{growth.said}"
    yield Check("growth", three, right, growth.said, message)


def _yearly(figures: Sequence[Figure], levels: Sequence[int], clean: str, place: int) -> Iterator[Check]:
    """Compare a growth on the year with the levels of its year and of the year before, where the text gives both."""
    growth = figures[place]
    fact = growth.fact
    compared = fact.attributes.compared_to
    if growth.value is None or growth.unit != "%" or compared in ("mom", "peer") or len(fact.indicators) != 1:
        return
    news = [i for i in levels if abs(i - place) < 4 and _same(figures[i], growth)]
    if len(news) != 1 or _adjusted(growth, figures, clean, place):
        return
    olds = [i for i in levels if _is_before(figures, clean, i, news[0])]
    said = compared == "yoy" or (olds == [news[0] - 1] and news[0] == place - 1)
    if said and len({figures[i].value for i in olds}) == 1:
        yield from _compare(figures[olds[0]], figures[news[0]], growth)


def _same(level: Figure, growth: Figure) -> bool:
    """Say whether a level and a growth are of one mention of an indicator at one time."""
    return level.fact.indicators == growth.fact.indicators and level.fact.period == growth.fact.period


def _is_before(figures: Sequence[Figure], clean: str, place: int, later: int) -> bool:
    """Say whether a level is the one a year earlier: of the same mention of an indicator, or as plainly of the same place.

    Amounts of money in another sentence are left out: they are revised from year to year.
    """
    old, new = figures[place], figures[later]
    one, other = old.fact, new.fact
    if not together(old, new) or one.period is None or other.period is None or not _year_earlier(one.period, other.period):
        return False
    if one.indicators == other.indicators:
        return bare(before(clean, max(place, later), figures), figures[max(place, later)])
    of = scope(figures, clean, later)
    if of is None or scope(figures, clean, place) != of:
        return False
    money = other.quantity is not None and other.quantity.dimension == "money"
    near = one.sentence == other.sentence
    first, second = (old, new) if place < later else (new, old)
    return near or (not money and one.agency_name == other.agency_name and not turns(clean, first, second, of))


def _year_earlier(one: Period, other: Period) -> bool:
    """Say whether one interval is the other's a year before."""
    return all((a.year + 1, a.month, a.day) == (b.year, b.month, b.day) for a, b in ((one.start, other.start), (one.end, other.end)))


def _compare(old: Figure, new: Figure, by: Figure) -> Iterator[Check]:
    """Compare a growth in per cent, or a change in the levels' own terms, with two levels."""
    step, slack = abs(value(new) - value(old)), old.slack + new.slack
    percent = old.unit == "%"
    if by.unit == "%" and not percent and value(old) - old.slack > 0:
        if not agrees(ratio(step, value(old), slack, old.slack), by):
            right = rounded(step / value(old) * 100, by)
            yield _report(old, new, by, right)
    elif (by.unit == "个百分点" if percent else by.unit == old.unit) and abs(step - value(by)) > slack + by.slack:
        yield _report(old, new, by, written(step, by))


def _report(old: Figure, new: Figure, by: Figure, right: str) -> Check:
    return Check("growth", (old.fact, new.fact, by.fact), right, by.said, f"由{old.said}到{new.said}应为{right}，文中为{by.said}")


def _adjusted(figure: Figure, figures: Sequence[Figure], clean: str, place: int) -> bool:
    """Say whether the growth of a figure is not that of its published levels."""
    low = max(0, min(figure.start, figures[place].start) - 30)
    around = clean[low : figures[place].end + 12]
    return bool(_PRICES.search(figure.name) or _ADJUSTED.search(around))
