"""From the words of a report to values: amounts to exact quantities, dates to intervals."""

from govie.normalize.amount import quantity
from govie.normalize.date import period

__all__ = ["period", "quantity"]
