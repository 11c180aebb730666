"""Plain text as it is, and Markdown without its marks."""

from __future__ import annotations

import re

from govie.read.encoding import decode
from govie.read.source import Content, row_lines

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^*_~\n]+?)(?<=\S)\1")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+|^ {0,3}>[ \t]?")
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?<!\\)\|")


def read_plain(data: bytes, name: str) -> Content:
    """Read plain text; nothing but its byte order mark is taken away."""
    return Content(decode(data, name), {})


def read_markdown(data: bytes, name: str) -> Content:
    """Read Markdown without the marks of headings, quotes, bold, links and table rules; a table row is a line."""
    return Content("\n".join(line for one in decode(data, name).splitlines() for line in markdown_lines(one)), {})


def markdown_lines(line: str) -> list[str]:
    """Take the marks off one line; a rule gives none.

    >>> [markdown_lines(x) for x in ("## 一、**工业**", "|---|:-:|", "| 出口 | **9**% |", "见[公报](a.html)")]
    [['一、工业'], [], ['出口  9%'], ['见公报']]
    """
    if _RULE.match(line):
        return []
    line = _STRONG.sub(r"\2", _LINK.sub(r"\1", _HEADING.sub("", line)))
    cells = _CELL.split(line.strip())
    return row_lines(cells) if len(cells) > 2 and not cells[0] and not cells[-1] else [line]
