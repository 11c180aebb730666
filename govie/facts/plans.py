"""A plan and its result: the target of an indicator, and the value of the same indicator that was reached."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from govie.facts.spans import Spans
from govie.types import Fact

_NEW = re.compile(r"(?:新|净增|认定|培育|引进)[^，,、；;。：:\s]{0,5}$")
_ALL = re.compile("总数|总量|总计|累计|[共现]有")
_APART = re.compile(
    r"[\d一二三四五六七八九十百千万亿]|[省市区县州镇乡村国]|级|年|季|月|人均|户均|总|率|比|重[点大]|以[上下]|[内外]|(?<!更)新"
)
"""Words that make another indicator of one that is else the same."""
_BARE = {"企业", "项目", "问题", "人员", "单位", "资金", "群众", "居民", "干部", "活动", "任务", "案件"}
"""Words that name nothing by which a plan and a result could be known to be of one thing."""
_LEAST = 0.7
Kind = tuple[str, str | None, str | None]
"""An aspect, a unit, and for a difference what it is from."""
Told = dict[str, list[int]]
"""The results of one name by how they are told, no more than two of each way: more do not part them better."""


def plans(facts: Sequence[Fact], spans: Spans) -> Iterator[tuple[int, int]]:
    """Join a target to the one result of the same indicator, aspect and unit in the document.

    Of several results the one that is told in the same way is taken: 新增 for 新增, a total for a total. Where no result has the
    same name, one is taken whose name has a few words more or less (老旧燃气管线改造, 老旧燃气管线更新改造).
    """
    results: dict[Kind, dict[str, Told]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    targets: list[tuple[int, Kind, str]] = []
    for place, fact in enumerate(facts):
        name = _name(spans.name(fact))
        if len(fact.indicators) != 1 or fact.quantity is None or name in _BARE:
            continue
        kind = fact.attributes.aspect, fact.quantity.unit, _base(fact)
        if fact.attributes.status == "target":
            targets.append((place, kind, name))
        elif len(told := results[kind][name][_way(fact, spans)]) < 2:
            told.append(place)
    names = {kind: Names(known) for kind, known in results.items()}
    near: dict[tuple[Kind, str], list[Told]] = {}
    for place, kind, name in targets:
        known = results.get(kind, {})
        if (kind, name) not in near:
            same = [name] if name in known else names[kind].near(name) if kind in names else []
            near[kind, name] = [known[one] for one in same]
        ways = near[kind, name]
        found = [one for told in ways for places in told.values() for one in places]
        if len(found) > 1:
            way = _way(facts[place], spans)
            found = [one for told in ways for one in told.get(way, ())]
        if len(found) == 1:
            yield place, found[0]


class Names:
    """Names by their characters, so that those near another are found without a look at every one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.holding: dict[str, list[str]] = defaultdict(list)
        self.opening: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for char in set(name):
                self.holding[char].append(name)
            self.opening[name[:1]].append(name)

    def near(self, name: str) -> list[str]:
        """Find the names that hold all the words of a name, or that a name holds all the words of."""
        longer = min((self.holding.get(char, []) for char in name), key=len, default=[])
        openings = dict.fromkeys(name[: len(name) // 3 + 1])  # a shorter one lacks no more of its beginning
        shorter = [other for char in openings for other in self.opening.get(char, ())]
        return [other for other in longer if _is_near(name, other)] + [other for other in shorter if _is_near(other, name)]


def _name(words: str) -> str:
    """Name an indicator so that 国家高新技术企业 is 高新技术企业 and 技术合同登记额 is 技术合同登记."""
    return re.sub("^国家(?!级)|(?<=..)(?:额|数)$", "", words)


def _base(fact: Fact) -> str | None:
    return fact.attributes.compared_to if fact.attributes.aspect == "change" else None


def _is_near(short: str, long: str) -> bool:
    """Say whether one name is another with a few words put in that do not make another indicator of it."""
    if not short or len(short) < len(long) * _LEAST:
        return False
    rest, more = iter(short), ""
    wanted = next(rest, "")
    for char in long:
        if char == wanted:
            wanted = next(rest, "")
        else:
            more += char
    return wanted == "" and _APART.search(more) is None


def _way(fact: Fact, spans: Spans) -> str:
    """Tell whether a number is told of as what came new or as a total."""
    start, (number, _) = spans.start(fact), spans.number(fact)
    if _ALL.search(spans.clean, max(0, number - 6), number):
        return "all"
    return "new" if _NEW.search(spans.clean, max(0, start - 6), start) else ""
