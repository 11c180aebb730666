"""The network to train on from: out of a model folder's safetensors, or out of the int8 ONNX that every folder has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from govie.errors import GovieError, ModelError
from govie.model import Model, read_config
from govie.schema import Schema, from_config
from govie.train.network import Network

if TYPE_CHECKING:
    from onnx import GraphProto

LIMITS = {
    "vocab_size": 30_000, "hidden_size": 2048, "num_hidden_layers": 48, "num_attention_heads": 64, "intermediate_size": 8192,
    "max_position_embeddings": 4096, "type_vocab_size": 4,
}  # fmt: skip


def load_start(model: Model) -> Network:
    """Give the network of a loaded model; raise ModelError where its parts do not make one."""
    if (model.folder / "network.safetensors").is_file():
        return load_network(model.folder)
    network = Network.from_config(read_shape(model.config, model.folder), model.schema)
    return fill(network, from_onnx(model.folder / "model.onnx") | from_heads(model.weights), model.folder)


def load_network(folder: Path) -> Network:
    """Load a network to train further, from safetensors only."""
    path = folder / "network.safetensors"
    if not path.exists():
        raise ModelError(f"{folder}: no network.safetensors, so it cannot be trained further; see training/README.md")
    config = read_config(folder)
    try:
        schema: Schema = from_config(config.get("schema", {}))
        state = load_file(path)
    except (GovieError, SafetensorError, ValueError) as error:
        raise ModelError(f"{path}: damaged ({error}); train the model anew") from None
    return fill(Network.from_config(read_shape(config, folder), schema), state, folder)


def fill(network: Network, state: dict[str, torch.Tensor], folder: Path) -> Network:
    """Set every weight; raise ModelError where one is missing, foreign or of another shape."""
    try:
        network.load_state_dict({name: value.float() for name, value in state.items()})
    except RuntimeError as error:
        raise ModelError(f"{folder}: its weights are not those of its config.json: {str(error).splitlines()[-1].strip()}") from None
    return network.eval()


def read_shape(config: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Pick the encoder's shape out of a config, nothing else; raise ModelError for one that is no shape of a small BERT."""
    given = config.get("encoder")
    found = {name: given.get(name) for name in LIMITS} if isinstance(given, dict) else {}
    for name, most in LIMITS.items():
        value = found.get(name)
        if type(value) is not int or not 0 < value <= most:
            raise ModelError(f"{folder / 'config.json'}: {name} {value!r}, expected 1–{most}")
    return {**found, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def from_heads(weights: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """Turn the scorers' weights of heads.npz into those of `network.Scorer`."""
    plain = {"label", "out", "bias", "dot"}
    names = {"attribute": "attribute.weight", "attribute_bias": "attribute.bias"}
    found = {names.get(k, k if k in plain else f"features.{k}"): v.T if k == "attribute" else v for k, v in weights.items()}
    return {f"scorer.{name}": torch.from_numpy(value.copy()) for name, value in found.items()}


def from_onnx(path: Path) -> dict[str, torch.Tensor]:
    """Read the encoder's and the heads' weights back out of an exported model: int8 × scale, per row or per tensor.

    A matrix is known by the node that multiplies by it, /network/tags/MatMul_quant → tags.weight; all else bears its own name.
    """
    import onnx
    from onnx import numpy_helper

    try:
        graph = onnx.load(str(path), load_external_data=False).graph
        held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        arrays = {name: value for name, value in held.items() if name.startswith("network.") and "_quantized" not in name}
        arrays = {name: value for name, value in arrays.items() if not name.endswith(("_scale", "_zero_point"))}
        for name in held:
            if name.startswith("network.") and name.endswith("_quantized"):
                arrays[name.removesuffix("_quantized")] = widen(held, name.removesuffix("_quantized"))
        for name, stem in matrices(graph):
            arrays[name] = widen(held, stem).T
        for layer, weight, bias in attentions(graph):
            for part, one, two in zip(("query", "key", "value"), np.split(widen(held, weight).T, 3), np.split(held[bias], 3), strict=True):
                arrays |= {f"{layer}.{part}.weight": one, f"{layer}.{part}.bias": two}
    except Exception as error:
        raise ModelError(f"{path}: its weights cannot be read ({error}); start from a folder with network.safetensors") from None
    return {name.removeprefix("network."): torch.from_numpy(np.array(value, np.float32)) for name, value in arrays.items()}


def matrices(graph: GraphProto) -> list[tuple[str, str]]:
    """List the products with a weight: (the weight's name in the network, its stem among the initializers)."""
    found = []
    for node in graph.node:
        stem = node.input[1].removesuffix("_quantized") if len(node.input) > 1 else ""
        if node.op_type in ("MatMulInteger", "MatMul") and stem.startswith("onnx::MatMul"):
            layer = node.name.removeprefix("/").rsplit("/", 1)[0].replace("/", ".").replace("encoder.encoder.encoder", "encoder.encoder")
            found.append((f"{layer}.weight", stem))
    return found


def attentions(graph: GraphProto) -> list[tuple[str, str, str]]:
    """List the layers whose attention is one operator: (name in the network, stem of its weight, name of its bias)."""
    fused = [node for node in graph.node if node.op_type in ("QAttention", "Attention")]
    names = (f"network.encoder.encoder.layer.{i}.attention.self" for i in range(len(fused)))
    return [(name, node.input[1].removesuffix("_quantized"), node.input[2]) for name, node in zip(names, fused, strict=True)]


def widen(held: dict[str, np.ndarray], stem: str) -> np.ndarray:
    """Give a weight in single precision: as it is held, or (integer - zero point) × scale."""
    if stem in held:
        return held[stem]
    whole = held[f"{stem}_quantized"].astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)
    return np.asarray(whole * held[f"{stem}_scale"], np.float32)
