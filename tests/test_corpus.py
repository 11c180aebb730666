import json
import shutil
from pathlib import Path

import pytest

from corpus import check, rebuild
from govie.errors import CorpusError

ROOT = Path(__file__).parents[1]


def test_whole_corpus_keeps_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main() == 0, capsys.readouterr().err


def test_works_without_the_raw_files(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setattr(check, "RAW", tmp_path / "nowhere")
    assert check.main() == 0
    assert "by its offsets alone" in capsys.readouterr().out


def test_rebuilding_without_raw_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Put the public raw files"):
        rebuild.read_real(tmp_path)


@pytest.mark.skipif(not rebuild.RAW.is_dir(), reason="the raw public text is not on this machine")
def test_another_text_is_told(tmp_path: Path) -> None:
    first = json.loads((ROOT / "corpus" / "real.jsonl").read_text("utf-8").split("\n")[0])
    first["sha256"] = "0" * 64
    path = tmp_path / "real.jsonl"
    path.write_text(json.dumps(first) + "\n", "utf-8")
    with pytest.raises(CorpusError, match="another text"):
        rebuild.read_real(standoff=path)


def test_no_sentence_of_the_raw_text_is_committed() -> None:
    for line in (ROOT / "corpus" / "real.jsonl").read_text("utf-8").splitlines():
        assert "text" not in json.loads(line)


def test_changed_seed_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus" / "seeds", tmp_path / "seeds")
    one = next((tmp_path / "seeds").glob("001*.txt"))
    one.write_text(one.read_text("utf-8") + "改", "utf-8")
    monkeypatch.setattr(check, "HERE", tmp_path)
    records = [json.loads(line) for line in (ROOT / "corpus" / "seeds.jsonl").read_text("utf-8").splitlines()]
    assert check.check_seeds(records) == [f"seeds.jsonl: {one.stem}: text is not that of seeds/{one.stem}.txt"]
