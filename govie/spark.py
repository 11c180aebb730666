"""govie in Apache Spark: the facts of a DataFrame of reports, read in Spark's own workers; needs the extra `govie[spark]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from govie.errors import GovieError
from govie.extractor import Extractor
from govie.table.columns import DATES, FLOATS, HEADERS, INTEGERS

if TYPE_CHECKING:
    import pandas
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

CHUNK = 50
"""Reports whose facts a worker holds at once."""


def extract(
    df: DataFrame,
    text: str = "text",
    *,
    id: str | None = None,
    meta: Sequence[str] = (),
    keep: Sequence[str] = (),
    model: str | None = None,
) -> DataFrame:
    """Give the facts of the reports in column `text`, one row a fact, lazily, by `mapInPandas`.

    The columns are those in `keep`, carried over from the report, then those of `Document.to_dataframe()`: doubles, longs, dates
    and strings. `document` holds column `id`, and is null without it; `meta` names columns (`title`, `issuer`, `published`) that say
    what the text need not. `model` is a model folder that every worker can see. A worker loads the model once and uses one
    thread, as Spark runs a worker a core. A null text has no facts. Raises GovieError for a column that is missing, and for one
    in `keep` that has the name of a fact's.

    A session needs Java 17, so this is not run as a doctest: `govie.spark.extract(df, id="file").write.parquet("facts")`.
    """
    named = [text, *([id] if id else []), *meta, *keep]
    missing = [name for name in named if name not in df.columns]
    if missing:
        raise GovieError(f"no column {', '.join(map(repr, missing))}; the columns are {', '.join(map(repr, df.columns))}")
    clash = [name for name in keep if name in HEADERS]
    if clash:
        raise GovieError(f"keep={clash}: facts have columns of that name; rename yours with df.withColumnRenamed")
    chosen = df.select(*dict.fromkeys(named))
    return chosen.mapInPandas(in_worker(text, id, tuple(meta), list(keep), model), fact_schema(df, keep))


def fact_schema(df: DataFrame, keep: Sequence[str]) -> StructType:
    """Give the columns of the result."""
    from pyspark.sql.types import DateType, DoubleType, LongType, StringType, StructField, StructType

    kinds = {**dict.fromkeys(FLOATS, DoubleType()), **dict.fromkeys(INTEGERS, LongType()), **dict.fromkeys(DATES, DateType())}
    return StructType([*(df.schema[name] for name in keep), *(StructField(name, kinds.get(name, StringType())) for name in HEADERS)])


def in_worker(
    text: str, id: str | None, meta: tuple[str, ...], keep: list[str], model: str | None
) -> Callable[[Iterator[pandas.DataFrame]], Iterator[pandas.DataFrame]]:
    """Make the function that a worker runs over the frames of its partition."""

    def run(frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        from govie.pandas import read_frame

        for frame in frames:
            for start in range(0, len(frame), CHUNK):
                part = frame.iloc[start : start + CHUNK]
                places, facts = read_frame(part, text, id=id, meta=meta, extractor=worker_extractor(model))
                if id is None:
                    facts["document"] = None
                for name in DATES:
                    facts[name] = facts[name].dt.date
                for place, name in enumerate(keep):
                    facts.insert(place, name, part[name].take(places).array)
                yield facts

    return run


@lru_cache(maxsize=2)
def worker_extractor(model: str | None) -> Extractor:
    """Load a model once a worker."""
    return Extractor(model, threads=1)
