"""What a report says of itself: title, issuer, publication date, kind, and the period it reports on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from govie.metadata.given import add_given, given_day
from govie.metadata.lines import BODY_AND_DAY, BODY_NAME, DATED, DAY, HEAD, TAIL, Line, day, fields, head, tail
from govie.metadata.title import SILENT, YEAR, Title, find_kind, find_period, find_title, opening_period, over
from govie.text import Text
from govie.types import Entity, Found, Metadata, Period

__all__ = ["find_metadata"]

T = TypeVar("T")
_IN_TITLE = re.compile(rf"(?:^|——)(?:{YEAR}年度?)?((?!关于){BODY_NAME})(?=关于|对|{YEAR}|[一二三四五十]年来|政府信息公开|工作|法治)")
_SPEAKER = re.compile(rf"代表(国务院|{BODY_NAME})[，,]?向")
_PUT_UP = re.compile(rf"发布(?:日期|时间)\s?[:：]?\s?({DAY})")
_ANNOUNCED = re.compile(
    r"^[一1][、.．][^\n。]{0,20}整改[^\n。]{2,20}$|现[将就][^。\n]{2,60}?(?=(?:工作)?(?:报告|汇报)?(?:如下|[。\n]))", re.MULTILINE
)
Candidate = tuple[T, int, int, float]
"""A value, its half-open clean offsets and a confidence."""


def find_metadata(text: Text, entities: Iterable[Entity], meta: Mapping[str, object] | None = None) -> Metadata:
    """Read what a report says of itself; `None` for each thing that it does not say.

    `entities` are the mentions that the model (or an annotator) found; only its AGENCYs at the ends of the text are used,
    and bodies are known by their names without them. The offsets are into the raw text.
    What a caller knows goes before what the text says: `title`, `issuer` and `published` (or `date`) of `meta`, the day as a date or
    in any form that `govie.period` reads; values that are empty or cannot be read are passed over.

    >>> from govie.text import repair
    >>> found = find_metadata(repair("沂安市商务局2022年上半年工作总结\\n发布日期：2022-07-14 来源：市商务局\\n今年以来，出口增长9%。"), ())
    >>> found.title.value, found.issuer.value, str(found.published.value), found.kind.value
    ('沂安市商务局2022年上半年工作总结', '沂安市商务局', '2022-07-14', '工作总结')
    >>> str(found.period.value.start), str(found.period.value.end), found.issuer.start, found.issuer.end
    ('2022-01-01', '2022-07-01', 0, 6)
    """
    around = _around(text, entities)
    title = find_title(around.head)
    issuer, published = _issuer(around, title), _published(around)
    known = given_day(meta or {})
    kind = _kind(around, title)
    period = _period(around, title, known or (published[0] if published else None), kind[0] if kind else None)
    named = (title.text, *title.span(0, len(title.text)), title.confidence) if title else None
    said = Metadata(_found(text, named), _found(text, issuer), _found(text, published), _found(text, kind), _found(text, period))
    return add_given(said, meta) if meta else said


class Around(NamedTuple):
    """What is looked at: the lines above the body and those below it, the last first; the AGENCYs of both by their clean spans."""

    head: Sequence[Line]
    tail: Sequence[Line]
    agencies: Mapping[tuple[int, int], str]
    body: str
    begin: int


def _around(text: Text, entities: Iterable[Entity]) -> Around:
    agencies = _near(text, entities)
    names = set(agencies.values())
    above = head(text.clean, names)
    last = above[-1] if above else None
    begin = 0 if last is None else last.start if last.role in ("prose", "addressed") else last.end
    return Around(above, tail(text.clean, begin, names), agencies, text.clean[begin : begin + HEAD], begin)


def _found(text: Text, candidate: Candidate[T] | None) -> Found[T] | None:
    if candidate is None:
        return None
    value, start, end, confidence = candidate
    return Found(value, *text.to_raw(start, end), confidence)


def _near(text: Text, entities: Iterable[Entity]) -> dict[tuple[int, int], str]:
    """Give the AGENCYs at both ends of the text by their clean spans."""
    if not text.clean:
        return {}
    low, high = text.to_raw(0, min(HEAD + 1, len(text.clean)))[1], text.to_raw(max(0, len(text.clean) - TAIL - 1), len(text.clean))[0]
    agencies = [e for e in entities if (e.end <= low or e.start >= high) and e.label == "AGENCY"]
    spans = [text.to_clean(e.start, e.end) for e in agencies]
    return {(start, end): text.clean[start:end] for start, end in spans}


def _issuer(around: Around, title: Title | None) -> Candidate[str] | None:
    """Take the body that a portal states, else the one that signs, that stands alone above, that opens the title, that speaks."""
    signed = _signed(around.tail)
    stated = next(_stated(around.head, "issuer"), None)
    if stated and signed and (signed[0].endswith(stated[0].removesuffix("办公室")) or _is_short_for(stated[0], signed[0])):
        stated = None  # 市教育局办公室 puts up what 淇川市教育局 issues, 州委编办 is short for what signs in full
    if stated or signed:
        return (*stated, 0.97) if stated else signed
    taken = set(title.places) if title else set()
    alone = next((line for line in around.head if line.role in ("body", "signed") and line.start not in taken), None)
    if alone:
        return _named(alone, 0.9)
    opening = _opening_body(title, around.agencies) if title else None
    source = next(_stated(around.head, "source"), None) if opening else None
    if opening and source and _is_short_for(opening[0], source[0]) and re.fullmatch(BODY_NAME, source[0]):
        return (*source, 0.9)
    return opening or _speaker(around)


def _is_short_for(name: str, full: str) -> bool:
    """Say whether 市妇联 is short for 市妇女联合会: its characters stand in the full name in their order."""
    rest = iter(full)
    return len(name) < len(full) and all(char in rest for char in name)


def _speaker(around: Around) -> Candidate[str] | None:
    """Take the body that 我代表… names, else the source that a portal states if it is a body and no newspaper."""
    speaker = _SPEAKER.search(around.body[:400])
    if speaker:
        return speaker[1], around.begin + speaker.start(1), around.begin + speaker.end(1), 0.85
    source = next(_stated(around.head, "source"), None)
    known = source and (source[0] in around.agencies.values() or re.fullmatch(BODY_NAME, source[0]))
    return (*source, 0.5) if source and known else None


def _stated(above: Sequence[Line], kind: str) -> Iterator[tuple[str, int, int]]:
    for line in above:
        for found, start, end in fields(line.text) if line.role == "portal" else ():
            if found == kind and end > start:
                yield line.text[start:end], line.start + start, line.start + end


def _named(line: Line, confidence: float) -> Candidate[str]:
    """Give the body of a line, without the day behind it or the 文件 of a letterhead."""
    dated = BODY_AND_DAY.fullmatch(line.text) if line.role == "signed" else None
    name = dated[1] if dated else line.text.removesuffix("文件")
    return name, line.start, line.start + len(name), confidence


def _signed(below: Sequence[Line]) -> Candidate[str] | None:
    """Find the body in the signature: the one directly above a day, else the one nearest to the text."""
    alone = None
    for place, line in enumerate(below):
        if line.role == "signed":
            return _named(line, 0.95)
        if line.role == "body":
            if place and below[place - 1].role == "day":
                return _named(line, 0.97)
            alone = line
    return _named(alone, 0.85) if alone else None


def _opening_body(title: Title, agencies: Mapping[tuple[int, int], str]) -> Candidate[str] | None:
    match = _IN_TITLE.search(title.text)
    for (start, end), name in agencies.items():
        if start in title.places[:1] or (match and title.places[match.start(1)] == start):
            return name, start, end, 0.9
    return (match[1], *title.span(*match.span(1)), 0.8) if match else None


def _published(around: Around) -> Candidate[date] | None:
    """Take the day that a portal states, else the one in or under the title, else the signature's, else the day of writing."""
    portal = [line for line in around.head if line.role == "portal"]
    stated = [(line, *span) for line in portal for span in fields(line.text)]
    put_up = [(line, match) for line in around.tail for match in _PUT_UP.finditer(line.text)]
    dated = [line for line in around.head if line.role in ("day", "session", "signed", "number")]
    unnamed = [line for line in portal if all(kind != "written" for kind, _, _ in fields(line.text))]
    tries = [
        *((line, start, end, 0.98) for line, kind, start, end in stated if kind == "published"),
        *((line, *match.span(1), 0.95) for line, match in put_up),
        *((line, 0, len(line.text), 0.85) for line in unnamed),
        *((line, 0, len(line.text), 0.85 if line.role == "session" else 0.95) for line in dated),
        *((line, 0, len(line.text), 0.9) for line in around.tail if line.role in ("day", "signed")),
        *((line, start, end, 0.8) for line, kind, start, end in stated if kind == "written"),
    ]
    return next(filter(None, (_day(*one) for one in tries)), None)


def _day(line: Line, start: int, end: int, confidence: float) -> Candidate[date] | None:
    match = DATED.search(line.text, start, end)
    read = day(match[0]) if match else None
    return (read, line.start + match.start(), line.start + match.end(), confidence) if match and read else None


def _kind(around: Around, title: Title | None) -> Candidate[str] | None:
    """Take the kind that the title names, else what the first heading or 现将… announces."""
    named = find_kind(title.text) if title else None
    if title and named:
        return (named[0], *title.span(named[1], named[2]), 0.95)
    announced = _ANNOUNCED.search(around.body[:600])
    told = find_kind(announced[0]) if announced else None
    if announced is None or told is None:
        return None
    return told[0], around.begin + announced.start() + told[1], around.begin + announced.start() + told[2], 0.6


def _period(around: Around, title: Title | None, published: date | None, kind: str | None) -> Candidate[Period] | None:
    """Take the period that the title or a line under it names, unless it names another document's, else the one the body opens with."""
    if title and kind not in SILENT and kind != "政府工作报告":
        named = find_period(title.text)
        if named:
            return (named[0], *title.span(named[1], named[2]), 0.95) if over(named[0], published, kind) else None
        for line in around.head:
            noted = find_period(line.text) if line.role == "note" else None
            if noted:
                return noted[0], line.start + noted[1], line.start + noted[2], 0.9
    opened = opening_period(around.body, published, kind)
    return (opened[0], around.begin + opened[1], around.begin + opened[2], opened[3]) if opened else None
