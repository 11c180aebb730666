"""How many facts stay as they were when a text is written otherwise, or one figure of it is another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from govie.extractor import Extractor
from govie.text import repair
from govie.types import Document, Entity, Fact
from tests.metamorphic.variants import VARIANTS, Variant

CORPUS = Path(__file__).parents[2] / "corpus"
LONGEST = 1200


@dataclass
class Share:
    """Facts that are the same, of all there are before or after."""

    same: int = 0
    of: int = 0

    def add(self, before: list[Any], after: list[Any]) -> None:
        """Compare two lists of facts."""
        self.same += sum((Counter(before) & Counter(after)).values())
        self.of += max(len(before), len(after))

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.same / max(self.of, 1)


def passages(count: int, seed: int) -> Iterator[str]:
    """Draw whole lines of the authored test reports, which stay as the corpus grows, repaired, with `LONGEST` characters at most."""
    chance = Random(seed)
    chosen = set(json.loads((CORPUS / "splits.json").read_text("utf-8"))["authored"]["test"])
    records = map(json.loads, (CORPUS / "authored.jsonl").read_text("utf-8").splitlines())
    reports = [record["text"] for record in records if record["id"] in chosen]
    for report in chance.sample(reports, min(count, len(reports))):
        lines = repair(report).clean.split("\n")
        text = ""
        for line in lines[chance.randrange(1 + len(lines) // 2) :]:
            if len(text) + len(line) > LONGEST:
                break
            text += line + "\n"
        yield text


def said(fact: Fact, start: int, end: int) -> tuple[Any, ...]:
    """Give what a fact says, as if it stood at (start, end): its words repaired, its readings without their own words."""
    read, period = fact.quantity, fact.period
    amount = (read.value, read.low, read.high, read.unit, read.dimension, read.bound) if read else None
    interval = (period.start, period.end, period.granularity, period.resolved) if period else None
    compared = repair(fact.attributes.compared_to or "").clean
    return start, end, words((fact.number,)), *links(fact), replace(fact.attributes, compared_to=compared), amount, interval


def links(fact: Fact) -> tuple[tuple[str, ...], ...]:
    """Give the repaired words of what a number is linked to."""
    return words(fact.indicators), words(fact.units), words(fact.dates), words(fact.agencies)


def words(entities: tuple[Entity, ...]) -> tuple[str, ...]:
    """Give the repaired words of entities."""
    return tuple(e.clean for e in entities)


def moved(document: Document, offsets: list[int]) -> list[Any]:
    """Give what the facts of a document say, at the places that `offsets` sends them to."""
    return [said(f, offsets[f.start], offsets[f.end]) for f in document.facts]


def written_otherwise(extractor: Extractor, texts: list[str], seed: int) -> dict[str, Share]:
    """Measure each variant: the share of facts that say the same at the place that they moved to."""
    shares = {name: Share() for name in VARIANTS}
    for text in texts:
        for name, make in VARIANTS.items():
            base = VARIANTS["full_width"](text, Random(seed)).text if name == "half_width" else text
            variant: Variant = make(base, Random(seed))
            found = extractor(variant.text)
            shares[name].add(moved(extractor(base), variant.offsets), moved(found, list(range(len(variant.text) + 1))))
    return shares


def another_figure(extractor: Extractor, texts: list[str], seed: int) -> dict[str, Share]:
    """Change one figure of one number a text: the share of `others` that say the same, and of `links` of that number that stay."""
    chance, shares = Random(seed), {"others": Share(), "links": Share()}
    for text in texts:
        before = extractor(text)
        places = [f.start + i for f in before.facts for i, c in enumerate(f.value) if c in "123456789"]
        if not places:
            continue
        at = chance.choice(places)
        other = chance.choice([c for c in "123456789" if c != text[at]])
        after = extractor(text[:at] + other + text[at + 1 :])
        shares["others"].add(*([said(f, f.start, f.end) for f in d.facts if not f.start <= at < f.end] for d in (before, after)))
        shares["links"].add(
            *([(f.start, f.end, links(f), f.attributes) for f in d.facts if f.start <= at < f.end] for d in (before, after))
        )
    return shares
