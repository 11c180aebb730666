"""Raw text with a model's own reading, for a student to learn a teacher's judgement from."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import numpy as np

from govie.extractor import Extractor
from govie.schema import BASE
from govie.train.examples import Example, make_examples
from training.rows import held_out_documents

RAW = Path("../shared/raw")
SOURCES = {"gwr2025": 1.0, "state_council": 1.0, "xwlb": 0.02}
"""The share of each raw file's documents that is drawn from."""
KEPT = {"NUMBER": 1.0, "AGENCY": 0.3, "": 0.05}
"""The share of windows that are kept: those with a NUMBER, others with an AGENCY, others."""


def make_silver(extractor: Extractor, characters: int, seed: int) -> list[Example]:
    """Read raw text that no dev or test document is taken from, until so many characters are kept.

    The examples are `replayed`: what the extractor found says which pairs are looked at, not what is right.
    """
    rng = np.random.default_rng(seed)
    found: list[Example] = []
    for document in extractor.pipe(texts(rng)):
        for example in make_examples([document], extractor.model.vocabulary):
            if rng.random() < KEPT[rarest(example)]:
                found.append(replace(example, replayed=True))
                characters -= len(example.clean)
        if characters <= 0:
            break
    return found


def rarest(example: Example) -> str:
    """Give NUMBER or AGENCY where the window holds one, NUMBER first."""
    held = {BASE.labels[label] for label in example.spans.label}
    return next((name for name in KEPT if name in held), "")


def texts(rng: np.random.Generator) -> Iterator[str]:
    """Give documents of each source in turn, in chance order."""
    held = held_out_documents()
    drawn = []
    for name, share in SOURCES.items():
        with lzma.open(RAW / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            rows = (json.loads(line) for line in lines if rng.random() < share)
            some = [row["text"] for row in rows if row["id"] not in held]
        drawn.append([some[i] for i in rng.permutation(len(some))])
    for turn in zip_longest(*drawn):
        yield from (text for text in turn if text is not None)
