"""The card of a retrained model: what it was made from, and what changed by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govie.compare import HEADLINES, Comparison
from govie.schema import Schema


def headline(comparison: Comparison) -> dict[str, float]:
    """Pick the figures of the new model that config.json keeps, F1 in 0–1."""
    return {row.name: round(row.after[2], 4) for row in comparison.rows if row.name in HEADLINES}


def write_card(start: str, schema: Schema, facts: Mapping[str, Any], comparisons: Mapping[str, Comparison]) -> str:
    """Write the card as Markdown."""
    added = schema.to_config()
    lines = [
        "# Model card", "",
        f"Retrained by `govie train` from {start}: {facts['new_characters']:,} characters of newly annotated reports, each with",
        f"{facts['settings']['replay']:g} of govie's bundled corpus, best of {facts['epochs']} epochs: {facts['best_epoch']}. Use:",
        "`govie.load(FOLDER)`, `govie.Extractor(FOLDER)`, `--model FOLDER`.", "",
    ]  # fmt: skip
    if any(added.values()):
        names = [*added["labels"], *(f"{name} (to {tail})" for name, tail in added["relations"].items())]
        lines += [f"Beyond govie's own labels it knows {', '.join(names)}.", ""]
    for name, comparison in comparisons.items():
        lines += [f"{name}, {comparison.documents} documents, F1 before and after:", "", "| | before | after | 95 % of the change |"]
        lines.append("|---|--:|--:|--:|")
        for row in comparison.rows:
            if row.name in HEADLINES or row.name.startswith(("entity ", "relation ")):
                spread = f"{row.interval[0]:+.3f} to {row.interval[1]:+.3f}" if row.interval else "one document"
                lines.append(f"| {row.name} | {row.before[2]:.3f} | {row.after[2]:.3f} | {spread} |")
        lines.append("")
    return "\n".join(lines)
