"""Json lines: a document a line, with a `text` key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from govie.errors import ReadError
from govie.read.encoding import decode
from govie.read.source import LARGEST, Source


def read_lines(stream: IO[bytes], name: str, stem: str) -> Iterator[Source | ReadError]:
    """Read documents line by line; a bad line comes as its error, with its number, and the rest goes on.

    `id` names a document, else `stem` and the number of its line do; `meta` is kept.
    """
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST:
            raise ReadError(f"{name}:{number}: a line of more than {LARGEST:,} bytes; write one document a line")
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ReadError(f"{name}: json lines in UTF-16; save the file as UTF-8")
        if line.strip():
            try:
                yield read_line(line, name, number, stem)
            except ReadError as error:
                yield error


def read_line(line: bytes, name: str, number: int, stem: str) -> Source:
    """Read one line; raise ReadError with its number for one that is no document."""
    where = f"{name}:{number}"
    try:
        record: Any = json.loads(decode(line, where))
    except (ValueError, RecursionError):
        raise ReadError(f"{where}: not JSON; expected an object a line with a `text` key") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ReadError(f"{where}: no `text`; expected a JSON object with a `text` string")
    text, id, meta = record["text"], record.get("id"), record.get("meta")
    if not isinstance(meta, dict | None):
        raise ReadError(f"{where}: `meta` is not an object; write it as one or leave it out")
    for name_of, value in (("text", text), ("id", str(id))):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ReadError(f"{where}: `{name_of}` holds half a character at {error.start}; write it whole") from None
    return Source(
        f"{stem}-{number}" if id in (None, "") else str(id), text, name, meta or {}, *((record, number) if "entities" in record else ())
    )
