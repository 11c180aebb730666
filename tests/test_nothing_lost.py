"""What a user has is never overwritten, dropped without a word, or mixed up with another."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from spacy.tokens import DocBin

import govie
from govie.cli import cli
from govie.convert import convert
from govie.errors import CorpusError, GovieError
from govie.jsonl import from_record, read_jsonl, write_jsonl
from govie.table import to_dataframe, write

TEXT = "2024年，全市新增高新技术企业54家，比上年增长9%。"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def annotated(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("verb", "name"), [("annotate", "a.jsonl"), ("extract", "a.jsonl"), ("extract", "a.html"), ("show", "a.html")])
def test_what_is_read_is_not_written_over(tmp_path: Path, verb: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps({"id": "a", "text": TEXT}) if name.endswith("l") else TEXT, "utf-8")
    before = path.read_bytes()
    result = run(verb, path, "-o", tmp_path / "." / name)
    assert isinstance(result.exception, GovieError) and "another name" in str(result.exception)
    assert path.read_bytes() == before


def test_nothing_to_read_is_summed_up_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    assert run("extract", tmp_path / "a.jsonl", "-o", tmp_path / "b.csv").stderr.count("0 documents") == 1


@pytest.mark.parametrize("side", ["pre.json", "pre.txt"])
def test_conversion_writes_over_no_neighbour(tmp_path: Path, side: str) -> None:
    write_jsonl([govie.extract(TEXT, id="a")], tmp_path / "in.jsonl")
    (tmp_path / side).write_bytes("旧".encode("gbk"))
    with pytest.raises(CorpusError, match="is there already"):
        convert(tmp_path / "in.jsonl", tmp_path / "pre.ann")
    assert (tmp_path / side).read_bytes() == "旧".encode("gbk")
    convert(tmp_path / "in.jsonl", tmp_path / "new.ann")
    convert(tmp_path / "in.jsonl", tmp_path / "new.ann")  # the same again is no loss


def test_labeling_configuration_is_written_over_no_other_file(tmp_path: Path) -> None:
    write_jsonl([govie.extract(TEXT, id="a")], tmp_path / "in.jsonl")
    (tmp_path / "out.xml").write_text("<report/>", "utf-8")
    with pytest.raises(CorpusError, match="another name"):
        convert(tmp_path / "in.jsonl", tmp_path / "out.json")
    assert (tmp_path / "out.xml").read_text("utf-8") == "<report/>"


def test_every_document_has_an_id_of_its_own(tmp_path: Path) -> None:
    for name in ("r.txt", "r.md", "r.html"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "d.jsonl").write_text(f"{json.dumps({'id': 'x', 'text': TEXT})}\n" * 3, "utf-8")
    out = tmp_path / "out.jsonl"
    assert run("annotate", *(tmp_path / name for name in ("r.txt", "r.md", "r.html", "d.jsonl")), "-o", out).exit_code == 0
    ids = [one["id"] for one in annotated(out)]
    assert len({*ids}) == 6
    assert ids[3:] == ["x", "x-2", "x-3"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names in other encodings")
def test_names_in_gbk_are_read_also_where_they_come_twice(tmp_path: Path) -> None:
    for folder in ("A", "B"):
        (tmp_path / folder).mkdir()
        Path((bytes(tmp_path / folder) + b"/\xb9\xab\xb1\xa8.txt").decode("utf-8", "surrogateescape")).write_text(TEXT, "utf-8")
    for name in ("o.parquet", "o.jsonl"):
        assert run("extract", tmp_path / "A", tmp_path / "B", "-o", tmp_path / name).exit_code == 0
    assert {str(one["document"])[-2:] for one in annotated(tmp_path / "o.jsonl")} == {"公报"}


def test_half_a_character_is_told_of_or_shown(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud800", "text": "新增9家。"}\n', "utf-8")
    result = run("extract", tmp_path / "a.jsonl")
    assert (result.exit_code, "`id` holds half a character" in result.stderr) == (2, True)
    document = govie.extract("企业\ud830新增54家。")
    assert "\ufffd" in to_dataframe([document])["sentence"][0]
    write([document], tmp_path / "a.parquet")


def test_no_documents_are_no_perfect_score(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    result = run("evaluate", tmp_path / "a.jsonl", tmp_path / "a.jsonl")
    assert isinstance(result.exception, GovieError) and "no documents" in str(result.exception)


def test_spans_of_a_sequence_labeling_project_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 3, "text": "新增5家", "label": [[2, 3, "NUMBER"], [3, 4, "UNIT"]]}\n', "utf-8")
    convert(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    [record] = annotated(tmp_path / "b.jsonl")
    assert [(e["label"], e["start_offset"]) for e in record["entities"]] == [("NUMBER", 2), ("UNIT", 3)]  # type: ignore[attr-defined]
    (tmp_path / "a.jsonl").write_text('{"id": 3, "text": "新增5家", "label": [[2, 3]]}\n', "utf-8")
    with pytest.raises(CorpusError, match="JSONL"):
        convert(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    (tmp_path / "a.jsonl").write_text('{"id": 3, "text": "新增5家", "label": ["good"]}\n', "utf-8")
    convert(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert annotated(tmp_path / "b.jsonl")[0]["meta"] == {"label": ["good"]}


def test_docs_of_the_pipeline_keep_links_and_attributes(tmp_path: Path) -> None:
    (tmp_path / "d.spacy").write_bytes(DocBin(docs=[govie.load()(TEXT)], store_user_data=True).to_bytes())
    convert(tmp_path / "d.spacy", tmp_path / "d.jsonl")
    [record], expected = annotated(tmp_path / "d.jsonl"), govie.extract(TEXT)
    assert [(r.head.text, r.tail.text) for r in from_record(record).relations] == [(r.head.text, r.tail.text) for r in expected.relations]
    assert from_record(record).attributes == expected.attributes


def test_written_documents_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    write_jsonl([govie.extract(TEXT), govie.extract(TEXT, id="a", meta={"published": date(2024, 7, 9)})], path)
    assert [(d.id, d.meta) for d in read_jsonl(path)] == [("document-1", {}), ("a", {"published": "2024-07-09"})]
    for bad, told in (
        ([govie.extract(TEXT, id="a")] * 2, "give each its own"),
        ([govie.extract(TEXT, meta={"a": {1}})], "set is not JSON"),
    ):
        with pytest.raises(CorpusError, match=told):
            write_jsonl(bad, path)
    assert len([*read_jsonl(path)]) == 2


def test_a_text_is_no_stream() -> None:
    with pytest.raises(TypeError, match="one text"):
        list(govie.Extractor().pipe(TEXT))


def test_names_that_cannot_be_written_are_told_of_before_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for output, told in ((tmp_path, "is a folder"), (tmp_path / "none" / "y.jsonl", "make it first")):
        for verb in ("annotate", "suggest"):
            result = run(verb, tmp_path / "a.txt", "-o", output)
            assert isinstance(result.exception, GovieError) and told in str(result.exception)


def test_an_empty_name_is_no_folder() -> None:
    result = run("extract", "")
    assert (result.exit_code, "empty name" in result.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="closed pipes end otherwise there")
def test_output_that_nobody_reads_or_that_lacks_a_sign_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("占地5㎡，浓度下降3µg/m³，👍5个。\n" * 300, "utf-8")
    line = f"{sys.executable} -m govie extract {tmp_path}/a.txt -q"
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    gbk = subprocess.run(line.split(), env=environment, capture_output=True, check=False)
    assert (gbk.returncode, gbk.stderr) == (0, b"")
    assert "浓度" in gbk.stdout.decode("gbk") and "?g/m" in gbk.stdout.decode("gbk")
    cut = subprocess.run(["bash", "-c", f"{line} | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False)
    assert (cut.returncode, cut.stderr) == (0, b"")
