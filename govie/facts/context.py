"""What a paragraph says for the facts in it: the date that governs, the body that acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from govie.facts.calendar import OWN_YEAR, Calendar, year_of
from govie.facts.outline import ITEM, Outline, Paragraph, looks_ahead, paragraphs
from govie.types import Entity, Period, Text

_LEAD = re.compile(r"(?:[\u3400-\u9fff]{2,12}[:：])?[\s，,：:（(“]*(?:截至到?|截止到?|自从|[自从在于至到]|经|预计|其中)?")
"""What may stand before the date or body that a sentence opens with: 整改情况：, ，, 截至."""
_AS_OF = re.compile("截[至止]到?$")
_BASE = re.compile("[比较与同和距超于](?:到|至)?$")
_CLAUSE = re.compile(r"(?:^|[\s，。；：、！？（）()“,;:—\-]|截[至止]到?|[在于自从至到]|预计|其中|是)$")
_NO_SUBJECT = re.compile(r"(?:的|向|给|关于|反馈|印发|出台|下达|要求|指出|：|:)")
_GUEST = re.compile("巡察组|巡视组|督[查导]组|督察组|检查组|审计[署组]|纪委|监委|纪检")


class Mention(NamedTuple):
    """An entity with its half-open clean offsets, its repaired text, and the place of its sentence."""

    entity: Entity
    start: int
    end: int
    text: str
    sentence: int
    linked: bool


class Setting(NamedTuple):
    """What stands around a mention: `date` reaches a number that has none, `year` governs from above, `before` governs a date here."""

    date: Period | None
    agency: str | None
    year: Period | None
    before: Period | None
    plan: bool


class Context:
    """Goes through a document once and tells each NUMBER and DATE what governs it."""

    def __init__(
        self, text: Text, mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]], calendar: Calendar, issuer: str | None
    ) -> None:
        clean = self.clean = text.clean
        self.mentions, self.calendar, self.issuer = mentions, calendar, issuer
        self.starts = [start for start, _ in sentences]
        self.items = [match.span() for match in ITEM.finditer(clean)]
        self.settings: dict[int, Setting] = {}
        self._at = self._item = 0
        outline = Outline()
        for paragraph in paragraphs(text):
            year, plan = outline.enter(paragraph)
            plan = plan or looks_ahead(clean, paragraph)
            opening = self._paragraph(paragraph, year, plan)
            outline.leave(paragraph, clean, opening, plan and not paragraph.heading)

    def _paragraph(self, paragraph: Paragraph, year: Period | None, plan: bool) -> Period | None:
        """Read one paragraph; give the year that it opens with, or that a heading names."""
        first, before, named = True, None, None
        dates: list[Period | None] = [None, None]  # that the paragraph opens with, that the item or a later sentence does
        bodies: list[str | None] = [None, None]
        edge, sentence, dated, joined = paragraph.begin, -1, False, False
        while self._item < len(self.items) and self.items[self._item][0] <= paragraph.start:
            self._item += 1
        while self._at < len(self.mentions) and self.mentions[self._at].start < paragraph.end:
            mention = self.mentions[self._at]
            self._at += 1
            if mention.sentence != sentence:
                sentence, dated, joined = mention.sentence, False, False
                first = first and self.starts[sentence] <= paragraph.begin
                edge = max(edge, self.starts[sentence], paragraph.begin)
            while self._item < len(self.items) and self.items[self._item][0] <= mention.start:
                edge, first, dated, joined = max(edge, self.items[self._item][1]), False, False, False
                dates[1] = bodies[1] = None
                self._item += 1
            slot = 0 if first else 1
            label = mention.entity.label
            if label == "NUMBER":
                reach = None if dated else dates[1] or dates[0]
                self.settings[mention.entity.id] = Setting(reach, bodies[1] or bodies[0], year, before, plan)
                continue
            opens = label in ("DATE", "AGENCY") and mention.start - edge < 24 and _LEAD.fullmatch(self.clean, edge, mention.start) is not None
            if label == "AGENCY" and (opens or joined):
                joined = self.clean[mention.end : mention.end + 1] in ("、", "和")
                bodies[slot] = f"{bodies[slot]}、{mention.text}" if not opens and bodies[slot] else self._subject(mention, joined)
                edge = mention.end
            if label != "DATE":
                continue
            ahead = self.clean[max(0, mention.start - 3) : mention.start]
            self.settings[mention.entity.id] = Setting(None, None, year, before, plan)
            if not mention.linked and _BASE.search(ahead):
                continue
            dated = True
            stated = self.calendar.stated(mention.text)
            governs = stated is not None and year_of(stated) is not None
            if governs and (mention.linked or opens or _CLAUSE.search(ahead)):
                before = stated
                plan = plan or (opens and self._is_ahead(stated))
            numbered = stated if stated and not OWN_YEAR.match(mention.text) else None
            if paragraph.heading:
                named = named or numbered
            if opens:
                edge = mention.end
                dates[slot] = self._reaching(mention, before, year, plan, ahead) or dates[slot]
                named = named or (numbered if slot == 0 and governs else None)
        return named

    def _is_ahead(self, stated: Period | None) -> bool:
        reported = self.calendar.reported
        return stated is not None and reported is not None and stated.granularity == "year" and stated.start >= reported.end

    def _reaching(self, mention: Mention, before: Period | None, year: Period | None, plan: bool, ahead: str) -> Period | None:
        """Read the date that a sentence opens with, if it can hold for the next ones: a period, or a day up to which they count."""
        read = self.calendar.read(mention.text, before or year, "actual", plan)
        if read is None or (read.granularity == "day" and (not _AS_OF.search(ahead) or read.resolved != "stated")):
            return None
        return read

    def _subject(self, mention: Mention, joined: bool) -> str | None:
        """Give the body that a sentence opens with, unless it is no subject or only looks in from outside."""
        if mention.text != self.issuer and _GUEST.search(mention.text):
            return None
        return None if not joined and _NO_SUBJECT.match(self.clean, mention.end) else mention.text
