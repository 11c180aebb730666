from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govie.sentences import cut, lines, sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_ends_at_full_stops_and_breaks_only() -> None:
    assert split("增长9%；新增4家。下降！\n\n第二行") == ["增长9%；新增4家。", "下降！", "第二行"]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert split("说：“好。”然后走了。") == ["说：“好。”", "然后走了。"]


def test_nothing_and_blank() -> None:
    assert sentences("") == []
    assert sentences("\n\n") == []


@given(st.text("新9。！”\n", max_size=40), st.integers(1, 12))
def test_lines_hold_whole_sentences(clean: str, size: int) -> None:
    spans = list(lines(clean, size))
    assert "".join(clean[start:end] for start, end in spans) == clean
    assert all(end - start >= size and clean[end - 1] == "\n" for (start, end), _ in pairwise(spans))
    assert [one for start, end in spans for one in cut(clean, start, end)] == sentences(clean)
