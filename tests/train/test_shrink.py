"""A smaller network from a trained one."""

import pytest
import torch

from govie.train.network import Network
from tests.train.tiny import SHAPE
from training.shrink import shrink


def network() -> Network:
    torch.manual_seed(5)
    return Network.from_config({**SHAPE, "num_hidden_layers": 3}).eval()


def test_what_does_nothing_goes_first() -> None:
    ids, mask, bonds = torch.tensor([[7, 8, 9]]), torch.ones(1, 3, dtype=torch.int64), torch.zeros(1, 3, dtype=torch.int64)
    whole = network()
    inner = whole.encoder.config.intermediate_size
    with torch.no_grad():
        for layer in whole.encoder.encoder.layer:
            layer.output.dense.weight[:, : inner // 2] = 0
        before = whole(ids, mask, bonds)
        smaller = shrink(whole, [0, 1, 2], inner // 2)
        after = smaller(ids, mask, bonds)
    assert smaller.encoder.config.intermediate_size == inner // 2
    assert all(torch.allclose(one, two, atol=1e-5) for one, two in zip(before, after, strict=True))


def test_named_layers_stay() -> None:
    whole = network()
    last = whole.encoder.encoder.layer[2].output.dense.weight.clone()
    smaller = shrink(whole, [0, 2], whole.encoder.config.intermediate_size)
    assert smaller.encoder.config.num_hidden_layers == len(smaller.encoder.encoder.layer) == 2
    assert torch.equal(smaller.encoder.encoder.layer[1].output.dense.weight, last)


def test_there_is_no_more_than_there_is() -> None:
    with pytest.raises(ValueError, match="3 layers"):
        shrink(network(), [0, 3], 8)
