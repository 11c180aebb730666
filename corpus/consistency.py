"""The consistency pass: sentences where gold and a model that never saw them differ, and their corrections.

    python -m training.cross_validate -o build/folds                  # reads every document with such a model
    python -m corpus.consistency list build/folds/predicted.jsonl     # each differing sentence, gold and model, inline
    python -m corpus.consistency check corrected.txt                  # tells what could not be applied
    python -m corpus.consistency apply corrected.txt                  # writes corrected sentences into the corpus

A correction is a line `=== id@start-end`, as listed, and below it the whole sentence in the guidelines' inline
notation as it should be. The text must be the corpus' own; its entities, links and attributes replace the old ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.agreement import differences
from corpus.rebuild import STANDOFF, read_real
from govie.errors import CorpusError
from govie.inline import from_inline, to_inline
from govie.jsonl import find_problems, from_record, one_line, read_jsonl, read_records, to_record
from govie.score import Items, paired
from govie.sentences import sentences
from govie.text import repair
from govie.types import Document

HERE = Path(__file__).parent
FULL = ("seeds.jsonl", "authored.jsonl")
Record = dict[str, Any]


def read_corpus() -> list[Document]:
    """Read every document with its text."""
    return [*(d for name in FULL for d in read_jsonl(HERE / name)), *read_real()]


def raw_sentences(text: str) -> list[tuple[int, int]]:
    """Cut a raw text into its sentences, half-open."""
    repaired = repair(text)
    return [repaired.to_raw(start, end) for start, end in sentences(repaired.clean)]


def cut(record: Record, start: int, end: int) -> Record:
    """Take the part of a record that lies in one sentence, offsets counted from its start."""
    inside = [e for e in record["entities"] if start <= e["start_offset"] and e["end_offset"] <= end]
    ids = {e["id"] for e in inside}
    return {
        "text": record["text"][start:end],
        "entities": [{**e, "start_offset": e["start_offset"] - start, "end_offset": e["end_offset"] - start} for e in inside],
        "relations": [r for r in record["relations"] if r["from_id"] in ids and r["to_id"] in ids],
        "attributes": {key: value for key, value in record["attributes"].items() if int(key) in ids},
    }


def differing(gold: Document, predicted: Document) -> Iterator[tuple[int, int]]:
    """Give the sentences, as raw spans, whose entities, links or attributes differ."""
    left, right = Items(gold), Items(predicted)
    places = [start for _, start, _ in left.spans ^ right.spans]
    places += [head[1] for head, _, _ in left.links ^ right.links]
    places += [n[1] for n in left.attributes.keys() & right.attributes.keys() if left.attributes[n] != right.attributes[n]]
    for start, end in raw_sentences(gold.text):
        if any(start <= place < end for place in places):
            yield start, end


def listed(gold: Document, predicted: Document) -> Iterator[str]:
    """Write each differing sentence of a document, and what the model reads otherwise."""
    one, two = to_record(gold), to_record(predicted)
    for start, end in differing(gold, predicted):
        before = gold.text[max(0, start - 60) : start].replace("\n", "⏎")
        left, right = cut(one, start, end), cut(two, start, end)
        told = [line.replace("⏎", "") for line in differences(from_record({"id": "", **left}), from_record({"id": "", **right}))]
        yield "\n".join([f"=== {gold.id}@{start}-{end}", f"(before: {before})", to_inline(left), "--- gold (-) and model (+)", *told, ""])


def read_corrections(path: Path) -> Iterator[tuple[str, int, int, Record]]:
    """Read corrected sentences: id, span, and the sentence as a record; raise CorpusError naming file and place."""
    blocks = path.read_text("utf-8").split("=== ")[1:]
    for block in blocks:
        head, _, marked = block.partition("\n")
        try:
            name, _, span = head.strip().rpartition("@")
            start, end = map(int, span.split("-"))
            yield name, start, end, from_inline(marked.strip("\n"))
        except (ValueError, CorpusError) as error:
            raise CorpusError(f"{path}: {head.strip()!r}: {error}") from error


def replaced(record: Record, text: str, start: int, end: int, sentence: Record) -> Record:
    """Put a corrected sentence in the place of the old one; raise CorpusError where it is not that sentence's text."""
    if text[start:end].strip("\n") != sentence["text"].strip("\n"):
        raise CorpusError(f"{record['id']}@{start}-{end}: the corrected text is not the corpus' own: {sentence['text'][:40]!r}")
    shift = start + len(text[start:end]) - len(text[start:end].lstrip("\n"))
    gone = {e["id"] for e in record["entities"] if start <= e["start_offset"] < end}
    first = max((e["id"] for e in record["entities"]), default=0)
    new = [
        {**e, "id": e["id"] + first, "start_offset": e["start_offset"] + shift, "end_offset": e["end_offset"] + shift}
        for e in sentence["entities"]
    ]
    links = [{**r, "from_id": r["from_id"] + first, "to_id": r["to_id"] + first} for r in sentence["relations"]]
    kept = [r for r in record["relations"] if r["from_id"] not in gone and r["to_id"] not in gone]
    attributes = {k: v for k, v in record["attributes"].items() if int(k) not in gone}
    return renumbered(
        {
            **record,
            "entities": [*(e for e in record["entities"] if e["id"] not in gone), *new],
            "relations": [*kept, *links],
            "attributes": attributes | {str(int(k) + first): v for k, v in sentence["attributes"].items()},
        }
    )


def renumbered(record: Record) -> Record:
    """Number entities and relations from 1 in the order of the text."""
    ordered = sorted(record["entities"], key=lambda e: e["start_offset"])
    number = {e["id"]: i for i, e in enumerate(ordered, 1)}
    pairs = sorted((number[r["from_id"]], number[r["to_id"]], r["type"]) for r in record["relations"])
    attributes = sorted((number[int(k)], v) for k, v in record["attributes"].items())
    return {
        **record,
        "entities": [{**e, "id": number[e["id"]]} for e in ordered],
        "relations": [{"id": i, "type": kind, "from_id": a, "to_id": b} for i, (a, b, kind) in enumerate(pairs, 1)],
        "attributes": {str(i): v for i, v in attributes},
    }


def apply(paths: list[Path]) -> int:
    """Write corrections into the corpus files and return how many sentences changed; nothing is written if one is wrong."""
    texts = {d.id: d.text for d in read_corpus()}
    corrections: dict[str, list[tuple[int, int, Record]]] = {}
    for path in paths:
        for name, start, end, sentence in read_corrections(path):
            if name not in texts:
                raise CorpusError(f"{path}: no document {name!r}")
            corrections.setdefault(name, []).append((start, end, sentence))
    changed, files = 0, {}
    for path in (*(HERE / name for name in FULL), STANDOFF):
        records = [record for _, record in read_records(path)]
        for i, record in enumerate(records):
            for start, end, sentence in corrections.get(record["id"], ()):
                text = texts[record["id"]]
                new = replaced(records[i], text, start, end, sentence)
                if problems := find_problems({**new, "text": text}):
                    raise CorpusError(f"{record['id']}@{start}-{end}: {problems[0]}")
                if new != renumbered(records[i]):
                    changed += 1
                    records[i] = new
        files[path] = "".join(one_line(record) + "\n" for record in records)
    for path, content in files.items():
        path.write_text(content, "utf-8")
    return changed


def checked(path: Path) -> int:
    """Count the corrections of a file that can be applied; raise CorpusError for the first that cannot."""
    texts = {d.id: d.text for d in read_corpus()}
    count = 0
    for name, start, end, sentence in read_corrections(path):
        empty: Record = {"id": name, "text": texts[name], "entities": [], "relations": [], "attributes": {}}
        if problems := find_problems(replaced(empty, texts[name], start, end, sentence)):
            raise CorpusError(f"{path}: {name}@{start}-{end}: {problems[0]}")
        count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("verb", choices=("list", "check", "apply"))
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    if args.verb == "apply":
        print(f"{apply(args.files)} sentences changed")
        return
    if args.verb == "check":
        print(f"ok: {sum(map(checked, args.files))} corrected sentences")
        return
    predicted = [d for path in args.files for d in read_jsonl(path)]
    ids = {d.id for d in predicted}
    for gold, found in paired((d for d in read_corpus() if d.id in ids), predicted):
        for block in listed(gold, found):
            print(block)


if __name__ == "__main__":
    main()
