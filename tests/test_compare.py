import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from govie.cli import cli
from govie.compare import compare
from govie.errors import CorpusError
from govie.inline import from_inline
from govie.jsonl import from_record, read_jsonl
from govie.schema import BASE
from govie.types import Document, Entity

GOLD = "⟪企业⟫I1⟪4⟫N1⟪家⟫U1。⟪项目⟫I2增长⟪9⟫N2⟪%⟫U2\n@ N1: I1 U1 | level + actual exact -\n@ N2: I2 U2 | growth + actual exact yoy"
SEEDS = Path(__file__).parents[1] / "corpus" / "seeds.jsonl"


def document(marked: str, id: str = "a") -> Document:
    return from_record({"id": id, **from_inline(marked)})


def test_what_was_fixed_and_broken_is_told_with_its_sentence() -> None:
    gold = document(GOLD)
    before, after = document(GOLD.replace("N2: I2 U2", "N2: U2")), document(GOLD.replace("N1: I1 U1 | level", "N1: I1 U1 | share"))
    found = compare([gold], [before], [after])
    told = {(c.fixed, c.how, c.what, c.sentence) for c in found.changes}
    assert told == {
        (True, "found", "9 MEASURES 项目", "项目增长9%"),
        (False, "lost", "4 aspect level", "企业4家。"),
        (False, "wrongly marked", "4 aspect share", "企业4家。"),
    }
    rows = {row.name: row for row in found.rows}
    assert rows["relation MEASURES"].before == (1, 0.5, 2 / 3)
    assert rows["relation MEASURES"].rise == pytest.approx(1 / 3)
    assert rows["aspect"].after[2] == 0.5
    assert rows["aspect share"].after == (0, 0, 0)
    assert [row.name for row in found.rows][:4] == ["entity", "relation", "fact", "fact+attributes"]


def test_interval_holds_the_change_and_is_nothing_for_one_document() -> None:
    gold = [document(GOLD, str(i)) for i in range(8)]
    worse = [document(GOLD.replace("N2: I2 U2", "N2: U2"), d.id) if i % 2 else d for i, d in enumerate(gold)]
    [row] = [r for r in compare(gold, gold, worse).rows if r.name == "relation MEASURES"]
    assert row.interval is not None
    assert row.interval[0] < row.rise < row.interval[1] <= 0
    assert compare(gold[:1], gold[:1], gold[:1]).rows[0].interval is None


def test_worse_is_a_headline_that_fell_or_another_figure_that_surely_did() -> None:
    gold = [document(GOLD, str(i)) for i in range(8)]
    lost = [document(GOLD.replace("N2: I2 U2", "N2: U2"), d.id) for d in gold]
    names = {row.name for row in compare(gold, gold, lost).worse(0.01)}
    assert {"relation", "fact", "relation MEASURES"} <= names
    assert not compare(gold, gold, lost).worse(0.9)
    assert not compare(gold, lost, gold).worse(0)


def test_labels_that_gold_is_not_annotated_for_count_nothing() -> None:
    gold = document(GOLD)
    more = replace(gold, entities=(*gold.entities, Entity(99, "COMPANY", 4, 5, "。")))
    found = compare([gold], [gold], [more])
    assert {row.rise for row in found.rows} == {0}
    assert any(row.rise < 0 for row in compare([gold], [gold], [more], BASE.add(["COMPANY"], {})).rows)


def test_missing_document_is_an_error() -> None:
    with pytest.raises(CorpusError, match="not among"):
        compare([document(GOLD)], [], [])


def test_the_verb_ends_with_one_where_a_model_is_worse(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(SEEDS.read_text("utf-8").split("\n")[1] + "\n", "utf-8")
    same = CliRunner().invoke(cli, ["compare", "bundled", "bundled", str(gold), "--no-worse-than", "0", "--json"])
    assert same.exit_code == 0, same.output
    record = json.loads(same.stdout)
    assert record["worse"] == []
    assert record["changes"] == []
    assert {row["rise"] for row in record["rows"]} == {0}
    assert len(list(read_jsonl(gold))) == record["documents"] == 1
