"""Count how much neighbouring characters belong together, over ../shared/raw.

    python -m training.cohesion --encoder ../shared/encoder/govie-6l -o build/cohesion.npz

The pointwise mutual information of two neighbours says where words hold together (保留|权责|事项), which a small
encoder has not read enough to know. It is kept as one of 15 steps for each pair seen often enough; digits and
punctuation have none. Documents of the dev and test parts are left out.
"""

from __future__ import annotations

import argparse
import json
import lzma
from pathlib import Path

import numpy as np

from govie.encode import Vocabulary
from training.rows import held_out_documents

STEPS = 15
LEAST = 4


def count(raw: Path, vocabulary: Vocabulary) -> np.ndarray:
    """Count pairs of neighbours, shape (size, size)."""
    size, held = len(vocabulary.table), held_out_documents()
    counts = np.zeros(size * size, np.int64)
    pending: list[np.ndarray] = []
    for path in sorted(raw.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                if document["id"] in held:
                    continue
                ids = np.array(vocabulary.ids(document["text"]), np.int64)
                pending.append(ids[:-1] * size + ids[1:])
                if len(pending) == 20_000:
                    counts += np.bincount(np.concatenate(pending), minlength=size * size)
                    pending = []
    if pending:
        counts += np.bincount(np.concatenate(pending), minlength=size * size)
    return counts.reshape(size, size)


def steps_of(counts: np.ndarray, han: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the flat index and the step, 1 to `STEPS`, of every pair of Chinese characters seen often enough."""
    left, right, total = counts.sum(1), counts.sum(0), counts.sum()
    first, second = np.nonzero((counts >= LEAST) & han[:, None] & han[None, :])
    seen = counts[first, second]
    information = np.log(seen * (seen / (seen + 2.0)) * total / (left[first] * 1.0 * right[second]))
    step = np.clip(np.round((information + 3) * 1.3), 1, STEPS).astype(np.uint8)
    return (first * len(counts) + second).astype(np.int32), step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", type=Path, default=Path("../shared/encoder/govie-6l"))
    parser.add_argument("--raw", type=Path, default=Path("../shared/raw"))
    parser.add_argument("-o", "--output", type=Path, default=Path("build/cohesion.npz"))
    args = parser.parse_args()
    vocabulary = Vocabulary.load(args.encoder / "vocab.txt")
    han = np.zeros(len(vocabulary.table), bool)
    for entry, i in vocabulary.table.items():
        han[i] = len(entry) == 1 and "\u3400" <= entry <= "\u9fff"
    pairs, steps = steps_of(count(args.raw, vocabulary), han)
    np.savez_compressed(args.output, gaps=np.diff(pairs, prepend=np.int32(0)), steps=steps)
    print(f"{len(pairs)} pairs, {args.output.stat().st_size:,} bytes; steps {np.bincount(steps).tolist()}")


if __name__ == "__main__":
    main()
