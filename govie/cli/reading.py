"""Paths to documents, for the verbs that read reports."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, count, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govie.cli.progress import Progress
from govie.errors import CorpusError, GovieError, ReadError
from govie.output import check_place
from govie.types import Document

if TYPE_CHECKING:
    from govie.extractor import Extractor
    from govie.journal import Journal
    from govie.read.source import Source

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path())
MODEL = click.option("--model", type=click.Path(), help="A model folder; the bundled model by default.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still told.")
BAD_INPUT = 2


class Reading:
    """Reads paths with a model, tells of failures on standard error, and remembers that there were some.

    `output` is left out where it lies in a folder that is read; a GovieError where it is itself one of the paths. Every document
    has an id of its own. Without `reread` a line of a .jsonl that has annotations is taken at its word. With a `journal` what was
    read is kept and used again.
    """

    def __init__(
        self, paths: tuple[str, ...], model: str | None, output: str | None = None, *, reread: bool = True, quiet: bool = True
    ) -> None:
        from govie.read import count_all

        self.paths = paths
        self.reread = reread
        self.model = model
        self.told = output
        self.output = Path(output).resolve() if output else None
        if output:
            check_place(Path(output))
        if self.output and any(Path(path).resolve() == self.output for path in paths if path != "-"):
            raise GovieError(f"{output}: is to be read, so it cannot be written too; give the output another name")
        self.journal: Journal | None = None
        self.ids: set[str] = set()
        self.progress = Progress(lambda: count_all(paths, without=self.output), quiet=quiet)

    @property
    def failed(self) -> int:
        """The number of failures so far."""
        return self.progress.failed

    def documents(self) -> Iterator[Document]:
        """Read every path's documents, in order."""
        for kind, run in groupby(self.sources(), key=self.kind):
            for document in getattr(self, kind)(run):
                self.progress.read(document)
                yield document

    def sources(self) -> Iterator[tuple[Source, str]]:
        """Give what every path holds, unread by the model, each with an id of its own."""
        from govie.read import read_all

        for source in read_all(self.paths, without=self.output):
            if isinstance(source, ReadError):
                self.progress.fail(source)
            else:
                yield source, self.own_id(source)

    def own_id(self, source: Source) -> str:
        """Give a source an id that no other has: its own, else its path, else its own with a number."""
        from govie.read.source import plain_name

        path = Path(source.path)
        paths = () if path.suffix.lower() == ".jsonl" else (path.with_suffix("").as_posix(), path.as_posix())
        numbered = (f"{source.id}-{number}" for number in count(2))
        found = next(one for one in chain([source.id], map(plain_name, paths), numbered) if one not in self.ids)
        self.ids.add(found)
        return found

    def kind(self, one: tuple[Source, str]) -> str:
        """Name the method that makes a source a document."""
        source, name = one
        if source.annotations is not None and not self.reread:
            return "annotated"
        return "resumed" if self.journal and self.journal.has(source.text, name, source.meta) else "extracted"

    def extracted(self, run: Iterable[tuple[Source, str]]) -> Iterator[Document]:
        """Read texts with the model."""
        for document in self.extractor.pipe((source.text, name, source.meta) for source, name in run):
            if self.journal:
                self.journal.add(document)
            yield document

    def resumed(self, run: Iterable[tuple[Source, str]]) -> Iterator[Document]:
        """Take what a broken run has read."""
        for source, name in run:
            if self.journal:
                yield self.journal.document(source.text, name, source.meta)

    def annotated(self, run: Iterable[tuple[Source, str]]) -> Iterator[Document]:
        """Make documents of their annotations; bad ones are told of."""
        from govie.convert.facts import to_document

        for source, name in run:
            try:
                yield to_document({**(source.annotations or {}), "id": name}, f"{source.path}:{source.line}")
            except CorpusError as error:
                self.progress.fail(error, "; correct it, or read the text anew with --reread")

    @cached_property
    def extractor(self) -> Extractor:
        """Load the model when the first text is to be read."""
        from govie.extractor import Extractor

        return Extractor(self.model)

    def keep(self, *, resume: bool) -> None:
        """Keep what is read beside the output, and use what a broken run has kept."""
        from govie import __version__
        from govie.journal import Journal, run_key
        from govie.model import BUNDLED

        if self.output and self.output.parent.is_dir():
            path = self.output.with_name(f".{self.output.name}.resume")
            self.journal = Journal(path, run_key(Path(self.model) if self.model else BUNDLED, __version__), resume=resume)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.progress.close()
        if self.journal:
            any_kept = self.journal.places or self.progress.documents
            self.journal.close(whole=kind is None or kind is SystemExit or not any_kept)
            if kind is KeyboardInterrupt and any_kept:
                click.echo("govie: stopped; the same command with --resume goes on", err=True)

    def begin(self) -> Iterator[Document]:
        """Read the first document, so that a run in which nothing could be read ends before anything is written."""
        documents = self.documents()
        first = next(documents, None)
        if first is None:
            if self.failed:
                self.finish()
            return iter(())
        return chain([first], documents)

    def finish(self) -> None:
        """Say what came of it, and end with the code that says whether all was read."""
        self.progress.summary(self.told)
        if self.failed:
            sys.exit(BAD_INPUT)
