"""What the tools really export, hostile files, facts of corrected annotations, and the commands of the documentation."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from govie.cli import cli
from govie.convert import convert, read
from govie.convert.label_studio import from_task
from govie.errors import CorpusError

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "convert"
GOOD = {"id": "a", "text": "新增4家", "entities": [{"id": 1, "label": "NUMBER", "start_offset": 2, "end_offset": 3}]}


def test_label_studios_own_export_is_what_went_in() -> None:
    assert list(read(DATA / "label_studio_1_23_2.json")) == list(read(DATA / "govie.jsonl"))


def test_doccanos_own_export_is_what_went_in_but_for_its_numbering() -> None:
    for back, gold in zip(read(DATA / "doccano_1_8_4.jsonl"), read(DATA / "govie.jsonl"), strict=True):
        assert {key: back[key] for key in ("id", "text", "meta")} == {key: gold[key] for key in ("id", "text", "meta")}
        new = {e["id"]: g["id"] for e, g in zip(back["entities"], gold["entities"], strict=True)}
        assert [{**e, "id": new[e["id"]]} for e in back["entities"]] == gold["entities"]
        links = [(r["type"], new[r["from_id"]], new[r["to_id"]]) for r in back["relations"]]
        assert links == [(r["type"], r["from_id"], r["to_id"]) for r in gold["relations"]]
        assert {str(new[int(key)]): value for key, value in back["attributes"].items()} == gold["attributes"]


def test_offsets_of_an_old_label_studio_are_utf16() -> None:
    value = {"start": 3, "end": 5, "text": "54", "labels": ["NUMBER"]}
    task = {"data": {"text": "😀共54家"}, "annotations": [{"result": [{"id": "x", "type": "labels", "value": value}]}]}
    [entity] = from_task(task, "x", "x")["entities"]
    assert (entity["start_offset"], entity["end_offset"]) == (2, 4)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.jsonl", json.dumps({**GOOD, "attributes": {"9": {}}}), r"a\.jsonl:1: attributes of 9: no such entity"),
        ("a.jsonl", json.dumps({**GOOD, "relations": [{"type": "X", "from_id": 1, "to_id": 5}], "attributes": {}}), r"no entity 5"),
        (
            "a.jsonl",
            json.dumps({**GOOD, "entities": [{**GOOD["entities"][0], "id": 10**30}], "attributes": {}}),
            r"a\.jsonl:1: entity number 1",
        ),  # type: ignore[index]
        ("a.jsonl", json.dumps({**GOOD, "entities": [{**GOOD["entities"][0], "end_offset": float("nan")}]}), r"offsets must be integers"),  # type: ignore[index]
        ("a.jsonl", json.dumps({**GOOD, "text": "\ud800"}), r"half a character"),
        ("a.jsonl", '{"text": ' + "[" * 100_000, r"a\.jsonl:1: not JSON"),
        ("a.json", '[{"data": {"text": "x"}, "annotations": [{"result": [{"type": "labels"}]}]}]', r"a\.json: task 1: not a task"),
        ("a.json", "[" * 100_000, r"not JSON"),
        ("a.json", '[{"data": {"text": "x"}, "annotations": [{"result": [{"type": "rectangle"}]}]}]', r"'rectangle'"),
        ("a.ann", "T1\tA 0 1;3 4\t新4", r"a\.ann:1: a span in pieces"),
        ("a.ann", "E1\tMove:T1", r"a\.ann:1: an event"),
        ("a.ann", "T1\tA 0 2\t四家", r"a\.ann:1: T1 says '四家', the text has '新增'"),
        ("a.ann", "R1\tX Arg1:T1 Arg2:T2", r"no entity 1"),
        ("a.conll", "新\tB-A\n增\tQ", r"a\.conll:2: tag 'Q'"),
        ("a.spacy", "x\x9c", r"not a DocBin"),
        ("a.inline", "⟪4⟫N1⟪5⟫N1", r"a\.inline: mark N1 used twice"),
    ],
)
def test_hostile_files_fail_with_file_line_and_rule(tmp_path: Path, name: str, content: str, rule: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "a.txt").write_text("新增4家", "utf-8")
    with pytest.raises(CorpusError, match=rule):
        convert(tmp_path / name, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_words_of_another_tools_conll_are_joined(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text("-DOCSTART- O\n\nNew B-LOC\nYork E-LOC\n有 O\n54 S-NUM\n\n家 O\n", "utf-8")
    [record] = read(tmp_path / "a.conll")
    assert record["text"] == "New York有54\n家"
    assert [record["text"][e["start_offset"] : e["end_offset"]] for e in record["entities"]] == ["New York", "54"]


def test_extract_takes_corrected_annotations_at_their_word(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(GOOD) + "\n", "utf-8")
    assert CliRunner().invoke(cli, ["extract", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "a.csv")]).exit_code == 0
    [row] = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:]
    assert "家" not in row.split("新增")[0]
    CliRunner().invoke(cli, ["extract", str(tmp_path / "a.jsonl"), "--reread", "-o", str(tmp_path / "b.csv")])
    assert (tmp_path / "b.csv").read_text("utf-8") != (tmp_path / "a.csv").read_text("utf-8")


def test_extract_names_the_line_of_bad_annotations(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({**GOOD, "entities": ["x"]}) + "\n", "utf-8")
    result = CliRunner().invoke(cli, ["extract", str(tmp_path / "a.jsonl")])
    assert (result.exit_code, "a.jsonl:1" in result.stderr, "--reread" in result.stderr) == (2, True, True)


def test_commands_of_the_page_print_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    [commands] = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    [expected] = re.findall(r"```\n(pre.*?)```", page, re.DOTALL)
    first = (DATA / "govie.jsonl").read_text("utf-8").split("\n")[0]
    (tmp_path / "pre.jsonl").write_text(first + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    printed = ""
    for line in commands.splitlines():
        result = CliRunner().invoke(cli, shlex.split(line)[1:])
        assert result.exit_code == 0, result.output
        printed += result.stderr
    assert re.sub(r" in [\d.]+ s\n", "\n", printed) == expected
