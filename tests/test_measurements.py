"""The measurements that docs/trust.md and docs/compare.md tell measure what they say."""

from training.compare_readers import Found, from_words
from training.compare_speed import findings, share
from training.profile import STAGES, profile

WORDS = [("2024", "m"), ("年", "m"), ("1", "m"), ("-", "x"), ("6", "m"), ("月", "m"), ("，", "x"), ("武汉市", "ns"), ("经信局", "nt")]
WORDS += [("新增", "v"), ("54", "m"), ("家", "n"), ("，", "x"), ("增长", "v"), ("88.47", "m"), ("%", "x")]


def test_every_stage_has_its_time_and_the_network_most() -> None:
    spent, characters = profile(1500)
    assert characters >= 1500
    assert all(spent[stage] > 0 for stage in STAGES), spent
    assert spent["model (ONNX Runtime)"] > sum(spent.values()) / 2


def test_what_a_tagger_cut_apart_is_joined() -> None:
    found = set(from_words(WORDS, {"m": "n", "ns": "p", "nt": "b"}))
    assert found == {
        Found("DATE", 0, 9),
        Found("AGENCY", 10, 16),
        *(Found("NUMBER", 18, 20), Found("AMOUNT", 18, 21)),
        *(Found("NUMBER", 24, 29), Found("AMOUNT", 24, 30)),
    }


def test_govie_finds_nearly_all_that_it_was_trained_on() -> None:
    for label, (right, said, gold) in findings("govie", "seeds").items():
        assert right <= min(said, gold)
        assert right / gold > (0.75 if label == "fact" else 0.9)


def test_shares_are_written_for_none_too() -> None:
    assert share(3, 4, 6) == "50 / 75"
    assert share(0, 0, 6) == "0 / –"
