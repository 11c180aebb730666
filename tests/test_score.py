import pytest

from govie.errors import CorpusError
from govie.inline import from_inline
from govie.jsonl import from_record
from govie.score import evaluate
from govie.types import Document

GOLD = "⟪企业⟫I1⟪4⟫N1⟪家⟫U1，增长⟪9⟫N2⟪%⟫U2\n@ N1: I1 U1 | level + actual exact -\n@ N2: I1 U2 | growth + actual exact yoy"


def document(marked: str, id: str = "a") -> Document:
    return from_record({"id": id, **from_inline(marked)})


def test_perfect_and_strict() -> None:
    gold = document(GOLD)
    assert evaluate([gold], [gold])["fact"]["recall"] == 1
    lost = document(GOLD.replace("N2: I1 U2", "N2: U2"))
    report = evaluate([gold], [lost])
    assert report["entity"]["all"]["f1"] == 1
    assert report["relation"]["MEASURES"] == {"precision": 1, "recall": 0.5, "f1": 2 / 3, "right": 1, "predicted": 1, "gold": 2}
    assert report["fact"]["recall"] == 0.5


def test_attributes_count_over_numbers_found() -> None:
    gold, other = document(GOLD), document(GOLD.replace("growth", "share"))
    report = evaluate([gold], [other])
    assert report["attributes"]["aspect"] == 0.5
    assert (report["fact"]["recall"], report["fact+attributes"]["recall"]) == (1, 0.5)


def test_missing_document_or_other_text_is_an_error() -> None:
    with pytest.raises(CorpusError, match="not among"):
        evaluate([document(GOLD)], [document(GOLD, "b")])
    with pytest.raises(CorpusError, match="not the gold text"):
        evaluate([document(GOLD)], [document("别的")])
