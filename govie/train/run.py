"""`govie train`: annotated documents and a model in, a model folder and what it changed out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from govie.compare import Comparison, compare
from govie.errors import CorpusError, ModelError
from govie.extractor import Extractor
from govie.model import FILES, SKIM, Model
from govie.replay import read_replay
from govie.schema import Schema, read_schema
from govie.skim import Skim
from govie.train.card import headline, write_card
from govie.train.checkpoint import NAME
from govie.train.export import write_config, write_model
from govie.train.gold import read_gold, split
from govie.train.tune import Plan, Tuning
from govie.types import Document

MOST_LOST = 0.003
"""The share of entities that a model's first look may leave out, about what it does in the bundled test."""
DEV, TEST = "new documents, held out", "bundled test"


@dataclass(frozen=True)
class Retrained:
    """What a run left: its folder, whether it came to its end, and the model before and after on each set of documents."""

    folder: Path
    finished: bool
    comparisons: dict[str, Comparison]


def retrain(
    new: str | Path,
    folder: str | Path,
    *,
    dev: str | Path | None = None,
    schema: str | Path | None = None,
    model: str | Path | None = None,
    plan: Plan | None = None,
    resume: bool = False,
    report: Callable[[Tuning], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Retrained:
    """Retrain a model (the bundled one unless `model` names a folder) on annotated documents, and write a model folder.

    `dev` holds documents to stop early and compare by; without it a fifth of the new ones is held out. `schema` declares labels
    and relations beyond the model's. `report` is called after each step. Where `stopped` says so the run ends after the step at
    hand: the folder then holds the best model so far and a checkpoint that `resume` goes on from, given the same documents.
    Raises CorpusError for bad documents, ModelError for a bad model folder, before anything is trained.
    """
    given, target, plan = Model.load(model), Path(folder), plan or Plan()
    known = read_schema(schema, given.schema) if schema else given.schema
    documents = read_gold(new, known)
    fresh, held = (documents, read_gold(dev, known)) if dev else split(documents, seed=plan.settings.seed)
    check_apart(fresh, held)
    start = replace(given, skim=fitting(given, known, [*fresh, *held]))
    check_folder(target, given.folder, resume)
    run = Tuning(fresh, held, target, start, known, plan)
    if resume:
        run.resume()
    target.mkdir(parents=True, exist_ok=True)
    for _ in run.run(stopped):
        if report:
            report(run)
    facts = run.facts()
    write_model(run.result(), start, target, {"training": facts}, "Not finished: `govie train --resume` goes on.\n")
    if stopped():
        return Retrained(target, False, {})
    comparisons = before_and_after(given, Model.load(target), held)
    write_config(target, {"scores": {name: headline(found) for name, found in comparisons.items()}})
    name = "govie's bundled model" if model is None else f"`{start.folder.name}`"
    (target / "README.md").write_text(write_card(name, known, facts, comparisons), "utf-8")
    (target / NAME).unlink(missing_ok=True)
    return Retrained(target, True, comparisons)


def before_and_after(start: Model, found: Model, held: Sequence[Document]) -> dict[str, Comparison]:
    """Compare two models on the documents held out and on the bundled test."""
    sides = [Extractor(start), Extractor(found)]
    sets = {DEV: list(held), TEST: read_replay("test")}
    told: dict[str, Comparison] = {}
    for name, gold in sets.items():
        old, new = ([one(d.text, id=d.id) for d in gold] for one in sides)
        told[name] = compare(gold, old, new)
    return told


def fitting(start: Model, schema: Schema, documents: Sequence[Document]) -> Skim | None:
    """Give the model's first look where it still fits: no label is added, and it leaves out hardly anything that these documents hold."""
    if start.skim is None or schema != start.schema:
        return None
    lost = sum(len(start.skim.lost(document, start.vocabulary)) for document in documents)
    return start.skim if lost <= MOST_LOST * sum(len(document.entities) for document in documents) else None


def check_apart(new: Sequence[Document], dev: Sequence[Document]) -> None:
    """Raise CorpusError where a document is both trained on and held out."""
    texts = {d.text: d.id for d in new}
    both = [(texts[d.text], d.id) for d in dev if d.text in texts]
    if both:
        raise CorpusError(f"document {both[0][1]!r} of the held-out ones has the text of {both[0][0]!r}, which is trained on; remove one")


def check_folder(folder: Path, start: Path, resume: bool) -> None:
    """Raise ModelError where writing would destroy something, or there is nothing to resume."""
    if folder.resolve() == start.resolve():
        raise ModelError(f"{folder}: the model to start from; write to another folder")
    if not resume and any((folder / name).exists() for name in (*FILES, SKIM, NAME)):
        raise ModelError(f"{folder}: holds a model or a checkpoint; give another folder, or --resume to go on from the checkpoint")
    if resume and not (folder / NAME).is_file():
        raise ModelError(f"{folder}: no {NAME}, so there is nothing to resume; train without --resume")
