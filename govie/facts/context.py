"""What a paragraph says for the facts in it: the date that governs, the body that acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govie.facts.calendar import DAY, OWN_YEAR, Calendar, year_of
from govie.facts.outline import ITEM, ITEM_LEVEL, Outline, Paragraph, looks_ahead, paragraphs
from govie.text import Text
from govie.types import Entity, Period

_LEAD = re.compile(
    r"(?:[\u3400-\u9fff]{2,12}[:：])?(?:下一步|下步|今后|同时|此外)?[\s，,：:（(“]*(?:截至到?|截止到?|自从|[自从在于至到]|预计|其中)?"
)
"""What may stand before the date or body that a sentence opens with: 整改情况：, ，, 截至."""
_BASE = re.compile("[比较与同和距超于](?:到|至)?$")
_CLAUSE = re.compile(r"(?:^|[\s，。；：、！？（）()“,;:—\-]|截[至止]到?|[在于自从至到]|预计|其中|是)$")
_NO_SUBJECT = re.compile(
    "的|向|给|由|关于|[：:/]|.{0,3}(?:反馈|印发|出台|批转|批复|批准|核定|核准|下达|要求|指出|部署|安排|授予|命名|通报|组织的|领导下)"
)
_GUEST = re.compile(
    "^[省市区县州盟旗镇乡]?(?:委|党委|政府|人民政府)$|国务院|中央|巡察组|巡视组|督[查导]组|督察组|检查组|审计[署组]|纪委|监委|纪检"
)
"""Bodies that stand above or look in from outside: what follows is seldom their own doing."""


class Mention(NamedTuple):
    """An entity with its half-open clean offsets, its repaired text, the place of its sentence, and whether a NUMBER links to it."""

    entity: Entity
    start: int
    end: int
    text: str
    sentence: int
    linked: bool

    @property
    def span(self) -> tuple[int, int]:
        """The half-open clean offsets."""
        return self.start, self.end


class Setting(NamedTuple):
    """What stands around a mention.

    `date` is the period that reaches a number without a date, `agency` the body that the paragraph is about; `before` is
    the date that governs in the paragraph so far, `year` the one from a heading, `plan` tells a part that makes plans.
    """

    date: Period | None
    agency: str | None
    before: Period | None
    year: Period | None
    plan: bool


class Context:
    """Goes through a document once and keeps in `settings`, by the entity's id, what governs each NUMBER and DATE.

    `begins` are the clean offsets where its sentences begin, shape (n,), and `title` is the one where
    the document's title ends: the year in 2025年政府工作报告 says nothing of what stands below.
    """

    def __init__(
        self,
        text: Text,
        mentions: Sequence[Mention],
        begins: NDArray[np.int64],
        calendar: Calendar,
        issuer: str | None,
        *,
        title: int = 0,
    ) -> None:
        self.clean, self.calendar, self.issuer = text.clean, calendar, issuer
        self.settings: dict[int, Setting] = {}
        self._last = Setting(None, None, None, None, False)
        items = [match.span() for match in ITEM.finditer(text.clean)]
        outline, at, item = Outline(), 0, 0
        for paragraph in paragraphs(text):
            year, plan = outline.enter(paragraph)
            passage = Passage(self, paragraph, year, plan or looks_ahead(text.clean, paragraph))
            while item < len(items) and items[item][0] <= paragraph.start:
                item += 1
            while at < len(mentions) and mentions[at].start < paragraph.end:
                mention = mentions[at]
                at += 1
                passage.reach_sentence(mention.sentence, int(begins[mention.sentence]))
                while item < len(items) and items[item][0] <= mention.start:
                    passage.reach_item(items[item][1])
                    item += 1
                passage.read(mention)
            if paragraph.heading or paragraph.start >= title:
                outline.leave(paragraph, text.clean, passage.named, passage.looks_ahead())

    def keep(self, mention: Mention, setting: Setting) -> None:
        """Keep the setting of a mention; equal ones that follow each other are one object."""
        self._last = self._last if setting == self._last else setting
        self.settings[mention.entity.id] = self._last


class Held(NamedTuple):
    """A date or a body that holds from a sentence on; `far` tells one that holds beyond the next sentence."""

    what: Period | str
    sentence: int
    far: bool


class Passage:
    """The state of one paragraph while its mentions go by.

    `dates` and `bodies` hold two each: what the paragraph opens with, and what a later sentence or an item of a list does.
    """

    def __init__(self, context: Context, paragraph: Paragraph, year: Period | None, plan: bool) -> None:
        self.context, self.paragraph, self.year, self.plan = context, paragraph, year, plan
        self.edge, self.sentence, self.first, self.item = paragraph.begin, -1, paragraph.level != ITEM_LEVEL, paragraph.level == ITEM_LEVEL
        self.dated = self.joined = self.acted = False
        self.before: Period | None = None
        self.named: Period | None = None
        self.dates: list[Held | None] = [None, None]
        self.bodies: list[Held | None] = [None, None]

    def looks_ahead(self) -> bool:
        """Say whether what stands below makes plans too: it does under 2025年 in a report on 2024, or 下一步."""
        return self._is_ahead(self.named) or (self.plan and not self.paragraph.heading)

    def reach_sentence(self, sentence: int, start: int) -> None:
        """Begin a sentence, if it is a new one."""
        if sentence != self.sentence:
            # A number's paragraph may open with its heading: 1.针对项目久拖不结的问题。区科技局开展清查…
            opens = start <= self.paragraph.begin or (self.sentence < 0 and self.paragraph.level is not None)
            self.first, self.item = self.first and opens, self.item and opens
            self.edge, self.sentence = max(self.edge, start, self.paragraph.begin), sentence
            self.dated = self.joined = self.acted = False
            for held in (self.dates, self.bodies):
                held[:] = [one if one and (one.far or sentence <= one.sentence + 1) else None for one in held]

    def reach_item(self, end: int) -> None:
        """Begin an item of a list, whose mark ends at `end`: what held for the item before holds no more."""
        self.edge, self.first, self.item, self.dated, self.joined = max(self.edge, end), False, True, False, False
        self.dates[1] = self.bodies[1] = None

    def read(self, mention: Mention) -> None:
        """Take in a mention, and keep what governs a NUMBER or DATE."""
        label = mention.entity.label
        if label == "AGENCY":
            self._body(mention)
        elif label == "DATE":
            self._keep(mention)
            self._date(mention)
        elif label == "NUMBER":
            self._keep(mention)

    def _keep(self, mention: Mention) -> None:
        date = None if self.dated else self.dates[1] or self.dates[0]
        body = self.bodies[1] or self.bodies[0]
        reach = date.what if date and isinstance(date.what, Period) else None
        agency = body.what if body and isinstance(body.what, str) and body.sentence < self.sentence and not self.acted else None
        self.context.keep(mention, Setting(reach, agency, self.before, self.year, self.plan))

    def _opens(self, mention: Mention) -> bool:
        return mention.start - self.edge < 24 and _LEAD.fullmatch(self.context.clean, self.edge, mention.start) is not None

    def _body(self, mention: Mention) -> None:
        clean, here = self.context.clean, 0 if self.first else 1
        held = self.bodies[here]
        self.acted = self.acted or mention.linked
        if self.joined:
            both = f"{held.what}、{mention.text}" if held else mention.text
            self.bodies[here] = Held(both, self.sentence, held.far) if held and self._acts(mention) else None
        elif not self._opens(mention) or clean[mention.start - 1 : mention.start] in tuple("自从在于至到经由"):
            return
        elif self.first or self.item:
            own = is_own(mention.text, self.context.issuer)
            acts = self._acts(mention) and (own or not _GUEST.search(mention.text))
            self.bodies[here] = Held(mention.text, self.sentence, own) if acts else None
        elif all(one is None or one.what != mention.text for one in self.bodies):
            self.bodies = [None, None]  # another takes over in mid-paragraph: how far it holds is not sure
        self.joined = (self.first or self.item) and clean[mention.end : mention.end + 1] in ("、", "和")
        self.edge = mention.end

    def _acts(self, mention: Mention) -> bool:
        return _NO_SUBJECT.match(self.context.clean, mention.end) is None

    def _date(self, mention: Mention) -> None:
        ahead = self.context.clean[max(0, mention.start - 3) : mention.start]
        if not mention.linked and _BASE.search(ahead):
            return
        opens, here = self._opens(mention), 0 if self.first else 1
        stated = self.context.calendar.stated(mention.text)
        numbered = stated if stated and not OWN_YEAR.match(mention.text) else None
        governs = stated is not None and year_of(stated) is not None and (mention.linked or opens or _CLAUSE.search(ahead) is not None)
        self.before = stated if governs else self.before
        if opens:
            self.edge = mention.end
            self.plan = self.plan or self._is_ahead(stated)
        if self.paragraph.heading or (opens and self.first and governs):
            self.named = self.named or numbered
        read = self.context.calendar.read(mention.text, self.before or self.year, "actual", self.plan)
        if opens and read and read.end - read.start >= 28 * DAY:
            self.dates[here] = Held(read, self.sentence, self.first or self.item or read.granularity == "year")
        elif self.dated and read:
            self.dates = [one if one and (one.sentence < self.sentence or _within(read, one.what)) else None for one in self.dates]
        self.dated = True

    def _is_ahead(self, stated: Period | None) -> bool:
        """Tell the year after the one reported on."""
        reported = self.context.calendar.reported
        return stated is not None and reported is not None and stated.granularity == "year" and stated.start >= reported.end


def _within(read: Period, held: Period | str) -> bool:
    return isinstance(held, Period) and held.start <= read.start and read.end <= held.end


def is_own(body: str, issuer: str | None) -> bool:
    """Say whether a body is the issuer by a shorter name, or an organ within it.

    >>> is_own("市经信局党组", "中共鄂州市经济和信息化局党组"), is_own("局党组", "松河市卫生健康局"), is_own("市公安局", "松河市卫生健康局")
    (True, True, False)
    """
    rest = iter(issuer or "")
    return all(char in rest for char in re.sub("(?:党组|党委|办公室)$", "", body))
