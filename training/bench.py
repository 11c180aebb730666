"""Measure govie's speed and memory; prints JSON.

    python -m training.bench [--characters 300000]

Each figure comes from a fresh process. The text is the five seeds repeated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "corpus" / "seeds"
HEAVY = ("torch", "spacy", "pandas", "onnxruntime", "transformers")

IMPORT = """
import sys, time
begin = time.perf_counter(); import govie; seconds = time.perf_counter() - begin
heavy = [name for name in %r if name in sys.modules]
"""
LOAD = """
import time, govie
govie.Extractor
begin = time.perf_counter(); govie.Extractor(); seconds = time.perf_counter() - begin
"""
FIRST = """
import govie
assert govie.extract("2024年，全市新增高新技术企业54家。").facts
"""
SPEED = """
import resource, sys, time, govie
from pathlib import Path
seeds = [p.read_text("utf-8") for p in sorted(Path(%r).glob("*.txt"))]
size = sum(map(len, seeds))
texts = seeds * max(1, round(%d / size))
extractor = govie.Extractor()
extractor(seeds[0])
begin = time.perf_counter(); facts = sum(len(d.facts) for d in extractor.pipe(texts)); seconds = time.perf_counter() - begin
speed = sum(map(len, texts)) / seconds
clean = sum(len(__import__("govie.text").text.repair(t).clean) for t in texts) / seconds
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
threads = extractor.model.threads
"""


def run(code: str, *names: str) -> dict[str, object]:
    """Run code in a fresh process and give back some of its variables, with the whole time as `process`."""
    timed = "import time as _t\n" + code + f"\nimport json\nprint(json.dumps({{n: globals()[n] for n in {names!r}}}))"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def first_fact() -> float:
    """Time a process from its start to its end, one fact between."""
    import time

    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST], check=True)
    return time.perf_counter() - begin


def best(times: int, code: str) -> float:
    """Give the least of some measurements of `seconds`: the others tell of the machine."""
    return min(float(str(run(code, "seconds")["seconds"])) for _ in range(times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--characters", type=int, default=300_000)
    args = parser.parse_args()
    speed = run(SPEED % (str(SEEDS), args.characters), "speed", "clean", "memory", "threads", "facts")
    report = {
        "import_s": round(best(5, IMPORT % (HEAVY,)), 4),
        "heavy_modules_on_import": run(IMPORT % (HEAVY,), "heavy")["heavy"],
        "load_s": round(best(3, LOAD), 3),
        "first_fact_s": round(min(first_fact() for _ in range(3)), 3),
        "characters_per_s": round(float(str(speed["speed"]))),
        "repaired_characters_per_s": round(float(str(speed["clean"]))),
        "threads": speed["threads"],
        "peak_memory_mb": round(float(str(speed["memory"]))),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
