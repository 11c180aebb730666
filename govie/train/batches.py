"""Examples to padded tensors, with every gold span placed in the batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from govie.encode import Vocabulary
from govie.train.examples import Example


@dataclass(frozen=True)
class Batch:
    """`ids`, `mask`, `bonds`, `tags` are (windows, length), tags -100 where there is no character; the rest is per pair or number.

    Positions index the flattened (windows · length) axis.
    """

    ids: Tensor
    mask: Tensor
    bonds: Tensor
    tags: Tensor
    number: Tensor
    other: Tensor
    relation: Tensor
    features: dict[str, Tensor]
    linked: Tensor
    counted: Tensor
    attributes: Tensor
    unsure: Tensor
    """(windows, tags): the tags of labels that the window's document is not annotated for."""
    weight: Tensor
    """(pairs,): 0 where the document is not annotated for the relation, else 1."""
    replayed: Tensor
    """(windows,): whether the window is of the bundled corpus, to be remembered rather than learnt."""

    def remembered(self, positions: Tensor) -> Tensor:
        """Say of each (first, last) position whether its window is a replayed one."""
        return self.replayed[positions[:, 0] // self.ids.shape[1]]


def make_batches(examples: Sequence[Example], characters: int, rng: np.random.Generator | None = None) -> Iterator[list[Example]]:
    """Deal examples of like length into batches of about `characters` padded characters, shuffled where `rng` is given."""
    order = sorted(range(len(examples)), key=lambda i: longest(examples[i]) + (rng.random() * 12 if rng else 0))
    batches: list[list[Example]] = [[]]
    size = 0
    for i in order:
        size = max(size, longest(examples[i]))
        rows = sum(len(x.group.windows) for x in batches[-1]) + len(examples[i].group.windows)
        if batches[-1] and size * rows > characters:
            batches.append([])
            size = longest(examples[i])
        batches[-1].append(examples[i])
    if rng:
        rng.shuffle(batches)
    yield from batches


def longest(example: Example) -> int:
    """Give the length of the longest window with its two marks."""
    return max(end - start for start, end in example.group.windows) + 2


def collate(examples: Sequence[Example], vocabulary: Vocabulary) -> Batch:
    """Lay examples into one batch."""
    length = max(map(longest, examples))
    count = sum(len(x.group.windows) for x in examples)
    ids = np.full((count, length), vocabulary.pad)
    tags = np.full((count, length), -100)
    bonds = np.zeros((count, length), np.int64)
    spans: list[np.ndarray] = []
    pairs: list[tuple[np.ndarray, ...]] = []
    counted: list[np.ndarray] = []
    unsure = np.zeros((count, examples[0].unsure_tags.shape[0]), bool)
    replayed = np.zeros(count, bool)
    row = offset = 0
    for x in examples:
        place = np.zeros(len(x.clean), int)
        for (start, end), (low, high) in zip(x.group.windows, x.group.cores, strict=True):
            a, b = start - x.start, end - x.start
            ids[row, : b - a + 2] = [vocabulary.cls, *x.ids[a:b], vocabulary.sep]
            tags[row, 1 : b - a + 1] = x.tags[a:b]
            bonds[row, 1 : b - a + 1] = vocabulary.bonds(x.ids[a:b])
            unsure[row], replayed[row] = x.unsure_tags, x.replayed
            place[low - x.start : high - x.start] = row * length + 1 + np.arange(low - start, high - start)
            row += 1
        spans.append(np.stack([place[x.spans.start - x.start], place[x.spans.end - x.start - 1]], 1).reshape(-1, 2))
        pairs.append((x.pairs.number + offset, x.pairs.other + offset, x.pairs.relation))
        counted.append(np.flatnonzero(x.spans.label == 0) + offset)
        offset += len(x.spans.start)
    positions = torch.from_numpy(np.concatenate(spans))
    number, other, relation = (torch.from_numpy(np.concatenate(column)) for column in zip(*pairs, strict=True))
    names = examples[0].pairs.features
    return Batch(
        ids=torch.from_numpy(ids),
        mask=torch.from_numpy((ids != vocabulary.pad).astype(np.int64)),
        bonds=torch.from_numpy(bonds),
        tags=torch.from_numpy(tags),
        number=positions[number],
        other=positions[other],
        relation=relation,
        features={k: torch.from_numpy(np.concatenate([x.pairs.features[k] for x in examples])) for k in names},
        linked=torch.from_numpy(np.concatenate([x.linked for x in examples])),
        counted=positions[torch.from_numpy(np.concatenate(counted))],
        attributes=torch.from_numpy(np.concatenate([x.attributes for x in examples])),
        unsure=torch.from_numpy(unsure),
        weight=torch.from_numpy(np.concatenate([~x.unsure_relations[x.pairs.relation] for x in examples]).astype(np.float32)),
        replayed=torch.from_numpy(replayed),
    )
