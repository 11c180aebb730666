"""Try many texts and say which broke a rule.

    python -m tests.fuzz --documents 2000 --seed 1 [--only 17]

Text N of a seed is always the same. Ends with 1 where a text failed; each failure is told with its index, which `--only` tries again.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.run import LONG_EVERY, STUB, Failure, Report, run


def tell(failure: Failure) -> None:
    """Print a failure as it is found."""
    print(f"text {failure.index}: {failure.problem}\n  least text: {failure.text[:300]!r}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="index of the first text, to go on with a run")
    parser.add_argument("--only", type=int, help="try this one text")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--long-every", type=int, default=LONG_EVERY, help="one text in so many is a long one")
    parser.add_argument(
        "--stub", type=float, default=STUB, help="share of texts that a stub model reads, which is quicker than the network"
    )
    parser.add_argument("--one-process", action="store_true", help="read nothing in a second process")
    args = parser.parse_args()
    begin = time.perf_counter()
    last = args.first + args.documents
    wanted = range(args.only, args.only + 1) if args.only is not None else range(args.first, last)
    in_time = (index for index in wanted if time.perf_counter() - begin < args.seconds)
    report = run(in_time, args.seed, Report(tell=tell), processes=not args.one_process, long_every=args.long_every, stub=args.stub)
    seconds = time.perf_counter() - begin
    size = f"{report.documents} texts, {report.characters} characters, {report.facts} facts"
    print(f"{size}, {seconds:.0f} s, {len(report.failures)} failures")
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    main()
