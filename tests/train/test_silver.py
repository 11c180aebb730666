"""Raw text with the teachers' judgement: which of it is kept, and what it teaches."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from govie.encode import Vocabulary
from govie.extractor import Extractor
from govie.model import BUNDLED
from govie.train.batches import collate
from govie.train.examples import make_examples
from govie.train.loop import deal
from govie.train.memory import Memory
from govie.train.network import Network
from tests.train.tiny import SEEDS, SHAPE
from training import silver

VOCABULARY = Vocabulary.load(BUNDLED / "vocab.txt")
SAID = "2024年，全市新增高新技术企业54家。"


def write_raw(folder: Path, texts: dict[str, str]) -> None:
    with lzma.open(folder / "gwr2025.jsonl.xz", "wt", encoding="utf-8") as lines:
        for name, text in texts.items():
            lines.write(json.dumps({"id": name, "text": text}) + "\n")


def test_silver_comes_from_what_nothing_is_tested_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = sorted(silver.held_out_documents())[0]
    write_raw(tmp_path, {held: "本市地区生产总值增长5%。", "other": SAID})
    monkeypatch.setattr(silver, "RAW", tmp_path)
    monkeypatch.setattr(silver, "SOURCES", {"gwr2025": 1.0})
    (one,) = silver.make_silver(Extractor(), 1000, 0)
    assert one.clean.rstrip("\n") == SAID and one.replayed


def test_silver_ends_at_so_many_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_raw(tmp_path, {str(number): SAID for number in range(20)})
    monkeypatch.setattr(silver, "RAW", tmp_path)
    monkeypatch.setattr(silver, "SOURCES", {"gwr2025": 1.0})
    found = silver.make_silver(Extractor(), 3 * len(SAID), 0)
    assert 3 <= len(found) <= 4


def test_replayed_examples_have_batches_of_their_own() -> None:
    some = make_examples(SEEDS[:1], VOCABULARY)
    batches = deal([*some, *(replace(x, replayed=True) for x in some)], 500, np.random.default_rng(0))
    assert all(len({x.replayed for x in batch}) == 1 for batch in batches)
    assert {batch[0].replayed for batch in batches} == {False, True}
    assert sum(len(batch) for batch in batches) == 2 * len(some)


def test_several_networks_are_remembered_by_their_mean() -> None:
    networks = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        networks.append(Network.from_config(SHAPE).eval())
    batch = collate([x for x in make_examples(SEEDS[:1], VOCABULARY) if x.linked.size][:4], VOCABULARY)
    one, two = (Memory(network).recall(batch) for network in networks)
    both = Memory(*networks).recall(batch)
    assert torch.allclose(both.tags.exp(), (one.tags.exp() + two.tags.exp()) / 2, atol=1e-5)
    assert torch.allclose(both.linked, (one.linked + two.linked) / 2, atol=1e-5)
    assert not torch.allclose(both.linked, one.linked, atol=1e-3)
