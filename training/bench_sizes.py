"""Measure whether speed and memory stay flat from small documents to large ones and from one to many; prints a table in Markdown.

    python -m training.bench_sizes [--largest 10000000] [--most 10000]

Each row is a fresh process that reads its texts by `pipe` from a generator. The text is the five seeds over and over with other figures,
so that nothing is remembered. `cpu` is processor time, which tells more than the clock where others use the machine.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from training.bench import SEEDS, run

READ = """
import random, re, resource, sys, time, govie
from pathlib import Path
seeds = "\\n".join(p.read_text("utf-8") for p in sorted(Path(%r).glob("*.txt")))
size, count, chance = %d, %d, random.Random(9)
def other():
    return re.sub("[1-9][0-9]*", lambda run: str(chance.randint(10 ** (len(run[0]) - 1), 10 ** len(run[0]) - 1)), seeds)
def texts():
    rest = ""
    for _ in range(count):
        pieces, held = [rest], len(rest)
        while held < size:
            pieces.append(other())
            held += len(pieces[-1])
        whole = "".join(pieces)
        rest = whole[size:]
        yield whole[:size]
extractor = govie.Extractor()
extractor(seeds[:2000])
memory = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
before, facts = memory(), 0
clock, used = time.perf_counter(), time.process_time()
for document in extractor.pipe(texts()):
    facts += len(document.facts)
seconds, cpu = time.perf_counter() - clock, time.process_time() - used
after = memory()
"""
COLUMNS = ("characters a document", "documents", "facts", "characters/s", "µs cpu/character", "peak MB", "of it before reading")


def measure(size: int, count: int) -> list[str]:
    """Give the row of `count` documents of `size` characters."""
    found = {
        name: float(str(value))
        for name, value in run(READ % (str(SEEDS), size, count), "seconds", "cpu", "before", "after", "facts").items()
    }
    whole = size * count
    speed, cost = whole / found["seconds"], found["cpu"] / whole * 1e6
    return [
        f"{size:,}",
        f"{count:,}",
        f"{found['facts']:,.0f}",
        f"{speed:,.0f}",
        f"{cost:.1f}",
        f"{found['after']:.0f}",
        f"{found['before']:.0f}",
    ]


def rows(largest: int, most: int) -> Iterator[list[str]]:
    """Measure one document of each size, then each number of short ones."""
    for power in range(3, 9):
        if 10**power <= largest:
            yield measure(10**power, 1)
    for power in range(1, 5):
        if 10**power <= most:
            yield measure(1000, 10**power)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--largest", type=int, default=10_000_000)
    parser.add_argument("--most", type=int, default=10_000)
    args = parser.parse_args()
    print("| " + " | ".join(COLUMNS) + " |\n|" + "--:|" * len(COLUMNS), flush=True)
    for row in rows(args.largest, args.most):
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
