"""Characters to ids: one id for each character of the clean text."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COHESION = 16
"""Values of the cohesion of two neighbours."""


@dataclass
class Vocabulary:
    """The characters that the encoder knows, each with its id."""

    table: dict[str, int]
    pad: int = 0
    unk: int = 1
    cls: int = 2
    sep: int = 3
    mask: int = 4
    first: int = 6
    """Ids below are marks, not characters."""
    cohesion: NDArray[np.uint8] | None = field(default=None, repr=False)
    """How much a character and the next belong together, flat over (ids, ids): 0 unknown, 1 least, `COHESION` - 1 most."""
    _seen: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read `vocab.txt`, one entry a line, the line number being the id, and `cohesion.npz` where it lies beside it."""
        table = {entry: i for i, entry in enumerate(path.read_text("utf-8").split("\n")) if entry}
        beside = path.with_name("cohesion.npz")
        if not beside.exists():
            return cls(table)
        cohesion = np.zeros(len(table) ** 2, np.uint8)
        with np.load(beside, allow_pickle=False) as arrays:
            cohesion[np.cumsum(arrays["gaps"], dtype=np.int64)] = arrays["steps"]
        return cls(table, cohesion=cohesion)

    def bonds(self, ids: Sequence[int]) -> NDArray[np.int64]:
        """Give the cohesion of each character with the one before it, shape (ids,); 0 at the first."""
        found = np.zeros(len(ids), np.int64)
        if self.cohesion is not None and len(ids) > 1:
            array = np.asarray(ids, np.int64)
            found[1:] = self.cohesion[array[:-1] * len(self.table) + array[1:]]
        return found

    def id(self, char: str) -> int:
        """Map one character: itself after NFKC, else lower-cased, else the unknown id."""
        if char == "\n":
            return self.sep
        folded = "▁" if char.isspace() else unicodedata.normalize("NFKC", char)
        for form in (folded, char, folded.lower()):
            if form in self.table:
                return self.table[form]
        return self.unk

    def ids(self, text: str) -> list[int]:
        """Map every character of `text`, in order."""
        seen = self._seen
        try:
            return [seen[c] for c in text]
        except KeyError:
            for char in set(text):
                seen[char] = self.id(char)
            return [seen[c] for c in text]


WINDOW, OVERLAP, LONGEST = 158, 60, 2000
"""Characters the encoder reads at once; shared by neighbouring windows; links never reach further than `LONGEST`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Whole sentences read together, as half-open clean spans; more than one window only where a sentence is longer than one.

    A character is taken from the window whose `cores` span holds it.
    """

    sentences: tuple[tuple[int, int], ...]
    windows: tuple[tuple[int, int], ...]
    cores: tuple[tuple[int, int], ...]


def group(clean: str, spans: list[tuple[int, int]], empty: Container[tuple[int, int]] = ()) -> Iterator[Group]:
    """Pack sentences into windows of one line each; cut a longer one into overlapping windows, losing nothing.

    Of sentences that are `empty` a window has those between others, and the one before its first, as their context.
    """
    packed: list[tuple[int, int]] = []
    passed: list[tuple[int, int]] = []
    line = spans[0][0] if spans else 0
    for start, end in (piece for span in spans for piece in shorten(clean, span)):
        if "\n" in clean[line:start]:
            yield from whole(packed)
            packed, passed = [], []
        elif packed and end - packed[0][0] > WINDOW:
            yield from whole(packed)
            packed, passed = [], passed[-1:]
        line = end
        if (start, end) in empty:
            passed = [*passed, (start, end)] if packed else [(start, end)]
        elif end - start > WINDOW:
            yield overlapping(start, end)
            passed = []
        else:
            fits = packed or not passed or end - passed[0][0] <= WINDOW
            packed, passed = [*packed, *(passed if fits else ()), (start, end)], []
    yield from whole(packed)


def whole(packed: list[tuple[int, int]]) -> Iterator[Group]:
    """Make the group that one window holds, if it holds any sentence."""
    if packed:
        span = (packed[0][0], packed[-1][1])
        yield Group(tuple(packed), (span,), (span,))


def overlapping(start: int, end: int) -> Group:
    """Cover one long sentence by equal windows; neighbours meet in the middle of what they share."""
    count = -(-(end - start - OVERLAP) // (WINDOW - OVERLAP))
    step = (end - start - WINDOW) / (count - 1)
    windows = tuple((start + round(i * step), start + round(i * step) + WINDOW) for i in range(count))
    meets = [start, *((a[1] + b[0]) // 2 for a, b in pairwise(windows)), end]
    return Group(((start, end),), windows, tuple(pairwise(meets)))


def shorten(clean: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Cut a sentence of more than `LONGEST` characters at its last ；or comma before that."""
    start, end = span
    while end - start > LONGEST:
        cut = max(clean.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "；;，,、 ")
        cut = cut + 1 if cut >= 0 else start + LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end
