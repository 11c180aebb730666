"""How the command line behaves: help, version, quiet, colours, errors, exit codes, completion."""

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import govie
from govie.cli import cli

TEXT = "2024年，全市新增高新技术企业54家。"
ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "LINES": "24"}


def command(*args: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "govie", *args]
    return subprocess.run(line, input=stdin, capture_output=True, encoding="utf-8", env={**ENVIRONMENT, **environment}, check=False)


def shown(*args: str) -> str:
    return CliRunner(env={"COLUMNS": "80"}).invoke(cli, [*args, "--help"], prog_name="govie", terminal_width=80).stdout


@pytest.mark.parametrize("verb", ["", *cli.commands])
def test_help_fits_a_screen(verb: str) -> None:
    lines = shown(*filter(None, [verb])).splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("verb", cli.commands)
def test_every_verb_has_an_example_that_click_takes(verb: str) -> None:
    context = click.Context(cli, info_name="govie")
    told = [re.search(r"(?<!`)govie [a-z]+ [^`]*$", cli.commands[verb].get_short_help_str(80))]
    told.append(re.search(r"Example:\s(govie .*?)(?:\n\n|$)", " ".join((cli.commands[verb].help or "").split("\n"))))
    for found in told:
        assert found
        words = shlex.split(found[0].removeprefix("Example: "))
        assert words[:2] == ["govie", verb]
        cli.commands[verb].make_context(verb, words[2:], parent=context)
    line = next(line for line in shown().splitlines() if line.startswith(f"  {verb} "))
    assert f"govie {verb}" in line


def test_version_by_module() -> None:
    done = command("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"govie, version {govie.__version__}\n", "")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["extract", "missing.txt"], 2, "govie: missing.txt: "),
        (["extract", "-", "-o", "facts.doc"], 2, "govie: facts.doc: unknown suffix '.doc'"),
        (["evaluate", "missing.jsonl"], 2, "govie: missing.jsonl: "),
        (["extract", "-", "--colour"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        ([], 2, "Usage: govie"),
    ],
)
def test_errors_go_to_standard_error_and_give_their_code(args: list[str], code: int, said: str) -> None:
    done = command(*args, stdin=TEXT)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    if args[:1] != ["extract"]:
        assert done.stdout == ""


def test_a_bad_output_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "unknown suffix" in str(CliRunner().invoke(cli, ["extract", "-", "-o", "x.doc"], input=TEXT).exception)
    assert list(tmp_path.iterdir()) == []


def test_quiet_verbs_say_nothing(tmp_path: Path) -> None:
    report, out = tmp_path / "a.txt", tmp_path / "out.jsonl"
    report.write_text(TEXT, "utf-8")
    for verb in ("annotate", "suggest", "extract"):
        loud, quiet = (CliRunner().invoke(cli, [verb, str(report), "-o", str(out), *more]) for more in ([], ["--quiet"]))
        assert (loud.exit_code, quiet.exit_code, quiet.output) == (0, 0, "")
        assert loud.stderr
    CliRunner().invoke(cli, ["annotate", str(report), "-o", str(out)])
    loud, quiet = (CliRunner().invoke(cli, ["convert", str(out), str(tmp_path / "out.conll"), *more]) for more in ([], ["-q"]))
    assert ("drops" in loud.stderr, quiet.output) == (True, "")


def test_colours_on_a_terminal_only(tmp_path: Path) -> None:
    """A terminal is told errors in red; what is piped has been looked at above."""
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "govie", "extract", "missing.txt"]
    subprocess.run(line, stdout=subprocess.DEVNULL, stderr=theirs, env={**ENVIRONMENT, "TERM": "xterm"}, cwd=tmp_path, check=False)
    os.close(theirs)
    assert b"\x1b[31mgovie:\x1b[0m missing.txt" in os.read(ours, 10_000)
    os.close(ours)


def test_completion() -> None:
    script = command(_GOVIE_COMPLETE="bash_source")
    assert "complete -o nosort -F _govie_completion govie" in script.stdout
    verbs = command(_GOVIE_COMPLETE="bash_complete", COMP_WORDS="govie e", COMP_CWORD="1").stdout
    assert verbs.split() == ["plain,evaluate", "plain,extract"]
    paths = command(_GOVIE_COMPLETE="bash_complete", COMP_WORDS="govie extract rep", COMP_CWORD="2").stdout
    assert paths.startswith("file,")


def test_json_of_info_and_evaluate_is_json_alone() -> None:
    assert command("info", "--json").stdout.startswith("{\n")
    assert command("info", "--json").stderr == ""
