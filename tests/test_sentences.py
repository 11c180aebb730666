from govie.sentences import sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_ends_at_full_stops_and_breaks_only() -> None:
    assert split("增长9%；新增4家。下降！\n\n第二行") == ["增长9%；新增4家。", "下降！", "第二行"]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert split("说：“好。”然后走了。") == ["说：“好。”", "然后走了。"]


def test_nothing_and_blank() -> None:
    assert sentences("") == []
    assert sentences("\n\n") == []
