"""Facts from Chinese government reports.

>>> import govie
>>> doc = govie.extract("2024年，全市新增高新技术企业54家。")
>>> doc.facts[0].indicator, doc.facts[0].value, doc.facts[0].unit
('高新技术企业', '54', '家')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govie.errors import CorpusError, GovieError, ModelError, ReadError
    from govie.extractor import Extractor, extract
    from govie.jsonl import read_jsonl, write_jsonl
    from govie.normalize import period, quantity
    from govie.pipeline import load
    from govie.score import evaluate
    from govie.show import chart
    from govie.timeline import series
    from govie.types import Document, Entity, Fact, Period, Quantity, Relation

__version__ = "0.1.0"
HOMES = {
    "govie.errors": ("CorpusError", "GovieError", "ModelError", "ReadError"),
    "govie.extractor": ("Extractor", "extract"),
    "govie.jsonl": ("read_jsonl", "write_jsonl"),
    "govie.normalize": ("period", "quantity"),
    "govie.pipeline": ("load",),
    "govie.score": ("evaluate",),
    "govie.show": ("chart",),
    "govie.timeline": ("series",),
    "govie.types": ("Document", "Entity", "Fact", "Period", "Quantity", "Relation"),
}
HOME_OF = {name: module for module, names in HOMES.items() for name in names}
__all__ = [  # noqa: RUF022
    "load", "CorpusError", "GovieError", "ModelError", "ReadError", "Extractor", "extract", "read_jsonl", "write_jsonl",
    "period", "quantity", "evaluate", "chart", "series", "Document", "Entity", "Fact", "Period", "Quantity", "Relation",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    if name in ("read", "table", "inline", "convert"):
        return import_module(f"govie.{name}")
    if name not in HOME_OF:
        raise AttributeError(f"module 'govie' has no attribute {name!r}")
    value = getattr(import_module(HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
