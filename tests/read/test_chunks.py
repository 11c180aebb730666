from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govie
from govie.read import chunks
from govie.types import Fact

REPORT = next(iter(sorted((Path(__file__).parents[2] / "corpus" / "seeds").glob("*.txt")))).read_text("utf-8")


@given(st.lists(st.text(st.sampled_from("字5。！\n \r，\ud800")), max_size=30), st.integers(1, 12))
def test_chunks_are_the_whole_text_in_order(parts: list[str], size: int) -> None:
    text = "".join(parts)
    dealt = list(chunks(parts, size=size))
    assert dealt == list(chunks(text, size=size)) == list(chunks(list(text), size=size))
    assert "".join(chunk for chunk, _, _ in dealt) == text
    assert all(0 < len(chunk) <= size for chunk, _, _ in dealt) or dealt == [("", "1", {"offset": 0})]
    assert [meta["offset"] for _, _, meta in dealt] == [0, *accumulate(len(chunk) for chunk, _, _ in dealt)][:-1]


def test_a_chunk_ends_at_the_best_place_in_its_second_half() -> None:
    assert [chunk for chunk, _, _ in chunks("甲甲甲甲甲。\n乙\n乙。丙丙", size=10)] == ["甲甲甲甲甲。\n", "乙\n乙。丙丙"]
    assert [chunk for chunk, _, _ in chunks("甲甲\n甲甲甲\n乙。丙丙丁丁", size=10)] == ["甲甲\n甲甲甲\n", "乙。丙丙丁丁"]
    assert [chunk for chunk, _, _ in chunks("甲甲甲甲甲甲。丙丙丁丁丁", size=10)] == ["甲甲甲甲甲甲。", "丙丙丁丁丁"]
    assert [chunk for chunk, _, _ in chunks("甲" * 25, size=10)] == ["甲" * 10, "甲" * 10, "甲" * 5]


def test_text_is_taken_in_as_it_is_needed() -> None:
    def lines() -> Iterator[str]:
        yield "新增54家。\n" * 3
        raise AssertionError("read too far")

    first = next(chunks(lines(), id="a.txt", meta={"title": "总结"}, size=16))
    assert first == ("新增54家。\n" * 2, "a.txt-1", {"title": "总结", "offset": 0})


def test_facts_of_chunks_are_those_of_the_whole() -> None:
    def said(fact: Fact, offset: int) -> tuple[object, ...]:
        own = (*fact.indicators, *fact.units, *fact.dates, *fact.agencies)
        return fact.start + offset, fact.value, [(e.label, e.start + offset, e.text) for e in own], fact.attributes

    text = REPORT[:6000]
    extractor = govie.Extractor()
    parts = list(extractor.pipe(chunks(text, size=2000)))
    assert len(parts) > 3
    found = [said(fact, int(part.meta["offset"])) for part in parts for fact in part.facts]
    assert found == [said(fact, 0) for fact in extractor(text).facts]
    assert len(found) > 10


def test_a_size_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="size=0: expected 1 character or more"):
        next(chunks("新增54家。", size=0))
