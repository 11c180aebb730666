"""Average the weights of models that one training run left on its way, which reads new text better than either alone.

python -m training.average build/base-3 build/base-4 -o build/base
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from govie.model import SKIM
from govie.train.export import export, save_network
from govie.train.network import Network
from govie.train.start import load_network


@torch.no_grad()
def average(networks: Sequence[Network]) -> Network:
    """Give the mean of some networks of one shape, in the first of them; raises ValueError for networks of several shapes."""
    states = [network.state_dict() for network in networks]
    if any({k: v.shape for k, v in state.items()} != {k: v.shape for k, v in states[0].items()} for state in states):
        raise ValueError("networks of different shapes have no average; give models that came from one another")
    networks[0].load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return networks[0].eval()


def average_folders(models: Sequence[Path], output: Path) -> None:
    """Write the mean of some model folders, with the first one's first look where it has one; the output may be one of them."""
    output.mkdir(parents=True, exist_ok=True)
    look = (models[0] / SKIM).read_bytes() if (models[0] / SKIM).is_file() else None
    network = average([load_network(model) for model in models])
    save_network(network, models[0] / "vocab.txt", output)
    export(network, output)
    if look:
        (output / SKIM).write_bytes(look)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    average_folders(args.models, args.output)


if __name__ == "__main__":
    main()
