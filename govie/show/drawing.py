"""Bars and frames as svg."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govie.show.palette import colours
from govie.show.words import Words

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 64, 20, 76, 62, 340
STEP, NARROWEST = 84, 460
STYLE = """
.govie-chart{background:var(--paper);max-width:100%;height:auto;
font:12px system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
.govie-chart text{fill:var(--muted);font-variant-numeric:tabular-nums}
.govie-chart .title{fill:var(--ink);font-size:16px;font-weight:650}.govie-chart .value{fill:var(--ink);font-weight:600}
.govie-chart .grid{stroke:var(--line)}.govie-chart .zero{stroke:var(--muted)}
.govie-chart .result{fill:var(--agency-deep)}
.govie-chart .plan{fill:var(--number);fill-opacity:.35;stroke:var(--number-deep);stroke-width:1.5;stroke-dasharray:4 3}
.govie-chart .other{stroke:var(--ink);stroke-width:1.5}
"""


@dataclass(frozen=True)
class Bar:
    """What was reached and planned for one period: each a value with the document that says so, the last of them counts."""

    name: str
    results: list[tuple[float, str]] = field(default_factory=list)
    plans: list[tuple[float, str]] = field(default_factory=list)

    def scaled(self, by: float) -> Bar:
        """Give the same in a larger unit."""
        results, plans = ([(value / by, source) for value, source in side] for side in (self.results, self.plans))
        return Bar(self.name, results, plans)


class Scale:
    """Places values and periods on the picture, in pixels."""

    def __init__(self, bars: Sequence[Bar]) -> None:
        values = [value for bar in bars for value, _ in (*bar.results, *bar.plans)]
        self.width = max(NARROWEST, LEFT + RIGHT + STEP * len(bars))
        self.step = (self.width - LEFT - RIGHT) / len(bars)
        self.ticks = ticks(min(0.0, *values), max(0.0, *values))

    def x(self, place: int) -> float:
        """Give the middle of a period."""
        return LEFT + self.step * (place + 0.5)

    def y(self, value: float) -> float:
        """Give the height of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)


def ticks(low: float, high: float) -> list[float]:
    """Give some four round values that hold what lies between `low` and `high`.

    >>> ticks(0, 54), ticks(-2.1, 9)
    ([0.0, 20.0, 40.0, 60.0], [-5.0, 0.0, 5.0, 10.0])
    """
    rough = (high - low) / 4 or 1.0
    base = 10.0 ** math.floor(math.log10(rough))
    step = next(base * by for by in (1, 2, 5, 10) if base * by >= rough)
    return [round(step * place, 12) for place in range(math.floor(low / step), math.ceil(high / step) + 1)] if high > low else [0.0, 1.0]


def draw(title: str, bars: Sequence[Bar], note: str, words: Words, *, attained: bool) -> str:
    """Draw the bars; texts come escaped. Where `attained` is true, a result tells how much of its plan it is."""
    at = Scale(bars)
    parts = "".join(part for place, bar in enumerate(bars) for part in period(bar, place, at, words, attained=attained))
    style = colours(".govie-chart") + STYLE
    return (
        f'<svg class="govie-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at.width:g} {HEIGHT}" width="{at.width:g}" '
        f'height="{HEIGHT}" role="img" lang="{words["lang"]}"><title>{title}</title><style>{style}</style>'
        f'<text class="title" x="{LEFT - 44}" y="30">{title}</text>{"".join(legend(bars, words))}{"".join(grid(at))}{parts}'
        f'<text x="{LEFT - 44}" y="{HEIGHT - 8}">{note}</text></svg>'
    )


def legend(bars: Sequence[Bar], words: Words) -> Iterator[str]:
    """Name bars and frames."""
    x = LEFT - 44.0
    for name, there in (("result", any(bar.results for bar in bars)), ("plan", any(bar.plans for bar in bars))):
        if there:
            yield f'<rect class="{name}" x="{x:g}" y="43" width="14" height="11" rx="1"/><text x="{x + 20:g}" y="53">{words[name]}</text>'
            x += 44 + 7 * len(words[name].encode()) / 2


def grid(at: Scale) -> Iterator[str]:
    """Draw the lines of the round values."""
    for value in at.ticks:
        y, kind = at.y(value), "zero" if value == 0 else "grid"
        yield f'<line class="{kind}" x1="{LEFT}" x2="{at.width - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{shown(value)}</text>'


def period(bar: Bar, place: int, at: Scale, words: Words, *, attained: bool) -> Iterator[str]:
    """Draw one period: frame, bar, what other documents say, and the words."""
    x, wide = at.x(place), min(52.0, at.step * 0.62)
    told = [f"{words[kind]} {shown(v)} ({source})" for kind, side in (("result", bar.results), ("plan", bar.plans)) for v, source in side]
    yield "<g><title>" + "\n".join([bar.name, *told]) + "</title>"
    if bar.plans:
        yield box("plan", x, wide, bar.plans[-1][0], at)
    if bar.results:
        yield box("result", x, wide * 0.64, bar.results[-1][0], at)
    for value, _ in (*bar.results[:-1], *bar.plans[:-1]):
        yield f'<line class="other" x1="{x - wide / 3:.1f}" x2="{x + wide / 3:.1f}" y1="{at.y(value):.1f}" y2="{at.y(value):.1f}"/>'
    values = [side[-1][0] for side in (bar.results, bar.plans) if side]
    down = min(values) < 0
    y = at.y(min(values)) + 16 if down else at.y(max(values)) - 7
    yield f'<text class="value" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{shown(values[0])}</text>'
    yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{bar.name}</text>'
    if attained and len(values) == 2 and values[1] > 0:
        part = words["attained"].format(values[0] / values[1])
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 37}" text-anchor="middle">{part}</text>'
    yield "</g>"


def box(kind: str, x: float, wide: float, value: float, at: Scale) -> str:
    """Draw a bar from zero to a value."""
    top, foot = sorted((at.y(value), at.y(0.0)))
    return f'<rect class="{kind}" x="{x - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{max(foot - top, 0.5):.1f}" rx="2"/>'


def shown(value: float) -> str:
    """Write a value short.

    >>> shown(1234.5), shown(5.30), shown(0.0)
    ('1,234.5', '5.3', '0')
    """
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 or value == 0 else f"{value:.2g}"
