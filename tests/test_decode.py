from itertools import pairwise

import numpy as np
import pytest

from govie.decode import Spans, best_tags, choose, find_pairs, find_spans, probability_of_all, transitions, trim
from govie.schema import BASE, LABELS

TAGS = BASE.tags
RNG = np.random.default_rng(0)


def test_tags_are_always_legal() -> None:
    for length in (1, 2, 7, 40):
        for _ in range(50):
            tags = best_tags(RNG.normal(size=(length, len(TAGS))).astype(np.float32) * 3)
            path = [0, *tags.tolist(), 0]
            assert all(transitions(len(TAGS))[a, b] for a, b in pairwise(path))


def test_legal_argmax_is_kept() -> None:
    names = ["O", "B-NUMBER", "E-NUMBER", "S-UNIT", "O"]
    logits = np.full((5, len(TAGS)), -5, np.float32)
    for i, name in enumerate(names):
        logits[i, TAGS.index(name)] = 5
    spans = find_spans(logits, np.array([[0, 5]]))
    found = [(LABELS[k], a, b) for k, a, b in zip(spans.label, spans.start.tolist(), spans.end.tolist(), strict=True)]
    assert found == [("NUMBER", 1, 3), ("UNIT", 3, 4)]
    assert spans.confidence.min() > 0.9


def make(*items: tuple[str, int, int]) -> Spans:
    return Spans(
        np.array([a for _, a, _ in items]), np.array([b for *_, b in items]),
        np.array([LABELS.index(k) for k, *_ in items]), np.ones(len(items), np.float32),
    )  # fmt: skip


def test_pairs_stay_in_their_sentence() -> None:
    clean = "企业4家。项目5个"
    spans = make(("INDICATOR", 0, 2), ("NUMBER", 2, 3), ("UNIT", 3, 4), ("INDICATOR", 5, 7), ("NUMBER", 7, 8), ("UNIT", 8, 9))
    pairs = find_pairs(clean, spans, np.array([[0, 5], [5, 9]]))
    assert set(zip(pairs.number.tolist(), pairs.other.tolist(), strict=True)) == {(1, 0), (1, 2), (4, 3), (4, 5)}


@pytest.mark.parametrize("threshold_pair", [(0.9, 0.8), (0.3, 0.2)])
def test_one_unit_a_number_and_no_lonely_unit(threshold_pair: tuple[float, float]) -> None:
    spans = make(("NUMBER", 0, 1), ("UNIT", 1, 2), ("UNIT", 3, 4))
    pairs = find_pairs("4家余户", spans, np.array([[0, 4]]))
    kept = choose(spans, pairs, np.array(threshold_pair, np.float32))
    assert pairs.other[kept].tolist() == [1]


def test_a_number_is_as_sure_as_all_its_links_taken_and_left() -> None:
    spans = make(("INDICATOR", 0, 2), ("NUMBER", 2, 3), ("UNIT", 3, 4))
    spans.confidence[:] = 0.5, 0.9, 0.8
    pairs = find_pairs("企业4家", spans, np.array([[0, 4]]))
    probability = np.array([0.2, 0.7], np.float32)
    assert pairs.other.tolist() == [0, 2]
    both = probability_of_all(spans, pairs, probability, np.array([0, 1]))
    one = probability_of_all(spans, pairs, probability, np.array([1]))
    assert both[1] == pytest.approx(0.9 * (0.2 * 0.5) * (0.7 * 0.8))
    assert one[1] == pytest.approx(0.9 * (1 - 0.2) * (0.7 * 0.8))
    assert both[[0, 2]].tolist() == pytest.approx([0.5, 0.8]), "what is no NUMBER has no links of its own"


def test_white_space_is_taken_off_spans() -> None:
    spans = Spans(np.array([0, 3, 5]), np.array([3, 5, 6]), np.array([0, 1, 1]), np.ones(3, np.float32))
    found = trim(" 54 \u3000家", spans)
    assert list(zip(found.start, found.end, strict=True)) == [(1, 3), (5, 6)]
    assert list(found.label) == [0, 1]
