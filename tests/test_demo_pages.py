"""The demo as a reader meets it: every page in a real browser, for everybody, with no network, saying what it shows."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from hitoolkit.pack import Job, notebooks, run_notebooks

PAYLOAD = "application/vnd.hitoolkit.v1+json"
#: The way in shows published figures, and no finding: what it must hold is asked at the end.
START = "00_start_here"
EVERY = [item.name for item in notebooks()]
NAMES = [name for name in EVERY if name != START]
LARGEST = 1_500_000
#: Sets of places that the table of a programme holds, and its chart does not draw.
NOT_DRAWN = {"Picked as worst", "All places", "With the programme, less without it"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every notebook run once on its own sample, as `hitoolkit demo` does."""
    return run_notebooks([Job(name, {}) for name in EVERY], tmp_path_factory.mktemp("demo") / "out").parent


def payloads(demo: Path, name: str) -> dict[str, list[dict[str, Any]]]:
    executed = json.loads((demo / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    found: dict[str, list[dict[str, Any]]] = {}
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output
            if payload := output.get("data", {}).get(PAYLOAD):
                found.setdefault(payload["kind"], []).append(payload)
    return found


class Pictures(HTMLParser):
    """Every picture of a page with the words that stand for it, and its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[str] = []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and not given.get("alt"):
            self.words.append("")
        if tag == "svg" and given.get("role") == "img":
            self.words.append("")
        if tag == "h1":
            self.headings.append(tag)
        self.inside = tag if self.words and tag in ("title", "desc") else ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words[-1] += data


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_with_its_finding_and_ends_in_questions(demo: Path, name: str) -> None:
    found, page = payloads(demo, name), (demo / f"{name}.html").read_text(encoding="utf-8")
    assert found["findings"][0]["items"][0]["headline"].split(":")[0] in page.replace("\N{NO-BREAK SPACE}", " ")
    assert found["figure"] and found["table"] and len(found["questions"][0]["items"]) == 3
    assert all(one["synthetic"] for one in found["figure"]) and "Synthetic data" in page
    assert len(page.encode()) < LARGEST and not re.search(r"(src|href)=\"https?:", page)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_says_in_words_what_it_shows(demo: Path, name: str) -> None:
    """A listener hears each value, its range, the gap and that it is synthetic; never a stand-in text."""
    pictures = Pictures((demo / f"{name}.html").read_text(encoding="utf-8"))
    assert pictures.headings == ["h1"]
    assert len(pictures.words) >= 4 and all(len(words) > 25 for words in pictures.words)
    assert not any("No description" in words for words in pictures.words)
    for figure in payloads(demo, name)["figure"]:
        assert any(words.endswith(figure["alt"]) for words in pictures.words) and "Synthetic data." in figure["alt"]
        for row in figure["table"]["rows"]:
            # Small panels name the measure first, with its unit; the words say it without.
            label = row["cells"][0].split(", in every ")[0].split(", per ")[0].split(" (")[0]
            # No line runs through people of unknown group, nor through sets of places that hold others.
            unseen = (figure["type"] == "slope_index" and row["role"] == "unknown") or label in NOT_DRAWN
            said = label.lower() in figure["alt"].lower()
            assert unseen or row["role"] == "total" or said, f"{label} is drawn and not said"


@pytest.mark.parametrize("name", [*EVERY, "index"])
def test_nothing_on_a_page_stands_in_anybodys_way(browser: Any, demo: Path, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in (1280, 320):
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((demo / f"{name}.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        found = axe.run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith("file:")] == []
        page.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_reads_in_order_with_scripts_off(browser: Any, demo: Path, name: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((demo / f"{name}.html").as_uri())
    text = page.inner_text("body")
    sizes = ("Side by side",) if "Side by side" in text else ("The difference", "The ratio")  # places have no gap
    heads = (*sizes, "Who is missing", "What this cannot tell you", "Three questions to ask")
    order = [text.find(words) for words in heads]
    assert -1 not in order and order == sorted(order)
    page.close()


def test_the_way_in_shows_the_surveys_and_where_to_go(demo: Path) -> None:
    found, page = payloads(demo, START), (demo / f"{START}.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\N{NO-BREAK SPACE}", " ")))
    assert len(found["figure"]) == 1 and not found["figure"][0]["synthetic"] and "2021 and 2024" in text
    assert Pictures(page).headings == ["h1"] and '<div class="hatch">' not in page
    for way in ("If you are on the board", "If you work with patients", "If you work with the data"):
        assert way in text
    assert "28 to 49 (80 answers)" in text and "cannot tell a fall from luck" in text
    for fact in found["fact"]:
        at = text.index(fact["sentence"])
        beside = text[at : at + 900]
        assert fact["period"] in beside and fact["source"] in beside, "period and source stand beside the figure"
    heads = ("What boards said", "Did it really fall?", "Does it add up?", "What this cannot tell you", "Words and")
    order = [text.find(words) for words in heads]
    assert -1 not in order and order == sorted(order)


def test_a_made_up_page_says_which_of_its_figures_are_real(demo: Path) -> None:
    page = (demo / "01_deprivation_gradient.html").read_text(encoding="utf-8")
    assert "No figure here is about real people, but for published ones, which name their source." in page
    deaths = (demo / "03_maternity.html").read_text(encoding="utf-8")
    folded = deaths[deaths.index('<details class="care">') :]
    assert "died during pregnancy" in folded and "died during pregnancy" not in deaths[: -len(folded)]
