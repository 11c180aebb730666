"""A trained network to a model folder: ONNX int8, scorer weights, vocabulary, config; safetensors to train further."""

from __future__ import annotations

import json
import logging
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

from govie.model import FORMAT, SKIM, Model, runtime
from govie.train.network import Network


def save_network(network: Network, vocabulary: Path, folder: Path) -> None:
    """Write what `start.load_network` reads: config.json, vocab.txt, cohesion.npz, network.safetensors (half precision)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SKIM).unlink(missing_ok=True)  # of another model
    state = {k: v.detach().to(torch.float16).contiguous() for k, v in network.state_dict().items()}
    save_file(state, folder / "network.safetensors")
    for name in ("vocab.txt", "cohesion.npz"):
        source = vocabulary.with_name(name)
        if source.exists() and source.resolve() != (folder / name).resolve():
            shutil.copyfile(source, folder / name)
    write_config(folder, {"format": FORMAT, "encoder": network.encoder.config.to_diff_dict(), "schema": network.schema.to_config()})


def write_config(folder: Path, values: dict[str, Any]) -> None:
    """Add values to the folder's config.json."""
    path = folder / "config.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**known, **values}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_model(network: Network, start: Model, folder: Path, values: dict[str, Any], card: str) -> None:
    """Write a whole model folder; each file takes its name when all of them are made.

    `start` lends vocabulary, first look and notices; `values` go into config.json, `card` into README.md.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch)
        save_network(network, start.folder / "vocab.txt", made)
        export(network, made)
        write_config(made, values)
        (made / "README.md").write_text(card, "utf-8")
        for name in ("NOTICE", SKIM) if start.skim else ("NOTICE",):
            if (start.folder / name).is_file():
                shutil.copyfile(start.folder / name, made / name)
        (folder / SKIM).unlink(missing_ok=True)
        for path in sorted(made.iterdir()):
            path.replace(folder / path.name)


class Exported(torch.nn.Module):
    """The network as ONNX sees it: ids alone, every one of them real."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, bonds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Read one window; the two marks at its ends are cut off the output."""
        tags, projected = self.network(ids, torch.ones_like(ids), bonds)
        return tags[0, 1:-1], projected[0, 1:-1]


def export(network: Network, folder: Path, *, quantize: bool = True) -> None:
    """Write model.onnx (int8 unless told otherwise) and heads.npz."""
    runtime()
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = network.cpu().eval()
    network.encoder.set_attn_implementation("eager")
    np.savez(folder / "heads.npz", **network.scorer.weights())  # type: ignore[arg-type]
    with TemporaryDirectory() as scratch, quiet():
        full = Path(scratch) / "full.onnx"
        row = (torch.randint(5, 100, (1, 40)), torch.zeros(1, 40, dtype=torch.int64))
        free = {"ids": {1: "length"}, "bonds": {1: "length"}, "tags": {0: "characters"}, "projected": {0: "characters"}}
        torch.onnx.export(
            Exported(network).eval(), row, str(full), dynamo=False, opset_version=17, dynamic_axes=free,
            input_names=["ids", "bonds"], output_names=["tags", "projected"],
        )  # fmt: skip
        fuse_attention(network, full)
        if quantize:
            floats = {"DefaultTensorType": TensorProto.FLOAT}
            quantize_dynamic(full, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, extra_options=floats)
        else:
            shutil.copyfile(full, folder / "model.onnx")
    network.encoder.set_attn_implementation("sdpa")


def fuse_attention(network: Network, path: Path) -> None:
    """Replace the many operators of each layer's attention by one, which is some 4 % of the time; other graphs stay as they are."""
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions("bert")
    options.enable_skip_layer_norm = options.enable_embed_layer_norm = options.enable_bias_gelu = False
    config = network.encoder.config
    fused = optimize_model(str(path), "bert", config.num_attention_heads, config.hidden_size, optimization_options=options, opt_level=0)
    fused.save_model_to_file(str(path))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep back what the exporters warn of: it concerns their makers, not who trains a model."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
