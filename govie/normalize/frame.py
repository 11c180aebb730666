"""Amounts by their frames: the words about the figures are read once by the grammar, and then any figures fit in."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from govie.normalize.amount import read_amount
from govie.normalize.fold import LONGEST
from govie.normalize.number import EXACT
from govie.types import Quantity

_FIGURES = r"(0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,10}))?"
_SHAPE = re.compile(rf"([^0-9.,]*){_FIGURES}(?:([^0-9.,]*)(?:{_FIGURES}([^0-9.,]*))?)?")
# Before a year, day or hour it hangs on the figure whether it is an amount at all; 20240101 alone is a day.
_NO_FRAME = re.compile("[年月日号点]")
_DAY = 8
_POWERS = {Decimal(10**power): power for power in range(20)}
_WHOLE, _RANGE = (("2", ""), ("8.5", "")), (("2", "5"), ("3.5", "8.5"))


class _Frame(NamedTuple):
    """What figures mean between the same words; `low` and `high` are the zeros that its figures take on.

    `high` is `None` where the frame holds one figure.
    """

    low: int
    high: int | None
    unit: str | None
    dimension: str | None
    multiplier: int
    bound: str


def quantity(text: str, unit: str | None = None) -> Quantity | None:
    """Read an amount from a phrase, or from the text of a NUMBER span and its UNIT span.

    Returns `None` for whatever cannot be read with certainty; raises `TypeError` where an argument is no string.
    The value is exact (fractions without an end, such as 三分之一, to 28 digits) and in the canonical unit; over and
    under leave `high` or `low` open (`None`), a range has no `value`. `multiplier` is what stood before the unit
    (万 in 12万人, 10 for 成). A multiplier under a line divides: 0.5吨标准煤/万元 is 0.00005 吨标准煤/元.
    `dimension` is money, percent, percentage_point, multiple, count, people, times, duration, rank, ratio … or two of
    them about a line (money/people); it is `None` for a unit that is not in the table.

    >>> read = quantity("1,234.56万元")
    >>> str(read.value), read.unit, read.dimension, read.multiplier, read.bound
    ('12345600', '元', 'money', 10000, 'exact')
    >>> read = quantity("15%至20", "%")
    >>> str(read.low), str(read.high), read.unit, read.bound
    ('15', '20', '%', 'range')
    """
    if not isinstance(text, str) or not isinstance(unit, str | None):
        found = type(text if not isinstance(text, str) else unit).__name__
        raise TypeError(f"expected the text of a quantity as str and its unit as str or None, got {found}")
    if len(text) > LONGEST or (unit and len(unit) > LONGEST):
        return None
    match = _SHAPE.fullmatch(text)
    if match is None:
        return read_amount(text, unit)
    before, whole, decimals, between, whole_high, decimals_high, after = match.groups()
    frame = _frame(before, between or "", after, unit)
    if frame is None or (len(whole) >= _DAY and not between and not unit):
        return read_amount(text, unit)
    low, high, name, dimension, multiplier, bound = frame
    value = _filled(whole, decimals, low)
    raw = text + unit if unit else text
    if high is None:
        return Quantity(
            raw, value, None if bound == "under" else value, None if bound == "over" else value, name, dimension, multiplier, bound
        )
    top = _filled(whole_high, decimals_high, high)
    return Quantity(raw, None, value, top, name, dimension, multiplier, bound) if value < top else read_amount(text, unit)


def _filled(whole: str, decimals: str | None, zeros: int) -> Decimal:
    """Give the figures with so many zeros behind them; decimals stay as written where there are none."""
    if "," in whole:
        whole = whole.replace(",", "")
    if not decimals:
        return Decimal(whole + "0" * zeros) if zeros else Decimal(whole)
    if not zeros:
        return Decimal(f"{whole}.{decimals}")
    missing = zeros - len(decimals)
    if missing >= 0:
        return Decimal(whole + decimals + "0" * missing)
    value = EXACT.normalize(Decimal(f"{whole}{decimals}E{missing}"))
    return Decimal(int(value)) if value == value.to_integral_value() else value


@lru_cache(maxsize=8192)
def _frame(before: str, between: str, after: str | None, unit: str | None) -> _Frame | None:
    """Read a frame with figures of our own; `None` where it is not certain to mean the same with others."""
    if _NO_FRAME.match((after or "") + (unit or "") if after else between + (unit or "")):
        return None
    probes = _WHOLE if after is None else _RANGE
    reads = [read_amount.__wrapped__(before + one + between + other + (after or ""), unit) for one, other in probes]
    first, second = (_zeros(read, figures) if read else None for read, figures in zip(reads, probes, strict=True))
    return first if first == second else None


def _zeros(read: Quantity, figures: tuple[str, str]) -> _Frame | None:
    """Say how many zeros the figures of a phrase have taken on in the amount that was read of it."""
    one, other = figures
    low = _POWERS.get(EXACT.divide((read.low or read.high or Decimal(0)) if other else read.value or Decimal(0), Decimal(one)))
    high = _POWERS.get(EXACT.divide(read.high or Decimal(0), Decimal(other))) if other else None
    if low is None or (other and (high is None or read.value is not None)):
        return None
    return _Frame(low, high, read.unit, read.dimension, read.multiplier, read.bound)
