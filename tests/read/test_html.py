import resource
import time
from pathlib import Path

import pytest

from govie.errors import ReadError
from govie.read import Source, read_all
from govie.read import markup as markup_room
from govie.read.html import read_html
from govie.read.kinds import tell

TEXT = "2024年，全市新增高新技术企业54家。"


def lines(page: str, encoding: str = "utf-8") -> list[str]:
    return read_html(page.encode(encoding), "a.html").text.split("\n")


META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        *((META.format("gb2312"), "gb18030"), ('<meta charset="GBK">', "gb18030"), ('<meta charset="utf-8">', "utf-8"), ("", "gb18030")),
        # what a page says is often wrong: a server's default, a template's leftover
        *((META.format("iso-8859-1"), "gb18030"), (META.format("iso-8859-1"), "utf-8"), (META.format("gb2312"), "utf-8")),
        *((META.format("utf-8"), "gb18030"), (META.format("utf-16"), "utf-8"), (META.format("nonsense"), "gb18030"), ("", "utf-8-sig")),
        ('<script charset="gbk" src="a.js"></script><meta charset=utf-8>', "utf-8"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ("", "utf-16"),
    ],
)
@pytest.mark.parametrize("text", [TEXT, "联通"])
def test_charset_by_what_is_true(head: str, encoding: str, text: str) -> None:
    assert lines(f"<html><head>{head}</head><body>{text}</body></html>", encoding) == [text]


def test_charset_decides_between_encodings_that_both_fit() -> None:
    data = "<p>鋼鐵</p>".encode("big5")
    assert read_html(b"<meta charset=big5>" + data, "a.html").text == "鋼鐵"


def test_invalid_bytes_are_an_error() -> None:
    with pytest.raises(ReadError, match=r"a\.html: neither UTF-8 .* line 2"):
        read_html(b"<meta charset=utf-8>\n<p>\xff" + TEXT.encode() * 9, "a.html")


def test_only_the_main_text_is_kept() -> None:
    page = f"""<!DOCTYPE html><html><head><title>站名</title><style>p{{}}</style>
    <script>if (a<b) document.write("<p>假</p>")</script></head>
    <body><header><a href="/">门户</a></header><nav><ul><li><a href=1>首页</a></li></ul></nav>
    <div class="nav"><a href=1>政务公开</a></div><div id="footer" class="x">主办单位：某局</div><aside>旁注</aside>
    <article><header><h1>统计公报</h1></header><p>{TEXT}</p><!-- <p>注释</p> --></article>
    <noscript>请启用脚本</noscript><textarea>输入</textarea><select><option>选项</option></select><button>打印</button>
    <svg/><iframe src=x>框</iframe><footer>版权所有</footer></body></html>"""
    assert lines(page) == ["统计公报", TEXT]


def test_what_is_named_like_a_menu_but_holds_the_report_is_kept() -> None:
    assert lines(f"<div class=header>{TEXT}</div><div id=top><h1>公报</h1>二</div><nav>{TEXT * 9}") == [TEXT, "公报", "二", TEXT * 9]
    form = f'<form id="form1" runat="server"><div class="content-header">一</div><p>{TEXT}</p></form>'
    assert lines(form) == ["一", TEXT]


def test_runs_of_links_are_menus_and_links_in_prose_are_not() -> None:
    menu = "".join(f'<li><a href="{i}.html">栏目{"甲乙丙丁戊"[i]}</a><span>2024-01-0{i}</span></li>' for i in range(5))
    cities = "".join(f'<tr><td><a href="{i}">{"甲乙丙丁戊"[i]}市</a></td><td>{i}{i}.5</td></tr>' for i in range(5))
    prose = f'<p><a href="a">附件：表</a></p><p><a href="b">{TEXT}</a></p><p><a name="x">锚点'
    kept = ["甲市  00.5", "乙市  11.5", "丙市  22.5", "丁市  33.5", "戊市  44.5", "附件：表", TEXT, "锚点"]
    assert (
        lines(
            f"<ul>{menu}</ul><div><a href=1>甲</a>|<a href=2>乙</a>|<a href=3>丙</a>|<a href=4>丁</a></div><table>{cities}</table>{prose}"
        )
        == kept
    )
    assert len(lines(f"<ul>{menu}</ul>")) == 5  # a page of links alone is not left empty


def test_a_table_row_is_a_line_with_its_cells_apart() -> None:
    table = "<table><thead><tr><th>指标<th>单位<th>2024年</thead><tr><td><p>高新技术<br>企业</p></td><td></td><td><p>54</p></td></tr>"
    assert lines(f"前{table}</table>后") == ["前", "指标  单位  2024年", "高新技术 企业  54", "后"]


def test_tables_for_looks_stay_lines() -> None:
    inner = "<table><tr><td>出口</td><td>9%</td></tr></table>"
    assert lines(f"<table><tr><td>左</td><td>{inner}</td></tr></table>") == ["左", "出口  9%"]
    assert lines(f"<table><tr><td>左</td><td><p>{TEXT * 25}</p><p>二</p></td></tr></table>") == ["左", TEXT * 25, "二"]


def test_blocks_end_lines_and_inline_marks_do_not() -> None:
    page = "<div>一</div>二<p>三<b>54</b>家<span>，</span><font>增</font>长<br/>四<ul><li>五<li>六</ul><pre>七\n八</pre><h2>九</h2>十"
    assert lines(page) == ["一", "二", "三54家，增长", "四", "五", "六", "七", "八", "九", "十"]


def test_white_space_and_entities() -> None:
    page = "<p>　　全市\n  新增&nbsp;54&#23478;&lt;5%&gt; &amp; GDP\n growth&ensp;a &copy</p><p>5 < 6<7</p><p title='a>b' rel=\"x>y\">末"
    assert lines(page) == ["全市新增 54家<5%> & GDP growth a ©", "5 < 6<7", "末"]


def test_pinyin_over_characters_is_not_text() -> None:
    assert lines("<ruby>創<rp>(</rp><rt>chuàng</rt><rp>)</rp></ruby>新") == ["創新"]


def test_head_states_title_day_and_source(tmp_path: Path) -> None:
    stated = '<meta name="ArticleTitle" content="统计 公报"><meta content="2024/3/5 10:00" name="PubDate">'
    stated += "<META name=contentsource content='市\"局'>"
    (tmp_path / "a.html").write_text(f"<head>{stated}<meta name=Keywords content=x></head><p>{TEXT}", "utf-8")
    (source,) = read_all([tmp_path / "a.html"])
    meta = {"title": "统计 公报", "published": "2024-03-05", "source": "市局"}
    assert source == Source("a", TEXT, str(tmp_path / "a.html"), meta)


def test_empty_pages() -> None:
    assert read_html(b"", "a.html").text == read_html(b" \n", "a.html").text == ""
    for page in (b"<html><body><script>render()</script></body></html>", b"<frameset><frame src=a></frameset>"):
        with pytest.raises(ReadError, match=r"a\.html: no text in this page; if a browser shows some"):
            read_html(page, "a.html")


MANY = 100_000
BOMBS = {
    "nested": "<div>" * MANY + TEXT + "</div>" * MANY,
    "open": f"<div>{TEXT}" * MANY,
    "lists": "<ul><li>" * MANY + TEXT,
    "menus": "<p>前" + "<div class=nav>x" * MANY + TEXT,
    "tables": "<table><tr><td>" * MANY + TEXT,
    "formats": "<p>" + "".join(f"<b id={i}>" for i in range(3000)) + "</p>" + "<p>x" * 3000 + TEXT,
    "links": "<p>" + "".join(f"<a href={i}>" for i in range(3000)) + "</p>" + "<p>x</p>" * 3000 + TEXT,
    "attributes": "<div " + " ".join(f"a{i}=1" for i in range(MANY * 5)) + f">{TEXT}",
    "tag without end": TEXT + "<div " + " ".join(f"a{i}=1" for i in range(MANY)),
    "quotes": TEXT + '<a "' * MANY * 5,
    "ends": "</div></p></x>" * MANY + TEXT,
    "comments": TEXT + "<!--" * MANY,
    "scripts": TEXT + "<script>" * MANY,
    "white space": "深" + "\n　" * MANY * 9 + TEXT,
    "one row": "<table><tr>" + "<td>5" * MANY + f"<td>{TEXT}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_read_in_linear_time(name: str) -> None:
    begin = time.process_time()
    found = read_html(BOMBS[name].encode(), "a.html").text
    assert TEXT in found
    assert time.process_time() - begin < 10


def test_nesting_loses_no_text_and_no_line() -> None:
    depth = 3 * markup_room.DEEPEST
    inside = "".join(f"<div>{i}" for i in range(depth)) + "".join(f"</div>{-i}" for i in range(depth)) + "<nav>栏</nav><p>末"
    assert lines(inside) == [*map(str, range(depth)), *(str(-i) for i in range(depth)), "末"]


def test_fifty_megabytes_take_bounded_time_and_memory() -> None:
    paragraph = f"<p class=a>{TEXT * 20}</p>\n"
    data = (paragraph * (50_000_000 // len(paragraph.encode()))).encode()
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    text = read_html(data, "a.html").text
    assert text.count("\n") + 1 == data.count(b"<p")
    assert time.process_time() - begin < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("企业54<sup>1</sup>家", "企业54家"),
        ('总值<sup><a href="#n">[2]</a></sup>增长5%', "总值增长5%"),
        ("占地30km<sup>2</sup>，产量3.5×10<sup>4</sup>吨", "占地30km²，产量3.5×10⁴吨"),
        ("CO<sub>2</sub>，商标<sup>®</sup>", "CO2，商标®"),
        ("企业<del>5</del>6家，<s>旧</s>新增3家", "企业6家，新增3家"),
        ("企业<s>5家", "企业5家"),
    ],
)
def test_raised_and_struck_out(page: str, expected: str) -> None:
    assert lines(f"<p>{page}</p>") == [expected]


@pytest.mark.parametrize(
    "begin", ["<!-- saved 2024年12月3日 5万元 -->\n<!DOCTYPE html>", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', ""]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_pages_are_known_by_their_content(begin: str, encoding: str) -> None:
    assert tell(f"{begin}<html><body>{TEXT}".encode(encoding)) == "a web page"


def test_more_tags_than_a_report_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup_room, "MOST_TAGS", 10)
    with pytest.raises(ReadError, match=r"a\.html: more than 10 tags.*split the page"):
        read_html(b"<p>" * 11, "a.html")
