"""A spaCy pipeline of govie's own; needs the extra `govie[spacy]`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from govie.errors import GovieError

if TYPE_CHECKING:
    from spacy.language import Language


def load(model: str | Path | None = None) -> Language:
    """Make a spaCy pipeline whose `doc.ents` are exactly govie's entities.

    Tokens are words by spacy-pkuseg, cut again wherever an entity begins or ends. `doc._.facts` and
    `doc._.relations` hold the rest, `span._.quantity` and `span._.period` what a span amounts to.
    Raises GovieError where spaCy is not installed.

    >>> doc = load()("2024年，全市新增高新技术企业54家。")
    >>> [(ent.label_, ent.text) for ent in doc.ents]
    [('DATE', '2024年'), ('INDICATOR', '高新技术企业'), ('NUMBER', '54'), ('UNIT', '家')]
    """
    try:
        from spacy.lang.zh import Chinese

        from govie.components import segmenter
    except ImportError as error:
        raise GovieError(f'govie.load() needs spaCy ({error}); pip install "govie[spacy]"') from None
    segmenter()
    config = {"@tokenizers": "govie.WordTokenizer.v1", "model": str(model) if model else None}
    nlp = Chinese.from_config({"nlp": {"lang": "zh", "tokenizer": config}})
    nlp.add_pipe("govie", config={"model": str(model) if model else None})
    return nlp
