"""Run the commands of docs/retraining.md and write their output under them.

    python -m training.walkthrough [--small] [-o FILE]

`--small` trains for one epoch with little replay, as the tests do; its figures mean nothing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PAGE = Path("docs/retraining.md")
BUILD = Path("build/walk")
BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)
SMALL = "--epochs 1 --replay 0.1"


def run(command: str, *, small: bool) -> str:
    """Run one command and give what it printed; raise SystemExit where it fails."""
    done = re.sub(r"^govie train", f"govie train {SMALL}", command) if small else command
    done = re.sub(r"^govie", f"{sys.executable} -m govie", done)
    begin = time.time()
    result = subprocess.run(
        done,
        shell=True,
        check=False,
        encoding="utf-8",
        errors="ignore",  # `cut` counts bytes
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": "."},
    )
    worse = command.startswith("govie compare") and result.returncode == 1
    if result.returncode and not worse:
        raise SystemExit(f"{command}: exit code {result.returncode}\n{result.stdout}")
    told = "\n".join(line.rstrip() for line in result.stdout.splitlines()).strip("\n")
    took = f"({time.time() - begin:.0f} s)\n" if command.startswith("govie train") else ""
    return f"$ {command}\n{told}\n{took}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--small", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=PAGE)
    args = parser.parse_args()
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)

    def filled(match: re.Match[str]) -> str:
        commands = match["commands"]
        output = "\n".join(run(command, small=args.small) for command in commands.strip().split("\n"))
        return f"```sh\n{commands}```\n\n```text\n{output.rstrip()}\n```\n"

    args.output.write_text(BLOCK.sub(filled, PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
