"""Dates as figures write them: the year at their head, other notations of a day, and damage that leaves one reading."""

from __future__ import annotations

import re
from functools import lru_cache

from govie.normalize.anchor import months
from govie.normalize.chinese import chinese

_NUMBERED = re.compile("[零一二两三四五六七八九十廿卅]+")
_YEAR = re.compile("([12][0-9]{3})年(.*)")
_SHORT_YEAR = re.compile("([0-9]{2})年(?![来内前后以间])(.*)")
_BARE_YEAR = re.compile("(?:19|20)[0-9]{2}")
_FULL = re.compile(r"(?<![0-9])([12][0-9]{3})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9./])日?")
# 2024.6, 2024-06, and in 2024.1-6月 and 2024.1—2024.6; 2011-12年 is two years.
_YEAR_MONTH = re.compile(r"(?<![0-9])([12][0-9]{3})(?:[./]([0-9]{1,2})|-([0-9]{2})(?!-))(?![0-9./年])月?")
# 2024-01~03, 2024.1-3: two marks that differ are a month and a run of months.
_MONTHS = re.compile(r"([12][0-9]{3})([-./])([0-9]{1,2})(?!\2)[-~至到]([0-9]{1,2})$")
# What ends a run that began with a day: 2024-01-03~05, 2024.6.30-7.5.
_LAST_DAY = re.compile(r"(?<=日)([-~至到])(?:([0-9]{1,2})[-./])?([0-9]{1,2})$")
_THIRDS = re.compile("([上中])[、和]([中下])旬")
# The mark 年 has been lost in copying: 20256月, 20231-9月, 2024上半年.
_LOST_YEAR = re.compile("((?:19|20)[0-9]{2})(?=[0-9]{1,2}(?:[-~至到][0-9]{1,2})?(?:月|季)|[上下]半年|前[0-9]|第[1-4]季|[底末初]|全年)")
_LOST_MARKS = re.compile("((?:19|20)[0-9]{2})([0-9]{2,4})([日号]?)")


def _figure(run: re.Match[str]) -> str:
    """Put figures for a Chinese numeral; a short one before 年 stays: unlike 15年, 十五年 is never the year 2015."""
    value = chinese(run[0])
    counts_years = value is not None and value < 1000 and run.string[run.end() :].startswith("年")
    return run[0] if value is None or counts_years else str(value)


@lru_cache(maxsize=8192)
def respell(text: str) -> str:
    """Spell a folded date with figures, 年, 月 and 日; put back the marks that damage took, where that is certain.

    >>> [respell(text) for text in ("2025-01-09", "20256月", "20231024日", "2021120日", "2025111", "二零二四年十月")]
    ['2025年1月9日', '2025年6月', '2023年10月24日', '2021年1月20日', '2025111', '2024年10月']
    """
    text = _NUMBERED.sub(_figure, text.replace("元月", "1月"))
    text = _THIRDS.sub(r"\1\2旬", text)
    text = _MONTHS.sub(r"\1年\3月~\4月", text)
    text = _FULL.sub(lambda full: f"{full[1]}年{int(full[3])}月{int(full[4])}日", text)
    text = _YEAR_MONTH.sub(_month, text)
    text = _LAST_DAY.sub(_last_day, text)
    lost = _LOST_MARKS.fullmatch(text)
    if lost:
        return _marked(lost[1], lost[2], bool(lost[3])) or text
    return _LOST_YEAR.sub(r"\1年", text, count=1) if _LOST_YEAR.match(text) else text


def _last_day(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2] + '月' if match[2] else ''}{match[3]}日"


def _month(match: re.Match[str]) -> str:
    month = int(match[2] or match[3])
    return f"{match[1]}年{month}月" if 1 <= month <= 12 else match[0]


def _marked(year: str, rest: str, day_said: bool) -> str | None:
    """Put 月 and 日 into figures that have only one reading as a month and a day, or as a month alone."""
    readings = []
    for cut in range(max(1, len(rest) - 2), min(3, len(rest))):
        month, day = int(rest[:cut]), int(rest[cut:])
        whole = months(int(year), month, month)
        if whole and 1 <= day <= (whole.end - whole.start).days:
            readings.append(f"{year}年{month}月{day}日")
    if not day_said and len(rest) == 2 and 1 <= int(rest) <= 12:
        readings.append(f"{year}年{int(rest)}月")
    return readings[0] if len(readings) == 1 else None


@lru_cache(maxsize=8192)
def stated_year(text: str, around: int | None) -> tuple[int, str] | None:
    """Read the year that opens a respelled date; return it with what follows.

    Two figures (24年) are a year within ten years of the reference, without one from 2015 to 2035.
    """
    match = _YEAR.fullmatch(text)
    if match:
        return int(match[1]), match[2]
    if _BARE_YEAR.fullmatch(text):
        return int(text), ""
    short = _SHORT_YEAR.fullmatch(text)
    if short and abs(2000 + int(short[1]) - (around or 2025)) <= 10:
        return 2000 + int(short[1]), short[2]
    return None
