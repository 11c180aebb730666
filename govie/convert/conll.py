r"""CoNLL, a token and its BIO tag a line: entities only, flat ones.

govie writes a character a line (white space and controls as `\u0020`, so that every one comes back) and reads words and
the schemes IOB, BIO, BIOES and BILOU too; the words of other tools are joined by spaces where both are in Latin letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from govie.convert.record import Record, parse_json, read_text
from govie.errors import CorpusError

DOCUMENT, CHARACTERS = "# newdoc id = ", "# characters = "
TAG = re.compile(r"([BIESLU])-(.+)")
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file and line, record) pairs; a document begins at `# newdoc id` or `-DOCSTART-`, and ids are else made from the name."""
    building: Builder | None = None
    count = 0
    for number, line in enumerate(read_text(path).removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        where = f"{path}:{number}"
        if line.startswith((DOCUMENT, "-DOCSTART-")) or (building is None and line.strip()):
            if building is not None and not building.is_empty():
                yield building.where, building.record()
            count += 1
            named = parse_json(line.removeprefix(DOCUMENT), where) if line.startswith(DOCUMENT + '"') else line.removeprefix(DOCUMENT)
            building = Builder(where, named if line.startswith(DOCUMENT) else f"{path.stem}-{count}")
        if building is not None and not line.startswith((DOCUMENT, "-DOCSTART-")):
            building.add(line, where)
    if building is not None and not building.is_empty():
        yield building.where, building.record()


class Builder:
    """Builds a document from its lines."""

    def __init__(self, where: str, id: str) -> None:
        self.where, self.id = where, id
        self.characters: int | None = None
        self.text = ""
        self.entities: list[dict[str, Any]] = []
        self.open: str | None = None
        """The label of the entity that the next token may go on with."""

    def add(self, line: str, where: str) -> None:
        """Take the next line."""
        if line.startswith(CHARACTERS):
            digits = line.removeprefix(CHARACTERS)
            if not re.fullmatch(r"\d{1,15}", digits):
                raise CorpusError(f"{where}: {line[:60]!r}, expected a number of characters")
            self.characters = int(digits)
        elif not line.strip():
            self.break_line()
        elif not (line.startswith("# ") and "\t" not in line):
            columns = line.split("\t") if "\t" in line else line.split()
            if len(columns) < 2:
                raise CorpusError(f"{where}: {line[:60]!r} has one column, expected a token and its tag")
            self.token(columns[0], columns[-1], where)

    def break_line(self) -> None:
        """End a sentence; in the words of other tools it ends the line too."""
        if self.characters is None:
            self.open = None
            if self.text and not self.text.endswith("\n"):
                self.text += "\n"

    def token(self, token: str, tag: str, where: str) -> None:
        """Take a token and its tag."""
        found = TAG.fullmatch(tag)
        if not found and tag != "O":
            raise CorpusError(f"{where}: tag {tag[:40]!r}, expected O or B-, I-, E-, S-, L-, U- and a label")
        word = ESCAPED.sub(lambda m: chr(int(m[1], 16)), token)
        if self.characters is None and self.text and self.text[-1].isascii() and word[:1].isascii() and self.text[-1] != "\n":
            self.text += " "
        start, self.text = len(self.text), self.text + word
        if not found:
            self.open = None
            return
        kind, label = found[1], found[2]
        if kind in "IEL" and self.open == label:
            self.entities[-1]["end_offset"] = len(self.text)
        else:
            span = {"start_offset": start, "end_offset": len(self.text)}
            self.entities.append({"id": len(self.entities) + 1, "label": label, **span})
        self.open = None if kind in "ELSU" else label

    def is_empty(self) -> bool:
        """Say whether nothing but blank lines came."""
        return self.characters is None and not self.text

    def record(self) -> Record:
        """Give the document."""
        if self.characters is not None and len(self.text) != self.characters:
            raise CorpusError(f"{self.where}: document {self.id!r} has {len(self.text)} characters, its head says {self.characters}")
        text = self.text if self.characters is not None else self.text.rstrip("\n")
        return {"id": self.id, "text": text, "entities": self.entities, "relations": [], "attributes": {}, "meta": {}}


def write(records: Iterable[Record], path: Path) -> list[str]:
    """Write a character a line; say how much of what was dropped."""
    dropped = dict.fromkeys(("relations", "sets of attributes", "entries of meta", "overlapping entities"), 0)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            tags = ["O"] * len(record["text"])
            for e in sorted(record["entities"], key=lambda e: (e["start_offset"], -e["end_offset"])):
                start, end = e["start_offset"], e["end_offset"]
                if any(tag != "O" for tag in tags[start:end]):
                    dropped["overlapping entities"] += 1
                    continue
                tags[start:end] = [f"B-{e['label']}", *[f"I-{e['label']}"] * (end - start - 1)]
            for kind in ("relations", "sets of attributes", "entries of meta"):
                dropped[kind] += len(record[kind.split()[-1]])
            file.write(f"{DOCUMENT}{json.dumps(record['id'])}\n{CHARACTERS}{len(tags)}\n")
            file.writelines(f"{escape(char)}\t{tag}\n" + "\n" * (char == "\n") for char, tag in zip(record["text"], tags, strict=True))
            file.write("\n")
    return [f"drops {count} {kind}" for kind, count in dropped.items() if count]


def escape(char: str) -> str:
    """Write a character so that a line holds it."""
    plain = char.isprintable() and not char.isspace() and char not in "\\#"
    return char if plain or ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
