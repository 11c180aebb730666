"""Whatever lies in a folder, each bad file is told of in bounded time and memory, and the rest is read."""

import csv
import io
import resource
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import IO

import docx
import pytest

from govie.errors import ReadError
from govie.read import files as files_room
from govie.read import read_all
from tests.read.test_pdf import FULL, error_of, pdf, stream

TEXT = "2024年，全市新增高新技术企业54家。"
PAGE = pdf([[(54, 500, FULL)]])
LOCKED = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>/ID[<00><00>]"
MOST_MEMORY = 3_000_000
"""KiB."""


def packed_pdf(drawing: bytes) -> bytes:
    """Write a pdf whose one page draws this, packed."""
    packed = zlib.compress(drawing, 9)
    start = PAGE.index(b"6 0 obj\n")
    body = b"6 0 obj\n<</Filter/FlateDecode/Length %d>>%s\n" % (len(packed), stream(packed).partition(b">>")[2])
    return PAGE[:start] + body + PAGE[PAGE.index(b"endobj", start) :]


def make_zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def word(document: str) -> bytes:
    """Write a Word file with this xml as its document."""
    file = io.BytesIO()
    docx.Document().save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return make_zip(parts | {"word/document.xml": document.encode()})


def bad_files() -> dict[str, tuple[bytes, str]]:
    """Give each bad file with the words of its error."""
    entities = '<!ENTITY a "bombs">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    return {
        "b-bomb.docx": (word(f"<!DOCTYPE x [{entities}]><x>&i;</x>"), "holds XML entities"),
        "c-bomb.zip": (make_zip({f"{n}.txt": bytes(30_000_000) for n in range(8)}), "unpacks to more than 100 times its size"),
        "d-locked.pdf": (pdf([[(54, 500, FULL)]], LOCKED), "is encrypted"),
        "e-cycle.pdf": (PAGE.replace(b"[7 0 R]", b"[2 0 R]"), "page 1 cannot be read"),
        "f-bomb.pdf": (packed_pdf(b"q " * 150_000_000), "unpacks to more than a report has"),
        "g-tags.html": (b"<b>" * (50_000_000 // 3), "more than 2,000,000 tags"),
        "h-wrong.pdf": (b"<!DOCTYPE html><p>54", "is a web page by its content"),
        "i-wrong.txt": (PAGE, "is a pdf by its content"),
        "j-picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xd8", "save it as UTF-8 text, or give it the suffix of its kind"),
    }


def test_a_folder_of_bombs(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = bad_files()
    for name, (data, _) in bad.items():
        (folder / name).write_bytes(data)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "deep.html").write_text("<div>" * 100_000 + TEXT, "utf-8")
    (folder / "facts.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "z.txt").write_text(TEXT, "utf-8")
    command = [sys.executable, "-m", "govie", "extract", str(folder), "-o", str(tmp_path / "out.csv")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 2
    told = {Path(name).name: reason for name, _, reason in (line[7:].partition(": ") for line in done.stderr.splitlines()[: len(bad)])}
    assert {name: reason[: len(told[name])] for name, (_, reason) in bad.items() if reason not in told[name]} == {}
    assert f"{len(bad)} failed:" in done.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as table:
        assert [(row["文件"], row["数值"]) for row in csv.DictReader(table)] == [("a", "54"), ("deep", "54"), ("z", "54")]
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 60
    assert after.ru_maxrss < MOST_MEMORY


def test_files_that_change_or_go_while_the_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    state = files_room.state

    def grown(file: IO[bytes]) -> tuple[int, int]:
        """Let somebody write to a file between a look at it and the next."""
        found = state(file)
        if Path(file.name).name == "c.txt":
            with Path(file.name).open("a", encoding="utf-8") as more:
                more.write(TEXT)
        return found

    monkeypatch.setattr(files_room, "state", grown)
    found = read_all([tmp_path])
    read = [next(found)]
    (tmp_path / "b.txt").unlink()
    read += found
    assert [str(one).split(": ")[1] if isinstance(one, ReadError) else one.id for one in read] == [
        "a",
        "no such file; check the name",
        "changed while it was read; read it again when nothing writes to it",
        "d",
    ]


def test_a_pdf_that_unpacks_to_much(tmp_path: Path) -> None:
    from govie.read.streams import is_bomb

    path = tmp_path / "a.pdf"
    twice = packed_pdf(zlib.compress(bytes(30_000_000)))
    for data in (packed_pdf(b"q " * 11_000_000), twice, PAGE + packed_pdf(bytes(19_000_000))[9:] * 11):
        assert "print it to a new pdf" in error_of(path, data)
    picture = packed_pdf(bytes(30_000_000)).replace(b"<</Filter/FlateDecode", b"<</Subtype/Image/Filter/FlateDecode")
    assert not any(map(is_bomb, (PAGE, picture, packed_pdf(bytes(19_000_000)), b"stream\n", b"1 0 obj stream\r\nxyz")))
