"""A model folder is data: what is damaged or foreign is refused with a reason, before anything is read with it."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govie.errors import ModelError
from govie.model import BUNDLED, FILES, Model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copyfile(BUNDLED / name, tmp_path / name)
    return tmp_path


def configure(folder: Path, **values: Any) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **values}), "utf-8")


def test_copy_of_the_bundle_loads(folder: Path) -> None:
    assert Model.load(folder).schema == Model.load().schema


@pytest.mark.parametrize("name", FILES)
def test_missing_or_garbled_file_is_told(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\x80\x04garbage")
    with pytest.raises(ModelError, match=str(folder.name)):
        Model.load(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"not a govie model folder, {name} missing"):
        Model.load(folder)


def test_pickles_are_not_read(folder: Path) -> None:
    weights = dict(np.load(folder / "heads.npz"))
    np.savez(folder / "heads.npz", **{**weights, "out": np.array([print], object)})
    with pytest.raises(ModelError, match="damaged model folder"):
        Model.load(folder)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"format": 99}, "format 99, expected 1"),
        ({"schema": {"labels": ["COMPANY"]}}, "expected"),
        ({"schema": {"relations": {"OF": "NOBODY"}}}, "damaged"),
        ({"schema": []}, "damaged"),
        ({"encoder": {"vocab_size": 3}}, "characters in vocab.txt"),
        ({"encoder": None}, "damaged"),
    ],
)
def test_parts_of_another_model_are_told(folder: Path, values: dict[str, Any], message: str) -> None:
    configure(folder, **values)
    with pytest.raises(ModelError, match=message):
        Model.load(folder)


def test_weights_must_be_finite_and_fit(folder: Path) -> None:
    weights = dict(np.load(folder / "heads.npz"))
    for bad in (weights["out"] * np.nan, weights["out"][:3]):
        np.savez(folder / "heads.npz", **{**weights, "out": bad})
        with pytest.raises(ModelError, match="not of one model"):
            Model.load(folder)


def test_archive_that_swells_is_refused(folder: Path) -> None:
    np.savez_compressed(folder / "heads.npz", out=np.zeros(1 << 24))
    with pytest.raises(ModelError, match="expected no more than"):
        Model.load(folder)
