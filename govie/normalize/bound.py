"""Modifiers: the words around an amount that make it approximate, a floor or a ceiling."""

from __future__ import annotations

import re
from decimal import Decimal

_BEFORE = {
    "exact": "达到 达 高达 多达 为 共 共计 合计 总计 累计 控制在",
    "approx": "约 大约 约为 约合 约占 近 将近 接近 大致 大概 差不多 几乎 ~",
    "over": "超 超过 超出 逾 突破 至少 最少 起码 不低于 不少于 不小于 不下于 不下 高于 多于 大于 过 上 > ≥ >=",
    "under": "不足 不到 不超过 不超 未超过 至多 最多 不多于 不高于 不大于 低于 少于 小于 未满 不满 未达到 < ≤ <=",
}
_AFTER = {
    "exact": "大关",
    "approx": "左右 上下 前后 来",
    "over": "多 余 有余 以上 及以上 之上 开外 以外 出头 强 +",
    "under": "以下 及以下 之下 以内 之内 内 不到 不足",
}
_MIDDLE = {"多": "over", "余": "over", "来": "approx"}


def _table(words: dict[str, str]) -> dict[str, str]:
    return {word: bound for bound, group in words.items() for word in group.split()}


_FIRST, _LAST = _table(_BEFORE), _table(_AFTER)
# 500余万元, 六亿三千多万吨, 1万多名, 十来个, 1个多月; but not 五年来
_FIGURE = "0123456789零一二两三四五六七八九十百千万亿个"
_STRONG = re.compile(f"(?:分之[{_FIGURE}]+|/[0-9]+|[成半])强$")
"""四分之一强, but not 百强."""
_WITHIN = re.compile(f"(?<=[{_FIGURE}])(多|余|来)(?=.)")


def strip_modifiers(text: str) -> tuple[str, list[str]]:
    """Take the modifiers off both ends of a folded phrase; return the rest and what each one says.

    >>> strip_modifiers("近500万元以上")
    ('500万元', ['approx', 'over'])
    """
    bounds = []
    while head := next((text[:size] for size in (4, 3, 2, 1) if text[:size] in _FIRST), ""):
        bounds.append(_FIRST[head])
        text = text[len(head) :]
    while tail := next((text[-size:] for size in (3, 2, 1) if text[-size:] in _LAST), ""):
        if (tail == "来" and text[-2:-1] not in _FIGURE) or (tail == "强" and not _STRONG.search(text)):
            break
        bounds.append(_LAST[tail])
        text = text[: -len(tail)]
    return text, bounds


def strip_inner(text: str) -> tuple[str, list[str]]:
    """Take 多, 余 or 来 out from between a numeral and its unit.

    >>> strip_inner("3500余万元")
    ('3500万元', ['over'])
    """
    match = _WITHIN.search(text)
    return (text[: match.start()] + text[match.end() :], [_MIDDLE[match[1]]]) if match else (text, [])


def settle(bounds: list[str]) -> str:
    """Return the one bound that modifiers give; contradictory ones make an amount approximate."""
    said = set(bounds) - {"exact"}
    return "exact" if not said else said.pop() if len(said) == 1 else "approx"


def ends(value: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and highest amount that a value and its bound allow; `None` is open."""
    return (None if bound == "under" else value), (None if bound == "over" else value)
