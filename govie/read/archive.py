"""Archives of reports, read one member at a time."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from govie.errors import ReadError
from govie.read.kinds import EXPECTED, is_report, parse
from govie.read.lines import read_lines
from govie.read.source import LARGEST, Source

BOMB = 100
"""Times its size that an archive may unpack to where that is more than `LARGEST`; text packs to a tenth."""
UTF8_NAME, ENCRYPTED = 0x800, 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What a damaged or strange archive raises."""


def read_zip(stream: IO[bytes], name: str) -> Iterator[Source | ReadError]:
    """Read the reports in a zip in the order of their names; what cannot be read comes as its error, and the rest goes on.

    Raises ReadError for an archive that is damaged, too large, or a bomb, and for one without a report.
    """
    size = stream.seek(0, 2)
    if size > LARGEST:
        raise ReadError(f"{name}: more than govie reads as an archive ({LARGEST:,} bytes); unpack it into a folder")
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise ReadError(f"{name}: not a zip archive, or a damaged one ({error}); fetch or pack it again") from None
    with archive:
        members = wanted(archive)
        if not members:
            raise ReadError(f"{name}: no file to read in this archive; expected {EXPECTED}")
        if sum(info.file_size for _, info in members) > max(LARGEST, BOMB * size):
            raise ReadError(f"{name}: unpacks to more than {BOMB} times its size, not read; unpack it into a folder if you trust it")
        for inside, info in members:
            try:
                yield from read_member(archive, info, f"{name}/{inside}", PurePosixPath(inside))
            except ReadError as error:
                yield error


def wanted(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """Give the reports in an archive with their names, in the order of these."""
    named = ((member_name(info), info) for info in archive.infolist())
    return sorted(((inside, info) for inside, info in named if is_wanted(inside)), key=lambda one: one[0])


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, inside: PurePosixPath) -> Iterator[Source | ReadError]:
    """Read one member."""
    suffix = inside.suffix.lower()
    if info.flag_bits & ENCRYPTED:
        raise ReadError(f"{name}: has a password; unpack the archive into a folder")
    if info.file_size > LARGEST:
        raise ReadError(f"{name}: unpacks to more than govie reads at once ({LARGEST:,} bytes); split the file")
    if suffix == ".zip":
        raise ReadError(f"{name}: an archive within an archive; unpack the outer one into a folder")
    try:
        with archive.open(info) as stream:
            if suffix == ".jsonl":
                yield from read_lines(stream, name, inside.stem)
                return
            data = stream.read(LARGEST + 1)
    except DAMAGED as error:
        raise ReadError(f"{name}: cannot be unpacked ({error or type(error).__name__}); pack the archive again") from None
    content = parse(data, name, suffix)
    yield Source(inside.stem, content.text, name, content.meta)


def member_name(info: zipfile.ZipInfo) -> str:
    """Give a member's name; Chinese Windows packs names in GBK and does not say so."""
    if info.flag_bits & UTF8_NAME or info.filename.isascii():
        return info.filename.replace("\\", "/")
    packed = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return packed.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename


def is_wanted(name: str) -> bool:
    """Say whether a member is a report; hidden ones and what a Mac adds are passed over."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts if part not in ("/", "..", "."))
    return not name.endswith("/") and not hidden and is_report(path.suffix.lower())
