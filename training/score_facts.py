"""Score quantities, intervals, document metadata, sources and joins against `corpus/normalized`, on gold entities.

    python -m training.score_facts [--misses]

The gold was read by hand on the seeds and the authored test part. Spans, links and attributes are the gold ones, so that
only what follows them is measured. An interval counts where the fact has a DATE of its own that can be resolved. Joins are
scored by the places of both NUMBERs. `… by reader` compares what the authored reports say of themselves with what was read in
them by hand, `… by author` with what their authors wrote beside them, where they did (which the text need not say so).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from govie.facts import make_facts
from govie.jsonl import read_jsonl
from govie.metadata import find_metadata
from govie.text import repair
from govie.types import Document, Fact, Quantity

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = CORPUS / "normalized"
FIELDS = ("title", "issuer", "published", "period")
READ = CORPUS.parent / "tests" / "data" / "authored_metadata.json"
META = ("title", "issuer", "published")


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
            document = make_facts(replace(bare, meta={}), repair(bare.text))
            lines = map(json.loads, (GOLD / f"{bare.id}.jsonl").read_text("utf-8").splitlines())
            gold = {line["start"]: line for line in lines}
            for fact in document.facts:
                yield from ((bare.id, *one) for one in judge(fact, gold[fact.start]))
            yield from ((bare.id, *one) for one in judge_metadata(document, metadata[bare.id]))


def meta_results() -> Iterator[tuple[str, str, bool, str]]:
    """Judge title, issuer and day of publication of the authored reports against a reader's notes and their authors' record."""
    read = {row["id"]: row for row in json.loads(READ.read_text("utf-8"))}
    for bare in read_jsonl(CORPUS / "authored.jsonl"):
        found = find_metadata(repair(bare.text), bare.entities)
        for by, gold in (("reader", read.get(bare.id)), ("author", bare.meta if "title" in bare.meta else None)):
            for field in META if gold else ():
                one = getattr(found, field)
                value, expected = (squeezed(str(v)) if v else None for v in (one and one.value, gold and gold[field]))
                yield bare.id, f"{field} by {by}", value == expected, f"{value} / {expected}"


def join_scores(misses: bool) -> dict[str, dict[str, float]]:
    """Score joins by kind: precision, recall and F1 over the documents that have gold."""
    rows = [json.loads(line) for line in (GOLD / "joins.jsonl").read_text("utf-8").splitlines()]
    gold = {(row["id"], row["kind"], row["number"][0], row["to"][0]) for row in rows}
    read = {path.stem for path in GOLD.glob("*.jsonl")}
    found = set()
    for path in (CORPUS / "seeds.jsonl", CORPUS / "authored.jsonl"):
        for bare in (one for one in read_jsonl(path) if one.id in read):
            facts = make_facts(replace(bare, meta={}), repair(bare.text)).facts
            found |= {(bare.id, join.kind, fact.start, facts[join.fact].start) for fact in facts for join in fact.joins}
            for id, kind, start, to in sorted(found ^ gold) if misses else ():
                if id == bare.id:
                    story = f"{bare.text[start - 25 : start + 8]!r} → {bare.text[to - 25 : to + 8]!r}"
                    print(f"{id} {'missed' if (id, kind, start, to) in gold else 'false'} {kind}: {story}")
    return {
        kind: counts(*({one for one in side if kind in (one[1], "all")} for side in (gold, found)))
        for kind in ("change_of", "part_of", "plan_of", "list_of", "same_indicator", "all")
    }


def counts(gold: set[Any], found: set[Any]) -> dict[str, float]:
    """Give precision, recall and F1, and how many there are in the gold."""
    hits = len(gold & found)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(gold))
    f1 = 2 * hits / max(1, len(gold) + len(found))
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "of": len(gold)}


def report(misses: bool = False) -> dict[str, Any]:
    """Score everything: accuracy and number of cases for each thing, then joins by kind."""
    right, total = Counter[str](), Counter[str]()
    for document, what, hit, story in (*results(), *meta_results()):
        total[what] += 1
        right[what] += hit
        if misses and not hit:
            print(f"{document} {what}: {story}")
    accuracy = {what: {"accuracy": round(right[what] / n, 4), "of": n} for what, n in total.items()}
    return accuracy | {"joins": join_scores(misses)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--misses", action="store_true", help="list every miss")
    args = parser.parse_args()
    print(json.dumps(report(args.misses), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
