"""The pages in a real browser: reach for everybody, no network, narrow, without scripts, by keyboard and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from test_pack_page import DAY, figure, finding, findings, notebook, standard

from hitoolkit.pack import index, make_page

WIDTHS = (1280, 320)
#: What a reader may set for easier reading (WCAG 1.4.12).
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    wide_table = figure()["table"] | {"columns": ["Group", *("A rather long column heading",) * 6], "title": "Wide"}
    for row in wide_table["rows"]:
        row["cells"] = [row["cells"][0], *("46.1 (44.8 to 47.5)",) * 6]
    other = finding(headline="Another group has waited longer", synthetic=False)
    rich = [findings(other), "Words **before** it.", figure("b", "By specialty"), wide_table, "## Last\n\n- a\n- b"]
    bare = finding(difference=None, ratio=None, certainty="too_few", missing=[], synthetic=False)
    made = {
        "standard": make_page(standard(), made=DAY),
        "rich": make_page(standard(*rich), made=DAY),
        "bare": make_page(notebook(findings(bare)), made=DAY),
        "index": index.make_index([index.entry(name, standard(), DAY) for name in ("standard", "rich")], made=DAY),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def opened(browser: Any, file: Path, width: int = 1280, **settings: Any) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900}, **settings)
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("name", ["standard", "rich", "bare", "index"])
def test_nothing_stands_in_anybodys_way(browser: Any, pages: dict[str, Path], name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in WIDTHS:
        page = opened(browser, pages[name], width)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        found = axe.run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        page.close()


@pytest.mark.parametrize("name", ["standard", "rich", "bare", "index"])
def test_a_narrow_screen_needs_no_sideways_scroll(browser: Any, pages: dict[str, Path], name: str) -> None:
    page = opened(browser, pages[name], 320)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize("width", [320, 755, 1090, 1220, 1280])
def test_words_in_charts_are_never_small(browser: Any, pages: dict[str, Path], width: int) -> None:
    page = opened(browser, pages["rich"], width)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length)"
        ".map(t => parseFloat(t.getAttribute('font-size')) * t.ownerSVGElement.getBoundingClientRect().width"
        " / t.ownerSVGElement.viewBox.baseVal.width))"
    )
    assert smallest >= 14
    page.close()


def test_a_page_asks_no_network_and_reads_without_scripts(browser: Any, pages: dict[str, Path]) -> None:
    for name, file in pages.items():
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(file.as_uri())
        assert asked == [file.as_uri()], name
        assert said == [], name  # a script or style that the page's own policy refuses would speak up here
        page.close()
    page = opened(browser, pages["standard"], java_script_enabled=False)
    assert not page.locator("#print").is_visible()
    assert not page.locator(".answer").is_visible()
    page.locator("#reveal summary").click()
    assert page.locator(".answer .lesson").is_visible()
    page.close()


def test_prediction_by_keyboard_alone(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["standard"])
    page.locator("input").first.focus()
    for text in ("7", "6", "", "4", "3"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    page.locator("#guess").wait_for(state="visible")  # the page hears of its own opening a moment later
    assert page.locator("#guess").inner_text() == "You wrote 7, 6, blank, 4, 3."
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, summary, input, .ask a')].filter(e => e.offsetParent)"
        ".map(e => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height))"
    )
    assert min(sizes) >= 24
    page.close()


def test_the_standard_page_prints_on_two_sides(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    page = opened(browser, pages["standard"])
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 2
    page.emulate_media(media="print")
    shown = page.locator("main").inner_text()
    assert "Answers to the prediction" in shown and "Wilson" in shown
    assert not page.locator("#print").is_visible() and not page.locator(".answer").is_visible()
    page.close()
