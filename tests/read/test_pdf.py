import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from govie.errors import ReadError
from govie.read import pdf as pdf_room
from govie.read import read, read_all
from govie.read.pdf import read_pdf

Put = tuple[float, float, str] | tuple[float, float, str, int]
"""Where a piece of text begins, in points from the lower left corner, the text, and the size of its type if not 12."""
GLYPH = b"1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f"


def font(codes: dict[str, int]) -> list[bytes]:
    """Write a font whose characters are all black squares, as wide as high, and say what each of them means."""
    meanings = "".join(f"<{code:02x}><{char.encode('utf-16-be').hex()}>" for char, code in codes.items())
    cmap = f"begincmap 1 begincodespacerange<00><ff>endcodespacerange {len(codes)} beginbfchar{meanings}endbfchar endcmap".encode()
    names = b"".join(b"/g%d" % code for code in codes.values())
    last = max(codes.values(), default=1)
    head = b"<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]"
    head += b"/FirstChar 1/LastChar %d/Widths[%s]" % (last, b"1000 " * last)
    procs = b"".join(b"/g%d 4 0 R" % code for code in codes.values())
    body = b"/CharProcs<<%s>>/Encoding<</Type/Encoding/Differences[1%s]>>/ToUnicode 5 0 R>>" % (procs, names)
    return [head + body, stream(GLYPH), stream(cmap)]


def stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def pdf(pages: Sequence[Sequence[Put]], trailer: bytes = b"") -> bytes:
    """Write a pdf of pages of 400 by 600 points."""
    codes = {char: code for code, char in enumerate(dict.fromkeys(c for page in pages for put in page for c in put[2]), 1)}
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *font(codes)]
    kids = []
    for puts in pages:
        shown = ((put[3:] or (12,), put[:2], bytes(codes[c] for c in put[2]).hex()) for put in puts)
        content = "".join(f"BT /F {size} Tf {x} {y} Td <{text}> Tj ET\n" for (size,), (x, y), text in shown)
        objects.append(stream(content.encode()))
        parts = b"/MediaBox[0 0 400 600]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>" % len(objects)
        objects.append(b"<</Type/Page/Parent 2 0 R%s>>" % parts)
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    data, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(data))


def lines(*pages: Sequence[Put]) -> list[str]:
    return read_pdf(pdf(pages), "a.pdf").text.split("\n")


def error_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "; " in str(caught.value)
    return str(caught.value)


FULL = "全市新增高新技术企业五十四家，比上年增长百分之九点五"
"""A line of 25 characters: as wide as a page whose margins are 30 and 370 allows, less the paragraph's indent."""
INDENTED: Put = (54, 500, FULL + "的")
WRAPPED: Put = (30, 482, "水平，" + FULL)


def test_lines_are_joined_where_they_were_wrapped() -> None:
    page = [
        (140, 560, "统计公报", 18),
        (54, 530, "一、工业"),
        INDENTED,
        WRAPPED,
        (30, 464, "，合计54家。"),
        (54, 446, "第二段9%。"),
        (54, 428, "第三段。"),
    ]
    assert lines(page) == ["统计公报", "一、工业", f"{FULL}的水平，{FULL}，合计54家。", "第二段9%。", "第三段。"]


def test_numbers_and_words_go_on_over_the_edge() -> None:
    assert lines([(54, 500, FULL[:-4] + "2020-"), (30, 482, "2025年，" + FULL[:19] + "GDP"), (30, 464, "growth")]) == [
        FULL[:-4] + "2020-2025年，" + FULL[:19] + "GDP growth"
    ]


@pytest.mark.parametrize(
    "second",
    [(54, 482, "另起一段"), (30, 440, "隔了一行"), (30, 482, "大字", 18)],
    ids=["indented", "far below", "of another size"],
)
def test_other_lines_stay_apart(second: Put) -> None:
    begin: list[Put] = [(54, 536, FULL + "的"), (30, 518, "水平，" + FULL), (30, 500, "水平，" + FULL)]
    assert lines([*begin, second]) == ["".join(str(put[2]) for put in begin), second[2]]


def test_a_table_row_is_a_line_with_its_cells_apart() -> None:
    rows: list[Put] = [(30, 482, "指标"), (150, 482, "单位"), (346, 482, "数值"), (30, 464, "高新企业"), (150, 464, "家"), (346, 464, "54")]
    assert lines([INDENTED, *rows]) == [FULL + "的", "指标  单位  数值", "高新企业  家  54"]


def test_page_headers_and_numbers_are_dropped() -> None:
    def page(number: int, text: str) -> list[Put]:
        return [(30, 580, "沂安市统计局"), (300, 580, f"2024年公报 第{number}页"), (54, 300, text), (190, 20, f"{number}")]

    assert lines(page(1, "新增54家。"), page(2, "增长9%。"), page(3, "共3家。"), page(4, "合计")) == [
        "新增54家。",
        "增长9%。",
        "共3家。",
        "合计",
    ]
    assert lines([(54, 300, "一"), (190, 20, "— 1 —")], [(54, 300, "二"), (190, 20, "－ 2 －")]) == ["一", "二"]


def test_numbers_at_the_edge_that_count_no_pages_are_kept() -> None:
    pages: list[list[Put]] = [[(30, 560, "高新企业"), (30, 20, number)] for number in ("54", "61", "54", "70", "88")]
    assert [line for line in lines(*pages) if line != "高新企业"] == ["54", "61", "54", "70", "88"]


def test_a_paragraph_goes_on_over_the_page_and_pages_are_told(tmp_path: Path) -> None:
    first: list[Put] = [(30, 580, "市统计局"), INDENTED, WRAPPED, (190, 20, "— 1 —")]
    second: list[Put] = [(30, 580, "市统计局"), (30, 560, "，合计54家。"), (54, 300, "末段。"), (190, 20, "— 2 —")]
    third: list[Put] = [(30, 580, "市统计局"), (190, 20, "— 3 —")]
    (tmp_path / "a.pdf").write_bytes(pdf([first, second, third, [(54, 300, "附。")]]))
    (source,) = read_all([tmp_path / "a.pdf"])
    assert not isinstance(source, ReadError)
    assert source.text == f"{FULL}的水平，{FULL}，合计54家。\n末段。\n附。"
    starts = source.meta["pages"]
    assert [source.text[start : start + 2] for start in starts] == [FULL[:2], "，合", "", "附。"] or starts[2] == len(source.text) - 3
    assert starts[:2] == [0, len(FULL) * 2 + 4]


def test_characters_beyond_the_basic_plane() -> None:
    assert lines([(54, 300, "𠮷林54家")]) == ["𠮷林54家"]


def test_scans_are_told(tmp_path: Path) -> None:
    assert "OCR" in error_of(tmp_path / "a.pdf", pdf([[]]))
    assert "OCR" in error_of(tmp_path / "a.pdf", pdf([[(190, 20, "—")], []]))


def test_encrypted(tmp_path: Path) -> None:
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>/ID[<00><00>]"
    assert "is encrypted; save a copy without a password" in error_of(tmp_path / "a.pdf", pdf([[INDENTED]], locked))


def test_damaged_and_cyclic(tmp_path: Path) -> None:
    whole = pdf([[INDENTED]])
    for data in (b"%PDF-1.4 nothing", whole[:300], b"no pdf", b"%PDF-1.4\n" + bytes(9999)):
        assert "not a pdf, or a damaged one" in error_of(tmp_path / "a.pdf", data)
    begin = time.process_time()
    for kids in (b"[2 0 R]", b"[1 0 R]", b"[9 0 R]"):
        assert "page 1 cannot be read" in error_of(tmp_path / "a.pdf", whole.replace(b"[7 0 R]", kids))
    error_of(tmp_path / "a.pdf", whole.replace(b"/Count 1/", b"/Count 99999999/").replace(b"[7 0 R]", b"[2 0 R 2 0 R]"))
    assert time.process_time() - begin < 5


def test_more_characters_than_a_report_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_room, "MOST_CHARS", 10)
    assert "split the file" in error_of(tmp_path / "a.pdf", pdf([[INDENTED]]))


def test_without_pypdfium2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert "govie[files]" in error_of(tmp_path / "a.pdf", pdf([[INDENTED]]))
