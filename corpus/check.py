"""Check the whole corpus and tell its figures.

    python -m corpus.check

Every rule that a program can verify: the file form and the guidelines (`govie.jsonl.find_problems`), seeds
byte for byte, splits that share no document, authored reports that are no templates. The real part is
checked in full where ../shared/raw lies, by its offsets alone elsewhere. Each fault names file, line and rule.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.agreement import report as agreement
from corpus.rebuild import RAW, STANDOFF, read_real
from govie.errors import CorpusError
from govie.jsonl import entity_problems, find_problems, read_records, to_record
from govie.sentences import sentences
from govie.text import repair

HERE = Path(__file__).parent
SKELETON_LIMIT = 3
SHORTEST_SKELETON = 12

Records = list[dict[str, Any]]


def read_checked(path: Path) -> tuple[Records, list[str]]:
    """Read a full-text file: its records, and its faults."""
    records: Records = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, record in read_records(path):
        faults += [f"{path.name}:{number}: {problem}" for problem in find_problems(record)]
        name = str(record.get("id"))
        if name in seen:
            faults.append(f"{path.name}:{number}: duplicate id {name!r}, first on line {seen[name]}")
        seen[name] = number
        if not find_problems(record):
            records.append(record)
    return records, faults


def check_seeds(records: Records) -> list[str]:
    """Compare the seeds' text with their files."""
    faults = []
    for record in records:
        with (HERE / "seeds" / f"{record['id']}.txt").open(encoding="utf-8", newline="") as file:
            if file.read() != record["text"]:
                faults.append(f"seeds.jsonl: {record['id']}: text is not that of seeds/{record['id']}.txt")
    return faults


def check_standoff() -> tuple[Records, list[str], bool]:
    """Check the real part, in full where its text can be rebuilt; says whether it could."""
    if RAW.is_dir():
        records = [to_record(d) for d in read_real()]
        return records, [f"real.jsonl: {r['id']}: {p}" for r in records for p in find_problems(r)], True
    records, faults = [], []
    for number, record in read_records(STANDOFF):
        if "text" in record:
            faults.append(f"real.jsonl:{number}: holds text; the real part is stand-off only")
        faults += [f"real.jsonl:{number}: {p}" for p in entity_problems("字" * record["chars"], record["entities"])]
        records.append(record)
    return records, faults, False


def check_splits(parts: dict[str, Records]) -> list[str]:
    """Check that dev and test name documents that are there, each once."""
    splits = json.loads((HERE / "splits.json").read_text("utf-8"))
    faults = []
    for kind, named in splits.items():
        there = {str(r["meta"].get("document") or r["id"]) for r in parts[kind]}
        faults += [f"splits.json: {kind}: no document {name!r}" for name in chain(*named.values()) if name not in there]
        faults += [f"splits.json: {kind}: {name!r} is in dev and test" for name in set(named["dev"]) & set(named["test"])]
    return faults


def skeletons(records: Records) -> Counter[str]:
    """Count sentences of the authored reports with their digits masked."""
    found: Counter[str] = Counter()
    for record in records:
        clean = repair(record["text"]).clean
        for start, end in sentences(clean):
            skeleton = re.sub(r"[\d.,]+", "#", clean[start:end]).strip()
            if len(skeleton) >= SHORTEST_SKELETON:
                found[skeleton] += 1
    return found


def part_of(record: dict[str, Any], splits: dict[str, Any]) -> str:
    """Give train, dev or test."""
    named = splits["authored" if record["meta"].get("origin") == "authored" else "real"]
    name = record["meta"].get("document") or record["id"]
    return next((part for part in ("dev", "test") if name in named[part]), "train")


def strings(records: Iterable[dict[str, Any]], label: str) -> Counter[str]:
    """Count the repaired texts of the entities of a label."""
    found: Counter[str] = Counter()
    for r in records:
        found.update(repair(r["text"][e["start_offset"] : e["end_offset"]]).clean for e in r["entities"] if e["label"] == label)
    return found


def figures(name: str, records: Records) -> dict[str, Any]:
    """Count documents, characters, facts and labels."""
    labels = Counter(e["label"] for r in records for e in r["entities"])
    length = sum(len(r["text"]) if "text" in r else r["chars"] for r in records)
    relations = Counter(x["type"] for r in records for x in r["relations"])
    return {"part": name, "documents": len(records), "characters": length, "facts": labels["NUMBER"], **labels, **relations}


def main() -> int:
    """Run every check; print figures, then faults; return 1 where there are faults."""
    seeds, faults = read_checked(HERE / "seeds.jsonl")
    authored, more = read_checked(HERE / "authored.jsonl")
    real, standoff, whole = check_standoff()
    parts = {"seeds": seeds, "real": real, "authored": authored}
    faults += more + standoff + check_seeds(seeds) + check_splits(parts)
    repeated = [(s, n) for s, n in skeletons(authored).most_common(5) if n > SKELETON_LIMIT]
    faults += [f"authored.jsonl: a sentence skeleton {n} times, more than {SKELETON_LIMIT}: {s}" for s, n in repeated]
    splits = json.loads((HERE / "splits.json").read_text("utf-8"))
    for name, records in parts.items():
        print(json.dumps(figures(name, records), ensure_ascii=False))
    for kind in ("real", "authored"):
        for part in ("train", "dev", "test"):
            print(json.dumps(figures(f"{kind} {part}", [r for r in parts[kind] if part_of(r, splits) == part]), ensure_ascii=False))
    if whole:
        everything = [*seeds, *real, *authored]
        train = strings((r for r in everything if part_of(r, splits) == "train"), "INDICATOR")
        test = strings((r for r in everything if part_of(r, splits) == "test"), "INDICATOR")
        unseen = sum(n for s, n in test.items() if s not in train) / max(1, sum(test.values()))
        print(f"distinct indicator strings {len(strings(everything, 'INDICATOR'))}")
        print(f"of the test part's indicators {unseen:.1%} unseen in training")
    else:
        print(f"{RAW} is not there: the real part was checked by its offsets alone")
    for line in agreement():
        print(line)
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CorpusError as error:
        sys.exit(str(error))
