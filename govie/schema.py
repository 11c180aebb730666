"""What a model knows: the guidelines' labels, relations and attribute values as constants, and how a user adds to them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from govie.errors import CorpusError

LABELS = ("NUMBER", "UNIT", "INDICATOR", "DATE", "AGENCY")
RELATION_OF = {"INDICATOR": "MEASURES", "UNIT": "HAS_UNIT", "DATE": "AT_DATE", "AGENCY": "OF_AGENCY"}
"""Every relation goes from a NUMBER; among govie's own its label follows from the label of its other end."""
RELATIONS = tuple(RELATION_OF.values())

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "aspect": ("level", "change", "growth", "share", "rank"),
    "sign": ("+", "-"),
    "status": ("actual", "expected", "target"),
    "bound": ("exact", "approx", "over", "under", "range"),
    "compared_to": ("none", "yoy", "mom", "peer", "base"),
}
"""The values of each attribute; the first is the default. `base` is written `base:<date text>` in files."""

SENTENCE_ENDS = "。！？!?"
"""A sentence ends after one of these or at a line break, never at ；."""

NAME = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
MOST_ADDED = 40
FORM = 'labels = ["COMPANY"]\n\n[relations]\nOF_COMPANY = "COMPANY"    # from a NUMBER to a COMPANY'


@dataclass(frozen=True)
class Schema:
    """The entity labels of a model, NUMBER first, and its relations as (type, label of the other end), each from a NUMBER.

    govie's own come first, in the order of the model's weights; more are added behind them and none is taken away.

    >>> Schema().add(["COMPANY"], {"OF_COMPANY": "COMPANY"}).relations[-1]
    ('OF_COMPANY', 'COMPANY')
    """

    labels: tuple[str, ...] = LABELS
    relations: tuple[tuple[str, str], ...] = tuple((RELATION_OF[label], label) for label in LABELS[1:])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """BIOES: begin, inside, end, single; O first, then four tags a label, in the order of `labels`."""
        return ("O", *(f"{place}-{label}" for label in self.labels for place in "BIES"))

    @property
    def names(self) -> frozenset[str]:
        """All labels and relation types."""
        return frozenset(self.labels) | {name for name, _ in self.relations}

    def relates(self, name: str, head: str, tail: str) -> bool:
        """Say whether a relation of this type may go from the one label to the other."""
        return head == LABELS[0] and (name, tail) in self.relations

    def add(self, labels: Iterable[str], relations: Mapping[str, str]) -> Schema:
        """Give a schema with more labels and relations; raise CorpusError for a name that cannot be added."""
        found, links = list(self.labels), dict(self.relations)
        for label in labels:
            check_name(label)
            if label in links:
                raise CorpusError(f"label {label!r}: a relation has that name already")
            if label not in found:
                found.append(label)
        for name, tail in relations.items():
            check_name(name)
            if links.setdefault(name, tail) != tail:
                raise CorpusError(f"relation {name!r}: leads to {links[name]} already, so not to {tail!r}; give it another name")
            if tail not in found or name in found:
                raise CorpusError(f"relation {name!r}: expected the label of its other end, one of {', '.join(found)}; got {tail!r}")
        if len(found) + len(links) - len(LABELS) - len(RELATIONS) > MOST_ADDED:
            raise CorpusError(f"more than {MOST_ADDED} labels and relations added; train several models instead")
        return Schema(tuple(found), tuple(links.items()))

    def to_config(self) -> dict[str, Any]:
        """Give what was added to govie's own, in the form of a schema file."""
        added = self.relations[len(RELATIONS) :]
        return {"labels": list(self.labels[len(LABELS) :]), "relations": dict(added)}


BASE = Schema()
"""What the guidelines define and the bundled model knows."""


def check_name(name: object) -> None:
    """Raise CorpusError for what cannot be a label."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise CorpusError(f"{name!r} cannot be a label; expected capitals, digits and _, such as COMPANY")


def from_config(values: object, start: Schema = BASE) -> Schema:
    """Read what a schema file or a model's config adds; raise CorpusError where it is not in the form of `FORM`."""
    if not isinstance(values, dict) or not values.keys() <= {"labels", "relations"}:
        raise CorpusError(f"expected the keys labels and relations, as in\n{FORM}")
    labels, relations = values.get("labels", []), values.get("relations", {})
    if not isinstance(labels, list) or not isinstance(relations, dict):
        raise CorpusError(f"expected a list of labels and a table of relations, as in\n{FORM}")
    return start.add(labels, relations)


def read_schema(path: str | Path, start: Schema = BASE) -> Schema:
    """Read a .toml or .json file that declares labels and relations; raise CorpusError for a bad one.

    The file holds `labels = ["COMPANY"]` and, under `[relations]`, `OF_COMPANY = "COMPANY"`.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
        values = json.loads(text) if str(path).endswith(".json") else read_toml(text)
        return from_config(values, start)
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: not a schema: {error}") from None


def read_toml(text: str) -> object:
    """Parse TOML."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)
