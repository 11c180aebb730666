"""Files to text: plain, html, docx, pdf, json lines; encodings; folders and standard input."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govie.errors import ReadError

LARGEST = 200_000_000
"""Bytes of a file; a larger one is refused, and so is a docx that unpacks to more."""
DEEPEST = 500
DROPPED = "script,style,noscript,template,svg,iframe,form,button,select,nav,footer,head title"
BLOCKS = frozenset("p div li tr h1 h2 h3 h4 h5 h6 section article table ul ol br hr dt dd blockquote pre header center td th".split())  # noqa: SIM905
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
COMMON_CHARS = 0.6


@dataclass(frozen=True)
class Source:
    """A text to read facts from, with the id that its results go by."""

    id: str
    text: str
    path: str
    meta: dict[str, Any] = field(default_factory=dict)


def read(path: str | Path) -> str:
    """Read a report's text from a .txt, .md, .html, .docx or .pdf file.

    Encodings are told by byte order mark, html's own word, or what decodes: UTF-8, then GB18030.
    Raises ReadError, which names the file and what to do, for a file that cannot be read as a report.
    """
    target = Path(path)
    reader = READERS.get(target.suffix.lower())
    if reader is None:
        raise ReadError(f"{target}: unknown kind of file {target.suffix or '(no suffix)'!r}; expected {', '.join(READERS)} or .jsonl")
    try:
        size = target.stat().st_size
        if size > LARGEST:
            raise ReadError(f"{target}: {size:,} bytes is more than govie reads at once ({LARGEST:,}); split the file")
        data = target.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{target}: no such file; check the name") from None
    except OSError as error:
        raise ReadError(f"{target}: cannot be read ({error.strerror}); check its permissions") from None
    return reader(data, str(target))


def read_all(paths: Iterable[str]) -> Iterator[Source | ReadError]:
    """Read files, folders, .jsonl files and `-` in order; what cannot be read comes as its error, and the rest goes on."""
    for name in paths:
        try:
            if name == "-":
                yield Source("stdin", decode(sys.stdin.buffer.read(), "standard input"), "-")
            else:
                yield from read_path(Path(name))
        except ReadError as error:
            yield error


def read_path(path: Path) -> Iterator[Source | ReadError]:
    """Read one path: a folder gives the files in it that govie knows, in the order of their names."""
    if path.is_dir():
        known = sorted(p for p in path.rglob("*") if p.suffix.lower() in (*READERS, ".jsonl") and not p.name.startswith((".", "~$")))
        if not known:
            yield ReadError(f"{path}: no file to read in this folder; expected {', '.join(READERS)} or .jsonl")
        for one in known:
            try:
                yield from read_path(one)
            except ReadError as error:
                yield error
    elif path.suffix.lower() == ".jsonl":
        yield from read_lines(path)
    else:
        yield Source(path.stem, read(path), str(path))


def read_lines(path: Path) -> Iterator[Source | ReadError]:
    """Read json lines with a `text` key each; `id` names the document, else file name and line number do."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(decode(line, f"{path}:{number}"))
                except (ValueError, RecursionError):
                    yield ReadError(f"{path}:{number}: not JSON; expected an object a line with a `text` key")
                    continue
                if not isinstance(record, dict) or not isinstance(record.get("text"), str):
                    yield ReadError(f"{path}:{number}: no `text`; expected a JSON object with a `text` string")
                    continue
                yield Source(str(record.get("id") or f"{path.stem}-{number}"), record["text"], str(path), record.get("meta") or {})
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check name and permissions") from None


def decode(data: bytes, name: str) -> str:
    """Turn bytes into text without losing any; raise ReadError where no encoding is sure."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return strictly(data, encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = error.start
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if looks_chinese(text, encoding):
            return text
    raise ReadError(f"{name}: neither UTF-8 (bad byte at {bad}) nor GB18030; save it as UTF-8 and try again")


def strictly(data: bytes, encoding: str, name: str) -> str:
    """Decode by a stated encoding."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise ReadError(f"{name}: says it is {encoding} but is not; save it as UTF-8 and try again") from None


def looks_chinese(text: str, encoding: str) -> bool:
    """Say whether most characters are common ones: text read by a wrong encoding is full of rare ones."""
    high = [c for c in text if c > "\u2e7f"]
    if encoding == "big5":
        lead = [c.encode("big5")[0] for c in high]
        common = sum(0xA1 <= b <= 0xC6 for b in lead)
    else:
        lead = [c.encode("gb18030")[0] for c in high]
        common = sum(0xA1 <= b <= 0xA3 or 0xB0 <= b <= 0xD7 for b in lead)
    return bool(high) and common >= COMMON_CHARS * len(high)


def read_plain(data: bytes, name: str) -> str:
    """Read plain text and Markdown."""
    return decode(data, name)


def read_html(data: bytes, name: str) -> str:
    """Read the text of a page, one block a line, without scripts, menus and footer."""
    from selectolax.lexbor import LexborHTMLParser

    stated = CHARSET.search(data[:4096])
    text = decode_html(data, stated[1].decode("ascii") if stated else None, name)
    tree = LexborHTMLParser(text)
    for node in tree.css(DROPPED):
        node.decompose()
    if tree.body is None:
        raise ReadError(f"{name}: no text in this page; is it html?")
    pieces: list[str] = []
    for node in tree.body.traverse(include_text=True):
        if node.tag == "-text":
            pieces.append(re.sub(r"\s+", " ", node.text(deep=False) or ""))
        elif node.tag in BLOCKS:
            pieces.append("\n")
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    found = "\n".join(line for line in lines if line)
    if not found:
        raise ReadError(f"{name}: no text in this page; if a browser shows some, save the page from the browser")
    return found


def decode_html(data: bytes, stated: str | None, name: str) -> str:
    """Decode a page by its own word where that is true, else by what decodes."""
    if stated:
        try:
            return data.decode("gb18030" if stated.lower() in ("gb2312", "gbk") else stated)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name)


def read_docx(data: bytes, name: str) -> str:
    """Read paragraphs and tables of a Word file in order; a table row is a line."""
    from io import BytesIO

    try:
        import docx
    except ImportError:
        raise ReadError(f"{name}: Word files need python-docx; install govie[files]") from None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(x.file_size for x in archive.infolist()) > LARGEST:
                raise ReadError(f"{name}: unpacks to more than {LARGEST:,} bytes, not read")
            if any(x.filename.endswith(".xml") and b"<!ENTITY" in archive.read(x)[:65536] for x in archive.infolist()):
                raise ReadError(f"{name}: holds XML entities, not read")
        document = docx.Document(BytesIO(data))
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(f"{name}: not a Word file, or a damaged one ({type(error).__name__}); open it in Word and save it again") from None
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def read_pdf(data: bytes, name: str) -> str:
    """Read the text layer of a pdf, pages joined by line breaks."""
    try:
        import pypdfium2
    except ImportError:
        raise ReadError(f"{name}: pdf files need pypdfium2; install govie[files]") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        why = "it is encrypted: save a copy without a password" if "assword" in str(error) else "not a pdf, or a damaged one"
        raise ReadError(f"{name}: cannot be opened ({why})") from None
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: a page cannot be read ({error}); print it to a new pdf") from None
    finally:
        document.close()
    text = "\n".join(pages).replace("\r\n", "\n")
    if not text.strip():
        raise ReadError(f"{name}: no text layer, a scan perhaps; recognise its text (OCR) first")
    return text


READERS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
