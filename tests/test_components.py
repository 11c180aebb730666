from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

import govie

SEEDS = [p.read_text("utf-8") for p in sorted((Path(__file__).parents[1] / "corpus" / "seeds").glob("*.txt"))]


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    return govie.load()


@pytest.mark.parametrize("text", [*SEEDS, "", " ", "  a  b ", "a\r\n\tb", "新增4家\U0001f600 好"])
def test_text_and_entities_are_exact(nlp: spacy.Language, text: str) -> None:
    doc, document = nlp(text), govie.extract(text)
    assert doc.text == text
    assert [(e.label_, e.start_char, e.end_char) for e in doc.ents] == [(e.label, e.start, e.end) for e in document.entities]
    assert doc._.facts == document.facts
    assert doc._.relations == document.relations


def test_halves_of_a_character_are_refused_since_spacy_cannot_hold_them(nlp: spacy.Language) -> None:
    with pytest.raises(govie.GovieError, match="half a surrogate pair at 2"):
        nlp("新增\ud83d4家")


def test_spans_know_their_quantity(nlp: spacy.Language) -> None:
    doc = nlp("2024年，全市新增高新技术企业54家。")
    number = next(e for e in doc.ents if e.label_ == "NUMBER")
    assert number._.quantity.value == 54
    assert number._.quantity.unit == "家"


def test_dates_of_no_number_have_a_period(nlp: spacy.Language) -> None:
    doc = nlp("局党组于2025年1月9日召开会议。")
    [date] = [e for e in doc.ents if e.label_ == "DATE"]
    assert str(date._.period.start) == "2025-01-09"


def test_component_in_another_pipeline() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("govie")
    doc = nlp("2024年，全市新增高新技术企业54家。")
    assert [e.text for e in doc.ents if e.label_ == "NUMBER"] == ["54"]
    assert len(doc._.facts) == 1


def test_two_processes_and_docbin(nlp: spacy.Language) -> None:
    docs = list(nlp.pipe(SEEDS[1:3], n_process=2))
    assert [d.text for d in docs] == SEEDS[1:3]
    assert docs[0]._.facts == govie.extract(SEEDS[1]).facts
    back = list(DocBin(docs=docs, store_user_data=True).get_docs(nlp.vocab))
    assert back[0]._.facts == docs[0]._.facts
    assert [e.text for e in back[0].ents] == [e.text for e in docs[0].ents]
