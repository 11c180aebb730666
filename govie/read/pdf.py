"""Pdf files: the text layer, lines joined where they were wrapped, page headers and numbers dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from govie.errors import ReadError
from govie.read.source import GAP, Content
from govie.read.streams import LARGEST_STREAM, is_bomb

MOST_CHARS = 20_000_000
CELL_GAP = 1.5
"""In heights of the type, as all of these: a gap as wide as this lies between two cells of a table."""
FREE, INDENT, NARROW = 1.6, 1.2, 12
"""A line is full that leaves less free at its end and is wider; a paragraph begins with a line that is indented by more."""
OTHER_SIZE = 0.1
LOOSE = 1.35
"""A paragraph begins where a line lies this much farther below the one before it than is usual on its page."""
EDGE = 2
"""Lines at the top and the foot of a page that may be its header, footer or number."""
_PAGE = re.compile(r"[-—–－·•]\s*\d{1,4}\s*[-—–－·•]|(?:第|共)\s*\d{1,4}\s*页.{0,12}")
_NUMBER = re.compile(r"\d{1,4}")


class Line(NamedTuple):
    """A line of a page in points: `top` down from the page's upper edge, `size` of its type; `cells` where wide gaps part it."""

    text: str
    left: float
    right: float
    top: float
    size: float
    cells: bool


def read_pdf(data: bytes, name: str) -> Content:
    """Read the text layer of a pdf; `meta` holds `pages`, the offset in the text at which each page begins.

    Raises ReadError for a file that is encrypted, damaged, without text, or more than a report, and where pypdfium2 is missing.
    """
    try:
        import pypdfium2
    except ImportError:
        raise ReadError(f"{name}: pdf files need pypdfium2; install govie[files]") from None
    if is_bomb(data):
        raise ReadError(f"{name}: unpacks to more than a report has ({LARGEST_STREAM:,} bytes of drawing at once); print it to a new pdf")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError(f"{name}: is encrypted; save a copy without a password") from None
        raise ReadError(f"{name}: not a pdf, or a damaged one; fetch or save it again") from None
    pages: list[list[Line]] = []
    try:
        characters = 0
        for number in range(len(document)):
            pages.append(read_page(document[number]))
            characters += sum(len(line.text) for line in pages[-1])
            if characters > MOST_CHARS:
                raise ReadError(f"{name}: more than {MOST_CHARS:,} characters; split the file")
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: page {len(pages) + 1} cannot be read ({error}); print the file to a new pdf") from None
    finally:
        document.close()
    if not any(c.isalnum() for page in pages for line in page for c in line.text):
        raise ReadError(f"{name}: no text layer, a scan perhaps; recognise its text (OCR) first")
    return join(body(pages))


def read_page(page: Any) -> list[Line]:
    """Read the lines of one page."""
    from pypdfium2 import raw

    height = page.get_height()
    layer = page.get_textpage()
    codes = [raw.FPDFText_GetUnicode(layer, i) for i in range(layer.count_chars())]
    breaks = [-1, *(i for i, code in enumerate(codes) if code in (10, 13)), len(codes)]
    lines = []
    for before, end in pairwise(breaks):
        places = [i for i in range(before + 1, end) if codes[i] not in (0x20, 0xA0, 0x3000)]
        if places:
            lines.append(measure(layer, codes, places, height))
    layer.close()
    page.close()
    return lines


def measure(layer: Any, codes: Sequence[int], places: Sequence[int], height: float) -> Line:
    """Write a line and measure it; a gap as wide as between cells is two spaces."""
    first, last = layer.get_charbox(places[0], loose=True), layer.get_charbox(places[-1], loose=True)
    size = first[3] - first[1]
    pieces, cells = [character(codes[places[0]])], False
    for before, after in pairwise(places):
        if after > before + 1:
            gap = layer.get_charbox(after, loose=True)[0] - layer.get_charbox(before, loose=True)[2]
            wide = gap > CELL_GAP * size
            cells |= wide
            pieces.append(GAP if wide else " ")
        pieces.append(character(codes[after]))
    text = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Line(text, first[0], last[2], height - first[3], size, cells)


def character(code: int) -> str:
    """Give the character of pdfium's code: a hyphen at a line's end comes as a sign of its own, a glyph without meaning as none."""
    return "-" if code in (0x02, 0xFFFE) else chr(code) if code else "\ufffd"


def body(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Take away page numbers, and headers and footers: what stands at the same edge of most pages, alike but for the page's number."""
    edges = [(number, foot, edge(lines, foot)) for number, lines in enumerate(pages) for foot in (0, 1)]
    seen = Counter(key for number, foot, lines in edges for line in lines for key in set(keys(line, number, foot)))
    repeated = {key for key, count in seen.items() if count >= max(3, len(pages) // 2 + 1)}
    kept = [list(lines) for lines in pages]
    for number, foot, lines in edges:
        for line in lines:
            if not (_PAGE.fullmatch(line.text) or line.text == str(number + 1) or not repeated.isdisjoint(keys(line, number, foot))):
                break
            if line in kept[number]:
                kept[number].pop(-1 if foot else 0)
    return kept


def edge(lines: Sequence[Line], foot: int) -> Sequence[Line]:
    """Give the lines at the top or the foot of a page, the outermost first."""
    return lines[: -EDGE - 1 : -1] if foot else lines[:EDGE]


def keys(line: Line, page: int, foot: int) -> Iterator[tuple[str, int, int]]:
    """Give what a line has in common with its like on other pages: its words, or its words but for a number that counts the pages."""
    yield line.text, 0, foot
    for match in _NUMBER.finditer(line.text):
        yield f"{line.text[: match.start()]}#{line.text[match.end() :]}", int(match[0]) - page, foot


def join(pages: Sequence[Sequence[Line]]) -> Content:
    """Write the lines, those of a paragraph as one, and note where each page begins."""
    prose = sorted((line.left, line.right) for page in pages for line in page if not line.cells)
    left = prose[len(prose) // 20][0] if prose else 0.0
    right = sorted(end for _, end in prose)[-1 - len(prose) // 20] if prose else 0.0
    pieces: list[str] = []
    starts, length = [], 0
    last: Line | None = None
    for page in pages:
        gaps = [below.top - above.top for above, below in pairwise(page) if below.top > above.top]
        usual = median(gaps) if gaps else 0.0
        begun = False
        for line in page:
            near = not begun or (last is not None and line.top - last.top <= LOOSE * usual)
            piece = (separator(last, line, left, right) if near else "\n") if last else ""
            if not begun:
                starts.append(length + len(piece))
                begun = True
            pieces += piece, line.text
            length += len(piece) + len(line.text)
            last = line
        if not begun:
            starts.append(length)
    return Content("".join(pieces), {"pages": starts})


def separator(above: Line, below: Line, left: float, right: float) -> str:
    """Give what stands between two lines: nothing where the first is full and the second goes on with it."""
    size = above.size
    full = above.right >= right - FREE * size and above.right - above.left >= NARROW * size and below.left <= left + INDENT * size
    if not full or above.cells or below.cells or abs(size - below.size) > OTHER_SIZE * size:
        return "\n"
    return " " if above.text[-1:].isascii() and above.text[-1:].isalpha() and below.text[:1].isascii() and below.text[:1].isalpha() else ""
