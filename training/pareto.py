"""Score, size and speed of smaller networks, each cut from a trained one and taught by it; prints a table.

    python -m training.pareto --teacher build/final -o build/pareto --vary 0.3 --link 2 --epochs 1

The first row is the teacher itself. Speed is of the whole line over the five seeds, the best of three runs on all cores.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from govie.extractor import Extractor
from govie.score import evaluate
from govie.train.export import export, save_network
from govie.train.start import load_network
from training.bench import SEEDS
from training.data import read_part
from training.finetune import add_settings, brief, fit, predict, settings_of
from training.shrink import shrink

SIZES = (((0, 1, 2, 3, 5), 1536), ((0, 1, 2, 3, 4, 5), 1024), ((0, 1, 3, 5), 1536), ((0, 1, 2, 3, 4, 5), 512), ((0, 2, 5), 1536))
"""Layers that are kept, and inner neurons of each."""
SCORES = ("entity", "IND", "relation", "fact")


def row(name: str, model: Extractor) -> str:
    """Write a model's line of the table: scores on dev, megabytes of its network, characters a second."""
    scores = [brief(evaluate(gold, predict(model, gold))) for gold in (read_part("dev", (kind,)) for kind in ("real", "authored"))]
    told = [" / ".join(f"{found[key]:.3f}" for key in SCORES) for found in scores]
    return f"| {name} | {' | '.join(told)} | {(model.model.folder / 'model.onnx').stat().st_size / 1e6:.1f} | {speed(model):,.0f} |"


def speed(model: Extractor) -> float:
    """Give characters a second."""
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        for _ in model.pipe(texts):
            pass
        best = min(best, time.perf_counter() - begin)
    return sum(map(len, texts)) / best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/pareto"))
    parser.add_argument("--part", default="train", help="the gold to train on")
    parser.add_argument("--silver", type=int, default=100_000)
    add_settings(parser)
    args = parser.parse_args()
    documents = read_part(args.part)
    kinds = " | ".join(f"dev {kind}: {' / '.join(SCORES)}" for kind in ("real", "authored"))
    print(f"| layers × inner neurons | {kinds} | MB | characters/s |\n|---|---|---|--:|--:|", flush=True)
    print(row("the teacher", Extractor(args.teacher)), flush=True)
    for layers, inner in SIZES:
        start = args.output / f"{len(layers)}x{inner}-start"
        network = shrink(load_network(args.teacher), layers, inner)
        save_network(network, args.teacher / "vocab.txt", start)
        export(network, start)
        model = fit(
            documents, start, args.output / f"{len(layers)}x{inner}", settings_of(args), start,
            share=args.vary, skim=args.skim, teachers=[args.teacher], silver=args.silver,
        )  # fmt: skip
        print(row(f"{len(layers)} × {inner}", model), flush=True)


if __name__ == "__main__":
    main()
