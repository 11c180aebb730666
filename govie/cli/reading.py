"""Paths to documents, for the verbs that read reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govie.errors import CorpusError, ReadError
from govie.types import Document

if TYPE_CHECKING:
    from govie.extractor import Extractor
    from govie.read.source import Source

MODEL = click.option("--model", type=click.Path(), help="A model folder; the bundled model by default.")
BAD_INPUT = 2


class Reading:
    """Reads paths with a model, tells of failures on standard error, and remembers that there were some.

    `output` is left out where it lies in a folder that is read. A name that comes twice is told apart by its path. Without
    `reread` a line of a .jsonl that has annotations is taken at its word.
    """

    def __init__(self, paths: tuple[str, ...], model: str | None, output: str | None = None, *, reread: bool = True) -> None:
        self.paths = paths
        self.reread = reread
        self.model = model
        self.output = Path(output).resolve() if output else None
        self.failed = 0
        self.seen: set[str] = set()

    def documents(self) -> Iterator[Document]:
        """Read every path's documents."""
        for source, name in self.sources():
            if document := self.document(source, name):
                yield document

    def sources(self) -> Iterator[tuple[Source, str]]:
        """Give what every path holds, unread by the model, each with an id of its own."""
        from govie.read import read_all

        for source in read_all(self.paths):
            if isinstance(source, ReadError):
                self.failed += 1
                click.echo(f"govie: {source}", err=True)
            elif self.output is None or Path(source.path).resolve() != self.output:
                name = source.id if source.id not in self.seen else Path(source.path).with_suffix("").as_posix()
                self.seen.add(name)
                yield source, name

    def document(self, source: Source, name: str) -> Document | None:
        """Make one document, from its annotations where it has some; `None` for bad ones, which are told of."""
        if source.annotations is None or self.reread:
            return self.extractor(source.text, id=name, meta=source.meta)
        from govie.convert.facts import to_document

        try:
            return to_document({**source.annotations, "id": name}, f"{source.path}:{source.line}")
        except CorpusError as error:
            self.failed += 1
            click.echo(f"govie: {error}; correct it, or read the text anew with --reread", err=True)
            return None

    @cached_property
    def extractor(self) -> Extractor:
        """Load the model when the first text is to be read."""
        from govie.extractor import Extractor

        return Extractor(self.model)

    def begin(self) -> Iterator[Document]:
        """Read the first document, so that a run in which nothing could be read ends before anything is written."""
        documents = self.documents()
        first = next(documents, None)
        if first is None:
            self.finish()
            return iter(())
        return chain([first], documents)

    def finish(self) -> None:
        """End with the code that says whether all was read."""
        if self.failed:
            sys.exit(BAD_INPUT)
