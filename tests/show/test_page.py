import copy
import pickle
import re
from html import unescape
from pathlib import Path

from click.testing import CliRunner

from govie.cli import cli
from govie.facts import make_facts
from govie.inline import from_inline
from govie.jsonl import from_record
from govie.show import to_html, to_page
from govie.text import repair
from govie.types import Document, Entity, Facts

MARKED = "<b>⟪高新企业⟫I1&⟪54⟫N1⟪家⟫U1</b>，⟪市局⟫A1\n@ N1: I1 U1 | level + actual exact -"
TEXT = "2024年，全市新增高新技术企业54家，比上年增长9%。"


def document(marked: str = MARKED) -> Document:
    bare = from_record({"id": "a<b", **from_inline(marked)})
    return make_facts(bare, repair(bare.text))


def shown(page: str) -> str:
    """Give the text that a page shows as that of the report."""
    found = re.search(r'<div class="text"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found is not None
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


def test_text_is_escaped_and_whole() -> None:
    page = to_page([document()])
    assert "<b>高" not in page.replace('">', "") and "a<b" not in page
    assert "&lt;b&gt;<span" in page
    assert shown(page) == document().text


def test_page_stands_alone_and_facts_know_their_words() -> None:
    page = to_page([document(), document()])
    assert not re.search(r"""(?:src|href)=|@import|url\(|https?://(?!www\.w3\.org/2000/svg)""", page)
    names = re.findall(r'data-e="(\d+-\d+)"', page)
    assert len(names) == len(set(names)) == 8
    rows = re.findall(r'data-words="(.*?)"', page)
    assert [row.split()[0].partition("-")[0] for row in rows] == ["0", "1"]
    assert all(set(row.split()) <= set(names) and len(row.split()) == 3 for row in rows)


def test_overlapping_entities_lose_no_character() -> None:
    entities = tuple(Entity(n, "AGENCY", a, b, "") for n, (a, b) in enumerate([(0, 4), (2, 6), (3, 4), (5, 8)], 1))
    assert shown(to_page([Document("一二三四五六七八九", entities)])) == "一二三四五六七八九"


def test_notebook_shows_a_document_and_its_facts() -> None:
    read = document()
    assert read._repr_html_() == to_html(read)
    assert "<script>alert" not in document(MARKED.replace("<b>", "<script>alert()</script>")).facts._repr_html_()
    assert '<span class="e" data-l="NUMBER" title="数值">54</span>' in read.facts._repr_html_()
    assert "没有找到事实" in Document("无").facts._repr_html_()


def test_facts_are_a_tuple_with_their_text() -> None:
    read = document()
    assert read.facts == tuple(read.facts)
    for again in (pickle.loads(pickle.dumps(read)), copy.deepcopy(read)):
        assert (again, type(again.facts), again.facts.text) == (read, Facts, read.text)


def test_page_in_english() -> None:
    page = to_page([document()], language="en")
    assert 'placeholder="Filter facts  /"' in page
    assert not re.search(r"[\u4e00-\u9fff]", page.replace(document().text, "").partition('<div class="bar">')[2].partition("<table")[0])


def test_show_writes_a_page_of_any_report(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><p>{TEXT}</p></body></html>", "utf-8")
    out = tmp_path / "page.html"
    for source, stdin in ((str(tmp_path / "a.html"), None), ("-", f"<html><body><p>{TEXT}"), ("-", TEXT)):
        result = CliRunner().invoke(cli, ["show", source, "-o", str(out)], input=stdin)
        assert (result.exit_code, shown(out.read_text("utf-8"))) == (0, TEXT)
        assert "1 document, 2 facts" in result.stderr
    wrong = CliRunner().invoke(cli, ["show", str(tmp_path / "a.html"), "-o", str(tmp_path / "page.pdf")])
    assert "a page is written as .html" in str(wrong.exception)
    assert CliRunner().invoke(cli, ["show", str(tmp_path / "no.txt"), "-o", str(tmp_path / "no.html")]).exit_code == 2
    assert not (tmp_path / "no.html").exists()
