"""Web pages: their main text, a block or table row a line, and what they say about themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from govie.errors import ReadError
from govie.read.encoding import decode
from govie.read.markup import BLOCKS, NEVER, tame
from govie.read.source import Content, row_lines

MENUS = frozenset({"nav", "footer", "aside"})
MENU_NAMES = frozenset(
    "nav navbar navigation menu submenu header head top topbar footer foot bottom copyright breadcrumb crumb crumbs "  # noqa: SIM905
    "sidebar share friendlink links search pagination banner contentinfo".split()
)
MENU_LINKS = 4
"""Links in a row, with no prose between them, that make a menu or a list of other pages."""
UNLINKED = 0.2
"""Share of a line that may lie outside its links for the line to be nothing but links."""
_CHARSET = re.compile(rb"""(?:<meta[^<>]+?charset|<\?xml[^<>]+?encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_MOMENT = re.compile(r"(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}:\d\d(?::\d\d)?")
_STATED = {"articletitle": "title", "pubdate": "published", "contentsource": "source"}
"""The names by which government sites state what a page is (政府网站发展指引, 2017)."""


def read_html(data: bytes, name: str) -> Content:
    """Read a page's main text, one block or table row a line, without scripts, menus, header and footer.

    `meta` holds `title`, `published` and `source` where the page states them. Raises ReadError for a page without text.
    """
    from selectolax.lexbor import LexborHTMLParser

    stated = _CHARSET.search(data[:16384])
    tree = LexborHTMLParser(tame(decode(data, name, stated[1].decode("ascii") if stated else None), name))
    page = Page()
    if tree.body is not None:
        page.walk(tree.body)
    text = "\n".join(page.main())
    if not text and data.strip():
        raise ReadError(f"{name}: no text in this page; if a browser shows some, save the whole page from the browser")
    return Content(text, stated_meta(tree))


def stated_meta(tree: Any) -> dict[str, Any]:
    """Read what the head states by the standard names; `published` is an ISO date."""
    found: dict[str, Any] = {}
    for node in tree.css("meta"):
        key = _STATED.get((node.attributes.get("name") or "").lower(), "")
        value = " ".join((node.attributes.get("content") or "").split())
        if key == "published":
            day = _DAY.match(value)
            value = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else ""
        if key and value:
            found.setdefault(key, value)
    return found


@dataclass
class Row:
    """An open table row: the number of the line that it and each of its cells begins at, and whether a table lies within."""

    start: int
    cells: list[int] = field(default_factory=list)
    layout: bool = False


class Page:
    """Gathers a page's lines as its tree is walked."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.links: list[int] = []
        """For each line the number of its links where it is nothing but links, else 0."""
        self.pieces: list[tuple[str, bool]] = []
        """The line that is being gathered, and which parts of it are linked."""
        self.anchors = 0
        self.rows: list[Row] = []
        self.inside = {"a": 0, "pre": 0}
        self.size = 0

    def walk(self, body: Any) -> None:
        """Go through the tree without recursion."""
        self.size = len(body.text())
        node, depth, down = body, 0, True
        while True:
            entered = down and self.enter(node)
            child = node.child if entered else None
            if child is not None:
                node, depth = child, depth + 1
                continue
            if entered or not down:
                self.leave(node.tag)
            if not depth:
                break
            following = node.next
            down = following is not None
            node, depth = (following, depth) if down else (node.parent, depth - 1)
        self.end()

    def enter(self, node: Any) -> bool:
        """Take a node in; tell whether to go on into it."""
        tag = node.tag
        if tag == "-text":
            self.add(node.text(deep=False))
            return False
        if tag in NEVER or tag.startswith("-") or self.is_menu(node):
            return False
        if tag in BLOCKS:
            self.end()
        if tag in self.inside:
            self.inside[tag] += 1
            self.anchors += tag == "a"
        elif tag == "tr":
            self.rows.append(Row(len(self.lines)))
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].cells.append(len(self.lines))
        elif tag == "table" and self.rows:
            self.rows[-1].layout = True
        return True

    def leave(self, tag: str) -> None:
        """End an element that was entered."""
        if tag in BLOCKS:
            self.end()
        if tag in self.inside:
            self.inside[tag] -= 1
        elif tag == "tr":
            self.end_row(self.rows.pop())

    def add(self, text: str) -> None:
        """Add text to the line; in `pre` line breaks count, elsewhere they are spaces, or nothing between wide characters."""
        for number, part in enumerate(text.split("\n") if self.inside["pre"] else [_SPACE.sub(space, text)]):
            if number:
                self.end()
            self.pieces.append((part, self.inside["a"] > 0))

    def end(self) -> None:
        """End the line."""
        line = " ".join("".join(text for text, _ in self.pieces).split())
        if line:
            outside = _MOMENT.sub("", "".join(text for text, linked in self.pieces if not linked))
            others = sum(c.isalnum() for c in outside)
            menu = self.anchors and others <= UNLINKED * len(line) and not any(c in "，。；" for c in line)
            self.lines.append(line)
            self.links.append(self.anchors if menu else 0)
            self.anchors = self.inside["a"]
        self.pieces.clear()

    def end_row(self, row: Row) -> None:
        """Make one line of a row that is short; a row that holds a table is there for the looks of the page."""
        if row.layout or len(self.lines) - row.start < 2:
            return
        ends = [*row.cells[1:], len(self.lines)]
        merged = row_lines(["\n".join(self.lines[a:b]) for a, b in zip(row.cells, ends, strict=True)])
        if len(merged) == 1:
            links = self.links[row.start :]
            self.lines[row.start :] = merged
            self.links[row.start :] = [sum(links) if all(links) else 0]

    def is_menu(self, node: Any) -> bool:
        """Say whether an element leads elsewhere: its tag says so, or its name does and it holds no sentence and no title."""
        named = node.tag in MENUS
        if not named:
            kinds = node.attributes
            names = " ".join(filter(None, (kinds.get("class"), kinds.get("id"), kinds.get("role"), node.tag))).lower().split()
            if MENU_NAMES.isdisjoint(names):
                return False
        text = node.text()
        return 2 * len(text) < self.size and (named or ("。" not in text and node.css_first("h1") is None))

    def main(self) -> list[str]:
        """Give the lines without runs of links, unless there is nothing else."""
        kept: list[str] = []
        numbered = enumerate(self.links)
        for linked, run in groupby(numbered, key=lambda one: one[1] > 0):
            places = [(number, links) for number, links in run]
            if not linked or sum(links for _, links in places) < MENU_LINKS:
                kept += [self.lines[number] for number, _ in places]
        return kept or self.lines


def space(match: re.Match[str]) -> str:
    """Give what stands for white space: nothing for a line break between two wide characters, else a space."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    return "" if "\n" in match[0] and before > "\x7f" and after > "\x7f" else " "
