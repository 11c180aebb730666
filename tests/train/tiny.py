"""A model small enough to train in a test, as a folder, and documents for it."""

from dataclasses import replace
from pathlib import Path

import torch

from govie.jsonl import read_jsonl
from govie.model import Model
from govie.train.export import write_model
from govie.train.network import Network

SEEDS = [d for d in read_jsonl(Path(__file__).parents[2] / "corpus" / "seeds.jsonl") if d.id[:3] in ("001", "002")]
SHAPE = {
    "vocab_size": 5080, "hidden_size": 48, "num_hidden_layers": 1, "num_attention_heads": 4,
    "intermediate_size": 64, "max_position_embeddings": 256, "type_vocab_size": 1,
}  # fmt: skip


def make_folder(folder: Path) -> Path:
    """Write an untrained model folder."""
    torch.manual_seed(0)
    write_model(Network.from_config(SHAPE).eval(), replace(Model.load(), skim=None), folder, {}, "# Tiny\n")
    return folder
