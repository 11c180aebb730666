"""The bundled int8 model is rebuilt as a network, and the network exported again reads as the bundle does."""

import json
from pathlib import Path

import pytest

import govie
from govie.errors import ModelError
from govie.model import BUNDLED, SKIM, Model
from govie.train.export import write_model
from govie.train.start import from_onnx, load_network, load_start, read_shape

SEED = sorted((Path(__file__).parents[2] / "corpus" / "seeds").glob("*.txt"))[0].read_text("utf-8")


def test_rebuilt_network_exported_again_gives_the_same(tmp_path: Path) -> None:
    write_model(load_start(Model.load()), Model.load(), tmp_path, {}, "# Card\n")
    assert (tmp_path / SKIM).read_bytes() == (BUNDLED / SKIM).read_bytes()
    one, two = govie.extract(SEED), govie.Extractor(tmp_path)(SEED)
    spans = [{(e.label, e.start, e.end) for e in d.entities} for d in (one, two)]
    links = [{(r.label, r.head.start, r.tail.start) for r in d.relations} for d in (one, two)]
    for left, right in (spans, links):
        assert len(left & right) >= 0.99 * len(left | right)
    again = load_network(tmp_path).state_dict()
    for name, value in from_onnx(tmp_path / "model.onnx").items():
        assert (again[name] - value).abs().max() < 0.02, name
    for name, value in load_start(Model.load()).state_dict().items():
        assert (again[name] - value).abs().max() < 0.01, name
    (tmp_path / "network.safetensors").write_bytes((tmp_path / "network.safetensors").read_bytes()[:9999])
    with pytest.raises(ModelError, match="damaged"):
        load_network(tmp_path)


@pytest.mark.parametrize("value", [10**9, 0, -1, "384", None, 3.5])
def test_only_the_shape_of_a_small_encoder_is_taken_from_a_config(value: object) -> None:
    encoder = json.loads((BUNDLED / "config.json").read_text("utf-8"))["encoder"]
    assert "auto_map" not in read_shape({"encoder": {**encoder, "auto_map": {"AutoModel": "evil.py"}}}, BUNDLED)
    with pytest.raises(ModelError, match="hidden_size"):
        read_shape({"encoder": {**encoder, "hidden_size": value}}, BUNDLED)
    with pytest.raises(ModelError):
        read_shape({"encoder": value}, BUNDLED)
