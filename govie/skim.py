"""Which sentences are worth the encoder's time: those with a figure, and those that look as if they named something.

A third to a half of a report's characters stand in sentences that hold no entity at all. A sum of learnt weights of characters,
pairs and triples tells many of them at a few thousandths of the encoder's cost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from govie.encode import LONGEST, Group, Vocabulary, group
from govie.errors import ModelError
from govie.sentences import cut, lines, sentences
from govie.text import repair
from govie.types import Document

PAIRS, TRIPLES = 1 << 17, 1 << 18
"""How many weights pairs and triples of characters share by their hash."""
STRETCH = 1 << 16
"""Characters that are looked at at once; it bounds memory."""
SPREAD = np.uint64(0x9E3779B97F4A7C15)
DIGITS = "0123456789"

Ints = NDArray[np.int64]
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Skim:
    """Weights of single characters, pairs and triples.

    A sentence is worth reading from `least` on, and wherever it has a digit, 0–9, in any width.
    """

    singles: NDArray[np.float32]
    pairs: NDArray[np.float32]
    triples: NDArray[np.float32]
    least: float

    @classmethod
    def load(cls, path: Path, characters: int) -> Skim:
        """Read a `skim.npz` for a vocabulary of so many characters; raise ModelError for one of other shapes."""
        with np.load(path, allow_pickle=False) as arrays:
            found = {name: np.asarray(arrays[name], np.float32) for name in arrays.files}
        shapes = {"singles": (characters,), "pairs": (PAIRS,), "triples": (TRIPLES,), "least": ()}
        if {name: value.shape for name, value in found.items()} != shapes or not all(np.isfinite(one).all() for one in found.values()):
            raise ModelError(f"{path}: not the weights of {characters} characters; the folder's parts are not of one model")
        return cls(found["singles"], found["pairs"], found["triples"], float(found["least"]))

    def empty(self, clean: str, spans: Spans, vocabulary: Vocabulary) -> set[tuple[int, int]]:
        """Name the sentences, given as half-open spans in order, that hold nothing by the look of them; none beyond `LONGEST`."""
        found: set[tuple[int, int]] = set()
        digits = [vocabulary.id(digit) for digit in DIGITS]
        for some in stretches([(start, end) for start, end in spans if end - start <= LONGEST]):
            ids, lengths = lay(clean, some, vocabulary)
            read = (self.worth(ids, lengths) >= self.least) | np.logical_or.reduceat(np.isin(ids, digits), starts(lengths))
            found.update(span for span, keep in zip(some, read.tolist(), strict=True) if not keep)
        return found

    def lost(self, document: Document, vocabulary: Vocabulary) -> list[int]:
        """Give the ids of a document's entities that stand in sentences which are judged empty."""
        text = repair(document.text)
        empty = sorted(self.empty(text.clean, sentences(text.clean), vocabulary))
        begins = [(text.to_clean(e.start, e.end)[0], e.id) for e in document.entities]
        places = [(bisect_right(empty, (begin, len(text.clean))) - 1, begin, id) for begin, id in begins]
        return [id for place, begin, id in places if place >= 0 and begin < empty[place][1]]

    def worth(self, ids: Ints, lengths: Ints) -> NDArray[np.float32]:
        """Give the log-odds that each sentence holds something, shape (sentences,); `ids` are theirs one after the other."""
        weights = self.singles[ids] + self.pairs[pair_of(ids, lengths)] + self.triples[triple_of(ids, lengths)]
        return np.asarray(np.log(np.add.reduceat(np.exp(weights), starts(lengths))), np.float32)


def groups(clean: str, vocabulary: Vocabulary, skim: Skim | None) -> Iterator[Group]:
    """Cut a clean text into what is read together, without what holds nothing at a first look, where there is one."""
    for start, end in lines(clean, STRETCH):
        spans = list(cut(clean, start, end))
        yield from group(clean, spans, skim.empty(clean, spans, vocabulary) if skim else ())


def stretches(spans: Spans) -> list[Spans]:
    """Deal sentences into stretches of about `STRETCH` characters."""
    places = [total // STRETCH for total in accumulate((end - start for start, end in spans), initial=0)]
    found: list[Spans] = []
    for i, span in enumerate(spans):
        if not found or places[i] != places[i - 1]:
            found.append([])
        found[-1].append(span)
    return found


def lay(clean: str, spans: Spans, vocabulary: Vocabulary) -> tuple[Ints, Ints]:
    """Give the ids of the sentences' characters one after the other, and the sentences' lengths."""
    ids = np.array([i for start, end in spans for i in vocabulary.ids(clean[start:end])], np.int64)
    return ids, np.array([end - start for start, end in spans], np.int64)


def starts(lengths: Ints) -> Ints:
    """Give where each sentence begins."""
    return np.asarray(np.cumsum(lengths) - lengths)


def before(ids: Ints, lengths: Ints, steps: int) -> Ints:
    """Give the id so many steps before each character, 0 where its sentence has not begun."""
    found = np.zeros_like(ids)
    found[steps:] = ids[:-steps] if steps < len(ids) else 0
    first = starts(lengths)
    for step in range(steps):
        found[(first + step)[lengths > step]] = 0
    return found


def pair_of(ids: Ints, lengths: Ints) -> Ints:
    """Hash each character with the one before it."""
    return mixed(before(ids, lengths, 1) * 5167 + ids) % PAIRS


def triple_of(ids: Ints, lengths: Ints) -> Ints:
    """Hash each character with the two before it."""
    return mixed((before(ids, lengths, 2) * 5167 + before(ids, lengths, 1)) * 5171 + ids) % TRIPLES


def mixed(keys: Ints) -> Ints:
    """Spread keys over 0 … 2³¹."""
    return np.asarray((keys.astype(np.uint64) * SPREAD >> np.uint64(33)).astype(np.int64))
