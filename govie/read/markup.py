"""Html made harmless: only the tags that part a text, never deep, without scripts and attributes; linear in time."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from govie.errors import ReadError
from govie.read.raised import flat

if TYPE_CHECKING:
    from re import Match

DEEPEST = 100
"""Open elements; the parser's time grows with the square of the depth, and a report's page has about thirty."""
MOST_TAGS = 2_000_000
"""The tree takes some 200 bytes for each."""
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "  # noqa: SIM905
    "header hr br li main nav ol p pre section summary table td th tr ul".split()
)
"""Elements that begin and end a line."""
NEVER = frozenset({"title", "button", "select", "textarea", "rt", "rp"})
"""Elements whose text is none of the report's; `rt` is the pinyin over a character."""
EMPTY = frozenset({"br", "hr", "meta"})
CLOSED_BY_OTHERS = frozenset({"a", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"})
KEPT = BLOCKS | NEVER | EMPTY | CLOSED_BY_OTHERS
ATTRIBUTES = frozenset({"class", "id", "role", "href", "name", "content"})
_RAW = re.compile(r"<!--(?:-?>|.*?(?:-->|\Z))|<(script|style|template|iframe|noscript)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)([^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*|[^<>]*)>|<[!?][^<>]*>|<""")
_STRUCK = re.compile(r"<(del|s|strike)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_RAISED = re.compile(r"([^<>]{0,4})<sup\b[^<>]*>((?:[^<]|<(?!/?sup\b)[^<>]*>){0,200}?)</sup\s*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"']+))?""")


def tame(html: str, name: str) -> str:
    """Give the same text with tags that a parser builds a small and shallow tree of, whatever it is given.

    Raises ReadError for a page with more than `MOST_TAGS` tags.

    >>> tame("<p onclick='f()'>新增<b>54</b>家<script>1</script><!-- 2 --> a<b", "a.html")
    '<p>新增54家 a&lt;b'
    """
    bare = _RAISED.sub(raised, _STRUCK.sub("", _RAW.sub("", html)))
    if bare.count("<") > MOST_TAGS:
        raise ReadError(f"{name}: more than {MOST_TAGS:,} tags, so it is no report; split the page")
    return _TAG.sub(Tamer(), bare)


def raised(found: Match[str]) -> str:
    """Write a raised element behind the words before it."""
    return found[1] + flat(found[1], _TAG.sub("", found[2]).strip())


class Tamer:
    """Rewrites one tag after another, knowing which elements are open."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.counts: Counter[str] = Counter()

    def __call__(self, tag: Match[str]) -> str:
        """Give what stands for a tag."""
        if tag[2] is None:
            return "&lt;" if tag[0] == "<" else ""
        name = tag[2].lower()
        if name not in KEPT:
            return ""
        bare = name in EMPTY or name in CLOSED_BY_OTHERS
        if tag[1]:
            return f"</{name}>" if bare else self.close(name)
        if not bare:
            self.open.append(name)
            self.counts[name] += 1
            if len(self.open) > DEEPEST:
                return "<br>"
        kept = attributes(tag[3]) if tag[3] else ""
        return "" if name == "a" and "href" not in kept else f"<{name}{kept}>"

    def close(self, name: str) -> str:
        """Close an element and all that is open in it; an end without a beginning is nothing."""
        if not self.counts[name]:
            return ""
        while True:
            last = self.open.pop()
            self.counts[last] -= 1
            if last == name:
                return f"</{name}>" if len(self.open) < DEEPEST else "<br>"


def attributes(text: str) -> str:
    """Write the attributes that tell what an element is for, each once."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        key = match[1].lower()
        if key in ATTRIBUTES and key not in found:
            found[key] = "" if key == "href" else (match[2] or "").strip("\"'").replace('"', "")[:500]
    return "".join(f' {key}="{value}"' for key, value in found.items())
