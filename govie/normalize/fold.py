"""Bring the letters of a numeral, unit or date to one form: widths, dashes, traditional characters, copying noise."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# One string of pairs, since that is how one reads and mends it: the second character stands for the first.
_PAIRS = (
    "—- –- −- ―- ‐- ‑- ─- ﹣- ˗- ～~ 〜~ ∼~ ˜~ 。. ·· ・· •· ∶: ／/ ⁄/ "
    "∕/ ％% ﹪% ＂” µμ 萬万 億亿 兩两 個个 項项 噸吨 畝亩 戶户 處处 場场 條条 點点 時时 間间 準准 標标 "
    "￥¥ ￡£ 臺台 檯台 輛辆 隻只 擔担 電电 價价 圓元 圆元 號号 紙纸 張张 雙双 級级 層层 歲岁 週周 幀帧 筆笔 檔档 "
    "棟栋 樓楼 顆颗 類类 種种 鎮镇 鄉乡 縣县 課课 節节 輪轮 碼码 劑剂 針针 鋪铺 樁桩 盞盏 採采 組组 對对 "
    "貫贯 頃顷 頭头 顛颠 裏里 裡里 釐厘 壹一 贰二 貳二 叁三 參三 肆四 伍五 陆六 陸六 柒七 捌八 玖九 拾十 "
    "佰百 仟千 〇零 ○零 ◯零 負负 約约 餘余 過过 達达 滿满 內内 後后 從从 當当 現现 來来 為为 於于 幾几 "
    "僅仅 與与 將将 國国 産产 產产 濟济 規规 劃划 開开 據据 啟启 歐欧 鎊镑 韓韩 盧卢 "
)
_TABLE: dict[int, str] = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_TABLE |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _TABLE}
# ㎡ and its like: units written as one character.
_TABLE |= {code: unicodedata.normalize("NFKC", chr(code)).replace("∕", "/") for code in range(0x3371, 0x33E0)}
_TABLE[0x3000] = " "

_PLAIN = re.compile(r"[0-9.]+")
# Inside a number a space may hide a thousands separator or two numbers: it stays, and no grammar accepts it.
_SPACE = re.compile(r"(?<![0-9])[\s\u200b\ufeff]+|[\s\u200b\ufeff]+(?![0-9])")
# A dash that was taken for the figure 一: 1一6月.
_DASHED = re.compile("(?<=[0-9])一(?=[0-9])")
# Web copies of traditional text carry pinyin after a character: 萬(wàn)噸.
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-z\u00e0-\u02af]+\)")

LONGEST = 64
"""No numeral, unit or date is longer; a longer string is not one, whatever it holds."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return `text` in half-width, simplified form, without white space (but between digits) and pinyin noise.

    >>> fold("８．８　萬(wàn)噸")
    '8.8万吨'
    >>> fold("12 34")
    '12 34'
    """
    if _PLAIN.fullmatch(text):
        return text
    folded = _SPACE.sub("", text.translate(_TABLE))
    if "一" in folded:
        folded = _DASHED.sub("-", folded)
    return _PINYIN.sub("", folded) if "(" in folded else folded
