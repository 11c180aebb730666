"""What is left out: nothing with a figure, hardly an entity, and a good part of a report; the same however the text is cut."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import govie.skim
from govie.errors import ModelError
from govie.extractor import BLOCK, blocks, bundled
from govie.model import Model
from govie.sentences import sentences
from govie.skim import Skim, lay
from govie.text import repair
from govie.types import Document, Entity
from training.data import read_part
from training.skim import clauses, judged, lay_texts, set_least, spelled, teach

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


def test_lines_are_grouped_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = "\n".join(TEXTS) + "\n\n（一）思想认识提高。\n新增9家"
    whole = list(MODEL.groups(clean))
    for size in (1, 50, 1000):
        monkeypatch.setattr(govie.skim, "STRETCH", size)
        assert list(MODEL.groups(clean)) == whole


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


CHANCE = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年新增12家", "二〇二四年新增十二家"),
        ("增长9%", "增长百分之九"),
        ("增长130%", "增长百分之一百三十"),
        ("占30%", "占三成"),
        ("1003件", "一千零三件"),
        ("310户", "三百一十户"),
    ],
)
def test_figures_are_spelled_out(text: str, expected: str) -> None:
    assert spelled(text, CHANCE) == expected


def test_what_holds_something_is_learnt() -> None:
    rows = [("市政府印发通知。", True), ("思想认识提高。", False), ("区政府召开会议。", True), ("作风持续转变。", False)] * 1000
    skim = set_least(teach(rows, MODEL.vocabulary, 0).to_skim(), rows, MODEL.vocabulary)
    worth = skim.worth(*lay_texts(["县政府负责。", "作风转变。"], MODEL.vocabulary))
    assert worth[0] > worth[1]
    assert skim.empty("市政府印发通知。思想认识提高。", [(0, 8), (8, 15)], MODEL.vocabulary) == {(8, 15)}


def test_clauses_and_sentences_of_a_document() -> None:
    text = "思想认识提高。占比9%，市里新增12家，达2.5万家。"
    number = [Entity(i, "NUMBER", a, a + len(w), w, 1.0, w) for i, a, w in ((1, 9, "9"), (2, 16, "12"), (3, 21, "2.5"))]
    document = Document(text, tuple(number), (), {})
    assert list(judged(document)) == [("思想认识提高。", False), ("占比9%，市里新增12家，达2.5万家。", True)]
    assert list(clauses(document, CHANCE)) == [("占比百分之九", True), ("市里新增十二家", True)]


def test_a_folder_without_a_look_reads_all(tmp_path: Path) -> None:
    shutil.copytree(MODEL.folder, tmp_path / "m", ignore=shutil.ignore_patterns("skim.npz"))
    plain = Model.load(tmp_path / "m")
    clean = "\n".join(repair(text).clean for text in TEXTS)
    assert plain.skim is None
    assert sum(len(g.sentences) for g in plain.groups(clean)) == len(sentences(clean)) > sum(len(g.sentences) for g in MODEL.groups(clean))


def test_gaps_do_not_grow_blocks() -> None:
    clean = "新增企业9家。" + "思想认识进一步提高。" * (3 * BLOCK // 10) + "新增企业9家。"
    some = list(blocks(MODEL.groups(clean)))
    assert max(block[-1].windows[-1][1] - block[0].windows[0][0] for block in some) <= BLOCK
    assert len(bundled()(clean).facts) == 2


def test_endless_sentences_are_read() -> None:
    clean = "思想认识进一步提高，" * 1000
    assert look().empty(clean, sentences(clean), MODEL.vocabulary) == set()
