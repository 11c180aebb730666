"""Files that take their name when they are whole: a broken run leaves what was there before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govie.errors import GovieError


def check_place(target: Path) -> None:
    """Raise GovieError where a file cannot be written."""
    try:
        if not target.parent.is_dir():
            raise GovieError(f"{target}: no folder {target.parent}; make it first")
        if target.is_dir():
            raise GovieError(f"{target}: is a folder; give a file name")
        part_of(target).touch()
        part_of(target).unlink()
    except OSError as error:
        raise refused(target, error) from None


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a file to write in, which becomes the target where nothing went wrong; raise GovieError where it cannot be written."""
    check_place(target)
    part = part_of(target)
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise (refused(target, error) if error.filename in (None, str(part)) else error) from None
    finally:
        part.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """Name the file that is written until it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def refused(target: Path, error: OSError) -> GovieError:
    """Say why the system does not let a file be written, and what to do."""
    return GovieError(f"{target}: cannot be written ({error.strerror or error}); check folder, permissions and space, or close the file")
