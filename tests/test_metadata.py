"""What documents say of themselves: short texts, the five seeds, and the authored reports against what a reader finds."""

import json
from pathlib import Path

import pytest

from govie.jsonl import read_jsonl
from govie.metadata import find_metadata
from govie.text import repair
from govie.types import Document, Entity, Found, Metadata

ROOT = Path(__file__).parents[1]
AUTHORED = json.loads((ROOT / "tests" / "data" / "authored_metadata.json").read_text("utf-8"))
BODY = "\n2023年，全市新增高新技术企业54家，比上年新增4家。\n"
FLOORS = {"title": 0.98, "issuer": 0.98, "published": 0.98, "period": 0.98}


def read(raw: str, *agencies: str) -> Metadata:
    entities = [Entity(i, "AGENCY", raw.index(name), raw.index(name) + len(name), name) for i, name in enumerate(agencies)]
    return find_metadata(repair(raw), entities)


def said(found: Found[object] | None) -> str | None:
    """Give the value as text; a period as start/end."""
    if found is None:
        return None
    value = found.value
    return f"{value.start}/{value.end}" if hasattr(value, "granularity") else str(value)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("沂安市商务局2022年上半年工作总结", "沂安市商务局2022年上半年工作总结"),
        ("首页 > 政务公开 > 工作总结\n沂安市商务局2022年工作总结\n字号：大 中 小", "沂安市商务局2022年工作总结"),
        ("颍安市教育局\n2021年度工作总结\n（2022年1月24日）", "颍安市教育局2021年度工作总结"),
        ("中共沙河区科技局党组\n关于巡察整改进展情况的\n通 报", "中共沙河区科技局党组关于巡察整改进展情况的通报"),
        ("勐川市粮食局关于民生实事办理进展情况的通\n报\n勐粮发〔2017〕39号", "勐川市粮食局关于民生实事办理进展情况的通报"),
        ("雅措县公安局工作回顾及\n今后五年工作展望", "雅措县公安局工作回顾及今后五年工作展望"),
        ("索引号: 0001/2024 |\n标  题: 潞州区科技局2024年工作总结 | |", "潞州区科技局2024年工作总结"),
        ("舒安区招商局文件\n舒招〔2025〕6号\n关于全区招商引资工作情况的通报", "关于全区招商引资工作情况的通报"),
        ("巴江工业运行简报\n第7期（总第94期）\n巴江区工业经济运行分析", "巴江区工业经济运行分析"),
        (
            "政府工作报告（节选：法治建设与司法行政部分）\n——2014年1月8日在云西区第四届人民代表大会上",
            "政府工作报告（节选：法治建设与司法行政部分）",
        ),
        ("林泉县信访局\n关于积案化解情况的通报\n林信发〔2012〕19号", "林泉县信访局关于积案化解情况的通报"),
        ("岭市乡村振兴局\n五年来工作回顾\n（2018—2022年）", "岭市乡村振兴局五年来工作回顾"),
        ("索  引  号：1/2014\n名      称：赛市2014年前三季度运行分析      有  效  性：", "赛市2014年前三季度运行分析"),
        ("市工信局\n(2023年12月28日)", None),
        ("一、巡察整改工作开展情况", None),
        ("", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert said(read(head + BODY).title) == title


@pytest.mark.parametrize(
    ("raw", "issuer"),
    [
        ("发文机关: 潞州区科技局 | 主题词: |" + BODY + "长治市科学技术局\n2024年1月5日", "潞州区科技局"),
        ("索引号：QC1　　发布机构：市教育局办公室" + BODY + "淇川市教育局\n2023年1月9日", "淇川市教育局"),
        ("北屏区2022年工作情况汇报" + BODY + "　　　　北屏区统计局\n2022年10月13日\n主办单位：北屏区政府\n备案号：1", "北屏区统计局"),
        ("情况通报" + BODY + "琼岭市信访局2019年10月11日\n抄送市政府办公室", "琼岭市信访局"),
        ("敖林县2022年统计公报\n敖林县统计局\n（2023年4月18日）" + BODY, "敖林县统计局"),
        ("羌玛乡人民政府文件\n关于脱贫攻坚工作情况的总结" + BODY, "羌玛乡人民政府"),
        ("沙渚市人社局2023年工作情况" + BODY, "沙渚市人社局"),
        ("双拥优抚工作开创新局面\n——白措区安置办公室2012年工作总结" + BODY, "白措区安置办公室"),
        ("政府工作报告\n各位代表：\n现在，我代表广东省人民政府，向大会报告工作。" + BODY, "广东省人民政府"),
        ("工作情况\n来源：市发展改革委" + BODY, "市发展改革委"),
        ("工作情况\n来源：解放日报" + BODY, None),
        ("柴源市妇联2022年工作情况\n来源：柴源市妇女联合会" + BODY, "柴源市妇女联合会"),
        ("索引号：1　　发布机构：州委编办" + BODY + "中共澜坪州委机构编制委员会办公室\n2025年7月18日", "中共澜坪州委机构编制委员会办公室"),
        ("柴源市妇联2022年工作情况\n来源：柴源市人民政府" + BODY, "柴源市妇联"),
        (BODY, None),
    ],
)
def test_issuer(raw: str, issuer: str | None) -> None:
    assert said(read(raw).issuer) == issuer
    if issuer:
        assert said(read(raw, issuer).issuer) == issuer


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("工作情况通报\n发布时间:2025-08-27 来源: 市纪委" + BODY + "市纪委\n2025827日", "2025-08-27"),
        ("发文时间: 2024-06-13 |\n主题分类: 其他 | 发布日期: 2024-06-20 |" + BODY, "2024-06-20"),
        ("信息来源：市局 | 2025-01-08 | 【打印】" + BODY, "2025-01-08"),
        ("成文日期：2023-01-16" + BODY + "市审计局\n2023年1月18日", "2023-01-18"),
        ("生成日期：2023-01-12 09:16" + BODY, "2023-01-12"),
        ("２０１９年工作总结\n发布时间：２０２０-０１-１３ 09:42" + BODY, "2020-01-13"),
        ("市工信局\n(2023年12月28日)" + BODY, "2023-12-28"),
        ("预算报告\n——2024年1月9日在海沽区第十八届人民代表大会第五次会议上" + BODY, "2024-01-09"),
        ("工作总结" + BODY + "龙江区林业局\n二〇一六年六月二十八日\n抄送：市林业局", "2016-06-28"),
        ("工作总结" + BODY + "市安监局\n2012年9月2 0日", "2012-09-20"),
        ("工作总结" + BODY + "越泽市司法局\n2022年9月8日\n（此件公开发布，发布日期2022-09-09）", "2022-09-09"),
        ("榆塬县农业局\n2016年工作总结\n榆农发〔2016〕173号2016年12月28日" + BODY, "2016-12-28"),
        ("鲁屏县大数据局\n2022年工作总结\n鲁数发〔2023〕1号   2023年1月9日" + BODY, "2023-01-09"),
        ("2024年6月28日，市工信局开会。新增4家。", None),
        (BODY, None),
    ],
)
def test_published(raw: str, published: str | None) -> None:
    assert said(read(raw).published) == published


@pytest.mark.parametrize(
    ("raw", "kind", "period"),
    [
        ("沂安市2022年上半年工作总结" + BODY, "工作总结", "2022-01-01/2022-07-01"),
        ("龙江区2022年工作总结和2023年工作计划" + BODY, "工作总结", "2022-01-01/2023-01-01"),
        ("敖林县二〇二二年统计公报" + BODY, "统计公报", "2022-01-01/2023-01-01"),
        ("2024年1-9月岭海市经济运行情况分析" + BODY, "运行分析", "2024-01-01/2024-10-01"),
        ("关于海沽区2023年预算执行情况和2024年预算草案的报告" + BODY, "预算报告", "2023-01-01/2024-01-01"),
        ("市税务局2021年政府信息公开工作年度报告" + BODY, "信息公开年报", "2021-01-01/2022-01-01"),
        ("2025年广东省政府工作报告\n一、2024年工作回顾" + BODY, "政府工作报告", "2024-01-01/2025-01-01"),
        ("关于2021年《政府工作报告》重点任务完成情况的通报" + BODY, "通报", "2021-01-01/2022-01-01"),
        ("市工信局党组关于2022年度巡察整改进展情况的通报" + BODY, "整改通报", None),
        ("对市政协2022年第0127号提案的答复" + BODY, "答复", None),
        ("市人社局关于2012年“春风行动”的总结" + BODY + "市人社局\n2012年4月18日", "工作总结", None),
        ("市工信局\n（2024年1月5日）" + BODY, None, "2023-01-01/2024-01-01"),
        ("市工信局\n（2024年7月5日）" + BODY, None, None),
        ("全市工作情况汇报" + BODY + "现将2024年推进情况汇报如下。", "汇报", "2024-01-01/2025-01-01"),
        (BODY, None, None),
    ],
)
def test_kind_and_period(raw: str, kind: str | None, period: str | None) -> None:
    found = read(raw)
    assert (said(found.kind), said(found.period)) == (kind, period)


def test_offsets_are_those_of_the_raw_text() -> None:
    raw = "平溪縣經(jīng)濟(jì)局\n2018年工作總結(jié)\n發(fā)布時(shí)間:2018-12-20\n今年以來,新增4家。"
    found = read(raw)
    assert found.title and found.issuer and found.published and found.kind and found.period
    spans = [raw[one.start : one.end] for one in (found.title, found.issuer, found.published, found.kind, found.period)]
    assert spans == ["平溪縣經(jīng)濟(jì)局\n2018年工作總結(jié)", "平溪縣經(jīng)濟(jì)局", "2018-12-20", "總結(jié)", "2018年"]
    assert (found.title.value, found.issuer.value) == ("平溪县经济局2018年工作总结", "平溪县经济局")


@pytest.mark.parametrize("raw", ["", "\n", "。", "9", "标题：", "发布时间：", "〔2024〕", "——", "（", "局", "2024年", "> "])
def test_odd_texts_say_nothing_and_do_not_hang(raw: str) -> None:
    assert read(raw * 3000) == Metadata()


SEEDS = {
    "000_1702ac627c8ba42c": (None, "市科工局党组", "2025-01-09", None, "2024-01-01/2025-01-01"),
    "001_26a76f149e928471": (
        "中共老河口市科技经信局党组关于十一届市委第五轮先行区建设专项巡察集中整改进展情况的通报",
        *("中共老河口市科学技术和经济信息化局党组", "2025-08-27", "整改通报", None),
    ),
    "002_66e62cec91a0546c": (
        "长治市潞州区科学技术局2024年上半年工作总结暨下半年工作计划",
        *("潞州区科技局", "2024-06-20", "工作总结", "2024-01-01/2024-07-01"),
    ),
    "003_92cf2fc086d9bf5d": (
        "中共滨州市沾化区科学技术局党组关于二届区委第二轮巡察整改进展情况的通报",
        *("中共滨州市沾化区科学技术局党组", "2023-04-02", "整改通报", None),
    ),
    "004_8103732744503eab": (None, "中共鄂州市经济和信息化局党组", "2025-01-17", "整改通报", None),
}


def test_seeds() -> None:
    for document in read_jsonl(ROOT / "corpus" / "seeds.jsonl"):
        for entities in (document.entities, ()):
            found = find_metadata(repair(document.text), entities)
            assert tuple(said(one) for one in (found.title, found.issuer, found.published, found.kind, found.period)) == SEEDS[document.id]


@pytest.fixture(scope="module")
def authored() -> dict[str, Document]:
    return {one.id: one for one in read_jsonl(ROOT / "corpus" / "authored.jsonl")}


@pytest.mark.parametrize("marked", [True, False])
def test_authored_reports_say_what_a_reader_finds(marked: bool, authored: dict[str, Document]) -> None:
    right, wrong = dict.fromkeys(FLOORS, 0), []
    known = [row for row in AUTHORED if row["id"] in authored]
    assert len(known) >= 100
    for row in known:
        document = authored[row["id"]]
        found = find_metadata(repair(document.text), document.entities if marked else ())
        for name in FLOORS:
            same = said(getattr(found, name)) == row[name]
            right[name] += same
            wrong += [] if same else [(row["id"], name, said(getattr(found, name)), row[name])]
    assert all(right[name] >= floor * len(known) for name, floor in FLOORS.items()), wrong


def test_what_the_caller_knows_goes_before_the_text() -> None:
    raw = "市统计局\n2024年1月5日" + BODY + "1—6月，实到外资3.26亿元。"
    meta = {"title": "沂安市2022年上半年工作总结", "issuer": "沂安市商务局", "date": "2022年7月14日"}
    found = find_metadata(repair(raw), (), meta)
    told = (found.title, found.issuer, found.published, found.kind, found.period)
    assert tuple(map(said, told)) == ("沂安市2022年上半年工作总结", "沂安市商务局", "2022-07-14", "工作总结", "2022-01-01/2022-07-01")
    assert all(one and (one.source, one.start, one.end) == ("given", 0, 0) for one in told)


@pytest.mark.parametrize("meta", [{}, {"title": " ", "issuer": None, "published": "soon"}, {"date": 20240105, "issuer": 3}])
def test_what_the_caller_does_not_know_is_read(meta: dict[str, object]) -> None:
    raw = "沂安市2023年工作总结\n市统计局\n2024年1月5日" + BODY
    found = find_metadata(repair(raw), (), meta)
    assert found == read(raw)
    assert found.published and found.published.source == "text"
