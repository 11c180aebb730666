"""A run stops, goes on as if it had not stopped, learns a new label, and says what changed."""

import json
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

import govie.train.run as run_room
import govie.train.tune as tune_room
from govie.cli import cli
from govie.errors import CorpusError, ModelError
from govie.extractor import Extractor
from govie.jsonl import find_problems, to_record, write_jsonl
from govie.model import Model
from govie.schema import BASE
from govie.suggest import Candidate, cut
from govie.train.batches import collate
from govie.train.examples import Example, make_examples
from govie.train.loop import Trainer, loss
from govie.train.network import Network
from govie.train.run import fitting, retrain
from govie.train.start import load_start
from govie.train.tune import SETTINGS, Plan, Tuning
from govie.types import Document, Entity
from tests.train.tiny import SEEDS, SHAPE, make_folder

PLAN = Plan(replace(SETTINGS, epochs=2, batch=1500, rate=2e-3, head_rate=4e-3), replay=0.5)


def lines(document: Document) -> list[Document]:
    """Cut a document into its lines that hold a number."""
    found, start = [], 0
    for line in document.text.split("\n"):
        one = replace(cut(Candidate(document, start, start + len(line), 0.0), 1), meta={})
        if any(e.label == "NUMBER" for e in one.entities) and not find_problems(to_record(one)):
            found.append(one)
        start += len(line) + 1
    return found


NEW, DEV = lines(SEEDS[0]), lines(SEEDS[1])[:3]


@pytest.fixture(autouse=True)
def small_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (tune_room, run_room):
        monkeypatch.setattr(room, "read_replay", lambda part: lines(SEEDS[1])[:4] if part == "train" else lines(SEEDS[1])[4:6])


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("start"))


def tuning(folder: Path, start: Path) -> Tuning:
    return Tuning(NEW, DEV, folder, Model.load(start), BASE, PLAN)


def test_replay_is_as_large_as_stated(tmp_path: Path, start: Path) -> None:
    run = tuning(tmp_path, start)
    fresh = sum(len(x.clean) for x in run.fresh)
    one, two = (sum(len(x.clean) for batch in run.batches(epoch) for x in batch) for epoch in (0, 1))
    longest = max(len(x.clean) for x in run.old)
    for size in (one, two):
        assert fresh + min(0.5 * fresh, sum(len(x.clean) for x in run.old)) <= size <= 1.5 * fresh + longest


def stop_at(run: Tuning, step: int) -> Callable[[], bool]:
    return lambda: run.progress.step >= step


def test_resumed_run_ends_as_the_run_that_did_not_stop(tmp_path: Path, start: Path) -> None:
    whole = tuning(tmp_path, start)
    list(whole.run(lambda: False))
    for after in (1, 3):
        first = tuning(tmp_path, start)
        list(first.run(stop_at(first, after)))
        assert first.progress.step == after
        second = tuning(tmp_path, start)
        second.resume()
        list(second.run(lambda: False))
        assert second.progress.dev == pytest.approx(whole.progress.dev, abs=1e-6)
        for name, value in second.result().state_dict().items():
            torch.testing.assert_close(value, whole.result().state_dict()[name], atol=1e-5, rtol=1e-4)


def test_weights_are_drawn_back(tmp_path: Path, start: Path) -> None:
    run = Tuning(NEW, DEV, tmp_path, Model.load(start), BASE, PLAN)
    run.best = {name: weight + 1 for name, weight in run.best.items()}
    found = run.result().state_dict()
    for name, old in run.begun.items():
        torch.testing.assert_close(found[name], old + tune_room.KEPT)


def test_checkpoint_of_other_documents_is_refused(tmp_path: Path, start: Path) -> None:
    run = tuning(tmp_path, start)
    run.save()
    other = Tuning(NEW[1:], DEV, tmp_path, Model.load(start), BASE, PLAN)
    with pytest.raises(ModelError, match="of other documents"):
        other.resume()
    (tmp_path / "checkpoint.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ModelError, match="damaged checkpoint"):
        run.resume()


def stop_after(steps: int) -> Iterator[bool]:
    yield from [False] * (steps - 1)
    while True:
        yield True


def test_stopped_run_leaves_a_usable_model_and_goes_on(tmp_path: Path, start: Path) -> None:
    write_jsonl(NEW, tmp_path / "new.jsonl")
    wishes = stop_after(2)
    first = retrain(tmp_path / "new.jsonl", tmp_path / "m", model=start, plan=PLAN, stopped=lambda: next(wishes))
    assert not first.finished
    assert Extractor(tmp_path / "m")("新增4家。").text == "新增4家。"
    with pytest.raises(ModelError, match="--resume"):
        retrain(tmp_path / "new.jsonl", tmp_path / "m", model=start, plan=PLAN)
    done = retrain(tmp_path / "new.jsonl", tmp_path / "m", model=start, plan=PLAN, resume=True)
    assert done.finished
    assert set(done.comparisons) == {run_room.DEV, run_room.TEST}
    assert not (tmp_path / "m" / "checkpoint.safetensors").exists()
    config = json.loads((tmp_path / "m" / "config.json").read_text("utf-8"))
    assert config["training"]["epochs"] >= 1
    assert "| fact+attributes |" in (tmp_path / "m" / "README.md").read_text("utf-8")
    with pytest.raises(ModelError, match="nothing to resume"):
        retrain(tmp_path / "new.jsonl", tmp_path / "m", model=start, plan=PLAN, resume=True)


def test_documents_cannot_be_trained_on_and_held_out(tmp_path: Path, start: Path) -> None:
    write_jsonl(NEW, tmp_path / "new.jsonl")
    with pytest.raises(CorpusError, match="is trained on"):
        retrain(tmp_path / "new.jsonl", tmp_path / "m", model=start, dev=tmp_path / "new.jsonl", plan=PLAN)
    with pytest.raises(ModelError, match="write to another folder"):
        retrain(tmp_path / "new.jsonl", start, model=start, plan=PLAN)


SCHEMA = BASE.add(["COMPANY"], {"OF_COMPANY": "COMPANY", "TARGET_OF": "INDICATOR"})


def test_widened_network_reads_the_old_labels_as_before(start: Path) -> None:
    old = load_start(Model.load(start))
    new = old.widen(SCHEMA).eval()
    ids, bonds = torch.randint(5, 100, (1, 30)), torch.zeros(1, 30, dtype=torch.int64)
    with torch.no_grad():
        one, two = old(ids, torch.ones_like(ids), bonds), new(ids, torch.ones_like(ids), bonds)
    torch.testing.assert_close(two[0][..., : len(BASE.tags)], one[0])
    torch.testing.assert_close(two[1], one[1])
    assert len(new.scorer.weights()["distance"]) == 24 * len(SCHEMA.relations)


def test_documents_not_annotated_for_a_label_do_not_teach_its_absence() -> None:
    torch.manual_seed(0)
    network = Network.from_config(SHAPE, SCHEMA).eval()
    vocabulary = Model.load().vocabulary
    bare = [replace(d, entities=(), relations=(), attributes={}) for d in NEW]
    for annotated, taught in ((SCHEMA, True), (BASE, False)):
        for documents, head, first in ((bare, network.tags, len(BASE.tags)), (NEW, network.scorer, len(BASE.relations))):
            network.zero_grad()
            loss(network, collate(make_examples(documents, vocabulary, SCHEMA, annotated), vocabulary)).backward()
            falls = head.bias.grad[first:] > 0  # the step goes against the gradient
            assert bool(falls.any()) == taught


def test_ctrl_c_ends_with_130_and_a_model(tmp_path: Path, start: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_jsonl(NEW, tmp_path / "new.jsonl")
    advance = Trainer.advance

    def interrupted(self: Trainer, chosen: Sequence[Example]) -> None:
        advance(self, chosen)
        if self.step == 1:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Trainer, "advance", interrupted)
    result = CliRunner().invoke(cli, ["train", str(tmp_path / "new.jsonl"), "-o", str(tmp_path / "m"), "--model", str(start)])
    assert result.exit_code == 130, result.output
    assert "--resume" in result.stderr
    assert Extractor(tmp_path / "m")("新增4家。").text == "新增4家。"


def test_first_look_goes_along_where_it_fits() -> None:
    model = Model.load()
    assert model.skim is not None
    assert fitting(model, BASE, SEEDS) is model.skim
    assert fitting(model, BASE.add(["COMPANY"], {}), SEEDS) is None
    lost = Document("思想认识进一步提高。", (Entity(1, "AGENCY", 0, 4, "思想认识", 1.0, "思想认识"),), (), {})
    assert fitting(model, BASE, [lost]) is None
    assert fitting(replace(model, skim=None), BASE, SEEDS) is None


def test_replayed_documents_are_remembered(tmp_path: Path, start: Path) -> None:
    run = tuning(tmp_path, start)
    assert {x.replayed for x in run.old} == {True}
    assert {x.replayed for x in run.fresh} == {False}
    assert run.trainer.memory is not None
    for name, weight in run.trainer.memory.networks[0].state_dict().items():
        torch.testing.assert_close(weight, run.begun[name])
