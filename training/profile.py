"""Tell which stage of the line takes how much processor time; prints a table in Markdown.

    python -m training.profile [--characters 100000]

The five seeds are read over and over as web pages with other figures in them, by one thread, so that stages do not overlap. A stage's time
is its own: what it spends in another stage is counted there.
"""

from __future__ import annotations

import argparse
import html
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import govie

SEEDS = Path(__file__).parents[1] / "corpus" / "seeds"
STAGES = {
    "read (a web page)": ("govie.read:read",),
    "repair": ("govie.extractor:repair",),
    "sentences": ("govie.skim:cut",),
    "encode": ("govie.skim:group", "govie.encode:Vocabulary.ids", "govie.encode:Vocabulary.bonds"),
    "first look": ("govie.skim:Skim.empty",),
    "model (ONNX Runtime)": ("govie.model:Model.begin", "govie.model:Reading.result"),
    "decode": ("govie.extractor:decode",),
    "normalise": ("govie.facts.amounts:quantity", "govie.facts.calendar:period"),
    "facts": ("govie.extractor:make_facts",),
}
"""Each stage, and what it enters by, named where it is called from."""
REST = "the rest (Documents, confidences)"


class Clock:
    """Processor time by stage; the innermost stage that runs has it."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.running = [REST]
        self.last = time.process_time()

    def turn(self) -> None:
        """Book the time since the last turn on the stage that runs."""
        now = time.process_time()
        self.spent[self.running[-1]] += now - self.last  # type: ignore[assignment]
        self.last = now

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function so that its time is the stage's; what it would give piece by piece is made at once."""

        def run(*arguments: Any, **named: Any) -> Any:
            self.turn()
            self.running.append(stage)
            try:
                result = work(*arguments, **named)
                return iter(list(result)) if isinstance(result, Iterator) else result
            finally:
                self.turn()
                self.running.pop()

        return run


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Book the time of every stage while inside."""
    with ExitStack() as stack:
        for stage, entries in STAGES.items():
            for entry in entries:
                module, _, path = entry.partition(":")
                *owners, name = path.split(".")
                owner = import_module(module)
                for one in owners:
                    owner = getattr(owner, one)
                stack.enter_context(patch.object(owner, name, clock.timed(stage, getattr(owner, name))))
        yield


def pages(characters: int, folder: Path) -> list[Path]:
    """Write the seeds as web pages, with other figures each time, until there are so many characters."""
    seeds, chance, written = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))], random.Random(9), 0
    paths: list[Path] = []
    while written < characters:
        seed = seeds[len(paths) % len(seeds)]
        text = re.sub("[1-9][0-9]*", lambda run: str(chance.randint(10 ** (len(run[0]) - 1), 10 ** len(run[0]) - 1)), seed)
        body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
        paths.append(folder / f"{len(paths)}.html")
        paths[-1].write_text(f"<html><head><meta charset=utf-8></head><body>{body}</body></html>", "utf-8")
        written += len(text)
    return paths


def profile(characters: int) -> tuple[Counter[str], int]:
    """Read pages of so many characters; give seconds of processor time by stage, and the characters read."""
    extractor, clock = govie.Extractor(threads=1), Clock()
    from govie import read

    with TemporaryDirectory() as folder:
        paths = pages(characters, Path(folder))
        extractor(read.read(paths[0]))
        with watched(clock):
            clock.turn()
            clock.spent.clear()
            done = sum(len(extractor(read.read(path)).text) for path in paths)
            clock.turn()
    return clock.spent, done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=100_000)
    spent, characters = profile(parser.parse_args().characters)
    whole = sum(spent.values())
    print(f"| stage, of {characters:,} characters, load {os.getloadavg()[0]:.1f} | share | µs cpu/character |\n|---|--:|--:|")
    for stage in (*STAGES, REST):
        print(f"| {stage} | {spent[stage] / whole:.1%} | {spent[stage] / characters * 1e6:.2f} |")
    print(f"| **all** | 100 % | {whole / characters * 1e6:.1f} |")


if __name__ == "__main__":
    main()
