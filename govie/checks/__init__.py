"""What does not agree with itself in a report: sums, growth, shares, plans, percentages, values."""

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
    """List what does not agree."""
    text = repair(document.text)
    placed = figures(document.facts, text)
    found = [check for rule in RULES for check in rule(placed, text.clean)]
    return sorted(found, key=lambda check: check.facts[0].start)
