from pathlib import Path

from datasets import load_dataset
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from govie.jsonl import read_jsonl
from govie.score import evaluate
from training.data import character_tags, read_part, to_dataset

CORPUS = Path(__file__).parents[2] / "corpus"


def test_parts_share_no_document() -> None:
    names = {part: {d.id for d in read_part(part, ("authored",))} for part in ("train", "dev", "test")}
    assert all(names.values())
    assert not names["train"] & names["dev"] and not names["train"] & names["test"] and not names["dev"] & names["test"]


def test_corpus_as_datasets(tmp_path: Path) -> None:
    documents = read_part("seeds")
    dataset = to_dataset(documents)
    assert dataset[0]["text"] == documents[0].text
    assert len(dataset[1]["entities"]) == len(documents[1].entities)
    loaded = load_dataset("text", data_files=str(CORPUS / "seeds.jsonl"), cache_dir=str(tmp_path), split="train")
    assert len(loaded) == len(documents)


def test_seqeval_gives_the_same_entity_score() -> None:
    gold = list(read_jsonl(CORPUS / "seeds.jsonl"))
    fewer = [type(d)(d.text, d.entities[::2] + d.entities[1:4:2], id=d.id) for d in gold]
    fewer = [type(d)(d.text, tuple(sorted(set(d.entities), key=lambda e: e.start)), id=d.id) for d in fewer]
    tags = [[character_tags(d) for d in side] for side in (gold, fewer)]
    found = f1_score(*tags, mode="strict", scheme=IOB2)
    assert abs(found - evaluate(gold, fewer)["entity"]["all"]["f1"]) < 1e-9
