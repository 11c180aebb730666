import numpy as np
import pytest

from govie.calibration import SAME, Calibration, calibrate
from govie.errors import ModelError
from govie.extractor import Extractor


def test_scores_keep_their_order_and_stay_in_range() -> None:
    scores = np.array([0.0, 0.2, 0.5, 0.9, 1.0])
    bent = calibrate(scores, (0.4, 0.7))
    assert (np.diff(bent) > 0).all()
    assert bent.min() > 0 and bent.max() < 1
    assert calibrate(scores, SAME).tolist() == scores.tolist()


def test_a_damaged_calibration_is_refused() -> None:
    assert Calibration.from_config({}) == Calibration()
    with pytest.raises(ModelError, match="calibration"):
        Calibration.from_config({"entity": ["a", 1]})


def test_calibration_changes_confidence_and_no_span() -> None:
    extractor = Extractor()
    text = "2024年，全市新增高新技术企业54家。"
    extractor.model.calibration = Calibration()
    plain = extractor(text)
    extractor.model.calibration = Calibration(entity=(0.5, 0.0), relation=(0.5, 0.0), fact=(0.5, 0.0))
    bent = extractor(text)
    assert [(e.start, e.end, e.label) for e in plain.entities] == [(e.start, e.end, e.label) for e in bent.entities]
    assert all(one.confidence > two.confidence for one, two in zip(plain.entities, bent.entities, strict=True))
    assert plain.facts[0].confidence > bent.facts[0].confidence
    extractor.model.calibration = Calibration(least=1.1)
    assert extractor(text).entities == ()
