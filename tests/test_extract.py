import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govie
from govie.model import FILES
from govie.types import Document

SEEDS = [p.read_text("utf-8") for p in sorted((Path(__file__).parents[1] / "corpus" / "seeds").glob("*.txt"))]
NOISE = st.text(alphabet="市局2024年1增长９.5％%家万亿元，。；\n 　(chuàng)創新\u200b\U0001f600\ud800", max_size=300)


def check(document: Document, text: str) -> None:
    assert document.text == text
    last = 0
    for e in document.entities:
        assert last <= e.start < e.end <= len(text)
        assert text[e.start : e.end] == e.text
        last = e.end
    assert {f.number.id for f in document.facts} == {e.id for e in document.entities if e.label == "NUMBER"}
    for r in document.relations:
        assert r.head.label == "NUMBER"
        assert 0 <= r.confidence <= 1


def test_seeds_give_facts_in_place() -> None:
    for text in SEEDS:
        document = govie.extract(text)
        check(document, text)
        assert document.facts
        assert len(document.to_dataframe()) == len(document.facts)


def test_pipe_equals_call_in_order() -> None:
    extractor = govie.Extractor()
    assert list(extractor.pipe(SEEDS[:3])) == [extractor(t) for t in SEEDS[:3]]


@settings(max_examples=40)
@given(NOISE)
def test_invariants_on_noise(text: str) -> None:
    check(govie.extract(text), text)


@pytest.mark.parametrize("text", ["", " \n\t", "。", "\ud800", "\x00", "１" * 3000, "市局，" * 3000])
def test_odd_texts(text: str) -> None:
    check(govie.extract(text), text)


def test_document_twice_gives_its_facts_twice() -> None:
    once, twice = govie.extract(SEEDS[4]), govie.extract(SEEDS[4] + "\n\n" + SEEDS[4])
    assert len(twice.facts) == 2 * len(once.facts)


def test_text_is_wanted() -> None:
    with pytest.raises(TypeError, match="expected a report's text as str"):
        govie.extract(b"2024")  # type: ignore[arg-type]


def test_pipe_gives_what_came_before_a_wrong_item_and_can_be_left() -> None:
    extractor, got = govie.Extractor(), []
    with pytest.raises(TypeError, match="expected texts as str"):
        for document in extractor.pipe([SEEDS[1], SEEDS[2], None]):  # type: ignore[list-item]
            got.append(document.text)
    assert got == SEEDS[1:3]
    stream = extractor.pipe(SEEDS * 100)
    assert next(stream).text == SEEDS[0]
    stream.close()


def test_threads_agree() -> None:
    extractor, results = govie.Extractor(), {}
    expected = extractor(SEEDS[1])

    def work(i: int) -> None:
        results[i] = extractor(SEEDS[1])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results[i] == expected for i in range(4))


def test_foreign_model_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(govie.ModelError, match="not a govie model folder"):
        govie.Extractor(tmp_path)
    for name in FILES:
        (tmp_path / name).write_text("{}")
    with pytest.raises(govie.ModelError, match="not a govie model folder"):
        govie.Extractor(tmp_path)
