"""Sentences: the unit of links, cut at 。！？ and line breaks and never at ；."""

from __future__ import annotations

import re

from govie.schema import SENTENCE_ENDS

END = re.compile(rf"[{SENTENCE_ENDS}]+[”’」』）)]*|\n+")


def sentences(clean: str) -> list[tuple[int, int]]:
    """Cut clean text into half-open spans in order; the line breaks between them belong to none.

    >>> sentences("增长9%。新增4家；净增2家\\n共3家")
    [(0, 5), (5, 14), (15, 18)]
    """
    spans, start = [], 0
    for match in END.finditer(clean):
        end = match.start() if clean[match.start()] == "\n" else match.end()
        if end > start:
            spans.append((start, end))
        start = match.end()
    if start < len(clean):
        spans.append((start, len(clean)))
    return spans
