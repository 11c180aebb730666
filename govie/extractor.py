"""The line: raw text to a Document, one at a time or as a stream."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from sys import intern
from threading import Event

import numpy as np
from numpy.typing import NDArray

from govie.calibration import Calibration, calibrate
from govie.decode import Decoded, decode
from govie.encode import Group
from govie.facts import make_facts
from govie.model import Model, Reading
from govie.schema import ATTRIBUTES, RELATIONS
from govie.text import Text, repair
from govie.types import Attributes, Document, Entity, Relation

BLOCK = 2000
"""Clean characters that are held as logits at once; it bounds memory and changes no result."""
AHEAD = 500_000
"""Characters of the reports that `pipe` reads at once, where it is more than one report."""

Report = str | tuple[str, str] | tuple[str, str, dict[str, object]]
"""What `Extractor.pipe` takes: a text, or (text, id), or (text, id, meta)."""

Watcher = Callable[[str, NDArray[np.float32], NDArray[np.float32], NDArray[np.int64], list[tuple[int, int]]], None]
"""Gets a block's clean text, tag logits, projections, sentences as clean spans, shape (n, 2), and their raw spans."""


class Extractor:
    """Loads a model once and reads reports with it; safe to share between threads, and to hand to another process.

    `threads` windows of a report are read at once, by default as many as there are cores or `OMP_NUM_THREADS` says; give 1 where
    you call it from many threads of your own.

    >>> import govie
    >>> doc = govie.Extractor()("2024年，全市新增高新技术企业54家。")
    >>> [(fact.indicator, fact.value, fact.unit, fact.date) for fact in doc.facts]
    [('高新技术企业', '54', '家', '2024年')]
    """

    def __init__(self, model: str | Path | Model | None = None, *, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            raise ValueError(f"threads={threads}: expected 1 or more, or None for as many as there are cores")
        self.model = model if isinstance(model, Model) else Model.load(model, threads=threads)

    def __call__(self, text: str, *, id: str = "", meta: dict[str, object] | None = None) -> Document:
        """Read one report; offsets in the Document are into `text` as given."""
        if not isinstance(text, str):
            raise TypeError(f"expected a report's text as str, got {type(text).__name__}; read files with govie.read.read(path)")
        with self.pool() as pool:
            return self.document(text, id, meta or {}, pool)

    def pipe(self, reports: Iterable[Report]) -> Iterator[Document]:
        """Read many reports in order, a few at a time; memory does not grow with their number.

        A report is its text, or a tuple (text, id) or (text, id, meta), which the Document then carries. Raises TypeError for
        another thing, and whatever `reports` itself raises, after the Documents before it. Leaving the loop, or Ctrl-C, ends
        what is being read.

        >>> import govie
        >>> for doc in govie.Extractor().pipe([("2024年，全市新增高新技术企业54家。", "a.txt"), ("出口增长9%。", "b.txt", {"page": 1})]):
        ...     print(doc.id, doc.facts[0].value, dict(doc.meta))
        a.txt 54 {}
        b.txt 9 {'page': 1}
        """
        reading: deque[tuple[Future[Document], int]] = deque()
        stop = Event()
        with self.pool() as windows, self.pool() as documents:
            try:
                for one in given(reports):
                    if isinstance(one, Exception):
                        reading.append((failed(one), 0))
                    else:
                        reading.append((documents.submit(self.document, *one, windows, stop=stop), len(one[0])))
                    while len(reading) > 2 * self.model.threads or sum(size for _, size in reading) > AHEAD:
                        yield reading.popleft()[0].result()
                while reading:
                    yield reading.popleft()[0].result()
            finally:
                stop.set()
                for future, _ in reading:
                    future.cancel()

    def pool(self) -> ThreadPoolExecutor:
        """Make the threads that windows are read in."""
        return ThreadPoolExecutor(self.model.threads)

    def watch(self, text: str, id: str, watcher: Watcher) -> Document:
        """Read one report, and show `watcher` what the model gave for each block of it."""
        with self.pool() as pool:
            return self.document(text, id, {}, pool, watcher=watcher)

    def document(
        self,
        raw: str,
        id: str,
        meta: dict[str, object],
        pool: ThreadPoolExecutor,
        *,
        watcher: Watcher | None = None,
        stop: Event | None = None,
    ) -> Document:
        """Run the whole line over one report; raise CancelledError between two blocks once `stop` is set."""
        text = repair(raw)
        found, calibration = Found(), self.model.calibration
        for block, reading in self.ahead(text.clean, pool):
            if stop is not None and stop.is_set():
                raise CancelledError
            first, last = block[0].windows[0][0], block[-1].windows[-1][1]
            ranges = np.array([s for g in block for s in g.sentences]) - first
            clean = text.clean[first:last]
            tags, projected = reading.result()
            decoded = decode(clean, tags, projected, ranges, self.model.weights, schema=self.model.schema, least=calibration.least)
            collect(text, first, decoded, found, ranges, model=self.model)
            if watcher:
                watcher(clean, tags, projected, ranges, [text.to_raw(a + first, b + first) for a, b in ranges.tolist()])
        whole = Document(raw, tuple(found.entities), tuple(found.relations), found.attributes, id=id, meta=meta)
        return make_facts(whole, text, confidences(found, calibration))

    def ahead(self, clean: str, pool: ThreadPoolExecutor) -> Iterator[tuple[Sequence[Group], Reading]]:
        """Give each block with its reading; where there are threads for it, the next one is being read already."""
        waiting: deque[tuple[Sequence[Group], Reading]] = deque()
        for block in blocks(self.model.groups(clean)):
            waiting.append((block, self.model.begin(clean, block, pool)))
            if len(waiting) > (self.model.threads > 1):
                yield waiting.popleft()
        yield from waiting

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Go to another process as the name of the model's folder, which is loaded there anew."""
        return partial(Extractor, threads=self.model.threads), (str(self.model.folder),)


def blocks(groups: Iterable[Group]) -> Iterator[Sequence[Group]]:
    """Deal groups into blocks of about `BLOCK` characters."""
    block: list[Group] = []
    for one in groups:
        if block and one.windows[-1][1] - block[0].windows[0][0] > BLOCK:
            yield block
            block = []
        block.append(one)
    if block:
        yield block


def given(reports: Iterable[Report]) -> Iterator[tuple[str, str, dict[str, object]] | Exception]:
    """Give the parts of each report and, where they end in an error, that error as the last."""
    try:
        if isinstance(reports, str):
            raise TypeError("expected many reports, got one text; call the Extractor with it, or give [text]")
        for report in reports:
            yield parts(report)
    except Exception as error:
        yield error


def failed(error: Exception) -> Future[Document]:
    """Make a Future that raises an error."""
    future: Future[Document] = Future()
    future.set_exception(error)
    return future


def parts(report: Report) -> tuple[str, str, dict[str, object]]:
    """Give a report's text, id and meta; raise TypeError for another thing."""
    given: tuple[object, ...] = report if isinstance(report, tuple) else (report,)
    text = given[0] if given else None
    id = given[1] if len(given) > 1 else ""
    meta = given[2] if len(given) > 2 else {}
    if len(given) <= 3 and isinstance(text, str) and isinstance(id, str) and isinstance(meta, dict):
        return text, id, meta
    got = ", ".join(type(part).__name__ for part in given) or "nothing"
    raise TypeError(f"expected texts as str, (text, id) or (text, id, meta), got {got}")


@dataclass
class Found:
    """What was found so far, over the raw text."""

    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    attributes: dict[int, Attributes] = field(default_factory=dict)
    whole: dict[int, float] = field(default_factory=dict)


def collect(text: Text, first: int, found: Decoded, into: Found, ranges: NDArray[np.int64], *, model: Model) -> None:
    """Add what was found in the block that begins at clean offset `first`, placed in the raw text; `ranges` are its sentences."""
    spans, schema = found.spans, model.schema
    new: list[Entity] = []
    confidences = calibrate(spans.confidence, model.calibration.entity).tolist()
    starts, ends = spans.start + first, spans.end + first
    raw = text.raw_spans(starts, ends)
    columns = (*raw, starts, ends, spans.label)
    for low, high, start, end, label, confidence in zip(*(column.tolist() for column in columns), confidences, strict=True):
        words, clean = intern(text.raw[low:high]), intern(text.clean[start:end])
        new.append(Entity(len(into.entities) + len(new) + 1, schema.labels[label], low, high, words, confidence, clean))
    into.entities += new
    both = spans.confidence[found.number] * spans.confidence[found.other]  # a link is right only where both its ends are
    probability = calibrate(found.probability * both, model.calibration.relation).tolist()
    links = zip(found.number.tolist(), found.other.tolist(), found.relation.tolist(), probability, strict=True)
    into.relations += [Relation(new[n], new[o], p, schema.relations[r][0]) for n, o, r, p in sorted(links)]
    for i, entity in enumerate(new):
        if entity.label == "NUMBER":
            into.whole[entity.id] = float(found.whole[i])
            values = [known[int(column[i])] for known, column in zip(ATTRIBUTES.values(), found.attributes, strict=True)]
            linked = set(found.other[found.number == i].tolist()) if values[-1] == "base" else set()
            aspect, sign, status, bound, kind = values
            begin = int(ranges[np.searchsorted(ranges[:, 0], spans.start[i], "right") - 1, 0])
            before = [e for j, e in enumerate(new[:i]) if spans.start[j] >= begin and j not in linked] if kind == "base" else []
            into.attributes[entity.id] = Attributes(aspect, sign, status, bound, compared_to(kind, before))


def confidences(found: Found, calibration: Calibration) -> dict[int, float]:
    """Give the calibrated probability that all of a fact is right, by its NUMBER's id."""
    measuring = {one.head.id for one in found.relations if one.label in RELATIONS and one.tail.label == "INDICATOR"}
    raw = np.array(list(found.whole.values()))
    bare = np.array([id not in measuring for id in found.whole], bool)
    scores = np.where(bare, calibrate(raw, calibration.bare), calibrate(raw, calibration.fact))
    return dict(zip(found.whole, scores.tolist(), strict=True))


def compared_to(kind: str, before: Sequence[Entity]) -> str | None:
    """Name the base of a comparison: the nearest DATE before the number, in its sentence, that does not date it."""
    if kind != "base":
        return None if kind == "none" else kind
    dates = [e for e in before if e.label == "DATE"]
    return f"base:{dates[-1].text}" if dates else None


@lru_cache(maxsize=1)
def bundled() -> Extractor:
    """Load the bundled model once."""
    return Extractor()


@lru_cache(maxsize=4)
def loaded(model: str | None) -> Extractor:
    """Load a model folder once a process; the bundled model for `None`."""
    return Extractor(model) if model else bundled()


def extract(text: str, *, id: str = "", meta: dict[str, object] | None = None) -> Document:
    """Read one report with the bundled model, which is loaded at the first call; `id` and `meta` are as in `Extractor.pipe`.

    >>> [(e.label, e.text) for e in extract("市工信局认定高新技术企业31家。").entities]
    [('AGENCY', '市工信局'), ('INDICATOR', '高新技术企业'), ('NUMBER', '31'), ('UNIT', '家')]
    """
    return bundled()(text, id=id, meta=meta)
