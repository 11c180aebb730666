"""Where the words of facts stand in the repaired text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govie.facts.context import Mention
from govie.types import Entity, Fact


@dataclass(frozen=True)
class Spans:
    """A repaired text and the mentions in it, by the ids of their entities."""

    clean: str
    of: Mapping[int, Mention]

    def number(self, fact: Fact) -> tuple[int, int]:
        """Give the span of a fact's NUMBER."""
        return self.of[fact.number.id].span

    def start(self, fact: Fact) -> int:
        """Say where the words of a fact begin: its NUMBER, or its first INDICATOR where that stands before it."""
        start = self.number(fact)[0]
        return min([start, *(self.of[one.id].start for one in fact.indicators if one.id in self.of)])

    def name(self, fact: Fact) -> str:
        """Give the repaired words of the first INDICATOR without spaces, "" where there is none."""
        first = self.of.get(fact.indicators[0].id) if fact.indicators else None
        return re.sub(r"\s", "", self.clean[first.start : first.end]) if first else ""

    def between(self, one: Fact, other: Fact, leaving: Iterable[Entity]) -> str:
        """Give the words between two NUMBERs without those of some entities."""
        start, end = self.number(one)[1], self.number(other)[0]
        words = ""
        for low, high in sorted(self.of[entity.id].span for entity in leaving if entity.id in self.of):
            if start <= low and high <= end:
                words += self.clean[start:low]
                start = high
        return words + self.clean[start:end]
