"""The five-year plans: “十四五” is 2021 to 2025."""

from __future__ import annotations

import re
from datetime import date

from govie.normalize.anchor import DAY, Span, days
from govie.normalize.chinese import DIGITS, chinese

_PLAN = re.compile(
    "(十?[一二三四五六七八九]|十)五(规划|计划)?(时期|期间)?(?:(前|后|头)([一二三四两])年|(末|底|初)|(首年|开局之年)|(末年|收官之年))?"
)


def plan(text: str, quoted: bool) -> Span | None:
    """Read a five-year plan, 十四五 (2021–2025), its ends and its first or last years.

    Up to the tenth, a plan without quotation marks has to say that it is one (八五时期): 九五 alone may be anything.
    """
    match = _PLAN.fullmatch(text) if "五" in text else None
    if not match or not (quoted or len(match[1]) > 1 or match[2] or match[3]):
        return None
    number = int(chinese(match[1]) or 0)
    # The third plan began in 1966, three years after the second had ended.
    first = 1953 + 5 * (number - 1) if number < 3 else 1966 + 5 * (number - 3)
    years = DIGITS[match[5]] if match[5] else 5
    if match[4] == "后":
        first += 5 - years
    if match[7] or match[8]:
        first, years = first + (4 if match[8] else 0), 1
    start, end = date(first, 1, 1), date(first + years, 1, 1)
    if match[6]:
        edge = start if match[6] == "初" else end - DAY
        return days(edge, edge, "day")
    return Span(start, end, "span", start)
