"""Read every document with a model that never saw it, so that gold and model can be compared all over the corpus.

    python -m training.cross_validate -o build/folds

The training part and the seeds are dealt into folds by document; each fold is read by a model trained on the
others from the public encoder, dev and test by all of them, one after the other in turn. The predictions go to
`predicted.jsonl`; `python -m training.disagreements build/folds/predicted.jsonl` lists where gold differs.
"""

from __future__ import annotations

import argparse
import json
from itertools import cycle
from pathlib import Path

from govie.jsonl import write_jsonl
from govie.score import evaluate
from govie.types import Document
from training.data import read_part
from training.finetune import add_settings, brief, fit, predict, settings_of


def source(document: Document) -> str:
    """Give the report that a document is a part of: folds never share one."""
    return str(document.meta.get("document") or document.id)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", type=Path, default=Path("../shared/encoder/govie-6l"))
    parser.add_argument("-o", "--output", type=Path, default=Path("build/folds"))
    parser.add_argument("--folds", type=int, default=3)
    add_settings(parser)
    args = parser.parse_args()
    documents = [*read_part("train"), *read_part("seeds")]
    fold_of = dict(zip(sorted({source(d) for d in documents}), cycle(range(args.folds)), strict=False))
    predicted = []
    for fold in range(args.folds):
        left = [d for d in documents if fold_of[source(d)] == fold]
        rest = [d for d in documents if fold_of[source(d)] != fold]
        extractor = fit(rest, args.encoder, args.output / str(fold), settings_of(args), share=args.vary)
        left += [d for part in ("dev", "test") for d in read_part(part)][fold :: args.folds]
        found = predict(extractor, left)
        print(fold, json.dumps(brief(evaluate(left, found))), flush=True)
        predicted += found
        write_jsonl(predicted, args.output / "predicted.jsonl")


if __name__ == "__main__":
    main()
