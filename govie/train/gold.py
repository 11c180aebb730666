"""New annotated documents, checked before anything is trained on them, and dealt into training and development."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from govie.errors import CorpusError
from govie.jsonl import find_problems, from_record, parse_line, read_lines
from govie.schema import LABELS, Schema
from govie.sentences import sentences
from govie.text import repair
from govie.types import Document

MOST_CHARACTERS, MOST_ENTITIES, MOST_IN_SENTENCE = 2_000_000, 50_000, 600
"""No report has more; a file that has would fill the memory with candidate links."""
DEEPEST = 20
TOLD = 20
"""How many bad lines are told in full."""

Lines = list[tuple[int, dict[str, Any]]]


def read_gold(path: str | Path, schema: Schema) -> list[Document]:
    """Read annotated documents to train on; raise CorpusError that names each bad line, or the labels that must be declared first."""
    lines: Lines = []
    problems: list[str] = []
    for number, line in read_lines(path):
        try:
            record = parse_line(line, f"line {number}")
        except CorpusError as error:
            problems.append(str(error))
            continue
        if excess := too_much(record):
            problems.append(f"line {number}: {excess}")
        else:
            lines.append((number, record))
    check_names(path, lines, schema)
    documents, first = [], dict[str, int]()
    for number, record in lines:
        found = find_problems(record, schema) or crowded(record) or unknown_scope(record, schema)
        if not found and first.setdefault(record["id"], number) != number:
            found = [f"duplicate id {record['id'][:80]!r}, first on line {first[record['id']]}"]
        if found:
            more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
            problems.append(f"line {number}: {'; '.join(problem[:300] for problem in found[:3])}{more}")
        else:
            documents.append(from_record(record))
    if problems:
        rest = [f"and {len(problems) - TOLD} more bad lines"] if len(problems) > TOLD else []
        raise CorpusError("\n  ".join([f"{path}: nothing was trained, {len(problems)} bad lines:", *problems[:TOLD], *rest]))
    if not documents:
        raise CorpusError(f"{path}: no documents; expected one JSON object a line")
    return documents


def too_much(record: dict[str, Any]) -> str:
    """Name what no report has so much of, before it is looked at more closely."""
    for key, most in (("text", MOST_CHARACTERS), ("entities", MOST_ENTITIES), ("relations", 4 * MOST_ENTITIES), ("id", 1000)):
        value = record.get(key)
        if isinstance(value, str | list) and len(value) > most:
            return f"`{key}`: {len(value):,} long, expected at most {most:,}; split the document"
    return "nested too deeply" if deeper(record, DEEPEST) else ""


def deeper(value: object, than: int) -> bool:
    """Say whether lists and objects lie in each other deeper than so many."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(inner) and (than == 0 or any(deeper(one, than - 1) for one in inner))


def crowded(record: dict[str, Any]) -> list[str]:
    """Find sentences with more entities than can be paired."""
    text = repair(record["text"])
    starts = [text.to_clean(e["start_offset"], e["end_offset"])[0] for e in record.get("entities", [])]
    within = np.searchsorted([start for start, _ in sentences(text.clean)], starts, "right")
    most = int(np.bincount(within).max()) if len(within) else 0
    return [f"a sentence with {most:,} entities, expected at most {MOST_IN_SENTENCE}"] if most > MOST_IN_SENTENCE else []


def unknown_scope(record: dict[str, Any], schema: Schema) -> list[str]:
    """Find faults of `meta.annotated`, the labels that a document is annotated for where those are not all."""
    stated = (record.get("meta") or {}).get("annotated", [])
    if not isinstance(stated, list) or not all(isinstance(name, str) for name in stated):
        return ["meta.annotated: expected a list of labels and relation types"]
    strange = [name for name in stated if name not in schema.names]
    return [f"meta.annotated: unknown {', '.join(strange[:5])}"] if strange else []


def check_names(path: str | Path, lines: Lines, schema: Schema) -> None:
    """Raise CorpusError where labels or relation types occur that the schema does not declare, with the file that would declare them."""
    known = dict(schema.relations)
    labels, relations, places = Counter[str](), dict[str, Counter[str]](), dict[str, int]()
    for number, record in lines:
        entities, links = (objects(record.get(key)) for key in ("entities", "relations"))
        label_of = {str(e.get("id")): e["label"] for e in entities if isinstance(e.get("label"), str)}
        for label in label_of.values():
            if label not in schema.labels:
                labels[label] += 1
                places.setdefault(label, number)
        for name, tail in ((r.get("type"), label_of.get(str(r.get("to_id")))) for r in links):
            if isinstance(name, str) and tail and name not in known:
                relations.setdefault(name, Counter())[tail] += 1
                places.setdefault(name, number)
    if places:
        raise CorpusError(declare(path, places, list(labels), {name: tails.most_common(1)[0][0] for name, tails in relations.items()}))


def objects(value: object) -> list[dict[str, Any]]:
    """Give the objects of what should be a list of them."""
    return [x for x in value if isinstance(x, dict)] if isinstance(value, list) else []


def declare(path: str | Path, places: dict[str, int], labels: Sequence[str], relations: dict[str, str]) -> str:
    """Tell of unknown names, and write the schema file that declares them."""
    where = ", ".join(f"{name[:40]} (line {number})" for name, number in list(places.items())[:TOLD])
    file = ["labels = " + json.dumps([label[:40] for label in labels[:TOLD]])] if labels else []
    if relations:
        file += ["", "[relations]    # each from a NUMBER to an entity of the label"]
        file += [f'{name[:40]} = "{tail[:40]}"' for name, tail in list(relations.items())[:TOLD]]
    lines = "\n".join(f"    {line}".rstrip() for line in file)
    return (
        f"{path}: labels or relation types that the model does not know: {where}. "
        f"If they are meant, write schema.toml and train with --schema schema.toml:\n\n{lines}\n\n"
        f"If not, correct them to one of {', '.join(LABELS)}."
    )


def split(documents: Sequence[Document], share: float = 0.2, seed: int = 0) -> tuple[list[Document], list[Document]]:
    """Deal documents into (training, development), parts of one document together; raise CorpusError where there is only one."""
    key = [str(d.meta.get("document") or d.id) for d in documents]
    names = sorted(set(key))
    if len(names) < 2:
        raise CorpusError("one document alone cannot be split by document; annotate more, or name others by --dev")
    chosen = np.random.default_rng(seed).permutation(len(names))[: max(1, round(share * len(names)))]
    held = {names[i] for i in chosen}
    parts: tuple[list[Document], list[Document]] = ([], [])
    for name, document in zip(key, documents, strict=True):
        parts[name in held].append(document)
    return parts
