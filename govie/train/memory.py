"""What a network gave before it was trained further: on replayed documents that is the target, so that little is forgotten."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor

from govie.train.batches import Batch
from govie.train.network import Network


@dataclass(frozen=True)
class Recalled:
    """Of a batch, as networks read it before: logarithms of probabilities of tags, probabilities of links and attributes.

    Shapes are (windows, length, tags), (pairs,) and, for each attribute, (numbers, values).
    """

    tags: Tensor
    linked: Tensor
    attributes: list[Tensor]
    """Probabilities, as `linked`."""


class Memory:
    """Networks of one schema as they are now; they stay so. What several give is averaged."""

    def __init__(self, *networks: Network) -> None:
        self.networks = [copy.deepcopy(network).eval() for network in networks]

    @torch.no_grad()
    def recall(self, batch: Batch) -> Recalled:
        """Read a batch."""
        found = [read(network, batch) for network in self.networks]
        tags = torch.stack([tags for tags, _, _ in found]).mean(0).clamp(min=1e-9).log()
        linked = torch.stack([linked for _, linked, _ in found]).mean(0)
        attributes = [torch.stack(one).mean(0) for one in zip(*(attributes for _, _, attributes in found), strict=True)]
        return Recalled(tags, linked, attributes)


def read(network: Network, batch: Batch) -> tuple[Tensor, Tensor, list[Tensor]]:
    """Give the probabilities of tags, links and attributes."""
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        tags, projected = network(batch.ids, batch.mask, batch.bonds)
    flat, scorer = projected.float().flatten(0, 1), network.scorer
    linked = scorer.pairs(flat, batch.number, batch.other, batch.relation, batch.features).sigmoid()
    attributes = [logits.softmax(-1) for logits in scorer.attributes(flat, batch.counted)]
    return tags.float().softmax(-1), linked, attributes
