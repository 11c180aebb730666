"""Compare what govie reads of quantities and dates with what other libraries read; prints Markdown.

    python -m training.compare_normalize

The forms and their right readings, worked out by hand, are in forms.tsv; docs/compare.md says how they are
judged. A library that is not installed is left out.
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import os
import time
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from govie import normalize
from govie.normalize import amount, fold, frame, unit
from govie.normalize import date as day
from govie.types import Period
from training.compare_libraries import LIBRARIES, Answer, Form, Read, attempt

FORMS = Path(__file__).with_name("forms.tsv")
UNREADABLE, READABLE = "nothing to read", "**all that can be read**"
WORDS = ("right", "wrong", "nothing")
EXAMPLES = (
    "1,234.56万元|3,500余万元|3万5千亩|2.3-2.5亿元|负5.2%|2. 37亿元|三成五|十七八岁|0.5吨标准煤/万元|"
    "1-6月|今年以来|8月、9月份|上半年|“十四五”末|2021年-2023年|去年四季度以来|20256月"
)


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


def judge_govie(form: Form) -> str:
    """Judge govie by every field of the first reading: value, both ends, unit and bound, or both days."""
    read = written(form)
    return "right" if read == form.expected[0] else "nothing" if read == "none" else "wrong"


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
        for cached in (amount.read_amount, frame._frame, day._cached, fold.fold, unit.folded_unit) if forget else ():
            cached.cache_clear()
        begin = time.process_time()
        for form in chosen:
            read(form)
        seconds += time.process_time() - begin
        done += len(chosen)
    return f"{float(f'{done / seconds:.2g}'):,.0f}"


def _govie(form: Form) -> object:
    return normalize.quantity(form.text) if form.kind == "quantity" else normalize.period(form.text, form.reference)


def speeds(found: dict[str, Read]) -> list[str]:
    """Make the table of speeds."""
    lines = ["| phrases a second of processor time | quantities | periods |", "|---|--:|--:|"]
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
        cells = [form.text, str(form.reference or ""), " ".join(filter(None, dict.fromkeys(written(form).split("|"))))]
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
