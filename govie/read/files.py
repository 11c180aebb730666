"""Paths to texts: files, folders, archives, standard input; what cannot be read is an error that the rest does not feel."""

from __future__ import annotations

import os
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from govie.errors import ReadError
from govie.read.archive import DAMAGED, read_zip, wanted
from govie.read.kinds import EXPECTED, FOUND, MANY, is_report, parse, tell, unknown
from govie.read.lines import read_lines
from govie.read.source import LARGEST, Content, Source, plain_name


def read(path: str | Path) -> str:
    """Read a report's text from a .txt, .md, .html, .docx or .pdf file.

    Raises ReadError, which names the file and what to do, for a file that cannot be read as one report; `read_all` reads
    folders, .zip and .jsonl.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix in MANY or is_folder(target):
        what = "a folder" if suffix not in MANY else f"a {suffix} file"
        raise ReadError(f"{target}: {what} may hold several reports; read it with govie.read.read_all([path])")
    return content(target).text


def read_all(paths: Iterable[str | Path], *, without: Path | None = None) -> Iterator[Source | ReadError]:
    """Read files, folders, .zip, .jsonl and `-` in order; what cannot be read comes as its error, and the rest goes on.

    One file is in memory at a time, and one member of a .zip or line of a .jsonl. The resolved path `without` is passed over in folders.
    """
    for name in paths:
        try:
            if str(name) == "-":
                yield read_standard_input()
            elif str(name) == "":
                raise ReadError("'': an empty name; give a file or folder")
            else:
                yield from read_path(Path(name), without)
        except ReadError as error:
            yield error


def count_all(paths: Iterable[str | Path], *, without: Path | None = None) -> int:
    """Count what `read_all` will give, errors included, without reading the reports; files that change meanwhile make it wrong."""
    return sum(1 if str(name) == "-" else count_path(Path(name), without) for name in paths)


def count_path(path: Path, without: Path | None) -> int:
    """Count the documents of one path; what cannot be counted is one."""
    if is_folder(path):
        return sum(1 if isinstance(one, ReadError) else count_path(one, without) for one in find(path, without)) or 1
    try:
        if path.suffix.lower() == ".jsonl":
            with opened(path) as stream:
                return sum(1 for line in stream if line.strip()) or 1
        if path.suffix.lower() == ".zip":
            with opened(path) as stream, zipfile.ZipFile(stream) as archive:
                return len(wanted(archive)) or 1
    except (ReadError, *DAMAGED):
        pass
    return 1


def read_path(path: Path, without: Path | None = None) -> Iterator[Source | ReadError]:
    """Read one path; a folder gives its own reports in the order of their names, then those of its folders."""
    if is_folder(path):
        found = False
        for one in find(path, without):
            found = True
            if isinstance(one, ReadError):
                yield one
                continue
            try:
                yield from read_path(one, without)
            except ReadError as error:
                yield error
        if not found:
            yield ReadError(f"{path}: no file to read in this folder; expected {EXPECTED}")
    elif path.suffix.lower() == ".jsonl":
        with opened(path) as stream:
            yield from read_lines(stream, str(path), plain_name(path.stem))
    elif path.suffix.lower() == ".zip":
        with opened(path) as stream:
            yield from read_zip(stream, str(path))
    else:
        one_report = content(path)
        yield Source(plain_name(path.stem), one_report.text, str(path), one_report.meta)


def read_standard_input() -> Source:
    """Read one report from standard input; the bytes tell its kind."""
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ReadError(f"standard input: more than {LARGEST:,} bytes; give smaller parts")
    found = parse(data, "standard input", FOUND.get(tell(data) or "", ".txt"))
    return Source("stdin", found.text, "-", found.meta)


def content(path: Path) -> Content:
    """Read one file that holds one report."""
    suffix = path.suffix.lower()
    with opened(path) as stream:
        if not is_report(suffix):
            raise ReadError(unknown(str(path), suffix))
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ReadError(f"{path}: more than govie reads at once ({LARGEST:,} bytes); split the file, or read it by govie.read.chunks")
    return parse(data, str(path), suffix)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open an ordinary file; what the system says against it becomes a ReadError, and so does a change while it is open."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(f"{path}: is a device or a pipe; give a file, or - to read standard input")
        with path.open("rb") as stream:
            before = state(stream)
            yield stream
            if state(stream) != before:
                raise ReadError(f"{path}: changed while it was read; read it again when nothing writes to it")
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file; check the name") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check its permissions") from None
    except ValueError as error:
        raise ReadError(f"{path!s}: cannot be a name ({error}); check it") from None


def state(stream: IO[bytes]) -> tuple[int, int]:
    """Give a file's size and the time of its last change."""
    told = os.fstat(stream.fileno())
    return told.st_size, told.st_mtime_ns


def find(folder: Path, without: Path | None = None) -> Iterator[Path | ReadError]:
    """Find the reports in a folder and its folders, links followed once; hidden files and those of an open Word are passed over.

    So is the resolved path `without`.
    """
    refused: list[OSError] = []
    seen: set[tuple[int, int]] = set()
    for root, folders, names in os.walk(folder, onerror=refused.append, followlinks=True):
        at = Path(root).stat()
        if (at.st_dev, at.st_ino) in seen:
            folders.clear()
            continue
        seen.add((at.st_dev, at.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and is_report(Path(name).suffix.lower()):
                path = Path(root, name)
                if without is None or name != without.name or path.resolve() != without:
                    yield path
    for error in refused:
        yield ReadError(f"{error.filename}: folder cannot be read ({error.strerror}); check its permissions")


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder that can be seen."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
