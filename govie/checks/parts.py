"""Checks of parts against their total, where the text says that they are all its parts.

The joins of facts keep a list behind 其中 only as far as it is certain that its items are parts; what is asked here is the
other way round, whether a list that must add up does not, so the lists are read anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from govie.checks.figures import ZERO, Check, Figure, after, before, stops, together, value, written

_AMONG = re.compile("其中[，,：:]?")
_SEMICOLON = re.compile("[；;]")
_OPENS = re.compile(r"[。！？]\s*$")
_ALIKE = re.compile("^[^，,：:。]{0,4}、|[；;]")
_ENDS_LIST = re.compile(r"^[^，,、；;：:\n]{0,4}(?:[。\n]|$)")
_REST = re.compile("其余|其他|其它|余下|剩余|剩下")
_NOT = re.compile(r"(?:未|没有)(?:能|及时|按时|按期)?([\u4e00-\u9fff]{2})")
_CLASS = re.compile("类(?:案件|事项|问题|诉求|信访|项目|事故|团队)?$")
_DONE, _OPEN = re.compile("已|完成|办结|销号|到位"), re.compile("正在|持续|长期|推进|转入")
_MEAN = re.compile("均|率|比|价|指数|强度|密度|[顺逆]差|差额|净")
_WHOLES = tuple(
    row.split()
    for row in (
        "城镇 农村",
        "城镇 乡村",
        "男 女",
        "出口 进口",
        "第一产业 第二产业 第三产业",
        "自然人 法人",
        "主办 会办",
        "主办 协办",
        "新建 续建",
        "(?<!非)税收 非税",
        "大型 中型 小型 微型",
    )
)
"""Words that part a whole: who names all of a row names all the parts."""
_FARTHEST, _MOST = 8, 24
"""Figures looked back at for a total or for outcomes, and looked at behind 其中."""


def check_parts(figures: Sequence[Figure], clean: str) -> Iterator[Check]:
    """Find totals that are not what their parts add up to."""
    starts = [figure.start for figure in figures]
    seen: set[int] = set()
    for mark in _AMONG.finditer(clean):
        first = bisect_left(starts, mark.end())
        if first < len(figures) and not stops(clean, mark.end(), figures[first].start):
            listed = _listed(figures, clean, mark, first)
            seen.update(listed)
            yield from _compare(figures, clean, mark, listed)
    for place in range(2, len(figures)):
        if place not in seen:
            yield from _closed(figures, clean, place)


def _listed(figures: Sequence[Figure], clean: str, mark: re.Match[str], first: int) -> list[int]:
    """List the amounts behind 其中 in the unit of the first of them, up to the end of the list."""
    following = _AMONG.search(clean, mark.end())
    end = following.start() if following else len(clean)
    wide = len(mark[0]) > 2  # 其中，…；…；… goes over semicolons
    found: list[int] = []
    for place in range(first, min(len(figures), first + _MOST)):
        figure, last = figures[place], figures[place - 1].end if place > first else mark.end()
        if figure.start >= end or stops(clean, last, figure.start) or (not wide and _SEMICOLON.search(clean, last, figure.start)):
            break
        if figure.aspect != "level":
            continue
        if figure.value is None and (not found or figure.unit == figures[first].unit):
            return []
        if not found or together(figures[found[0]], figure):
            found.append(place)
    return found


def _compare(figures: Sequence[Figure], clean: str, mark: re.Match[str], listed: Sequence[int]) -> Iterator[Check]:
    """Compare what is listed behind 其中 with the total before it."""
    wholes = _wholes(figures, clean, mark.start(), listed[0]) if listed else []
    if not wholes:
        return
    items = [figures[i] for i in listed]
    added, slack = total(items)
    words = [_words(figures, clean, i) for i in listed]
    if any(abs(value(whole) - added) <= slack + whole.slack for whole in wholes):
        return
    if _REST.search(words[-1]) and any(_adds(whole, [*wholes[:i], *items][-_FARTHEST:]) for i, whole in enumerate(wholes)):
        return  # 18人中4人获救，其中3人脱险，其余14人失踪
    over = all(added > value(whole) + whole.slack + slack for whole in wholes)
    classes = all(_CLASS.search(item.name) for item in items)
    full = classes and len(items) > 2 and mark[0][-1] in "：:" and _ENDS_LIST.match(clean[items[-1].end :])
    if full or _complete(words, items[0]) or (over and (classes or _alone(wholes[0], items) or _states(words[0], words[-1]))):
        yield disagree(wholes[0], items)


def _wholes(figures: Sequence[Figure], clean: str, mark: int, first: int) -> list[Figure]:
    """List the amounts that 其中 can part, the nearest first: in its sentence, or in the one before if it opens its own."""
    edge, found, crossed = mark, list[Figure](), False
    for place in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
        figure = figures[place]
        if figure.end > mark:
            return []
        if stops(clean, figure.end, edge):
            if crossed or found or edge != mark or not _OPENS.search(clean[figure.end : mark]):
                break
            crossed = True
        edge = figure.start
        if figure.value is None and figure.unit == figures[first].unit:
            return []  # 3000余个，其中…
        if together(figure, figures[first]):
            found.append(figure)
    return found


def _alone(whole: Figure, items: Sequence[Figure]) -> bool:
    """Say whether a lone part is of the kind and time of its total: 规上企业 of 企业, not 小项 of 大项; an index has no parts."""
    part = items[0]
    same = bool(whole.name) and part.name[-2:] == whole.name[-2:] and part.fact.period == whole.fact.period
    return len(items) == 1 and same and not _MEAN.search(part.name)


def _complete(words: Sequence[str], part: Figure) -> bool:
    """Say whether parts are all there are: the last is the rest, one is what the other is not, or their names part a whole."""
    if len(words) < 2:
        return False
    if _REST.search(words[-1]):
        return True
    if _MEAN.search(part.name) or "/" in (part.unit or ""):
        return False
    if len(words) == 2 and any(_denies(one, other) for one, other in (words, words[::-1])):
        return True
    return any(len(row) == len(words) and all(sum(bool(re.search(word, said)) for said in words) == 1 for word in row) for row in _WHOLES)


def _closed(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Compare a list of outcomes that a rest, a denial or work in hand closes with what they are outcomes of.

    All of them measure one mention of an indicator: 26项重点任务，已完成21项，其余5项. The check is silent where any of the
    outcomes and the last one, or all that seemed total and outcomes, add up to any total before them.
    """
    last, words = figures[place], _words(figures, clean, place)
    if last.aspect != "level" or not last.fact.indicators or not any(mark.search(words) for mark in (_REST, _NOT, _OPEN)):
        return
    row: list[int] = []
    for i in range(place, max(-1, place - _FARTHEST), -1):
        if stops(clean, figures[i].end, last.start):
            break
        if figures[i].fact.indicators == last.fact.indicators and figures[i].unit == last.unit and figures[i].aspect == "level":
            row.insert(0, i)
    else:
        if place >= _FARTHEST:
            return  # the total may stand farther back
    if len(row) < 3 or not all(together(figures[i], last) for i in row):
        return
    whole, *items = (figures[i] for i in row)
    if _ALIKE.search(clean[whole.end : items[0].start]):
        return  # 补交7项、终止4项，剩下1项: the first is an outcome like the others, and the total is not said
    if any(_is_whole(one, [whole, *items]) and one.unit == whole.unit for one in figures[max(0, row[0] - _FARTHEST) : row[0]]):
        return  # 逾期37项。…补验29项，终止6项，余下2项: the total is said before
    opening, ahead = _words(figures, clean, row[0]), _words(figures, clean, row[1])
    denied = len(items) == 2 and _denies(words, ahead) and not _denies(words, opening)
    over = _states(ahead, words) and total(items)[0] > value(whole)
    if "已" in opening or not (_REST.search(words) or denied or over) or _is_whole(whole, items[:-1]):
        return
    if not any(_adds(figures[row[i]], [figures[k] for k in row[i + 1 :]]) for i in range(len(row) - 2)):
        yield disagree(whole, items)


def _is_whole(whole: Figure, items: Sequence[Figure]) -> bool:
    """Say whether parts make up a total without the rest: 隐患147项，整改96项，限期51项；其余4项 are left of the 51, after a while."""
    added, slack = total(items)
    return len(items) > 1 and abs(value(whole) - added) <= slack + whole.slack


def _states(first: str, last: str) -> bool:
    """Say whether nothing can be both what the first part is and what the last is: done, and in hand."""
    return _DONE.search(first) is not None and _OPEN.search(last) is not None and not _DONE.search(last)


def _adds(whole: Figure, items: Sequence[Figure]) -> bool:
    """Say whether the last item and any others add up to a total."""
    *others, last = items
    sums = (total([*some, last]) for size in range(1, len(others) + 1) for some in combinations(others, size))
    return any(abs(value(whole) - added) <= slack + whole.slack for added, slack in sums)


def _denies(one: str, other: str) -> bool:
    """Say whether one part is what the other is not: 验收3项 and 未及时验收3项."""
    match = _NOT.search(one)
    return match is not None and match[1] in other and not _NOT.search(other)


def _words(figures: Sequence[Figure], clean: str, place: int) -> str:
    """Give what is said about a part: its clause without the numbers, and its indicators."""
    return f"{before(clean, place, figures)} {figures[place].name} {after(clean, place, figures)}"


def total(items: Sequence[Figure]) -> tuple[Decimal, Decimal]:
    """Add figures up; give their sum and how far their last digits leave it open."""
    return sum((value(item) for item in items), ZERO), sum((item.slack for item in items), ZERO)


def disagree(whole: Figure, items: Sequence[Figure]) -> Check:
    """Report parts that do not add up to their total."""
    added, terms = written(total(items)[0], whole), "＋".join(item.said for item in items)
    message = f"分项{terms}合计{added}，总数为{whole.said}" if len(items) > 1 else f"其中{terms}多于总数{whole.said}"
    return Check("sum", (whole.fact, *(item.fact for item in items)), added, whole.said, message)
