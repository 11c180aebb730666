"""A tiny model is trained for a few steps; the exported one gives what the trained one gives."""

from pathlib import Path

import numpy as np
import pytest
import torch

from govie.decode import find_pairs, score_attributes, score_pairs
from govie.encode import Vocabulary
from govie.errors import ModelError
from govie.extractor import Extractor
from govie.jsonl import read_jsonl
from govie.model import BUNDLED
from govie.schema import BASE
from govie.train.batches import collate, make_batches
from govie.train.examples import make_examples, swap_digits
from govie.train.export import export, save_network
from govie.train.loop import Settings, loss, train
from govie.train.network import Network
from govie.train.start import load_network

VOCABULARY = Vocabulary.load(BUNDLED / "vocab.txt")
DOCUMENTS = [d for d in read_jsonl(Path(__file__).parents[2] / "corpus" / "seeds.jsonl") if d.id[:3] in ("001", "002")]
EXAMPLES = make_examples(DOCUMENTS, VOCABULARY)
TINY = {
    "vocab_size": len(VOCABULARY.table) + 1, "hidden_size": 48, "num_hidden_layers": 1, "num_attention_heads": 4,
    "intermediate_size": 64, "max_position_embeddings": 256, "type_vocab_size": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def trained() -> Network:
    torch.manual_seed(0)
    return train(Network.from_config(TINY), EXAMPLES, VOCABULARY, Settings(epochs=2, batch=1500, rate=2e-3, head_rate=2e-3, average=0))


def test_examples_hold_every_entity_and_link() -> None:
    assert sum(len(x.spans.start) for x in EXAMPLES) == sum(len(d.entities) for d in DOCUMENTS)
    assert sum(x.linked.sum() for x in EXAMPLES) == sum(len(d.relations) for d in DOCUMENTS)
    for x in EXAMPLES:
        assert (x.tags > 0).sum() == (x.spans.end - x.spans.start).sum()


def test_a_few_steps_lower_the_loss(trained: Network) -> None:
    torch.manual_seed(0)
    fresh = Network.from_config(TINY).eval()
    batch = collate(EXAMPLES[:20], VOCABULARY)
    with torch.no_grad():
        assert loss(trained, batch).item() < 0.7 * loss(fresh, batch).item()


def test_numpy_scores_what_torch_scores(trained: Network) -> None:
    example = max(EXAMPLES, key=lambda x: len(x.pairs.number))
    batch = collate([example], VOCABULARY)
    with torch.no_grad():
        _, projected = trained(batch.ids, batch.mask, batch.bonds)
        flat = projected.flatten(0, 1)
        pairs = trained.scorer.pairs(flat, batch.number, batch.other, batch.relation, batch.features).numpy()
        attributes = trained.scorer.attributes(flat, batch.counted)
    spans = type(example.spans)(
        example.spans.start - example.start, example.spans.end - example.start, example.spans.label, example.spans.confidence
    )
    ranges = np.array(example.group.sentences) - example.start
    found = find_pairs(example.clean, spans, ranges)
    if len(example.group.windows) == 1:
        core = projected[0, 1:].numpy()
        weights = trained.scorer.weights()
        np.testing.assert_allclose(score_pairs(core, spans, found, weights), pairs, atol=1e-4)
        numbers = spans.take(spans.label == 0)
        for one, two in zip(score_attributes(core, numbers, weights), attributes, strict=True):
            np.testing.assert_allclose(one, two.numpy(), atol=1e-4)


def test_export_runs_and_is_like_the_network(trained: Network, tmp_path: Path) -> None:
    save_network(trained, BUNDLED / "vocab.txt", tmp_path)
    export(trained, tmp_path, quantize=False)
    ids = torch.tensor([[2, 10, 20, 30, 40, 3]])
    bonds = torch.tensor([[0, 0, 5, 1, 9, 0]])
    with torch.no_grad():
        tags, _ = trained(ids, torch.ones_like(ids), bonds)
    extractor = Extractor(tmp_path)
    out = extractor.model.session.run(None, {"ids": ids.numpy(), "bonds": bonds.numpy()})[0]
    np.testing.assert_allclose(out, tags[0, 1:-1].numpy(), atol=1e-4)
    assert extractor("2024年新增4家。").text == "2024年新增4家。"
    again = load_network(tmp_path)
    for name, value in again.state_dict().items():
        np.testing.assert_allclose(value.numpy(), trained.state_dict()[name].numpy(), atol=2e-3, rtol=1e-2)


def test_model_without_safetensors_cannot_go_on(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no network\.safetensors"):
        load_network(tmp_path)


def test_batches_hold_each_example_once() -> None:
    dealt = [id(x) for b in make_batches(EXAMPLES, 1000, np.random.default_rng(0)) for x in b]
    assert sorted(dealt) == sorted(map(id, EXAMPLES))
    assert max(collate(EXAMPLES[:4], VOCABULARY).tags.max().item(), 0) < len(BASE.tags)


def test_swapped_digits_keep_the_shape() -> None:
    rng = np.random.default_rng(1)
    changed = 0
    for x in EXAMPLES:
        y = swap_digits(x, VOCABULARY, rng)
        assert len(y.clean) == len(x.clean)
        assert "".join("#" if c.isdigit() else c for c in y.clean) == "".join("#" if c.isdigit() else c for c in x.clean)
        changed += y.clean != x.clean
    assert changed


def test_rate_0_trains_links_and_attributes_alone() -> None:
    torch.manual_seed(0)
    network = Network.from_config(TINY)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    after = train(network, EXAMPLES, VOCABULARY, Settings(epochs=0.2, batch=1500, rate=0, average=0)).state_dict()
    changed = {name.split(".")[0] for name, value in after.items() if not torch.equal(value, before[name])}
    assert changed == {"project", "scorer"}
