"""Texts too long to hold, dealt into reports that can be read one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from govie.schema import SENTENCE_ENDS

SIZE = 200_000
"""Characters of a chunk; `Extractor.pipe` reads two or three at once, in some 110 MB beside the model."""
CUTS = (re.compile(rf"[\n{SENTENCE_ENDS}][^\S\n]*\n"), re.compile(r"\n"), re.compile(rf"[{SENTENCE_ENDS}]+"))
"""Where a chunk may end, the best first: behind a paragraph, a line, a sentence."""


def chunks(
    text: str | Iterable[str], *, id: str = "", meta: Mapping[str, object] | None = None, size: int = SIZE
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Deal a long text into reports of at most `size` characters for `Extractor.pipe`, so that memory has a bound for any length.

    `text` is a str or gives one in parts, as a file opened with `encoding="utf-8", newline=""` does, and is taken in as it is
    needed. Chunks end behind a paragraph in their second half, else a line, else a sentence, else at `size`; together they are the
    whole text. Each is (its text, `id` and its number, `meta` with its `offset`): the characters before it, to be added to the
    offsets of what is found in it. Title, dates and bodies of one chunk are not known in the next, so tell what holds of all as
    `meta` (`title`, `issuer`, `published`). Raises ValueError for a `size` under 1.

    >>> list(chunks("一、增长9%。\\n二、新增4家。\\n", id="a.txt", size=10))
    [('一、增长9%。\\n', 'a.txt-1', {'offset': 0}), ('二、新增4家。\\n', 'a.txt-2', {'offset': 8})]
    """
    if size < 1:
        raise ValueError(f"size={size}: expected 1 character or more")
    for number, (offset, chunk) in enumerate(cut(parts(text, size), size), 1):
        yield chunk, f"{id}-{number}" if id else str(number), {**(meta or {}), "offset": offset}


def parts(text: str | Iterable[str], size: int) -> Iterator[str]:
    """Give a text in parts of no more than `size` characters."""
    for part in [text] if isinstance(text, str) else text:
        for start in range(0, len(part), size):
            yield part[start : start + size]


def cut(parts: Iterable[str], size: int) -> Iterator[tuple[int, str]]:
    """Join parts to chunks, each with its offset; an empty text is one chunk."""
    held: list[str] = []
    length = offset = 0
    for part in parts:
        held.append(part)
        length += len(part)
        while length > size:
            whole = "".join(held)
            end = best_end(whole, size)
            yield offset, whole[:end]
            offset += end
            held, length = [whole[end:]], length - end
    if length or not offset:
        yield offset, "".join(held)


def best_end(text: str, size: int) -> int:
    """Give the last good place to cut a text that is longer than `size`, in the second half of its first `size` characters."""
    for pattern in CUTS:
        ends = [match.end() for match in pattern.finditer(text, size // 2, size)]
        if ends:
            return ends[-1]
    return size
