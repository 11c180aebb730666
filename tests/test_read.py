import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from govie.errors import ReadError
from govie.read import Source, read, read_all
from govie.read import archive as archive_room
from govie.read import files as files_room
from govie.read import lines as lines_room

TEXT = "2024年，全市新增高新技术企业54家。"
BIG5 = "2024年，全市新增高新技術企業54家，較上年增加三成。"


def error_of(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def all_of(*paths: str | Path) -> tuple[list[Source], list[str]]:
    found = list(read_all(paths))
    return [x for x in found if isinstance(x, Source)], [str(x) for x in found if isinstance(x, ReadError)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("text", [TEXT, "54家", "增长9%\r\n共3家\n"])
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "a.TXT"
    path.write_bytes(text.encode(encoding))
    assert read(path) == text


def test_big_endian_utf16_with_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read(path) == TEXT


@pytest.mark.parametrize("text", [BIG5, "新竹市", "54家", "臺北市政府工作報告"])
def test_big5(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("big5"))
    assert read(path) == text


@pytest.mark.parametrize("text", ["联通", "移动联通54户", "“54”", "①54%～60％", "㈠𠀀家，新增的企业", "發展規劃已經實施", "衢州3家"])
def test_gb18030_of_any_length_and_sign(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("gb18030"))
    assert read(path) == text


@pytest.mark.parametrize("text", ["", " \n", "54±2", "25°C", "Región, más café", "Привет, мир", "a\ufffdb", "m²"])
def test_other_text_in_utf8_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert read(path) == text


def test_long_and_late_gb18030(tmp_path: Path) -> None:
    text = "1234567890\n" * 50_000 + TEXT
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("gb18030"))
    assert read(path) == text


@pytest.mark.parametrize("cut", [(1, 20), (2, 3000)])
def test_invalid_utf8_is_an_error_that_says_where(tmp_path: Path, cut: tuple[int, int]) -> None:
    line, repeat = cut
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\n" * (line - 1) + (TEXT * repeat).encode() + b"\xff" + TEXT.encode())
    message = error_of(path)
    assert f"line {line}" in message
    assert "0xFF" in message
    assert "UTF-8" in message.split(";")[-1]


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"\xff\xfe\xfd\x00\x81", "marked as UTF-16"), (b"\xef\xbb\xbf\xff", "marked as UTF-8"), (b"\x00\x01\x02" * 9, "zero bytes")],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert message in error_of(path)


def test_one_line_of_five_megabytes(tmp_path: Path) -> None:
    text = TEXT * (5_000_000 // len(TEXT.encode()))
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert read(path) == text


def test_markdown_loses_its_marks_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    lines = ["## 一、工业", "", '> 新增 **54** 家，见[公报](http://a.cn/b.html "x")。', "2*3*4 与 a_b_c", "* 出口增长9%"]
    path.write_text("\n".join([*lines, "| 指标 | 数值 |", "|:---|---:|", "| 出口 | **9%** |", "甲|乙"]), "utf-8")
    expected = ["一、工业", "", "新增 54 家，见公报。", "2*3*4 与 a_b_c", "* 出口增长9%", "指标  数值", "出口  9%", "甲|乙"]
    assert read(path).split("\n") == expected


def test_lines_are_documents_and_bad_ones_are_told_by_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = {"id": 0, "text": TEXT, "meta": {"source": "x"}}
    bad = ['{"text": 1}', "{", "[]", '{"text": "a", "meta": []}', '{"text": "a\\ud800"}', "[" * 100_000, "\xff"]
    data = [b"\xef\xbb\xbf" + json.dumps(good).encode(), b"", *(line.encode("latin-1") for line in bad), b'{"text": ""}']
    path.write_bytes(b"\n".join(data))
    sources, errors = all_of(path)
    assert sources == [Source("0", TEXT, str(path), {"source": "x"}), Source("a-10", "", str(path))]
    assert [error.split(": ")[0] for error in errors] == [f"{path}:{number}" for number in range(3, 10)]
    assert all("; " in error or "expected" in error for error in errors)


def test_lines_in_other_encodings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": TEXT}, ensure_ascii=False)
    path.write_bytes(line.encode("gb18030"))
    assert all_of(path)[0][0].text == TEXT
    path.write_bytes(line.encode("utf-16"))
    assert "UTF-16; save the file as UTF-8" in all_of(path)[1][0]
    path.write_text(line + "\n" + "x" * 100, "utf-8")
    monkeypatch.setattr(lines_room, "LARGEST", 90)
    sources, errors = all_of(path)
    assert (len(sources), [f"{path}:2: a line of more than 90 bytes" in error for error in errors]) == (1, [True])


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_zip_gives_its_reports_and_their_errors(tmp_path: Path) -> None:
    inner = {
        "b/年报.txt": TEXT.encode("gb18030"),
        "a.html": f"<p>{TEXT}".encode(),
        "c.jsonl": b'{"text": "x"}\n{',
        "d.pdf": b"%PDF-",
        "e.txt": b"\xff",
    }
    passed_over = {"__MACOSX/a.txt": b"x", ".git/a.txt": b"x", "~$a.docx": b"x", "photo.jpg": b"x"}
    path = make_zip(tmp_path / "a.zip", {**inner, **passed_over, "z.zip": b"x", "old.doc": b"x", "../../up.txt": b"up"})
    sources, errors = all_of(path)
    assert {(s.id, s.text, s.path) for s in sources} == {
        ("年报", TEXT, f"{path}/b/年报.txt"),
        ("a", TEXT, f"{path}/a.html"),
        ("c-1", "x", f"{path}/c.jsonl"),
        ("up", "up", f"{path}/../../up.txt"),
    }
    assert [error.removeprefix(f"{path}/").split(":")[0] for error in errors] == ["c.jsonl", "d.pdf", "e.txt", "old.doc", "z.zip"]


def test_zip_names_from_windows_and_mac(tmp_path: Path) -> None:
    for name in ("工作报告.txt".encode("gbk"), "工作报告.txt".encode()):
        path = make_zip(tmp_path / "a.zip", {"x" * len(name): TEXT.encode()})
        path.write_bytes(path.read_bytes().replace(b"x" * len(name), name))
        assert [s.id for s in all_of(path)[0]] == ["工作报告"]


def test_zip_bombs_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_room, "LARGEST", 100_000)
    one = make_zip(tmp_path / "one.zip", {"a.txt": b"0" * 100_001, "b.txt": b"54", "c.txt": os.urandom(2000).hex().encode()})
    many = make_zip(tmp_path / "many.zip", {f"{i}.txt": b"0" * 99_000 for i in range(50)})
    honest = make_zip(tmp_path / "honest.zip", {f"{i}.txt": os.urandom(4).hex().encode() * 2000 for i in range(50)})
    monkeypatch.setattr(archive_room, "BOMB", 200)
    sources, errors = all_of(one, many, honest)
    assert [s.id for s in sources] == ["b", "c", *sorted(map(str, range(50)))]
    assert [error.split(": ")[0] for error in errors] == [f"{one}/a.txt", str(many)]
    many.write_bytes(b"x" * 100_001)
    assert "unpack it into a folder" in all_of(many)[1][0]


def test_damaged_and_locked_zips(tmp_path: Path) -> None:
    whole = make_zip(tmp_path / "a.zip", {"a.txt": os.urandom(300).hex().encode(), "b.txt": b"54"}).read_bytes()
    cases = {"not.zip": b"PK\x03\x04 not", "empty.zip": b"", "none.zip": make_zip(tmp_path / "c.zip", {"a.jpg": b"x"}).read_bytes()}
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        assert all_of(tmp_path / name)[1][0].startswith(f"{tmp_path / name}: ")
    (tmp_path / "crc.zip").write_bytes(whole[:60] + b"\xff\xff\xff" + whole[63:])
    sources, errors = all_of(tmp_path / "crc.zip")
    assert ([s.id for s in sources], "crc.zip/a.txt: cannot be unpacked" in errors[0]) == (["b"], True)
    locked = bytearray(whole)
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert "locked.zip/a.txt: has a password" in all_of(tmp_path / "locked.zip")[1][0]


def test_folder_is_read_to_the_last_file(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/deep/c.txt", ".hidden.txt", ".git/d.txt", "~$e.docx", "photo.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "a2.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    os.mkfifo(tmp_path / "pipe.txt")
    sources, errors = all_of(tmp_path)
    assert [s.id for s in sources] == ["a", "b", "c"]
    told = [Path(error.split(": ")[0]).name for error in errors]
    assert told == ["a2.pdf", "gone.txt", "old.doc", "pipe.txt"]
    assert "save it as .docx" in errors[2]


def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may read anything, so the refusals are made."""
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    opened, scanned = Path.open, os.scandir

    def open_(self: Path, *rest: object, **more: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *rest, **more)  # type: ignore[arg-type, call-overload]

    def scan(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scanned(path)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(os, "scandir", scan)
    sources, errors = all_of(tmp_path)
    assert [s.id for s in sources] == ["b"]
    assert [Path(error.split(": ")[0]).name for error in errors] == ["a.txt", "locked"]
    assert all("permissions" in error for error in errors)


def test_paths_that_are_no_reports(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    names = ["missing.txt", "empty", "a\0b.txt", "长" * 200 + ".txt", "/dev/zero", "missing.zip", "missing.jsonl"]
    sources, errors = all_of(*(tmp_path / name for name in names))
    assert sources == []
    assert all(error.startswith(str(tmp_path / name)) for name, error in zip(names, errors, strict=True))
    assert "no such file" in errors[0]
    assert "a device" in errors[4]


@pytest.mark.parametrize(
    ("name", "message"), [("a.jsonl", "read_all"), ("a.zip", "read_all"), ("", "read_all"), ("a.xyz", ".docx"), ("a", "without a suffix")]
)
def test_read_takes_one_report(tmp_path: Path, name: str, message: str) -> None:
    if name:
        (tmp_path / name).write_bytes(b"x")
    assert message in error_of(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        *(("a.txt", b"%PDF-1.7", ".pdf"), ("a.html", b"PK\x03\x04", ".docx"), ("a.md", b"\n<!DOCTYPE HTML><p>x", ".html")),
        *(
            ("a.docx", b"<html>x", ".html"),
            ("a.pdf", b"<!doctype html>x", ".html"),
            ("a.docx", b"%PDF-1.7", ".pdf"),
            ("a.pdf", b"", "empty"),
        ),
    ],
)
def test_wrong_suffix_is_told_with_the_right_one(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert message in error_of(tmp_path / name)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_room, "LARGEST", 10)
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    assert "split the file" in error_of(tmp_path / "a.txt")


def test_standard_input_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (TEXT.encode(), TEXT.encode("gb18030"), f"<html><nav>首页</nav><p>{TEXT}</p>".encode()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert all_of("-")[0] == [Source("stdin", TEXT, "-")]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert all_of("-", tmp_path / "no.txt")[1][0].startswith("standard input: ")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names in other encodings")
def test_file_names_from_an_old_windows(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "年报.txt".encode("gbk"))).write_text(TEXT, "utf-8")
    assert [s.id for s in all_of(tmp_path)[0]] == ["年报"]
