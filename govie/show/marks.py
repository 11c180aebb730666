"""A report's text with its entities as coloured spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from govie.show.words import Words
from govie.types import Document, Entity


def marked(document: Document, key: str, words: Words) -> str:
    """Write the text of a document, every character of it, with its entities as spans that go by `key` and their id."""
    pieces = "".join(spans(document.text, (0, len(document.text)), document.entities, words, key))
    return f'<div class="text" lang="zh-CN">{pieces}</div>'


def spans(text: str, part: tuple[int, int], entities: Sequence[Entity], words: Words, key: str | None = None) -> Iterator[str]:
    """Give a part of the text piece by piece, escaped; where entities overlap, the later one shows what the earlier leaves."""
    position, end = part
    for entity in sorted(entities, key=lambda one: one.start):
        if entity.end <= position or entity.start >= end:
            continue
        first, last = max(entity.start, position), min(entity.end, end)
        yield escape(text[position:first])
        yield span(entity, text[first:last], words, key)
        position = last
    yield escape(text[position:end])


def span(entity: Entity, shown: str, words: Words, key: str | None) -> str:
    """Write one entity; its title tells its label and, where the copy was damaged, the repaired words."""
    title = words.get(entity.label, entity.label)
    if entity.clean and entity.clean != entity.text:
        title += f" · {entity.clean}"
    name = "" if key is None else f' data-e="{key}-{entity.id}"'
    return f'<span class="e" data-l="{escape(entity.label)}"{name} title="{escape(title)}">{escape(shown)}</span>'
