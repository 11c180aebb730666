"""Fine-tune an encoder on parts of the corpus, export it, and score it on others.

python -m training.finetune -o build/model --train train seeds --score dev

The encoder is `../shared/encoder/govie-6l` unless told otherwise; `python -m training.cohesion` comes first.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from govie.encode import Vocabulary
from govie.extractor import Extractor
from govie.model import SKIM
from govie.score import evaluate
from govie.skim import Skim
from govie.train.examples import Example, make_examples
from govie.train.export import export, save_network
from govie.train.loop import Settings, train
from govie.train.memory import Memory
from govie.train.network import Network
from govie.train.start import load_network
from govie.types import Document
from training.data import read_part
from training.silver import make_silver
from training.vary import make_pool, vary

COHESION = Path("build/cohesion.npz")


def predict(extractor: Extractor, documents: list[Document]) -> list[Document]:
    """Read the documents' texts with a model."""
    return [extractor(d.text, id=d.id) for d in documents]


def brief(report: dict[str, Any]) -> dict[str, float]:
    """Pick the scores that are looked at while developing."""
    entity, relation = report["entity"], report["relation"]
    short = {"entity": entity["all"]["f1"], **{k[:3]: v["f1"] for k, v in entity.items() if k != "all"}}
    short |= {"relation": relation["all"]["f1"], "MEASURES": relation["MEASURES"]["f1"], "AT_DATE": relation["AT_DATE"]["f1"]}
    short |= {"fact": report["fact"]["recall"], "fact+attr": report["fact+attributes"]["recall"]}
    return {k: round(v, 4) for k, v in short.items()}


def fit(
    documents: list[Document],
    encoder: Path,
    folder: Path,
    settings: Settings,
    start: Path | None = None,
    *,
    share: float = 0.0,
    skim: Path | None = None,
    teachers: Sequence[Path] = (),
    silver: int = 0,
) -> Extractor:
    """Train on documents from an encoder, or on from a model folder, and export to `folder`; `share` of INDICATORs are varied.

    With `teachers`, so many `silver` characters of raw text are read too, and what the teachers give is their target.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if start is None:
        shutil.copyfile(encoder / "vocab.txt", folder / "vocab.txt")
        shutil.copyfile(COHESION, folder / "cohesion.npz")
    vocabulary = Vocabulary.load((start or folder) / "vocab.txt")
    network = load_network(start) if start else Network.from_encoder(encoder)
    if torch.cuda.is_available():
        network = network.cuda()
    if share:
        documents, settings = spread(documents, settings, share)
    examples = make_both_ways(documents, vocabulary, skim)
    memory = None
    if teachers:
        examples += make_silver(Extractor(teachers[0]), silver, settings.seed)
        memory = Memory(*(load_network(teacher).to(next(network.parameters()).device) for teacher in teachers))
    tell = partial(print, file=sys.stderr, flush=True)  # what is printed to stdout are the callers' scores
    tell(f"{len(documents)} documents, {len(examples)} examples, {sum(len(x.clean) for x in examples)} characters")

    def say(step: int, steps: int, value: float, seconds: float) -> None:
        if step % 40 == 0:
            tell(f"step {step}/{steps} loss {value:.4f} {seconds:.0f} s")

    network = train(network, examples, vocabulary, settings, report=say, memory=memory)
    save_network(network, (start or folder) / "vocab.txt", folder)
    export(network, folder)
    if skim:
        shutil.copyfile(skim, folder / SKIM)
    return Extractor(folder)


def make_both_ways(documents: list[Document], vocabulary: Vocabulary, skim: Path | None) -> list[Example]:
    """Make the examples of half of the documents as a model with `skim` reads them, of the others as one without."""
    if skim is None:
        return make_examples(documents, vocabulary)
    look = Skim.load(skim, len(vocabulary.table))
    order = np.random.default_rng(len(documents)).permutation(len(documents))
    halves = ([documents[i] for i in some] for some in np.array_split(order, 2))
    return [x for half, used in zip(halves, (look, None), strict=True) for x in make_examples(half, vocabulary, skim=used)]


def spread(documents: list[Document], settings: Settings, share: float) -> tuple[list[Document], Settings]:
    """Give each epoch its own variants of the documents, as one longer epoch."""
    pool, rng, times = make_pool(documents), np.random.default_rng(settings.seed), max(1, round(settings.epochs))
    varied = [vary(document, pool, share, rng) for _ in range(times) for document in documents]
    return varied, replace(settings, epochs=settings.epochs / times)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Give each training setting an option of its own."""
    parser.add_argument("--vary", type=float, default=0.0, help="share of INDICATORs and AGENCYs that others stand in for")
    parser.add_argument(
        "--skim", type=Path, help="skim.npz of `python -m training.skim`: half of the documents are read without what it leaves out"
    )
    for one in fields(Settings):
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=type(one.default), default=one.default)


def settings_of(args: argparse.Namespace) -> Settings:
    """Read the settings back."""
    return Settings(**{one.name: getattr(args, one.name) for one in fields(Settings)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", type=Path, default=Path("../shared/encoder/govie-6l"))
    parser.add_argument("--start", type=Path, help="train on from this model folder instead")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--train", nargs="+", default=["train", "seeds"])
    parser.add_argument("--every", type=int, default=1, help="train on each n-th document of the parts but the last")
    parser.add_argument("--score", nargs="+", default=["dev"])
    parser.add_argument("--teachers", type=Path, nargs="+", default=[], help="model folders, of which the mean is the target on raw text")
    parser.add_argument("--silver", type=int, default=600_000, help="characters of raw text that the teachers read")
    add_settings(parser)
    args = parser.parse_args()
    begin = time.time()
    *parts, last = args.train
    documents = [*(d for part in parts for d in read_part(part)[:: args.every]), *read_part(last)]
    extractor = fit(
        documents, args.encoder, args.output, settings_of(args), args.start,
        share=args.vary, skim=args.skim, teachers=args.teachers, silver=args.silver,
    )  # fmt: skip
    print(f"trained in {time.time() - begin:.0f} s")
    for part in args.score:
        for kind in ("real", "authored") if part != "seeds" else ("seeds",):
            documents = read_part(part, (kind,))
            print(part, kind, json.dumps(brief(evaluate(documents, predict(extractor, documents)))), flush=True)


if __name__ == "__main__":
    main()
