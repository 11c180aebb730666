"""Take the pictures of docs/pictures: `python -m training.screenshots`; needs Chromium."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import govie
from govie.show import to_html, to_page
from training.browser import browser, dress, missing, open_file

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "corpus" / "seeds").glob("*.txt"))
REPORT = """全市工业和信息化工作情况
市工业和信息化局
2025年1月15日

一、主要指标
2024年，全市规上工业增加值同比增长8.6%，高于全省平均水平1.2个百分点；实现规上工业总产值1286.4亿元，同比增长9.3%，其中高技术制造业产值412.7亿元，占规上工业总产值的32.1%。
规上工业企业达到642家，比上年净增37家。全年完成工业投资285.3亿元，同比下降2.1%。

二、创新主体
市科技局全年认定高新技术企业58家，总数达到324家，完成年度计划320家的101.3%。培育国家级专精特新“小巨人”企业6家、省级专精特新中小企业43家。全社会研发投入约41.5亿元。

三、2025年计划
2025年，力争规上工业增加值增长9%左右，规上工业企业突破670家，高新技术企业达到360家，争取上级资金不少于1.5亿元。
"""
YEARS = {
    2021: ("2021年，全市高新技术企业达到146家。", "2021年，力争全市高新技术企业达到150家。"),
    2022: ("2022年，全市高新技术企业达到198家。", "2022年，力争全市高新技术企业达到180家。"),
    2023: ("2023年，全市高新技术企业达到266家。", "2023年，力争全市高新技术企业达到240家。"),
    2024: ("2024年，全市高新技术企业达到324家。", "2024年，力争全市高新技术企业达到320家。"),
    2025: ("2025年，力争全市高新技术企业达到360家。",),
}
LONG = 20_000
SHELL = '<!doctype html><meta charset="utf-8"><body data-jp-theme-light="{light}" style="margin:0;padding:16px;background:{paper}">{html}'
RUN = """
const done = arguments[0], input = document.querySelector("input"), begin = performance.now();
input.value = "企业"; input.dispatchEvent(new Event("input"));
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
"""
OPENED = """
const done = arguments[0];
const look = () => {
  const it = performance.getEntriesByType("navigation")[0], paint = performance.getEntriesByName("first-contentful-paint")[0];
  if (it.loadEventEnd && paint) done(Math.max(it.loadEventEnd, paint.startTime)); else setTimeout(look, 20);
};
look();
"""


def long_report() -> str:
    """Give a text of 20,000 characters out of the seeds."""
    return "\n".join(path.read_text("utf-8") for path in SEEDS)[:LONG]


def timed(driver: Any, path: Path) -> tuple[float, float]:
    """Give the seconds until a page is loaded and painted, and those from a word in its filter to the next picture."""
    open_file(driver, path)
    return driver.execute_async_script(OPENED) / 1000, driver.execute_async_script(RUN) / 1000


def choose(driver: Any, words: str) -> None:
    """Click the fact whose row has these words, and wait until the page stands still."""
    driver.execute_script("[...document.querySelectorAll('tbody tr')].find(row => row.textContent.includes(arguments[0])).click()", words)
    time.sleep(1)


def pictures(folder: Path) -> Iterator[tuple[str, bool, tuple[int, int], Path, str]]:
    """Write the pages; give each picture's name, whether it is by night, its size, its page, and the words of the fact to click."""
    report = govie.Extractor()(REPORT, id="2024年工作总结")
    frame = govie.series([govie.extract(text) for texts in YEARS.values() for text in texts])
    page = folder / "page.html"
    page.write_text(to_page([report]), "utf-8")
    for dark in (False, True):
        kind, light, paper = ("dark", "false", "#111") if dark else ("light", "true", "#fff")
        yield f"page-{kind}", dark, (1200, 720), page, "642"
        for name, html, size in (
            ("notebook", to_html(report), (1000, 560)),
            ("facts", report.facts._repr_html_(), (1000, 560)),
            ("chart", govie.chart(frame, "高新技术企业").svg, (520, 376)),
        ):
            target = folder / f"{name}-{kind}.html"
            target.write_text(SHELL.format(light=light, paper=paper, html=html), "utf-8")
            yield f"{name}-{kind}", dark, size, target, "41.5" if name == "notebook" else ""


def small(png: bytes) -> bytes:
    """Write a picture in 128 colours."""
    from PIL import Image

    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs" / "pictures")
    output = parser.parse_args().output
    if missing():
        parser.error(missing())
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, browser() as driver:
        for name, dark, size, page, words in pictures(Path(folder)):
            dress(driver, dark=dark, size=size)
            open_file(driver, page)
            if words:
                choose(driver, words)
            (output / f"{name}.png").write_bytes(small(driver.get_screenshot_as_png()))


if __name__ == "__main__":
    main()
