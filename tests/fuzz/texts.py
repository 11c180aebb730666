"""The texts to try: pieces of the corpus, spliced and damaged, and texts made of nothing but oddities."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from random import Random

from tests.fuzz.mutations import COMBINING, CONTROLS, DATES, EMOJI, FIGURES, INVISIBLE, MARKS, MUTATIONS, RTL, SURROGATES

CORPUS = Path(__file__).parents[2] / "corpus"
WORDS = ("市", "局", "企业", "增长", "新增", "其中", "比上年", "同比", "万", "亿元", "家", "个百分点", "约", "至", "达到", "下一步", " ")
ODD = (*WORDS, *FIGURES, *DATES, *EMOJI, *RTL, *MARKS, *SURROGATES, *CONTROLS, *INVISIBLE, *COMBINING)
LONG = 100_000
"""Characters of the longest texts."""


@lru_cache(maxsize=1)
def reports() -> tuple[str, ...]:
    """Read the seeds and the authored reports."""
    seeds = [path.read_text("utf-8") for path in sorted((CORPUS / "seeds").glob("*.txt"))]
    authored = (CORPUS / "authored.jsonl").read_text("utf-8").splitlines()
    return (*seeds, *(json.loads(line)["text"] for line in authored))


def make(seed: int, index: int, *, long: bool = False) -> str:
    """Make one text; the same seed and index give the same text on every machine."""
    chance = Random(f"{seed}:{index}")
    if long:
        return long_text(chance)
    text = odd(chance) if chance.random() < 0.15 else piece(chance)
    for name in chance.choices(sorted(MUTATIONS), k=chance.choice((0, 1, 1, 2, 3))):
        text = MUTATIONS[name](text, chance)
    return text[:1500]


def piece(chance: Random) -> str:
    """Cut a piece out of one report, or splice pieces of two."""
    found = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        report = chance.choice(reports())
        at = chance.randrange(len(report))
        found.append(report[at : at + chance.randint(1, chance.choice((60, 160, 400)))])
    return chance.choice(("", "\n")).join(found)


def odd(chance: Random) -> str:
    """Write what no report holds."""
    return "".join(chance.choices(ODD, k=chance.randint(0, 60)))


def long_text(chance: Random) -> str:
    """Write one line of many characters, or one sentence of many numbers."""
    numbers = "、".join(f"企业{chance.randrange(1000)}家" for _ in range(10_000))
    shapes = [chance.choice(("市", "1", " ", "(", "\n", "一", "增长9%，", "其中")) * LONG, numbers, one_report(chance)]
    return chance.choice(shapes)[:LONG]


def one_report(chance: Random) -> str:
    """Repeat a report without its sentence ends."""
    report = MUTATIONS["one_line"](chance.choice(reports()), chance) or "市"
    return (report * (LONG // len(report) + 1))[:LONG]
