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
from govie.train.memory import Memory, Recalled
from govie.train.network import Network


@dataclass(frozen=True)
class Settings:
    """How to train; rates are peaks of a linear warm-up and decay."""

    epochs: float = 5.0
    rate: float = 2e-4
    """Of the encoder; 0 trains links and attributes alone, which takes a third of the time."""
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
    link: float = 1.0
    """Weight of the loss of links; the tags have 1."""
    seed: int = 0


def loss(network: Network, batch: Batch, link: float = 1.0, recalled: Recalled | None = None) -> Tensor:
    """Sum the mean losses of tags, links and attributes; of replayed windows what is recalled is the target, where it is given."""
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        tags, projected = network(batch.ids, batch.mask, batch.bonds)
    return score(network, batch, tags, projected, link, recalled)


def score(network: Network, batch: Batch, tags: Tensor, projected: Tensor, link: float = 1.0, recalled: Recalled | None = None) -> Tensor:  # noqa: PLR0917
    """Give the loss of tag logits (windows, length, tags) and projections (windows, length, projected)."""
    total = tag_loss(batch, tags.float(), recalled)
    flat = projected.float().flatten(0, 1)
    if len(batch.number):
        scores = network.scorer.pairs(flat, batch.number, batch.other, batch.relation, batch.features)
        target = batch.linked if recalled is None else torch.where(batch.remembered(batch.number), recalled.linked, batch.linked)
        losses = nn.functional.binary_cross_entropy_with_logits(scores, target, batch.weight, reduction="sum")
        total = total + link * losses / batch.weight.sum().clamp(min=1)
    if len(batch.counted):
        for column, scores in enumerate(network.scorer.attributes(flat, batch.counted)):
            target = nn.functional.one_hot(batch.attributes[:, column], scores.shape[1]).float()
            if recalled is not None:
                target = torch.where(batch.remembered(batch.counted)[:, None], recalled.attributes[column], target)
            total = total + 0.2 * nn.functional.cross_entropy(scores, target)
    return total


def tag_loss(batch: Batch, tags: Tensor, recalled: Recalled | None) -> Tensor:
    """Give the mean cross entropy of the tags of all characters."""
    logits, gold = outside_too(tags, batch.unsure), batch.tags.clamp(min=0)
    logs = logits.log_softmax(-1)
    losses = -logs.gather(-1, gold[..., None]).squeeze(-1)
    if recalled is not None:
        before = outside_too(recalled.tags, batch.unsure).softmax(-1)
        kept = -(before * logs.masked_fill(before == 0, 0.0)).sum(-1)
        losses = torch.where(batch.replayed[:, None], kept, losses)
    return losses[batch.tags >= 0].mean()


def outside_too(logits: Tensor, unsure: Tensor) -> Tensor:
    """Let O stand for the tags that a window's document is not annotated for as well, so that none of them is taught to be absent.

    `logits` are (windows, length, tags), `unsure` (windows, tags).
    """
    if not unsure.any():
        return logits
    outside = unsure.clone()
    outside[:, 0] = True
    merged = logits.masked_fill(~outside[:, None], -torch.inf).logsumexp(-1, keepdim=True)
    return torch.cat([merged, logits[..., 1:].masked_fill(unsure[:, None, 1:], -torch.inf)], -1)


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


class Trainer:
    """A training run of so many steps: it can stop after any of them, and go on from `state()` as if it had not stopped."""

    def __init__(self, network: Network, vocabulary: Vocabulary, settings: Settings, steps: int, memory: Memory | None = None) -> None:
        self.network, self.vocabulary, self.settings, self.steps, self.memory = network, vocabulary, settings, steps, memory
        if not settings.rate:
            for name, one in network.named_parameters():
                one.requires_grad = name.startswith(("project", "scorer"))
        self.averaged = copy.deepcopy(network).eval() if settings.average else network
        self.optimizer = torch.optim.AdamW(parameter_groups(network, settings), weight_decay=settings.weight_decay)
        self.step = 0
        self.loss = 0.0
        self.begin = time.time()

    def advance(self, chosen: Sequence[Example]) -> None:
        """Take one step on a batch of examples; all chance in it comes from the seed and the step's number."""
        settings, network = self.settings, self.network
        rng = np.random.default_rng((settings.seed, self.step))
        torch.manual_seed(settings.seed * 1_000_003 + self.step)
        scale = min(1.0, (self.step + 1) / (settings.warmup * self.steps + 1)) * max(0.0, 1 - self.step / self.steps)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * scale
        varied = [swap_digits(x, self.vocabulary, rng) if rng.random() < settings.swap else x for x in chosen]
        batch = to(collate(varied, self.vocabulary), next(network.parameters()).device)
        recalled = self.memory.recall(batch) if self.memory and batch.replayed.any() else None
        hidden = (torch.rand(batch.ids.shape).to(batch.ids.device) < settings.mask) & (batch.ids >= self.vocabulary.first)
        batch.ids[hidden] = self.vocabulary.mask
        network.train()
        value = loss(network, batch, settings.link, recalled)
        if value.requires_grad:
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.loss = value.item() if self.step == 1 else 0.95 * self.loss + 0.05 * value.item()
        if self.averaged is not network:
            update(self.averaged, network, min(settings.average, self.step / (self.step + 10)))

    def state(self) -> dict[str, Tensor]:
        """Give all tensors that the next step depends on; `step` and `loss` are kept apart."""
        found = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        found |= {f"averaged.{k}": v for k, v in self.averaged.state_dict().items()}
        moments = self.optimizer.state_dict()["state"]
        return found | {f"optimizer.{i}.{k}": v for i, values in moments.items() for k, v in values.items()}

    def restore(self, tensors: dict[str, Tensor], step: int, loss: float) -> None:
        """Go back to a state; raises RuntimeError or KeyError where it is one of another network."""
        for name, module in (("network.", self.network), ("averaged.", self.averaged)):
            module.load_state_dict({k.removeprefix(name): v for k, v in tensors.items() if k.startswith(name)})
        moments: dict[int, dict[str, Tensor]] = {}
        for key, value in tensors.items():
            if key.startswith("optimizer."):
                _, place, name = key.split(".")
                moments.setdefault(int(place), {})[name] = value
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": moments})
        self.step, self.loss = step, loss


def train(
    network: Network,
    examples: Sequence[Example],
    vocabulary: Vocabulary,
    settings: Settings,
    *,
    report: Callable[[int, int, float, float], None] | None = None,
    memory: Memory | None = None,
) -> Network:
    """Train in place and return the averaged network; `report` gets (step, steps, loss, seconds) each 20 steps.

    Of replayed examples the target is what `memory` recalls.
    """
    rng = np.random.default_rng(settings.seed)
    steps = max(1, round(len(deal(examples, settings.batch, rng)) * settings.epochs))
    trainer = Trainer(network, vocabulary, settings, steps, memory)
    while trainer.step < steps:
        for chosen in deal(examples, settings.batch, rng):
            if trainer.step >= steps:
                break
            trainer.advance(chosen)
            if report and trainer.step % 20 == 0:
                report(trainer.step, steps, trainer.loss, time.time() - trainer.begin)
    return trainer.averaged.eval()


def deal(examples: Sequence[Example], characters: int, rng: np.random.Generator) -> list[list[Example]]:
    """Deal one epoch in shuffled batches, replayed examples in batches of their own."""
    kinds = [[x for x in examples if x.replayed is kind] for kind in (False, True)]
    batches = [batch for kind in kinds if kind for batch in make_batches(kind, characters, rng)]
    rng.shuffle(batches)
    return batches


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
