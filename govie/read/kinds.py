"""The kinds of file that reports come in, and how to tell one from another."""

from __future__ import annotations

import re
from collections.abc import Callable

from govie.errors import ReadError
from govie.read.html import read_html
from govie.read.pdf import read_pdf
from govie.read.plain import read_markdown, read_plain
from govie.read.source import Content
from govie.read.word import read_docx

READERS: dict[str, Callable[[bytes, str], Content]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".shtml": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
MANY = (".jsonl", ".zip")
"""Kinds that hold several reports."""
FOREIGN = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "open it in Word or WPS and save it as .docx"),
    **dict.fromkeys((".xls", ".xlsx", ".et"), "open it in Excel or WPS and copy its tables into a .docx"),
    **dict.fromkeys((".ppt", ".pptx", ".dps"), "open it in PowerPoint or WPS and save it as .pdf"),
    **dict.fromkeys((".ofd", ".ceb"), "open it in its reader and save it as .pdf"),
    **dict.fromkeys((".mht", ".mhtml"), "open it in a browser and save the page as .html"),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tar"), "unpack it"),
}
"""Kinds that hold reports too, which govie does not read, and what to do with them."""
SHEETS = frozenset({".xls", ".xlsx", ".et"})
"""Kinds that lie in folders beside reports, such as what govie itself writes; they are told of only where they are named."""
EXPECTED = ", ".join((*READERS, *MANY))
PAGE = re.compile(rb"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
WORD = "a Word file before 2007 or one with a password"
FOUND = {"a pdf": ".pdf", "a zip archive or a Word file": ".docx", WORD: ".docx", "a web page": ".html"}


def parse(data: bytes, name: str, suffix: str) -> Content:
    """Read a report's bytes as the kind that its suffix names, in lower case.

    Raises ReadError for a kind that govie does not read and for bytes that are plainly another kind.
    """
    reader = READERS.get(suffix)
    if reader is None:
        raise ReadError(unknown(name, suffix))
    found = tell(data)
    if found and READERS.get(FOUND[found]) is not reader:
        raise ReadError(f"{name}: is {found} by its content; give it the right suffix ({FOUND[found]})")
    if found == WORD:
        raise ReadError(f"{name}: is {WORD}; open it in Word and save it as .docx without a password")
    if not data and reader in (read_docx, read_pdf):
        raise ReadError(f"{name}: is empty (0 bytes); fetch it again")
    return reader(data, name)


def tell(data: bytes) -> str | None:
    """Tell the kind of a file by how it begins; `None` for text.

    >>> tell(b"%PDF-1.7 ..."), tell("新增54家".encode())
    ('a pdf', None)
    """
    begin = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"%PDF-"):
        return "a pdf"
    if begin.startswith(b"PK\x03\x04"):
        return "a zip archive or a Word file"
    if begin.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return WORD
    wide = begin.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "a web page" if PAGE.match(begin.replace(b"\0", b"")[2:] if wide else begin) else None


def is_report(suffix: str) -> bool:
    """Say whether a file in a folder or archive is to be read, or named where it cannot be."""
    return suffix in READERS or suffix in MANY or (suffix in FOREIGN and suffix not in SHEETS)


def unknown(name: str, suffix: str) -> str:
    """Say what to do with a kind of file that govie does not read."""
    return f"{name}: govie does not read {suffix or 'files without a suffix'}; {FOREIGN.get(suffix, f'expected {EXPECTED}')}"
