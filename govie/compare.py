"""Two models on the same gold: what got better, what got worse, and in which sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govie.schema import ATTRIBUTES, Schema
from govie.score import Items, annotated, keep, paired
from govie.sentences import sentences
from govie.types import Document

ROUNDS = 1000
HEADLINES = ("entity", "relation", "fact", "fact+attributes")
"""The figures that may not fall by more than is allowed, each by itself."""


@dataclass(frozen=True)
class Row:
    """One figure of two models: (precision, recall, F1) each, how much F1 rose, its 95 % interval, and how many gold items there are.

    The interval is a bootstrap over documents, the same ones for both models; `None` for a single document.
    """

    name: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    rise: float
    interval: tuple[float, float] | None
    gold: int


@dataclass(frozen=True)
class Change:
    """One item that one model had right and the other had not: `fixed` or broken, in a sentence at raw offsets of a document."""

    fixed: bool
    kind: str
    what: str
    how: str
    document: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """The rows, and every change."""

    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    documents: int

    def worse(self, allowed: float) -> list[Row]:
        """List what fell by more than `allowed` (0–1): of the headlines each, of the rest what fell surely, its interval below 0."""
        fallen = [row for row in self.rows if row.rise < -allowed]
        return [row for row in fallen if row.name in HEADLINES or (row.interval is not None and row.interval[1] < 0)]

    def to_record(self) -> dict[str, Any]:
        """Give all of it JSON-ready."""
        return asdict(self)


def compare(gold: Iterable[Document], before: Iterable[Document], after: Iterable[Document], schema: Schema | None = None) -> Comparison:
    """Compare two models' readings of the gold documents, matched by id.

    Labels that the gold is not annotated for are left out: those that are neither govie's own nor in it, or not in `schema`.
    Raises CorpusError where a document was not read, or its text is another one.
    """
    right = list(gold)
    names = schema.names if schema else annotated(right)
    old, new = ([keep(document, names) for _, document in paired(right, side)] for side in (list(before), list(after)))
    right = [keep(document, names) for document in right]
    sets = [[named_sets(document) for document in side] for side in (right, old, new)]
    keys = list(dict.fromkeys(key for side in sets for found in side for key in found))
    counts = np.array([[count(keys, g, p) for g, p in zip(sets[0], side, strict=True)] for side in sets[1:]])
    rows = tuple(make_rows(keys, counts.reshape(2, len(right), len(keys), 3)))
    changes = [change for trio in zip(right, *sets, strict=True) for change in find_changes(*trio)]
    return Comparison(rows, tuple(changes), len(right))


def named_sets(document: Document) -> dict[str, set[Any]]:
    """Give a document's items by the name of the figure that they count in."""
    items = Items(document)
    found: dict[str, set[Any]] = {"entity": items.spans, "relation": items.links, "fact": set(items.facts.items())}
    found["fact+attributes"] = {(n, f, items.attributes[n]) for n, f in items.facts.items()}
    for span in items.spans:
        found.setdefault(f"entity {span[0]}", set()).add(span)
    for link in items.links:
        found.setdefault(f"relation {link[2]}", set()).add(link)
    for number, values in items.attributes.items():
        for name, known in ATTRIBUTES.items():
            value = str(getattr(values, name) or known[0])
            found.setdefault(name, set()).add((number, value))
            kind = value.split(":", maxsplit=1)[0]
            if kind != known[0]:
                found.setdefault(f"{name} {kind}", set()).add((number, value))
    return found


def count(keys: Sequence[str], gold: dict[str, set[Any]], predicted: dict[str, set[Any]]) -> list[tuple[int, int, int]]:
    """Count right, predicted and gold items of each figure."""
    pairs = [(gold.get(key, set()), predicted.get(key, set())) for key in keys]
    return [(len(g & p), len(p), len(g)) for g, p in pairs]


def make_rows(keys: Sequence[str], counts: NDArray[np.int64]) -> Iterator[Row]:
    """Make a row of each figure; `counts` has the shape (models, documents, figures, 3)."""
    documents = counts.shape[1]
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(documents, [1 / documents] * documents, size=ROUNDS) if documents > 1 else np.ones((1, documents), int)
    rises = f1(np.einsum("rd,dkc->rkc", drawn, counts[1])) - f1(np.einsum("rd,dkc->rkc", drawn, counts[0]))
    low, high = np.quantile(rises, [0.025, 0.975], axis=0)
    whole = counts.sum(1)
    order = {name: i for i, name in enumerate([*HEADLINES, "entity ", "relation ", *ATTRIBUTES])}
    places = sorted(range(len(keys)), key=lambda i: (rank(keys[i], order), keys[i]))
    for i in places:
        before, after = (three(*whole[model, i].tolist()) for model in (0, 1))
        interval = (float(low[i]), float(high[i])) if documents > 1 else None
        yield Row(keys[i], before, after, after[2] - before[2], interval, int(whole[0, i, 2]))


def rank(key: str, order: dict[str, int]) -> int:
    """Place a figure among the others: behind the one it is a part of."""
    first = key.split(" ", maxsplit=1)[0]
    return order[key] if key in order else order[f"{first} "] if f"{first} " in order else order[first]


def f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give F1 over the last axis of (right, predicted, gold); 1 where there is nothing to find and nothing found."""
    items = counts[..., 1] + counts[..., 2]
    return np.where(items > 0, 2 * counts[..., 0] / np.maximum(items, 1), 1.0)


def three(right: int, predicted: int, gold: int) -> tuple[float, float, float]:
    """Give precision, recall and F1."""
    precision = right / predicted if predicted else float(not gold)
    recall = right / gold if gold else float(not predicted)
    return precision, recall, 2 * right / (predicted + gold) if predicted + gold else 1.0


def find_changes(document: Document, gold: dict[str, set[Any]], before: dict[str, set[Any]], after: dict[str, set[Any]]) -> list[Change]:
    """List the items of a document that one model has right and the other has not, in the order of the text."""
    edges = sentences(document.text)
    found = []
    for kind in ("entity", "relation", *ATTRIBUTES):
        right, old, new = (side.get(kind, set()) for side in (gold, before, after))
        groups = [(True, "found", right & new - old), (True, "no longer marked", old - right - new)]
        groups += [(False, "lost", right & old - new), (False, "wrongly marked", new - right - old)]
        for fixed, how, items in groups:
            for item in items:
                start = place(item)
                low, high = next(((a, b) for a, b in edges if a <= start < b), (start, start))
                what = describe(kind, item, document.text)
                found.append(Change(fixed, kind, what, how, document.id, low, high, document.text[low:high]))
    return sorted(found, key=lambda c: (c.start, c.kind, c.what, c.how))


def place(item: Any) -> int:
    """Say where an item begins: a span, a link or a number's value."""
    span = item if isinstance(item[0], str) else item[0]
    return int(span[1])


def describe(kind: str, item: Any, text: str) -> str:
    """Name an item in the words of the text."""
    if kind == "entity":
        return f"{item[0]} {text[item[1] : item[2]]}"
    number = text[item[0][1] : item[0][2]]
    if kind == "relation":
        return f"{number} {item[2]} {text[item[1][1] : item[1][2]]}"
    return f"{number} {kind} {item[1]}"
