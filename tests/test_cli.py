import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govie.cli import cli
from govie.jsonl import read_jsonl

TEXT = "2024年，全市新增高新技术企业54家。"
SEEDS = Path(__file__).parents[1] / "corpus" / "seeds.jsonl"


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "c.html").write_text(f"<html><body><nav>首页</nav><p>{TEXT}</p><script>1</script></body></html>", "utf-8")
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "x", "text": TEXT}) + "\n" + json.dumps({"no": 1}) + "\n", "utf-8")
    return tmp_path


def test_extract_prints_a_table(folder: Path) -> None:
    result = run("extract", str(folder / "a.txt"))
    assert result.exit_code == 0
    assert "高新技术企业" in result.stdout
    assert "54" in result.stdout


def test_extract_reads_a_folder_and_goes_on_after_bad_input(folder: Path) -> None:
    (folder / "bad.docx").write_bytes(b"PK\x03\x04 not a zip")
    (folder / "bad.txt").write_bytes(b"\xff\xfe\xfd\x00\x81")
    result = run("extract", str(folder), "missing.txt", "-o", str(folder / "out.csv"))
    assert result.exit_code == 2
    for name in ("bad.docx", "bad.txt", "d.jsonl:2", "missing.txt"):
        assert name in result.stderr
    rows = (folder / "out.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 4


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl", "parquet", "html"])
def test_extract_writes_each_format(folder: Path, suffix: str) -> None:
    out = folder / f"facts.{suffix}"
    assert run("extract", str(folder / "a.txt"), "-o", str(out)).exit_code == 0
    assert out.stat().st_size > 100
    if suffix == "xlsx":
        assert zipfile.is_zipfile(out)
    assert [p.name for p in folder.iterdir() if "part" in p.name] == []


def test_unknown_suffix_and_missing_folder_are_errors(folder: Path) -> None:
    assert "unknown suffix" in str(run("extract", str(folder / "a.txt"), "-o", "x.doc").exception)
    assert "make it first" in str(run("extract", str(folder / "a.txt"), "-o", "nowhere/x.csv").exception)


def test_annotate_then_evaluate(folder: Path) -> None:
    out = folder / "pre.jsonl"
    assert run("annotate", str(folder / "a.txt"), "-o", str(out)).exit_code == 0
    documents = list(read_jsonl(out))
    assert [d.id for d in documents] == ["a"]
    result = run("evaluate", str(out), str(out), "--json")
    assert json.loads(result.stdout)["fact"]["recall"] == 1
    assert "MEASURES" in run("evaluate", str(out), str(out)).stdout


def test_standard_input() -> None:
    assert "高新技术企业" in run("extract", "-", stdin=TEXT).stdout


def test_info() -> None:
    found = json.loads(run("info", "--json").stdout)
    assert found["sizes"]["model.onnx"] > 1_000_000
    assert sum(found["sizes"].values()) <= 20_000_000
    assert found["scores"]


def test_bad_pdf_and_encrypted_docx(folder: Path) -> None:
    (folder / "x.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = run("extract", str(folder / "x.pdf"))
    assert (result.exit_code, "x.pdf" in result.stderr) == (2, True)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><w/>")
    (folder / "y.docx").write_bytes(bomb.getvalue())
    assert "entities" in run("extract", str(folder / "y.docx")).stderr
