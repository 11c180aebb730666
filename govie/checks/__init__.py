"""What in a report does not agree with itself: sums, growth, shares, plans, percentages, values."""

from __future__ import annotations

from govie.checks.conflicts import check_conflicts
from govie.checks.figures import Check, figures
from govie.checks.growth import check_growth
from govie.checks.parts import check_parts
from govie.checks.shares import check_shares
from govie.checks.totals import check_totals
from govie.text import repair
from govie.types import Document

__all__ = ["Check", "find_checks"]
RULES = (check_parts, check_totals, check_growth, check_shares, check_conflicts)


def find_checks(document: Document) -> list[Check]:
    """List what does not agree, in the order of the text; only what the text leaves no other reading for.

    Only exact amounts take part, and every published number stands for all that it may have been rounded from. A last digit
    that was cut off instead of rounded is told of: 占比2.7% of 8家 in 288家 is 2.8%. A check sees what the facts say: an amount
    read wrongly can raise one.

    >>> from govie.facts import make_facts
    >>> from govie.inline import from_inline
    >>> from govie.jsonl import from_record
    >>> marked = "⟪森林覆盖率⟫I1达到⟪112⟫N1⟪%⟫U1。\\n@ N1: I1 U1 | share + actual exact -"
    >>> document = from_record({"id": "a", **from_inline(marked)})
    >>> [(check.kind, check.found) for check in find_checks(make_facts(document, repair(document.text)))]
    [('percentage', '112%')]
    """
    text = repair(document.text)
    placed = figures(document.facts, text)
    found: dict[tuple[str, int], Check] = {}
    for rule in RULES:
        for check in rule(placed, text.clean):
            found.setdefault((check.kind, check.facts[-1].start), check)
    return sorted(found.values(), key=lambda check: check.facts[0].start)
