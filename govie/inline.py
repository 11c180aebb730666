"""The inline notation of the annotation guidelines, ⟪54⟫N1⟪家⟫U1, to the corpus file form and back."""

from __future__ import annotations

import re
from typing import Any

from govie.errors import CorpusError
from govie.schema import ATTRIBUTES, RELATION_OF

LETTERS = {"A": "AGENCY", "I": "INDICATOR", "N": "NUMBER", "U": "UNIT", "D": "DATE"}
LETTER_OF = {label: letter for letter, label in LETTERS.items()}
TAG = re.compile(r"⟪([^⟪⟫]+)⟫([AINUD])(\d+)(?:⟪⟫)?")
LINKS = re.compile(r"@ (N\d+):([^|]*)(?:\|(.*))?")
DEFAULTS = {name: values[0] for name, values in ATTRIBUTES.items()} | {"compared_to": None}


def from_inline(marked: str) -> dict[str, Any]:
    """Read marked text into `text`, `entities`, `relations` and `attributes` of the file form.

    Entities are numbered in the order of the text. Raises CorpusError for a mark that cannot be read.

    >>> from_inline("新增⟪4⟫N1⟪家⟫U1\\n@ N1: U1 | change + actual exact yoy")["relations"]
    [{'id': 1, 'type': 'HAS_UNIT', 'from_id': 1, 'to_id': 2}]
    """
    body, links, attributes = split_lines(marked)
    pieces, position, spans = [], 0, {}
    length = 0
    for match in TAG.finditer(body):
        before = body[position : match.start()]
        key = match[2] + match[3]
        if key in spans:
            raise CorpusError(f"mark {key} used twice, at {match[1]!r}")
        start = length + len(before)
        spans[key] = (start, start + len(match[1]))
        pieces += [before, match[1]]
        length, position = start + len(match[1]), match.end()
    text = "".join([*pieces, body[position:]])
    stray = re.search("[⟪⟫]", text)
    if stray:
        raise CorpusError(f"stray bracket near {text[max(0, stray.start() - 10) : stray.start() + 10]!r}")
    number = {key: i for i, key in enumerate(sorted(spans, key=lambda k: spans[k]), 1)}
    pairs = [(head, tail) for head, tails in links.items() for tail in tails]
    for key in [*links, *(tail for _, tail in pairs)]:
        if key not in spans:
            raise CorpusError(f"a link names {key}, which marks nothing")
    if wrong := [tail for _, tail in pairs if tail[0] == "N"]:
        raise CorpusError(f"a link leads to a NUMBER, {wrong[0]}")
    pairs.sort(key=lambda pair: (number[pair[0]], number[pair[1]]))
    return {
        "text": text,
        "entities": [{"id": number[k], "label": LETTERS[k[0]], "start_offset": spans[k][0], "end_offset": spans[k][1]} for k in number],
        "relations": [
            {"id": i, "type": RELATION_OF[LETTERS[tail[0]]], "from_id": number[head], "to_id": number[tail]}
            for i, (head, tail) in enumerate(pairs, 1)
        ],
        "attributes": {str(number[k]): attributes.get(k, DEFAULTS) for k in number if k[0] == "N"},
    }


def split_lines(marked: str) -> tuple[str, dict[str, list[str]], dict[str, dict[str, str | None]]]:
    """Part the marked text from its `@` lines: (text, links of each number, attributes of each number)."""
    body: list[str] = []
    links: dict[str, list[str]] = {}
    attributes: dict[str, dict[str, str | None]] = {}
    for line in marked.split("\n"):
        if not line.startswith("@ "):
            body.append(line)
            continue
        match = LINKS.fullmatch(line.rstrip())
        if match is None:
            raise CorpusError(f"bad link line {line!r}, expected '@ N1: I1 U1 | level + actual exact -'")
        links.setdefault(match[1], []).extend(match[2].split())
        values = (match[3] or "").split(maxsplit=len(ATTRIBUTES) - 1)
        if values and len(values) != len(ATTRIBUTES):
            raise CorpusError(f"bad attributes in {line!r}, expected {' '.join(ATTRIBUTES)}")
        if values:
            attributes[match[1]] = dict(zip(ATTRIBUTES, [*values[:-1], None if values[-1] == "-" else values[-1]], strict=True))
    return "\n".join(body), links, attributes


def to_inline(record: dict[str, Any]) -> str:
    """Write a record of the file form as marked text; the `@` lines follow the line that holds their number."""
    text, count, key = record["text"], dict.fromkeys(LETTERS, 0), {}
    entities = sorted(record["entities"], key=lambda e: e["start_offset"])
    for e in entities:
        letter = LETTER_OF[e["label"]]
        count[letter] += 1
        key[e["id"]] = f"{letter}{count[letter]}"
    out, position = [], 0
    waiting: list[str] = []
    for e in entities:
        start, end = e["start_offset"], e["end_offset"]
        out.append(place_lines(text[position:start], waiting))
        out.append(f"⟪{text[start:end]}⟫{key[e['id']]}" + ("⟪⟫" if text[end : end + 1].isdigit() else ""))
        position = end
        if e["label"] == "NUMBER":
            tails = [key[r["to_id"]] for r in record["relations"] if r["from_id"] == e["id"]]
            values = [record["attributes"][str(e["id"])][name] or "-" for name in ATTRIBUTES]
            waiting.append(f"@ {key[e['id']]}: {' '.join(tails)} | {' '.join(values)}")
    rest = place_lines(text[position:], waiting)
    return "".join(out) + rest + "".join("\n" + line for line in waiting)


def place_lines(text: str, waiting: list[str]) -> str:
    """Put the waiting `@` lines behind the first line break of `text`, and empty the list."""
    if not waiting or "\n" not in text:
        return text
    head, tail = text.split("\n", 1)
    lines = "".join("\n" + line for line in waiting)
    waiting.clear()
    return f"{head}{lines}\n{tail}"
