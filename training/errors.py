"""Group a model's errors into kinds, count false entities, and tell how far its confidence can be believed.

    python -m training.errors [--model govie/weights] [--part test]

A wrong fact is counted once, under the first thing that went wrong on the way to it: the NUMBER, the words of an
argument (missed, or other edges), the link. The calibration error (ECE) is over ten bins of equal count; beside it stands
what confidences that are exactly right would show over as many cases.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from govie.extractor import Extractor
from govie.score import Items, Span
from govie.types import Document
from training.data import read_part
from training.finetune import predict

Pair = tuple[Document, Document]


def overlapping(span: Span, others: Iterable[Span]) -> list[Span]:
    """Give the spans that share characters with one."""
    return [x for x in others if x[1] < span[2] and span[1] < x[2]]


def kind_of(number: Span, gold: Items, found: Items) -> str:
    """Say what went wrong first on the way to a gold fact."""
    if number not in found.facts:
        return "NUMBER: other edges" if overlapping(number, found.facts) else "NUMBER: missed"
    kinds = []
    for argument, _ in gold.facts[number] - found.facts[number]:
        others = overlapping(argument, found.spans)
        if argument in found.spans:
            kinds.append(f"link to {argument[0]} missed")
        elif any(x[0] == argument[0] for x in others):
            kinds.append(f"{argument[0]}: other edges")
        else:
            kinds.append(f"{argument[0]}: other label" if others else f"{argument[0]}: missed")
    for argument, _ in found.facts[number] - gold.facts[number]:
        if argument in gold.spans:
            kinds.append(f"link to a wrong {argument[0]}")
        else:
            kinds.append(f"{argument[0]}: other edges" if overlapping(argument, gold.spans) else f"{argument[0]}: none there")
    return min(kinds, key=lambda kind: ("link" in kind, kind))


def error_kinds(pairs: Sequence[Pair]) -> Counter[str]:
    """Count the kinds of wrong facts."""
    kinds: Counter[str] = Counter()
    for one, two in pairs:
        gold, found = Items(one), Items(two)
        kinds.update(kind_of(n, gold, found) for n, arguments in gold.facts.items() if found.facts.get(n) != arguments)
    return kinds


def false_entities(pairs: Sequence[Pair]) -> float:
    """Count entities that are none, per 10,000 characters of sentences without a NUMBER and an AGENCY in gold."""
    from corpus.consistency import raw_sentences

    characters = wrong = 0
    for gold, found in pairs:
        labelled = {(e.label, e.start, e.end) for e in gold.entities}
        for start, end in raw_sentences(gold.text):
            if any(start <= e.start < end and e.label in ("NUMBER", "AGENCY") for e in gold.entities):
                continue
            characters += end - start
            wrong += sum(start <= e.start < end and (e.label, e.start, e.end) not in labelled for e in found.entities)
    return 1e4 * wrong / max(1, characters)


def judged(pairs: Sequence[Pair]) -> dict[str, list[tuple[float, bool]]]:
    """Give the confidence of each predicted entity, relation, fact, and fact without an INDICATOR, with whether it is right."""
    told: dict[str, list[tuple[float, bool]]] = {"entity": [], "relation": [], "fact": [], "bare": []}
    for one, two in pairs:
        gold, found = Items(one), Items(two)
        key = {e.id: (e.label, e.start, e.end) for e in two.entities}
        told["entity"] += [(e.confidence, key[e.id] in gold.spans) for e in two.entities]
        told["relation"] += [(r.confidence, (key[r.head.id], key[r.tail.id], r.label) in gold.links) for r in two.relations]
        numbers = [e for e in two.entities if e.label == "NUMBER"]
        for entity, fact in zip(numbers, two.facts, strict=True):
            told["fact" if fact.indicators else "bare"].append(
                (fact.confidence, gold.facts.get(key[entity.id]) == found.facts[key[entity.id]])
            )
    return told


def calibration_error(told: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Give the expected calibration error: how far confidence and accuracy lie apart, over bins of equal count."""
    ordered = np.array(sorted(told), float)
    parts = [part for part in np.array_split(ordered, bins) if len(part)]
    return float(sum(len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts) / max(1, len(ordered)))


def error_by_chance(told: Sequence[tuple[float, bool]], draws: int = 200) -> float:
    """Give the mean calibration error of confidences that are exactly right, over as many cases: what a small number of cases costs."""
    draw = np.random.default_rng(0)
    score = np.array([confidence for confidence, _ in told])
    return float(np.mean([calibration_error(list(zip(score, draw.random(len(score)) < score, strict=True))) for _ in range(draws)]))


def report(pairs: Sequence[Pair]) -> dict[str, object]:
    """Give all of the above for documents of one kind."""
    kinds, told = error_kinds(pairs), judged(pairs)
    told["fact"] += told.pop("bare")
    return {
        "facts": sum(e.label == "NUMBER" for gold, _ in pairs for e in gold.entities),
        "wrong": kinds.total(),
        "kinds": dict(kinds.most_common()),
        "false_entities_per_10k": round(false_entities(pairs), 2),
        "calibration_error": {name: round(calibration_error(values), 4) for name, values in told.items()},
        "calibration_error_by_chance": {name: round(error_by_chance(values), 4) for name, values in told.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, default=Path("govie/weights"))
    parser.add_argument("--part", default="test")
    args = parser.parse_args()
    extractor = Extractor(args.model)
    for kinds in (("real",), ("authored",), ("real", "authored")):
        gold = read_part(args.part, kinds)
        pairs = list(zip(gold, predict(extractor, gold), strict=True))
        print(json.dumps({" and ".join(kinds): report(pairs)}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
