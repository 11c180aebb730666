"""Measure the bundled model on documents that training never saw, and write its card.

    python -m training.card --model govie/weights --left-out build/loso/scores.json

Scores go into the model's config.json, where `govie info` and the quality floors of the tests read them, and
into README.md beside it. Intervals are 95 % by bootstrap over documents.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from govie.extractor import Extractor
from govie.score import Scores
from govie.train.export import write_config
from govie.types import Document
from training.card_facts import row, write_facts
from training.data import character_tags, read_part
from training.errors import report as errors_of
from training.finetune import predict

PARTS = (("test", "real"), ("test", "authored"), ("dev", "real"), ("dev", "authored"))
ROUNDS = 300


def headline(report: dict[str, Any]) -> dict[str, float]:
    """Pick the figures that are tracked."""
    return {
        "entity": report["entity"]["all"]["f1"],
        "indicator": report["entity"]["INDICATOR"]["f1"],
        "relation": report["relation"]["all"]["f1"],
        "fact": report["fact"]["recall"],
        "fact+attributes": report["fact+attributes"]["recall"],
    }


def score(pairs: Sequence[tuple[Document, Document]]) -> dict[str, Any]:
    """Score pairs of gold and predicted documents."""
    scores = Scores()
    for gold, predicted in pairs:
        scores.add(gold, predicted)
    return scores.report()


def score_twice(pairs: Sequence[tuple[Document, Document]]) -> dict[str, Any]:
    """Score pairs, the entities by seqeval as well, which has to agree."""
    report = score(pairs)
    tags = [[character_tags(d) for d in side] for side in zip(*pairs, strict=True)]
    found = f1_score(*tags, mode="strict", scheme=IOB2)
    if abs(found - report["entity"]["all"]["f1"]) > 1e-9:
        raise SystemExit(f"seqeval gives entity F1 {found}, govie.score {report['entity']['all']['f1']}: one of them is wrong")
    return report


def intervals(pairs: Sequence[tuple[Document, Document]]) -> dict[str, list[float]]:
    """Give the 95 % interval of each headline figure, drawing documents with replacement."""
    rng = np.random.default_rng(0)
    drawn = [
        headline(score([pairs[i] for i in rng.integers(0, len(pairs), len(pairs))])) for _ in range(ROUNDS // max(1, len(pairs) // 20))
    ]
    return {k: [round(float(q), 4) for q in np.quantile([d[k] for d in drawn], [0.025, 0.975])] for k in drawn[0]}


def said_of_calibration(told: dict[str, Any]) -> str:
    """Write the calibration errors in a line."""
    return f"  Calibration error {told['calibration_error']}, by chance {told['calibration_error_by_chance']}."


def card(results: dict[str, Any], together: dict[str, Any], left_out: dict[str, Any], command: str, size: int) -> str:
    """Write the model card."""
    figures = ("entity", "indicator", "relation", "fact", "fact+attributes")
    lines = [
        "# Model card", "",
        "Tags AGENCY, INDICATOR, NUMBER, UNIT and DATE in Chinese government reports, links each NUMBER to the rest and gives its",
        "attributes. A BERT encoder of 6 layers × 384 over single characters (12.6 M weights, MIT, from `shared/encoder/govie-6l`,",
        "itself from multilingual-e5-small), pretrained further on hidden characters and on the words and parts of speech that",
        "Baidu's LAC reads (Apache 2.0), with three heads; ONNX, int8.", "",
        f"Bundled files: {size / 1e6:.1f} MB. Licence: MIT. Made by `make model`, told in `training/README.md`.", "",
        "Trained on the train part of `corpus/` (real stand-off paragraphs, authored bureau reports) and the five seeds. The test and dev",
        "parts were never trained on; their raw documents are left out of our pretraining too, but were in the public text that",
        "`govie-6l` itself read, without labels. Confidences are calibrated on dev and on the seeds,",
        "each read by the model that leaves it out.", "",
        f"Scores, strict, by `{command}`; 95 % intervals by bootstrap over documents in brackets.", "",
        row("part", figures), row("---", ["---"] * len(figures)),
    ]  # fmt: skip
    for name, result in results.items():
        cells = [f"{result['headline'][k]:.3f} [{result['interval'][k][0]:.3f}–{result['interval'][k][1]:.3f}]" for k in figures]
        lines.append(row(name, cells))
    if left_out:
        lines += [
            "",
            "Leave one seed out, raw text in, by `python -m training.leave_one_out` (see `make model`): the fifth seed unseen.",
            "",
        ]
        lines += [row("seed", figures), row("---", ["---"] * len(figures))]
        for seed, report in left_out.items():
            lines.append(row(seed, [f"{headline(report)[k]:.3f}" for k in figures]))
        mean = {k: np.mean([headline(r)[k] for r in left_out.values()]) for k in figures}
        lines.append(row("mean", [f"{mean[k]:.3f}" for k in figures]))
    lines += [
        "",
        "Errors on the test parts, by `python -m training.errors`: wrong facts by the first thing that went wrong, false entities per",
        "10,000 characters of sentences without a NUMBER and an AGENCY, expected calibration error, and what confidences that are",
        "exactly right would show over as many cases.",
        "",
    ]
    for name, result in results.items():
        if told := result.get("errors"):
            kinds = "; ".join(f"{kind} {count}" for kind, count in told["kinds"].items())
            lines.append(
                f"- {name}: {told['wrong']} of {told['facts']} facts wrong: {kinds}. False entities {told['false_entities_per_10k']}."
            )
            lines.append(said_of_calibration(told))
    lines += ["- both test parts together:", said_of_calibration(together)]
    lines += ["", "Per label and attribute:", ""]
    for name, result in results.items():
        entity = {k: round(v["f1"], 3) for k, v in result["report"]["entity"].items()}
        relation = {k: round(v["f1"], 3) for k, v in result["report"]["relation"].items()}
        attributes = {k: None if v is None else round(v, 3) for k, v in result["report"]["attributes"].items()}
        lines.append(f"- {name}: entity {entity}; relation {relation}; attributes {attributes}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, default=Path("govie/weights"))
    parser.add_argument("--left-out", type=Path, default=Path("build/loso/scores.json"))
    args = parser.parse_args()
    extractor = Extractor(args.model)
    results, tested = {}, []
    for part, kind in PARTS:
        gold = read_part(part, (kind,))
        pairs = list(zip(gold, predict(extractor, gold), strict=True))
        report = score_twice(pairs)
        results[f"{kind} {part}"] = {"headline": headline(report), "interval": intervals(pairs), "report": report}
        if part == "test":
            results[f"{kind} {part}"]["errors"] = errors_of(pairs)
            tested += pairs
        print(kind, part, json.dumps({k: round(v, 4) for k, v in headline(report).items()}), flush=True)
    left_out = json.loads(args.left_out.read_text("utf-8")) if args.left_out.exists() else {}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    scores: dict[str, Any] = {name: {k: round(v, 4) for k, v in r["headline"].items()} for name, r in results.items()}
    if left_out:
        figures = [headline(r) for r in left_out.values()]
        scores["leave one seed out"] = {k: round(float(np.mean([f[k] for f in figures])), 4) for k in figures[0]}
    write_config(args.model, {"scores": scores, "corpus": commit})
    size = sum(p.stat().st_size for p in args.model.rglob("*") if p.is_file())
    (args.model / "README.md").write_text(card(results, errors_of(tested), left_out, "python -m training.card", size), "utf-8")
    write_facts(args.model)


if __name__ == "__main__":
    main()
