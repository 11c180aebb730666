"""New labels are learnt before the whole network trains, and the old ones stay as they were."""

from pathlib import Path

import torch

from govie.jsonl import read_jsonl
from govie.model import Model
from govie.schema import BASE, read_schema
from govie.score import evaluate
from govie.train.begin import teach_new_rows
from govie.train.examples import make_examples
from govie.train.judge import extractor_of
from govie.train.start import load_start

DATA = Path(__file__).parents[2] / "docs" / "retraining"


def test_a_few_reports_teach_a_label_and_move_no_other() -> None:
    schema = read_schema(DATA / "companies.toml")
    start = Model.load()
    network = load_start(start).widen(schema)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    examples = make_examples(list(read_jsonl(DATA / "companies.jsonl", schema)), start.vocabulary, schema)
    teach_new_rows(network, BASE, examples, start.vocabulary)
    after = network.state_dict()
    torch.testing.assert_close(after["tags.weight"][: len(BASE.tags)], before["tags.weight"][: len(BASE.tags)], rtol=0, atol=0)
    assert {name for name in before if not torch.equal(before[name], after[name])} <= {
        "tags.weight", "tags.bias", "scorer.label", "scorer.bias", "scorer.dot", *(n for n in before if n.startswith("scorer.features"))
    }  # fmt: skip
    assert all(parameter.grad is None for parameter in network.parameters())
    test = list(read_jsonl(DATA / "companies-test.jsonl", schema))
    extractor = extractor_of(network, start)
    scores = evaluate(test, [extractor(d.text, id=d.id) for d in test])
    assert scores["entity"]["COMPANY"]["f1"] > 0.5
    assert scores["relation"]["OF_COMPANY"]["f1"] > 0.5
