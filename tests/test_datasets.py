import datasets

import govie


def facts(batch: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    documents = govie.Extractor().pipe(batch["text"])
    return {"values": [[fact.value for fact in document.facts] for document in documents]}


def test_map_over_a_dataset() -> None:
    texts = ["新增企业54家，出口增长9%。", "没有数字。", "建成3个项目。"]
    found = datasets.Dataset.from_dict({"text": texts}).map(facts, batched=True, batch_size=2)
    assert found["values"][:] == [["54", "9"], [], ["3"]]
