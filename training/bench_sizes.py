"""Measure whether speed and memory stay flat from small documents to large ones and from one to many; prints a table in Markdown.

    python -m training.bench_sizes [--sizes 1000 … 10000000] [--in-chunks 33000000] [--counts 10 … 10000] [--size-of-many 1000]

Each row is a fresh process that reads its texts by `pipe` from a generator, as often as makes 100,000 characters or more. The text is the
lines of the five seeds over and over, shuffled, since some are read faster than others, and with other figures, so that nothing is
remembered; that of `--in-chunks` is made as `govie.read.chunks` takes it in. `cpu` is processor time, which tells more than the clock
where others use the machine.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from statistics import median
from subprocess import CalledProcessError
from typing import NamedTuple

from training.bench import SEEDS, run

LEAST = 100_000
"""Characters that a row reads at the least."""
READ = """
import random, re, resource, sys, time, govie, govie.read
from pathlib import Path
lines = [line for p in sorted(Path(%r).glob("*.txt")) for line in p.read_text("utf-8").splitlines(keepends=True)]
size, count, rounds, in_chunks, chance = %d, %d, %d, %d, random.Random(9)
def stream():
    while True:
        for line in chance.sample(lines, len(lines)):
            yield re.sub("[1-9][0-9]*", lambda run: str(chance.randint(10 ** (len(run[0]) - 1), 10 ** len(run[0]) - 1)), line)
def some(source):
    left = size
    while left > 0:
        yield (line := next(source)[:left])
        left -= len(line)
def texts(source):
    rest = ""
    for _ in range(count):
        pieces, held = [rest], len(rest)
        while held < size:
            pieces.append(next(source))
            held += len(pieces[-1])
        whole = "".join(pieces)
        rest = whole[size:]
        yield whole[:size]
extractor = govie.Extractor(threads=%r)
threads = extractor.model.threads
extractor("".join(lines)[:2000])
memory = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
before, facts, source = memory(), 0, stream()
clock, used = time.perf_counter(), time.process_time()
for _ in range(rounds):
    for document in extractor.pipe(govie.read.chunks(some(source)) if in_chunks else texts(source)):
        facts += len(document.facts)
seconds, cpu = time.perf_counter() - clock, time.process_time() - used
after = memory()
"""
COLUMNS = ("characters a document", "documents", "threads", "facts", "characters/s", "µs cpu/character", "peak MB", "of it before reading")


class Row(NamedTuple):
    """What one process measured."""

    size: int
    count: int | None
    """Documents; None for chunks of one text."""
    threads: int
    facts: int
    speed: float
    cost: float
    peak: float
    before: float

    def line(self) -> str:
        """Write it as a line of a table."""
        ends = f"{self.speed:,.0f} | {self.cost:.1f} | {self.peak:.0f} | {self.before:.0f}"
        count = "in chunks" if self.count is None else f"{self.count:,}"
        return f"| {self.size:,} | {count} | {self.threads} | {self.facts:,} | {ends} |"


def measure(size: int, count: int | None, threads: int | None = None) -> Row:
    """Read `count` documents of `size` characters, or one in chunks, in a fresh process; raise CalledProcessError where it fails."""
    names = ("seconds", "cpu", "before", "after", "facts", "threads")
    rounds = -(-LEAST // (size * (count or 1)))
    script = READ % (str(SEEDS), size, count or 1, rounds, count is None, threads)
    found = {name: float(str(value)) for name, value in run(script, *names).items()}
    whole = size * (count or 1) * rounds
    speed, cost = whole / found["seconds"], found["cpu"] / whole * 1e6
    return Row(size, count, int(found["threads"]), int(found["facts"]), speed, cost, found["after"], found["before"])


def tell(rows: Iterable[tuple[int, int | None, int | None]]) -> list[Row]:
    """Measure and print row by row; one that fails is told and left out."""
    done = []
    for size, count, threads in rows:
        try:
            done.append(measure(size, count, threads))
            print(done[-1].line(), flush=True)
        except CalledProcessError as error:
            said = (error.stderr or "").strip().splitlines()[-1:]
            what = f"failed with exit code {error.returncode}: {' '.join(said)}"
            print(f"| {size:,} | {count or 'in chunks'} | | {what} | | | | |", flush=True)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10**power for power in range(3, 8)], help="one document of each size")
    parser.add_argument("--counts", type=int, nargs="*", default=[10, 100, 1000, 10_000], help="so many documents each time")
    parser.add_argument("--in-chunks", type=int, nargs="*", default=[33_000_000], help="one text of each size, in chunks")
    parser.add_argument("--size-of-many", type=int, default=1000, help="characters of each of many documents")
    parser.add_argument(
        "--two-cores", type=int, default=100_000, help="characters of the document read by one thread and by two; 0 for none"
    )
    args = parser.parse_args()
    load = os.getloadavg()[0]
    print("| " + " | ".join(COLUMNS) + " |\n|" + "--:|" * len(COLUMNS), flush=True)
    many = [(args.size_of_many, count, None) for count in args.counts]
    rows = tell([(size, 1, None) for size in args.sizes] + [(size, None, None) for size in args.in_chunks] + many)
    pair = tell((args.two_cores, 1, threads) for threads in (1, 2)) if args.two_cores else []
    if rows:
        costs = [row.cost for row in rows]
        middle = median(costs)
        spread = f"{min(costs) / middle - 1:+.0%} to {max(costs) / middle - 1:+.0%}"
        print(f"\n{middle:.1f} µs of processor time a character in the middle, {spread} about it.")
    if len(pair) == 2:
        print(f"Two threads against one: {pair[1].speed / pair[0].speed:.2f} times as fast by the clock.")
    print(f"Load {load:.1f} before and {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
