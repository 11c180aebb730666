"""Train the small word segmenter that govie bundles for spaCy tokens.

    python -m training.segmenter -o govie/weights/segmenter

spacy-pkuseg ships no model and can fetch none offline. This one learns from report paragraphs of
../shared/raw cut by jieba (MIT); words are only spaCy's tokens, entities never depend on them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import jieba
import spacy_pkuseg
from spacy_pkuseg.config import config

from training.rows import held_out_documents


def lines(raw: Path, count: int) -> list[str]:
    """Choose report paragraphs outside dev and test, cut into words by single spaces."""
    held = held_out_documents()
    found = []
    for source in ("gwr2025", "state_council"):
        with lzma.open(raw / f"{source}.jsonl.xz", "rt", encoding="utf-8") as documents:
            for document in map(json.loads, documents):
                if document["id"] not in held:
                    found += [x.strip() for x in document["text"].split("\n") if 40 < len(x.strip()) < 300]
    random.Random(0).shuffle(found)
    return [" ".join(w for w in jieba.cut(x) if w.strip()) for x in found[:count]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--raw", type=Path, default=Path("../shared/raw"))
    parser.add_argument("-o", "--output", type=Path, default=Path("govie/weights/segmenter"))
    parser.add_argument("--paragraphs", type=int, default=1200)
    parser.add_argument("--iterations", type=int, default=8)
    args = parser.parse_args()
    cut = lines(args.raw, args.paragraphs)
    config.featureTrim, config.nThread = 1, 1
    with TemporaryDirectory() as scratch:
        train, test = Path(scratch) / "train.txt", Path(scratch) / "test.txt"
        train.write_text("\n".join(cut[50:]) + "\n", "utf-8")
        test.write_text("\n".join(cut[:50]) + "\n", "utf-8")
        spacy_pkuseg.train(str(train), str(test), str(args.output), train_iter=args.iterations)


if __name__ == "__main__":
    main()
