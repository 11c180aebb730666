"""Leave one seed out: train on the other four and all other gold, test on the fifth, five times.

    python -m training.leave_one_out --start build/base -o build/loso

`--start` is a model trained on the training part without any seed; each of the five goes on from there with
the four seeds and the training part again, so its fifth seed was never seen by any of its weights but the
public encoder's.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from govie.extractor import Extractor
from govie.score import evaluate
from training.average import average_folders
from training.data import read_part
from training.finetune import add_settings, brief, fit, predict, settings_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", type=Path, default=Path("../shared/encoder/govie-6l"))
    parser.add_argument("--start", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/loso"))
    parser.add_argument("--part", default="train", help="the other gold")
    parser.add_argument("--every", type=int, default=1, help="replay each n-th document of the other gold")
    parser.add_argument("--mean", action="store_true", help="score the mean of each model and of what it began with")
    add_settings(parser)
    args = parser.parse_args()
    seeds, other = read_part("seeds"), read_part(args.part)[:: args.every]
    reports = {}
    for left in seeds:
        documents = [*other, *(s for s in seeds if s.id != left.id)]
        folder = args.output / left.id
        extractor = fit(documents, args.encoder, folder, settings_of(args), args.start, share=args.vary, skim=args.skim)
        if args.mean:
            average_folders([args.start, folder], folder)
            extractor = Extractor(folder)
        reports[left.id] = evaluate([left], predict(extractor, [left]))
        print(left.id, json.dumps(brief(reports[left.id])), flush=True)
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / "scores.json").write_text(json.dumps(reports, indent=1) + "\n", "utf-8")
    short = [brief(r) for r in reports.values()]
    print("mean", json.dumps({k: round(sum(s[k] for s in short) / len(short), 4) for k in short[0]}))


if __name__ == "__main__":
    main()
