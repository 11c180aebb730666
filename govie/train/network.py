"""One shared encoder with three heads: tags, links, attributes."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from govie.decode import ATTRIBUTE, BUCKETS, DOT, HIDDEN, PROJECTED, SIDE
from govie.encode import COHESION
from govie.schema import ATTRIBUTES, BASE, Schema

VALUES = sum(len(values) for values in ATTRIBUTES.values())
NEVER = -4.0
"""The bias that a new label or relation begins with, so that it is not found before it was taught."""


class Network(nn.Module):
    """Characters to tag logits (batch, length, tags) and projections (batch, length, projected)."""

    def __init__(self, encoder: BertModel, dropout: float = 0.1, schema: Schema = BASE) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.schema = schema
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.before, self.after = nn.Embedding(COHESION, width), nn.Embedding(COHESION, width)
        nn.init.zeros_(self.before.weight)
        nn.init.zeros_(self.after.weight)
        self.tags = nn.Linear(width, len(schema.tags))
        self.project = nn.Linear(width, PROJECTED)
        self.scorer = Scorer(len(schema.relations))

    def forward(self, ids: Tensor, mask: Tensor, bonds: Tensor) -> tuple[Tensor, Tensor]:
        """Read windows of ids, shape (batch, length), the mask 1 at real characters, bonds with the character before."""
        hidden = self.dropout(self.hidden(ids, mask, bonds))
        return self.tags(hidden), self.project(hidden)

    def hidden(self, ids: Tensor, mask: Tensor, bonds: Tensor) -> Tensor:
        """Encode windows, shape (batch, length, width)."""
        onward = nn.functional.pad(bonds[:, 1:], (0, 1))
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.before(bonds) + self.after(onward)
        found: Tensor = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return found

    @classmethod
    def from_encoder(cls, folder: str | Path, dropout: float = 0.1) -> Network:
        """Start from a base encoder: a local folder, or a hub id where a hub can be reached."""
        encoder = BertModel.from_pretrained(
            folder, add_pooling_layer=False, dtype=torch.float32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        return cls(encoder, dropout)

    @classmethod
    def from_config(cls, config: dict[str, Any], schema: Schema = BASE) -> Network:
        """Build an untrained network of a given shape."""
        return cls(BertModel(BertConfig(**config), add_pooling_layer=False), schema=schema)

    @torch.no_grad()
    def widen(self, schema: Schema) -> Network:
        """Give a network for a schema that adds to this one's: every weight it had, and new rows for what is new."""
        wider = Network(copy.deepcopy(self.encoder), self.dropout.p, schema)
        state = wider.state_dict()
        for name, old in self.state_dict().items():
            if state[name].shape == old.shape:
                state[name].copy_(old)
            else:
                state[name][: len(old)].copy_(old)
        wider.tags.bias[len(self.schema.tags) :] = NEVER
        wider.scorer.bias[len(self.schema.relations) :] = NEVER
        return wider


class Scorer(nn.Module):
    """The weights that turn projections into link and attribute logits; numpy does the same in `govie.decode`."""

    def __init__(self, relations: int) -> None:
        super().__init__()
        self.label = nn.Parameter(torch.randn(relations, HIDDEN) * 0.02)
        self.features = nn.ParameterDict({k: nn.Parameter(torch.randn(relations * n, HIDDEN) * 0.02) for k, n in BUCKETS.items()})
        self.out = nn.Parameter(torch.randn(HIDDEN) * HIDDEN**-0.5)
        self.bias = nn.Parameter(torch.zeros(relations))
        self.dot = nn.Parameter(torch.full((relations, DOT), DOT**-0.5))
        self.attribute = nn.Linear(ATTRIBUTE, VALUES)

    def pairs(self, projected: Tensor, number: Tensor, other: Tensor, relation: Tensor, features: dict[str, Tensor]) -> Tensor:
        """Score pairs; `number` and `other` are (pairs, 2) first and last positions in `projected` (positions, projected)."""
        one = projected[number[:, 0], :SIDE] + projected[number[:, 1], SIDE : 2 * SIDE]
        two = projected[other[:, 0], 2 * SIDE : 3 * SIDE] + projected[other[:, 1], 3 * SIDE : 4 * SIDE]
        hidden = one[:, :HIDDEN] + two[:, :HIDDEN] + self.label[relation]
        for name, index in features.items():
            hidden = hidden + self.features[name][index]
        product = (one[:, HIDDEN:] * two[:, HIDDEN:] * self.dot[relation]).sum(-1)
        return hidden.relu() @ self.out + self.bias[relation] + product

    def attributes(self, projected: Tensor, number: Tensor) -> list[Tensor]:
        """Score the attributes of numbers given as (numbers, 2) positions."""
        begin = projected[number[:, 0], 4 * SIDE : 4 * SIDE + ATTRIBUTE]
        end = projected[number[:, 1], 4 * SIDE + ATTRIBUTE :]
        logits: Tensor = self.attribute((begin + end).relu())
        return list(logits.split([len(values) for values in ATTRIBUTES.values()], dim=-1))

    def weights(self) -> dict[str, np.ndarray]:
        """Give the weights in the form that `govie.decode` reads."""
        plain = {"label": self.label, "out": self.out, "bias": self.bias, "dot": self.dot, **self.features}
        plain |= {"attribute": self.attribute.weight.T, "attribute_bias": self.attribute.bias}
        return {k: v.detach().float().cpu().numpy().copy() for k, v in plain.items()}
