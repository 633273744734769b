"""Every notebook for every audience, on its own sample and on a messy file: a whole page each time, or an honest no."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from awkward import CASES

from hitoolkit.pack import Job, run_notebooks, runner
from hitoolkit.pack.audiences import AUDIENCES, TAG
from hitoolkit.pack.parameters import find_notebook, read_notebook

pytest.importorskip("anywidget")
NARROW = "\N{NO-BREAK SPACE}"
PAYLOAD = "application/vnd.hitoolkit.v1+json"
LARGEST = 1_500_000
DATA = ("sample", "awkward")
EVERY = [(notebook, audience, data) for notebook in CASES for audience in AUDIENCES for data in DATA]
each = pytest.mark.parametrize(("notebook", "audience", "data"), EVERY)
#: What a page of each messy file must say, worked out by hand from the counts in awkward.py, after rounding.
SAYS = {
    # Nobody lives in the two least deprived tenths.
    "01_deprivation_gradient": ['has no row for "Least deprived tenth"', "cannot be compared", "Eighth tenth"],
    # The last group of the later date is a star.
    "02_twice_as_likely": ["Too few cases to tell how the gap moved"],
    # 3 in 17 of the first tenths and 2 or 1 in 17 of the last, without the births in week 400.
    "03_maternity": ["born before 37 weeks: 19 in every 100, against 9 from the least deprived"],
    "04_elective_waits": ["65 in every 100, against 69", 'Nobody here is recorded as "Black or Black British"'],
    # 60 of 332 in the first fifth and 36 of 372 in the last; nobody is said to live in the last.
    "05_missed_appointments": ["were missed: 18 in every 100, against 9 from the least deprived", "not known"],
    # The van's six records are too few for a name of their own.
    "06_who_is_missing": ["group: 66.7 in every 100, against 66.1", "Hill House", "Smaller groups together"],
    # 1,240 of 3,194; a star stays unknown, so that neither the gap nor the last fifth is told.
    "07_postcodes_are_not_people": ["reach 39 of every 100 people who live on a low income, and miss 57", "hidden"],
    # Nineteen areas have a rank: 268 of 5,920 in the first local fifth, 108 of 4,440 in the last.
    "08_whose_quintile": ["46 per 1,000, against 25 from the least deprived local ones", "cannot be compared"],
    "09_did_it_work": ["the places with the programme fell by 3.2 in every 100; the others as bad fell by 2.3"],
    "10_finding_to_question": ["There is no other group to compare with"],
    "11_league_table_lottery": ["chance moves the small ones most", "Two more places are not shown"],
    "12_your_own_data": ["63.3 in every 100, against 66.7", "July 2026"],
}
#: A missing value that shows itself; "None that can be shown" is English.
MISSING = re.compile(r"\b(nan|NaN|NaT|null|inf|undefined|None(?! (that|among|of|here|were)\b))\b")
#: Python starts this by itself: a connection to anywhere but this machine is refused, as on a train.
NO_NETWORK = """
import socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError("a notebook asked for the network")
    return _connect(self, address)
socket.socket.connect = connect
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """All runs in one folder, two kernels at a time and without a network; and whatever was written as a warning.

    That the folder came to stand says that `audit` found nothing in it: the runner leaves none otherwise.
    """
    folder = tmp_path_factory.mktemp("audiences")
    (folder / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    jobs, warned, tidy = [], [], runner.tidy.tidy
    for notebook, audience, data in EVERY:
        files = folder / notebook
        files.mkdir(exist_ok=True)
        given = CASES[notebook](files) if data == "awkward" else {}
        jobs.append(Job(notebook, {**given, "audience": audience}, f"{notebook}_{audience}_{data}"))

    def watched(notebook: Any, parameters: dict[str, Any]) -> Any:
        for cell in notebook.cells:
            warned.extend(str(output) for output in cell.get("outputs", []) if output.get("name") == "stderr")
        return tidy(notebook, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner.tidy, "tidy", watched)
        patch.setenv("PYTHONPATH", str(folder), prepend=":")
        yield run_notebooks(jobs, folder / "out", progress=lambda *_: None).parent, warned


class Page(HTMLParser):
    """What a page says, piece by piece, with its headings, and whether anything stands below each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[list[Any]] = []  # level, words, anything below
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.text = re.sub(r"\s+", " ", " ".join(self.words)).replace(NARROW, " ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [str(value) for name, value in attrs if name == "id"]
        if tag in ("style", "script", "head", "h1", "h2", "h3", "h4"):
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append([int(tag[1]), "", False])
        elif tag in ("svg", "table", "input") and self.headings:
            self._below()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not data.strip() or {"style", "script", "head"} & set(self.open):
            return
        self.words.append(data)
        if self.open:
            self.headings[-1][1] += data.strip()
        elif self.headings:
            self._below()

    def _below(self) -> None:
        """What stands here belongs to the last heading and to those it is under."""
        level = 7
        for heading in reversed(self.headings):
            if heading[0] < level:
                heading[2], level = True, heading[0]


@cache
def seen(file: Path) -> tuple[str, Page]:
    html = file.read_text(encoding="utf-8")
    return html, Page(html)


def executed(out: Path, name: str) -> tuple[str, list[dict[str, Any]]]:
    text = (out / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    outputs = [output for cell in json.loads(text)["cells"] for output in cell.get("outputs", [])]
    return text, [output["data"][PAYLOAD] for output in outputs if PAYLOAD in output.get("data", {})]


def test_nothing_is_warned_of(run: tuple[Path, list[str]]) -> None:
    assert run[1] == []


@each
def test_a_page_is_whole(run: tuple[Path, list[str]], notebook: str, audience: str, data: str) -> None:
    """A finding or a reason for none, both sizes or a reason, three questions; nothing of the machine."""
    name = f"{notebook}_{audience}_{data}"
    html, page = seen(run[0] / f"{name}.html")
    text, payloads = executed(run[0], name)
    assert {"findings", "figure", "table", "questions"} <= {payload["kind"] for payload in payloads}
    both = {"The difference", "The ratio"} <= {words for _, words, _ in page.headings}
    assert both or {"Side by side", "Who is here"} & {words for _, words, _ in page.headings}
    assert html.count('<article class="card"') == 3
    assert not MISSING.search(page.text)
    assert not re.search(r"Traceback|Warning:|Error:", page.text + text)
    assert not re.search(r"\bhi\.[a-z_]+|widgets\.[a-z]+\(|import hitoolkit|</?(code|pre)>", page.text + html)
    assert [words for _, words, below in page.headings if not words or not below] == [], "a heading with nothing below"
    levels = [level for level, _, _ in page.headings]
    assert levels.count(1) == 1 and all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False)), levels
    assert len(page.ids) == len(set(page.ids))
    assert len(html.encode()) < LARGEST and not re.search(r"(src|href)=\"https?:", html)
    assert not [one for one in (str(run[0].parent), "SURNAME", "943 476") if one in html + text]
    # In 03 a made-up trust, marked as such, stands beside the own figures.
    assert ("Synthetic data" in page.text) == (data == "sample" or notebook == "03_maternity")


@each
def test_a_page_holds_what_is_for_its_readers_alone(
    run: tuple[Path, list[str]], notebook: str, audience: str, data: str
) -> None:
    name = f"{notebook}_{audience}_{data}"
    page, (text, _) = seen(run[0] / f"{name}.html")[1], executed(run[0], name)
    ran = {"".join(cell["source"]) for cell in json.loads(text)["cells"]}
    for cell in read_notebook(find_notebook(notebook)).cells:
        tags = cell.metadata.get("tags", [])
        meant = [tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)]
        assert "parameters" in tags or (cell.source in ran) == (audience in meant or not meant)
        if meant and "reader" in tags:
            opening = cell.source.splitlines()[0].lstrip("# ")
            assert (opening[:40] in page.text) == (audience in meant)


@pytest.mark.parametrize("notebook", CASES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_messy_file_is_told_as_it_is(run: tuple[Path, list[str]], notebook: str, audience: str) -> None:
    page = seen(run[0] / f"{notebook}_{audience}_awkward.html")[1]
    for words in SAYS[notebook]:
        assert words in page.text, words


def test_the_check_of_a_page_finds_what_it_is_for() -> None:
    bad = Page("<h1>A</h1><h2>B</h2><h2>C</h2><h3></h3><p>nan</p><p id='a'></p><p id='a'></p>")
    assert [words for _, words, below in bad.headings if not words or not below] == ["B", ""]
    assert len(bad.ids) == 2 and bad.text.endswith("nan")
