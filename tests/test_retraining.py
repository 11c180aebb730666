"""docs/retraining.md runs, at a small scale; its example data keeps the guidelines."""

import sys
from pathlib import Path

import pytest

from govie.jsonl import read_jsonl
from govie.schema import read_schema
from training import walkthrough

DATA = Path("docs/retraining")


def test_example_documents_are_apart_and_differ_by_the_companies_only() -> None:
    schema = read_schema(DATA / "companies.toml")
    for name in ("", "-test"):
        plain, named = list(read_jsonl(DATA / f"grid{name}.jsonl")), list(read_jsonl(DATA / f"companies{name}.jsonl", schema))
        assert [d.text for d in plain] == [d.text for d in named]
        for one, two in zip(plain, named, strict=True):
            spans = {(e.label, e.start, e.end) for e in two.entities if e.label != "COMPANY"}
            assert spans == {(e.label, e.start, e.end) for e in one.entities}
    train, test = ({d.text for d in read_jsonl(DATA / f"grid{name}.jsonl")} for name in ("", "-test"))
    assert not train & test


def test_page_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "page.md"
    monkeypatch.setattr(sys, "argv", ["walkthrough", "--small", "-o", str(out)])
    walkthrough.main()
    page = out.read_text("utf-8")
    for part in ("rank", "new documents, held out", "bundled test", "fixed:", "COMPANY (line 1)", "[relations]", "OF_COMPANY"):
        assert part in page
    commands = walkthrough.BLOCK.findall(walkthrough.PAGE.read_text("utf-8"))
    assert commands == walkthrough.BLOCK.findall(page)
