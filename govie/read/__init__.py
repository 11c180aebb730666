"""Files to text: plain, Markdown, html, docx, pdf, json lines, zip; encodings; folders and standard input."""

from govie.read.chunks import chunks
from govie.read.files import count_all, read, read_all
from govie.read.source import Source

__all__ = ["Source", "chunks", "count_all", "read", "read_all"]
