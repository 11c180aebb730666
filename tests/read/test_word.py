import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from govie.errors import ReadError
from govie.read import read
from govie.read import word as word_room

TEXT = "2024年，全市新增高新技术企业54家。"
W = nsdecls("w")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def save(document: "docx.document.Document", path: Path) -> Path:
    document.save(str(path))
    return path


def repack(path: Path, change: dict[str, bytes]) -> Path:
    """Write the archive again with some members changed or added."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, **change}.items():
            archive.writestr(name, data)
    return path


def error_of(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "; " in str(caught.value)
    return str(caught.value)


def with_body(path: Path, xml: str) -> Path:
    """Make a Word file with the given body."""
    document = docx.Document()
    body = document.element.body
    for child in parse_xml(f"<w:body {W} {nsdecls('wp', 'a')}>{xml}</w:body>"):
        body.insert(len(body) - 1, child)
    return save(document, path)


def test_paragraphs_and_tables_come_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("统计公报", 1)
    table = document.add_table(3, 3)
    for row, cells in zip(table.rows, [("指标", "2023年", "2024年"), ("高新企业", "54", "54"), ("合计", "合计", "108")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(2, 0).merge(table.cell(2, 1)).text = "合计"
    document.add_paragraph().add_run("新增").bold = True
    document.paragraphs[-1].add_run("54家\t一\n二")
    document.add_paragraph("")
    document.add_paragraph(TEXT)
    expected = ["统计公报", "指标  2023年  2024年", "高新企业  54  54", "合计  108", "新增54家\t一", "二", "", TEXT]
    assert read(save(document, tmp_path / "a.docx")).split("\n") == expected


def test_a_table_in_a_cell_and_a_long_cell(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "左"
    table.cell(0, 1).add_table(1, 2).cell(0, 1).text = "9%"
    table.cell(1, 0).text = "措施"
    table.cell(1, 1).text = TEXT * 20 + "\n二"
    assert read(save(document, tmp_path / "a.docx")).split("\n") == ["左  9%", "措施", TEXT * 20, "二"]


def test_what_word_shows_and_nothing_else(tmp_path: Path) -> None:
    def run(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    gone = f'<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom w:id="3">{run("移")}</w:moveFrom>'
    changed = f'<w:ins w:id="1">{run("增")}</w:ins>{gone}'
    link = f"<w:hyperlink>{run('链')}</w:hyperlink><w:smartTag>{run('签')}</w:smartTag><w:r><w:noBreakHyphen/><w:t>5</w:t></w:r>"
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{run('chuàng')}</w:rt><w:rubyBase>{run('创')}</w:rubyBase></w:ruby></w:r>"
    control = f"<w:sdt><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt>"
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></w:pict></w:r>{run('段')}</w:p>"
    path = with_body(tmp_path / "a.docx", f"<w:p>{changed}{link}{field}{ruby}</w:p><!-- 注 -->{control}{box}")
    assert read(path).split("\n") == ["增链签-5创", "控件", "段", "框"]


def test_raised_struck_and_hidden_words(tmp_path: Path) -> None:
    def run(text: str, look: str = "") -> str:
        return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"

    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    shown = '<w:strike w:val="0"/><w:vanish w:val="false"/>'
    note = run("[", up) + run("1]", up)
    gone = run("9", "<w:strike/>") + run("8", "<w:vanish/>") + run("7", '<w:dstrike w:val="true"/>')
    body = f"<w:p>{run('企业54')}{note}{run('家，')}{gone}{run('30km', '<w:b/>')}{run('2', up)}</w:p>"
    body += f"<w:p>{run('产量3.5×10', shown)}{run('4', up)}{run('吨')}{run('®', up)}</w:p>"
    body += f"<w:p>{run('CO')}{run('2', down)}</w:p>"
    assert read(with_body(tmp_path / "a.docx", body)).split("\n") == ["企业54家，30km²", "产量3.5×10⁴吨®", "CO2"]


def test_empty_and_scanned(tmp_path: Path) -> None:
    assert read(save(docx.Document(), tmp_path / "a.docx")) == ""
    scan = with_body(tmp_path / "b.docx", "<w:p><w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r></w:p>")
    assert "OCR" in error_of(scan)


def test_encrypted_old_foreign_and_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(OLE)
    assert "password" in error_of(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("report.txt", TEXT)
    assert "not a Word file" in error_of(path)
    whole = save(docx.Document(), path).read_bytes()
    for data in (whole[:500], whole[:-100], b"PK\x03\x04" + bytes(100), b"word"):
        path.write_bytes(data)
        assert "not a Word file" in error_of(path)
    assert "not a Word file" in error_of(repack(save(docx.Document(), path), {"word/document.xml": b"<w:document"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("padding", ["", f"<!--{'x' * 100_000}-->"])
def test_entity_bombs_are_refused_before_they_are_parsed(tmp_path: Path, encoding: str, padding: str) -> None:
    entities = '<!ENTITY a "bombs">' + "".join(f'<!ENTITY {"abcdefghi"[i + 1]} "{f"&{chr(97 + i)};" * 10}">' for i in range(8))
    body = f"<w:document {W}><w:body><w:p>&i;</w:p></w:body></w:document>"
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{padding}<!DOCTYPE x [{entities}]>{body}'
    for name in ("word/document.xml", "word/styles.xml", "[Content_Types].xml"):
        path = repack(save(docx.Document(), tmp_path / "a.docx"), {name: xml.encode(encoding)})
        assert "entities" in error_of(path)


def test_zip_bombs_are_refused_by_what_they_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_room, "LARGEST", 1_000_000)
    monkeypatch.setattr(word_room, "LARGEST_XML", 300_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)  # nothing is unpacked
    for name, size in (("word/media/a.png", 1_000_001), ("word/a.xml", 300_001), ("word/a.XML", 300_001)):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b" " * size)
        (tmp_path / "a.docx").write_bytes(bomb.getvalue())
        assert "unpacks to more" in error_of(tmp_path / "a.docx")


def test_deep_xml_is_an_error(tmp_path: Path) -> None:
    deep = f"<w:document {W}><w:body>{'<w:tbl>' * 5000}{'</w:tbl>' * 5000}</w:body></w:document>"
    assert "not a Word file" in error_of(repack(save(docx.Document(), tmp_path / "a.docx"), {"word/document.xml": deep.encode()}))


def test_without_python_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(docx.Document(), tmp_path / "a.docx")
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    assert "govie[files]" in error_of(path)
