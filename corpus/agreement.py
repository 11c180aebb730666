"""How far two annotations of the same text agree, and where they do not.

    python -m corpus.agreement FIRST.jsonl SECOND.jsonl [--differences]

The strict scores of `govie.score`, the first file taken as gold; F1 is symmetric.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from govie.jsonl import read_jsonl
from govie.score import Items, Span, evaluate, paired
from govie.types import Document


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
            yield f"~ {say(number)} {left.attributes[number]} / {right.attributes[number]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--differences", action="store_true", help="list every disagreement")
    args = parser.parse_args()
    first, second = list(read_jsonl(args.first)), list(read_jsonl(args.second))
    if args.differences:
        for a, b in paired(first, second):
            for line in differences(a, b):
                print(a.id, line)
    report = evaluate(first, second)
    f1 = {kind: {k: round(v["f1"], 4) for k, v in report[kind].items()} for kind in ("entity", "relation")}
    f1["fact"] = {"exact": round(report["fact"]["f1"], 4), "with attributes": round(report["fact+attributes"]["f1"], 4)}
    print(json.dumps({**f1, "attributes": report["attributes"]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
