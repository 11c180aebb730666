"""govie in spaCy: a tokenizer for its own pipeline, and a component for anybody's; needs the extra `govie[spacy]`."""

import json
import re
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, registry

from govie.errors import GovieError
from govie.extractor import loaded
from govie.journal import pack, unpack
from govie.model import BUNDLED
from govie.normalize import period
from govie.text import SURROGATE
from govie.types import Document

SEGMENTER = BUNDLED / "segmenter"
PIECES = re.compile(r"\s|\d+(?:\.\d+)?|[A-Za-z]+|[\u3400-\u9fff]+|.", re.DOTALL)
HAN = re.compile(r"[\u3400-\u9fff]{2,}")
KEY = "govie"
"""Where a Doc's user data keeps what was read, as JSON: it goes to other processes, and into DocBin(store_user_data=True)."""


def register_extensions() -> None:
    """Add `doc._.facts`, `doc._.relations`, `span._.quantity` and `span._.period`, once."""
    for name in ("facts", "relations"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=partial(of_doc, name=name))
    for name in ("quantity", "period"):
        if not Span.has_extension(name):
            Span.set_extension(name, getter=partial(of_span, name=name))


def of_doc(doc: Doc, name: str) -> Any:
    """Give the facts or relations of a Doc; none where govie has not read it."""
    packed = doc.user_data.get(KEY)
    return getattr(unpacked(doc.text, packed), name) if packed else ()


def of_span(span: Span, name: str) -> Any:
    """Find what a NUMBER amounts to, or the interval of a DATE as it governs a fact, else as it reads by itself."""
    packed = span.doc.user_data.get(KEY)
    if not packed:
        return None
    place = (span.start_char, span.end_char)
    for fact in unpacked(span.doc.text, packed).facts:
        spans = [fact.number] if name == "quantity" else fact.dates
        if [(e.start, e.end) for e in spans] == [place]:
            return getattr(fact, name)
    return period(span.text) if name == "period" else None


@lru_cache(maxsize=64)
def unpacked(text: str, packed: str) -> Document:
    """Read a Doc's facts back, once a Doc."""
    return unpack(text, packed)


@lru_cache(maxsize=1)
def segmenter() -> Callable[[str], list[str]]:
    """Load the bundled word segmenter; raise GovieError where spacy-pkuseg is not installed."""
    try:
        import spacy_pkuseg
    except ImportError:
        raise GovieError('words need spacy-pkuseg; pip install "govie[spacy]"') from None

    cut: Callable[[str], list[str]] = spacy_pkuseg.pkuseg(str(SEGMENTER), user_dict=None).cut
    return cut


class WordTokenizer:
    """Words by spacy-pkuseg, cut again at entity edges; every character of the text is in a token or is its space."""

    def __init__(self, vocab: Any, model: str | None = None) -> None:
        self.vocab = vocab
        self.model = model

    def __call__(self, text: str) -> Doc:
        """Cut a text into a Doc; raise GovieError for half a surrogate pair, which spaCy cannot hold."""
        if half := SURROGATE.search(text):
            raise GovieError(f"half a surrogate pair at {half.start()}, which spaCy cannot hold; replace it, or read with govie.extract")
        document = loaded(self.model)(text)
        edges = {0, len(text)} | {edge for e in document.entities for edge in (e.start, e.end)}
        for match in PIECES.finditer(text):
            edges.update(match.span())
            if HAN.fullmatch(match[0]):
                at = match.start()
                for word in segmenter()(match[0]):
                    at += len(word)
                    edges.add(at)
        register_extensions()
        cuts = sorted(edges)
        words, spaces = tokens([text[a:b] for a, b in pairwise(cuts)])
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[KEY] = pack(document)
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Hold nothing of its own: the model lies in its folder."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "WordTokenizer":
        """Load nothing."""
        return self

    def to_disk(self, _: Any, **__: Any) -> None:
        """Write nothing."""

    def from_disk(self, _: Any, **__: Any) -> "WordTokenizer":
        """Load nothing."""
        return self


def tokens(pieces: list[str]) -> tuple[list[str], list[bool]]:
    """Turn pieces into spaCy words and their trailing spaces, so that the text comes back as it was."""
    words: list[str] = []
    spaces: list[bool] = []
    for piece in pieces:
        if piece == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
        elif piece:
            words.append(piece)
            spaces.append(False)
    return words, spaces


@registry.tokenizers("govie.WordTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(model: str | None = None) -> Callable[[Language], WordTokenizer]:
    """Make the tokenizer for a pipeline."""
    return lambda nlp: WordTokenizer(nlp.vocab, model)


@Language.factory("govie", default_config={"model": None, "alignment_mode": "expand"})
def make_govie(nlp: Language, name: str, model: str | None, alignment_mode: str) -> "Component":
    """Make the component for a pipeline."""
    return Component(model, alignment_mode)


class Component:
    """Sets `doc.ents`, `doc._.facts` and `doc._.relations`; the text is read once where govie's tokenizer did it already."""

    def __init__(self, model: str | None, alignment_mode: str) -> None:
        self.model = model
        self.alignment_mode = alignment_mode
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc."""
        if KEY not in doc.user_data:
            doc.user_data[KEY] = pack(self.predict(doc))
        return self.set_annotations(doc)

    def predict(self, doc: Doc) -> Document:
        """Read the doc's text."""
        return loaded(self.model)(doc.text)

    def set_annotations(self, doc: Doc) -> Doc:
        """Write the entities onto the doc.

        `doc.spans["govie"]` holds all that its tokens can express, `doc.ents` the longest of those that overlap, and what other
        components had set wherever govie finds nothing; an entity that the tokens cannot express stays in `doc._.facts`.
        """
        found = [
            doc.char_span(start, end, label=label, alignment_mode=self.alignment_mode)
            for label, start, end, *_ in json.loads(doc.user_data[KEY])[0]
        ]
        spans = [span for span in found if span is not None]
        mine = filter_spans(spans)
        taken = {i for span in mine for i in range(span.start, span.end)}
        doc.spans[KEY] = spans
        doc.ents = [*mine, *(ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end)))]
        return doc
