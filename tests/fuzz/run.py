"""Reads many texts in every way that govie offers, and gathers what went wrong."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import count, cycle, islice
from typing import Any

import govie
from govie.errors import GovieError
from govie.extractor import Extractor, bundled
from govie.text import SURROGATE
from govie.types import Document
from tests.fuzz.invariants import check
from tests.fuzz.stub import StubExtractor
from tests.fuzz.texts import make

BATCH = 32
STUB, LONG_EVERY = 0.25, 2000
"""Share of batches that the stub model reads; one text in so many is a long one."""
SLOW_BASE, SLOW_CHARACTER = 3.0, 0.001
"""Seconds of processor time, for the text and for each character, after which a text counts as one that hangs."""


@dataclass(frozen=True)
class Failure:
    """One text that broke a rule: how to make it again, what was wrong, and the least text that still is."""

    index: int
    problem: str
    text: str


@dataclass
class Report:
    """What a run found."""

    documents: int = 0
    characters: int = 0
    facts: int = 0
    failures: list[Failure] = field(default_factory=list)
    tell: Callable[[Failure], None] | None = None
    """Called with each failure as it is found."""

    def add(self, failure: Failure) -> None:
        """Keep a failure."""
        self.failures.append(failure)
        if self.tell:
            self.tell(failure)


Way = Callable[[Extractor, Sequence[str]], Iterable[object]]


def run(
    indexes: Iterable[int],
    seed: int,
    report: Report | None = None,
    *,
    processes: bool = True,
    long_every: int = LONG_EVERY,
    stub: float = STUB,
) -> Report:
    """Try the texts of these indexes; each is read alone, and each batch in one more way: a stream, two, threads, spaCy, a process."""
    report, rest = report or Report(), iter(indexes)
    ways: dict[str, Way] = {"pipe": by_pipe, "halves": by_halves, "threads": by_threads, "spacy": by_spacy}
    with ExitStack() as stack:
        if processes:
            pool = stack.enter_context(ProcessPoolExecutor(1, multiprocessing.get_context("spawn")))
            ways["process"] = lambda _, texts: pool.submit(elsewhere, texts).result()
        names = cycle(ways)
        for number in count():
            batch = [(index, make(seed, index, long=index % long_every == long_every - 1)) for index in islice(rest, BATCH)]
            if not batch:
                return report
            if int((number + 1) * stub) > int(number * stub):
                try_batch(batch, stubbed(), "halves", by_halves, report)
            else:
                name = next(names)
                try_batch(batch, bundled(), name, ways[name], report)
    return report


def run_in_processes(documents: int, seed: int, jobs: int) -> Report:
    """Try the texts from 0 on in several processes at once."""
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        parts = [pool.submit(run, range(job, documents, jobs), seed, processes=job == 0) for job in range(jobs)]
        reports = [part.result() for part in parts]
    failures = sorted((failure for one in reports for failure in one.failures), key=lambda failure: failure.index)
    return Report(*(sum(getattr(one, name) for one in reports) for name in ("documents", "characters", "facts")), failures)


def try_batch(batch: Sequence[tuple[int, str]], extractor: Extractor, name: str, read: Way, report: Report) -> None:
    """Read a batch one by one and in another way; both must agree."""
    alone: list[tuple[int, Document]] = []
    for index, text in batch:
        document, problem = attempt(extractor, text)
        if document:
            alone.append((index, document))
            report.facts += len(document.facts)
        if problem:
            same = partial(has_problem, extractor, problem)
            report.add(Failure(index, problem, shrink(text, same)))
        report.characters += len(text)
    report.documents += len(batch)
    texts = [document.text for _, document in alone]
    try:
        readings = list(read(extractor, texts))
    except Exception as error:
        report.add(Failure(batch[0][0], f"{name}: {error!r}, for a text of the batch that begins here", ""))
        return
    for (index, expected), found in zip(alone, readings, strict=True):
        if found is not None and found != (expected if isinstance(found, Document) else summary(expected)):
            report.add(Failure(index, f"{name} gives another result", expected.text))


def has_problem(extractor: Extractor, problem: str, text: str) -> bool:
    """Say whether a text breaks the same rule."""
    return rule(attempt(extractor, text)[1]) == rule(problem)


def rule(problem: str) -> list[str]:
    """Take the values out of a problem: the rule of this module that is broken, else the kind of error."""
    parts = problem.split(": ")
    return parts[: 2 if parts[0] == "AssertionError" else 1]


def attempt(extractor: Extractor, text: str) -> tuple[Document | None, str]:
    """Read one text and check it: the document, and what is wrong, empty where nothing is."""
    begin = time.process_time()
    try:
        document = extractor(text)
        check(document, text)
    except Exception as error:
        return None, f"{type(error).__name__}: {str(error)[:300]}"
    seconds = time.process_time() - begin
    slow = seconds > SLOW_BASE + SLOW_CHARACTER * len(text)
    return document, f"{seconds:.0f} s for {len(text)} characters" if slow else ""


@lru_cache(maxsize=1)
def stubbed() -> StubExtractor:
    return StubExtractor(bundled())


@lru_cache(maxsize=1)
def pipeline() -> Any:
    return govie.load()


def by_pipe(extractor: Extractor, texts: Sequence[str]) -> Iterator[Document]:
    """Read as one stream."""
    return extractor.pipe(texts)


def by_halves(extractor: Extractor, texts: Sequence[str]) -> Iterator[Document]:
    """Read as two streams, the later half first."""
    half = len(texts) // 2
    later = list(extractor.pipe(texts[half:]))
    return iter([*extractor.pipe(texts[:half]), *later])


def by_threads(extractor: Extractor, texts: Sequence[str]) -> Iterator[Document]:
    """Read from eight threads at once."""
    with ThreadPoolExecutor(8) as pool:
        return iter(list(pool.map(extractor, texts)))


def by_spacy(extractor: Extractor, texts: Sequence[str]) -> Iterator[object]:
    """Read by the spaCy pipeline, whose texts, entities and facts must be the same; None for a text that it must refuse."""
    for text in texts:
        try:
            doc = pipeline()(text)
        except GovieError:
            assert SURROGATE.search(text), "spaCy's pipeline refuses a text"
            yield None
            continue
        yield doc.text, tuple((e.start_char, e.end_char, e.label_) for e in doc.ents), doc._.facts


def elsewhere(texts: Sequence[str]) -> list[object]:
    """Read in another process."""
    return [summary(document) for document in bundled().pipe(texts)]


def summary(document: Document) -> object:
    """Give what `by_spacy` gives."""
    return document.text, tuple((e.start, e.end, e.label) for e in document.entities), document.facts


def shrink(text: str, fails: Callable[[str], bool], seconds: float = 60) -> str:
    """Take away pieces while the text still fails in the same way; so long at most, for a text that is slow to fail."""
    size, until = len(text) // 2, time.perf_counter() + seconds
    while size and time.perf_counter() < until:
        at = 0
        while at < len(text) and time.perf_counter() < until:
            less = text[:at] + text[at + size :]
            if fails(less):
                text = less
            else:
                at += size
        size //= 2
    return text
