"""No figure is typed by hand into what people read: it comes from the data, or from the register with its source."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit import catalogue

ROOT = Path(__file__).resolve().parents[1]
#: Numbers that are no figures: names, versions, sizes of paper, times of a session, numbers of notebooks and steps.
NO_FIGURE = [
    r"Core20PLUS5", r"WCAG 2\.\d", r"\bA4\b", r"\b4K\b", r"\bUTF-8\b", r"\bIMD (?:2015|2019|2025)\b",
    r"\b(?:Python|Java|R|Postgres|Spark) \d[\d.]*", r"\b\d+(?:\.\d+){2,}\b", r"\b\d+ x \d+\b",
    r"\b\d+(?: to \d+|-\d+)? ?(?:minutes?|min)\b", r"\b\d\d?:\d\d\b", r"\b(?:0\d|1[0-2])(?:_\w+)?\b", r"^\s*\d+\.\s",
    r"\b\d+ ?(?:px|pt|MB|GB|KB|mm)\b", r"\bevery (?:100|1,000|10,000|100,000)\b", r"\bin 100\b", r"\b\d+%? zoom\b",
]  # fmt: skip
#: Chapters of README whose numbers are of the package itself (its measures, speed and exactness), not of people.
MEASURED = {"If you are an analyst", "How fast", "How right"}


def pages() -> list[Path]:
    """README and every page of the guides."""
    return [ROOT / "README.md", *sorted((ROOT / "guides").rglob("*.md"))]


def prose_of(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def typed(text: str) -> list[str]:
    """The figures typed into prose: what holds a digit, is no code, and is on no list of what is no figure."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`|\]\([^)]*\)|<!--.*?-->|\{[^}]*\}", "", text)
    for pattern in NO_FIGURE:
        text = re.sub(pattern, "", text, flags=re.MULTILINE)
    return re.findall(r"[^\s|(]*\d[^\s|)]*", text)


def unmeasured(readme: str) -> str:
    """README without the chapters in which the package measures itself."""
    parts = re.split(r"^## (.+)$", readme, flags=re.MULTILINE)
    kept = [text for name, text in zip(parts[1::2], parts[2::2], strict=True) if name.strip() not in MEASURED]
    return "\n".join([parts[0], *kept])


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_notebook_types_a_figure(path: Path) -> None:
    assert typed(prose_of(path)) == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_types_a_figure(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert typed(unmeasured(text) if path.name == "README.md" else text) == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_types_a_figure_of_the_register_anywhere(path: Path) -> None:
    """Also where README measures itself: a figure of the register with a decimal is not there by chance."""
    text = path.read_text(encoding="utf-8")
    figures = {f"{value:,}" for fact in catalogue.blocks("fact").values() for value in fact.values.values()}
    exact = [one for one in figures if "." in one]
    told = {one for one in exact if re.search(rf"(?<![\d.,]){re.escape(one)} (?:in every|times)", text)}
    assert told == set()


@pytest.mark.parametrize("planted", [
    "Black women are 3.7 times as likely to die.", "In 2021, 48% named data.", "It was 1 in 5.",
    "| deaths | 252 |", "about 49 boards", "a gap of 0.4 points", "**38** of them",
])  # fmt: skip
def test_a_planted_figure_is_found(planted: str) -> None:
    assert typed(f"Some words before.\n\n{planted}\n"), "the test would let it pass"


def test_every_figure_of_the_register_would_be_found() -> None:
    """Planted one by one, in a sentence as somebody might type it."""
    for name in catalogue.blocks("fact"):
        assert typed(hi.fact(name).text), name


def test_what_is_no_figure_may_stand() -> None:
    assert typed("Core20PLUS5 in notebook 03, for 20 minutes, on A4.\n1. `p=0.05`\n\n```\nx = 3\n```\n") == []
