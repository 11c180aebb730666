"""govie without its extras: all but `govie.load()` and DocBin works, and these say what to install."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "corpus" / "seeds.jsonl"
BASE = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {refused}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Refuse())
"""
SPACY = ("spacy", "spacy_pkuseg", "thinc", "srsly", "pydantic", "requests")
EXTRAS = (*SPACY, "torch", "transformers", "datasets", "pyarrow", "pyspark", "docx", "pypdfium2")

VERBS = """
import govie
from govie.cli import cli

def run(*words):
    try:
        cli(list(words), standalone_mode=False)
    except SystemExit as end:
        assert not end.code, words

open("report.txt", "w").write("2024年，全市新增高新技术企业54家，比上年增长9%。")
run("extract", "report.txt", "-o", "facts.xlsx")
run("annotate", "report.txt", "-o", "pre.jsonl")
run("convert", "pre.jsonl", "task.doccano.jsonl", "--to", "doccano")
run("convert", "task.doccano.jsonl", "back.jsonl", "--from", "doccano", "--to", "jsonl")
assert open("pre.jsonl").read() == open("back.jsonl").read()
run("show", "report.txt", "-o", "page.html")
run("evaluate", "pre.jsonl", "back.jsonl")
run("info", "--json")
assert "pandas" not in sys.modules
document = govie.extract(open("report.txt").read())
assert len(document.facts) and len(document.to_dataframe()) == len(document.facts)
assert len(govie.series([document])) and document._repr_html_() and document.checks() is not None
import govie.pandas
from govie import *
"""

SPACY_NEEDED = """
import govie
import govie.cli

def message(call):
    try:
        call()
    except govie.GovieError as error:
        return str(error)
    raise AssertionError("no error")

print(message(govie.load))
print(message(lambda: govie.convert.convert(sys.argv[1], "a.spacy")))
open("b.spacy", "wb").write(b"")
print(message(lambda: list(govie.convert.read("b.spacy"))))
sys.argv[1:] = ["convert", sys.argv[1], "c.spacy"]
try:
    govie.cli.main()
except SystemExit as end:
    assert end.code == 2
"""

NO_SEGMENTER = """
import govie, spacy
nlp = spacy.blank("zh")
nlp.add_pipe("govie")
assert [fact.value for fact in nlp("新增企业54家。")._.facts] == ["54"]
try:
    govie.load()
except govie.GovieError as error:
    print(error)
"""


def run(code: str, refused: tuple[str, ...], folder: Path) -> str:
    """Run code in a process that cannot import some packages, and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", BASE.format(refused=refused) + code, str(GOLD)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_else_works_without_the_extras(tmp_path: Path) -> None:
    run(VERBS, EXTRAS, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} >= {"facts.xlsx", "pre.jsonl", "task.doccano.jsonl", "page.html"}


def test_what_needs_spacy_says_so(tmp_path: Path) -> None:
    told = run(SPACY_NEEDED, EXTRAS, tmp_path).splitlines()
    assert len(told) == 3
    assert all('pip install "govie[spacy]"' in line for line in told)
    assert "No module named 'spacy'" in told[0]
    assert [p.name for p in tmp_path.iterdir()] == ["b.spacy"]


def test_the_component_needs_no_segmenter(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    assert run(NO_SEGMENTER, ("spacy_pkuseg",), tmp_path).strip() == 'words need spacy-pkuseg; pip install "govie[spacy]"'
