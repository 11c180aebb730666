from pathlib import Path

from click.testing import CliRunner

from govie.cli import cli
from govie.extractor import bundled
from govie.jsonl import find_problems, read_jsonl, to_record
from govie.suggest import FIGURES, choose, suggest
from govie.suggest import Candidate as C
from govie.types import Document

SURE = "2024年，全市新增高新技术企业54家。"
ODD = "该所经手之件凡三十又七，较之往岁盖倍焉，而未结者不过二三。"


def test_unsure_sentences_come_first_and_figures_make_no_difference() -> None:
    text = f"{SURE}{SURE.replace('54', '61')}{ODD}\n第一章\n"
    found = suggest([("a", text)], bundled(), 5)
    assert found[0].text == ODD
    shapes = [FIGURES.sub("#", d.text) for d in found]
    assert len(shapes) == len(set(shapes))
    for d in found:
        assert text[d.meta["start"] : d.meta["end"]] == d.text
        assert find_problems(to_record(d)) == []


def test_greedy_choice_prefers_another_kind_to_the_same_again() -> None:
    document = Document("全市新增高新技术企业五家，全市新增高新技术企业六家，法院审结案件")
    pool = [C(document, 0, 12, 1.0), C(document, 13, 25, 0.9), C(document, 26, 32, 0.5)]
    assert choose(pool, 2) == [0, 2]
    assert sorted(choose(pool, 9)) == [0, 1, 2]


def test_the_verb_writes_a_file_for_the_annotation_tool(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SURE + ODD, "utf-8")
    out = tmp_path / "ask.jsonl"
    result = CliRunner().invoke(cli, ["suggest", str(tmp_path), "-n", "1", "-o", str(out)])
    assert result.exit_code == 0, result.output
    [one] = read_jsonl(out)
    assert (one.text, one.meta["document"], one.id) == (ODD, "a", f"a:{len(SURE)}")
    (tmp_path / "a.txt").write_text("", "utf-8")
    assert "no sentences" in CliRunner().invoke(cli, ["suggest", str(tmp_path / "a.txt"), "-o", str(tmp_path / "b.jsonl")]).stderr
