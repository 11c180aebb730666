"""Facts of the five seeds, from their gold entities, against what a reader finds."""

import json
from pathlib import Path

import pytest

from govie.facts import make_facts
from govie.jsonl import read_jsonl
from govie.text import repair
from govie.types import Document

ROOT = Path(__file__).parents[1]
SEED_FACTS = json.loads((ROOT / "tests" / "data" / "seed_facts.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def seeds() -> dict[str, Document]:
    return {one.id: make_facts(one, repair(one.text)) for one in read_jsonl(ROOT / "corpus" / "seeds.jsonl")}


@pytest.mark.parametrize("row", SEED_FACTS, ids=lambda row: f"{row['document'][:3]}-{row['start']}")
def test_seed_facts_are_what_a_reader_finds(row: dict[str, object], seeds: dict[str, Document]) -> None:
    one = next(fact for fact in seeds[str(row["document"])].facts if fact.start == row["start"])
    assert one.quantity is not None
    found = {name: getattr(one.quantity, name) for name in ("value", "low", "high")}
    expected = {name: row[name] for name in found}
    assert {name: None if value is None else format(value.normalize(), "f") for name, value in found.items()} == expected
    assert one.quantity.unit == row["unit"]
    period = (str(one.period.start), str(one.period.end)) if one.period else (None, None)
    assert period == (row["period_start"], row["period_end"])
    assert (one.agency_source, one.date_source) == (row["agency_source"], row["date_source"])


@pytest.mark.parametrize(
    ("document", "start", "kind", "other"),
    [
        ("001", 1415, "change_of", 1404),
        ("001", 1520, "change_of", 1511),
        ("001", 1874, "change_of", 1865),
        ("000", 6290, "plan_of", 1478),
        ("000", 6484, "plan_of", 1876),
        ("003", 2188, "part_of", 2164),
        ("004", 2265, "part_of", 2226),
        ("004", 3804, "change_of", 3795),
        ("004", 3827, "plan_of", 3795),
        ("004", 4130, "plan_of", 4151),
        *(("004", start, "part_of", 7179) for start in (7194, 7201, 7210, 7217, 7226, 7235)),
    ],
)
def test_seed_facts_that_join(document: str, start: int, kind: str, other: int, seeds: dict[str, Document]) -> None:
    facts = next(one for id, one in seeds.items() if id.startswith(document)).facts
    one = next(fact for fact in facts if fact.start == start)
    assert [(join.kind, facts[join.fact].start) for join in one.joins] == [(kind, other)]


def test_seed_facts_join_nothing_else(seeds: dict[str, Document]) -> None:
    counts = [sum(join.kind in ("change_of", "part_of", "plan_of") for fact in one.facts for join in fact.joins) for one in seeds.values()]
    assert counts == [5, 6, 0, 1, 13]
