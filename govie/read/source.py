"""What reading gives: a text, what its file says about it, and the id that its results go by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LARGEST = 200_000_000
"""Bytes of one file, packed or unpacked; a larger one is refused."""
GAP = "  "
"""What stands between the cells of a table row: two spaces, which the repair of text leaves alone and the model reads past."""
LONGEST_ROW = 400


@dataclass(frozen=True)
class Source:
    """A text to read facts from, with the id that its results go by and the file it came from.

    `meta` holds what the file says about itself: `title`, `published` and `source` of a web page, and of a pdf `pages`, the offset
    into `text` at which each page begins (two equal ones: a page without text). `annotations` is the whole line of a .jsonl
    that has `entities`, as it stands there, unchecked, and `line` its number.
    """

    id: str
    text: str
    path: str
    meta: dict[str, Any] = field(default_factory=dict)
    annotations: dict[str, Any] | None = None
    line: int | None = None


class Content(NamedTuple):
    """What a reader finds in a file's bytes."""

    text: str
    meta: dict[str, Any]


def plain_name(name: str) -> str:
    """Give a file's name as text; bytes that are no UTF-8, as in names from an old Windows, are read as GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def row_lines(cells: Sequence[str]) -> list[str]:
    """Write a table row as one line, or, where it holds paragraphs, each line of each cell as its own.

    >>> row_lines(["高新技术企业", "", "54\\n家"])
    ['高新技术企业  54 家']
    """
    split = [[" ".join(line.split()) for line in cell.split("\n") if line.strip()] for cell in cells]
    filled = [lines for lines in split if lines]
    if sum(len(line) for lines in filled for line in lines) > LONGEST_ROW:
        return [line for lines in filled for line in lines]
    return [GAP.join(" ".join(lines) for lines in filled)] if filled else []
