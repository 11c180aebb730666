"""Measure govie beside other libraries: how fast, with how much memory, and what each finds; prints tables in Markdown.

    python -m training.compare_speed [--seconds 10] [--table speed | findings] [--only govie --only jiagu]

Each measurement is a fresh process, and every library reads the same repaired text: for speed the seeds with ever other figures, in one
process and in two at once, of which the better counts. docs/compare.md says how to install the libraries and how the findings are judged.
A library that is not installed is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from subprocess import PIPE
from typing import Any

from govie.extractor import Extractor
from govie.jsonl import read_jsonl
from govie.score import Count, Items
from govie.text import repair
from govie.types import Document
from training.compare_readers import LIBRARIES, Read

CORPUS = Path(__file__).parents[1] / "corpus"
LABELS = ("NUMBER", "AMOUNT", "DATE", "AGENCY")
TITLES = {"NUMBER": "numbers", "AMOUNT": "with unit", "DATE": "dates", "AGENCY": "bodies", "fact": "whole facts"}
PARTS = {"seeds": "five seeds", "test": "authored test part"}
MEGABYTE = 1 << 20 if sys.platform == "darwin" else 1 << 10
Spans = dict[str, set[Any]]


def gold(part: str) -> list[Document]:
    """Read the gold of the seeds, or of the authored reports that were kept for the test."""
    if part == "seeds":
        return list(read_jsonl(CORPUS / "seeds.jsonl"))
    names = json.loads((CORPUS / "splits.json").read_text("utf-8"))["authored"]["test"]
    return [document for document in read_jsonl(CORPUS / "authored.jsonl") if document.id in names]


def spans_of(document: Document) -> Spans:
    """Give the spans of a Document by label, its amounts (from a number to its unit), and its whole facts."""
    spans: Spans = {label: {(e.start, e.end) for e in document.entities if e.label == label} for label in LABELS}
    for link in document.relations:
        if link.label == "HAS_UNIT":
            spans["AMOUNT"].add((min(link.head.start, link.tail.start), max(link.head.end, link.tail.end)))
    return spans | {"fact": set(Items(document).facts.items())}


def spans_by(read: Read, raw: str) -> Spans:
    """Read a repaired text line by line; give the spans in the raw text."""
    text, at = repair(raw), 0
    spans: Spans = {label: set() for label in (*LABELS, "fact")}
    for line in text.clean.split("\n"):
        for label, start, end in read(line) if line.strip() else ():
            spans[label].add(text.to_raw(at + start, at + end))
        at += len(line) + 1
    return spans


def findings(name: str, part: str) -> dict[str, list[int]]:
    """Count what a library finds in a part: right, said and gold, by label."""
    reader = None if name == "govie" else LIBRARIES[name].make()
    extractor = Extractor() if reader is None else None
    counts = {label: Count() for label in (*LABELS, "fact")}
    for document in gold(part):
        spans = spans_by(reader, document.text) if reader else spans_of(extractor(document.text)) if extractor else {}
        for label, right in spans_of(document).items():
            counts[label].add(right, spans[label])
    return {label: [one.right, one.predicted, one.gold] for label, one in counts.items()}


def fresh(seed: int) -> Iterator[str]:
    """Give the repaired seeds over and over with other figures, so that nothing can be remembered."""
    seeds, chance = [repair(document.text).clean for document in gold("seeds")], random.Random(seed)
    while True:
        for text in seeds:
            yield re.sub("[1-9][0-9]*", lambda run: str(chance.randint(10 ** (len(run[0]) - 1), 10 ** len(run[0]) - 1)), text)


def rate(name: str, seconds: float, seed: int) -> dict[str, float]:
    """Load a library, wait for a line on stdin, read for so many seconds; give characters, both times, and peak megabytes."""
    texts = fresh(seed)
    if name == "govie":
        extractor = Extractor()
        extractor(next(texts))
    else:
        read = LIBRARIES[name].make()
        for line in next(texts)[:2000].split("\n"):
            list(read(line)) if line.strip() else ()
    print("ready", file=sys.__stdout__, flush=True)
    sys.stdin.readline()
    clock, used, characters = time.perf_counter(), time.process_time(), 0
    lasting = takewhile(lambda _: time.perf_counter() - clock < seconds, texts)
    if name == "govie":
        characters = sum(len(document.text) for document in extractor.pipe(lasting))
    else:
        lines = (line for text in lasting for line in text.split("\n"))
        for line in takewhile(lambda _: time.perf_counter() - clock < seconds, lines):
            characters += len(line) + 1
            if line.strip():
                list(read(line))
    took, cpu = time.perf_counter() - clock, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return {"characters": characters, "seconds": took, "cpu": cpu, "peak": peak}


def child(name: str, task: str, argument: str) -> None:
    """Do one measurement in this process: find in a part, or rate for some seconds; the last line of output is its result."""
    warnings.simplefilter("ignore")
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):  # one greets whoever imports it
        result = findings(name, argument) if task == "find" else rate(name, float(argument), os.getpid())
    print(json.dumps(result))


def measure(name: str, task: str, *arguments: str) -> list[Any]:
    """Measure in fresh processes at once, one for each argument; raise RuntimeError with the end of what a failed one said."""
    line = [sys.executable, "-m", "training.compare_speed", "--child", name, task]
    running = [subprocess.Popen([*line, one], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for one in arguments]
    if task == "rate":  # each says when it is ready, and then waits for the others
        for one in running:
            assert one.stdout and one.stdout.readline()
    with ThreadPoolExecutor(len(running)) as pool:
        ended = list(pool.map(lambda one: one.communicate("go\n"), running))
    for one, (_, error) in zip(running, ended, strict=True):
        if one.returncode:
            raise RuntimeError(f"{name}: {error.strip()[-300:]}")
    return [json.loads(out.strip().splitlines()[-1]) for out, _ in ended]


def speed_row(name: str, seconds: float) -> str:
    """Read in one process and in two; give the row of the faster way."""
    ways = []
    for processes in (1, 2):
        parts = measure(name, "rate", *[str(seconds)] * processes)
        whole = sum(part["characters"] for part in parts)
        cpu = sum(part["cpu"] for part in parts) / whole * 1e6
        ways.append((sum(part["characters"] / part["seconds"] for part in parts), processes, cpu, sum(part["peak"] for part in parts)))
    speed, processes, cpu, peak = max(ways)
    return f"| {name} | {float(f'{speed:.3g}'):,.0f} | {float(f'{ways[0][0]:.3g}'):,.0f} | {processes} | {cpu:.1f} | {peak:.0f} |"


def finding_rows(names: list[str]) -> Iterator[str]:
    """Give a table for each part: of each library recall and precision in percent."""
    found = {name: dict(zip(PARTS, measure(name, "find", *PARTS), strict=True)) for name in names}
    for part, title in PARTS.items():
        sizes = {label: size for label, (_, _, size) in found[names[0]][part].items()}
        yield f"\n| {title}: found / right, % | " + " | ".join(f"{TITLES[label]} ({size})" for label, size in sizes.items()) + " |"
        yield "|---|" + "--:|" * len(sizes)
        for name in names:
            finds = LIBRARIES[name].finds if name in LIBRARIES else tuple(TITLES)
            cells = [share(*found[name][part][label]) if label in finds else "–" for label in sizes]
            yield f"| {name} | " + " | ".join(cells) + " |"


def share(right: int, said: int, gold: int) -> str:
    """Write recall and precision; nothing said is nothing wrong."""
    return f"{right / gold:.0%} / {right / said:.0%}".replace("%", "") if said else "0 / –"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="how long each library reads in each way")
    parser.add_argument("--only", action="append", help="measure these alone; give the name as the table has it")
    parser.add_argument("--table", choices=("speed", "findings"), help="make this table alone")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        return child(*args.child)
    wanted = args.only or ["govie", *LIBRARIES]
    missing = [name for name in wanted if name in LIBRARIES and not importlib.util.find_spec(LIBRARIES[name].module)]
    names = [name for name in wanted if name not in missing]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before, Python {sys.version.split()[0]}\n")
    if args.table != "findings":
        print("| | characters/s | in one process | best with processes | µs cpu/character | peak MB |\n|---|--:|--:|--:|--:|--:|")
        for name in names:
            print(speed_row(name, args.seconds), flush=True)
    for line in finding_rows(names) if args.table != "speed" else ():
        print(line, flush=True)
    versions = [f"{LIBRARIES[name].package} {version(LIBRARIES[name].package)}" for name in names if name in LIBRARIES]
    print(f"\nVersions: {', '.join(versions)}.")
    for name in missing:
        print(f"{name} is not installed here.")


if __name__ == "__main__":
    main()
