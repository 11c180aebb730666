"""Check of one indicator with two values for one time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from govie.checks.figures import Check, Figure, together, value
from govie.checks.plain import scope, turns


def check_conflicts(figures: Sequence[Figure], clean: str) -> Iterator[Check]:
    """Find two values of one indicator that are said of the same time, place and body in plain words.

    The indicator alone is not enough: those of two programmes, regions or years have the same one.
    """
    said: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for place, figure in enumerate(figures):
        of = scope(figures, clean, place)
        fact, period = figure.fact, figure.fact.period
        if of is None or period is None:
            continue
        key = (figure.name, of, period.start, period.end, fact.agency_name, fact.attributes, figure.unit)
        other = said[key][-1] if said[key] else None
        if other and other.fact.sentence != fact.sentence and _apart(other, figure) and not turns(clean, other, figure, of):
            message = f"{figure.name}：一处为{other.said}，另一处为{figure.said}"
            yield Check("conflict", (other.fact, fact), other.said, figure.said, message)
        said[key].append(figure)


def _apart(one: Figure, other: Figure) -> bool:
    """Say whether two values cannot be one amount, rounded."""
    return together(one, other) and abs(value(one) - value(other)) > one.slack + other.slack
