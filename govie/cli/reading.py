"""Paths to documents, for the verbs that read reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from govie.errors import ReadError
from govie.types import Document

MODEL = click.option("--model", type=click.Path(), help="A model folder; the bundled model by default.")
BAD_INPUT = 2


class Reading:
    """Reads paths with a model, tells of failures on standard error, and remembers that there were some.

    `output` is left out where it lies in a folder that is read. A name that comes twice is told apart by its path.
    """

    def __init__(self, paths: tuple[str, ...], model: str | None, output: str | None = None) -> None:
        self.paths = paths
        self.model = model
        self.output = Path(output).resolve() if output else None
        self.failed = 0
        self.seen: set[str] = set()

    def documents(self) -> Iterator[Document]:
        """Read every path's documents."""
        from govie.extractor import Extractor

        extractor = Extractor(self.model)
        for name, text, meta in self.sources():
            yield extractor(text, id=name, meta=meta)

    def sources(self) -> Iterator[tuple[str, str, dict[str, object]]]:
        """Give every path's texts, unread by the model: (id, text, meta)."""
        from govie.read import read_all

        for source in read_all(self.paths):
            if isinstance(source, ReadError):
                self.failed += 1
                click.echo(f"govie: {source}", err=True)
            elif self.output is None or Path(source.path).resolve() != self.output:
                name = source.id if source.id not in self.seen else Path(source.path).with_suffix("").as_posix()
                self.seen.add(name)
                yield name, source.text, source.meta

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
