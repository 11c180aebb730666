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
    """Of a batch, as the network read it before: tag logits (windows, length, tags), links (pairs,), attributes (numbers, values) each."""

    tags: Tensor
    linked: Tensor
    attributes: list[Tensor]
    """Probabilities, as `linked`."""


class Memory:
    """A network as it is now; it stays so."""

    def __init__(self, network: Network) -> None:
        self.network = copy.deepcopy(network).eval()

    @torch.no_grad()
    def recall(self, batch: Batch) -> Recalled:
        """Read a batch."""
        with torch.autocast(batch.ids.device.type, torch.bfloat16):
            tags, projected = self.network(batch.ids, batch.mask, batch.bonds)
        flat, scorer = projected.float().flatten(0, 1), self.network.scorer
        linked = scorer.pairs(flat, batch.number, batch.other, batch.relation, batch.features).sigmoid()
        attributes = [logits.softmax(-1) for logits in scorer.attributes(flat, batch.counted)]
        return Recalled(tags.float(), linked, attributes)
