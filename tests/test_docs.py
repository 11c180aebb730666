"""Every code block of the documentation runs and prints what the page says; the site builds."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from training.pages import extras, run_page

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"retraining.md": "tests/test_retraining.py", "formats.md": "tests/convert/test_exports.py"}
PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in ELSEWHERE]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.zh.md"], ids=lambda page: page.name)
def test_page_runs_and_prints_what_it_says(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    assert run_page(text, tmp_path) == text


def test_pages_left_to_other_tests_are_named_there() -> None:
    left = re.findall(r"<!-- run by ([\w./]+) -->", "".join(page.read_text("utf-8") for page in PAGES))
    assert left
    for test in left:
        assert "docs/" in (ROOT / test).read_text("utf-8")


def test_pages_with_tests_of_their_own_are_read_there() -> None:
    assert "walkthrough" in (ROOT / ELSEWHERE["retraining.md"]).read_text("utf-8")
    assert "formats.md" in (ROOT / ELSEWHERE["formats.md"]).read_text("utf-8")


def test_a_changed_output_and_a_failing_block_are_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert "1\n" not in run_page("```python\nprint(2)\n```\n\n```text\n1\n```\n", tmp_path / "a")
    with pytest.raises(RuntimeError, match="exit code 2"):
        run_page("```sh\ngovie extract missing.txt\n```\n", tmp_path / "b")


def test_a_fresh_environment_gets_the_extras_that_a_page_installs() -> None:
    page = "pip install govie\npip install 'govie[files,spacy]'\nor `pip install \"govie[parquet]\"`"
    assert extras(page) == "[files,parquet,spacy]"
    assert extras("pip install govie") == ""


@pytest.mark.parametrize("user", ["analyst", "researcher", "engineer"])
def test_a_walkthrough_says_how_it_was_made(user: str) -> None:
    assert f"python -m training.pages --fresh docs/{user}.md" in (ROOT / "docs" / f"{user}.md").read_text("utf-8")


def test_every_picture_is_shown() -> None:
    shown = set(re.findall(r"\]\((pictures/[\w-]+\.png)", "".join(page.read_text("utf-8") for page in PAGES)))
    assert shown == {f"pictures/{path.name}" for path in (ROOT / "docs" / "pictures").iterdir()}


def test_quickstart_notebook_runs() -> None:
    """In a kernel; printed text has to be that of the notebook, a picture has to be one."""
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    notebook = nbformat.read(ROOT / "docs" / "quickstart.ipynb", as_version=4)
    wanted = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()
    found = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert [[shown(o) for o in outputs] for outputs in found] == [[shown(o) for o in outputs] for outputs in wanted]


def shown(output: dict[str, object]) -> object:
    """What a reader sees, but for the drawing of a page, which says only that it is one."""
    data = output.get("data", {})
    assert isinstance(data, dict)
    return "html" if "text/html" in data else output.get("text") or data.get("text/plain")


def test_both_readmes_link_each_other() -> None:
    assert "README.zh.md" in (ROOT / "README.md").read_text("utf-8")
    assert "README.md" in (ROOT / "README.zh.md").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_site_builds_without_warnings(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed: pip install 'govie[docs]'")
    # No --quiet: with it mkdocs counts no warnings, and --strict lets all pass.
    line = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in ("index.html", "quickstart/index.html", "reference/index.html", "corpus/index.html", "model-card/index.html"):
        assert (tmp_path / "site" / page).stat().st_size > 5000, page
    home = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert not re.findall(r'(?:src|href)="https?://[^"]*\.(?:js|css|woff2?)', home)
