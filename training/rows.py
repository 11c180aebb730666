"""Rows of character ids for pretraining, cut from the raw public text."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import numpy as np

from govie.encode import Vocabulary

SPLITS = Path("corpus/splits.json")
FIGURES = re.compile(r"\d")


def held_out_documents() -> set[str]:
    """Name the raw documents that the dev and test parts of the corpus are taken from."""
    splits = json.loads(SPLITS.read_text("utf-8"))
    return {name for part in ("dev", "test") for name in splits["real"][part]}


def weight(source: str, text: str) -> int:
    """Say how often a document is laid into rows: reports most, news with figures next."""
    if source in ("gwr2025", "state_council"):
        return 4
    return 2 if len(FIGURES.findall(text)) * 60 > len(text) else 1


def load_rows(raw: Path, vocabulary: Path, length: int, held_out: set[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return (train, held-out) rows, each of shape (n, length), uint16; 256 news rows are held out."""
    vocab = Vocabulary.load(vocabulary)
    pieces: list[np.ndarray] = []
    news: list[np.ndarray] = []
    for path in sorted(raw.glob("*.jsonl.xz")):
        source = path.name.split(".")[0]
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                document = json.loads(line)
                if document["id"] in held_out:
                    continue
                ids = np.array([*vocab.ids(document["text"]), vocab.sep], np.uint16)
                if source == "xwlb" and number % 100 == 0:
                    news.append(ids)
                else:
                    pieces.extend([ids] * weight(source, document["text"]))
    order = np.random.default_rng(0).permutation(len(pieces))
    train = lay([pieces[i] for i in order], length, vocab.cls)
    return train, lay(news, length, vocab.cls)[:256]


def lay(pieces: list[np.ndarray], length: int, first: int) -> np.ndarray:
    """Join pieces and cut them into rows that each begin with [CLS]."""
    joined = np.concatenate(pieces)
    count = len(joined) // (length - 1)
    rows = joined[: count * (length - 1)].reshape(count, length - 1)
    return np.concatenate([np.full((count, 1), first, np.uint16), rows], axis=1)
