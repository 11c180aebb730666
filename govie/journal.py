"""What a long run has read so far, kept beside its output so that a broken run can go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import Any

from govie.errors import GovieError
from govie.facts import make_facts
from govie.output import refused
from govie.text import repair
from govie.types import Attributes, Document, Entity, Relation


class Journal:
    """A file of what the model found, a line a document; each is whole on the disk before the next is read.

    `run` says what the findings depend on (the model, govie's version). With `resume` the lines of a broken run are used again,
    unless `run` differs, which is a GovieError; without it they are thrown away. Memory: some 100 bytes a document.
    """

    def __init__(self, path: Path, run: str, *, resume: bool = False) -> None:
        self.path = path
        self.places: dict[bytes, int] = {}
        end = self.scan(run) if resume and path.exists() else 0
        try:
            self.file = path.open("r+b" if end else "w+b")
        except OSError as error:
            raise refused(path, error) from None
        self.file.truncate(end)
        if not end:
            self.append({"run": run})

    def scan(self, run: str) -> int:
        """Note where each document stands; give the end of the last whole line."""
        end = 0
        with self.path.open("rb") as file:
            for line in file:
                try:
                    record = loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    record = None
                if not isinstance(record, dict):
                    break
                if not end and record.get("run") != run:
                    raise GovieError(f"{self.path}: is of another model or version of govie; start anew without --resume")
                if "key" in record:
                    self.places[bytes.fromhex(record["key"])] = end
                end += len(line)
        return end

    def append(self, record: dict[str, str]) -> None:
        """Write one line at the end."""
        try:
            self.file.seek(0, 2)
            self.file.write(dumps(record) + b"\n")
            self.file.flush()
        except OSError as error:
            raise refused(self.path, error) from None

    def add(self, document: Document) -> None:
        """Keep what was found in a document; its text is not kept."""
        self.append({"key": key(document.text, document.id, document.meta).hex(), "found": pack(document)})

    def has(self, text: str, id: str, meta: Mapping[str, Any]) -> bool:
        """Say whether this very text was read in the run that is resumed."""
        return key(text, id, meta) in self.places

    def document(self, text: str, id: str, meta: Mapping[str, Any]) -> Document:
        """Make the Document from what was found then."""
        self.file.seek(self.places[key(text, id, meta)])
        return unpack(text, loads(self.file.readline())["found"], id=id, meta=meta)

    def close(self, *, whole: bool) -> None:
        """Close the file, and remove it where the run is `whole`."""
        self.file.close()
        if whole:
            self.path.unlink(missing_ok=True)


def key(text: str, id: str, meta: Mapping[str, Any]) -> bytes:
    """Give 16 bytes that tell a text, its id and meta from others."""
    return sha256(dumps([text, id, meta])).digest()[:16]


def dumps(value: object) -> bytes:
    """Write JSON in which two halves of one character stay two: escaped, they would be read as one."""
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass")


def loads(line: bytes) -> Any:
    """Read it back; raise ValueError for another thing."""
    return json.loads(line.decode("utf-8", "surrogatepass"))


def run_key(folder: Path, version: str) -> str:
    """Give what tells a version of govie with the model of a folder from others."""
    digest = sha256(version.encode())
    for path in sorted(p for p in folder.glob("*") if p.suffix in (".json", ".npz", ".onnx", ".txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def pack(document: Document) -> str:
    """Write entities, relations, attributes and the confidence of the facts as JSON, with halves of characters as they are."""
    place = {e.id: i for i, e in enumerate(document.entities)}
    entities = [[e.label, e.start, e.end, e.confidence, e.clean] for e in document.entities]
    relations = [[place[r.head.id], place[r.tail.id], r.confidence, r.label] for r in document.relations]
    attributes = [[place[key], *astuple(value)] for key, value in document.attributes.items()]
    return json.dumps([entities, relations, attributes, [fact.confidence for fact in document.facts]], ensure_ascii=False)


def unpack(text: str, packed: str, *, id: str = "", meta: Mapping[str, Any] | None = None) -> Document:
    """Read them back; facts are made anew from them."""
    spans, links, values, confidences = json.loads(packed)
    entities = [Entity(i, label, a, b, text[a:b], p, clean) for i, (label, a, b, p, clean) in enumerate(spans, 1)]
    relations = tuple(Relation(entities[h], entities[t], p, label) for h, t, p, label in links)
    attributes = {entities[i].id: Attributes(*rest) for i, *rest in values}
    numbers = (e.id for e in entities if e.label == "NUMBER")
    document = Document(text, tuple(entities), relations, attributes, id=id, meta=meta or {})
    return make_facts(document, repair(text), dict(zip(numbers, confidences, strict=True)))
