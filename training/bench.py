"""Measure govie's speed and memory; prints JSON.

    python -m training.bench [--characters 300000]

Each figure comes from a fresh process. The text is the five seeds repeated; where ../shared is there, the five seeds and ten provincial
reports of ../shared/raw too. The phrases are the amounts and dates of the authored
reports with other figures in them, none twice (dates with a reference day of their own); the best of several short bursts counts,
since other processes may use the machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "corpus" / "seeds"
REPORTS = SEEDS.parents[2] / "shared" / "raw" / "gwr2025.jsonl.xz"
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
with_reports = 0.0
extractor = govie.Extractor()
extractor(seeds[0])
begin = time.perf_counter(); facts = sum(len(d.facts) for d in extractor.pipe(texts)); seconds = time.perf_counter() - begin
speed = sum(map(len, texts)) / seconds
clean = sum(len(__import__("govie.text").text.repair(t).clean) for t in texts) / seconds
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
threads = extractor.model.threads
raw = Path(%r)
if raw.is_file():
    import json, lzma
    from itertools import islice
    texts = [*seeds, *(json.loads(line)["text"] for line in islice(lzma.open(raw, "rt", encoding="utf-8"), 10))]
    begin = time.perf_counter(); found = sum(len(d.facts) for d in extractor.pipe(texts)); seconds = time.perf_counter() - begin
    with_reports = sum(map(len, texts)) / seconds
"""

PHRASES = """
import json, random, re, sys, time
from datetime import date, timedelta
from pathlib import Path
from govie import period, quantity
rows = [json.loads(line) for line in Path(%r).read_text("utf-8").splitlines()]
chance = random.Random(6)
amounts, dates = [], []
for row in rows:
    said = {e["id"]: row["text"][e["start_offset"]:e["end_offset"]] for e in row["entities"]}
    kinds = {e["id"]: e["label"] for e in row["entities"]}
    units = {r["from_id"]: said[r["to_id"]] for r in row["relations"] if r["type"] == "HAS_UNIT"}
    amounts += [(said[i], units.get(i)) for i, kind in kinds.items() if kind == "NUMBER"]
    dates += [said[i] for i, kind in kinds.items() if kind == "DATE"]
figure = lambda run: str(chance.randint(10 ** (len(run[0]) - 1), 10 ** len(run[0]) - 1))
other = lambda text: re.sub("[1-9][0-9]*", figure, text)
year = lambda text: re.sub("(19|20)[0-9]{2}", lambda run: str(chance.randint(2001, 2026)), text)
def distinct(make, count):
    found = set()
    for _ in range(50 * count):
        found.add(make())
        if len(found) == count:
            break
    return chance.sample(sorted(found, key=str), len(found))
def amount():
    number, unit = chance.choice(amounts)
    return other(number), unit
def day():
    return year(chance.choice(dates)), date(2012, 1, 1) + timedelta(days=chance.randrange(5000))
def speed(read, phrases, burst=200):
    best = 0.0
    for start in range(0, len(phrases), burst):
        some = phrases[start:start + burst]
        begin = time.perf_counter()
        for one, two in some:
            read(one, two)
        best = max(best, len(some) / (time.perf_counter() - begin))
    return best
quantities = distinct(amount, 20000)
quantity_speed, period_speed = speed(quantity, quantities), speed(period, distinct(day, 20000))
phrases = len(quantities)
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
    speed = run(SPEED % (str(SEEDS), args.characters, str(REPORTS)), "speed", "clean", "with_reports", "memory", "threads", "facts")
    phrases = run(PHRASES % (str(SEEDS.parent / "authored.jsonl"),), "quantity_speed", "period_speed", "phrases")
    report = {
        "import_s": round(best(5, IMPORT % (HEAVY,)), 4),
        "heavy_modules_on_import": run(IMPORT % (HEAVY,), "heavy")["heavy"],
        "load_s": round(best(3, LOAD), 3),
        "first_fact_s": round(min(first_fact() for _ in range(3)), 3),
        "characters_per_s": round(float(str(speed["speed"]))),
        "characters_per_s_with_ten_provincial_reports": round(float(str(speed["with_reports"]))) or None,
        "repaired_characters_per_s": round(float(str(speed["clean"]))),
        "quantity_per_s": round(float(str(phrases["quantity_speed"])), -3),
        "period_per_s": round(float(str(phrases["period_speed"])), -3),
        "threads": speed["threads"],
        "peak_memory_mb": round(float(str(speed["memory"]))),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
