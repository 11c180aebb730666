"""Score quantities, intervals, document metadata and sources against `corpus/normalized`, on gold entities.

    python -m training.score_facts [--misses]

The gold was read by hand on the seeds and the authored test part. Spans, links and attributes are the gold ones, so that
only what follows them is measured. An interval counts where the fact has a DATE of its own that can be resolved.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from govie.facts import make_facts
from govie.jsonl import read_jsonl
from govie.text import repair
from govie.types import Document, Fact, Quantity

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = CORPUS / "normalized"
FIELDS = ("title", "issuer", "published", "period")


def same_amount(found: Decimal | None, gold: str | None) -> bool:
    """Compare exactly, a third to its digits."""
    if found is None or gold is None:
        return found is None and gold is None
    return abs(found - Decimal(gold)) <= abs(Decimal(gold)) * Decimal("1e-20")


def same_quantity(found: Quantity | None, gold: dict[str, Any]) -> bool:
    """Compare value, bounds and unit."""
    if found is None:
        return gold["value"] is None and gold["low"] is None
    return found.unit == gold["unit"] and all(same_amount(getattr(found, k), gold[k]) for k in ("value", "low", "high"))


def judge(fact: Fact, gold: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Give (what, right, what was found and expected) for one fact."""
    yield "quantity", same_quantity(fact.quantity, gold), f"{fact.quantity} / {gold}"
    if gold["period"] and gold["date_source"] == "sentence":
        interval = [fact.period.start.isoformat(), fact.period.end.isoformat()] if fact.period else None
        yield "interval", interval == gold["period"], f"{fact.date}: {interval} / {gold['period']}"
    yield "agency_source", fact.agency_source == gold["agency_source"], f"{fact.agency} {fact.agency_source} / {gold['agency_source']}"


def judge_metadata(document: Document, gold: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Give the same for what the document says of itself, titles and names compared as repaired."""
    for field in FIELDS:
        found = getattr(document.metadata, field) if document.metadata else None
        value = found.value if found else None
        if field == "period":
            value = [value.start.isoformat(), value.end.isoformat()] if value else None
        expected = gold[field]
        if field in ("title", "issuer") and expected:
            value, expected = squeezed(str(value)), squeezed(expected)
        yield field, (str(value) if value else None) == (str(expected) if expected else None), f"{value} / {expected}"


def squeezed(text: str) -> str:
    """Repair a text and leave out its spaces."""
    return "".join(repair(text).clean.split())


def results() -> Iterator[tuple[str, str, bool, str]]:
    """Judge every document that has gold: (document, what, right, found and expected)."""
    metadata = {r["id"]: r for r in map(json.loads, (GOLD / "metadata.jsonl").read_text("utf-8").splitlines())}
    for path in (CORPUS / "seeds.jsonl", CORPUS / "authored.jsonl"):
        for bare in read_jsonl(path):
            if bare.id not in metadata:
                continue
            document = make_facts(bare, repair(bare.text))
            lines = map(json.loads, (GOLD / f"{bare.id}.jsonl").read_text("utf-8").splitlines())
            gold = {line["start"]: line for line in lines}
            for fact in document.facts:
                yield from ((bare.id, *one) for one in judge(fact, gold[fact.start]))
            yield from ((bare.id, *one) for one in judge_metadata(document, metadata[bare.id]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--misses", action="store_true", help="list every miss")
    args = parser.parse_args()
    right, total = Counter[str](), Counter[str]()
    for document, what, hit, story in results():
        total[what] += 1
        right[what] += hit
        if args.misses and not hit:
            print(f"{document} {what}: {story}")
    print(json.dumps({what: {"accuracy": round(right[what] / n, 4), "of": n} for what, n in total.items()}, indent=1))


if __name__ == "__main__":
    main()
