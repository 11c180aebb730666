"""Make a smaller network from a trained one: some layers of the encoder, and the neurons whose weights, in and out, are largest."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from govie.train.network import Network


@torch.no_grad()
def shrink(network: Network, layers: Sequence[int], inner: int) -> Network:
    """Cut a network in place to some of its layers, each of so many inner neurons; raises ValueError where it has fewer."""
    config = network.encoder.config
    if not all(0 <= layer < config.num_hidden_layers for layer in layers) or not 0 < inner <= config.intermediate_size:
        raise ValueError(f"the network has {config.num_hidden_layers} layers of {config.intermediate_size} neurons")
    kept = nn.ModuleList([network.encoder.encoder.layer[layer] for layer in layers])
    for layer in kept:
        into, out = layer.intermediate.dense, layer.output.dense
        strongest = (into.weight.norm(dim=1) * out.weight.norm(dim=0)).topk(inner).indices.sort().values
        into.weight, into.bias = nn.Parameter(into.weight[strongest]), nn.Parameter(into.bias[strongest])
        out.weight = nn.Parameter(out.weight[:, strongest])
        into.out_features = out.in_features = inner
    network.encoder.encoder.layer = kept
    config.num_hidden_layers, config.intermediate_size = len(layers), inner
    return network
