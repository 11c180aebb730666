from pathlib import Path

import pytest

from corpus.consistency import cut, differing, raw_sentences, read_corrections, replaced
from govie.errors import CorpusError
from govie.inline import from_inline, to_inline
from govie.jsonl import from_record

MARKED = (
    "⟪2024年⟫D1，新增⟪企业⟫I1⟪4⟫N1⟪家⟫U1。\n共⟪9⟫N2⟪项⟫U2。\n@ N1: D1 I1 U1 | level + actual exact -\n@ N2: U2 | level + actual exact -"
)
RECORD = {"id": "a", **from_inline(MARKED)}


def test_a_sentence_put_back_changes_nothing() -> None:
    for start, end in raw_sentences(RECORD["text"]):
        again = from_inline(to_inline(cut(RECORD, start, end)))
        assert replaced(RECORD, RECORD["text"], start, end, again) == RECORD


def test_a_correction_replaces_its_sentence_only(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("=== a@14-18\n共9⟪项⟫I1。\n".replace("9", "⟪9⟫N1") + "@ N1: I1 | level + target exact -\n", "utf-8")
    [(name, start, end, sentence)] = read_corrections(tmp_path / "c.txt")
    new = replaced(RECORD, RECORD["text"], start, end, sentence)
    assert (name, new["text"]) == ("a", RECORD["text"])
    assert [e["label"] for e in new["entities"]] == ["DATE", "INDICATOR", "NUMBER", "UNIT", "NUMBER", "INDICATOR"]
    assert new["attributes"]["5"]["status"] == "target"
    assert [*differing(from_record(RECORD), from_record(new))] == [(14, 18)]


def test_a_correction_with_another_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="not the corpus' own"):
        replaced(RECORD, RECORD["text"], 14, 18, from_inline("共⟪8⟫N1项。"))
    (tmp_path / "c.txt").write_text("=== nonsense\n共9项。\n", "utf-8")
    with pytest.raises(CorpusError, match="nonsense"):
        list(read_corrections(tmp_path / "c.txt"))
