"""The training loop: joint loss over tags, links and attributes."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from govie.encode import Vocabulary
from govie.train.batches import Batch, collate, make_batches
from govie.train.examples import Example, swap_digits
from govie.train.network import Network


@dataclass(frozen=True)
class Settings:
    """How to train; rates are peaks of a linear warm-up and decay."""

    epochs: float = 5.0
    rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    batch: int = 4096
    """Padded characters a batch."""
    warmup: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.99
    """Decay of the moving average of weights that is kept at the end; 0 keeps the last weights."""
    swap: float = 0.5
    """Share of examples whose digits are swapped."""
    mask: float = 0.08
    """Share of characters that are hidden from the encoder, so that it reads by context too."""
    seed: int = 0


def loss(network: Network, batch: Batch) -> Tensor:
    """Sum the mean losses of tags, links and attributes."""
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        tags, projected = network(batch.ids, batch.mask, batch.bonds)
    total = nn.functional.cross_entropy(tags.float().flatten(0, 1), batch.tags.flatten(), ignore_index=-100)
    flat = projected.float().flatten(0, 1)
    if len(batch.number):
        scores = network.scorer.pairs(flat, batch.number, batch.other, batch.label, batch.features)
        total = total + nn.functional.binary_cross_entropy_with_logits(scores, batch.linked)
    if len(batch.counted):
        for column, scores in enumerate(network.scorer.attributes(flat, batch.counted)):
            total = total + 0.2 * nn.functional.cross_entropy(scores, batch.attributes[:, column])
    return total


def parameter_groups(network: Network, settings: Settings) -> list[dict[str, object]]:
    """Give lower layers lower rates, and the heads their own."""
    layers = network.encoder.config.num_hidden_layers
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not name.startswith("encoder."):
            rate = settings.head_rate
        else:
            depth = int(name.split("layer.")[1].split(".")[0]) + 1 if "layer." in name else 0
            rate = settings.rate * settings.layer_decay ** (layers - depth)
        groups.setdefault(rate, []).append(parameter)
    return [{"params": parameters, "lr": rate, "peak": rate} for rate, parameters in groups.items()]


def train(
    network: Network,
    examples: Sequence[Example],
    vocabulary: Vocabulary,
    settings: Settings,
    report: Callable[[int, int, float, float], None] | None = None,
) -> Network:
    """Train in place and return the averaged network; `report` gets (step, steps, loss, seconds) each 20 steps."""
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    device = next(network.parameters()).device
    per_epoch = sum(1 for _ in make_batches(examples, settings.batch))
    steps = max(1, round(per_epoch * settings.epochs))
    optimizer = torch.optim.AdamW(parameter_groups(network, settings), weight_decay=settings.weight_decay)
    averaged = copy.deepcopy(network).eval() if settings.average else network
    step, begin, running = 0, time.time(), 0.0
    network.train()
    while step < steps:
        for chosen in make_batches(examples, settings.batch, rng):
            if step >= steps:
                break
            scale = min(1.0, (step + 1) / (settings.warmup * steps + 1)) * (1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * scale
            varied = [swap_digits(x, vocabulary, rng) if rng.random() < settings.swap else x for x in chosen]
            batch = collate(varied, vocabulary)
            hidden = (torch.rand(batch.ids.shape) < settings.mask) & (batch.ids >= vocabulary.first)
            batch.ids[hidden] = vocabulary.mask
            value = loss(network, to(batch, device))
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            running = value.item() if step == 1 else 0.95 * running + 0.05 * value.item()
            if averaged is not network:
                update(averaged, network, min(settings.average, step / (step + 10)))
            if report and step % 20 == 0:
                report(step, steps, running, time.time() - begin)
    return averaged.eval()


@torch.no_grad()
def update(averaged: nn.Module, network: nn.Module, decay: float) -> None:
    """Move the averaged weights towards the network's."""
    for old, new in zip(averaged.parameters(), network.parameters(), strict=True):
        old.lerp_(new.detach(), 1 - decay)


def to(batch: Batch, device: torch.device) -> Batch:
    """Move a batch to a device."""
    if device.type == "cpu":
        return batch
    features = {name: values.to(device) for name, values in batch.features.items()}
    rest = {k: v.to(device) for k, v in vars(batch).items() if k != "features"}
    return Batch(**rest, features=features)
