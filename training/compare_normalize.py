"""Compare what govie reads of quantities and dates with what other libraries read; prints Markdown.

    python -m training.compare_normalize

The forms and their right readings, worked out by hand, are in forms.tsv; docs/compare-normalisation.md says how they are
judged. A library that is not installed is left out.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import os
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from govie import normalize
from govie.normalize import amount, fold, unit
from govie.normalize import date as day
from govie.types import Period

FORMS = Path(__file__).with_name("forms.tsv")
UNREADABLE, READABLE = "nothing to read", "**all that can be read**"
WORDS = ("right", "wrong", "nothing")
EXAMPLES = (
    "1,234.56万元|3,500余万元|3万5千亩|2.3-2.5亿元|负5.2%|2. 37亿元|三成五|十七八岁|0.5吨标准煤/万元|"
    "1-6月|今年以来|8月、9月份|上半年|“十四五”末|2021年-2023年|去年四季度以来|20256月"
)


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

    `own` is false where the library was handed the numeral alone, cut out of a phrase that it does not read itself.
    """

    readings: list[tuple[Any, Any]]
    own: bool = True


Read = Callable[[Form], Answer]


def forms() -> list[Form]:
    """Read the table of forms."""
    with FORMS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Form(r["kind"], r["group"], r["text"], _reference(r["reference"]), tuple(r["expected"].split(" ; "))) for r in rows]


def _reference(text: str) -> date | Period | None:
    days = [date.fromisoformat(one) for one in text.split("|") if one]
    return Period(text, days[0], days[1], "span") if len(days) == 2 else days[0] if days else None


def written(form: Form) -> str:
    """Write what govie reads of a form the way forms.tsv does."""
    if form.kind == "period":
        span = normalize.period(form.text, reference=form.reference)
        return f"{span.start}|{span.end}" if span else "none"
    read = normalize.quantity(form.text)
    if read is None:
        return "none"
    ends = ("" if end is None else f"{end:f}" for end in (read.value, read.low, read.high))
    return f"{'|'.join(ends)}|{read.unit or ''}|{read.bound}"


_NUMERAL = re.compile("[-+－负]?[0-9０-９,，.．〇零一二两三四五六七八九十百千万亿点廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+")
_JOINER = re.compile("(?<=.)[-—～~至到]")
_OUTPUT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")
_LENGTH = re.compile(r"PT?([0-9.]+)[YMWDHS]")


def cn2an_reads(form: Form) -> Answer:
    """Give cn2an the numeral, or the two of a range; percent and fractions, which it reads only within text, as text."""
    from cn2an import cn2an, transform

    if "分之" in form.text:
        values = [_decimal(run) for run in _OUTPUT.findall(transform(form.text, "cn2an"))]
        return Answer(_pair(values))
    runs = [_NUMERAL.search(part) for part in _JOINER.split(form.text)]
    return Answer(_pair([Decimal(str(cn2an(run[0], "smart"))) for run in runs if run]), own=False)


def jionlp_reads(form: Form) -> Answer:
    """Give JioNLP a date as time, an amount as money, as a length of time, and at last its numeral alone as money."""
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
    numeral = _NUMERAL.search(form.text)
    return Answer([_money(jionlp.parse_money(numeral[0]))] if numeral else [], own=False)


def _money(read: dict[str, Any]) -> tuple[Decimal, Decimal]:
    ends = read["num"] if isinstance(read["num"], list) else [read["num"]]
    return _decimal(ends[0]), _decimal(ends[-1])


@cache
def _models() -> tuple[list[Any], Any]:
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    number, units = NumberRecognizer("zh-cn"), NumberWithUnitRecognizer("zh-cn")
    measured = [units.get_currency_model(), units.get_dimension_model(), units.get_temperature_model(), units.get_age_model()]
    models = [number.get_percentage_model(), *measured, number.get_number_model(), number.get_ordinal_model()]
    return models, DateTimeRecognizer("zh-cn").get_datetime_model()


def recognizers_reads(form: Form) -> Answer:
    """Take Recognizers-Text's longest result, and of amounts side by side also the pair, as the two ends of a range."""
    models, dates = _models()
    found = dates.parse(form.text, form.at)
    if form.kind == "period":
        values = max(found, key=lambda result: len(result.text)).resolution["values"] if found else []
        return Answer([_resolved(value) for value in values if value["type"] in ("date", "daterange")])
    amounts: list[tuple[int, int, Decimal]] = []
    for result in found:
        length = _LENGTH.fullmatch(result.resolution["values"][0]["timex"])
        amounts += [(result.start, result.start + len(result.text), _decimal(length[1]))] if length else []
    for result in (result for model in models for result in model.parse(form.text)):
        with contextlib.suppress(InvalidOperation):  # a word such as 一系列, found and left without a value
            amounts.append((result.start, result.start + len(result.text), _decimal((result.resolution or {}).get("value"))))
    apart: list[tuple[int, int, Decimal]] = []
    for one in sorted(amounts, key=lambda found: found[0] - found[1]):
        if all(one[1] <= other[0] or one[0] >= other[1] for other in apart):
            apart.append(one)
    values = [one[2] for one in sorted(apart)]
    return Answer(_pair(values) + _pair([one[2] for one in apart[:1] if len(apart) == 2]))


def _resolved(value: dict[str, str]) -> tuple[date | None, date | None]:
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


def judge_govie(form: Form) -> str:
    """Judge govie by every field: value, both ends, unit and bound, or both days."""
    read = written(form)
    return "right" if read in form.expected else "nothing" if read == "none" else "wrong"


def judge(form: Form, answer: Answer) -> str:
    """Say right, wrong or nothing; in a library that leaves a year open, one right reading of several is enough."""
    if form.expected == ("none",):
        return "wrong" if answer.readings and answer.own else "right"
    agrees = _same_days if form.kind == "period" else _same_amount
    if any(agrees(right.split("|"), one) for right in form.expected for one in answer.readings):
        return "right"
    return "wrong" if answer.readings and answer.own else "nothing"


def _same_days(right: list[str], read: tuple[date | None, date | None]) -> bool:
    """Compare days; an end that is the last day itself will do, and so will one left open."""
    first, end = read
    return (first is None or right[0] in ("*", str(first))) and (end is None or right[1] in ("*", str(end), str(end + timedelta(days=1))))


def _same_amount(right: list[str], read: tuple[Decimal, Decimal]) -> bool:
    """Compare values alone: no unit, no bound; for 3亿多 the low end of a range will do, for 不到3亿 the high one."""
    value, low, high, _, bound = right
    if bound == "range":
        return _near(read[0], low) and _near(read[1], high)
    return all(_near(end, value) for end in {"over": read[:1], "under": read[1:]}.get(bound, read))


def _near(read: Decimal, right: str) -> bool:
    return abs(read - Decimal(right)) <= abs(Decimal(right)) * Decimal("1e-9")


def counted(kind: str, found: dict[str, Read]) -> list[str]:
    """Make the table of one kind of forms: right / wrong / nothing by group and library."""
    tallies: dict[str, dict[str, Counter[str]]] = {}
    for form in (form for form in forms() if form.kind == kind):
        verdicts = {"govie": judge_govie(form)} | {name: judge(form, attempt(read, form)) for name, read in found.items()}
        for group in (form.group,) if form.group == UNREADABLE else (form.group, READABLE):
            for name, verdict in verdicts.items():
                tallies.setdefault(group, {}).setdefault(name, Counter())[verdict] += 1
    lines = [f"| {kind}: right / wrong / nothing | forms | govie | {' | '.join(found)} |", "|---|--:|" + "--:|" * (1 + len(found))]
    for group in sorted(tallies, key=[READABLE, UNREADABLE].__contains__):
        cells = [" / ".join(str(tally[word]) for word in WORDS) for tally in tallies[group].values()]
        lines.append(f"| {group} | {tallies[group]['govie'].total()} | {' | '.join(cells)} |")
    return lines


def speed(kind: str, read: Callable[[Form], object], *, forget: bool = False) -> str:
    """Count phrases a second over the forms of a kind, for a second or more; `forget` empties govie's caches each time."""
    chosen = [form for form in forms() if form.kind == kind]
    done, seconds = 0, 0.0
    while seconds < 1:
        for cached in (amount._cached, day._cached, fold.fold, unit.folded_unit) if forget else ():
            cached.cache_clear()
        begin = time.perf_counter()
        for form in chosen:
            read(form)
        seconds += time.perf_counter() - begin
        done += len(chosen)
    return f"{float(f'{done / seconds:.2g}'):,.0f}"


def _govie(form: Form) -> object:
    return normalize.quantity(form.text) if form.kind == "quantity" else normalize.period(form.text, form.reference)


def speeds(found: dict[str, Read]) -> list[str]:
    """Make the table of speeds."""
    lines = ["| phrases a second, one thread | quantities | periods |", "|---|--:|--:|"]
    for name, forget in (("govie, every form new to it", True), ("govie, forms met before", False)):
        lines.append(f"| {name} | {speed('quantity', _govie, forget=forget)} | {speed('period', _govie, forget=forget)} |")
    for name, read in found.items():
        periods = "–" if name == "cn2an" else speed("period", partial(attempt, read))
        lines.append(f"| {name} | {speed('quantity', partial(attempt, read))} | {periods} |")
    return lines


def answered(found: dict[str, Read]) -> list[str]:
    """Make the table of telling examples, with the first answer of each library."""
    lines = [f"| form | reference | govie | {' | '.join(found)} |", "|---" * (3 + len(found)) + "|"]
    wanted = EXAMPLES.split("|")
    for form in sorted((form for form in forms() if form.text in wanted), key=lambda form: wanted.index(form.text)):
        cells = [form.text, str(form.reference or ""), " ".join(dict.fromkeys(written(form).split("|"))).strip()]
        for name, read in found.items():
            first = attempt(read, form).readings[:1]
            said = " ".join(dict.fromkeys("open" if end is None else str(end) for end in first[0])) if first else "nothing"
            cells.append("–" if (name, form.kind) == ("cn2an", "period") else said)
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    """Print the tables: what is right, what the libraries answer to some telling forms, how fast they are."""
    warnings.simplefilter("ignore")
    found = {name: read for name, (module, read) in LIBRARIES.items() if importlib.util.find_spec(module)}
    dated = {name: read for name, read in found.items() if name != "cn2an"}  # cn2an reads no dates
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):  # one greets whoever imports it
        tables = [counted("quantity", found), counted("period", dated), answered(found), speeds(found)]
    print("\n\n".join("\n".join(lines) for lines in tables))
    for name in LIBRARIES.keys() - found.keys():
        print(f"\n{name} is not installed here.")


if __name__ == "__main__":
    main()
