"""The ONNX session: windows of character ids to tag logits and projections."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from govie.calibration import UNCALIBRATED, Calibration
from govie.decode import ATTRIBUTE, BUCKETS, DOT, HIDDEN, PROJECTED, Floats
from govie.encode import Group, Vocabulary
from govie.errors import ModelError
from govie.schema import ATTRIBUTES, BASE, Schema, from_config
from govie.skim import Skim, groups

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

BUNDLED = Path(__file__).parent / "weights"
FILES = ("config.json", "vocab.txt", "cohesion.npz", "model.onnx", "heads.npz")
SKIM = "skim.npz"
"""A folder may do without it: then every sentence is read."""
FORMAT = 1
MOST_BYTES = {
    "config.json": 1 << 20,
    "vocab.txt": 1 << 20,
    "cohesion.npz": 1 << 24,
    "heads.npz": 1 << 26,
    "model.onnx": 1 << 30,
    SKIM: 1 << 24,
}
SLOWER = "SkipLayerNormFusion"
"""ONNX Runtime's fusion of an addition with the normalisation after it; on a CPU the fused one takes four times as long as the two."""
MOST_CHARACTERS = 30_000
"""The cohesion of a vocabulary is held as a square, so its length has a limit."""


@dataclass
class Model:
    """A loaded model folder."""

    folder: Path
    config: dict[str, Any]
    vocabulary: Vocabulary
    weights: dict[str, Floats]
    session: InferenceSession
    threads: int
    schema: Schema = BASE
    calibration: Calibration = UNCALIBRATED
    skim: Skim | None = None

    @classmethod
    def load(cls, folder: str | Path | None = None, *, threads: int | None = None) -> Model:
        """Load a model folder, the bundled one by default; raise ModelError for a foreign or damaged one.

        `threads` windows are read at once: by default as many as there are cores, or OMP_NUM_THREADS.
        """
        onnxruntime = runtime()
        path = Path(folder) if folder is not None else BUNDLED
        check_files(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            config = read_config(path)
            schema = from_config(config.get("schema", {}))
            calibration = Calibration.from_config(config.get("calibration", {}))
            weights = read_heads(path / "heads.npz", schema)
            vocabulary = read_vocabulary(path, config)
            skim = Skim.load(path / SKIM, len(vocabulary.table)) if (path / SKIM).is_file() else None
            session = onnxruntime.InferenceSession(
                (path / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOWER]
            )
            check_outputs([(one.name, one.shape[-1]) for one in session.get_outputs()], schema)
        except ModelError:
            raise
        except Exception as error:
            raise ModelError(f"{path}: damaged model folder ({error}); install govie again or train the model anew") from error
        return cls(
            path,
            config,
            vocabulary,
            weights,
            session,
            threads or default_threads(),
            schema,
            calibration,
            skim,
        )

    def groups(self, clean: str) -> Iterator[Group]:
        """Cut a clean text into what is read together, without what holds nothing at a first look."""
        return groups(clean, self.vocabulary, self.skim)

    def begin(self, clean: str, groups: Sequence[Group], pool: ThreadPoolExecutor | None = None) -> Reading:
        """Begin to read a clean text from the first group's start to the last one's end; `pool` reads its windows meanwhile."""
        first, last = groups[0].windows[0][0], groups[-1].windows[-1][1]
        tags = np.zeros((last - first, len(self.schema.tags)), np.float32)
        projected = np.zeros((last - first, PROJECTED), np.float32)
        vocabulary = self.vocabulary
        ids = vocabulary.ids(clean[first:last])
        jobs = [(window, core) for g in groups for window, core in zip(g.windows, g.cores, strict=True)]

        def run(job: tuple[tuple[int, int], tuple[int, int]]) -> None:
            (start, end), (low, high) = job
            inner = ids[start - first : end - first]
            row = np.array([[vocabulary.cls, *inner, vocabulary.sep]], np.int64)
            bonds = np.zeros_like(row)
            bonds[0, 1:-1] = vocabulary.bonds(inner)
            out = self.session.run(None, {"ids": row, "bonds": bonds})
            for target, found in zip((tags, projected), out, strict=True):
                target[low - first : high - first] = found[low - start : high - start]

        if pool is None or len(jobs) < 2:
            for job in jobs:
                run(job)
            return Reading(tags, projected)
        return Reading(tags, projected, [pool.submit(run, job) for job in jobs])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model gives for a stretch of text, whole once all `windows` are read."""

    tags: Floats
    projected: Floats
    windows: Sequence[Future[None]] = ()

    def result(self) -> tuple[Floats, Floats]:
        """Wait for tag logits (characters, tags) and projections (characters, projected)."""
        for window in self.windows:
            window.result()
        return self.tags, self.projected


def runtime() -> Any:
    """Import ONNX Runtime with its telemetry off; left on, 1.31 keeps a device's id in the home folder and sends events to its makers."""
    for name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"):
        os.environ.setdefault(name, "1")
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def check_files(folder: Path) -> None:
    """Raise ModelError where a file is missing, is too large, or holds more when unpacked."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder}: not a govie model folder, {', '.join(missing)} missing; `govie train` writes one")
    for name, most in MOST_BYTES.items():
        if not (folder / name).is_file():
            continue
        size = (folder / name).stat().st_size
        if name.endswith(".npz") and zipfile.is_zipfile(folder / name):
            with zipfile.ZipFile(folder / name) as parts:
                size = max(size, sum(part.file_size for part in parts.infolist()))
        if size > most:
            raise ModelError(f"{folder / name}: {size:,} bytes, expected no more than {most:,}; not a govie model folder")


def read_config(folder: Path) -> dict[str, Any]:
    """Read config.json; raise ModelError where it is not one that this version of govie reads."""
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); not a govie model folder") from None
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        found = config.get("format") if isinstance(config, dict) else None
        raise ModelError(f"{path}: format {found!r}, expected {FORMAT}; not a govie model folder, or one of another version of govie")
    return config


def read_vocabulary(folder: Path, config: dict[str, Any]) -> Vocabulary:
    """Read vocab.txt and cohesion.npz; the encoder must know every character."""
    known = config.get("encoder", {}).get("vocab_size", 0)
    entries = (folder / "vocab.txt").read_text("utf-8").split("\n")
    if not isinstance(known, int) or not 0 < len([one for one in entries if one]) <= min(known, MOST_CHARACTERS):
        raise ModelError(f"{folder}: {len(entries)} characters in vocab.txt, {known} in config.json; expected as many")
    return Vocabulary.load(folder / "vocab.txt")


def read_heads(path: Path, schema: Schema) -> dict[str, Floats]:
    """Read the weights of the link and attribute scorers; raise ModelError where they are not those of the schema."""
    relations, values = len(schema.relations), sum(map(len, ATTRIBUTES.values()))
    shapes = {"label": (relations, HIDDEN), "out": (HIDDEN,), "bias": (relations,), "dot": (relations, DOT)}
    shapes |= {name: (relations * size, HIDDEN) for name, size in BUCKETS.items()}
    shapes |= {"attribute": (ATTRIBUTE, values), "attribute_bias": (values,)}
    with np.load(path, allow_pickle=False) as arrays:
        weights = {name: arrays[name] for name in arrays.files}
    for name, shape in shapes.items():
        found = weights[name].shape if name in weights else None
        if found != shape or weights[name].dtype != np.float32 or not np.isfinite(weights[name]).all():
            raise ModelError(f"{path}: {name} of shape {found}, expected {shape} finite numbers; the folder's parts are not of one model")
    return weights


def check_outputs(found: list[tuple[str, object]], schema: Schema) -> None:
    """Raise ModelError where the network's outputs are not those of the schema."""
    expected = [("tags", len(schema.tags)), ("projected", PROJECTED)]
    if found != expected:
        raise ModelError(f"model.onnx gives {found}, expected {expected} for the labels {', '.join(schema.labels)}")


def default_threads() -> int:
    """Count the cores this process may use, no more than OMP_NUM_THREADS says."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    stated = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores, int(stated)) if stated.isdigit() and int(stated) > 0 else cores
