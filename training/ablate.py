"""Leave out one thing at a time from training and score each on dev; prints a table.

    python -m training.ablate --start build/encoder -o build/ablation --share 0.1 --epochs 3 --teachers build/base-1 build/base-2

Every row is trained from the same start on the same share of the training part with the same seed, so it tells what
one thing is worth early on, where there is little gold, not what is left of it after the whole run.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch
from torch import Tensor

from govie.decode import BUCKETS, Pairs, find_pairs, transitions
from govie.score import evaluate
from govie.train.batches import Batch
from govie.train.memory import Recalled
from training.data import read_part
from training.finetune import add_settings, brief, fit, predict, settings_of
from training.learning_curve import drawn

VARIANTS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "figures not swapped": {"swap": 0.0},
    "no characters hidden": {"mask": 0.0},
    "INDICATORs and AGENCYs not varied": {"share": 0.0},
    "last weights, not their moving average": {"average": 0.0},
    "one rate for all layers": {"layer_decay": 1.0},
    "links weighed as tags": {"link": 1.0},
    "without cohesion": {"cohesion": False},
    "links without what stands between": {"features": False},
    "tags as a CRF: whole legal sequences": {"sequences": True},
    "with raw text, taught by the mean of the teachers": {"taught": True},
}
SCORES = ("entity", "IND", "relation", "fact")


def find_bare_pairs(*args: Any, **kwargs: Any) -> Pairs:
    """List the candidate links without their features."""
    pairs = find_pairs(*args, **kwargs)
    return replace(pairs, features={name: np.asarray(pairs.relation * BUCKETS[name]) for name in pairs.features})


@contextmanager
def bare_links(bare: bool) -> Iterator[None]:
    """Train and decode without the features of links."""
    if not bare:
        yield
        return
    with mock.patch("govie.train.examples.find_pairs", find_bare_pairs), mock.patch("govie.decode.find_pairs", find_bare_pairs):
        yield


def sequence_loss(batch: Batch, tags: Tensor, recalled: Recalled | None) -> Tensor:
    """Give the mean loss of the tags as those of a CRF whose transitions are what is legal; the ends of a window are free."""
    legal = torch.from_numpy(transitions(tags.shape[-1])).to(tags.device)
    forbidden = torch.zeros(legal.shape, device=tags.device).masked_fill(~legal, -1e4)
    real = batch.tags >= 0
    score = tags[:, 1]  # the first mark of a window has no tag
    for place in range(2, tags.shape[1]):
        onward = (score[:, :, None] + forbidden).logsumexp(1) + tags[:, place]
        score = torch.where(real[:, place, None], onward, score)
    chosen = tags.gather(-1, batch.tags.clamp(min=0)[..., None]).squeeze(-1)[real].sum()
    return (score.logsumexp(-1).sum() - chosen) / real.sum()


@contextmanager
def sequences(wanted: bool) -> Iterator[None]:
    """Train the tags of whole windows at once."""
    if not wanted:
        yield
        return
    with mock.patch("govie.train.loop.tag_loss", sequence_loss):
        yield


def without_cohesion(start: Path, folder: Path) -> Path:
    """Copy a model folder; the copy knows of no two characters how they hold together."""
    shutil.copytree(start, folder, dirs_exist_ok=True)
    np.savez(folder / "cohesion.npz", gaps=np.zeros(1, np.uint8), steps=np.zeros(1, np.uint8))
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/ablation"))
    parser.add_argument("--part", default="train", help="the gold to train on")
    parser.add_argument("--share", type=float, default=0.1, help="of its characters")
    parser.add_argument("--only", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--teachers", type=Path, nargs="+", default=[])
    parser.add_argument("--silver", type=int, default=100_000)
    add_settings(parser)
    args = parser.parse_args()
    documents, settings = drawn(read_part(args.part), args.share), settings_of(args)
    print("| run | " + " | ".join(f"dev {kind}: {' / '.join(SCORES)}" for kind in ("real", "authored")) + " |\n|---|---|---|", flush=True)
    for number, name in enumerate(VARIANTS):
        change = dict(VARIANTS[name])
        taught = args.teachers if change.pop("taught", False) else []
        if name not in args.only or (taught == [] and "taught" in VARIANTS[name]):
            continue
        folder = args.output / str(number)
        start = args.start if change.pop("cohesion", True) else without_cohesion(args.start, args.output / "without-cohesion")
        with bare_links(not change.pop("features", True)), sequences(change.pop("sequences", False)):
            share = change.pop("share", args.vary)
            model = fit(
                documents, args.start, folder, replace(settings, **change), start,
                share=share, skim=args.skim, teachers=taught, silver=args.silver,
            )  # fmt: skip
            scores = [brief(evaluate(gold, predict(model, gold))) for gold in (read_part("dev", (kind,)) for kind in ("real", "authored"))]
        print(f"| {name} | " + " | ".join(" / ".join(f"{found[key]:.3f}" for key in SCORES) for found in scores) + " |", flush=True)


if __name__ == "__main__":
    main()
