import re

from govie.facts import make_facts
from govie.inline import from_inline
from govie.jsonl import from_record
from govie.show import to_html, to_page
from govie.text import repair
from govie.types import Document

MARKED = "<b>⟪高新企业⟫I1&⟪54⟫N1⟪家⟫U1</b>，⟪市局⟫A1\n@ N1: I1 U1 | level + actual exact -"


def document() -> Document:
    bare = from_record({"id": "a<b", **from_inline(MARKED)})
    return make_facts(bare, repair(bare.text))


def test_text_is_escaped_and_whole() -> None:
    page = to_page([document()])
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    shown = re.search(r'<div class="text">(.*?)</div>', page, re.DOTALL)
    assert shown is not None
    plain = re.sub(r"<[^>]+>", "", shown[1]).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == document().text


def test_page_stands_alone_and_facts_know_their_spans() -> None:
    page = to_page([document(), document()])
    assert not re.search(r"""(?:src|href)=|@import|url\(""", page)
    ids = re.findall(r'id="(d\d+e\d+)"', page)
    assert len(ids) == len(set(ids)) == 8
    for spans in re.findall(r"data-spans='(\[.*?\])'", page):
        assert set(re.findall(r'"(d\d+e\d+)"', spans)) <= set(ids)


def test_notebook_shows_a_document() -> None:
    assert document()._repr_html_() == to_html(document())
