"""What ships to be replayed is what the corpus holds, and small."""

from pathlib import Path

import pytest

from govie.errors import GovieError
from govie.replay import FILE, PARTS, read_replay
from training.replay import COMMAND, shipped


def test_bundled_corpus_is_in_step_with_the_corpus() -> None:
    for part, documents in shipped().items():
        assert read_replay(part) == documents, f"the {part} part of corpus/ has changed: run `{COMMAND}` and commit {FILE.name}"


def test_parts_share_no_document_and_the_file_is_small() -> None:
    names = [document.id for part in PARTS for document in read_replay(part)]
    assert len(names) == len(set(names))
    assert FILE.stat().st_size < 5_000_000


def test_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.xz").write_bytes(FILE.read_bytes()[:1000])
    for path in (tmp_path / "bad.xz", tmp_path / "none.xz"):
        with pytest.raises(GovieError, match="install govie again"):
            read_replay("test", path)
