"""Bad gold is told in full before anything is trained, hostile files among it."""

import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest

from govie.errors import CorpusError
from govie.inline import from_inline
from govie.schema import BASE, read_schema
from govie.train.gold import MOST_IN_SENTENCE, read_gold, split
from govie.types import Document

GOOD: dict[str, Any] = {"id": "a", **from_inline("⟪宏达厂⟫A1⟪企业⟫I1⟪4⟫N1⟪家⟫U1\n@ N1: I1 U1 A1 | level + actual exact -"), "meta": {}}
SEEDS = Path(__file__).parents[2] / "corpus" / "seeds.jsonl"


def write(path: Path, *records: Any) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records), "utf-8")
    return path


def changed(**values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **values}


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    bad = changed(id="b", text="短")
    with pytest.raises(CorpusError, match="4 bad lines") as told:
        read_gold(write(tmp_path / "new.jsonl", GOOD, "{", bad, GOOD, {"no": 1}), BASE)
    for part in ("line 2: not JSON", "line 3: entity 1: offsets", "line 4: duplicate id 'a', first on line 1", "line 5: no `id`"):
        assert part in str(told.value).replace("line 2: line 2", "line 2")


def test_unknown_labels_show_the_schema_to_write_and_it_works(tmp_path: Path) -> None:
    record = copy.deepcopy(GOOD)
    record["entities"][0]["label"] = "COMPANY"
    [link] = [r for r in record["relations"] if r["type"] == "OF_AGENCY"]
    link["type"] = "OF_COMPANY"
    path = write(tmp_path / "new.jsonl", record)
    with pytest.raises(CorpusError, match="--schema") as told:
        read_gold(path, BASE)
    file = [line.removeprefix("    ") for line in str(told.value).split("\n") if line.startswith("    ")]
    (tmp_path / "schema.toml").write_text("\n".join(file), "utf-8")
    schema = read_schema(tmp_path / "schema.toml")
    assert schema.to_config() == {"labels": ["COMPANY"], "relations": {"OF_COMPANY": "COMPANY"}}
    [document] = read_gold(path, schema)
    assert {r.label for r in document.relations} == {"MEASURES", "HAS_UNIT", "OF_COMPANY"}


@pytest.mark.parametrize(
    "hostile",
    [
        changed(id="x" * 100_000),
        changed(text=7),
        changed(entities=[{**GOOD["entities"][0], "id": 10**300, "start_offset": -(10**300), "end_offset": 10**300}]),
        changed(entities=[{**GOOD["entities"][0], "start_offset": math.nan}]),
        changed(entities=[{**GOOD["entities"][0], "label": ["NUMBER"]}]),
        changed(entities=[{**GOOD["entities"][0], "label": {"a": 1}}], relations=None),
        changed(entities=GOOD["entities"] * 250_000),
        changed(relations=[{"id": math.inf, "type": math.nan, "from_id": 10**400, "to_id": 1}]),
        changed(relations="MEASURES"),
        changed(attributes={"3": {"aspect": math.nan, "sign": [], "status": {}, "bound": None, "compared_to": math.inf}}),
        changed(attributes=None),
        changed(meta={"annotated": ["NOBODY"]}),
        json.dumps(changed(meta=None)).replace("null", "[" * 600 + "]" * 600),
        changed(meta={"annotated": {"a": 1}}),
        '{"id": ' + "9" * 10_000 + "}",
        "[" * 300_000,
        '{"a":' * 100_000,
        "null",
        "NaN",
    ],
    ids=lambda value: str(value)[:40],
)
def test_hostile_lines_fail_cleanly(tmp_path: Path, hostile: Any) -> None:
    with pytest.raises(CorpusError):
        read_gold(write(tmp_path / "new.jsonl", hostile), BASE)


def test_more_entities_than_can_be_paired_are_refused(tmp_path: Path) -> None:
    count = MOST_IN_SENTENCE + 2
    entities = [{"id": i, "label": "NUMBER", "start_offset": 2 * i, "end_offset": 2 * i + 1} for i in range(count)]
    values = {name: known[0] for name, known in {"aspect": ["level"], "sign": ["+"], "status": ["actual"], "bound": ["exact"]}.items()}
    attributes = {str(i): {**values, "compared_to": None} for i in range(count)}
    record = {"id": "a", "text": "4，" * count, "entities": entities, "relations": [], "attributes": attributes}
    with pytest.raises(CorpusError, match="a sentence with"):
        read_gold(write(tmp_path / "new.jsonl", record), BASE)


def test_empty_and_absent_files_are_errors(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no documents"):
        read_gold(write(tmp_path / "new.jsonl"), BASE)
    with pytest.raises(CorpusError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl", BASE)


def test_split_keeps_the_parts_of_a_document_together() -> None:
    documents = [Document("x", id=f"{i}-{j}", meta={"document": str(i)}) for i in range(10) for j in range(3)]
    train, dev = split(documents)
    assert (len(train), len(dev)) == (24, 6)
    assert not {d.meta["document"] for d in train} & {d.meta["document"] for d in dev}
    assert split(documents) == (train, dev)
    with pytest.raises(CorpusError, match="cannot be split"):
        split(documents[:3])
