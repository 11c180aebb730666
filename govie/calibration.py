"""Scores of the model to confidences that mean what they say: of those at 0.9, nine in ten are right."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govie.errors import ModelError

Line = tuple[float, float]
"""Slope and offset on the log-odds."""
SAME: Line = (1.0, 0.0)


@dataclass(frozen=True)
class Calibration:
    """How each kind of score is bent, fitted by `training.calibrate` on documents not trained on; kept in config.json."""

    entity: Line = SAME
    relation: Line = SAME
    fact: Line = SAME
    bare: Line = SAME
    """Of facts without an INDICATOR, whose scores are products of fewer links and say little."""
    least: float = 0.0
    """Spans with a score below this are dropped."""

    @classmethod
    def from_config(cls, values: Any) -> Calibration:
        """Read the `calibration` of a config.json; raise ModelError where it is not one."""
        try:
            known = {one.name: values[one.name] for one in fields(cls) if one.name in values}
            lines = {name: (float(value[0]), float(value[1])) for name, value in known.items() if name != "least"}
            return cls(**lines, least=float(known.get("least", 0.0)))
        except (TypeError, ValueError, IndexError, KeyError) as error:
            raise ModelError(f"config.json: calibration cannot be read ({error})") from None


UNCALIBRATED = Calibration()


def log_odds(score: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Give the log-odds of scores in 0–1, kept finite."""
    held = np.clip(np.asarray(score, np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held) - np.log1p(-held))


def calibrate(score: NDArray[np.floating[Any]], line: Line) -> NDArray[np.float64]:
    """Bend scores along a line on their log-odds, shape kept.

    >>> calibrate(np.array([0.5, 0.9]), (1.0, 0.0)).round(3).tolist()
    [0.5, 0.9]
    """
    if line == SAME:
        return np.asarray(score, np.float64)
    slope, offset = line
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds(score) + offset))))
