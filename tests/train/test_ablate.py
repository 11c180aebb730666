"""What a run of the ablation leaves out is left out of training and of decoding, and only there."""

import sys
from pathlib import Path

import numpy as np
import pytest

import govie
from govie.decode import BUCKETS
from govie.encode import Vocabulary
from govie.train.examples import make_examples
from tests.train.tiny import SEEDS, make_folder
from training import ablate

VOCABULARY = Vocabulary.load(govie.Extractor().model.folder / "vocab.txt")


def test_bare_links_have_no_features() -> None:
    def features() -> list[dict[str, np.ndarray]]:
        return [x.pairs.features for x in make_examples(SEEDS[:1], VOCABULARY) if len(x.pairs.number)]

    with ablate.bare_links(True):
        bare = features()
    full = features()
    assert bare and all(set(one["distance"] % BUCKETS["distance"]) == {0} for one in bare)
    assert len({value for one in full for value in (one["distance"] % BUCKETS["distance"]).tolist()}) > 5


def test_a_row_for_each_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(ablate, "read_part", lambda part, kinds=(): SEEDS[:1])
    monkeypatch.setattr(ablate, "drawn", lambda documents, share: documents)
    runs = ["as shipped", "without cohesion", "with raw text, taught by the mean of the teachers"]
    start = str(make_folder(tmp_path / "tiny"))
    monkeypatch.setattr(sys, "argv", ["ablate", "--start", start, "-o", str(tmp_path / "out"), "--epochs", "0.1", "--only", *runs])
    ablate.main()
    told = [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert told == ["| run", "| as shipped", "| without cohesion"]
    ids = VOCABULARY.ids("高新技术企业")
    assert VOCABULARY.bonds(ids).any() and not Vocabulary.load(tmp_path / "out" / "7" / "vocab.txt").bonds(ids).any()
