"""Documents and facts as html that stands alone: a page, or a piece of one for a notebook."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from govie.show.facts import PLAIN, fact_rows, fact_table, period
from govie.show.marks import marked
from govie.show.palette import asset, colours
from govie.show.words import LANGUAGES, ZH, Words
from govie.types import Document, Fact

NAMED = ("AGENCY", "INDICATOR", "NUMBER", "UNIT", "DATE")


def to_page(documents: Sequence[Document], *, language: str = "zh") -> str:
    """Give documents as one self-contained page: the texts beside a table that filters, sorts and lights up its words.

    `language`, zh or en, is that of the page's own words. The page loads nothing and runs no script but its own, also where
    the text holds markup. Its size is about thirty times that of the texts at most; every document is in it.
    """
    words = LANGUAGES[language]
    script = asset("page.js")
    allowed = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest(script)}'; base-uri 'none'; form-action 'none'"
    title = escape(documents[0].id if len(documents) == 1 and documents[0].id else "govie")
    return (
        f'<!doctype html>\n<html lang="{words["lang"]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>{title} · govie</title><style>{style()}</style></head>\n"
        f'<body><div class="govie page">{views(documents, words)}</div><script>{script}</script></body></html>\n'
    )


def to_html(document: Document) -> str:
    """Give one document as a piece of html for a notebook: its text beside the table of its facts."""
    return f'<div class="govie"><style>{style()}</style>{views([document], ZH)}</div><script>{asset("page.js")}</script>'


def facts_to_html(facts: Sequence[Fact], text: str) -> str:
    """Give facts as a table for a notebook, each with its sentence and its words there in colour; `text` is what they stand in."""
    columns = (*PLAIN, "sentence")
    table = fact_table(columns, fact_rows(Document(text, facts=tuple(facts)), "0", columns, ZH), ZH)
    panes = f'<div class="panes alone">{fact_pane(table, len(facts), ZH)}</div>'
    return f'<div class="govie"><style>{style()}</style>{panes}</div><script>{asset("page.js")}</script>'


def style() -> str:
    """Give the stylesheet."""
    return colours(".govie") + asset("page.css")


def digest(script: str) -> str:
    """Give the hash by which a page's policy knows its script."""
    return b64encode(sha256(script.encode()).digest()).decode()


def views(documents: Sequence[Document], words: Words) -> str:
    """Write head, texts and facts."""
    columns = PLAIN if len(documents) == 1 else ("document", *PLAIN)
    sections: list[str] = []
    rows: list[str] = []
    for place, document in enumerate(documents):
        sections.append(f"<section>{heading(document, words)}{marked(document, str(place), words)}</section>")
        rows += fact_rows(document, str(place), columns, words, len(rows))
    sheet = f'<div class="sheet">{"".join(sections)}<svg class="links" aria-hidden="true"></svg></div>'
    text = f'<div class="reading" tabindex="0" role="region" aria-label="{words["text_label"]}">{sheet}</div>'
    return f'<div class="panes">{text}{fact_pane(fact_table(columns, rows, words), len(rows), words)}</div>'


def heading(document: Document, words: Words) -> str:
    """Write what a document is: its name, and what it says of itself."""
    known = document.metadata
    told: list[str] = []
    if known and known.issuer:
        told.append(f"<span>{words['issuer']}</span> {escape(known.issuer.value)}")
    if known and known.published:
        told.append(f"<span>{words['published']}</span> {known.published.value}")
    if known and known.period:
        told.append(f"<span>{words['reported']}</span> {escape(period(known.period.value, words))}")
    title = known.title.value if known and known.title else document.id
    name = document.id if title != document.id else ""
    lines = [f"<h2>{escape(title)}</h2>" if title else "", f'<p class="name">{escape(name)}</p>' if name else ""]
    lines.append(f'<p class="told">{"".join(f"<em>{one}</em>" for one in told)}</p>' if told else "")
    head = "".join(lines)
    return f"<header>{head}</header>" if head else ""


def fact_pane(table: str, count: int, words: Words) -> str:
    """Write the filter, the legend, the table, and the place for what else is known of a fact."""
    if not count:
        return f'<div class="facts"><p class="hint">{words["empty"]}</p></div>'
    keys = "".join(f'<span class="e" data-l="{name}">{words[name]}</span>' for name in NAMED)
    return (
        f'<div class="facts"><div class="bar"><input type="search" aria-label="{words["filter"]}" placeholder="{words["filter"]}  /">'
        f'<output><b>{count}</b> {words["facts"]}</output></div><div class="legend" aria-label="{words["legend"]}">{keys}</div>'
        f'<div class="rows">{table}<p class="hint" hidden>{words["none"]}</p></div>'
        f'<div class="more" aria-live="polite"><p class="hint">{words["keys"]}</p></div></div>'
    )
