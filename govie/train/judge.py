"""How good a network is while it trains: read by the same line that reads with the exported model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from govie.extractor import Extractor
from govie.model import Model
from govie.schema import LABELS
from govie.score import evaluate
from govie.train.network import Network
from govie.types import Document


class Session:
    """A network in the place of the ONNX session."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()

    @torch.no_grad()
    def run(self, _: object, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Read one window."""
        ids, bonds = (torch.from_numpy(np.ascontiguousarray(inputs[name])) for name in ("ids", "bonds"))
        return [out[0, 1:-1].numpy() for out in self.network(ids, torch.ones_like(ids), bonds)]


def extractor_of(network: Network, start: Model) -> Extractor:
    """Read with a network that is not exported; `start` lends the vocabulary."""
    session: Any = Session(network)
    return Extractor(replace(start, session=session, weights=network.scorer.weights(), schema=network.schema, threads=1))


def judge(network: Network, start: Model, documents: Sequence[Document]) -> float:
    """Score a network on documents: the mean F1 of entities, relations, facts, facts with their attributes, and each label added."""
    extractor = extractor_of(network, start)
    report = evaluate(documents, [extractor(d.text, id=d.id) for d in documents])
    scores = [report["entity"]["all"], report["relation"]["all"], report["fact"], report["fact+attributes"]]
    scores += [report["entity"][label] for label in network.schema.labels[len(LABELS) :] if label in report["entity"]]
    return float(sum(s["f1"] for s in scores)) / len(scores)
