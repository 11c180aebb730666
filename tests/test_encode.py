from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from govie.encode import LONGEST, WINDOW, Vocabulary, group
from govie.model import BUNDLED
from govie.sentences import sentences

VOCABULARY = Vocabulary.load(BUNDLED / "vocab.txt")


def test_one_id_a_character_and_folding() -> None:
    ids = VOCABULARY.ids("９，％a\U0001f600")
    assert ids[:3] == VOCABULARY.ids("9,%")
    assert ids[4] == VOCABULARY.unk


@settings(max_examples=60)
@given(st.text(alphabet="市增长9。；\n，", max_size=1500), st.integers(1, 30))
def test_windows_lose_nothing(text: str, times: int) -> None:
    clean = text * times
    spans = sentences(clean)
    covered = []
    for one in group(clean, spans):
        assert all(b - a <= WINDOW for a, b in one.windows)
        for (a, b), (low, high) in zip(one.windows, one.cores, strict=True):
            assert a <= low < high <= b
        assert all(x[1] == y[0] for x, y in pairwise(one.cores))
        covered += [i for s in one.sentences for i in range(*s)]
        assert one.cores[0][0] == one.sentences[0][0]
        assert one.cores[-1][1] == one.sentences[-1][1]
    assert covered == [i for s in spans for i in range(*s)]


def test_endless_sentence_is_cut_at_commas() -> None:
    clean = "新增企业4家，" * 2000
    pieces = [s for one in group(clean, sentences(clean)) for s in one.sentences]
    assert max(b - a for a, b in pieces) <= LONGEST
    assert all(clean[b - 1] == "，" for _, b in pieces)


def test_a_window_begins_with_one_empty_sentence_at_most_and_ends_with_none() -> None:
    clean = "零。一。二。三。四。五。"
    spans = sentences(clean)
    (cut,) = group(clean, spans, {spans[0], spans[1], spans[3], spans[5]})
    assert cut.sentences == tuple(spans[1:5])
    assert cut.windows == cut.cores == ((2, 10),)
    assert not list(group(clean, spans, set(spans)))
    assert list(group(clean, spans, set())) == list(group(clean, spans))
    assert not list(group("文" * 400, [(0, 400)], {(0, 400)}))


def test_a_window_fills_up_behind_what_is_left_out() -> None:
    clean = "空" * 50 + "。" + "空" * 2 + "。" + "有" * 100 + "。" + "有" * 40 + "。"
    spans = sentences(clean)
    assert [one.sentences for one in group(clean, spans)] == [tuple(spans[:3]), tuple(spans[3:])]
    assert [one.sentences for one in group(clean, spans, set(spans[:2]))] == [tuple(spans[1:])]


def test_a_window_that_is_full_has_no_empty_sentence_before_it() -> None:
    clean = "空" * 50 + "。" + "有" * 120 + "。"
    spans = sentences(clean)
    assert [one.sentences for one in group(clean, spans, {spans[0]})] == [(spans[1],)]


def test_what_follows_a_full_window_has_the_empty_sentence_before_it() -> None:
    clean = "有" * 150 + "。空。空空。有有。"
    spans = sentences(clean)
    assert [one.sentences for one in group(clean, spans, set(spans[1:3]))] == [(spans[0],), tuple(spans[2:])]


def test_lines_share_no_window() -> None:
    clean = "指标 上半年\n空\n工业产值 3\n出口 4"
    spans = sentences(clean)
    assert [one.sentences for one in group(clean, spans, {spans[1]})] == [(spans[0],), (spans[2],), (spans[3],)]
