"""Strict scores of predicted documents against gold ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from govie.errors import CorpusError
from govie.schema import ATTRIBUTES, BASE, LABELS, RELATIONS
from govie.types import Attributes, Document

Span = tuple[str, int, int]
Link = tuple[Span, Span, str]


@dataclass
class Count:
    """Right, predicted and gold items of one kind."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, gold: set[Any], predicted: set[Any]) -> None:
        """Count one document's items."""
        self.right += len(gold & predicted)
        self.predicted += len(predicted)
        self.gold += len(gold)

    def scores(self) -> dict[str, float]:
        """Give precision, recall, F1 in 0–1, and the counts; 1 where there was nothing to find and nothing found."""
        precision = self.right / self.predicted if self.predicted else float(not self.gold)
        recall = self.right / self.gold if self.gold else float(not self.predicted)
        f1 = 2 * self.right / (self.predicted + self.gold) if self.predicted + self.gold else 1.0
        return {"precision": precision, "recall": recall, "f1": f1, "right": self.right, "predicted": self.predicted, "gold": self.gold}


@dataclass
class Scores:
    """Counts by kind; `report()` gives them as numbers.

    entity: label and both offsets equal. relation: both ends equal. fact: the NUMBER and exactly its
    links equal; `exact` is its recall. fact+attributes: its five attributes equal besides.
    """

    entity: dict[str, Count] = field(default_factory=lambda: {label: Count() for label in LABELS})
    relation: dict[str, Count] = field(default_factory=lambda: {label: Count() for label in RELATIONS})
    fact: Count = field(default_factory=Count)
    fact_attributes: Count = field(default_factory=Count)
    attribute: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in ATTRIBUTES})

    def add(self, gold: Document, predicted: Document) -> None:
        """Count one document of the same id."""
        left, right = Items(gold), Items(predicted)
        for label in sorted({s[0] for s in left.spans | right.spans} - self.entity.keys()):
            self.entity[label] = Count()
        for label in sorted({x[2] for x in left.links | right.links} - self.relation.keys()):
            self.relation[label] = Count()
        for label, count in self.entity.items():
            count.add({s for s in left.spans if s[0] == label}, {s for s in right.spans if s[0] == label})
        for label, links in self.relation.items():
            links.add({x for x in left.links if x[2] == label}, {x for x in right.links if x[2] == label})
        self.fact.add(set(left.facts.items()), set(right.facts.items()))
        full = [{(n, f, i.attributes[n]) for n, f in i.facts.items()} for i in (left, right)]
        self.fact_attributes.add(*full)
        for number in left.facts.keys() & right.facts.keys():
            for name, one in self.attribute.items():
                same = getattr(left.attributes[number], name) == getattr(right.attributes[number], name)
                one.right += same
                one.predicted += 1
                one.gold += 1

    def report(self) -> dict[str, Any]:
        """Give all scores as a JSON-ready dictionary."""
        return {
            "entity": {"all": total(self.entity.values()), **{k: c.scores() for k, c in self.entity.items()}},
            "relation": {"all": total(self.relation.values()), **{k: c.scores() for k, c in self.relation.items()}},
            "fact": self.fact.scores(),
            "fact+attributes": self.fact_attributes.scores(),
            "attributes": {k: c.right / c.gold if c.gold else None for k, c in self.attribute.items()},
        }


class Items:
    """The spans, links, facts and attributes of a document, as comparable values."""

    def __init__(self, document: Document) -> None:
        self.spans: set[Span] = {(e.label, e.start, e.end) for e in document.entities}
        key = {e.id: (e.label, e.start, e.end) for e in document.entities}
        self.links = {(key[r.head.id], key[r.tail.id], r.label) for r in document.relations}
        tails: dict[Span, set[tuple[Span, str]]] = {key[e.id]: set() for e in document.entities if e.label == "NUMBER"}
        for head, tail, label in self.links:
            tails[head].add((tail, label))
        self.facts = {number: frozenset(found) for number, found in tails.items()}
        self.attributes = {key[e.id]: document.attributes.get(e.id, Attributes()) for e in document.entities if e.label == "NUMBER"}


def total(counts: Iterable[Count]) -> dict[str, float]:
    """Sum counts (micro average)."""
    whole = Counter[str]()
    for c in counts:
        whole.update(right=c.right, predicted=c.predicted, gold=c.gold)
    return Count(whole["right"], whole["predicted"], whole["gold"]).scores()


def evaluate(gold: Iterable[Document], predicted: Iterable[Document]) -> dict[str, Any]:
    """Score predicted documents against gold ones, matched by id, with the same texts.

    Labels that are neither govie's own nor in the gold are left out of what was predicted.

    Raises CorpusError where an id of `gold` is not predicted, or its text is another one.
    """
    scores = Scores()
    gold = list(gold)
    names = annotated(gold)
    for left, right in paired(gold, predicted):
        scores.add(left, keep(right, names))
    return scores.report()


def annotated(gold: Iterable[Document]) -> frozenset[str]:
    """Name what gold documents are annotated for: govie's own labels and relations, and what else occurs in them."""
    found = {e.label for d in gold for e in d.entities} | {r.label for d in gold for r in d.relations}
    return BASE.names | found


def keep(document: Document, names: frozenset[str]) -> Document:
    """Leave out the entities and relations of other labels."""
    relations = [r for r in document.relations if {r.label, r.head.label, r.tail.label} <= names]
    return replace(document, entities=tuple(e for e in document.entities if e.label in names), relations=tuple(relations))


def paired(gold: Iterable[Document], predicted: Iterable[Document]) -> Iterator[tuple[Document, Document]]:
    """Match documents by id."""
    by_id = {d.id: d for d in predicted}
    for left in gold:
        right = by_id.get(left.id)
        if right is None:
            raise CorpusError(f"document {left.id!r} of the gold file is not among the predicted ones")
        if right.text != left.text:
            raise CorpusError(f"document {left.id!r}: the predicted text is not the gold text, so offsets cannot be compared")
        yield left, right
