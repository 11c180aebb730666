"""Check of one indicator with two values for one time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from govie.checks.figures import Check, Figure, name, together, value
from govie.checks.plain import scope


def check_conflicts(figures: Sequence[Figure], clean: str) -> Iterator[Check]:
    """Find two values of one indicator that are said of the same time, place and body in plain words.

    The indicator alone is not enough: 企业 of two programmes, regions or years have the same one. A figure that names no
    place is compared with those of its paragraph only.
    """
    said: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    breaks = [match.start() for match in re.finditer("\n", clean)]
    for place, figure in enumerate(figures):
        of = scope(figures, clean, place)
        fact, period = figure.fact, figure.fact.period
        if of is None or period is None:
            continue
        paragraph = None if of else bisect_left(breaks, figure.start)
        key = (name(figure), of, paragraph, period.start, period.end, fact.agency_name, fact.attributes, figure.unit)
        other = next((other for other in said[key] if other.fact.sentence != fact.sentence and _apart(other, figure)), None)
        if other is not None:
            message = f"{name(figure)}：一处为{other.said}，另一处为{figure.said}"
            yield Check("conflict", (other.fact, fact), other.said, figure.said, message)
        said[key].append(figure)


def _apart(one: Figure, other: Figure) -> bool:
    """Say whether two values cannot be one amount, rounded."""
    return together(one, other) and abs(value(one) - value(other)) > one.slack + other.slack
