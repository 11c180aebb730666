"""Masked-language modelling over ../shared/raw, from an encoder folder, resumable.

    python -m training.pretrain --init ../shared/encoder/govie-6l --out build/encoder --hours 1

Text is read as characters (`training/rows.py`), laid into rows of `--length`, and spans of 20 % of the
characters are masked. Rows that hold figures come more often. Documents of the dev and test parts of
the corpus are left out. Every `--save` seconds the folder is written (BertModel, vocab.txt, state.pt),
so the run goes on from where it stopped when it is called again with the same `--out`.
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
from transformers import BertModel

from training.rows import held_out_documents, load_rows

MASK, SPECIAL = 4, 6
NO_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
"""One pass over the text needs none, and without it the CPU is two times as fast."""


class MaskedLM(nn.Module):
    """An encoder and a head tied to its character embeddings."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.transform = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(encoder.config.vocab_size))

    def forward(self, ids: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
        """Give the logits of the chosen characters, shape (chosen, vocabulary)."""
        hidden = self.encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        words = self.encoder.embeddings.word_embeddings.weight
        return self.norm(nn.functional.gelu(self.transform(hidden[chosen]))) @ words.T + self.bias


def prune_ffn(encoder: BertModel, ids: torch.Tensor, size: int) -> None:
    """Keep the `size` feed-forward units of each layer that move its output most on `ids`."""
    kept: list[torch.Tensor] = []

    def measure(module: nn.Module, _: object, output: torch.Tensor) -> None:
        layer = next(x for x in encoder.encoder.layer if x.intermediate is module)
        weight = layer.output.dense.weight.norm(dim=0)
        kept.append((output.abs().mean((0, 1)) * weight).topk(size).indices.sort().values)

    hooks = [x.intermediate.register_forward_hook(measure) for x in encoder.encoder.layer]
    with torch.no_grad():
        encoder(input_ids=ids, attention_mask=torch.ones_like(ids))
    for hook in hooks:
        hook.remove()
    for layer, keep in zip(encoder.encoder.layer, kept, strict=True):
        up, down = layer.intermediate.dense, layer.output.dense
        up.weight, up.bias = nn.Parameter(up.weight[keep]), nn.Parameter(up.bias[keep])
        down.weight = nn.Parameter(down.weight[:, keep])
    encoder.config.intermediate_size = size


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


def loss_and_accuracy(model: MaskedLM, ids: np.ndarray, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    device = model.bias.device
    masked, chosen = mask_spans(ids, len(model.bias), rng)
    where = torch.from_numpy(chosen).to(device)
    target = torch.from_numpy(ids).to(device)[where]
    with torch.autocast(device.type, torch.bfloat16):
        logits = model(torch.from_numpy(masked).to(device), where)
    logits = logits.float()
    return nn.functional.cross_entropy(logits, target), (logits.argmax(-1) == target).float().mean()


@torch.no_grad()
def evaluate(model: MaskedLM, rows: np.ndarray) -> tuple[float, float]:
    model.eval()
    rng = np.random.default_rng(0)
    pairs = [loss_and_accuracy(model, rows[i : i + 32].astype(np.int64), rng) for i in range(0, len(rows), 32)]
    model.train()
    return float(np.mean([float(a) for a, _ in pairs])), float(np.mean([float(b) for _, b in pairs]))


def save(out: Path, model: MaskedLM, optimizer: torch.optim.Optimizer, state: dict[str, float], init: Path) -> None:
    part = out.with_suffix(".part")
    model.encoder.save_pretrained(part)
    shutil.copy(init / "vocab.txt", part)
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "state": state}, part / "state.pt")
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--init", type=Path, required=True)
    parser.add_argument("--raw", type=Path, default=Path("../shared/raw"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--ffn", type=int, help="prune the feed-forward layers to this width first")
    parser.add_argument("--hours", type=float, default=1.0, help="of this run; the learning rate decays to its end")
    parser.add_argument("--length", type=int, default=160)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--save", type=float, default=600, help="seconds between checkpoints")
    return parser.parse_args()


def main() -> None:
    args = parse()

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    train, held = load_rows(args.raw, args.init / "vocab.txt", args.length, held_out_documents())
    folder = args.out if (args.out / "state.pt").exists() else args.init
    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32, **NO_DROPOUT)
    if args.ffn and encoder.config.intermediate_size != args.ffn:
        prune_ffn(encoder.eval(), torch.from_numpy(train[:64].astype(np.int64)), args.ffn)
    model = MaskedLM(encoder).to(device).train()
    head = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": list(encoder.parameters())}, {"params": head}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01)
    state = {"step": 0.0, "characters": 0.0}
    if folder == args.out:
        saved = torch.load(folder / "state.pt", map_location=device)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
    rng = np.random.default_rng(int(state["step"]))
    begin, logged, written = time.time(), 0.0, time.time()
    print(f"{len(train)} rows, {sum(p.numel() for p in model.parameters()) / 1e6:.1f} M weights", flush=True)
    while (spent := (time.time() - begin) / 3600 / args.hours) < 1:
        rate = args.rate * min(1, (state["step"] + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent))
        for group, times in zip(optimizer.param_groups, (1, 3), strict=True):
            group["lr"] = max(rate * times, 1e-6)
        rows = train[rng.integers(0, len(train), args.batch)].astype(np.int64)
        loss, _ = loss_and_accuracy(model, rows, rng)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        state["step"] += 1
        state["characters"] += rows.size
        if time.time() - logged > 120:
            logged = time.time()
            held_loss, accuracy = evaluate(model, held)
            print(
                json.dumps(
                    {**state, "minutes": round((logged - begin) / 60, 1), "train": round(loss.item(), 3)}
                    | {"held": round(held_loss, 4), "accuracy": round(accuracy, 4)}
                ),
                flush=True,
            )
        if time.time() - written > args.save:
            written = time.time()
            save(args.out, model, optimizer, state, args.init)
    save(args.out, model, optimizer, state, args.init)
    held_loss, accuracy = evaluate(model, held)
    print(f"held-out loss {held_loss:.4f}, masked accuracy {accuracy:.4f}")


if __name__ == "__main__":
    main()
