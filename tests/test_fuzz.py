"""Some texts of `python -m tests.fuzz`, and that its checks see what is wrong."""

from dataclasses import replace

import pytest

import govie
from govie.types import Document, Sentence
from tests.fuzz.invariants import check
from tests.fuzz.run import run_in_processes, shrink
from tests.fuzz.texts import LONG, make

TEXT = "2024年，全市新增高新技术企业54家，增长9%。"
DOCUMENTS = 2000


def test_no_text_breaks_a_rule() -> None:
    report = run_in_processes(DOCUMENTS, 20, jobs=2)
    assert report.documents == DOCUMENTS
    assert report.facts > DOCUMENTS / 4
    assert report.failures == []


def test_texts_are_the_same_again_and_of_many_kinds() -> None:
    texts = [make(3, i) for i in range(200)]
    assert texts == [make(3, i) for i in range(200)]
    assert len(set(texts)) > 150
    assert any("\ud800" <= c <= "\udfff" for text in texts for c in text)
    assert len(make(3, 0, long=True)) > LONG / 2


def broken(document: Document) -> dict[str, Document]:
    first, *others = document.entities
    fact, *facts = document.facts
    return {
        "the text is altered": replace(document, text=document.text + "。"),
        "outside the text": replace(document, entities=(*document.entities, replace(first, id=99, start=len(TEXT), end=len(TEXT) + 1))),
        "overlapping or out of order": replace(document, entities=(first, replace(first, id=99), *others)),
        "other words": replace(document, entities=(replace(first, text="年"), *others)),
        "facts and numbers differ": replace(document, facts=tuple(facts)),
        "outside its sentence": replace(document, facts=(replace(fact, sentence=Sentence(0, 1)), *facts)),
    }


def test_broken_rules_are_seen() -> None:
    document = govie.extract(TEXT)
    check(document, TEXT)
    for rule, one in broken(document).items():
        with pytest.raises(AssertionError, match=rule):
            check(one, TEXT)


def test_shrink_keeps_what_fails() -> None:
    assert shrink("市" * 500 + "\x00" + "局" * 300, lambda text: "\x00" in text) == "\x00"


def test_shrink_ends_in_time() -> None:
    assert shrink("市" * 500, lambda _: True, seconds=0) == "市" * 500
