"""Time words and phrases that count from the reference day: 目前, 昨天, 近三年, 去年同期."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from govie.normalize.anchor import DAY, Anchor, Span, days, shift
from govie.normalize.chinese import chinese

_NOW = {"目前", "当前", "现在", "至今", "迄今", "如今", "现阶段"}
_DAY_WORDS = {-2: "前天", -1: "昨天 昨日 昨晚", 0: "今天 今日 今晚 今早 当日 当天 即日", 1: "明天 明日", 2: "后天"}
_DAYS = {one: offset for offset, words in _DAY_WORDS.items() for one in words.split()}
_WEEKS = {"上周": -1, "本周": 0, "这周": 0, "下周": 1}
_PAST, _FUTURE = {"近", "最近", "过去", "这"}, {"今后", "未来", "接下来", "往后"}
_ROLLING = re.compile(
    f"({'|'.join(sorted(_PAST | _FUTURE))})?的?([0-9]{{1,2}}|[半一二两三四五六七八九十]{{1,3}})(年|个月|个季度|天|周)(来|以来|内|间|时间)?"
)
_MONTHS = {"年": 12, "个季度": 3, "个月": 1}
_DAYS_OF = {"天": 1, "周": 7}


def word(text: str, at: Anchor) -> Span | None:
    """Read a word or phrase that counts from the reference day."""
    if text in _NOW:
        return days(at.day, at.day, "day")._replace(source=at.source)
    if text in _DAYS and at.granularity == "day":
        day = at.day + _DAYS[text] * DAY
        return days(day, day, "day")._replace(source=at.source)
    if text in _WEEKS and at.granularity == "day":
        monday = at.day + (7 * _WEEKS[text] - at.day.weekday()) * DAY
        return days(monday, monday + 6 * DAY)._replace(source=at.source)
    if text in ("去年同期", "上年同期", "今年同期"):
        return _counterpart(at, 0 if text[0] == "今" else -12)
    rolling = _parts(text)
    return _rolling(at, *rolling) if rolling else None


@lru_cache(maxsize=8192)
def _parts(text: str) -> tuple[str | None, str, str, str | None] | None:
    """Cut 近3年来 into 近, 3, 年 and 来."""
    match = _ROLLING.fullmatch(text)
    return (match[1], match[2], match[3], match[4]) if match else None


def _counterpart(at: Anchor, by: int) -> Span | None:
    """Return the governing period a year earlier; a publication date does not tell which period is meant."""
    if at.source != "context":
        return None
    start, end = shift(at.start, by), shift(at.day + DAY, by)
    return Span(start, end, at.granularity, start, at.source) if start < end else None


def _rolling(at: Anchor, head: str | None, count: str, unit: str, tail: str | None) -> Span | None:
    """Read 近三年, 五年来, 未来4天: so many years, months or days up to the reference day, or from the next on."""
    back = head in _PAST or (head is None and tail in ("来", "以来"))
    forward = head in _FUTURE or (head is None and tail == "内")
    if back == forward or (head == "这" and unit != "年") or (count == "半" and unit != "年"):
        return None
    if head is None and tail == "以来" and unit == "年" and count.isdecimal() and len(count) > 1:
        return None  # 24年以来: since 2024, or for 24 years
    number = Decimal("0.5") if count == "半" else Decimal(count) if count.isdecimal() else chinese(count)
    if number is None:
        return None
    amount = int(number * _MONTHS.get(unit, _DAYS_OF.get(unit, 0))) * (1 if forward else -1)
    here = at.end
    there = here + timedelta(days=amount) if unit in _DAYS_OF else shift(here, amount)
    first, last = min(here, there), max(here, there)
    return Span(first, last, "span", first, at.source) if first < last else None
