import copy
import json
from pathlib import Path
from typing import Any

import pytest

from govie.errors import CorpusError
from govie.inline import from_inline, to_inline
from govie.jsonl import find_problems, from_record, read_jsonl, to_record, write_jsonl
from govie.types import Attributes, Document, Entity, Relation

MARKED = "⟪2024年⟫D1全市⟪规上高新技术企业⟫I1达到⟪54⟫N1⟪家⟫U1，比⟪上年⟫D2新增⟪4⟫N2⟪家⟫U2。\n"
MARKED += "@ N1: I1 U1 D1 | level + actual exact -\n@ N2: I1 U2 D1 | change + actual exact yoy\n下一行"
RECORD: dict[str, Any] = {"id": "a", **from_inline(MARKED), "meta": {}}
SEEDS = Path(__file__).parents[1] / "corpus" / "seeds.jsonl"


def test_example_of_the_guidelines_keeps_the_rules() -> None:
    assert find_problems(RECORD) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda r: r["entities"][0].update(label="PLACE"), "unknown label 'PLACE'"),
        (lambda r: r["entities"][0].update(end_offset=999), "outside the text"),
        (lambda r: r["entities"][0].update(end_offset=8), "overlaps"),
        (lambda r: r["entities"][-1].update(start_offset=r["text"].index("\n"), end_offset=len(r["text"])), "not trimmed"),
        (lambda r: r["entities"][1].update(id=1), "duplicate entity id"),
        (lambda r: r["entities"][0].update(start_offset=0.5), "must be integers"),
        (lambda r: r["relations"][0].update(to_id=77), "no such entity"),
        (lambda r: r["relations"][0].update(type="OF_AGENCY"), "is not a relation"),
        (lambda r: r["relations"].append({**r["relations"][0], "id": 9}), "given twice"),
        (lambda r: r.update(relations=[]), "that no NUMBER links to"),
        (lambda r: r["attributes"]["3"].update(aspect="stock"), "aspect 'stock'"),
        (lambda r: r["attributes"].pop("3"), "NUMBER without attributes"),
        (lambda r: r.pop("text"), "no `text`"),
        (lambda r: r.update(text=r["text"].replace("，", "。")), "crosses a sentence end"),
    ],
)
def test_each_broken_rule_is_named(change: Any, rule: str) -> None:
    record = copy.deepcopy(RECORD)
    change(record)
    assert any(rule in problem for problem in find_problems(record)), find_problems(record)


def test_bad_line_names_file_line_and_rule(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(RECORD) + "\n" + json.dumps(RECORD) + "\n", "utf-8")
    with pytest.raises(CorpusError, match=r"bad\.jsonl:2: duplicate id 'a'"):
        list(read_jsonl(path))
    path.write_text("{" * 100_000, "utf-8")
    with pytest.raises(CorpusError, match="not JSON"):
        list(read_jsonl(path))


def test_round_trips_of_the_seeds(tmp_path: Path) -> None:
    documents = list(read_jsonl(SEEDS))
    write_jsonl(documents, tmp_path / "out.jsonl")
    assert list(read_jsonl(tmp_path / "out.jsonl")) == documents
    for document in documents:
        record = to_record(document)
        back = from_inline(to_inline(record))
        assert back["text"] == document.text
        assert from_record({**back, "id": document.id}).attributes == document.attributes
        links = {(r.head.start, r.tail.start) for r in document.relations}
        assert {(r.head.start, r.tail.start) for r in from_record({**back, "id": "x"}).relations} == links


def test_half_written_file_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Any:
        yield from read_jsonl(SEEDS)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_jsonl(broken(), tmp_path / "out.jsonl")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("marked", ["⟪4⟫N1⟪5⟫N1", "⟪4⟫N1\n@ N2: ", "⟪4⟫N1⟪5⟫N2\n@ N1: N2", "⟪4", "⟪4⟫N1\n@ N1: | level +"])
def test_bad_marks_are_errors(marked: str) -> None:
    with pytest.raises(CorpusError):
        from_inline(marked)


def test_marks_within_a_run_of_sentence_ends_are_of_one_sentence() -> None:
    text = "新增4。。。家"
    number, unit, other = Entity(1, "NUMBER", 2, 3, "4"), Entity(2, "UNIT", 5, 6, "。"), Entity(3, "UNIT", 6, 7, "家")
    for tail, crosses in ((unit, False), (other, True)):
        document = Document(text, (number, tail), (Relation(number, tail),), {1: Attributes()}, id="run")
        assert any("crosses" in problem for problem in find_problems(to_record(document))) == crosses


def test_halves_of_a_character_are_refused_since_json_would_join_them(tmp_path: Path) -> None:
    whole = Document("新增\ud83d家", id="half")
    write_jsonl([whole], tmp_path / "half.jsonl")
    assert next(read_jsonl(tmp_path / "half.jsonl")).text == whole.text
    with pytest.raises(CorpusError, match="split: one character stands as two halves at 2"):
        write_jsonl([Document("新增\ud83d\ude00家", id="split")], tmp_path / "split.jsonl")
    assert not (tmp_path / "split.jsonl").exists()
