"""A model that finds entities anywhere: what decoding, facts and tables must bear even where a real model would not go wrong so."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from govie.decode import PROJECTED
from govie.encode import Group
from govie.extractor import Extractor
from govie.model import Model, Reading

ROWS = 8191
LIKELY = {"0123456789.%一二三十百": "NUMBER", "年月日上": "DATE", "家亿元万个": "UNIT", "局市委府": "AGENCY", "企业产值": "INDICATOR"}
"""Characters that the stub would rather give a label than not."""


class StubExtractor(Extractor):
    """An Extractor whose tags and projections are random numbers that depend on the text alone."""

    def __init__(self, real: Extractor) -> None:
        self.model = StubModel(real.model)  # type: ignore[assignment]


class StubModel:
    """Stands where a Model does."""

    def __init__(self, real: Model) -> None:
        self.weights, self.threads, self.schema, self.calibration = real.weights, real.threads, real.schema, real.calibration
        self.groups = real.groups

    def begin(self, clean: str, groups: Sequence[Group], pool: ThreadPoolExecutor | None = None) -> Reading:
        """Give tags and projections as `Model.begin` does."""
        part = clean[groups[0].windows[0][0] : groups[-1].windows[-1][1]]
        chance = np.random.default_rng(crc32(part.encode("utf-8", "surrogatepass")))
        tags = chance.standard_normal((len(part), len(self.schema.tags)), np.float32)
        tags[:, 0] += chance.integers(1, 6)  # from an entity at every other character to hardly one
        for i, char in enumerate(part):
            for characters, label in LIKELY.items():
                if char in characters:
                    tags[i, [j for j, tag in enumerate(self.schema.tags) if tag.endswith("-" + label)]] += 2
        return Reading(tags, projections().take(np.arange(len(part)) + chance.integers(ROWS), axis=0, mode="wrap"))


@lru_cache(maxsize=1)
def projections() -> NDArray[np.float32]:
    """Draw the rows that texts begin in at any place: drawing them anew for each is most of the time."""
    return np.random.default_rng(0).standard_normal((ROWS, PROJECTED), np.float32)
