"""Facts to files: csv, xlsx, json lines, parquet, html; each whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from govie.errors import GovieError
from govie.output import check_place, whole
from govie.table.columns import DATES, FLOATS, HEADERS, INTEGERS, rows, with_dates, without_halves
from govie.table.workbook import is_formula, write_xlsx
from govie.types import Document

Writer = Callable[[Iterable[Document], Path, str], int]

BATCH = 10_000
"""Facts that are held at once for parquet."""


def write(documents: Iterable[Document], path: str | Path, *, headers: str = "zh") -> int:
    """Write facts to a file in the format its suffix names and return their number.

    `headers` is the language, zh or en, of the headers in .xlsx and .csv and of the words of .html.
    The file takes its name when it is whole: a broken run leaves what was there before. Raises GovieError for an unknown suffix
    or language, a library that is missing, and a place that cannot be written to, and raises it before the first document is asked for.
    """
    target = Path(path)
    check(target, headers)
    with whole(target) as part:
        return WRITERS[target.suffix.lower()](documents, part, headers)


def check(path: str | Path, headers: str = "zh") -> None:
    """Raise the GovieError that `write` would raise for a path and language, without a document at hand."""
    target = Path(path)
    if target.suffix.lower() not in WRITERS:
        raise GovieError(f"{target}: unknown suffix {target.suffix!r}; expected one of {', '.join(WRITERS)}")
    if headers not in ("zh", "en"):
        raise GovieError(f"headers={headers!r}: unknown language; expected 'zh' or 'en'")
    check_place(target)


def write_csv(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write csv with a byte order mark, so that Excel reads the characters; headers "en" are the keys of `HEADERS`."""
    import csv

    count = 0
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADERS if headers == "en" else HEADERS.values())
        for one in rows(documents):
            out.writerow([f"'{value}" if is_formula(value) else value for value in one.values()])
            count += 1
    return count


def write_jsonl(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write one fact a line."""
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for one in rows(documents):
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_parquet(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write parquet, dates as dates and numbers as numbers; needs the extra `govie[parquet]`."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise GovieError("parquet needs pyarrow; install govie[parquet]") from None
    kinds = {
        **dict.fromkeys(FLOATS, pyarrow.float64()),
        **dict.fromkeys(INTEGERS, pyarrow.int64()),
        **dict.fromkeys(DATES, pyarrow.date32()),
    }
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in HEADERS])
    facts, count = rows(documents), 0
    with parquet.ParquetWriter(path, schema) as file:
        while batch := [without_halves(with_dates(one)) for one in islice(facts, BATCH)]:
            file.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def write_html(documents: Iterable[Document], path: Path, headers: str) -> int:
    """Write one self-contained page, which holds all documents at once."""
    from govie.show import to_page

    held = list(documents)
    path.write_text(to_page(held, language=headers), "utf-8", errors="replace")
    return sum(len(d.facts) for d in held)


WRITERS: dict[str, Writer] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".jsonl": write_jsonl,
    ".parquet": write_parquet,
    ".html": write_html,
}
