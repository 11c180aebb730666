"""The quantity of a fact: its number and unit, within the bound that the words about them give."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from govie.normalize import quantity
from govie.types import Quantity


@lru_cache(maxsize=16384)
def amount(number: str, unit: str | None, bound: str, sign: str) -> Quantity | None:
    """Read a number with its unit and set the bound: 超 leaves `high` open, 不足 leaves `low` open; a range stays as it is.

    A quantity is a magnitude where `sign` says that it goes down, also where the words have a minus of their own.

    >>> read = amount("88.47", "亿元", "over", "+")
    >>> str(read.value), str(read.low), read.high, read.bound
    ('8847000000', '8847000000', None, 'over')
    """
    read = quantity(number, unit)
    if read is None:
        return None
    if sign == "-" and any(value is not None and value < 0 for value in (read.value, read.low, read.high)):
        low, high = _turned(read.high), _turned(read.low)
        read = replace(read, value=_turned(read.value), low=low, high=high)
    if read.value is None or bound in (read.bound, "range"):
        return read
    low = None if bound == "under" else read.value
    high = None if bound == "over" else read.value
    return replace(read, low=low, high=high, bound=bound)


def _turned(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value
