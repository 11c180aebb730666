"""Words for a year, quarter or month counted from the reference: 去年, 上季度, 本月, 年底."""

from __future__ import annotations

import re
from functools import lru_cache

from govie.normalize.anchor import Anchor, shift

_YEARS = {
    -3: "大前年",
    -2: "前年",
    -1: "去年 上年度 上年 上一年度 上一年",
    0: "今年 本年度 本年 全年",
    1: "明年 下年度 下年 来年",
    2: "后年",
}
_MONTHS = {-1: "上月 上个月", 0: "本月 当月 这个月", 1: "下月 下个月"}
_QUARTERS = {-1: "上季度 上个季度 上季", 0: "本季度 本季", 1: "下季度 下个季度"}
_TABLES = ((_YEARS, 12), (_MONTHS, 1), (_QUARTERS, 3))
_MOVES = {word: (offset * step, step) for table, step in _TABLES for offset, words in table.items() for word in words.split()}
_WORD = re.compile("|".join(sorted(_MOVES, key=len, reverse=True)))
_EDGE = re.compile("(年|月|季|季度)(?=[初底末内])")
_EDGE_OF = {"年": "今年", "月": "本月", "季": "本季", "季度": "本季度"}


def relative_year(text: str, at: Anchor) -> tuple[int, str] | None:
    """Read the word for a year, quarter or month that opens a date; return the year and what is left in its terms.

    >>> from datetime import date
    >>> from govie.normalize.anchor import anchor
    >>> relative_year("上月末", anchor(date(2024, 1, 9)))
    (2023, '12月末')
    """
    move, rest = _move(text)
    if move is None:
        return (at.year, rest) if rest is not None and at.year and at.source == "context" else None
    return _moved(at, *move, rest or "")


@lru_cache(maxsize=8192)
def _move(text: str) -> tuple[tuple[int, int] | None, str | None]:
    """Give the months and the step that the opening word of a date moves by, and what follows it; 当年 moves by none."""
    if "0" <= text[:1] <= "9":
        return None, None
    edge = _EDGE.match(text)
    if edge:
        text = _EDGE_OF[edge[1]] + text[edge.end() :]
    if text.startswith(("当年", "同年")):
        return None, text[2:]
    word = _WORD.match(text)
    return (_MOVES[word[0]], text[word.end() :]) if word else (None, None)


def _moved(at: Anchor, by: int, step: int, rest: str) -> tuple[int, str] | None:
    """Move the reference by months; say in what year that ends up, and in which month or quarter."""
    if at.year is None or (step < 12 and at.month is None):
        return None
    if step == 12:
        return at.year + by // 12, rest
    moved = shift(at.start.replace(day=1), by)
    said = f"{(moved.month + 2) // 3}季度" if step == 3 else f"{moved.month}月"
    return moved.year, said + rest
