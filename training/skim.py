"""Teach which sentences hold nothing, so that the encoder need not read them; writes skim.npz.

    python -m training.skim --model build/final -o build/final/skim.npz

It learns from the training part and the seeds, and from what the model finds in ../shared/raw: all government work reports and some of
the news, but no document of the dev and test parts. Only sentences without a digit count: the others are always read. Clauses whose
numbers are spelled out (百分之九, 两家) are added, since few reports have them. A tenth is kept out to set the least worth of a
sentence that is read: one in 40 of those that hold something is left out, mostly the model's own mistakes. Prints, for the dev and
test parts, how many characters are judged empty and how many entities with them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from govie.encode import Vocabulary
from govie.extractor import Extractor
from govie.model import Model
from govie.sentences import sentences
from govie.skim import DIGITS, PAIRS, TRIPLES, Skim, lay, pair_of, triple_of
from govie.text import repair
from govie.types import Document
from training.data import read_part
from training.rows import held_out_documents

RAW = Path("../shared/raw")
SHARES = {"gwr2025": 1.0, "state_council": 1.0, "xwlb": 0.05}
"""How much of each raw file is read."""
LOST = 0.025
FIGURES, CLAUSE_ENDS = "〇一二三四五六七八九", "，；。、,;\n：（）"
DECIMAL = re.compile(r"\d[.．]\d")
EPOCHS, RATE, BATCH = 3, 0.02, 256
SERIOUS = 5.0
"""To leave out a sentence that holds something is so many times as bad as to read one that holds nothing."""

Judged = tuple[str, bool]
"""A sentence, and whether it holds an entity."""


def judged(document: Document) -> Iterator[Judged]:
    """Give the sentences of an annotated document."""
    text = repair(document.text)
    begins = sorted(text.to_clean(e.start, e.end)[0] for e in document.entities)
    for start, end in sentences(text.clean):
        place = bisect_left(begins, start)
        yield text.clean[start:end], place < len(begins) and begins[place] < end


def read_raw(extractor: Extractor, seed: int) -> Iterator[Judged]:
    """Let the model judge sentences of the raw text."""
    rng, held = np.random.default_rng(seed), held_out_documents()
    for name, share in SHARES.items():
        with lzma.open(RAW / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            rows = (json.loads(line) for line in lines if rng.random() < share)
            for document in extractor.pipe(row["text"] for row in rows if row["id"] not in held):
                yield from judged(document)


def clauses(document: Document, rng: np.random.Generator) -> Iterator[Judged]:
    """Give the clauses of a document that hold a whole NUMBER in digits, spelled out: few sentences have numbers in characters only."""
    text = repair(document.text)
    for entity in document.entities:
        if entity.label == "NUMBER" and entity.clean.isdigit():
            place, end = text.to_clean(entity.start, entity.end)
            start = max(text.clean.rfind(mark, 0, place) for mark in CLAUSE_ENDS) + 1
            stop = min((found for mark in CLAUSE_ENDS if (found := text.clean.find(mark, end)) >= 0), default=len(text.clean))
            if not DECIMAL.search(text.clean, start, stop):
                yield spelled(text.clean[start:stop], rng), True


def spelled(text: str, rng: np.random.Generator) -> str:
    """Write figures in characters: 2024年 二〇二四年, 9% 百分之九, 30% 三成, 12家 十二家."""
    text = re.sub(r"\d{4}(?=年)", lambda run: "".join(FIGURES[int(digit)] for digit in run[0]), text)
    text = re.sub(r"(?<!\d)(\d)0%", r"\1成", text)
    text = re.sub(r"(\d+)%", r"百分之\1", text)
    return re.sub(r"\d+", lambda run: in_characters(int(run[0]), rng), text)


def in_characters(number: int, rng: np.random.Generator) -> str:
    """Write a number as it is said: 12 十二, 2 两, 305 三百零五; one above 9,999 digit by digit."""
    if number == 2 and rng.random() < 0.8:
        return "两"
    if not 0 < number < 10**4:
        return "".join(FIGURES[int(digit)] for digit in str(number))
    said = "".join(
        FIGURES[int(digit)] + ("" if digit == "0" else place) for digit, place in zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
    )
    said = re.sub("〇+", "零", said).strip("零")
    return said[1:] if said.startswith("一十") else said


def without_digits(rows: Iterable[Judged]) -> list[Judged]:
    """Leave out what is always read."""
    return [row for row in rows if not any(char in DIGITS for char in row[0])]


class Sum(nn.Module):
    """The weights while they are taught."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(count, 1) for count in (characters, PAIRS, TRIPLES))
        for table in self.tables:
            nn.init.constant_(table.weight, -1.0)  # type: ignore[arg-type]

    def forward(self, columns: list[Tensor], sentence: Tensor, count: int) -> Tensor:
        """Give the log-odds of `count` sentences from the rows of their characters."""
        weights = sum(table(column)[:, 0] for table, column in zip(self.tables, columns, strict=True))
        return torch.zeros(count).scatter_add(0, sentence, weights.exp()).log()  # type: ignore[union-attr]

    def to_skim(self, least: float = -np.inf) -> Skim:
        """Give the weights as govie reads with them, in half precision."""
        singles, pairs, triples = (table.weight.detach().numpy()[:, 0].astype(np.float16).astype(np.float32) for table in self.tables)  # type: ignore[operator, union-attr]
        return Skim(singles, pairs, triples, least)


def teach(rows: list[Judged], vocabulary: Vocabulary, seed: int) -> Sum:
    """Fit the weights to judged sentences."""
    torch.manual_seed(seed)
    rng, network = np.random.default_rng(seed), Sum(len(vocabulary.table))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    steps = -(-len(rows) // BATCH) * EPOCHS
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / (steps + 1))
    for _ in range(EPOCHS):
        order = rng.permutation(len(rows))
        for first in range(0, len(rows), BATCH):
            chosen = [rows[i] for i in order[first : first + BATCH]]
            ids, lengths = lay_texts([text for text, _ in chosen], vocabulary)
            columns = [torch.from_numpy(one) for one in (ids, pair_of(ids, lengths), triple_of(ids, lengths))]
            sentence = torch.from_numpy(np.repeat(np.arange(len(chosen)), lengths))
            found = torch.tensor([holds for _, holds in chosen], dtype=torch.float32)
            worth = network(columns, sentence, len(chosen))
            loss = nn.functional.binary_cross_entropy_with_logits(worth, found, pos_weight=torch.tensor(SERIOUS))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network


def lay_texts(texts: list[str], vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """Give the ids of some sentences one after the other, and their lengths."""
    ends = np.cumsum([len(text) for text in texts]).tolist()
    return lay("".join(texts), list(zip([0, *ends[:-1]], ends, strict=True)), vocabulary)


def set_least(skim: Skim, rows: list[Judged], vocabulary: Vocabulary) -> Skim:
    """Set the least worth so that of the sentences that hold something a share `LOST` is left out."""
    worth = skim.worth(*lay_texts([text for text, holds in rows if holds], vocabulary))
    return replace(skim, least=float(np.float32(np.quantile(worth, LOST))))


def tell(name: str, documents: list[Document], skim: Skim, vocabulary: Vocabulary) -> None:
    """Print what is left out of some documents."""
    characters = left = entities = lost = 0
    for document in documents:
        text = repair(document.text)
        spans = sentences(text.clean)
        empty = skim.empty(text.clean, spans, vocabulary)
        characters += sum(end - start for start, end in spans)
        left += sum(end - start for start, end in empty)
        entities += len(document.entities)
        lost += len(skim.lost(document, vocabulary))
    print(f"{name}: {left / characters:.1%} of {characters:,} characters judged empty, and {lost} of {entities:,} entities")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    model = replace(Model.load(args.model), skim=None)
    documents = [document for part in ("train", "seeds") for document in read_part(part)]
    rng = np.random.default_rng(args.seed)
    gold = [row for document in documents for row in (*judged(document), *clauses(document, rng))]
    rows = without_digits([*gold, *read_raw(Extractor(model), args.seed)])
    held = np.random.default_rng(args.seed).random(len(rows)) < 0.1
    print(f"{len(rows):,} sentences without a digit, {sum(holds for _, holds in rows):,} of them hold something")
    network = teach([row for row, out in zip(rows, held, strict=True) if not out], model.vocabulary, args.seed)
    skim = set_least(network.to_skim(), [row for row, out in zip(rows, held, strict=True) if out], model.vocabulary)
    arrays = {"singles": skim.singles, "pairs": skim.pairs, "triples": skim.triples}
    np.savez_compressed(args.output, least=np.float32(skim.least), **{k: v.astype(np.float16) for k, v in arrays.items()})  # type: ignore[arg-type]
    for part in ("dev", "test"):
        for kind in ("real", "authored"):
            tell(f"{part} {kind}", read_part(part, (kind,)), skim, model.vocabulary)


if __name__ == "__main__":
    main()
