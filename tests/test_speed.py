"""govie does not grow slow: its processor time a character against that of a fixed piece of numpy work, so that the machine cancels out."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import govie

SEEDS = [p.read_text("utf-8") for p in sorted((Path(__file__).parents[1] / "corpus" / "seeds").glob("*.txt"))]
CHARACTERS = 3000
WINDOW, WIDTH, INNER, LAYERS = 158, 384, 1536, 6
MOST = 1.0
"""Processor time to read a character, over that of one in a float32 encoder of this size in numpy: int8 beats it with all else on top."""


def cheapest(work: Callable[[], object], times: int = 3) -> float:
    """Give the least processor time of some runs: the others tell of the machine."""
    found = []
    for _ in range(times):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def encoder() -> None:
    """Multiply as an encoder does that reads one window."""
    chance = np.random.default_rng(9)
    into, back = chance.standard_normal((WIDTH, INNER), np.float32), chance.standard_normal((INNER, WIDTH), np.float32)
    around = chance.standard_normal((WIDTH, 4 * WIDTH), np.float32)
    row = chance.standard_normal((WINDOW, WIDTH), np.float32)
    for _ in range(LAYERS):
        row = np.maximum(row @ into, 0) @ back + (row @ around)[:, :WIDTH]
        row /= np.abs(row).max()


def test_reading_costs_no_more_than_a_plain_encoder() -> None:
    extractor, text = govie.Extractor(), "\n".join(SEEDS)[:CHARACTERS]
    extractor(text)
    encoder()
    reading, plain = cheapest(lambda: extractor(text)) / CHARACTERS, cheapest(encoder) / WINDOW
    assert reading <= MOST * plain, f"{reading * 1e6:.0f} µs a character against {plain * 1e6:.0f}"


def test_time_a_character_is_flat() -> None:
    extractor, text = govie.Extractor(), "\n".join(SEEDS)[:CHARACTERS]
    extractor(text)
    once, often = cheapest(lambda: extractor(text)), cheapest(lambda: extractor((text + "\n\n") * 5), 2)
    assert often <= 5 * once * 1.5, f"{often:.2f} s for five times what takes {once:.2f} s"
