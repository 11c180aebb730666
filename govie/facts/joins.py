"""Facts that belong together: a change and its level, the parts of a total, a plan and its result, lists, elided indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from govie.facts.changes import changes
from govie.facts.lists import lists, sharers
from govie.facts.parts import parts
from govie.facts.plans import plans
from govie.facts.spans import Spans
from govie.types import Fact, Join


def joins(facts: Sequence[Fact], spans: Spans) -> dict[int, list[Join]]:
    """Find the joins of each fact that has any."""
    listed = lists(facts, spans)
    found: dict[int, list[Join]] = defaultdict(list)
    taken: set[tuple[int, int]] = set()
    changed: set[int] = set()
    for kind, pairs in (
        ("change_of", changes(facts, listed)),
        ("part_of", parts(facts, spans)),
        ("plan_of", plans(facts, spans)),
        ("list_of", ((item, run[0]) for run in listed for item in run[1:])),
        ("same_indicator", sharers(facts)),
    ):
        for one, other in pairs:
            if kind == "same_indicator" and (one in changed or {(one, other), (other, one)} & taken):
                continue
            found[one].append(Join(kind, other))
            taken.add((one, other))
            if kind == "change_of":
                changed.add(one)
    return found
