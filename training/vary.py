"""Other INDICATORs and AGENCYs in the place of a report's own, so that edges are read by their surroundings and not by heart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from govie.types import Document

Pool = dict[str, list[str]]


def kinds_of(document: Document) -> dict[int, str]:
    """Give, for each INDICATOR's id, the text of a UNIT of a NUMBER that measures it, and for each AGENCY's that label."""
    unit = {r.head.id: r.tail.text for r in document.relations if r.label == "HAS_UNIT"}
    measured = {r.tail.id: unit.get(r.head.id, "") for r in document.relations if r.label == "MEASURES"}
    return measured | {e.id: e.label for e in document.entities if e.label == "AGENCY"}


def make_pool(documents: Sequence[Document]) -> Pool:
    """Collect the INDICATORs that are counted in each unit, and the AGENCYs."""
    pool: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        kinds = kinds_of(document)
        for entity in document.entities:
            if entity.id in kinds and "\n" not in entity.text:
                pool[kinds[entity.id]].add(entity.text)
    return {kind: sorted(found) for kind, found in pool.items()}


def vary(document: Document, pool: Pool, share: float, rng: np.random.Generator) -> Document:
    """Put another INDICATOR of the same unit, or another AGENCY, in the place of about `share` of them, the gold moved along."""
    kinds = kinds_of(document)
    pieces, moved, done, shift = [], {}, 0, 0
    for entity in sorted(document.entities, key=lambda e: e.start):
        word = document.text[entity.start : entity.end]
        if entity.id in kinds and rng.random() < share:
            others = pool.get(kinds[entity.id], [word])
            word = others[rng.integers(len(others))]
        pieces += [document.text[done : entity.start], word]
        start = entity.start + shift
        shift += len(word) - (entity.end - entity.start)
        moved[entity.id] = replace(entity, start=start, end=start + len(word), text=word)
        done = entity.end
    text = "".join([*pieces, document.text[done:]])
    links = tuple(replace(r, head=moved[r.head.id], tail=moved[r.tail.id]) for r in document.relations)
    return replace(document, text=text, entities=tuple(moved[e.id] for e in document.entities), relations=links)
