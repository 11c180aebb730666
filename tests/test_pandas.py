from pathlib import Path

import pandas
import pytest
from pandas.testing import assert_frame_equal

import govie
import govie.pandas
from govie.errors import GovieError

SEEDS = [p.read_text("utf-8") for p in sorted((Path(__file__).parents[1] / "corpus" / "seeds").glob("*.txt"))[1:3]]
SHORT = "新增企业54家，出口增长9%。"


def plain(frame: pandas.DataFrame) -> pandas.DataFrame:
    """A column without any value has another type than one of some rows more."""
    return frame.astype(object).where(frame.notna(), None)


def test_facts_keep_the_index_and_are_those_of_extract() -> None:
    frame = pandas.DataFrame({"text": SEEDS, "city": ["老河口", "乙"]}, index=pandas.Index([7, 3], name="report"))
    facts = frame.govie.extract("text")
    for label, text in zip(frame.index, SEEDS, strict=True):
        expected = govie.extract(text).to_dataframe().assign(document=str(label))
        assert_frame_equal(plain(facts.loc[[label]].reset_index(drop=True)), plain(expected))
    assert facts.index.name == "report"
    assert set(frame.join(facts)["city"]) == {"老河口", "乙"}


def test_missing_texts_repeated_and_nested_indexes() -> None:
    index = pandas.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 2)])
    facts = pandas.DataFrame({"text": [SHORT, None, SHORT]}, index=index).govie.extract("text")
    assert list(facts.index) == [("a", 1)] * 2 + [("b", 2)] * 2
    empty = pandas.DataFrame({"text": pandas.Series([], dtype=str)}).govie.extract("text")
    assert (len(empty), list(empty.columns)) == (0, list(facts.columns))


def test_id_and_meta_columns() -> None:
    published = [pandas.Timestamp("2021-03-04"), pandas.NaT]
    frame = pandas.DataFrame({"text": ["今年新增企业54家。"] * 2, "file": ["a.txt", "b.txt"], "published": published})
    facts = frame.govie.extract("text", id="file", meta=["published"])
    assert list(facts["document"]) == ["a.txt", "b.txt"]
    assert facts["period_start"].dt.year.fillna(0).tolist() == [2021, 0]


def test_bad_columns_and_texts() -> None:
    frame = pandas.DataFrame({"text": [SHORT, 3]})
    with pytest.raises(TypeError, match=r"row 1: expected a text in 'text', got int"):
        frame.govie.extract("text")
    with pytest.raises(GovieError, match="no columns 'txt'; expected one; the columns are 'text'"):
        frame.govie.extract("txt")
    twice = pandas.DataFrame([[SHORT, SHORT]], columns=["text", "text"])
    with pytest.raises(GovieError, match="2 columns 'text'"):
        twice.govie.extract("text")
