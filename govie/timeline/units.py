"""Units that are exact multiples of each other, so that amounts in them can stand in one series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

_FAMILIES = (
    "亩 1 标准亩 1 公顷 15 hm2 15 顷 100 平方公里 1500 平方千米 1500 km2 1500 平方米 3/2000 平米 3/2000 m2 3/2000",
    "米 1 m 1 延米 1 公里 1000 千米 1000 km 1000 里 500 华里 500",
    "吨 1 公吨 1 t 1 担 1/20 公斤 1/1000 千克 1/1000 kg 1/1000 斤 1/2000 市斤 1/2000",
    "立方米 1 立方 1 m3 1 方 1",
    "千瓦时 1 千瓦小时 1 度电 1 kWh 1 兆瓦时 1000 MWh 1000 GWh 1000000",
    "千瓦 1 kW 1 兆瓦 1000 MW 1000 吉瓦 1000000 GW 1000000 瓦 1/1000",
    "吨标准煤 1 吨标煤 1",
    "% 1 ‰ 1/10 ‱ 1/100",
    "人 1 名 1 位 1",
)
"""Units with their sizes. Per cent has no percentage points beside it, money no other currency, and people no visits (人次)."""
_SIZES = [{unit: Fraction(size) for unit, size in zip(row.split()[::2], row.split()[1::2], strict=True)} for row in _FAMILIES]
_FAMILY = {unit: str(place) for place, sizes in enumerate(_SIZES) for unit in sizes}
_SIZE = {unit: size for sizes in _SIZES for unit, size in sizes.items()}


def family(unit: str | None) -> str:
    """Name what a unit can be converted within: a family of multiples, or the unit itself."""
    return _FAMILY.get(unit or "", unit or "")


def common(units: Iterable[str | None]) -> str | None:
    """Give the commonest of units of one family, to convert the others to."""
    counts = Counter(units)
    return max(counts, key=lambda unit: (counts[unit], unit or ""))


def factor(unit: str | None, to: str | None) -> Fraction:
    """Give what an amount in a unit is multiplied by to be in another one of its family.

    >>> factor("公顷", "亩"), factor("平方米", "亩"), factor("家", "家")
    (Fraction(15, 1), Fraction(3, 2000), Fraction(1, 1))
    """
    return Fraction(1) if unit == to or unit is None or to is None else _SIZE[unit] / _SIZE[to]
