"""What a pdf's packed streams unpack to, found out before anything is made of them."""

from __future__ import annotations

import re
import zlib

LARGEST_STREAM, LARGEST_SUM = 20_000_000, 200_000_000
"""Bytes of drawing that one stream and all of them may unpack to; pdfium takes up to a hundred times as much for them."""
LAYERS = 3
"""How often a stream may be packed over again."""
_STREAM = re.compile(rb"stream\r?\n")
_OTHER = re.compile(rb"/Image\b|/Length1\b|/CIDFontType0C\b|/Type1C\b|/OpenType\b")
"""Pictures and fonts, which reading the text does not draw, and which are rightly large."""
REACH = 4096
"""Bytes before a stream in which what it is is looked for."""


def is_bomb(data: bytes) -> bool:
    """Say whether a pdf's drawing unpacks to more than a report has; takes bounded time and memory, whatever it is given.

    >>> is_bomb(b"1 0 obj<<>>stream\\n" + zlib.compress(bytes(30_000_000)) + b"\\nendstream")
    True
    """
    whole = 0
    for match in _STREAM.finditer(data):
        begin = data.rfind(b"obj", max(0, match.start() - REACH), match.start())
        if begin < 0 or _OTHER.search(data, begin, match.start()):
            continue
        size = unpacked_size(memoryview(data)[match.end() :])
        whole += size
        if size > LARGEST_STREAM or whole > LARGEST_SUM:
            return True
    return False


def unpacked_size(packed: bytes | memoryview) -> int:
    """Give how many bytes a stream unpacks to, at most one more than `LARGEST_STREAM`; 0 where it is not packed by zlib."""
    size = 0
    for _ in range(LAYERS):
        try:
            packed = zlib.decompressobj().decompress(packed, LARGEST_STREAM + 1)
        except zlib.error:
            break
        size = max(size, len(packed))
    return size
