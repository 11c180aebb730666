"""govie in somebody else's spaCy pipeline: their tokens, two processes, DocBin, displacy, entry points."""

from importlib.metadata import entry_points

import pytest
import spacy
from spacy import displacy
from spacy.tokens import DocBin

import govie

TEXT = "2024年1-6月，全市新增高新技术企业54家，比上年增长9%。"


def pipeline(mode: str, segmenter: str = "char") -> spacy.Language:
    """A zh pipeline as somebody has it, with a component of theirs that sets an entity before govie comes."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "全市"}])
    nlp.add_pipe("govie", config={"alignment_mode": mode})
    return nlp


@pytest.mark.parametrize("segmenter", ["char", "jieba"])
@pytest.mark.parametrize("mode", ["strict", "contract", "expand"])
def test_their_tokens_are_kept_and_no_fact_is_lost(mode: str, segmenter: str) -> None:
    nlp, expected = pipeline(mode, segmenter), govie.extract(TEXT)
    doc = nlp(TEXT)
    assert [token.text for token in doc] == [token.text for token in nlp.make_doc(TEXT)]
    assert doc._.facts == expected.facts
    assert doc._.relations == expected.relations
    assert [e.text for e in doc.ents if e.label_ == "GPE"] == ["全市"]
    whole = {(e.label, e.start, e.end) for e in expected.entities}
    spans = {(e.label_, e.start_char, e.end_char) for e in doc.spans["govie"]}
    assert spans
    assert spans == whole if segmenter == "char" else spans <= whole or mode != "strict"


def test_an_entity_that_tokens_cut_is_widened_or_left_to_the_facts() -> None:
    text = "新增企业54家。"
    [number] = [e for e in govie.extract(text).entities if e.label == "NUMBER"]
    for mode, found, spans in (("strict", [], ["企业"]), ("expand", ["54家"], ["企业", "54家", "54家"])):
        nlp = spacy.blank("zh")
        nlp.add_pipe("govie", config={"alignment_mode": mode})
        doc = nlp.get_pipe("govie")(spacy.tokens.Doc(nlp.vocab, words=["新增", "企业", "54家", "。"], spaces=[False] * 4))
        assert [e.text for e in doc.ents if e.label_ == "NUMBER"] == found
        assert [span.text for span in doc.spans["govie"]] == spans
        assert [(fact.start, fact.end) for fact in doc._.facts] == [(number.start, number.end)]


def test_two_processes_and_docbin_in_their_pipeline() -> None:
    nlp = pipeline("expand")
    texts = [TEXT, "出口增长9%。", ""]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [doc._.facts for doc in docs] == [govie.extract(text).facts for text in texts]
    box = DocBin(docs=docs, store_user_data=True).to_bytes()
    back = list(DocBin().from_bytes(box).get_docs(spacy.blank("zh").vocab))
    assert [(doc.text, doc._.facts) for doc in back] == [(doc.text, doc._.facts) for doc in docs]
    assert [[(e.label_, e.text) for e in doc.ents] for doc in back] == [[(e.label_, e.text) for e in doc.ents] for doc in docs]


def test_displacy_draws_the_entities() -> None:
    page = displacy.render(pipeline("expand")(TEXT), style="ent", jupyter=False)
    for word in ("54", "NUMBER", "高新技术企业", "INDICATOR"):
        assert word in page


def test_saved_and_loaded_pipeline(tmp_path: object) -> None:
    nlp = pipeline("contract")
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.get_pipe("govie").alignment_mode == "contract"
    assert again(TEXT)._.facts == nlp(TEXT)._.facts


def test_spacy_finds_govie_by_its_entry_points() -> None:
    for group, name, value in (("factories", "govie", "make_govie"), ("tokenizers", "govie.WordTokenizer.v1", "make_tokenizer")):
        [point] = entry_points(group=f"spacy_{group}", name=name)
        assert point.value == f"govie.components:{value}"
