"""A module imports only modules to its left; heavy libraries stay in one module each."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = (
    *("errors", "output", "schema", "types", "read", "text", "sentences", "encode", "skim", "calibration", "model", "decode"),
    *("normalize", "metadata"),
    *("facts", "checks", "timeline", "extractor", "journal", "inline", "jsonl", "convert", "table", "show", "score", "replay", "compare"),
    *("suggest", "train", "components", "pipeline", "pandas", "spark", "cli"),
)
LATE = {("types", "table"), ("types", "show"), ("types", "checks"), ("table", "show")}
"""Methods of a Document, and the html writer, call to the right, inside the function only."""
NEEDS = {"model": {"decode", "encode"}}
HOME = {
    "spacy": ("components", "convert", "pipeline"),
    "spacy_pkuseg": ("components",),
    "opencc": ("text",),
    "onnxruntime": ("model",),
    "openpyxl": ("table",),
    "selectolax": ("read",),
    "pyspark": ("spark",),
    "click": ("cli",),
}


def imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" if node.module == "govie" else node.module for alias in node.names]
    return found


def modules() -> list[Path]:
    return [p for p in (ROOT / "govie").rglob("*.py") if p.name not in ("__init__.py", "__main__.py") or p.parent.name != "govie"]


def room(path: Path) -> str:
    return path.relative_to(ROOT / "govie").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=str)
def test_imports_go_left(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        if name.startswith("govie.") and name.split(".")[1] in ORDER:
            there = name.split(".")[1]
            allowed = ORDER.index(there) <= ORDER.index(here) or (here, there) in LATE or there in NEEDS.get(here, set())
            assert allowed, f"{here} imports {there}"
        assert not name.startswith(("corpus", "training", "tests"))
        owner = HOME.get(name.split(".")[0])
        assert owner is None or here in owner or here == "train", f"{name} belongs to {owner}, not {here}"


def test_every_room_is_in_the_order() -> None:
    assert {room(p) for p in modules()} <= set(ORDER)


def test_files_are_small() -> None:
    for folder in ("govie", "training", "corpus", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            assert len(path.read_text("utf-8").splitlines()) <= 300, path


def test_import_is_light() -> None:
    code = "import sys, govie; print([m for m in ('torch', 'spacy', 'pandas', 'onnxruntime', 'transformers') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
