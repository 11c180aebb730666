"""govie in pandas: `import govie.pandas` gives every DataFrame `df.govie.extract("text")`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas
from pandas.api.extensions import register_dataframe_accessor

from govie.errors import GovieError
from govie.extractor import Extractor, loaded
from govie.table import to_dataframe


@register_dataframe_accessor("govie")
class Accessor:
    """What `df.govie` is.

    >>> import govie.pandas, pandas
    >>> reports = pandas.DataFrame({"text": ["新增企业54家，出口增长9%。", "没有数字。", "建成3个项目。"]}, index=["a", "b", "c"])
    >>> reports.govie.extract("text")[["indicator", "value", "unit"]]
      indicator value unit
    a        企业    54    家
    a        出口     9    %
    c        项目     3    个
    """

    def __init__(self, frame: pandas.DataFrame) -> None:
        self.frame = frame

    def extract(
        self, text: Hashable, *, id: Hashable | None = None, meta: Sequence[str] = (), model: str | None = None
    ) -> pandas.DataFrame:
        """Read the reports in column `text` and give one row a fact, with the columns of `Document.to_dataframe()`.

        The index is that of the reports, repeated for each fact, so `df.join(facts)` works. Column `document` holds column `id`,
        or the index without it. `meta` names columns (`title`, `issuer`, `published`) that say what the text need not. `model`
        is a model folder. A missing text has no facts; one that is no str is a TypeError, a missing column a GovieError.
        """
        places, facts = read_frame(self.frame, text, id=id, meta=meta, extractor=loaded(model))
        facts.index = self.frame.index.take(places)
        return facts


def read_frame(
    frame: pandas.DataFrame, text: Hashable, *, id: Hashable | None, meta: Sequence[str], extractor: Extractor
) -> tuple[list[int], pandas.DataFrame]:
    """Read the reports of a frame; give the facts, and for each the place of its report's row."""
    texts = column(frame, text)
    names = frame.index.to_series() if id is None else column(frame, id)
    given = {name: column(frame, name) for name in meta}
    present = np.flatnonzero(texts.notna()).tolist()

    def reports() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for at in present:
            if not isinstance(texts.iloc[at], str):
                raise TypeError(f"row {frame.index[at]!r}: expected a text in {text!r}, got {type(texts.iloc[at]).__name__}")
            known = {name: one.iloc[at] for name, one in given.items() if pandas.notna(one.iloc[at])}
            yield texts.iloc[at], str(names.iloc[at]), known

    places: list[int] = []
    documents = []
    for at, document in zip(present, extractor.pipe(reports()), strict=True):
        places += [at] * len(document.facts)
        documents.append(document)
    return places, to_dataframe(documents)


def column(frame: pandas.DataFrame, name: Hashable) -> pandas.Series[Any]:
    """Give a column; raise GovieError where there is none or several of that name."""
    found = int((frame.columns == name).sum())
    if found != 1:
        raise GovieError(f"{found or 'no'} columns {name!r}; expected one; the columns are {', '.join(map(repr, frame.columns))}")
    chosen: pandas.Series[Any] = frame[name]
    return chosen
