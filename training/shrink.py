"""Make a smaller network from a trained one, for `python -m training.finetune --start … --teachers …` to train on.

    python -m training.shrink build/final -o build/small --layers 0 1 2 4 5 --inner 1024

Keeps the named layers of the encoder, and of each feed-forward layer the neurons whose weights, in and out, are largest.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from govie.train.export import export, save_network
from govie.train.network import Network
from govie.train.start import load_network


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--layers", type=int, nargs="+", required=True)
    parser.add_argument("--inner", type=int, default=1536)
    args = parser.parse_args()
    network = shrink(load_network(args.model), args.layers, args.inner)
    save_network(network, args.model / "vocab.txt", args.output)
    export(network, args.output)


if __name__ == "__main__":
    main()
