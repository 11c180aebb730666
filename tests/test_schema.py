import json
from pathlib import Path

import pytest

from govie.errors import CorpusError
from govie.schema import BASE, LABELS, RELATION_OF, Schema, from_config, read_schema


def test_govies_own_come_first_in_the_order_of_the_weights() -> None:
    assert [tail for _, tail in BASE.relations] == list(LABELS[1:])
    assert dict(BASE.relations) == {name: tail for tail, name in RELATION_OF.items()}
    assert BASE.tags[:5] == ("O", "B-NUMBER", "I-NUMBER", "E-NUMBER", "S-NUMBER")
    assert from_config(BASE.to_config()) == BASE


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_file_adds_labels_and_relations(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"schema.{suffix}"
    values = {"labels": ["COMPANY", "PLACE"], "relations": {"OF_COMPANY": "COMPANY", "TARGET_OF": "INDICATOR", "BASED_ON": "NUMBER"}}
    toml = 'labels = ["COMPANY", "PLACE"]\n[relations]\nOF_COMPANY = "COMPANY"\nTARGET_OF = "INDICATOR"\nBASED_ON = "NUMBER"\n'
    path.write_text(json.dumps(values) if suffix == "json" else toml, "utf-8")
    schema = read_schema(path)
    assert schema.to_config() == values
    assert schema.labels[:5] == LABELS
    assert schema.relates("TARGET_OF", "NUMBER", "INDICATOR")
    assert not schema.relates("TARGET_OF", "DATE", "INDICATOR")
    assert read_schema(path, schema) == schema


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('labels = ["company"]', "cannot be a label"),
        ('labels = ["MEASURES"]', "has that name already"),
        ('labels = "COMPANY"', "expected a list of labels"),
        ('[relations]\nOF_COMPANY = "COMPANY"', "expected the label of its other end"),
        ('[relations]\nMEASURES = "UNIT"', "leads to INDICATOR already"),
        ('[relations]\nNUMBER = "UNIT"', "expected the label"),
        ('entities = ["X"]', "expected the keys labels and relations"),
        ("labels = [", "not a schema"),
        (f"labels = {[f'L{i}' for i in range(60)]}", "more than 40"),
    ],
)
def test_each_fault_of_a_schema_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "s.toml").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=message):
        read_schema(tmp_path / "s.toml")


def test_deep_nesting_and_absence_are_errors(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("[" * 200_000, "utf-8")
    for name in ("s.json", "none.json"):
        with pytest.raises(CorpusError, match="not a schema"):
            read_schema(tmp_path / name)


def test_names_are_all_labels_and_types() -> None:
    assert Schema().add(["PLACE"], {}).names == BASE.names | {"PLACE"}
