"""Measure how many facts stay when a text is written otherwise, or one of its figures is another.

python -m tests.metamorphic --documents 100 --seed 1
"""

from __future__ import annotations

import argparse

from govie.extractor import Extractor
from tests.metamorphic.measure import another_figure, passages, written_otherwise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    extractor, texts = Extractor(), list(passages(args.documents, args.seed))
    for name, share in {**written_otherwise(extractor, texts, args.seed), **another_figure(extractor, texts, args.seed)}.items():
        print(f"{name}: {share.same} of {share.of} facts the same, {share.share:.4f}")


if __name__ == "__main__":
    main()
