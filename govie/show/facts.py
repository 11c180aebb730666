"""Facts as the rows of a table, each with what else is known of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from html import escape

from govie.show.marks import spans
from govie.show.words import BOUNDS, Words, name_period, nature
from govie.table.columns import cleaned, number
from govie.types import Document, Fact, Period

WIDTHS = {"document": 15, "INDICATOR": 32, "NUMBER": 19, "DATE": 18, "nature": 14, "AGENCY": 17, "sentence": 60}
"""How wide the columns are, against each other."""
PLAIN = ("INDICATOR", "NUMBER", "DATE", "nature", "AGENCY")
AROUND = 120
"""Characters of a sentence shown on each side of its number."""


def fact_table(columns: Sequence[str], rows: Iterable[str], words: Words) -> str:
    """Write a table whose heads are buttons that sort it."""
    total = sum(WIDTHS[name] for name in columns)
    widths = "".join(f'<col style="width:{100 * WIDTHS[name] / total:.1f}%">' for name in columns)
    heads = "".join(f'<th scope="col" class="{name}"><button type="button">{words[name]}</button></th>' for name in columns)
    label = words["facts_label"]
    return (
        f'<table role="grid" aria-label="{label}"><colgroup>{widths}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def fact_rows(document: Document, key: str, columns: Sequence[str], words: Words, first: int = 0) -> Iterator[str]:
    """Write one row a fact; it knows its words by `key` and their ids, what else is known, and the rows of the facts it hangs on.

    `first` is the number of rows before the document's own.
    """
    tails: dict[int, list[int]] = defaultdict(list)
    for relation in document.relations:
        tails[relation.head.id].append(relation.tail.id)
    doubts = doubts_of(document)
    for place, fact in enumerate(document.facts, first):
        names = " ".join(f"{key}-{id}" for id in (fact.number.id, *tails[fact.number.id]))
        doubt = doubts.get(fact.number.id, [])
        joins = [(words.get(join.kind, join.kind), join.fact + first) for join in fact.joins]
        more = {"facts": details(fact, words), "joins": joins, "doubts": doubt}
        data = escape(json.dumps(more, ensure_ascii=False, separators=(",", ":")))
        shown = "".join(CELLS[name](document, fact, words, doubt) for name in columns)
        yield f'<tr data-words="{names}" data-more="{data}" tabindex="{-1 if place else 0}">{shown}</tr>'


def doubts_of(document: Document) -> dict[int, list[str]]:
    """Gather what does not agree, by the ids of the numbers that it is about."""
    found: dict[int, list[str]] = defaultdict(list)
    for check in document.checks() if document.facts else ():
        for fact in check.facts:
            found[fact.number.id].append(check.message)
    return found


def details(fact: Fact, words: Words) -> list[tuple[str, str]]:
    """Give what a row has no cell for, each with its name."""
    found: list[tuple[str, str | None]] = []
    if fact.quantity:
        low, high = fact.quantity.low, fact.quantity.high
        amounts = [f"{amount:,f}" for amount in dict.fromkeys((low, high)) if amount is not None]
        found.append((words["standard"], f"{' – '.join(amounts)} {fact.quantity.unit or ''}"))
    compared = fact.attributes.compared_to or ""
    found += [
        (words["period"], period(fact.period, words) if fact.period else None),
        (words["AGENCY"], cleaned(fact.agencies) or fact.agency_name),
        (words["compared"], compared.partition(":")[2]),
        (words["agency_source"], words.get(f"source:{fact.agency_source}")),
        (words["date_source"], words.get(f"source:{fact.date_source}")),
        (words["confidence"], f"{fact.confidence:.0%}"),
    ]
    return [(name, value.strip()) for name, value in found if value and value.strip()]


def period(span: Period, words: Words) -> str:
    """Write a period with its last day, which is how people name one.

    >>> from datetime import date
    >>> from govie.show.words import ZH
    >>> period(Period("2024年", date(2024, 1, 1), date(2025, 1, 1), "year"), ZH)
    '2024-01-01 至 2024-12-31'
    """
    last = span.end - timedelta(days=1)
    return f"{span.start}" if last <= span.start else f"{span.start} {words['to']} {last}"


def text_cell(name: str, value: str | None) -> str:
    """Write a cell of plain text."""
    return f'<td class="{name}">{escape(value or "")}</td>'


def document_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write the name of the document."""
    return text_cell("document", document.id)


def indicator_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write what is measured."""
    return text_cell("INDICATOR", cleaned(fact.indicators))


def number_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write number and unit; the cell sorts by the amount, down being negative."""
    quantity = fact.quantity
    amount = number(quantity.value if quantity.value is not None else quantity.low) if quantity else None
    sort = "" if amount is None else f' data-n="{-amount if fact.attributes.sign == "-" else amount!r}"'
    bound = BOUNDS.get(fact.attributes.bound, "")
    value, unit = fact.number.clean or fact.value, cleaned(fact.units) or ""
    return f'<td class="NUMBER"{sort}>{bound}<b>{escape(value)}</b> <span>{escape(unit)}</span></td>'


def date_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write the date as published, else the period that holds; the cell sorts by its first day."""
    sort = f' data-n="{fact.period.start.toordinal()}"' if fact.period else ""
    shown = cleaned(fact.dates) or (name_period(fact.period.start, fact.period.end, words) if fact.period else "")
    quiet = "" if fact.dates else " quiet"
    return f'<td class="DATE{quiet}"{sort}>{escape(shown)}</td>'


def agency_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write the agency, quietly where it is not the sentence that names it."""
    own = cleaned(fact.agencies)
    return text_cell("AGENCY" if own else "AGENCY quiet", own or fact.agency_name)


def nature_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write what kind of number it is, and whether something does not agree with it."""
    kinds = [f"<i>{escape(kind)}</i>" for kind in nature(fact.attributes, words)]
    kinds += [f'<i class="doubt">{words["doubt"]}</i>'] if doubts else []
    return f'<td class="nature">{" ".join(kinds)}</td>'


def sentence_cell(document: Document, fact: Fact, words: Words, doubts: Sequence[str]) -> str:
    """Write the sentence with the fact's own words coloured; a long one is cut around its number."""
    own = [fact.number, *fact.indicators, *fact.units, *fact.dates, *fact.agencies]
    start, end = max(fact.sentence.start, fact.start - AROUND), min(fact.sentence.end, fact.end + AROUND)
    shown = "".join(spans(document.text, (start, end), own, words)).strip()
    before, after = "…" if start > fact.sentence.start else "", "…" if end < fact.sentence.end else ""
    return f'<td class="sentence" lang="zh-CN">{before}{shown}{after}</td>'


CELLS: Mapping[str, Callable[[Document, Fact, Words, Sequence[str]], str]] = {
    "document": document_cell,
    "INDICATOR": indicator_cell,
    "NUMBER": number_cell,
    "DATE": date_cell,
    "AGENCY": agency_cell,
    "nature": nature_cell,
    "sentence": sentence_cell,
}
