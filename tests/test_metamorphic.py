"""What a document says does not hang on how it is written, on what stands around it, or on how often it is read."""

from typing import Any

import pytest

import govie
from govie.types import Document
from tests.metamorphic.measure import another_figure, links, passages, written_otherwise

FLOORS = {"full_width": 1.0, "half_width": 1.0, "pinyin": 1.0, "traditional": 0.99, "others": 0.95, "links": 0.75}
"""Shares of facts that stay; 1 is exact."""
AROUND = "一、主要成效。全省新增规上企业12家，比上年增长3.5%。", "二、存在问题。投资下降2.1%，仍有7个项目未开工。"


@pytest.fixture(scope="module")
def extractor() -> govie.Extractor:
    return govie.Extractor()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return list(passages(12, 5))


def in_sentence(document: Document, start: int = 0, end: int | None = None) -> list[Any]:
    """Give what each fact between two offsets says within its sentence; `joins`, a date or a body from further off are the context."""
    end = len(document.text) if end is None else end
    return [(f.start - start, f.end - start, f.value, links(f), f.attributes, f.quantity) for f in document.facts if start <= f.start < end]


def test_twice_the_text_gives_twice_the_facts(extractor: govie.Extractor, texts: list[str]) -> None:
    for text in texts:
        once, twice = extractor(text), extractor(text + "\n" + text)
        half = len(text) + 1
        assert in_sentence(twice, 0, half) == in_sentence(once)
        assert in_sentence(twice, half) == in_sentence(once)


def test_what_stands_around_a_line_changes_its_context_only(extractor: govie.Extractor, texts: list[str]) -> None:
    lines = [line for text in texts for line in text.split("\n") if line.endswith("。") and any(c.isdigit() for c in line)][:40]
    assert len(lines) > 20
    before, after = AROUND
    for line in lines:
        around = extractor(f"{before}\n{line}\n{after}")
        assert in_sentence(around, len(before) + 1, len(before) + 1 + len(line)) == in_sentence(extractor(line))


def test_writing_otherwise_and_other_figures_keep_the_facts(extractor: govie.Extractor, texts: list[str]) -> None:
    few = texts[4:8]
    shares = {**written_otherwise(extractor, few, 5), **another_figure(extractor, texts, 5)}
    assert {name for name, share in shares.items() if share.share < FLOORS[name]} == set(), shares
    assert shares["full_width"].of > 50
