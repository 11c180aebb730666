"""spaCy's DocBin: `doc.spans["govie"]` holds the entities, also those that overlap, and `doc.ents` those that do not.

Tokens are cut at the entities' edges, so every span is exact. Ids, relations, attributes and meta lie in the user data as JSON.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.convert.record import Record, parse_json, read_bytes
from govie.errors import CorpusError, GovieError
from govie.journal import unpack
from govie.jsonl import to_record
from govie.read.source import LARGEST

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

KEY = "govie_record"
PIPELINE = GROUP = "govie"


def need_spacy() -> None:
    """Raise GovieError where spaCy is not installed."""
    try:
        import spacy  # noqa: F401
    except ImportError:
        raise GovieError('a DocBin needs spaCy; pip install "govie[spacy]"') from None


def read(path: Path) -> Iterator[tuple[str, Record]]:
    """Read (file and document, record) pairs; a Doc of another pipeline gives its `ents`, and ids made from the name."""
    need_spacy()
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    data = read_bytes(path)
    try:
        unpacking = zlib.decompressobj()
        unpacking.decompress(data, LARGEST)
        if unpacking.unconsumed_tail:
            raise CorpusError(f"{path}: unpacks to more than {LARGEST:,} bytes; split it")
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except CorpusError:
        raise
    except Exception as error:  # what spaCy raises for damaged bytes is of every kind
        raise CorpusError(f"{path}: not a DocBin of spaCy's, or a damaged one ({type(error).__name__})") from None
    for number, doc in enumerate(docs, 1):
        where = f"{path}: document {number}"
        yield where, from_doc(doc, where, f"{path.stem}-{number}")


def from_doc(doc: Doc, where: str, name: str) -> Record:
    """Read a Doc."""
    if KEY not in doc.user_data and isinstance(found := doc.user_data.get(PIPELINE), str):
        return read_pipeline(doc.text, found, where, name)
    packed = doc.user_data.get(KEY)
    kept = parse_json(packed, where) if isinstance(packed, str) else {}
    if not isinstance(kept, dict):
        raise CorpusError(f"{where}: user data {KEY!r} is no object")
    spans = list(doc.spans[GROUP]) if GROUP in doc.spans else list(doc.ents)
    ids = [span.id_ for span in spans]
    known = all(id.isascii() and id.isdigit() and len(id) < 17 for id in ids)
    entities = [
        {"id": int(id) if known else i, "label": span.label_, "start_offset": span.start_char, "end_offset": span.end_char}
        for i, (id, span) in enumerate(zip(ids, spans, strict=True), 1)
    ]
    rest = {key: kept.get(key, default) for key, default in (("id", name), ("relations", []), ("attributes", {}), ("meta", {}))}
    return {"text": doc.text, "entities": entities, **rest}


def read_pipeline(text: str, packed: str, where: str, name: str) -> Record:
    """Read what govie's own pipeline found in a Doc."""
    try:
        return to_record(unpack(text, packed, id=name))
    except (ValueError, TypeError, IndexError, KeyError):
        raise CorpusError(f"{where}: user data {PIPELINE!r} is not what govie's pipeline writes") from None


def write(records: Iterable[Record], path: Path) -> list[str]:
    """Write a DocBin with user data."""
    need_spacy()
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    packed = DocBin(store_user_data=True)
    for record in records:
        packed.add(to_doc(record, vocab))
    path.write_bytes(packed.to_bytes())
    return []


def to_doc(record: Record, vocab: Vocab) -> Doc:
    """Write a record as a Doc, a token a character run between edges."""
    from spacy.tokens import Doc, Span
    from spacy.util import filter_spans

    text = record["text"]
    edges = {edge for e in record["entities"] for edge in (e["start_offset"], e["end_offset"])}
    cuts = sorted({0, len(text)} | edges | {at for at in range(1, len(text)) if is_edge(text, at)})
    doc = Doc(vocab, words=[text[a:b] for a, b in pairwise(cuts)], spaces=[False] * (len(cuts) - 1))
    token = {at: i for i, at in enumerate(cuts)}
    spans: list[Any] = [
        Span(doc, token[e["start_offset"]], token[e["end_offset"]], label=e["label"], span_id=str(e["id"])) for e in record["entities"]
    ]
    doc.spans[GROUP] = spans
    doc.ents = filter_spans(spans)
    doc.user_data[KEY] = json.dumps({key: record[key] for key in ("id", "relations", "attributes", "meta")})
    return doc


def is_edge(text: str, at: int) -> bool:
    """Say whether a token ends before a character: all but within a run of ASCII letters or digits."""
    a, b = text[at - 1], text[at]
    return not (a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and a.isdigit() == b.isdigit())
