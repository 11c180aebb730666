"""What is left out: nothing with a figure, hardly an entity, and a good part of a report; the same however the text is cut."""

from pathlib import Path

import numpy as np
import pytest

import govie.skim
from govie.errors import ModelError
from govie.extractor import bundled
from govie.sentences import sentences
from govie.skim import Skim, lay
from govie.types import Document, Entity
from training.data import read_part

MODEL = bundled().model
TEXTS = [path.read_text("utf-8") for path in sorted(Path("corpus/seeds").glob("*.txt"))]


def look() -> Skim:
    assert MODEL.skim
    return MODEL.skim


def test_a_sentence_is_judged_by_itself() -> None:
    for clean in TEXTS:
        spans = sentences(clean)
        whole = look().worth(*lay(clean, spans, MODEL.vocabulary))
        alone = [look().worth(*lay(clean, [span], MODEL.vocabulary))[0] for span in spans]
        np.testing.assert_allclose(whole, alone, rtol=1e-5)


def test_stretches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = "\n".join(TEXTS)
    spans = sentences(clean)
    found = look().empty(clean, spans, MODEL.vocabulary)
    monkeypatch.setattr(govie.skim, "STRETCH", 50)
    assert look().empty(clean, spans, MODEL.vocabulary) == found != set()
    assert look().empty("", [], MODEL.vocabulary) == set()


def test_figures_are_always_read() -> None:
    empty = look().empty("思想认识进一步提高。第3。３。", [(0, 10), (10, 13), (13, 15)], MODEL.vocabulary)
    assert empty == {(0, 10)}


@pytest.mark.parametrize(("kind", "least"), [("real", 0.25), ("authored", 0.1)])
def test_much_is_left_out_and_little_lost(kind: str, least: float) -> None:
    documents = [d for part in ("dev", "test") for d in read_part(part, (kind,))]
    lost = sum(len(look().lost(d, MODEL.vocabulary)) for d in documents)
    assert lost <= 0.003 * sum(len(d.entities) for d in documents)
    empty = [look().empty(d.text, sentences(d.text), MODEL.vocabulary) for d in documents]
    assert sum(end - start for one in empty for start, end in one) >= least * sum(len(d.text) for d in documents)


def test_lost_entities_are_named() -> None:
    text = "思想认识进一步提高。市工信局认定高新技术企业31家。"
    inside = [Entity(1, "AGENCY", 0, 2, "思想", 1.0, "思想"), Entity(2, "AGENCY", 10, 14, "市工信局", 1.0, "市工信局")]
    assert look().lost(Document(text, tuple(inside), (), {}), MODEL.vocabulary) == [1]


def test_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not of one model"):
        Skim.load(MODEL.folder / "skim.npz", 7)
    np.savez(tmp_path / "skim.npz", singles=np.zeros(3))
    with pytest.raises(ModelError, match="not of one model"):
        Skim.load(tmp_path / "skim.npz", 3)
