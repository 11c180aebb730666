"""Of replayed windows the target is what the network gave before; of new ones, gold."""

from dataclasses import replace

import torch

from govie.encode import Vocabulary
from govie.model import BUNDLED
from govie.train.batches import Batch, collate
from govie.train.examples import Example, make_examples
from govie.train.loop import loss
from govie.train.memory import Memory
from govie.train.network import Network
from tests.train.tiny import SEEDS, SHAPE

VOCABULARY = Vocabulary.load(BUNDLED / "vocab.txt")
NEW = [x for x in make_examples(SEEDS[:1], VOCABULARY) if x.linked.size][:4]
OLD = [replace(x, replayed=True) for x in NEW]


def network() -> Network:
    torch.manual_seed(3)
    return Network.from_config({**SHAPE, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}).eval()


def gradient(found: Network, batch: Batch, memory: Memory) -> float:
    found.zero_grad()
    loss(found, batch, recalled=memory.recall(batch)).backward()
    return max(float(p.grad.abs().max()) for p in found.parameters() if p.grad is not None)


def test_nothing_pulls_at_what_is_as_it_was() -> None:
    found = network()
    memory = Memory(found)
    old, new = (gradient(found, collate(examples, VOCABULARY), memory) for examples in (OLD, NEW))
    assert old < 1e-2
    assert new > 0.1


def taught(examples: list[Example], wrong: list[Example]) -> tuple[float, float]:
    found = network()
    memory = Memory(found)
    batches = collate(examples, VOCABULARY), collate(wrong, VOCABULARY)
    one, two = (float(loss(found, batch, recalled=memory.recall(batch))) for batch in batches)
    return one, two


def test_gold_counts_of_new_windows_only() -> None:
    def without_gold(examples: list[Example]) -> list[Example]:
        return [replace(x, tags=x.tags * 0, linked=x.linked * 0, attributes=x.attributes * 0) for x in examples]

    one, two = taught(OLD, without_gold(OLD))
    assert one == two
    one, two = taught(NEW, without_gold(NEW))
    assert one != two


def test_memory_stays_as_it_is() -> None:
    found = network()
    memory, batch = Memory(found), collate(OLD, VOCABULARY)
    before = memory.recall(batch)
    with torch.no_grad():
        for parameter in found.parameters():
            parameter.add_(1.0)
    torch.testing.assert_close(memory.recall(batch).tags, before.tags)
