"""The values that go down the line: spans, links, quantities, periods, facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from govie.schema import RELATION_OF

if TYPE_CHECKING:
    from pandas import DataFrame

    from govie.checks import Check

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open span of the raw text that ends at 。！？ or a line break."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention: half-open raw offsets, its label, its text as published and as repaired, and a confidence in 0–1."""

    id: int
    label: str
    start: int
    end: int
    text: str
    confidence: float = 1.0
    clean: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from a NUMBER (`head`) to another entity (`tail`).

    `label` is MEASURES, HAS_UNIT, AT_DATE or OF_AGENCY, as follows from the label of `tail`, or a type that the model's schema adds.
    """

    head: Entity
    tail: Entity
    confidence: float = 1.0
    label: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", RELATION_OF[self.tail.label])


@dataclass(frozen=True, slots=True)
class Attributes:
    """What kind of number it is; the values are those of the annotation guidelines."""

    aspect: str = "level"
    sign: str = "+"
    status: str = "actual"
    bound: str = "exact"
    compared_to: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, read exactly.

    `value`, `low` and `high` are in `unit`; for a range `value` is `None` and `low`, `high` are its
    ends; for a plain number all three are equal. `unit` is canonical: the multiplier taken out, the
    rest in the report's own words (万元 → 元). Percent and percentage points are different dimensions.
    """

    raw: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    dimension: str | None
    multiplier: int
    bound: str


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval of dates, `end` excluded.

    `granularity` is day, month, quarter, half, year, or span. `resolved` tells where a missing year
    came from: `stated` in the words, `context` of the paragraph, or the `document`'s own date.
    """

    raw: str
    start: date
    end: date
    granularity: str
    resolved: str = "stated"


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What is known of the document: the value, the half-open raw offsets of the words that say it, a confidence in 0–1.

    `source` is `text`, or `given` for what the caller's `meta` said; nothing in the text says that, so its offsets are 0 and 0.
    """

    value: T
    start: int
    end: int
    confidence: float = 1.0
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself in its title, header, signature and portal lines; `None` for what it does not say.

    `title` and `issuer` are the repaired words; `period` is the one that the document reports on.
    """

    title: Found[str] | None = None
    issuer: Found[str] | None = None
    published: Found[date] | None = None
    kind: Found[str] | None = None
    period: Found[Period] | None = None


class Join(NamedTuple):
    """A link from the fact that holds it to another fact of the document, by its place in `Document.facts`.

    `kind` is `change_of` (比上年新增4家, 增长9%, 高于全省2个百分点 → the level that it is a difference of), `part_of` (an
    item behind 其中 → its total), `plan_of` (a target → the one result of the same indicator), `list_of` (a later number of
    a 分别 list → its first one) or `same_indicator` (推荐…企业60家，获批45家: 45 → 60, beside which their INDICATOR is said).
    """

    kind: str
    fact: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One NUMBER with everything that hangs on it.

    `start` and `end` are the raw offsets of the NUMBER; `sentence` is the raw span it stands in.
    `quantity` and `period` are `None` where the words cannot be read with certainty. `agency_name` is the body that
    `agency_source` tells of and `period` the interval that `date_source` tells of: the `sentence` says it, its
    `paragraph` does, or it is the issuer or the period of the whole `document`; `None` where nothing does.
    """

    number: Entity
    indicators: tuple[Entity, ...]
    units: tuple[Entity, ...]
    dates: tuple[Entity, ...]
    agencies: tuple[Entity, ...]
    attributes: Attributes
    sentence: Sentence
    quantity: Quantity | None = None
    period: Period | None = None
    confidence: float = 1.0
    agency_name: str | None = None
    agency_source: str | None = None
    date_source: str | None = None
    joins: tuple[Join, ...] = ()

    @property
    def indicator(self) -> str | None:
        """The text of what is measured; several are joined by 、."""
        return joined(self.indicators)

    @property
    def value(self) -> str:
        """The number as published; `quantity.value` is the one to compute with."""
        return self.number.text

    @property
    def unit(self) -> str | None:
        """The unit as published."""
        return joined(self.units)

    @property
    def date(self) -> str | None:
        """The date in its sentence, as published."""
        return joined(self.dates)

    @property
    def agency(self) -> str | None:
        """The agency in its sentence, else the one that `agency_source` tells of."""
        return joined(self.agencies) or self.agency_name

    @property
    def start(self) -> int:
        """Where the number begins in the raw text."""
        return self.number.start

    @property
    def end(self) -> int:
        """Where the number ends in the raw text, excluded."""
        return self.number.end


def joined(entities: Sequence[Entity]) -> str | None:
    """Join the texts of entities by 、, or give `None` for none of them."""
    return "、".join(e.text for e in entities) or None


class Facts(tuple[Fact, ...]):
    """The facts of a document in the order of its text: a tuple that a notebook shows as a table, each with its sentence."""

    text: str

    def __new__(cls, facts: Iterable[Fact] = (), text: str = "") -> Facts:
        """Take facts, and the text that they stand in."""
        made = super().__new__(cls, tuple(facts))
        made.text = text
        return made

    def _repr_html_(self) -> str:
        from govie.show import facts_to_html

        return facts_to_html(self, self.text)


@dataclass(frozen=True, slots=True)
class Document:
    """A report with everything that was read in it; offsets are into `text`, which is never altered."""

    text: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    attributes: Mapping[int, Attributes] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    id: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    metadata: Metadata | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", Facts(self.facts, self.text))

    def to_dataframe(self) -> DataFrame:
        """Give the facts as a pandas DataFrame, one row a fact."""
        from govie.table import to_dataframe

        return to_dataframe([self])

    def checks(self) -> list[Check]:
        """List what in the report does not agree with itself: sums, growth, shares, plans, percentages, values."""
        from govie.checks import find_checks

        return find_checks(self)

    def _repr_html_(self) -> str:
        from govie.show import to_html

        return to_html(self)
