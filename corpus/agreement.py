"""How far the two independent passes agree, and where they do not.

    python -m corpus.agreement [--differences]

`passes/first.jsonl` and `passes/second.jsonl` hold the seeds, dev and test as annotated before adjudication,
stand-off over the texts of the corpus. The strict scores of `govie.score`, one pass taken as gold: F1 is symmetric.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from corpus.rebuild import read_real
from govie.errors import CorpusError
from govie.jsonl import from_record, read_jsonl, read_records
from govie.score import Items, Span, evaluate, paired
from govie.types import Document

HERE = Path(__file__).parent


def differences(first: Document, second: Document) -> Iterator[str]:
    """Tell each entity, link and attribute that only one side has, with its place and surroundings."""
    left, right = Items(first), Items(second)

    def say(span: Span) -> str:
        _, start, end = span
        return f"{first.text[max(0, start - 12) : start]}⟪{first.text[start:end]}⟫{first.text[end : end + 12]}".replace("\n", "⏎")

    for sign, one, two in (("-", left, right), ("+", right, left)):
        for span in sorted(one.spans - two.spans, key=lambda s: s[1]):
            yield f"{sign} {span[0]} {span[1]}–{span[2]} {say(span)}"
        for head, tail, label in sorted(one.links - two.links):
            if {head, tail} <= two.spans:
                yield f"{sign} {label} {head[1]}→{tail[1]} {say(head)} → {first.text[tail[1] : tail[2]]}"
    for number in sorted(left.attributes.keys() & right.attributes.keys()):
        if left.attributes[number] != right.attributes[number]:
            values = [asdict(side.attributes[number]) for side in (left, right)]
            changed = [f"{name} {value} / {values[1][name]}" for name, value in values[0].items() if value != values[1][name]]
            yield f"~ {say(number)} {', '.join(changed)}"


def read_pass(name: str, texts: dict[str, str]) -> list[Document]:
    """Read one pass over the texts that are at hand."""
    records = [record for _, record in read_records(HERE / "passes" / f"{name}.jsonl")]
    return [from_record({**r, "text": texts[r["id"]]}) for r in records if r["id"] in texts]


def read_texts() -> dict[str, str]:
    """Read every text of the corpus; those of the real part where ../shared/raw lies."""
    documents = [*read_jsonl(HERE / "seeds.jsonl"), *read_jsonl(HERE / "authored.jsonl")]
    try:
        documents += read_real()
    except CorpusError as error:
        print(f"without the real part: {error}")
    return {d.id: d.text for d in documents}


def kind(name: str) -> str:
    """Tell seeds, authored and real documents apart by id."""
    return "authored" if name.startswith("authored-") else "real" if "-" in name else "seeds"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--differences", action="store_true", help="list every disagreement")
    args = parser.parse_args()
    if args.differences:
        for a, b in paired(*read_passes()):
            for line in differences(a, b):
                print(a.id, line)
    for line in report():
        print(line)


def read_passes() -> tuple[list[Document], list[Document]]:
    """Read both passes over the texts that are at hand."""
    texts = read_texts()
    return read_pass("first", texts), read_pass("second", texts)


def report() -> Iterator[str]:
    """Tell the agreement of each part as a line of JSON."""
    first, second = read_passes()
    for part in ("seeds", "real", "authored"):
        scores = evaluate([d for d in first if kind(d.id) == part], [d for d in second if kind(d.id) == part])
        f1 = {k: {label: round(s["f1"], 4) for label, s in scores[k].items()} for k in ("entity", "relation")}
        fact = {"exact": round(scores["fact"]["f1"], 4), "with attributes": round(scores["fact+attributes"]["f1"], 4)}
        attributes = {k: round(v, 4) for k, v in scores["attributes"].items()}
        documents = sum(kind(d.id) == part for d in first)
        yield json.dumps({"agreement": part, "documents": documents, **f1, "fact": fact, "attributes": attributes}, ensure_ascii=False)


if __name__ == "__main__":
    main()
