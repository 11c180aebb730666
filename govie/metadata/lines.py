"""The lines about a report, above its body and below it, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from govie.normalize import period

HEAD, TAIL = 3000, 2000
"""Clean characters at each end of a document that are looked at."""
HAN = "\u3400-\u9fff〇○"
FIGURES = "〇○零一二三四五六七八九"
DAY = (
    r"(?:19|20)\d\d ?[-./年] ?\d{1,2} ?[-./月] ?(?:\d ?\d ?日|\d{1,2} ?日?)"
    rf"|[一二][{FIGURES}]{{3}}年[{FIGURES}十]{{1,3}}月[{FIGURES}十]{{1,3}}日"
    r"|(?:19|20)\d\d年?\d{1,2}月\d{1,2}日|(?:19|20)\d{5,6}日|(?:19|20)\d{5,6}"
)
DATED = re.compile(DAY)
CLOCK = r"(?: ?\d{1,2}:\d\d(?::\d\d)?)?"

BODY_NAME = (
    rf"[{HAN}（）()]{{1,38}}?(?:党组|党委|党工委|局|厅|委员会|人民政府|管委会|街道办事处|办公室|组|法院|检察院|支队|总队|大队"
    r"|联合会|联社|联合社|研究室|[府融贫改编振]办|总工会|妇联|残联|供销社|中心|[革改建教健管信商农交资]委|海关|政府|银行|文明办)"
)
BODY_AND_DAY = re.compile(rf"({BODY_NAME})\s*({DAY})")

FIELDS = {
    "title": "标题 信息标题 文件名称 信息名称 名称",
    "issuer": "发文机关 发布机构 发文单位 发布单位 发布机关 公开主体 公开机构 制发机关 公开责任部门",
    "published": "发布时间 发布日期 公开日期 公开时间 发表时间 发布于 时间 日期",
    "written": "发文日期 发文时间 成文日期 生成日期 印发日期",
    "source": "来源 信息来源 稿源 文章来源",
    "": "索引号 发文字号 文号 文件编号 主题词 主题分类 体裁 作者 编辑 责任编辑 字体 字号 字体大小 浏览 浏览次数 浏览量 点击 点击量 点击数"
    " 点击次数 阅读 阅读次数 阅读量 访问量 访问次数 打印 关闭 收藏 分享 分享到 有效性 关键词 公开方式 公开范围 "
    "签发人 办理结果 类别 分类 审核",
}
KINDS = {word: kind for kind, words in FIELDS.items() for word in words.split()}
_KEYS = "|".join(r"\s{0,9}".join(word) for word in sorted(KINDS, key=len, reverse=True))
FIELD = re.compile(rf"({_KEYS})(?:\s?[:：]\s?|(?=(?:19|20)\d\d[-./年]))")
_BREAK = re.compile(r"[|【\[】\]]|\s{2}")
_CRUMBS = re.compile(r"^.{0,8}位置\s?[:：]|^首页|[>＞»].*[>＞»]|^【?打印|^【?字[体号]")
_BEFORE_FIELDS = re.compile(rf"[【\[（(\s]*(?:(?:{DAY}){CLOCK}\s?)?")
_YEARS = r"(?:19|20)\d\d年?[-—–~至](?:19|20)\d\d年"
_PATTERNS = {
    "day": rf"[（(【\[]?\s?(?:{DAY}){CLOCK}\s?[）)】\]]?",
    "session": rf"[—\-－（(\s]*(?:{DAY}).{{0,60}}(?:会议|大会|全会).{{0,40}}",
    "prose": r".*。.*|.{101,}|[^，]*(?:，[^，]*){3,}"
    r"|(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．](?!\d)|第[一二三四五六七八九十]+部分).*",
    "body": rf"(?!关于){BODY_NAME}(?:文件)?",
    "signed": rf"{BODY_NAME}\s*(?:{DAY})",
    "note": rf"[（(](?:节选|摘要|摘录|全文|草案|书面|{_YEARS})[）)]",
    "number": rf".{{1,20}}[〔\[（(](?:19|20)\d\d[〕\]）)]\s?第?\s?\d+\s?号(?:\s.*|(?:{DAY}))?",
    "issue": r"[（(]?第?\s?[一二三四五六七八九十\d]+\s?期.{0,20}",
    "addressed": r".{1,200}[:：]|(?:尊敬的)?各位(?:代表|委员|领导).{0,10}",
}
_ROLES = {role: re.compile(pattern) for role, pattern in _PATTERNS.items()}
_LINE = re.compile(r"[^\s][^\n]*")
_FOOTER = re.compile("主办|承办|版权|联系|地址|备案|网站|上一篇|下一篇|打印|关闭|抄送|邮编|电话|传真|邮箱|ICP|^报：|^发：|^附")


class Line(NamedTuple):
    """A line that is not blank, by its half-open clean offsets, and what it is.

    `role` is portal, number (of the document), issue, session (the meeting a report was given at), day, signed (a body
    and a day), body, note, addressed, prose or words.
    """

    start: int
    end: int
    text: str
    role: str


def role(text: str, names: Collection[str]) -> str:
    """Say what a stripped line is; `names` are the agencies that were found near it.

    >>> [role(line, ()) for line in ("发布时间：2024-01-05", "潞科发〔2024〕3号", "（2024年1月5日）", "市统计局", "各位代表：")]
    ['portal', 'number', 'day', 'body', 'addressed']
    """
    if text in names or text.removesuffix("文件") in names:
        return "body"
    if "。" not in text and (_CRUMBS.search(text) or fields(text)):
        return "portal"
    return next((name for name, pattern in _ROLES.items() if pattern.fullmatch(text)), "words")


def fields(text: str) -> list[tuple[str, int, int]]:
    """Read the kind and the span of each value that a portal line states; no line but a portal's begins with a field.

    >>> line = "发布日期：2022-07-14信息来源：市商务局  字号：大 中 小"
    >>> [(kind, line[start:end]) for kind, start, end in fields(line)]
    [('published', '2022-07-14'), ('source', '市商务局'), ('', '大 中 小')]
    """
    found = list(FIELD.finditer(text))
    if not found or not (_CRUMBS.search(text) or _BEFORE_FIELDS.fullmatch(text, 0, found[0].start())):
        return []
    values = []
    for field, following in zip(found, [*(f.start() for f in found[1:]), len(text)], strict=True):
        cut = _BREAK.search(text, field.end(), following)
        end = cut.start() if cut else following
        value = text[field.end() : end]
        values.append((KINDS["".join(field[1].split())], field.end() + len(value) - len(value.lstrip()), field.end() + len(value.rstrip())))
    return values


def day(text: str) -> date | None:
    """Read a day of the calendar; `None` for what is not just one."""
    read = period("".join(text.split()))
    return read.start if read and read.granularity == "day" else None


def head(clean: str, names: Collection[str]) -> list[Line]:
    """Give the lines above the body, in order, and the first one of the body."""
    found = []
    for line in split(clean[:HEAD], 0, names):
        found.append(line)
        if line.role in ("prose", "addressed") or len(found) > 24:
            break
    return found


def tail(clean: str, begin: int, names: Collection[str]) -> list[Line]:
    """Give the lines that end the document, the last one first, down to the last one of the body, which begins at `begin`."""
    low = max(begin, len(clean) - TAIL)
    found = []
    for line in reversed(list(split(clean[low:], low, names))):
        found.append(line)
        if (line.role == "prose" and not _FOOTER.search(line.text)) or len(found) > 24:
            break
    return found


def split(part: str, offset: int, names: Collection[str]) -> Iterator[Line]:
    """Cut a part of the clean text, which begins at `offset`, into lines that are not blank."""
    for match in _LINE.finditer(part):
        line = match[0].rstrip()
        yield Line(offset + match.start(), offset + match.start() + len(line), line, role(line, names))
