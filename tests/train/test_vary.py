"""INDICATORs and AGENCYs that stand in for others: the gold moves along and nothing else changes."""

import numpy as np

from govie.jsonl import find_problems, read_jsonl, to_record
from govie.score import evaluate
from training.vary import make_pool, vary


def test_gold_moves_along():
    documents = list(read_jsonl("corpus/seeds.jsonl"))
    pool = make_pool(documents)
    rng = np.random.default_rng(0)
    for document in documents:
        other = vary(document, pool, 0.5, rng)
        assert other.text != document.text
        assert not find_problems(to_record(other))
        assert [e.label for e in other.entities] == [e.label for e in document.entities]
        assert all(other.text[e.start : e.end] == e.text for e in other.entities)
        assert other.attributes == document.attributes
        kept = [e.text for e in other.entities if e.label not in ("INDICATOR", "AGENCY")]
        assert kept == [e.text for e in document.entities if e.label not in ("INDICATOR", "AGENCY")]


def test_agencies_stand_in_for_each_other():
    documents = list(read_jsonl("corpus/seeds.jsonl"))
    pool = make_pool(documents)
    other = vary(documents[0], pool, 1.0, np.random.default_rng(2))
    named = [[e.text for e in d.entities if e.label == "AGENCY"] for d in (documents[0], other)]
    assert named[0] != named[1]
    assert set(named[1]) <= set(pool["AGENCY"])


def test_indicators_come_from_the_same_unit():
    documents = list(read_jsonl("corpus/seeds.jsonl"))
    pool = make_pool(documents)
    other = vary(documents[0], pool, 1.0, np.random.default_rng(1))
    units = {r.head.id: r.tail.text for r in other.relations if r.label == "HAS_UNIT"}
    measured = {}
    for relation in other.relations:
        if relation.label == "MEASURES":
            measured[relation.tail.id] = (relation.tail.text, units.get(relation.head.id, ""))
    assert measured and all(name in pool[unit] for name, unit in measured.values())


def test_nothing_to_do():
    document = next(iter(read_jsonl("corpus/seeds.jsonl")))
    same = vary(document, make_pool([document]), 0.0, np.random.default_rng(0))
    assert same.text == document.text
    assert evaluate([document], [same])["fact"]["f1"] == 1.0
