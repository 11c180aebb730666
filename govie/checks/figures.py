"""The figures that checks compute with: facts that give one exact amount, and how far their last digit reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from govie.text import Text
from govie.types import Entity, Fact

COUNTED = {"count", "people", "times", "duration", None}
"""Dimensions whose whole numbers are counts and not rounded."""
_DIGITS = re.compile(r"[-−]?(\d[\d,]*(?:\.(\d+))?)")
_BROKEN = re.compile(r"[，,]\d{3}(?!\d)")
"""What stands between the pieces of a number that was cut at its thousands."""
_MULTIPLIER = tuple("十百千万亿")
_STOP = re.compile("[。！？!?\n]")
_EDGE = re.compile("[，,。；;：:、（）()！？!?\n]")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Check:
    """Something in a report that does not agree with itself.

    `kind` is `sum` (parts and their total), `growth` (a growth or change and two levels), `share` (a share and the two
    counts it is of), `plan` (a result, its plan and how much of it is done), `percentage` (above 100 where that is
    impossible) or `conflict` (one indicator with two values). `facts` stand in the order of the text; `expected` is what
    follows from the others, `found` what the report says; `message` tells a reader about it, in Chinese.
    """

    kind: str
    facts: tuple[Fact, ...]
    expected: str
    found: str
    message: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact in the clean text: half-open offsets of its number with the unit that touches it.

    `value` is `None` where the fact gives no exact amount; `slack` is half of the last digit's place, 0 for a count;
    `scale` is what a 1 before the published unit stands for, 10000 for 万元; `name` joins the indicators and `dates` lists the
    dates, both repaired.
    """

    fact: Fact
    start: int
    end: int
    value: Decimal | None
    slack: Decimal
    scale: Decimal
    name: str
    dates: tuple[str, ...]

    @property
    def aspect(self) -> str:
        """The aspect of the fact: level, change, growth, share or rank."""
        return self.fact.attributes.aspect

    @property
    def unit(self) -> str | None:
        """The canonical unit."""
        return self.fact.quantity.unit if self.fact.quantity else None

    @property
    def signed(self) -> Decimal:
        """The amount with the sign of its direction."""
        value = self.value or ZERO
        return -value if self.fact.attributes.sign == "-" else value

    @property
    def said(self) -> str:
        """The number with its unit, as published."""
        return f"{self.fact.value}{self.fact.unit or ''}"


def figures(facts: Sequence[Fact], text: Text) -> list[Figure]:
    """Place facts in the clean text and read how exact each of them is."""
    return [_figure(fact, text) for fact in facts]


def _figure(fact: Fact, text: Text) -> Figure:
    start, end = text.to_clean(fact.start, fact.end)
    digits, exact = text.clean[start:end], _is_exact(fact, text.clean, start, end)
    for unit in fact.units:
        first, last = text.to_clean(unit.start, unit.end)
        if end <= first <= end + 1:
            end = last
    named, dates = (tuple(_repaired(entity, text) for entity in group) for group in (fact.indicators, fact.dates))
    quantity, name = fact.quantity, "、".join(named)
    if not exact or quantity is None or quantity.value is None:
        return Figure(fact, start, end, None, ZERO, Decimal(1), name, dates)
    scale, step = _scale(digits, quantity.value)
    counted = step == 1 and quantity.dimension in COUNTED
    return Figure(fact, start, end, quantity.value, ZERO if counted else step / 2, scale, name, dates)


def _is_exact(fact: Fact, clean: str, start: int, end: int) -> bool:
    """Say whether a fact gives one exact amount; 没有一例 gives none, and a piece of a number another one."""
    if fact.quantity is None or not fact.attributes.bound == fact.quantity.bound == "exact":
        return False
    cut = _BROKEN.match(clean, end) or (_BROKEN.match(clean, start - 1) and clean[start - 2 : start - 1].isdecimal())
    unread = not fact.units and clean.startswith(_MULTIPLIER, end)
    return not cut and not unread and not clean[max(0, start - 2) : start].endswith(("没有", "无"))


def _repaired(entity: Entity, text: Text) -> str:
    return entity.clean or text.clean[slice(*text.to_clean(entity.start, entity.end))] or entity.text


def _scale(digits: str, value: Decimal) -> tuple[Decimal, Decimal]:
    """Give what a 1 as published stands for and the place of the last digit: 100000000 and 1000000 for 1.25亿元.

    A Chinese numeral ends at its last digit that is not zero.
    """
    match = _DIGITS.fullmatch(digits)
    number = Decimal(match[1].replace(",", "")) if match else ZERO
    if match and number:
        scale = abs(value / number)
        return scale, scale.scaleb(-len(match[2] or ""))
    exponent = value.normalize().as_tuple().exponent if value else 0
    return Decimal(1), Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def together(one: Figure, other: Figure) -> bool:
    """Say whether two figures are amounts of one unit, aspect and status."""
    first, second = one.fact.quantity, other.fact.quantity
    if one.value is None or other.value is None or first is None or second is None:
        return False
    same = (one.aspect, one.fact.attributes.status) == (other.aspect, other.fact.attributes.status)
    return same and (first.unit, first.dimension) == (second.unit, second.dimension)


def stops(clean: str, start: int, end: int) -> bool:
    """Say whether a sentence ends between two clean offsets."""
    return _STOP.search(clean, start, end) is not None


def before(clean: str, place: int, all_figures: Sequence[Figure]) -> str:
    """Give the words of a figure's clause that stand before it, and not before the figure ahead of it."""
    low = all_figures[place - 1].end if place else 0
    words = clean[low : all_figures[place].start]
    return _EDGE.split(words)[-1]


def after(clean: str, place: int, all_figures: Sequence[Figure]) -> str:
    """Give the words of a figure's clause that stand behind it, and not behind the next figure."""
    high = all_figures[place + 1].start if place + 1 < len(all_figures) else len(clean)
    return _EDGE.split(clean[all_figures[place].end : high], maxsplit=1)[0]


def value(figure: Figure) -> Decimal:
    """Give the amount of a figure that has one."""
    return figure.value or ZERO


def ratio(part: Decimal, whole: Decimal, slack: Decimal, under: Decimal) -> tuple[Decimal, Decimal]:
    """Give the least and the greatest per cent that a part can be of a whole, each within its slack."""
    return (part - slack) / (whole + under) * 100, (part + slack) / (whole - under) * 100


def agrees(span: tuple[Decimal, Decimal], stated: Figure) -> bool:
    """Say whether a stated figure is any value of a span, rounded."""
    return span[0] - stated.slack <= value(stated) <= span[1] + stated.slack


def written(amount: Decimal, like: Figure) -> str:
    """Write an amount in the unit that another figure was published in, without zeros at its end."""
    unit = like.fact.unit if like.scale != 1 or not like.unit else like.unit
    return f"{(amount / like.scale).normalize():f}{unit or ''}"


def rounded(amount: Decimal, like: Figure) -> str:
    """Write an amount as another figure is, to the place of its last digit."""
    step = like.slack * 2 or Decimal(1)
    return written((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step, like)
