"""Put the scores of score_facts into the bundled model's config.json and card; no weights are read or changed.

python -m training.card_facts
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.score_facts import report

FACTS, FACTS_COMMAND = "## Facts: what follows the model", "python -m training.score_facts"


def row(name: str, values: Iterable[object]) -> str:
    """Write a row of a Markdown table."""
    return f"| {name} | " + " | ".join(str(v) for v in values) + " |"


def facts_lines(scores: dict[str, Any]) -> list[str]:
    """Write the section about what follows the model: quantities, intervals, document defaults, sources and joins on gold entities."""
    lines = [FACTS, "", f"On gold entities, by `{FACTS_COMMAND}`; the gold of `corpus/normalized` was read by hand.", ""]
    lines += [row("what", ("accuracy", "of")), row("---", ("---", "--:"))]
    lines += [row(what, (f"{one['accuracy']:.3f}", one["of"])) for what, one in scores.items() if what != "joins"]
    lines += ["", row("joins", ("precision", "recall", "F1", "of")), row("---", ("---",) * 4)]
    return lines + [row(kind, (one["precision"], one["recall"], one["f1"], one["of"])) for kind, one in scores["joins"].items()]


def write_facts(model: Path) -> None:
    """Put the scores of score_facts into the model's config.json and card, in place of older ones."""
    scores = report()
    known = json.loads((model / "config.json").read_text("utf-8"))
    known["facts"] = scores
    (model / "config.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")
    path = model / "README.md"
    path.write_text(path.read_text("utf-8").split(FACTS)[0].rstrip() + "\n\n" + "\n".join(facts_lines(scores)) + "\n", "utf-8")


if __name__ == "__main__":
    write_facts(Path("govie/weights"))
