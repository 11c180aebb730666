"""Without its extras govie reads, writes and converts, and says which extra is missing where one is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

SEED = next((Path(__file__).parents[1] / "corpus" / "seeds").glob("001*"))
BLOCK = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"spacy", "spacy_pkuseg", "thinc", "srsly", "pyarrow", "docx", "pypdfium2", "torch", "transformers"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""
WORKS = """
from pathlib import Path
import govie
seed, out = Path(sys.argv[1]), Path(sys.argv[2])
document = govie.extract(seed.read_text("utf-8"))
assert len(document.to_dataframe()) == len(document.facts) > 30
govie.table.write([document], out / "facts.xlsx")
from govie.cli import cli
for arguments in (["annotate", str(seed), "-o", f"{out}/pre.jsonl"], ["convert", f"{out}/pre.jsonl", f"{out}/pre.json"],
                  ["show", str(seed), "-o", f"{out}/page.html"], ["extract", str(seed), "-o", f"{out}/facts.csv"]):
    cli(arguments, standalone_mode=False)
assert not {"spacy", "torch"} & set(sys.modules)
"""
ASKS = """
import govie
from govie.cli import main
try:
    govie.load()
except govie.GovieError as error:
    print(error)
sys.argv = ["govie", "convert", sys.argv[1], sys.argv[1] + ".spacy"]
main()
"""


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run code where no extra is installed."""
    return subprocess.run([sys.executable, "-c", BLOCK + code, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_base_installation_does_all_but_what_extras_are_for(tmp_path: Path) -> None:
    done = run(WORKS, SEED, tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["facts.csv", "facts.xlsx", "page.html", "pre.json", "pre.jsonl", "pre.xml"]


@pytest.mark.parametrize("told", ["load", "convert"])
def test_a_missing_extra_is_named(tmp_path: Path, told: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "", "entities": [], "relations": [], "attributes": {}, "meta": {}}\n', "utf-8")
    done = run(ASKS, tmp_path / "a.jsonl")
    assert "install govie[spacy]" in (done.stdout if told == "load" else done.stderr), done.stderr
    assert done.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]
