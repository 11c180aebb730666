"""Checks of what a text adds up or takes away itself: a list with its 合计, and 新增, 退库, 净增."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govie.checks.figures import Check, Figure, before, stops, together, value, written
from govie.checks.parts import disagree, total

_ALL = re.compile("(?:^|项|者|级|类)(?:合计|共计|总计)(?:为|达到?)?$")
_NET, _IN, _OUT = re.compile("净增"), re.compile("新增|新设|新建|纳入|入库"), re.compile("退|减少|注销|核减|关停|流出|出库")


def check_totals(figures: Sequence[Figure], clean: str) -> Iterator[Check]:
    """Find a 合计 that is not the sum of its list, and a 净增 that is not what came less what went."""
    for place, figure in enumerate(figures):
        if place < 2 or figure.value is None:
            continue
        words = before(clean, place, figures)
        if _ALL.search(words):
            yield from _summed(figures, clean, place)
        elif _NET.search(words):
            yield from _net(figures, clean, place)


def _summed(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Compare 合计 with the list that it closes."""
    whole, first = figures[place], place
    while first and together(figures[first - 1], whole) and not stops(clean, figures[first - 1].end, figures[first].start):
        first -= 1
    for start in range(first, place - 1):
        added, slack = total(figures[start:place])
        if abs(value(whole) - added) <= slack + whole.slack:
            return
    if place - first > 1:
        yield disagree(whole, figures[first:place])


def _net(figures: Sequence[Figure], clean: str, place: int) -> Iterator[Check]:
    """Compare 新增41家，退库12家，净增29家."""
    came, went, net = figures[place - 2 : place + 1]
    same = came.value is not None and together(came, went) and went.unit == net.unit
    if not same or net.aspect not in ("level", "change") or stops(clean, came.end, net.start):
        return
    if not _IN.search(before(clean, place - 2, figures)) or not _OUT.search(before(clean, place - 1, figures)):
        return
    left, (_, slack) = value(came) - value(went), total([came, went, net])
    if abs(net.signed - left) > slack:
        right = written(left, net)
        message = f"{came.said}减{went.said}得{right}，文中净增{net.said}"
        yield Check("sum", (came.fact, went.fact, net.fact), right, net.said, message)
