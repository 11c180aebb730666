"""Fit a model's confidences, so that what it is sure of at 0.9 is right nine times in ten.

    python -m training.calibrate --model build/final --left-out build/loso

On the dev part and, with `--left-out`, on the seeds, each read by the model that was trained without it
(`training.leave_one_out`). Platt's lines on the log-odds of entities, relations and facts; and the score below
which a span is dropped, chosen on dev by the mean F1 of entities and facts, the lowest of those that are as good.
`python -m training.errors` tells the calibration error on the test part.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from govie.calibration import Calibration, Line, log_odds
from govie.extractor import Extractor
from govie.score import evaluate
from govie.train.export import write_config
from training.data import read_part
from training.errors import judged
from training.finetune import predict

LEAST = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
NOISE = 0.002
"""Of thresholds that differ by no more, the lowest is taken: what it keeps is right more often in short texts than on dev."""


def line(told: list[tuple[float, bool]]) -> Line:
    """Fit a line on the log-odds; one right and one wrong of even odds are added, so that none is without an example."""
    score, right = np.array([*told, (0.5, True), (0.5, False)], float).T
    model = LogisticRegression(C=1.0).fit(log_odds(score)[:, None], right)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, default=Path("govie/weights"))
    parser.add_argument("--left-out", type=Path, help="folder of the models that each leave one seed out")
    args = parser.parse_args()
    extractor, gold = Extractor(args.model), read_part("dev")
    scores = {}
    for least in LEAST:
        extractor.model.calibration = Calibration(least=least)
        report = evaluate(gold, predict(extractor, gold))
        scores[least] = (report["entity"]["all"]["f1"] + report["fact"]["f1"]) / 2
        print(least, round(scores[least], 4), flush=True)
    best = max(scores.values())
    found = Calibration(least=min(least for least, value in scores.items() if value >= best - NOISE))
    readers = [(extractor, gold)]
    if args.left_out:
        readers += [(Extractor(args.left_out / seed.id), [seed]) for seed in read_part("seeds")]
    pairs = []
    for reader, documents in readers:
        reader.model.calibration = Calibration(least=found.least)
        pairs += list(zip(documents, predict(reader, documents), strict=True))
    told = judged(pairs)
    found = Calibration(line(told["entity"]), line(told["relation"]), line(told["fact"]), line(told["bare"]), found.least)
    write_config(args.model, {"calibration": asdict(found)})
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
