from pathlib import Path
from xml.etree import ElementTree

import pandas
import pytest

import govie
from govie.errors import GovieError
from govie.show.charts import scale
from govie.show.drawing import Bar, ticks
from tests.test_series import fact

SVG = "{http://www.w3.org/2000/svg}"
PLAN = "level + target exact -"


def frame() -> pandas.DataFrame:
    read = [
        fact("高企", "31", "家", day="2023年", id="a"),
        fact("高新技术企业", "30", "家", PLAN, day="2023年", id="b"),
        fact("高新技术企业", "54", "家", day="2024年", id="<c>"),
        fact("高新技术企业", "55", "家", day="2024年", id="d"),
        fact("高新技术企业", "60", "家", PLAN, day="2025年", id="e"),
        fact("高新技术企业", "9", "%", "growth - actual exact yoy", day="2024年", id="f"),
    ]
    return govie.series(read)


def boxes(svg: str, kind: str) -> list[float]:
    """Give the heights of bars or frames, without the legend's."""
    found = [one for one in ElementTree.fromstring(svg).iter(f"{SVG}rect") if one.get("class") == kind]
    return [float(one.get("height", "")) for one in found[1:]]


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_plan_stands_against_result() -> None:
    drawn = govie.chart(frame(), "高新技术企业", aspect="level")
    results, plans = boxes(drawn.svg, "result"), boxes(drawn.svg, "plan")
    assert [a / results[0] for a in results] == pytest.approx([1, 55 / 31], abs=0.02)
    assert [a / results[0] for a in plans] == pytest.approx([30 / 31, 60 / 31], abs=0.02)
    words = texts(drawn.svg)
    assert [word for word in words if word.endswith("年")] == ["2023年", "2024年", "2025年"]
    assert {"高新技术企业（家）", "实际", "计划", "达计划 103%", "31", "55", "60"} <= set(words)
    assert "&lt;c&gt;" in drawn.svg
    assert drawn._repr_html_() == drawn.svg
    assert "src=" not in drawn.svg and "url(" not in drawn.svg


def test_falls_go_down() -> None:
    drawn = govie.chart(frame(), aspect="growth")
    assert drawn.title == "高新技术企业 同比增长（%）"
    assert {"-9", "-10", "0"} <= set(texts(drawn.svg))


def test_english_and_what_has_no_date() -> None:
    undated = fact("高新技术企业", "70", "家", day="近年", id="g")
    rows = pandas.concat([frame(), govie.series([undated])])
    assert undated.facts[0].period is None
    words = texts(govie.chart(rows.assign(series=0)[lambda f: f["aspect"] == "level"], language="en").svg)
    assert {"2023", "result", "plan", "no date: 1"} <= set(words)


def test_nothing_to_draw_is_told_with_what_there_is() -> None:
    with pytest.raises(GovieError, match=r"no series of 税收 \(any aspect\).*there are 高新技术企业"):
        govie.chart(frame(), "税收")
    with pytest.raises(GovieError, match=r"no series of any indicator \(share\)"):
        govie.chart(frame(), aspect="share")
    with pytest.raises(GovieError, match="no series"):
        govie.chart(govie.series([]))


def test_save(tmp_path: Path) -> None:
    govie.chart(frame()).save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<svg ")
    with pytest.raises(GovieError, match=r"\.svg"):
        govie.chart(frame()).save(tmp_path / "a.png")


def test_round_values_hold_all() -> None:
    for low, high in ((0.0, 0.0), (0.0, 0.003), (-7.0, 0.0), (0.0, 1.28e11), (-3.0, 99.0)):
        found = ticks(low, high)
        assert found[0] <= low and high <= found[-1] and 2 <= len(found) <= 7
    assert scale("元", [Bar("", [(1.286e11, "a")])]) == ("亿元", 1e8)
    assert scale("元", [Bar("", [(150_000.0, "a")])]) == ("万元", 1e4)
    assert scale("%", [Bar("", [(150_000.0, "a")])]) == ("%", 1.0)
