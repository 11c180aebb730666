"""The ONNX session: windows of character ids to tag logits and projections."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from govie.decode import PROJECTED, TAGS, Floats
from govie.encode import Group, Vocabulary
from govie.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

BUNDLED = Path(__file__).parent / "weights"
FILES = ("config.json", "vocab.txt", "cohesion.npz", "model.onnx", "heads.npz")


@dataclass
class Model:
    """A loaded model folder."""

    folder: Path
    config: dict[str, Any]
    vocabulary: Vocabulary
    weights: dict[str, Floats]
    session: InferenceSession
    threads: int

    @classmethod
    def load(cls, folder: str | Path | None = None, *, threads: int | None = None) -> Model:
        """Load a model folder, the bundled one by default; raise ModelError for a foreign or damaged one.

        `threads` windows are read at once: by default as many as there are cores, or OMP_NUM_THREADS.
        """
        import onnxruntime

        path = Path(folder) if folder is not None else BUNDLED
        missing = [name for name in FILES if not (path / name).is_file()]
        if missing:
            raise ModelError(f"{path}: not a govie model folder, {', '.join(missing)} missing; see training/README.md for how one is made")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            config = json.loads((path / "config.json").read_text("utf-8"))
            with np.load(path / "heads.npz", allow_pickle=False) as arrays:
                weights = {name: arrays[name] for name in arrays.files}
            session = onnxruntime.InferenceSession(str(path / "model.onnx"), options, providers=["CPUExecutionProvider"])
            vocabulary = Vocabulary.load(path / "vocab.txt")
        except Exception as error:
            raise ModelError(f"{path}: damaged model folder ({error}); install govie again or train the model anew") from error
        return cls(path, config, vocabulary, weights, session, threads or default_threads())

    def read(self, clean: str, groups: Sequence[Group], pool: ThreadPoolExecutor | None = None) -> tuple[Floats, Floats]:
        """Give tag logits (characters, tags) and projections (characters, projected) from the first group's start to the last one's end."""
        first, last = groups[0].windows[0][0], groups[-1].windows[-1][1]
        tags = np.zeros((last - first, len(TAGS)), np.float32)
        projected = np.zeros((last - first, PROJECTED), np.float32)
        vocabulary = self.vocabulary
        ids = vocabulary.ids(clean[first:last])
        jobs = [(window, core) for g in groups for window, core in zip(g.windows, g.cores, strict=True)]

        def run(job: tuple[tuple[int, int], tuple[int, int]]) -> None:
            (start, end), (low, high) = job
            inner = ids[start - first : end - first]
            row = np.array([[vocabulary.cls, *inner, vocabulary.sep]], np.int64)
            bonds = np.pad(vocabulary.bonds(inner), 1)[None]
            out = self.session.run(None, {"ids": row, "bonds": bonds})
            for target, found in zip((tags, projected), out, strict=True):
                target[low - first : high - first] = found[low - start : high - start]

        if pool is None or len(jobs) < 2:
            for job in jobs:
                run(job)
        else:
            list(pool.map(run, jobs))
        return tags, projected


def default_threads() -> int:
    """Count the cores this process may use, no more than OMP_NUM_THREADS says."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    stated = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores, int(stated)) if stated.isdigit() and int(stated) > 0 else cores
