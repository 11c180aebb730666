"""Folders in one go: progress, summary, a broken run that goes on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govie.cli import cli
from govie.cli.progress import Progress
from govie.errors import GovieError, ReadError
from govie.extractor import Extractor, extract
from govie.journal import Journal
from govie.read import count_all, read_all
from govie.types import Document

TEXTS = [f"2024年，全市新增高新技术企业{n}家。" for n in (54, 31, 8, 112)]


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for n, text in enumerate(TEXTS):
        (tmp_path / "in" / f"{n}.txt").write_text(text, "utf-8")
    return tmp_path


def test_summary_tells_failures_by_reason(folder: Path) -> None:
    for name in ("a.doc", "b.wps", "e.ppt", "g.doc"):
        (folder / "in" / name).write_bytes(b"x")
    (folder / "in" / "photo.jpg").write_bytes(b"x")
    result = run("extract", folder / "in", "-o", folder / "out.csv")
    assert result.exit_code == 2
    summary = result.stderr[result.stderr.index("out.csv: ") :]
    assert "4 documents, 4 facts" in summary
    assert "4 failed:" in summary
    assert "2 × govie does not read .doc; open it in Word or WPS and save it as .docx" in summary
    assert all(f"govie does not read {suffix};" in summary for suffix in (".wps", ".ppt"))
    assert "photo" not in result.stderr


def test_spreadsheets_in_a_folder_are_passed_over(folder: Path) -> None:
    for name in ("facts.xlsx", "b.xls", "c.et"):
        (folder / "in" / name).write_bytes(b"PK\x03\x04")
    result = run("extract", folder / "in", "-o", folder / "out.csv")
    assert (result.exit_code, "failed" in result.stderr, "4 documents" in result.stderr) == (0, False, True)
    named = run("extract", folder / "in" / "b.xls", "-o", folder / "out.csv")
    assert (named.exit_code, "copy its tables into a .docx" in named.stderr) == (2, True)


def test_a_wrong_output_is_told_before_anything_is_read(folder: Path) -> None:
    result = run("extract", folder / "in", "-o", folder / "x.doc")
    assert "unknown suffix" in str(result.exception)
    assert not list(folder.glob(".*"))


def test_quiet_tells_errors_only(folder: Path) -> None:
    assert run("extract", folder / "in", "-o", folder / "out.csv", "--quiet").stderr == ""
    result = run("extract", folder / "in", folder / "no.txt", "-o", folder / "out.csv", "--quiet")
    assert (result.exit_code, result.stderr.count("\n"), "no such file" in result.stderr) == (2, 1, True)


def test_output_in_the_folder_is_no_report(folder: Path) -> None:
    out = folder / "in" / "facts.xlsx"
    out.write_bytes(b"old")
    assert run("extract", folder / "in", "-o", out).exit_code == 0
    assert not list((folder / "in").glob(".*"))


def test_broken_run_goes_on_without_reading_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, out = folder / "whole.jsonl", folder / "out.jsonl"
    run("extract", folder / "in", "-o", whole)
    read, pipe = [], Extractor.pipe

    def broken(self: Extractor, reports: object) -> Iterator[Document]:
        for n, document in enumerate(pipe(self, reports)):  # type: ignore[arg-type]
            if n == 2:
                raise KeyboardInterrupt
            yield document

    def counted(self: Extractor, reports: object) -> Iterator[Document]:
        for document in pipe(self, reports):  # type: ignore[arg-type]
            read.append(document.id)
            yield document

    monkeypatch.setattr(Extractor, "pipe", broken)
    assert "--resume" in run("extract", folder / "in", "-o", out).stderr
    assert not out.exists()
    journal = folder / ".out.jsonl.resume"
    journal.write_bytes(journal.read_bytes() + b'{"key": "half a li')
    (folder / "in" / "1.txt").write_text(TEXTS[1].replace("31", "99"), "utf-8")
    monkeypatch.setattr(Extractor, "pipe", counted)
    assert run("extract", folder / "in", "-o", out, "--resume").exit_code == 0
    assert read == ["1", "2", "3"]
    first, second = (path.read_text("utf-8").splitlines() for path in (whole, out))
    assert (second[0], second[2:]) == (first[0], first[2:])
    assert json.loads(second[1])["value"] == "99"
    assert not journal.exists()


def test_journal_of_another_model_is_refused(tmp_path: Path) -> None:
    Journal(tmp_path / "j", "one").close(whole=False)
    with pytest.raises(GovieError, match="another model"):
        Journal(tmp_path / "j", "two", resume=True)
    Journal(tmp_path / "j", "two").close(whole=False)
    Journal(tmp_path / "j", "two", resume=True).close(whole=True)
    assert not (tmp_path / "j").exists()


def test_resume_needs_a_file(folder: Path) -> None:
    result = run("extract", folder / "in", "--resume")
    assert (result.exit_code, "--resume needs -o" in result.stderr) == (2, True)


def test_journal_gives_the_same_document(tmp_path: Path) -> None:
    document = Document(TEXTS[0], id="甲", meta={"pages": [0, 4]})
    [read] = Extractor().pipe([(document.text, document.id, dict(document.meta))])
    journal = Journal(tmp_path / "j", "one")
    journal.add(read)
    journal.close(whole=False)
    again = Journal(tmp_path / "j", "one", resume=True)
    assert again.has(read.text, read.id, read.meta)
    assert again.document(read.text, read.id, read.meta) == read
    assert not again.has(read.text, "乙", read.meta)


def test_journal_keeps_halves_of_a_character_apart(tmp_path: Path) -> None:
    halves, whole = "新增\ud83d\ude00，" + TEXTS[0], "新增\U0001f600，" + TEXTS[0]
    journal = Journal(tmp_path / "j", "one")
    journal.add(read := extract(halves))
    journal.close(whole=False)
    again = Journal(tmp_path / "j", "one", resume=True)
    assert again.document(halves, "", {}) == read
    assert not again.has(whole, "", {})


def test_pipe_carries_ids_and_meta() -> None:
    found = list(Extractor().pipe([TEXTS[0], (TEXTS[1], "b"), (TEXTS[2], "c", {"page": 1})]))
    assert [(d.id, dict(d.meta)) for d in found] == [("", {}), ("b", {}), ("c", {"page": 1})]
    assert found[0] == extract(TEXTS[0])
    for wrong in (("a", 1), ("a", "b", {}, 1), (), ("a", "b", None)):
        with pytest.raises(TypeError, match=r"expected texts as str, \(text, id\)"):
            list(Extractor().pipe([wrong]))  # type: ignore[list-item]


def test_count_is_what_reading_gives(folder: Path) -> None:
    (folder / "in" / "a.jsonl").write_text('{"text": "x"}\n\n{\n', "utf-8")
    (folder / "in" / "b.zip").write_bytes(b"PK")
    (folder / "in" / "c.doc").write_bytes(b"x")
    paths = [folder / "in", folder / "none.txt"]
    assert count_all(paths) == len(list(read_all(paths))) == 9
    assert count_all(paths, without=folder / "in" / "c.doc") == 8


def test_file_that_changes_while_it_is_read(folder: Path) -> None:
    path = folder / "a.jsonl"
    path.write_text('{"text": "x"}\n' * 3, "utf-8")
    stream = read_all([path])
    next(stream)
    with path.open("a", encoding="utf-8") as more:
        more.write('{"text": "y"}\n')
    assert "changed while it was read" in str(list(stream)[-1])


def test_bar_is_for_terminals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    progress = Progress(lambda: 2)
    progress.read(Document("五十四家"))
    progress.bar.refresh()
    progress.fail(ReadError("a.doc: no"))
    progress.close()
    told = capsys.readouterr().err
    assert "1/2 documents" in told
    assert "characters/s" in told
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    Progress(lambda: 1 // 0).close()
    assert capsys.readouterr().err == ""
