"""Which sentences to annotate next: those that the model is least sure of, no two alike."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from govie.decode import find_pairs, find_spans, score_attributes, score_pairs, sigmoid, softmax, trim
from govie.extractor import Extractor
from govie.types import Document, Relation

POOL = 20
"""For each sentence asked for, so many of the least sure are compared with each other."""
SHORTEST = 6
FEATURES = 4096
FIGURES = re.compile(r"[\d０-９.．,，%％]+")


@dataclass(frozen=True)
class Candidate:
    """A sentence at raw offsets of a document, as read, with how unsure the model is of it."""

    document: Document
    start: int
    end: int
    unsure: float

    @property
    def text(self) -> str:
        """The sentence as published."""
        return self.document.text[self.start : self.end]


def suggest(documents: Iterable[tuple[str, str]], extractor: Extractor, count: int) -> list[Document]:
    """Choose `count` sentences of (id, text) documents, read by the model to be corrected; the most telling first.

    A sentence's worth is the entropy of its tags, links and attributes, in bits, by the root of its length; the next chosen
    is the one of the highest worth × (1 - its likeness to the nearest one chosen). Figures do not make sentences differ.
    """
    extractor = Extractor(replace(extractor.model, skim=None))  # what it would leave out may be what it must learn
    best: dict[str, Candidate] = {}
    for id, text in documents:
        for one in candidates(extractor, id, text):
            shape = FIGURES.sub("#", one.text)
            if shape not in best or best[shape].unsure < one.unsure:
                best[shape] = one
        if len(best) > 4 * POOL * count:
            best = dict(sorted(best.items(), key=lambda item: -item[1].unsure)[: POOL * count])
    pool = sorted(best.values(), key=lambda c: -c.unsure)[: POOL * count]
    return [cut(pool[i], rank) for rank, i in enumerate(choose(pool, count), 1)]


def candidates(extractor: Extractor, id: str, text: str) -> Iterator[Candidate]:
    """Give every sentence of a document that holds something, with its uncertainty."""
    worth: list[tuple[int, int, float]] = []
    document = extractor.watch(text, id, lambda *seen: worth.extend(uncertainty(extractor, *seen)))
    for start, end, unsure in worth:
        if end - start >= SHORTEST and unsure > 0:
            yield Candidate(document, start, end, unsure)


def uncertainty(  # noqa: PLR0917
    extractor: Extractor,
    clean: str,
    tags: NDArray[np.float32],
    projected: NDArray[np.float32],
    ranges: NDArray[np.int64],
    places: list[tuple[int, int]],
) -> Iterator[tuple[int, int, float]]:
    """Give (raw start, raw end, worth) of each sentence in `ranges`, whose raw spans are `places`."""
    model = extractor.model
    spans = trim(clean, find_spans(tags, ranges))
    pairs = find_pairs(clean, spans, ranges, model.schema)
    bits = entropy(softmax(tags))
    worth = np.array([bits[a:b].sum() for a, b in ranges], float)
    sentence = np.searchsorted(ranges[:, 0], spans.start, "right") - 1
    if len(pairs.number):
        p = sigmoid(score_pairs(projected, spans, pairs, model.weights))
        np.add.at(worth, sentence[pairs.number], entropy(np.stack([p, 1 - p], -1)))
    numbers = spans.take(spans.label == 0)
    for logits in score_attributes(projected, numbers, model.weights):
        np.add.at(worth, sentence[spans.label == 0], entropy(softmax(logits)))
    for (start, end), (low, high), value in zip(ranges, places, worth, strict=True):
        yield low, high, float(value / np.sqrt(end - start))


def entropy(probability: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the entropy in bits over the last axis."""
    p = np.clip(probability.astype(float), 1e-9, 1)
    return np.asarray(-(p * np.log2(p)).sum(-1))


def choose(pool: list[Candidate], count: int) -> list[int]:
    """Choose greedily by worth and difference."""
    features = np.array([grams(c.text) for c in pool], np.float32).reshape(len(pool), FEATURES)
    worth, nearest = np.array([c.unsure for c in pool]), np.zeros(len(pool))
    chosen: list[int] = []
    for _ in range(min(count, len(pool))):
        value = worth * (1 - nearest)
        value[chosen] = -1
        chosen.append(int(value.argmax()))
        nearest = np.maximum(nearest, features @ features[chosen[-1]])
    return chosen


def grams(text: str) -> NDArray[np.float32]:
    """Give the counts of a text's character pairs, figures masked, hashed to `FEATURES` places, of length one."""
    shape = FIGURES.sub("#", text)
    found = np.zeros(FEATURES, np.float32)
    for i in range(len(shape) - 1):
        found[zlib.crc32(shape[i : i + 2].encode("utf-8", "surrogatepass")) % FEATURES] += 1
    return np.asarray(found / (np.linalg.norm(found) or 1), np.float32)


def cut(one: Candidate, rank: int) -> Document:
    """Make a document of one sentence, with what the model reads in it."""
    inside = [e for e in one.document.entities if one.start <= e.start and e.end <= one.end]
    moved = {e.id: replace(e, id=i, start=e.start - one.start, end=e.end - one.start) for i, e in enumerate(inside, 1)}
    links = [r for r in one.document.relations if r.head.id in moved and r.tail.id in moved]
    relations = tuple(Relation(moved[r.head.id], moved[r.tail.id], r.confidence, r.label) for r in links)
    attributes = {moved[key].id: value for key, value in one.document.attributes.items() if key in moved}
    meta = {"document": one.document.id, "start": one.start, "end": one.end, "rank": rank, "unsure": round(one.unsure, 3)}
    return Document(one.text, tuple(moved.values()), relations, attributes, id=f"{one.document.id}:{one.start}", meta=meta)
