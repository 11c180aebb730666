"""Sentences: the unit of links, cut at 。！？ and line breaks and never at ；."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govie.schema import SENTENCE_ENDS

END = re.compile(rf"[{SENTENCE_ENDS}]+[”’」』）)]*|\n+")


def sentences(clean: str) -> list[tuple[int, int]]:
    """Cut clean text into half-open spans in order; the line breaks between them belong to none.

    >>> sentences("增长9%。新增4家；净增2家\\n共3家")
    [(0, 5), (5, 14), (15, 18)]
    """
    return list(cut(clean, 0, len(clean)))


def cut(clean: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Give the sentences between two clean offsets, each the begin of a line or the end of the text, one by one."""
    for match in END.finditer(clean, start, stop):
        end = match.start() if clean[match.start()] == "\n" else match.end()
        if end > start:
            yield start, end
        start = match.end()
    if start < stop:
        yield start, stop


def lines(clean: str, size: int) -> Iterator[tuple[int, int]]:
    """Give half-open spans of whole lines, of `size` characters or what is left of the line that reaches it."""
    start = 0
    while start < len(clean):
        end = clean.find("\n", start + size) + 1 or len(clean)
        yield start, end
        start = end
