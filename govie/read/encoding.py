"""Bytes to characters: none lost, none guessed at without ground."""

from __future__ import annotations

import re
from itertools import islice

from govie.errors import ReadError

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
STATED = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
}
"""Encodings that a page may rightly name; any other name (iso-8859-1 is many a server's default) says nothing."""
COMMON = 0.65
"""Share of frequent characters above which an encoding is believed: a report has 0.9 and more, read by a wrong encoding 0.6 and less."""
SAMPLE = 20_000
_HIGH = re.compile(r"[^\x00-\x7f]")
_SURE = re.compile(r"[A-Za-z\u0800-\U0010ffff]")
_CHANCE = re.compile(r"[\x80-\u07ff]{2}")


def decode(data: bytes, name: str, stated: str | None = None) -> str:
    """Turn bytes into text; a byte order mark tells the encoding, else UTF-8 where it fits, else GB18030 or Big5.

    `stated` is a page's own word, which counts between those two. Raises ReadError where no encoding is sure.

    >>> decode("新增54家".encode("gb18030"), "a.txt")
    '新增54家'
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                shown = encoding.removesuffix("-sig").upper()
                raise ReadError(f"{name}: marked as {shown} but is not; save it as UTF-8 and try again") from None
    if b"\0" in data:
        return decode_unmarked(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = decode_chinese(data, stated)
        if found is None:
            where = f"byte 0x{data[error.start]:02X} at {error.start}, line {data.count(10, 0, error.start) + 1}"
            raise ReadError(f"{name}: neither UTF-8 ({where}) nor GB18030 or Big5; save it as UTF-8 and try again") from None
        return found
    return (decode_chinese(data, stated) or text) if may_be_chance(text) else text


def decode_unmarked(data: bytes, name: str) -> str:
    """Decode UTF-16 without its mark: half of the bytes of its digits and line breaks are zero."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and sum("\u4e00" <= c <= "\u9fff" or " " <= c <= "~" or c in "\r\n，。" for c in text) > COMMON * len(text):
            return text
    raise ReadError(f"{name}: holds zero bytes, so it is no text; save it as UTF-8 text, or give it the suffix of its kind")


def may_be_chance(text: str) -> bool:
    """Say whether the bytes of a short text in GB18030 may fit UTF-8 by chance: they give Latin to Arabic signs only, and no letters."""
    return not _SURE.search(text) and _CHANCE.search(text) is not None


def decode_chinese(data: bytes, stated: str | None) -> str | None:
    """Decode by GB18030 or Big5, whichever a page states or gives the more common characters; `None` where neither gives enough."""
    named = STATED.get((stated or "").lower())
    found: list[tuple[float, str]] = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        high = [match[0] for match in islice(_HIGH.finditer(text), SAMPLE)]
        own = sum(is_common(c, encoding) for c in high)
        other = sum(is_common(c, "gb18030") or is_common(c, "big5hkscs") for c in high)
        if other >= COMMON * max(1, len(high)):
            found.append(((own + other) / len(high) + 2 * (encoding == named), text))
    return max(found, key=lambda one: one[0])[1] if found else None


def is_common(char: str, encoding: str) -> bool:
    """Say whether a character is a sign or one of the frequent characters of an encoding, which come first in its table."""
    try:
        lead, trail = char.encode(encoding)
    except (UnicodeEncodeError, ValueError):
        return False
    if encoding == "gb18030":
        return trail >= 0xA1 and (0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7)
    return 0xA1 <= lead <= 0xC6
