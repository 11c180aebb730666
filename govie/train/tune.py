"""Retraining on newly annotated documents: replay, early stopping, and a run that can stop and go on."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from govie.errors import ModelError
from govie.jsonl import to_record
from govie.model import Model
from govie.replay import read_replay
from govie.schema import BASE, Schema
from govie.train.batches import make_batches
from govie.train.begin import teach_new_rows
from govie.train.checkpoint import NAME, load_checkpoint, save_checkpoint
from govie.train.examples import Example, make_examples
from govie.train.judge import judge
from govie.train.loop import Settings, Trainer
from govie.train.memory import Memory
from govie.train.network import Network
from govie.train.start import load_start
from govie.types import Document

SETTINGS = Settings(epochs=8, rate=1e-4, head_rate=4e-4, batch=2048, average=0.97)
"""Small rates: what the model knows is to stay."""
KEPT = 0.55
"""How much of the change of each weight is kept: what is new is learnt, and little is forgotten (`docs/retraining.md`)."""


STEPS, LEAST = 24, 256
"""Steps that an epoch should have, and the least characters a step: of a few reports, smaller batches are dealt."""


@dataclass(frozen=True)
class Plan:
    """How to retrain: characters of the bundled corpus for each new one, drawn anew each epoch; epochs to wait for a rise."""

    settings: Settings = SETTINGS
    replay: float = 3.0
    patience: int = 3


@dataclass
class Progress:
    """Where a run stands; goes into the checkpoint."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    loss: float = 0.0
    best: float = 0.0
    best_epoch: int = 0
    dev: list[float] = field(default_factory=list)
    """The score on the new documents' development part before training and after each epoch."""
    guard: list[float] = field(default_factory=list)
    """The same on the bundled corpus's development part."""


class Tuning:
    """One run of `govie train`. `best` holds the best weights so far: those that it began with, until an epoch beats them."""

    def __init__(self, new: Sequence[Document], dev: Sequence[Document], folder: Path, start: Model, schema: Schema, plan: Plan) -> None:  # noqa: PLR0917
        self.folder, self.start, self.plan, self.dev = folder, start, plan, list(dev)
        self.network = load_start(start)
        self.fresh = make_examples(new, start.vocabulary, schema, skim=start.skim)
        if schema != start.schema:
            self.network = self.network.widen(schema)
            teach_new_rows(self.network, start.schema, self.fresh, start.vocabulary)
        old = make_examples(read_replay("train"), start.vocabulary, schema, BASE, skim=start.skim) if plan.replay > 0 else []
        self.old = [replace(example, replayed=True) for example in old]
        self.guard = read_replay("dev")
        self.epochs = math.ceil(plan.settings.epochs)
        steps = max(1, len(self.batches(0)) * self.epochs)
        self.trainer = Trainer(self.network, start.vocabulary, plan.settings, steps, Memory(self.network))
        self.best = {k: v.clone() for k, v in self.network.state_dict().items()}
        self.begun = self.best
        self.progress = Progress()
        values = [[to_record(d) for d in (*new, *dev)], asdict(plan), schema.to_config(), start.config.get("encoder"), start.skim is None]
        self.fingerprint = hashlib.sha256(json.dumps(values).encode()).hexdigest()

    def batches(self, epoch: int) -> list[list[Example]]:
        """Deal one epoch: every new example, and of the bundled corpus as many characters as the plan says, drawn by the seed."""
        rng = np.random.default_rng((self.plan.settings.seed, epoch))
        room = self.plan.replay * sum(len(x.clean) for x in self.fresh)
        chosen: list[Example] = []
        for i in rng.permutation(len(self.old)):
            if room <= 0:
                break
            chosen.append(self.old[i])
            room -= len(self.old[i].clean)
        examples = [*self.fresh, *chosen]
        size = min(self.plan.settings.batch, max(LEAST, sum(len(x.clean) for x in examples) // STEPS))
        return list(make_batches(examples, size, rng))

    def run(self, stopped: Callable[[], bool]) -> Iterator[Progress]:
        """Train, giving progress after each step; keep a checkpoint after each epoch, and where `stopped` says to stop."""
        state = self.progress
        if not state.dev:
            self.look()
            self.save()
            yield state
        while state.epoch < self.epochs and state.epoch - state.best_epoch < self.plan.patience:
            for batch in self.batches(state.epoch)[state.batch :]:
                self.trainer.advance(batch)
                state.step, state.loss, state.batch = self.trainer.step, self.trainer.loss, state.batch + 1
                yield state
                if stopped():
                    self.save()
                    return
            state.epoch, state.batch = state.epoch + 1, 0
            self.look()
            self.save()
            yield state

    def look(self) -> None:
        """Judge the averaged weights; a fall on the bundled corpus counts against the rise on the new documents."""
        state, network = self.progress, self.trainer.averaged
        state.dev.append(judge(network, self.start, self.dev))
        state.guard.append(judge(network, self.start, self.guard))
        value = state.dev[-1] - max(0.0, state.guard[0] - state.guard[-1])
        if value > state.best or state.epoch == 0:
            state.best, state.best_epoch = value, state.epoch
            self.best = {k: v.clone() for k, v in network.state_dict().items()}

    def save(self) -> None:
        """Write the checkpoint."""
        tensors: dict[str, Tensor] = self.trainer.state() | {f"best.{k}": v for k, v in self.best.items()}
        save_checkpoint(self.folder, tensors, {"fingerprint": self.fingerprint, "progress": asdict(self.progress)})

    def resume(self) -> None:
        """Go on from the folder's checkpoint; raise ModelError where it is one of other documents or settings."""
        tensors, state = load_checkpoint(self.folder)
        if state.get("fingerprint") != self.fingerprint:
            raise ModelError(f"{self.folder / NAME}: of other documents, settings or another model; give the same ones, or another folder")
        try:
            self.progress = Progress(**state["progress"])
            self.best = {k.removeprefix("best."): v for k, v in tensors.items() if k.startswith("best.")}
            self.trainer.restore(tensors, self.progress.step, self.progress.loss)
        except (KeyError, TypeError, RuntimeError, ValueError) as error:
            raise ModelError(f"{self.folder / NAME}: damaged checkpoint ({error}); remove it and train anew") from None

    def result(self) -> Network:
        """Give the best network, drawn back towards the one that it began with."""
        self.network.load_state_dict({name: self.begun[name].lerp(weight, KEPT) for name, weight in self.best.items()})
        return self.network.eval()

    def facts(self) -> dict[str, Any]:
        """Tell of the run what belongs into config.json."""
        state = self.progress
        settings = {**asdict(self.plan.settings), "replay": self.plan.replay, "patience": self.plan.patience}
        found = {"epochs": state.epoch, "best_epoch": state.best_epoch, "dev": state.dev, "guard": state.guard, "settings": settings}
        found |= {"skim": self.start.skim is not None, "new_characters": sum(len(x.clean) for x in self.fresh)}
        return {**found, "held_out": [d.id for d in self.dev]}
