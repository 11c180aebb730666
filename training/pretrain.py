"""Pretrain an encoder on public text: hidden characters, and words with their parts of speech; resumable.

    python -m training.words -o build/words.npz
    python -m training.pretrain --init ../shared/encoder/govie-6l --words build/words.npz --out build/encoder --hours 0.5

Text is laid into rows of `--length` characters; spans of 20 % of them are hidden and guessed (masked-language
modelling), and every character, hidden or not, is tagged as LAC tagged it (`training/words.py`), over one pass of
the encoder with its cohesion inputs. Every `--save` seconds the folder is written (what `training.finetune --start`
takes, and state.pt), so the run goes on from where it stopped when it is called again with the same `--out`.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from govie.encode import Vocabulary
from govie.train.export import save_network
from govie.train.network import Network
from govie.train.start import load_network
from training.words import NEITHER

MASK, SPECIAL = 4, 6
HELD = 256
"""Rows kept apart to measure on."""


class Pretraining(nn.Module):
    """The network's encoder with a head for hidden characters, tied to its embeddings, and one for word tags."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        config = network.encoder.config
        self.network = network
        self.transform = nn.Linear(config.hidden_size, config.hidden_size)
        self.norm = nn.LayerNorm(config.hidden_size)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.words = nn.Linear(config.hidden_size, NEITHER + 1)

    def forward(self, ids: torch.Tensor, bonds: torch.Tensor, chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Give the logits of the chosen characters (chosen, vocabulary) and the word tags of all (rows, length, tags)."""
        hidden = self.network.hidden(ids, torch.ones_like(ids), bonds)
        embeddings = self.network.encoder.embeddings.word_embeddings.weight
        return self.norm(nn.functional.gelu(self.transform(hidden[chosen]))) @ embeddings.T + self.bias, self.words(hidden)


class Rows:
    """Rows of characters, each beginning with [CLS], with their word tags; the last `HELD` are kept apart."""

    def __init__(self, words: Path, vocabulary: Vocabulary, length: int) -> None:
        with np.load(words, allow_pickle=False) as arrays:
            ids, tags = arrays["ids"], arrays["tags"]
        count = len(ids) // (length - 1)
        order = np.random.default_rng(0).permutation(count)
        self.ids = np.full((count, length), vocabulary.cls, np.uint16)
        self.tags = np.full((count, length), NEITHER, np.uint8)
        self.ids[:, 1:] = ids[: count * (length - 1)].reshape(count, -1)[order]
        self.tags[:, 1:] = tags[: count * (length - 1)].reshape(count, -1)[order]
        self.vocabulary = vocabulary

    def __len__(self) -> int:
        return len(self.ids) - HELD

    def losses(self, model: Pretraining, chosen: np.ndarray, rng: np.random.Generator) -> tuple[torch.Tensor, float, float]:
        """Hide characters in the chosen rows and give the loss, the masked accuracy and the word tags' accuracy."""
        ids = self.ids[chosen].astype(np.int64)
        masked, hidden = mask_spans(ids, len(model.bias), rng)
        bonds = np.stack([self.vocabulary.bonds(row) for row in masked])
        device = model.bias.device
        with torch.autocast(device.type, torch.bfloat16):
            characters, words = model(*(torch.from_numpy(x).to(device) for x in (masked, bonds, hidden)))
        target = torch.from_numpy(ids).to(device)[torch.from_numpy(hidden)]
        tags = torch.from_numpy(self.tags[chosen].astype(np.int64)).to(device)
        characters, words = characters.float(), words.float()
        loss = nn.functional.cross_entropy(characters, target) + nn.functional.cross_entropy(words.flatten(0, 1), tags.flatten())
        return loss, float((characters.argmax(-1) == target).float().mean()), float((words.argmax(-1) == tags).float().mean())


def mask_spans(ids: np.ndarray, vocab: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Mask spans of one to four characters, 20 % in all; return the masked rows and where they are masked."""
    length = ids.shape[1]
    chosen = np.zeros(ids.shape, bool)
    starts = rng.random(ids.shape) < 0.2 / 2.2
    lengths = rng.choice([1, 2, 3, 4], ids.shape, p=[0.35, 0.3, 0.15, 0.2])
    for offset in range(4):
        hit = starts & (lengths > offset)
        chosen[:, offset:] |= hit[:, : length - offset]
    chosen &= ids >= SPECIAL
    chosen[0, 1] = True
    kind = rng.random(ids.shape)
    masked = np.where(chosen & (kind < 0.8), MASK, ids)
    noise = rng.integers(SPECIAL, vocab, ids.shape)
    return np.where(chosen & (kind >= 0.9), noise, masked), chosen


@torch.no_grad()
def evaluate(model: Pretraining, rows: Rows) -> dict[str, float]:
    """Measure on the rows kept apart."""
    model.eval()
    rng = np.random.default_rng(0)
    found = [rows.losses(model, np.arange(i, i + 32), rng) for i in range(len(rows), len(rows) + HELD, 32)]
    model.train()
    loss, masked, words = (float(np.mean([float(one[i]) for one in found])) for i in range(3))
    return {"held_out_loss": round(loss, 4), "masked_accuracy": round(masked, 4), "word_accuracy": round(words, 4)}


def save(out: Path, model: Pretraining, optimizer: torch.optim.Optimizer, state: dict[str, float], vocabulary: Path) -> None:
    """Write the folder whole or not at all."""
    part = out.with_suffix(".part")
    save_network(model.network, vocabulary, part)
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "state": state}, part / "state.pt")
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--init", type=Path, required=True)
    parser.add_argument("--words", type=Path, default=Path("build/words.npz"))
    parser.add_argument("--cohesion", type=Path, default=Path("build/cohesion.npz"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hours", type=float, default=1.0, help="of this run; the learning rate decays to its end")
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--batch", type=int, default=40)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--save", type=float, default=600, help="seconds between checkpoints")
    return parser.parse_args()


def main() -> None:
    args = parse()
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    resumed = (args.out / "state.pt").exists()
    network = load_network(args.out) if resumed else Network.from_encoder(args.init)
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = args.out.parent / f"{args.out.name}.vocabulary" / "vocab.txt"
    vocabulary.parent.mkdir(exist_ok=True)
    shutil.copyfile(args.init / "vocab.txt", vocabulary)
    shutil.copyfile(args.cohesion, vocabulary.with_name("cohesion.npz"))
    rows = Rows(args.words, Vocabulary.load(vocabulary), args.length)
    model = Pretraining(network).to(device).train()
    head = [p for name, p in model.named_parameters() if not name.startswith("network.encoder.")]
    groups = [{"params": list(model.network.encoder.parameters())}, {"params": head}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01)
    state = {"step": 0.0, "characters": 0.0}
    if resumed:
        saved = torch.load(args.out / "state.pt", map_location=device, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
    rng = np.random.default_rng(int(state["step"]))
    order = rng.permutation(len(rows))
    begin, logged, written = time.time(), 0.0, time.time()
    print(f"{len(rows)} rows, {sum(p.numel() for p in model.parameters()) / 1e6:.1f} M weights", flush=True)
    while (spent := (time.time() - begin) / 3600 / args.hours) < 1:
        rate = args.rate * min(1, (state["step"] + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent))
        for group, times in zip(optimizer.param_groups, (1, 3), strict=True):
            group["lr"] = max(rate * times, 1e-6)
        at = int(state["step"]) * args.batch % (len(rows) - args.batch)
        loss, _, _ = rows.losses(model, order[at : at + args.batch], rng)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        state["step"] += 1
        state["characters"] += args.batch * args.length
        if time.time() - logged > 180:
            logged = time.time()
            told = {**state, "minutes": round((logged - begin) / 60, 1), "train": round(loss.item(), 3)}
            print(json.dumps(told | evaluate(model, rows)), flush=True)
        if time.time() - written > args.save:
            written = time.time()
            save(args.out, model, optimizer, state, vocabulary)
    save(args.out, model, optimizer, state, vocabulary)
    print(json.dumps({**state, "minutes": round((time.time() - begin) / 60, 1)} | evaluate(model, rows)))


if __name__ == "__main__":
    main()
