"""brat standoff: `.txt` with the text as it stands, `.ann` with T, R and A lines; a pair a document.

Offsets are code points. Where a name holds what a line cannot (spaces, %), it is percent-encoded. A span over a line break is
written in brat's way, as the pieces between the breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from govie.convert.pairs import find, is_file, read_side, targets, write_side
from govie.convert.record import Record, read_text
from govie.errors import CorpusError

SPECIAL = re.compile(r"[\s%\x00-\x1f\x7f-\x9f]")
SPAN = re.compile(r"T(\d{1,15})\t(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*)\t(.*)", re.DOTALL)
RELATION = re.compile(r"R\d+\t(\S+) Arg1:T(\d{1,15}) Arg2:T(\d{1,15})\s*")
ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) T(\d{1,15})(?: (\S+))?\s*")
OTHER = {"E": "an event", "N": "a normalization", "*": "an equivalence", "#": "a note"}
FORMS = {"T": "T1<tab>LABEL 0 2<tab>words", "R": "R1<tab>TYPE Arg1:T1 Arg2:T2", "A": "A1<tab>name T1 value"}


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file, record) pairs from a folder or one pair."""
    for file in find(path, ".ann"):
        text = read_text(file.with_suffix(".txt"))
        yield str(file), from_lines(text, read_text(file), str(file)) | read_side(file)


def from_lines(text: str, lines: str, name: str) -> Record:
    """Read the lines of an `.ann` file over its text."""
    record: Record = {"text": text, "entities": [], "relations": [], "attributes": {}}
    for number, line in enumerate(lines.split("\n"), 1):
        line = line.removesuffix("\r").removeprefix("\ufeff" if number == 1 else "")
        where = f"{name}:{number}"
        if not line.strip():
            continue
        if found := SPAN.fullmatch(line):
            start, end = merged(found[3], text, where)
            if spoken(text[start:end]) != spoken(found[4]):
                raise CorpusError(f"{where}: T{found[1]} says {found[4]!r}, the text has {text[start:end]!r} at {start}–{end}")
            record["entities"].append({"id": int(found[1]), "label": unquote(found[2]), "start_offset": start, "end_offset": end})
        elif found := RELATION.fullmatch(line):
            record["relations"].append({"type": unquote(found[1]), "from_id": int(found[2]), "to_id": int(found[3])})
        elif found := ATTRIBUTE.fullmatch(line):
            record["attributes"].setdefault(str(int(found[2])), {})[unquote(found[1])] = unquote(found[3] or "true")
        elif line[0] in OTHER:
            raise CorpusError(f"{where}: {OTHER[line[0]]} ({line[:40]!r}), which govie has no place for; take the line out")
        else:
            raise CorpusError(f"{where}: {line[:60]!r} is no line of brat's; expected {FORMS.get(line[0], 'T, R or A lines')}")
    return record


def merged(spans: str, text: str, where: str) -> tuple[int, int]:
    """Read a span; pieces are one where only line breaks stand between them."""
    pieces = [tuple(map(int, piece.split())) for piece in spans.split(";")]
    for (_, end), (start, _) in pairwise(pieces):
        if not end <= start <= len(text) or text[end:start].strip("\r\n"):
            raise CorpusError(f"{where}: a span in pieces ({spans}), which govie cannot hold; mark it as one")
    return pieces[0][0], pieces[-1][1]


def spoken(words: str) -> str:
    """Leave out white space, which brat writes in its own way."""
    return "".join(words.split())


def write(records: Iterable[Record], path: Path, target: Path) -> list[str]:
    """Write the pairs into the folder `path`, and there `annotation.conf`, which tells brat the labels."""
    whole = list(records)
    for record, stem in targets(whole, path, target):
        for suffix, words in ((".txt", record["text"]), (".ann", "".join(f"{line}\n" for line in to_lines(record)))):
            stem.with_name(stem.name + suffix).write_bytes(words.encode())
        write_side(record, stem)
    if not is_file(target):
        (path / "annotation.conf").write_bytes(configuration(whole).encode())
    return []


def to_lines(record: Record) -> Iterator[str]:
    """Write a record as the lines of an `.ann` file."""
    text, count = record["text"], 0
    for e in record["entities"]:
        words = " ".join(re.split(r"[\r\n]+", text[e["start_offset"] : e["end_offset"]]))
        yield f"T{e['id']}\t{quoted(e['label'])} {pieces(text, e['start_offset'], e['end_offset'])}\t{words}"
        for name, value in record["attributes"].get(str(e["id"]), {}).items():
            if value is not None:
                count += 1
                yield f"A{count}\t{quoted(name)} T{e['id']} {quoted(value)}"
    for number, r in enumerate(record["relations"], 1):
        yield f"R{number}\t{quoted(r['type'])} Arg1:T{r['from_id']} Arg2:T{r['to_id']}"


def pieces(text: str, start: int, end: int) -> str:
    """Write a span, parted at the line breaks inside it; a break at its edge stays in it."""
    found = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\r\n]+", text[start:end])]
    if not found or (found[0][0], found[-1][1]) != (start, end):
        found = [(start, end)]
    return ";".join(f"{a} {b}" for a, b in found)


def quoted(word: str) -> str:
    """Percent-encode what would end a word of a line."""
    return SPECIAL.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), word)


def configuration(records: list[Record]) -> str:
    """Write brat's annotation.conf for all that records have."""
    labels, relations, values = dict[str, None](), dict[str, None](), dict[str, dict[str, None]]()
    for record in records:
        labels.update(dict.fromkeys(quoted(e["label"]) for e in record["entities"]))
        relations.update(dict.fromkeys(quoted(r["type"]) for r in record["relations"]))
        for said in record["attributes"].values():
            for name, value in said.items():
                if value is not None:
                    values.setdefault(quoted(name), {})[quoted(value)] = None
    lines = [
        "[entities]",
        *labels,
        "[relations]",
        *(f"{kind}\tArg1:<ENTITY>, Arg2:<ENTITY>" for kind in relations),
        "[events]",
        "[attributes]",
    ]
    lines += [f"{name}\tArg:<ENTITY>, Value:{'|'.join(known)}" for name, known in values.items()]
    return "\n".join([*lines, ""])
