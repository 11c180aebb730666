from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.text import repair

SEED = Path(__file__).parents[1] / "corpus" / "seeds" / "000_1702ac627c8ba42c.txt"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("創(chuàng)新型中小企業(yè)", "创新型中小企业"),
        ("工作(GDP)增长(de)", "工作(GDP)增长(de)"),
        ("創(chuàng)業(yè)導(dǎo)師(shī)的(de)工作", "创业导师的工作"),
        ("降水量(mm)120，里程（km）320，面积(ha)5", "降水量(mm)120，里程（km）320，面积(ha)5"),
        ("乾县於潜镇", "乾县於潜镇"),
        ("完成投資５４．３％", "完成投资54.3%"),
        ("　　2019 年工作", "2019年工作"),
        ("系数由0. 52提高，集中供水率94 %", "系数由0.52提高，集中供水率94%"),
        ("推动 查漏补缺", "推动查漏补缺"),
        ("2022-01-24 09:36", "2022-01-24 09:36"),
        ("增\u200b长9\ufeff%", "增长9%"),
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        ("投入资金，完成投资6840\n万元实施安全工程。", "投入资金，完成投资6840万元实施安全工程。"),
        ("按照先易后难的思路，注销“僵尸企业”\n8户，压减层级。", "按照先易后难的思路，注销“僵尸企业”8户，压减层级。"),
        ("一、总体情况\n全年实现增长，势头好。", "一、总体情况\n全年实现增长，势头好。"),
        ("局党组\n2025年1月9日", "局党组\n2025年1月9日"),
        ("一、团结拼搏,凝聚共识\n局党组始终抓实学习,效果好。", "一、团结拼搏,凝聚共识\n局党组始终抓实学习,效果好。"),
    ],
)
def test_repair(raw: str, clean: str) -> None:
    assert repair(raw).clean == clean


def test_brackets_that_are_no_pinyin_stay() -> None:
    for raw in ("企业(qwrt)", "产业(a)", "5G(xxl)网络", "增长(同比)"):
        assert repair(raw).clean == raw


def test_way_back_covers_the_noise() -> None:
    text = repair("新增創(chuàng)新型企業(yè)31家")
    start = text.clean.index("创新型企业")
    assert text.raw[slice(*text.to_raw(start, start + 5))] == "創(chuàng)新型企業(yè)"
    assert text.to_clean(*text.to_raw(start, start + 5)) == (start, start + 5)


def test_seed_000_reads_clean() -> None:
    raw = SEED.read_text("utf-8")
    clean = repair(raw).clean
    assert "今年以来,共开展中心组学习13次、专题研讨4次" in clean
    assert not set("(chuàng)") & {"à", "ē"} & set(clean)
    assert len(clean) < 0.55 * len(raw)


@given(st.text(alphabet=st.one_of(st.sampled_from("創(chuàng)新 　\n\r\t，。5５%(yè)業\u200b\ud800"), st.characters())))
def test_way_back_is_whole_and_in_order(raw: str) -> None:
    text = repair(raw)
    stops = [0]
    for at in range(len(text.clean)):
        start, stop = text.to_raw(at, at + 1)
        assert stops[-1] <= start < stop <= len(raw)
        assert text.to_clean(start, stop) == text.to_clean(stop - 1, stop) == (at, at + 1)
        assert text.to_raw(0, at + 1) == (text.to_raw(0, 1)[0], stop)
        assert text.to_clean(stops[-1], start) == (at, at)
        stops.append(stop)
    assert text.to_clean(stops[-1], len(raw)) == (len(text.clean), len(text.clean))
    assert text.to_clean(0, len(raw)) == (0, len(text.clean))
