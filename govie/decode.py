"""Logits to spans, links and attributes, in numpy; the same for training's scores and for use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from govie.schema import ATTRIBUTES, BASE, LABELS, Schema

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

HIDDEN, DOT, ATTRIBUTE = 64, 32, 64
SIDE = HIDDEN + DOT
PROJECTED = 4 * SIDE + 2 * ATTRIBUTE
"""Projections of a character: number start, number end, other start, other end, attribute start, attribute end."""
DISTANCES = np.array([1, 2, 3, 5, 8, 12, 20, 32, 50, 80, 130])
BUCKETS = {"distance": 2 * (len(DISTANCES) + 1), "numbers": 11, "same": 11, "marks": 15}
"""How many values each feature of a pair takes, for each relation that it may be."""
UNIT, INDICATOR = LABELS.index("UNIT"), LABELS.index("INDICATOR")
HAS_UNIT, MEASURES = (BASE.relations.index(relation) for relation in (("HAS_UNIT", "UNIT"), ("MEASURES", "INDICATOR")))


@dataclass(frozen=True, slots=True)
class Spans:
    """Entities in order: half-open clean offsets, index into the schema's labels, confidence; each of shape (n,)."""

    start: Ints
    end: Ints
    label: Ints
    confidence: Floats

    def take(self, index: NDArray[np.bool_] | Ints) -> Spans:
        """Keep some."""
        return Spans(self.start[index], self.end[index], self.label[index], self.confidence[index])


@lru_cache(maxsize=8)
def transitions(count: int) -> NDArray[np.bool_]:
    """Say which of `count` BIOES tags may follow which: shape (tags, tags)."""
    label, place = np.divmod(np.arange(count) - 1, 4)
    opened, goes_on = np.isin(place, (0, 1)), np.isin(place, (1, 2))
    opened[0] = goes_on[0] = False
    return np.asarray((opened[:, None] == goes_on) & (~opened[:, None] | (label[:, None] == label)))


def softmax(logits: Floats) -> Floats:
    """Normalise over the last axis."""
    power = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(power / power.sum(-1, keepdims=True), np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Turn logits into probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def best_tags(logits: Floats) -> Ints:
    """Give the best legal tags of one stretch of text: the argmax, mended by Viterbi only where it is illegal."""
    tags = logits.argmax(-1)
    outside = np.concatenate([[0], tags, [0]])
    illegal = np.flatnonzero(~transitions(logits.shape[1])[outside[:-1], outside[1:]])
    if not len(illegal):
        return np.asarray(tags)
    quiet = np.flatnonzero(outside == 0)
    done = 0
    for place in illegal:
        if place < done:
            continue
        begin, end = int(quiet[quiet <= place][-1]), int(quiet[quiet > place][0])
        tags[begin : end - 1] = viterbi(logits[begin : end - 1])
        done = end
    return np.asarray(tags)


def viterbi(logits: Floats) -> Ints:
    """Find the legal tags of the highest sum, beginning and ending outside any entity."""
    forbidden = np.where(transitions(logits.shape[1]), 0.0, -1e9)
    score = logits[0] + forbidden[0]
    back = []
    for row in logits[1:]:
        through = score[:, None] + forbidden
        back.append(through.argmax(0))
        score = through.max(0) + row
    best = [int((score + forbidden[:, 0]).argmax())]
    for pointer in reversed(back):
        best.append(int(pointer[best[-1]]))
    return np.array(best[::-1])


def find_spans(logits: Floats, ranges: Ints) -> Spans:
    """Read entities off the tag logits, shape (characters, tags); `ranges` are sentences, shape (n, 2)."""
    tags = np.concatenate([best_tags(logits[a:b]) for a, b in ranges]) if len(ranges) else np.zeros(0, int)
    place = np.concatenate([np.arange(a, b) for a, b in ranges]) if len(ranges) else np.zeros(0, int)
    kind, label = (tags - 1) % 4, (tags - 1) // 4
    first = np.flatnonzero((tags > 0) & ((kind == 0) | (kind == 3)))
    last = np.flatnonzero((tags > 0) & ((kind == 2) | (kind == 3)))
    chosen = np.log(np.take_along_axis(softmax(logits[place]), tags[:, None], 1)[:, 0] + 1e-9)
    total = np.concatenate([[0.0], np.cumsum(chosen)])
    confidence = np.exp(total[last + 1] - total[first])
    return Spans(place[first], place[last] + 1, label[first], confidence.astype(np.float32))


def trim(clean: str, spans: Spans) -> Spans:
    """Take white space off the edges of spans, and drop those that hold nothing else."""
    words = [clean[start:end] for start, end in zip(spans.start.tolist(), spans.end.tolist(), strict=True)]
    if all(word == word.strip() for word in words):
        return spans
    start = spans.start + np.array([len(word) - len(word.lstrip()) for word in words])
    end = spans.end - np.array([len(word) - len(word.rstrip()) for word in words])
    return replace(spans, start=start, end=end).take(start < end)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate links: index of the NUMBER, of the other span and of the relation, and features; each of shape (n,)."""

    number: Ints
    other: Ints
    relation: Ints
    features: dict[str, Ints]


def find_pairs(clean: str, spans: Spans, ranges: Ints, schema: Schema = BASE) -> Pairs:
    """List every (NUMBER, other, relation) of a sentence that the schema allows, with the features of what stands between them."""
    sentence = np.searchsorted(ranges[:, 0], spans.start, "right") - 1
    numbers = np.flatnonzero(spans.label == 0)
    first, last = np.searchsorted(sentence, sentence[numbers], "left"), np.searchsorted(sentence, sentence[numbers], "right")
    number = np.repeat(numbers, last - first)
    other = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)]) if len(numbers) else np.zeros(0, int)
    number, other, relation = allowed(number, other, spans.label, schema)
    after = (other > number).astype(int)
    low, high = np.minimum(number, other), np.maximum(number, other)
    gap_start, gap_end = spans.end[low], spans.start[high]
    label = spans.label[other]
    features = {"distance": np.searchsorted(DISTANCES, gap_end - gap_start, "right") + after * (len(DISTANCES) + 1)}
    seen = np.stack([np.concatenate([[0], np.cumsum(spans.label == k)]) for k in range(len(schema.labels))])
    features["numbers"] = signed(seen[0][high] - seen[0][low + 1], after, 5)
    features["same"] = signed(seen[label, high] - seen[label, low + 1], after, 5)
    commas, semicolons = count_marks(clean, ranges)
    comma = np.minimum(commas[gap_end - ranges[0, 0]] - commas[gap_start - ranges[0, 0]], 4) if len(low) else low
    semicolon = np.minimum(semicolons[gap_end - ranges[0, 0]] - semicolons[gap_start - ranges[0, 0]], 2) if len(low) else low
    features["marks"] = comma + 5 * semicolon
    return Pairs(number, other, relation, {k: v + relation * BUCKETS[k] for k, v in features.items()})


def allowed(number: Ints, other: Ints, label: Ints, schema: Schema) -> tuple[Ints, Ints, Ints]:
    """Give each pair once for each relation that may lead to its other end: numbers, others, relations."""
    of_label = [[i for i, (_, tail) in enumerate(schema.relations) if tail == name] for name in schema.labels]
    count = np.array([len(found) for found in of_label])
    first = np.cumsum(count) - count
    times = np.where(number == other, 0, count[label[other]])
    inner = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    number, other = np.repeat(number, times), np.repeat(other, times)
    flat = np.array([i for found in of_label for i in found], int)
    return number, other, flat[first[label[other]] + inner]


def signed(count: Ints, after: Ints, cap: int) -> Ints:
    """Fold a count up to `cap` and its side into one bucket."""
    return np.asarray(cap + np.where(after == 1, 1, -1) * np.minimum(count + after, cap))


def count_marks(clean: str, ranges: Ints) -> tuple[Ints, Ints]:
    """Count commas and semicolons before each character of the stretch that `ranges` spans."""
    codes = np.frombuffer(clean[ranges[0, 0] : ranges[-1, 1]].encode("utf-32-le", "surrogatepass"), np.uint32)
    commas = (codes == ord("，")) | (codes == ord(","))
    semicolons = (codes == ord("；")) | (codes == ord(";"))
    return np.concatenate([[0], np.cumsum(commas)]), np.concatenate([[0], np.cumsum(semicolons)])


def score_pairs(projected: Floats, spans: Spans, pairs: Pairs, weights: Mapping[str, Floats]) -> Floats:
    """Give the logit of each candidate link, shape (pairs,), from per-character projections and the pair scorer's weights."""
    s, e = spans.start, spans.end - 1
    number = projected[s, :SIDE] + projected[e, SIDE : 2 * SIDE]
    other = projected[s, 2 * SIDE : 3 * SIDE] + projected[e, 3 * SIDE : 4 * SIDE]
    kind = pairs.relation
    hidden = number[pairs.number, :HIDDEN] + other[pairs.other, :HIDDEN] + weights["label"][kind]
    for name, index in pairs.features.items():
        hidden = hidden + weights[name][index]
    added = np.maximum(hidden, 0) @ weights["out"] + weights["bias"][kind]
    product = (number[pairs.number, HIDDEN:] * other[pairs.other, HIDDEN:] * weights["dot"][kind]).sum(-1)
    return np.asarray(added + product, np.float32)


def score_attributes(projected: Floats, spans: Spans, weights: Mapping[str, Floats]) -> list[Floats]:
    """Give the logits of each attribute of each span in `spans`, in the order of `ATTRIBUTES`: shapes (spans, values)."""
    begin, end = projected[spans.start, 4 * SIDE : 4 * SIDE + ATTRIBUTE], projected[spans.end - 1, 4 * SIDE + ATTRIBUTE :]
    logits = np.maximum(begin + end, 0) @ weights["attribute"] + weights["attribute_bias"]
    cuts = np.cumsum([len(values) for values in ATTRIBUTES.values()])[:-1]
    return list(np.split(logits, cuts, axis=-1))


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was found in some sentences: spans, links as (number, other, relation, probability), attributes of each span.

    `whole` is the probability of each span that it and all its links are right and that none is missing, shape (spans,).
    """

    spans: Spans
    number: Ints
    other: Ints
    relation: Ints
    probability: Floats
    attributes: list[Ints]
    whole: Floats


def decode(
    clean: str, tags: Floats, projected: Floats, ranges: Ints, weights: Mapping[str, Floats], *, schema: Schema = BASE, least: float = 0.0
) -> Decoded:
    """Turn the model's output over some sentences into spans, links and attributes that keep the guidelines' rules.

    `ranges` holds the sentences as (start, end) into `clean`, `tags` and `projected`, whose first axis is characters.
    Spans with a confidence below `least` are dropped.
    """
    spans = trim(clean, find_spans(tags, ranges))
    spans = spans.take(spans.confidence >= least)
    pairs = find_pairs(clean, spans, ranges, schema)
    probability = sigmoid(score_pairs(projected, spans, pairs, weights) if len(pairs.number) else np.zeros(0, np.float32))
    kept = choose(spans, pairs, probability)
    whole = probability_of_all(spans, pairs, probability, kept)
    linked = np.zeros(len(spans.start), bool)
    linked[pairs.other[kept]] = True
    stays = linked | ~np.isin(spans.label, (UNIT, INDICATOR))
    index = np.cumsum(stays) - 1
    spans = spans.take(stays)
    values = [logits.argmax(-1) for logits in score_attributes(projected, spans, weights)]
    links = index[pairs.number[kept]], index[pairs.other[kept]], pairs.relation[kept], probability[kept]
    return Decoded(spans, *links, values, whole[stays])


def probability_of_all(spans: Spans, pairs: Pairs, probability: Floats, kept: Ints) -> Floats:
    """Give the probability of each span that it is right, its links with their other ends too, and no other candidate a link."""
    agrees = np.log1p(-np.minimum(probability, 0.99))
    agrees[kept] = np.log(np.maximum(probability[kept] * spans.confidence[pairs.other[kept]], 1e-6))
    return np.asarray(spans.confidence * np.exp(np.bincount(pairs.number, agrees, len(spans.start))), np.float32)


def choose(spans: Spans, pairs: Pairs, probability: Floats) -> Ints:
    """Keep the links above one half, at most one UNIT a NUMBER, and the best of an INDICATOR or UNIT that would have none."""
    kept = probability > 0.5
    units = np.flatnonzero(pairs.relation == HAS_UNIT)
    best_unit = best_of(pairs.number[units], probability[units])
    kept[np.setdiff1d(units, units[best_unit])] = False
    linked = np.zeros(len(spans.start), bool)
    linked[pairs.other[kept]] = True
    lonely = np.flatnonzero(~linked[pairs.other] & np.isin(pairs.relation, (HAS_UNIT, MEASURES)))
    for i in lonely[best_of(pairs.other[lonely], probability[lonely])]:
        has_unit = pairs.relation[i] == HAS_UNIT and bool(np.any(kept[units] & (pairs.number[units] == pairs.number[i])))
        kept[i] = probability[i] > 0.15 and not has_unit
    return np.flatnonzero(kept)


def best_of(key: Ints, value: Floats) -> Ints:
    """Give, for each distinct key, the index of its highest value."""
    order = np.lexsort((-value, key))
    _, first = np.unique(key[order], return_index=True)
    return np.asarray(order[first])
