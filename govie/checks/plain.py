"""Tells the figures that are said in plain words, whose time, place and indicator are all that is said of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from govie.checks.figures import Figure

_OPENS = re.compile("[。；;！？!?\n]")
_MARK = re.compile(r"^\s*(?:[\u4e00-\u9fff]{0,6}(?:情况|成效|进展)[：:])?(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．是]+)?")
_PLACE = "(?:省|市|区|县|州|盟|旗|镇|乡|街道|村|社区)"
_TURNS = re.compile(rf"(?:^|[。；;\n）)、.．])\s*[\u4e00-\u9fff]{{1,6}}{_PLACE}(?:[：:，,\n。（(]|$)")
"""A place that opens a sentence, an item or a heading: what follows may be said of it."""
_OTHER = re.compile(rf"(?<![全我本各]){_PLACE}|公司|集团|园|厂|行业|产业|校|院")
_SCOPE = re.compile("[全我本](国|省|市|区|县|州|盟|旗|镇|乡|街道)")
_NEUTRAL = re.compile("截[至止]到?|总数|总量|总计|共有?|实现|完成|达到|[，,、\\s]|[至到在达为有是末底]")
"""What says no more than that a value holds."""
_SHORTEST = 4
"""Characters of an indicator that names one thing: 企业, 项目 and 培训 name many."""


def scope(figures: Sequence[Figure], clean: str, place: int) -> str | None:
    """Give the kind of place that a result is plainly said of, empty where it names none; `None` where more is said.

    Its clause holds its date, its place, its indicator and nothing else, as does what its sentence opens with:
    截至2024年底，全市高新技术企业达到54家 gives 市.
    """
    figure = figures[place]
    fact = figure.fact
    dated = fact.period is not None and fact.date_source in ("sentence", "paragraph")
    if figure.value is None or not dated or fact.attributes.status != "actual" or figure.aspect == "rank":
        return None
    if len(fact.indicators) != 1 or len(figure.name) < _SHORTEST:
        return None
    own = _read(figures, clean, place)
    first = bisect_left(figures, fact.sentence.start, hi=place, key=lambda other: other.fact.start)
    opening = own if first == place else _read(figures, clean, first)
    return None if own is None or opening is None else own or opening


def turns(clean: str, one: Figure, other: Figure, of: str) -> bool:
    """Say whether what two figures are plainly said of may have changed between them; `of` is the place that both name."""
    between = clean[one.end : other.start]
    return _TURNS.search(between) is not None or (not of and _OTHER.search(between) is not None)


def bare(words: str, figure: Figure) -> bool:
    """Say whether words hold no more than the date of a figure."""
    return not _NEUTRAL.sub("", _undated(words, figure))


def _read(figures: Sequence[Figure], clean: str, place: int) -> str | None:
    """Give the place in a figure's clause, if that says nothing but its date, place and indicator."""
    figure = figures[place]
    words = _OPENS.split(clean[figures[place - 1].end if place else 0 : figure.start])[-1]
    if words.count(figure.name) != 1:
        return None
    rest = _undated(_MARK.sub("", words.replace(figure.name, "", 1)), figure)
    found = _SCOPE.search(rest)
    return None if _NEUTRAL.sub("", _SCOPE.sub("", rest, count=1)) else found[1] if found else ""


def _undated(words: str, figure: Figure) -> str:
    for date in figure.dates:
        words = words.replace(date, "", 1)
    return words
