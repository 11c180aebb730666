"""Word files: paragraphs and tables in order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from govie.errors import ReadError
from govie.read.raised import flat
from govie.read.source import LARGEST, Content, row_lines

LARGEST_XML = 40_000_000
"""Bytes of xml in a file; a report of a thousand pages has some ten million."""
DECLARED = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
"""A document type may define entities that blow up; Word writes none."""
SKIPPED = frozenset({"del", "moveFrom", "rt", "pPr", "rPr", "Fallback", "txbxContent"})
"""What Word does not show, shows twice, or shows in a box of its own."""
HIDDEN, OFF = ("strike", "dstrike", "vanish"), ("0", "false", "off")
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, name: str) -> Content:
    """Read the paragraphs of a Word file, a table row a line, text boxes after the paragraph they hang on.

    Raises ReadError for a file that is not Word's, is too large unpacked or holds xml entities, and where python-docx is missing.
    """
    try:
        from docx import Document
    except ImportError:
        raise ReadError(f"{name}: Word files need python-docx; install govie[files]") from None
    try:
        check(data, name)
        body = Document(BytesIO(data)).element.body
    except ReadError:
        raise
    except Exception as error:  # a damaged part may raise nearly anything in zipfile, lxml or python-docx
        raise ReadError(f"{name}: not a Word file, or a damaged one ({type(error).__name__}); open it in Word and save it again") from None
    text = "\n".join(blocks(body))
    if not text.strip() and next(body.iter("{*}blip"), None) is not None:
        raise ReadError(f"{name}: holds pictures and no text, a scan perhaps; recognise its text (OCR) first")
    return Content(text, {})


def check(data: bytes, name: str) -> None:
    """Refuse what would take too much memory, by what the archive says before it is unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        if sum(part.file_size for part in parts) > LARGEST or sum(part.file_size for part in xml) > LARGEST_XML:
            raise ReadError(f"{name}: unpacks to more than a report has ({LARGEST_XML:,} bytes of xml, {LARGEST:,} in all); split the file")
        if any(mark in content for content in map(archive.read, xml) for mark in DECLARED):
            raise ReadError(f"{name}: holds XML entities, which no Word file needs; open it in Word and save it again")


def kind(element: Any) -> str:
    """Give an element's tag without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def blocks(element: Any) -> Iterator[str]:
    """Give the lines of the paragraphs and tables in an element, in order."""
    for child in element:
        tag = kind(child)
        if tag == "p":
            yield words(child)
            for box in boxes(child):
                yield from blocks(box)
        elif tag == "tr":
            yield from row_lines([cell_text(cell) for cell in cells(child)])
        elif tag not in SKIPPED:
            yield from blocks(child)


def cells(row: Any) -> Iterator[Any]:
    """Give the cells of a row; one that spans columns comes once."""
    for child in row:
        if kind(child) == "tc":
            yield child
        elif kind(child) not in SKIPPED:
            yield from cells(child)


def cell_text(cell: Any) -> str:
    """Give the lines of a cell."""
    return "\n".join(blocks(cell))


def words(paragraph: Any) -> str:
    """Give the text of a paragraph as Word shows it, without what was struck out or hidden, raised figures as ² or not at all."""
    text = ""
    for is_raised, pieces in groupby(said(paragraph), itemgetter(0)):
        some = "".join(piece for _, piece in pieces)
        text += flat(text[-4:], some) if is_raised else some
    return text


def said(element: Any, *, is_raised: bool = False) -> Iterator[tuple[bool, str]]:
    """Give the pieces of text in an element, and whether each is raised."""
    for child in element:
        tag = kind(child)
        if tag == "t":
            yield is_raised, child.text or ""
        elif tag in SIGNS:
            yield is_raised, SIGNS[tag]
        elif tag == "r":
            look = {kind(one): value(one) for properties in child.iterchildren("{*}rPr") for one in properties}
            if all(look.get(name, "0") in OFF for name in HIDDEN):
                yield from said(child, is_raised=look.get("vertAlign") == "superscript")
        elif tag not in SKIPPED:
            yield from said(child, is_raised=is_raised)


def value(element: Any) -> str:
    """Give what a property of a run is set to; one that is only named is on."""
    return next((text for name, text in element.attrib.items() if name.rpartition("}")[2] == "val"), "1")


def boxes(element: Any) -> Iterator[Any]:
    """Give the text boxes that hang on a paragraph."""
    for child in element:
        if kind(child) == "txbxContent":
            yield child
        elif kind(child) not in SKIPPED:
            yield from boxes(child)
