"""A beginning for new labels: their rows of the heads are taught on what the encoder already gives, all else stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from govie.decode import BUCKETS
from govie.encode import Vocabulary
from govie.schema import Schema
from govie.train.batches import Batch, collate, make_batches
from govie.train.examples import Example
from govie.train.loop import score
from govie.train.network import Network

ROUNDS, RATE = 60, 2e-2
"""How often the new documents are gone through, and by which rate; nothing but some rows moves, so both may be large."""


def teach_new_rows(network: Network, old: Schema, examples: Sequence[Example], vocabulary: Vocabulary) -> None:
    """Teach the tags and relations that `old` did not have, in place, from documents that are annotated for them."""
    moved = heads(network, old)
    read = read_once(network, examples, vocabulary)
    optimizer = torch.optim.Adam([p for p, _ in moved], lr=RATE)
    for _ in range(ROUNDS):
        for batch, hidden, projected in read:
            optimizer.zero_grad()
            score(network, batch, network.tags(hidden), projected).backward()
            for parameter, kept in moved:
                if parameter.grad is not None:
                    parameter.grad[:kept] = 0
            optimizer.step()
    network.zero_grad(set_to_none=True)


def heads(network: Network, old: Schema) -> list[tuple[Tensor, int]]:
    """List the weights that have rows for each tag or relation, with how many of these are those of `old`."""
    tags, relations, scorer = len(old.tags), len(old.relations), network.scorer
    found: list[tuple[Tensor, int]] = [(network.tags.weight, tags), (network.tags.bias, tags)]
    found += [(one, relations) for one in (scorer.label, scorer.bias, scorer.dot)]
    return found + [(scorer.features[name], relations * values) for name, values in BUCKETS.items()]


@torch.no_grad()
def read_once(network: Network, examples: Sequence[Example], vocabulary: Vocabulary) -> list[tuple[Batch, Tensor, Tensor]]:
    """Read the examples with the encoder as it is: batches with their hidden states and projections."""
    network.eval()
    batches = [collate(chosen, vocabulary) for chosen in make_batches(examples, 4096)]
    hidden = [network.hidden(batch.ids, batch.mask, batch.bonds) for batch in batches]
    return [(batch, states, network.project(states)) for batch, states in zip(batches, hidden, strict=True)]
