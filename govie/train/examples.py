"""Annotated documents to training examples: one for each group of sentences that is read together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from govie.decode import Pairs, Spans, find_pairs
from govie.encode import Group, Vocabulary
from govie.schema import ATTRIBUTES, BASE, Schema
from govie.skim import Skim, groups
from govie.text import repair
from govie.types import Attributes, Document

DIGITS = "0123456789"


@dataclass(frozen=True)
class Example:
    """The clean text of a group from `start` on, its gold tags, spans, candidate pairs with their links, and attributes."""

    clean: str
    start: int
    group: Group
    ids: list[int]
    tags: np.ndarray
    spans: Spans
    pairs: Pairs
    linked: np.ndarray
    attributes: np.ndarray
    """(numbers, attributes) indexes into the values of each attribute, in the order of `spans` that are NUMBERs."""
    unsure_tags: np.ndarray
    unsure_relations: np.ndarray
    """Masks of what the document is not annotated for."""
    replayed: bool = False
    """Whether it comes from the bundled corpus, to be remembered rather than learnt."""


def make_examples(
    documents: Iterable[Document],
    vocabulary: Vocabulary,
    schema: Schema = BASE,
    annotated: Schema | None = None,
    *,
    skim: Skim | None = None,
) -> list[Example]:
    """Make the examples of some documents for a model that knows `schema` and reads what `skim` leaves.

    `annotated` is what they are annotated for, if that is less than the schema.
    """
    return [example for document in documents for example in from_document(document, vocabulary, schema, annotated, skim)]


def from_document(
    document: Document, vocabulary: Vocabulary, schema: Schema, annotated: Schema | None, skim: Skim | None
) -> Iterator[Example]:
    """Repair the text, move the gold along, and cut it into groups."""
    unsure_tags, unsure_relations = find_unsure(document, schema, annotated)
    text = repair(document.text)
    placed = [(*text.to_clean(e.start, e.end), e) for e in document.entities]
    placed = sorted((x for x in placed if x[0] < x[1]), key=lambda x: x[0])
    links = {(r.head.id, r.tail.id, r.label) for r in document.relations}
    types = [name for name, _ in schema.relations]
    for piece in groups(text.clean, vocabulary, skim):
        low, high = piece.windows[0][0], piece.windows[-1][1]
        inside = [x for x in placed if low <= x[0] and x[1] <= high]
        spans = Spans(
            np.array([a for a, _, _ in inside], int),
            np.array([b for _, b, _ in inside], int),
            np.array([schema.labels.index(e.label) for *_, e in inside], int),
            np.ones(len(inside), np.float32),
        )
        pairs = find_pairs(text.clean, spans, np.array(piece.sentences), schema)
        ids = [e.id for *_, e in inside]
        triples = zip(pairs.number, pairs.other, pairs.relation, strict=True)
        linked = np.array([(ids[n], ids[o], types[r]) in links for n, o, r in triples], np.float32)
        values = [attribute_indexes(document.attributes.get(e.id, Attributes())) for *_, e in inside if e.label == "NUMBER"]
        clean = text.clean[low:high]
        yield Example(
            clean, low, piece, vocabulary.ids(clean), gold_tags(spans, low, high, schema), spans, pairs, linked,
            np.array(values, int).reshape(-1, len(ATTRIBUTES)), unsure_tags, unsure_relations,
        )  # fmt: skip


def find_unsure(document: Document, schema: Schema, annotated: Schema | None) -> tuple[np.ndarray, np.ndarray]:
    """Say which tags and relations the document's gold does not speak of: masks of shapes (tags,) and (relations,).

    A document whose `meta` has `annotated`, a list of labels and relation types, is annotated for those alone.
    """
    stated = document.meta.get("annotated")
    names = set(map(str, stated)) if isinstance(stated, list) else (annotated or schema).names
    tags = np.array([tag != "O" and tag[2:] not in names for tag in schema.tags])
    return tags, np.array([name not in names or tail not in names for name, tail in schema.relations])


def gold_tags(spans: Spans, low: int, high: int, schema: Schema) -> np.ndarray:
    """Write spans as BIOES tag indexes, shape (high - low,)."""
    tags = np.zeros(high - low, int)
    for start, end, label in zip(spans.start - low, spans.end - low, spans.label, strict=True):
        name = schema.labels[label]
        tags[start:end] = schema.tags.index(f"I-{name}")
        tags[start], tags[end - 1] = schema.tags.index(f"B-{name}"), schema.tags.index(f"E-{name}")
        if end - start == 1:
            tags[start] = schema.tags.index(f"S-{name}")
    return tags


def attribute_indexes(attributes: Attributes) -> list[int]:
    """Turn attribute values into indexes; every `base:…` is one value."""
    found = []
    for name, values in ATTRIBUTES.items():
        value = getattr(attributes, name)
        value = "none" if value is None else "base" if str(value).startswith("base:") else value
        found.append(values.index(value))
    return found


def swap_digits(example: Example, vocabulary: Vocabulary, rng: np.random.Generator) -> Example:
    """Put other digits in the place of the digits of some numbers, so that figures are read by their place and not by heart."""
    chars = list(example.clean)
    for start, end, label in zip(example.spans.start, example.spans.end, example.spans.label, strict=True):
        if label == 0 and rng.random() < 0.5:
            for i in range(start - example.start, end - example.start):
                if chars[i] in DIGITS[1:]:
                    chars[i] = DIGITS[rng.integers(1, 10)]
    clean = "".join(chars)
    return replace(example, clean=clean, ids=vocabulary.ids(clean))
