"""The average of models: halfway between them, and only of one shape."""

import shutil
from pathlib import Path

import pytest
import torch

from govie.extractor import Extractor
from govie.model import BUNDLED, SKIM
from govie.train.network import Network
from tests.train.tiny import SHAPE, make_folder
from training.average import average, average_folders


def make(seed: int, **shape: int) -> Network:
    torch.manual_seed(seed)
    return Network.from_config({**SHAPE, **shape})


def test_average_stands_halfway() -> None:
    one, two = make(0), make(1)
    before = {name: (a + b) / 2 for (name, a), b in zip(one.state_dict().items(), two.state_dict().values(), strict=True)}
    found = average([one, two]).state_dict()
    assert all(torch.allclose(found[name], value) for name, value in before.items())
    assert any(not torch.equal(found[name], value) for name, value in two.state_dict().items())


def test_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="different shapes"):
        average([make(0), make(0, num_hidden_layers=2)])


def test_the_average_takes_the_first_look_along(tmp_path: Path) -> None:
    one = make_folder(tmp_path / "one")
    shutil.copyfile(BUNDLED / SKIM, one / SKIM)
    average_folders([one, make_folder(tmp_path / "two")], one)
    assert Extractor(one).model.skim is not None
