"""Score models trained on 10, 25, 50 and 100 % of the training part, and draw the curve.

    python -m training.learning_curve --start build/encoder -o build/curve --figure corpus/learning_curve.svg

The shares are of whole reports, drawn once, each within the next. Small shares get more epochs, so that none is
scored before it has learnt what it can.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from govie.score import evaluate
from govie.types import Document
from training.card import headline
from training.cross_validate import source
from training.data import read_part
from training.finetune import add_settings, fit, predict, settings_of

SHARES = (0.1, 0.25, 0.5, 1.0)
FIGURES = ("entity", "indicator", "fact")


def drawn(documents: list[Document], share: float) -> list[Document]:
    """Draw a share of the characters, by whole reports, the same ones first every time."""
    names = sorted({source(d) for d in documents})
    np.random.default_rng(0).shuffle(names)
    rank = {name: i for i, name in enumerate(names)}
    ordered = sorted(documents, key=lambda d: rank[source(d)])
    sizes = np.cumsum([len(d.text) for d in ordered])
    return [d for d, size in zip(ordered, sizes, strict=True) if size <= share * sizes[-1]]


def draw(scores: dict[str, Any], figure: Path) -> None:
    """Draw the scores against the characters trained on."""
    from matplotlib import pyplot

    pyplot.rcParams.update({"svg.hashsalt": "govie", "svg.fonttype": "none"})
    canvas, axes = pyplot.subplots(1, 2, figsize=(8, 3.2), sharey=True)
    for axis, kind in zip(axes, ("real", "authored"), strict=True):
        for name in FIGURES:
            axis.plot([s["characters"] / 1e3 for s in scores.values()], [s[kind][name] for s in scores.values()], "o-", label=name)
        axis.set(title=f"{kind} test part", xlabel="thousand characters trained on", xscale="log", ylim=(0, 1))
        axis.grid(alpha=0.3)
    axes[0].legend()
    canvas.tight_layout()
    canvas.savefig(figure, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", type=Path, default=Path("../shared/encoder/govie-6l"))
    parser.add_argument("--start", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/curve"))
    parser.add_argument("--figure", type=Path, default=Path("corpus/learning_curve.svg"))
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES)
    add_settings(parser)
    args = parser.parse_args()
    settings = settings_of(args)
    documents = read_part("train")
    told = args.output / "scores.json"
    scores = json.loads(told.read_text("utf-8")) if told.exists() else {}
    for share in args.shares:
        chosen = drawn(documents, share)
        now = replace(settings, epochs=settings.epochs * min(2.0, share**-0.3))
        extractor = fit(chosen, args.encoder, args.output / f"{share:g}", now, args.start, share=args.vary)
        scores[f"{share:g}"] = {"characters": sum(len(d.text) for d in chosen), "epochs": round(now.epochs, 2)}
        for kind in ("real", "authored"):
            gold = read_part("test", (kind,))
            scores[f"{share:g}"][kind] = {k: round(v, 4) for k, v in headline(evaluate(gold, predict(extractor, gold))).items()}
        print(share, json.dumps(scores[f"{share:g}"]), flush=True)
        scores = dict(sorted(scores.items(), key=lambda item: float(item[0])))
        told.write_text(json.dumps(scores, indent=1) + "\n", "utf-8")
    draw(scores, args.figure)


if __name__ == "__main__":
    main()
