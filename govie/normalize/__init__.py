"""From the words of a report to values: amounts to exact quantities, dates to intervals."""

from govie.normalize.date import period
from govie.normalize.frame import quantity

__all__ = ["period", "quantity"]
