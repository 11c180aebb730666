"""The verbs of the annotation loop: train, compare, suggest."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from govie.cli.progress import many
from govie.cli.reading import MODEL, PATHS, QUIET, Reading
from govie.errors import GovieError

if TYPE_CHECKING:
    from govie.compare import Change, Comparison
    from govie.extractor import Extractor
    from govie.schema import Schema
    from govie.train.tune import Tuning
    from govie.types import Document

WORSE, INTERRUPTED = 1, 130


class Stop:
    """Turns the first Ctrl-C into a wish to stop after the step at hand; a second one ends at once."""

    def __init__(self) -> None:
        self.wished = False

    def __call__(self) -> bool:
        """Say whether to stop."""
        return self.wished

    def __enter__(self) -> Stop:
        self.before = signal.signal(signal.SIGINT, self.wish)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def wish(self, _: int, __: FrameType | None) -> None:
        """Remember it."""
        if self.wished:
            raise KeyboardInterrupt
        self.wished = True
        click.echo("\ngovie: stopping after this step; once more to stop at once", err=True)


@click.command(short_help="Retrain: govie train new.jsonl -o model/")
@click.argument("new", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), help="The model folder to write.")
@click.option("--dev", type=click.Path(), help="Documents to stop early and compare by; a fifth of NEW without it.")
@click.option("--schema", type=click.Path(), help="A .toml or .json file that declares labels and relations beyond the model's.")
@click.option("--replay", type=click.FloatRange(0, 100), default=3.0, show_default=True, help="Bundled characters for each new one.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=8, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31), default=0, show_default=True)
@click.option("--resume", is_flag=True, help="Go on from where a run with the same documents was stopped.")
@click.option("-q", "--quiet", is_flag=True, help="No progress; the comparison and errors are still told.")
@click.option("--model", type=click.Path(), help="The model folder to start from; the bundled model by default.")
def train(
    new: str,
    output: str,
    dev: str | None,
    schema: str | None,
    *,
    replay: float,
    epochs: int,
    seed: int,
    resume: bool,
    quiet: bool,
    model: str | None,
) -> None:
    """Retrain on newly annotated reports (.jsonl), replaying the bundled corpus so that little is forgotten.

    Ctrl-C leaves the best model so far and a checkpoint for --resume. Example: govie train new.jsonl -o model/
    """
    try:
        from tqdm import tqdm

        from govie.train.run import retrain
        from govie.train.tune import SETTINGS, Plan
    except ModuleNotFoundError as error:
        raise GovieError(f"training needs more packages ({error.name} is missing): pip install 'govie[train]'") from None

    plan = Plan(replace(SETTINGS, epochs=epochs, seed=seed), replay)
    with Stop() as stop, tqdm(total=1, unit="step", desc="reading", disable=quiet or None, leave=False) as bar:

        def report(run: Tuning) -> None:
            state = run.progress
            bar.total, bar.n = run.trainer.steps, state.step
            bar.set_description(f"epoch {min(state.epoch + 1, run.epochs)}/{run.epochs}", refresh=False)
            bar.set_postfix(loss=f"{state.loss:.3f}", held_out=f"{state.dev[-1]:.3f}", bundled=f"{state.guard[-1]:.3f}", refresh=True)
            if state.batch == 0 and not quiet:
                scores = f"held out {state.dev[-1]:.4f}, bundled dev {state.guard[-1]:.4f}"
                bar.write(f"after epoch {state.epoch}: {scores}", file=sys.stderr)

        done = retrain(new, output, dev=dev, schema=schema, model=model, plan=plan, resume=resume, report=report, stopped=stop)
    if not done.finished:
        click.echo(f"{output}: the best model so far, usable; govie train with --resume and the same documents goes on", err=True)
        sys.exit(INTERRUPTED)
    for name, found in done.comparisons.items():
        click.echo(f"\n{name}, {found.documents} documents")
        print_rows(found)
    if not quiet:
        click.echo(f"\n{output}: a model folder; govie compare tells the sentences that were fixed and broken", err=True)


@click.command(short_help="Two models: govie compare bundled model/ gold.jsonl")
@click.argument("before", type=click.Path())
@click.argument("after", type=click.Path())
@click.argument("gold", required=False, type=click.Path())
@click.option("--no-worse-than", "allowed", type=click.FloatRange(0, 1), help="End with code 1 where F1 falls by more than this.")
@click.option("--examples", type=click.IntRange(0), default=20, show_default=True, help="How many fixed and broken sentences to tell.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every change.")
def compare(before: str, after: str, gold: str | None, *, allowed: float | None, examples: int, as_json: bool) -> None:
    """Compare two models on gold documents, or on the bundled test: what got better, what got worse, and where.

    BEFORE and AFTER are model folders, or the word bundled. Under --no-worse-than, entity, relation, fact and
    fact+attributes may each fall by so much; so may any label or attribute, if its fall is sure (its interval below 0).
    Example: govie compare bundled model/ gold.jsonl --no-worse-than 0.01
    """
    from govie.compare import compare as compared
    from govie.extractor import Extractor
    from govie.jsonl import read_jsonl
    from govie.replay import read_replay

    sides = [Extractor(None if name == "bundled" else name) for name in (before, after)]
    right = list(read_jsonl(gold, joined(sides))) if gold else read_replay("test")
    if not right:
        raise GovieError(f"{gold}: no documents to compare by")
    found = compared(right, read(sides[0], right), read(sides[1], right))
    worse = found.worse(allowed) if allowed is not None else []
    if as_json:
        click.echo(json.dumps({**found.to_record(), "worse": [row.name for row in worse]}, ensure_ascii=False, indent=1))
    else:
        print_rows(found)
        for title, fixed in (("fixed", True), ("broken", False)):
            print_changes(title, [c for c in found.changes if c.fixed == fixed], examples)
    for row in worse:
        click.echo(f"govie: {row.name} fell by {-row.rise:.4f}, more than {allowed}", err=True)
    if worse:
        sys.exit(WORSE)


def joined(sides: Sequence[Extractor]) -> Schema:
    """Join what both models know."""
    first, second = (one.model.schema for one in sides)
    return first.add(second.labels, dict(second.relations))


def read(extractor: Extractor, documents: Sequence[Document]) -> list[Document]:
    """Read the documents' texts with a model."""
    return [extractor(d.text, id=d.id) for d in documents]


def print_rows(found: Comparison) -> None:
    """Print the figures of both models."""
    click.echo(f"{'':<24}{'before P':>9}{'R':>7}{'F1':>7}{'after P':>9}{'R':>7}{'F1':>7}{'change':>8}  {'95 % interval':<17}{'gold':>5}")
    for row in found.rows:
        name = f"  {row.name}" if " " in row.name else row.name
        spread = f"{row.interval[0]:+.3f} to {row.interval[1]:+.3f}" if row.interval else "one document"
        cells = "".join(f"{p:>9.3f}{r:>7.3f}{f:>7.3f}" for p, r, f in (row.before, row.after))
        click.echo(f"{name:<24}{cells}{row.rise:>+8.3f}  {spread:<17}{row.gold:>5}")


def print_changes(title: str, changes: Sequence[Change], most: int) -> None:
    """Print changes by sentence, the sentences with most of them first."""
    of_sentence: dict[tuple[str, int, str], list[Change]] = {}
    for change in changes:
        of_sentence.setdefault((change.document, change.start, change.sentence), []).append(change)
    click.echo(f"\n{title}: {len(changes)} items in {len(of_sentence)} sentences")
    for (document, start, sentence), items in sorted(of_sentence.items(), key=lambda pair: -len(pair[1]))[:most]:
        click.echo(f"- {document}:{start} {' '.join(sentence.split())}")
        click.echo("  " + "; ".join(f"{c.how}: {c.what}" for c in items))


@click.command(short_help="What to annotate: govie suggest reports/ -n 50 -o ask.jsonl")
@PATHS
@click.option("-n", "--count", type=click.IntRange(1), default=50, show_default=True, help="How many sentences.")
@click.option("-o", "--output", type=click.Path(), required=True, help="The .jsonl file to write.")
@QUIET
@MODEL
def suggest(paths: tuple[str, ...], *, count: int, output: str, quiet: bool, model: str | None) -> None:
    """Choose the sentences whose annotation would teach the model most: those it is unsure of, no two alike.

    They come pre-annotated, the most telling first, as a file for the annotation tool.
    Example: govie suggest reports/ -n 50 -o ask.jsonl
    """
    from govie.extractor import Extractor
    from govie.jsonl import write_jsonl
    from govie.suggest import suggest as suggested

    reading = Reading(paths, model, output)
    found = suggested(((name, source.text) for source, name in reading.sources()), Extractor(model), count)
    if found:
        write_jsonl(found, output)
    if found and not quiet:
        told = many(len(found), "sentence"), many(len({d.meta["document"] for d in found}), "document")
        click.echo(f"{output}: {' of '.join(told)}", err=True)
    elif not found and not reading.failed:
        click.echo(f"govie: no sentences found in {', '.join(map(str, map(Path, paths)))}", err=True)
    reading.finish()
