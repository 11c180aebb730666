"""The annotation guidelines as constants: labels, relations, attribute values."""

from __future__ import annotations

LABELS = ("NUMBER", "UNIT", "INDICATOR", "DATE", "AGENCY")
RELATION_OF = {"INDICATOR": "MEASURES", "UNIT": "HAS_UNIT", "DATE": "AT_DATE", "AGENCY": "OF_AGENCY"}
"""Every relation goes from a NUMBER; its label follows from the label of its other end."""
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
