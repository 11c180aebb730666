"""Threads, processes and Ctrl-C: the same facts from each, no more threads than asked for, and an end when it is wanted."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

import govie

ROOT = Path(__file__).parents[1]
SEEDS = [p.read_text("utf-8") for p in sorted((ROOT / "corpus" / "seeds").glob("*.txt"))]
PIECES = [seed[i : i + 300] for seed in SEEDS[1:4] for i in (0, 400, 800)]


@pytest.fixture(scope="module")
def extractor() -> govie.Extractor:
    return govie.Extractor()


@pytest.fixture(scope="module")
def expected(extractor: govie.Extractor) -> list[govie.Document]:
    return [extractor(text) for text in PIECES]


def test_eight_threads_agree(extractor: govie.Extractor, expected: list[govie.Document]) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(extractor, PIECES * 3)) == expected * 3


def test_eight_streams_at_once_agree(extractor: govie.Extractor, expected: list[govie.Document]) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(found == expected for found in pool.map(lambda _: list(extractor.pipe(PIECES)), range(8)))


@pytest.mark.parametrize("start", [way for way in ("fork", "spawn") if way in multiprocessing.get_all_start_methods()])
def test_processes_agree(start: str, extractor: govie.Extractor, expected: list[govie.Document]) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context(start)) as pool:
        assert list(pool.map(extractor, PIECES, chunksize=5)) == expected


def broken() -> Iterator[str]:
    yield from PIECES[:3]
    raise OSError("the disk is gone")


def test_stream_gives_what_came_before_its_own_error(extractor: govie.Extractor, expected: list[govie.Document]) -> None:
    got = []
    with pytest.raises(OSError, match="the disk is gone"):
        for document in extractor.pipe(broken()):
            got.append(document)
    assert got == expected[:3]


def test_threads_are_a_number_of_one_or_more() -> None:
    for wrong in (0, -1):
        with pytest.raises(ValueError, match="expected 1 or more"):
            govie.Extractor(threads=wrong)


COUNT = """
import os, sys, threading, govie
from pathlib import Path
extractor, most, done = govie.Extractor(**%r), 0, threading.Event()
def watch():
    global most
    while not done.wait(0.002):
        most = max(most, len(os.listdir("/proc/self/task")))
before = len(os.listdir("/proc/self/task"))
watcher = threading.Thread(target=watch); watcher.start()
list(extractor.pipe([Path(sys.argv[1]).read_text("utf-8")] * 3))
done.set(); watcher.join()
print(extractor.model.threads, most - before - 1)
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
@pytest.mark.parametrize(("given", "environment"), [({"threads": 1}, "4"), ({}, "1")])
def test_no_more_threads_than_asked_for(given: dict[str, int], environment: str) -> None:
    seed = next((ROOT / "corpus" / "seeds").glob("001*"))
    command = [sys.executable, "-c", COUNT % given, str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": environment})
    threads, started = map(int, done.stdout.split())
    assert threads == 1
    assert 1 <= started <= 2, "one that reads documents and one that reads windows, of which one waits for the other"


LONG = """
import signal, govie
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in its background deaf to Ctrl-C
extractor = govie.Extractor()
print("reading", flush=True)
for document in extractor.pipe(["全市新增高新技术企业54家，增长9%%。\\n" * %d] * 4):
    pass
"""


def interrupt(command: list[str]) -> tuple[int, float]:
    """Send Ctrl-C to a program soon after its first line, and give its exit code and how long it took to end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, text=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(1)
        program.send_signal(signal.SIGINT)
        begin = time.perf_counter()
        code = program.wait(120)
    return code, time.perf_counter() - begin


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal")
def test_ctrl_c_ends_a_stream_in_mid_document() -> None:
    code, seconds = interrupt([sys.executable, "-c", LONG % 4000])
    assert code == -signal.SIGINT
    assert seconds < 20, "all of these documents take minutes"
