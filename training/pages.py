"""Run the code of a documentation page and write what it printed under each block.

    python -m training.pages docs/analyst.md … [--fresh]

A ```python or ```sh block runs in a folder that holds the five seeds as `reports/`; a ```text block under it is its output.
Python blocks of a page share their names. Lines of ```sh that make an environment (`python -m venv`, `. env/…`, `pip install`)
are what `--fresh` does: it makes a new environment with govie of this checkout and the extras that the page installs, and runs
the page there. A block behind `<!-- run by FILE -->` is left to that test. Needs the standard library only.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"(?P<left><!-- run by [\w./]+ -->\n)?```(?P<kind>python|sh)\n(?P<code>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?", re.DOTALL
)
SETUP = re.compile(r"^(?:python -m venv|\. |pip install).*\n?", re.MULTILINE)
EXTRAS = re.compile(r"pip install ['\"]?govie\[([\w,]+)\]")
CHANGING = re.compile(r"\bin \d+\.\d s\b")
"""What a summary says of the time differs from run to run, so a page has … for it."""


def run_page(page: str, folder: Path) -> str:
    """Run the blocks of a page in `folder` and give the page with their output; a block that fails raises what failed."""
    names: dict[str, object] = {"__name__": "page"}
    tools = folder / ".bin"
    tools.mkdir()
    (tools / "govie").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m govie "$@"\n')
    (tools / "govie").chmod(0o755)
    shutil.copytree(ROOT / "corpus" / "seeds", folder / "reports")
    before = Path.cwd()
    os.chdir(folder)
    try:
        return BLOCK.sub(lambda match: match[0] if match["left"] else filled(match, names, tools), page)
    finally:
        os.chdir(before)


def filled(match: re.Match[str], names: dict[str, object], tools: Path) -> str:
    """Run one block and write it with its output."""
    told = shell(SETUP.sub("", match["code"]), tools) if match["kind"] == "sh" else python(match["code"], names)
    told = CHANGING.sub("in … s", "\n".join(line.rstrip() for line in told.splitlines()).strip("\n"))
    block = f"```{match['kind']}\n{match['code']}```\n"
    return f"{block}\n```text\n{told}\n```\n" if told else block


def python(code: str, names: dict[str, object]) -> str:
    """Run Python and give what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "page", "exec"), names)
    return out.getvalue()


def shell(code: str, tools: Path) -> str:
    """Run commands and give what they told, errors too; `|| true` allows a failure."""
    paths = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        ["bash", "-e", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, **paths},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}:\n{code}\n{done.stdout}")
    return done.stdout


def extras(page: str) -> str:
    """Name the extras that a page installs, as pip wants them: `[files,spacy]`, or nothing."""
    found = {name for names in EXTRAS.findall(page) for name in names.split(",")}
    return f"[{','.join(sorted(found))}]" if found else ""


def fresh(page: Path) -> None:
    """Run a page in a new environment that holds nothing but govie and what the page installs."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        there = Path(folder) / "bin" / "python"
        subprocess.run([there, "-m", "pip", "install", "--quiet", f"{ROOT}{extras(page.read_text('utf-8'))}"], check=True)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        # By its path, so that the checkout itself, with its own govie, is not on sys.path.
        subprocess.run([there, __file__, str(page.resolve())], check=True, env=environment, cwd=folder)


def main() -> None:
    """Run pages and write them anew."""
    parser = argparse.ArgumentParser(description="Run the code of documentation pages and write its output under it.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--fresh", action="store_true", help="in a new environment")
    args = parser.parse_args()
    for page in args.pages:
        if args.fresh:
            fresh(page)
        else:
            with tempfile.TemporaryDirectory() as folder:
                page.write_text(run_page(page.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
