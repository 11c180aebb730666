"""What other libraries read of a quantity or a date: thin adapters for `compare_normalize`, each as kind as it can be."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple

from govie.types import Period

_NUMERAL = re.compile("[-+－负]?[0-9０-９,，.．〇零一二两三四五六七八九十百千万亿点廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+")
_JOINER = re.compile("(?<=.)[-—～~至到]")
_BETWEEN = set("-—～~至到、和")
_OUTPUT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")
_LENGTH = re.compile(r"PT?([0-9.]+)[YMWDHS]")


class Form(NamedTuple):
    """A form as reports write it, the date or period it is read against, and its right readings."""

    kind: str
    group: str
    text: str
    reference: date | Period | None
    expected: tuple[str, ...]

    @property
    def at(self) -> datetime:
        """The reference as the libraries want it: noon of its last day."""
        last = self.reference.end - timedelta(days=1) if isinstance(self.reference, Period) else self.reference
        return datetime.combine(last or date(2025, 1, 9), datetime.min.time()) + timedelta(hours=12)


class Answer(NamedTuple):
    """What a library reads: pairs of ends (both the same for one value), or of a first day and the day after the last.

    `own` is false where it reads a bare number only, or was handed the numeral cut out of a phrase that it does not read.
    """

    readings: list[tuple[Any, Any]]
    own: bool = True


Read = Callable[[Form], Answer]


def cn2an_reads(form: Form) -> Answer:
    """Give cn2an the numeral, or the two of a range; percent and fractions, which it reads only within text, as text."""
    from cn2an import cn2an, transform

    if "分之" in form.text:
        values = [_decimal(run) for run in _OUTPUT.findall(transform(form.text, "cn2an").replace("负", "-"))]
        return Answer(_pair(values))
    return Answer(_pair([Decimal(str(cn2an(run, "smart"))) for run in _numerals(form.text)]), own=False)


def jionlp_reads(form: Form) -> Answer:
    """Give JioNLP a date as time, an amount as money, as a length of time, and at last its numerals alone as money."""
    import jionlp

    if form.kind == "period":
        read = jionlp.parse_time(form.text, time_base=form.at.timestamp())
        return Answer([_days(*read["time"], inclusive=True)] if read["type"] in ("time_point", "time_span") else [])
    with contextlib.suppress(Exception):
        return Answer([_money(jionlp.parse_money(form.text))])
    with contextlib.suppress(Exception):
        read = jionlp.parse_time(form.text)
        if read["type"] == "time_delta":
            return Answer(_pair([_decimal(value) for value in read["time"].values()][:1]))
    values = [_money(jionlp.parse_money(run)) for run in _numerals(form.text)]
    return Answer([(values[0][0], values[-1][1])] if 0 < len(values) <= 2 else [], own=False)


def _numerals(text: str) -> list[str]:
    """Cut the numeral out of a phrase, or the two out of a range."""
    runs = [_NUMERAL.search(part.split("分之")[-1]) for part in _JOINER.split(text)]
    return [run[0] for run in runs if run]


def _money(read: dict[str, Any]) -> tuple[Decimal, Decimal]:
    ends = read["num"] if isinstance(read["num"], list) else [read["num"]]
    return _decimal(ends[0]), _decimal(ends[-1])


@cache
def _models() -> tuple[list[Any], list[Any], Any]:
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    number, units = NumberRecognizer("zh-cn"), NumberWithUnitRecognizer("zh-cn")
    measured = [units.get_currency_model(), units.get_dimension_model(), units.get_temperature_model(), units.get_age_model()]
    measured.append(number.get_percentage_model())
    return measured, [number.get_number_model(), number.get_ordinal_model()], DateTimeRecognizer("zh-cn").get_datetime_model()


def recognizers_reads(form: Form) -> Answer:
    """Take Recognizers-Text's longest result, and of two side by side also the pair, as the two ends of a range."""
    measured, bare, dates = _models()
    found = dates.parse(form.text, form.at)
    if form.kind == "period":
        return Answer(_resolved(form, found))
    amounts: list[tuple[int, int, bool, Decimal]] = []
    for result in found:
        length = _LENGTH.fullmatch(result.resolution["values"][0]["timex"])
        amounts += [(result.start, -len(result.text), True, _decimal(length[1]))] if length else []
    for model in measured + bare:
        for result in model.parse(form.text):
            with contextlib.suppress(InvalidOperation):  # a word such as 一系列, found and left without a value
                value = _decimal((result.resolution or {}).get("value"))
                amounts.append((result.start, -len(result.text), model in measured, value))
    apart: list[tuple[int, int, bool, Decimal]] = []
    for one in sorted(amounts, key=lambda amount: amount[1]):
        if all(one[0] - one[1] <= other[0] or one[0] >= other[0] - other[1] for other in apart):
            apart.append(one)
    pair = _pair([one[3] for one in sorted(apart)])
    return Answer(pair + _pair([one[3] for one in apart[:1]]), own=any(one[2] for one in apart))


def _resolved(form: Form, found: list[Any]) -> list[tuple[date | None, date | None]]:
    """Give every reading of the longest result, and those of two joined ones from the first's start to the second's end."""
    spans = [
        [_span(value) for value in result.resolution["values"] if value.get("start") or value.get("end") or value["type"] == "date"]
        for result in found
    ]
    longest = max(range(len(found)), key=lambda place: len(found[place].text), default=0)
    readings = spans[longest] if found else []
    if len(found) == 2 and form.text[found[0].start + len(found[0].text) : found[1].start] in _BETWEEN:
        readings = readings + [(first[0], last[1]) for first in spans[0] for last in spans[1]]
    return [span for span in readings if date.min not in span]  # its way to say that it is not sure


def _span(value: dict[str, str]) -> tuple[date | None, date | None]:
    if value["type"] == "date":
        return _days(value["value"], value["value"], inclusive=True)
    return _days(value.get("start", "inf"), value.get("end", "inf"), inclusive=False)


def _pair(values: list[Decimal]) -> list[tuple[Decimal, Decimal]]:
    return [(values[0], values[-1])] if 0 < len(values) <= 2 else []


def _decimal(text: object) -> Decimal:
    top, _, below = str(text).rstrip("%").partition("/")
    return Decimal(top) / Decimal(below or 1)


def _days(start: str, end: str, *, inclusive: bool) -> tuple[date | None, date | None]:
    """Turn two times into the first day and the day after the last; an open end is `None`."""
    first, last = (None if time == "inf" else date.fromisoformat(time[:10]) for time in (start, end))
    return first, last + timedelta(days=1) if last and inclusive else last


LIBRARIES: dict[str, tuple[str, Read]] = {
    "cn2an": ("cn2an", cn2an_reads),
    "JioNLP": ("jionlp", jionlp_reads),
    "Recognizers-Text": ("recognizers_number", recognizers_reads),
}
_REFUSALS = (ValueError, KeyError, TypeError, IndexError, AttributeError, InvalidOperation, ZeroDivisionError)


def attempt(read: Read, form: Form) -> Answer:
    """Read a form; a library's way to say no is an exception."""
    try:
        return read(form)
    except _REFUSALS:
        return Answer([])
