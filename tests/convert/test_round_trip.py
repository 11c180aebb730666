"""What goes out into a tool's format comes back the same: over generated documents and over the corpus."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govie.convert import FORMATS, convert, read, write
from govie.convert.record import complete
from govie.inline import from_inline
from govie.jsonl import read_jsonl, to_record
from govie.schema import ATTRIBUTES, LABELS, RELATION_OF

CORPUS = Path(__file__).parents[2] / "corpus"
LOSSLESS = ("jsonl", "doccano", "label-studio", "brat", "spacy")
SUFFIX = {"jsonl": ".jsonl", "doccano": ".jsonl", "label-studio": ".json", "brat": "", "conll": ".conll", "spacy": ".spacy", "inline": ""}
PIECES = [
    "54",
    "亿元",
    "２０２４年",
    "規(guī)上企業(yè)",
    "😀",
    "👨‍👩‍👧",
    "𠮷野",
    "é",
    "e\u0301",
    "\r\n",
    "\n",
    "\r",
    "\u2028",
    "\x85",
    "\x0b",
    "\x1c",
]
PIECES += [
    "\ufeff",
    "\x00",
    "\x7f",
    "\u200b",
    " ",
    "\t",
    "\u3000",
    "。",
    "|",
    "=",
    "\\",
    "%41",
    "#",
    "⟪",
    "⟫N1",
    "\n@ N1: ",
    "\n\n",
    "<br>",
    "&amp;",
    '"',
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)
NAMES = st.sampled_from(
    ["NUMBER", "COMPANY", "MY LABEL", "A|B", "a=b", "C:\\x", "100%", "%41", "目标", "I-x", "😀", '"<&>', "#", "T1", "text", "label"]
)
VALUES = st.sampled_from(["growth", "a b", "base:2019年\n上", "x|y=z\\", "%", "是", "😀", "1\t2", " ", "none"])
IDS = st.sampled_from(["a", "文件/一", "..", "a:b", "CON", "é", "e\u0301", "😀", " x ", "A", "#", "\u2028", "1", "x.y"])
META = st.dictionaries(
    st.sampled_from(["title", "text", "id", "entities", "标题"]), st.none() | st.integers() | TEXTS | st.lists(TEXTS), max_size=2
)


@st.composite
def records(draw: st.DrawFn, id: str) -> dict[str, Any]:
    """Make a record with any labels, overlaps, relations and attributes."""
    text = draw(TEXTS)
    ids = draw(st.lists(st.integers(0, 10**6), unique=True, max_size=5 if text else 0))
    entities, attributes = [], {}
    for key in ids:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        entities.append({"id": key, "label": draw(NAMES), "start_offset": start, "end_offset": end})
        attributes[str(key)] = draw(st.dictionaries(NAMES, VALUES, max_size=2))
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids), NAMES)
    links = draw(st.lists(ends, unique=True, max_size=4)) if ids else []
    relations = [{"type": kind, "from_id": a, "to_id": b} for a, b, kind in links]
    meta = draw(META)
    return complete({"id": id, "text": text, "entities": entities, "relations": relations, "attributes": attributes, "meta": meta})


SETS = st.lists(IDS, unique=True, max_size=3).flatmap(lambda ids: st.tuples(*(records(id) for id in ids)))


def through(form: str, whole: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write records in a format and read them back."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "out" + SUFFIX[form])
        write(whole, target, form)
        return list(read(target, form))


def by_id(whole: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put records in the order of their ids, and what they hold in that of the file form."""
    ordered = [{**r, "entities": sorted(r["entities"], key=lambda e: e["id"])} for r in whole]
    return sorted(ordered, key=lambda r: r["id"])


@pytest.mark.parametrize("form", LOSSLESS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_record_comes_back(form: str, data: st.DataObject) -> None:
    whole = list(data.draw(SETS))
    if form == "brat" and not whole:
        return
    assert by_id(through(form, whole)) == by_id(whole)


@pytest.mark.parametrize("form", ["conll"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_flat_entities_come_back_from_conll(form: str, data: st.DataObject) -> None:
    for record in data.draw(SETS):
        flat, last = [], 0
        for e in sorted(record["entities"], key=lambda e: e["start_offset"]):
            if e["start_offset"] >= last:
                flat.append(e)
                last = e["end_offset"]
        [back] = through(form, [{**record, "entities": flat}])
        spans = [(e["label"], e["start_offset"], e["end_offset"]) for e in flat]
        assert (back["id"], back["text"]) == (record["id"], record["text"])
        assert [(e["label"], e["start_offset"], e["end_offset"]) for e in back["entities"]] == spans


@pytest.mark.parametrize("form", FORMATS)
def test_the_corpus_comes_back(form: str, tmp_path: Path) -> None:
    for name in ("seeds", "authored"):
        gold = [complete(to_record(d)) for d in read_jsonl(CORPUS / f"{name}.jsonl")]
        whole = [r for r in gold if form != "inline" or "⟪" not in r["text"]]
        back = by_id(through(form, whole))
        if form in LOSSLESS:
            assert back == by_id(whole)
            continue
        assert [r["text"] for r in back] == [r["text"] for r in by_id(whole)]
        for one, other in zip(back, by_id(whole), strict=True):
            assert said(one, form) == said(other, form)


def said(record: dict[str, Any], form: str) -> Any:
    """Give what a record says whatever its ids: entities, and for inline relations and attributes."""
    span = {e["id"]: (e["start_offset"], e["end_offset"], e["label"]) for e in record["entities"]}
    if form == "conll":
        return sorted(span.values())
    links = sorted((span[r["from_id"]], span[r["to_id"]], r["type"]) for r in record["relations"])
    return sorted(span.values()), links, {span[int(k)]: v for k, v in record["attributes"].items()}, record["meta"], record["id"]


@pytest.mark.parametrize("form", [f for f in FORMATS if f != "conll"])
def test_every_attribute_value_and_relation_comes_back(form: str) -> None:
    marked = "⟪2024年⟫D1⟪市工信局⟫A1⟪企业⟫I1⟪54⟫N1⟪家⟫U1\n@ N1: D1 A1 I1 U1"
    whole = []
    for name, values in ATTRIBUTES.items():
        for value in [*values, *(["base:上年"] if name == "compared_to" else [])]:
            record = complete({"id": f"{name}{value}", **from_inline(marked), "meta": {}})
            record["attributes"]["4"][name] = None if value == "none" else value
            whole.append(record)
    assert {r["type"] for r in whole[0]["relations"]} == set(RELATION_OF.values())
    assert {e["label"] for e in whole[0]["entities"]} == set(LABELS)
    assert by_id(through(form, whole)) == by_id(whole)


def test_a_chain_through_every_lossless_tool_ends_where_it_began(tmp_path: Path) -> None:
    start = last = CORPUS / "seeds.jsonl"
    for i, form in enumerate([*LOSSLESS[1:], "inline", "jsonl"]):
        target = tmp_path / f"{i}{SUFFIX[form]}"
        convert(last, target, from_="jsonl" if i == 0 else None, to=form)
        last = target
    seeds = [complete(to_record(d)) for d in read_jsonl(start)]
    assert [said(r, "inline") for r in by_id(list(read(last)))] == [said(r, "inline") for r in by_id(seeds)]
