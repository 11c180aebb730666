"""The page in a real browser; skipped where there is none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govie.extractor import extract
from govie.facts import make_facts
from govie.inline import from_inline
from govie.jsonl import from_record
from govie.show import to_html, to_page
from govie.text import repair
from govie.types import Document
from training.browser import browser, dress, missing, open_file
from training.screenshots import long_report, timed

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no browser to look with: {missing()}")
pytest.importorskip("selenium", reason="selenium is not installed; it comes with govie[test]")

HOSTILE = "</script></div><script>window.hit=1</script><img src=x onerror=window.hit=2>&lt;'\"`${1}]]>--></style>"
MARKED = (
    f"{HOSTILE}\n⟪2024年⟫D1⟪规上工业企业⟫I1达到⟪642⟫N1⟪家⟫U1，比⟪上年⟫D2净增⟪37⟫N2⟪家⟫U2。\n{'空' * 3000}\n"
    "⟪2025年⟫D3，力争⟪高新技术企业⟫I2突破⟪1200⟫N3⟪家⟫U3。\n"
    "@ N1: I1 U1 D1 | level + actual exact -\n@ N2: I1 U2 D1 | change + actual exact yoy\n@ N3: I2 U3 D3 | level + target over -"
)
LIT = "return [...document.querySelectorAll('.lit')].map(e => e.textContent)"
ROWS = "return [...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).map(r => r.querySelector('b').textContent)"
CHOSEN = "return document.querySelector('[aria-selected=true] b')?.textContent ?? null"


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def read() -> Document:
    bare = from_record({"id": HOSTILE, **from_inline(MARKED)})
    return make_facts(bare, repair(bare.text))


@pytest.fixture
def page(driver: Any, read: Document, tmp_path: Path) -> Any:
    (tmp_path / "page.html").write_text(to_page([read]), "utf-8")
    dress(driver, dark=False, size=(1200, 700))
    driver.get_log("browser")
    open_file(driver, tmp_path / "page.html")
    return driver


def press(driver: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def click(driver: Any, selector: str, place: int = 0) -> None:
    driver.find_elements("css selector", selector)[place].click()


def test_hostile_text_is_only_text(page: Any, read: Document) -> None:
    assert page.execute_script("return window.hit") is None
    assert page.execute_script("return document.querySelector('.text').textContent") == read.text
    assert page.execute_script("return document.scripts.length + document.images.length") == 1
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert page.get_log("browser") == []


def test_a_fact_lights_its_words_and_links(page: Any) -> None:
    click(page, "tbody tr", 2)
    assert page.execute_script(LIT) == ["2025年", "高新技术企业", "1200", "家"]
    assert page.execute_script("return [...document.querySelectorAll('.links path')].map(p => p.dataset.l).sort()") == [
        "DATE",
        "INDICATOR",
        "UNIT",
    ]
    seen = (
        "const a = [...document.querySelectorAll('.lit')].find(e => e.textContent === '1200').getBoundingClientRect();"
        "const b = document.querySelector('.reading').getBoundingClientRect(); return a.top > b.top && a.bottom < b.bottom"
    )
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(page, 20).until(lambda one: one.execute_script(seen))
    assert "计划" in page.execute_script("return document.querySelector('[aria-selected=true]').textContent")
    assert "1,200 家" in page.execute_script("return document.querySelector('.more').textContent")


def test_a_word_leads_to_its_fact_and_a_fact_to_the_one_it_hangs_on(page: Any) -> None:
    click(page, "[data-l=NUMBER][data-e]", 1)
    assert page.execute_script(CHOSEN) == "37"
    assert page.execute_script("return [...document.querySelectorAll('.joined')].map(e => e.textContent)") == ["642"]
    click(page, ".more button")
    assert page.execute_script(CHOSEN) == "642"


def test_keys(page: Any) -> None:
    from selenium.webdriver import Keys

    press(page, "/")
    assert page.execute_script("return document.activeElement.type") == "search"
    press(page, "家 计划")
    assert page.execute_script(ROWS) == ["1200"]
    assert page.execute_script("return document.querySelector('output').textContent") == "1 / 3 条事实"
    press(page, Keys.ESCAPE)
    assert page.execute_script(ROWS) == ["642", "37", "1200"]
    press(page, Keys.ARROW_DOWN)
    press(page, Keys.ARROW_DOWN)
    assert page.execute_script(CHOSEN) == "37"
    press(page, Keys.ESCAPE)
    assert (page.execute_script(CHOSEN), page.execute_script(LIT)) == (None, [])
    press(page, Keys.ENTER)
    assert page.execute_script(CHOSEN) == "37"
    press(page, Keys.END)
    assert page.execute_script(CHOSEN) == "1200"
    press(page, "/", "无此事")
    assert page.execute_script(ROWS) == []
    assert page.execute_script("return document.querySelector('.rows .hint').checkVisibility()")


def test_columns_sort(page: Any) -> None:
    for order, way in ((["37", "642", "1200"], "ascending"), (["1200", "642", "37"], "descending"), (["642", "37", "1200"], None)):
        click(page, "th.NUMBER button")
        assert page.execute_script(ROWS) == order
        assert page.find_element("css selector", "th.NUMBER").get_attribute("aria-sort") == way


def test_day_and_night(page: Any, read: Document, tmp_path: Path) -> None:
    paper = "return getComputedStyle(document.querySelector('.govie')).backgroundColor"
    assert page.execute_script(paper) == "rgb(255, 255, 255)"
    dress(page, dark=True, size=(1200, 700))
    assert page.execute_script(paper) == "rgb(21, 23, 28)"
    (tmp_path / "day.html").write_text(f'<meta charset="utf-8"><body data-jp-theme-light="true">{to_html(read)}', "utf-8")
    open_file(page, tmp_path / "day.html")
    assert page.execute_script(paper) == "rgb(255, 255, 255)"


def test_two_outputs_in_a_notebook_do_not_meet(driver: Any, read: Document, tmp_path: Path) -> None:
    (tmp_path / "two.html").write_text(f'<meta charset="utf-8">{to_html(read)}{to_html(read)}{read.facts._repr_html_()}', "utf-8")
    dress(driver, dark=False, size=(1200, 2000))
    open_file(driver, tmp_path / "two.html")
    click(driver, "tbody tr", 3)
    lit = "return [...document.querySelectorAll('.govie')].map(g => g.querySelectorAll('.lit').length)"
    assert driver.execute_script(lit) == [0, 4, 0]
    click(driver, "tbody tr", 6)
    assert driver.execute_script("return document.querySelectorAll('[aria-selected=true]').length") == 2


def test_a_long_report_opens_and_filters_in_a_second(driver: Any, tmp_path: Path) -> None:
    document = extract(long_report())
    assert len(document.text) == 20_000 and len(document.facts) > 100
    (tmp_path / "long.html").write_text(to_page([document]), "utf-8")
    times = [timed(driver, tmp_path / "long.html") for _ in range(5)]
    assert min(sum(pair) for pair in times) <= 1
