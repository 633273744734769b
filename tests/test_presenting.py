"""A notebook shown live: a real Voila and a real browser, for this machine only."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from hitoolkit.pack.presenting import STARTUP

ROOT = Path(__file__).resolve().parents[1]
pytest.importorskip("voila", reason="Voila is not installed: python start.py present 01 installs it")


CELLS = [
    'place: str = ""  # the place or trust, for the titles',
    "import hitoolkit as hi\nfrom hitoolkit import widgets\n\n"
    'asked = ["waits_over_18_weeks", "waits_over_52_weeks"]\n'
    'counted = hi.count_by(hi.open_data("elective_waits"), ["imd_quintile", "sex"], asked, area=place)\n'
    "safe = hi.protect(counted.pipe(hi.add_rates))\n"
    'fifths = safe[(safe["dimension"] == "imd_quintile") & (safe["indicator"] == asked[0])]\n'
    "hi.findings(fifths)",
    "widgets.predict(fifths)",
    "widgets.explore(safe)",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a notebook with widgets, once it answers."""
    file = tmp_path_factory.mktemp("notebook") / "live.ipynb"
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# How steep is it?")])
    made.cells += [nbformat.v4.new_code_cell(text) for text in CELLS]
    made.cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(made, file)
    command = [sys.executable, "-m", "hitoolkit", "present", str(file), "--no-browser", "-p", "place=Here and Now"]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path_factory.mktemp("own"))}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own, cwd=own["TMPDIR"])
    assert child.stdout
    found = next(match.group() for line in child.stdout if (match := re.search(r"http://\S+", line)))
    for _ in range(360):
        try:
            urllib.request.urlopen(found.split("?")[0], timeout=5)
            break
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.5)
    yield found
    child.terminate()
    child.wait(30)
    assert not [file for file in Path(own["TMPDIR"]).rglob("*") if file.is_file()], "something was left"


def test_it_answers_nobody_without_the_token(address: str) -> None:
    bare = address.split("?")[0]
    for path in ("", "voila/", "api/kernels", "voila/files/live.ipynb"):
        try:
            answer = urllib.request.urlopen(bare + path, timeout=30)
        except urllib.error.HTTPError as refused:
            assert refused.code in (403, 404)
        else:
            assert "login" in answer.url and b"steep" not in answer.read()


@pytest.fixture(scope="module")
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page, drawn; `asked` holds every address it asked for."""
    opened = browser.new_page(viewport={"width": 1280, "height": 1400})
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.goto(address, timeout=120_000)
    opened.locator("section.hi-w[aria-label='Explore']").wait_for(timeout=120_000)
    yield opened
    opened.close()


def test_it_shows_the_page_without_code(page: Any) -> None:
    text = page.inner_text("body")
    assert "46 in every 100" in text and "plausible range" in text
    assert "import hitoolkit" not in text and "Traceback" not in text
    assert page.title() == "How steep is it?"


def test_predict_by_keyboard(page: Any) -> None:
    asked = page.locator("section.hi-w[aria-label='Predict, then look']")
    boxes = asked.get_by_role("spinbutton")
    boxes.first.focus()
    page.keyboard.type("60")
    asked.get_by_role("button", name="Show the data").focus()
    page.keyboard.press("Enter")
    asked.get_by_text("14 too high").wait_for(timeout=20_000)


def test_a_control_changes_the_chart(page: Any) -> None:
    looked = page.locator("section.hi-w[aria-label='Explore']")
    assert "18 weeks" in looked.inner_text()
    before = looked.locator("figure svg title").first.text_content()
    looked.locator("select[name=indicator]").select_option("waits_over_52_weeks")
    looked.locator("figure", has_text="52 weeks").first.wait_for(timeout=20_000)
    assert looked.locator("figure svg title").first.text_content() != before


def test_it_fits_a_phone_and_asks_nobody_outside(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    outside = [url for url in page.asked if not re.match(r"(data|blob):|(http|ws)://127\.0\.0\.1:", url)]
    assert len(page.asked) > 5 and not outside


@pytest.mark.parametrize(("code", "said"), [
    ("import hitoolkit as hi\nhi.read_sample('martians')", "martians"),
    ("raise ValueError('Jane Smith')", "type the same with run in place of present"),
])
def test_a_fault_is_said_in_words_and_without_a_trace(code: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (STARTUP, code)])
    NotebookClient(made, allow_errors=True, timeout=90).execute()
    shown = "\n".join(made.cells[1].outputs[0].traceback)
    assert said in shown and "Ctrl-C" in shown
    assert "Traceback" not in shown and "Jane" not in shown and "line 1" not in shown


def test_two_at_once_get_two_places_and_a_fault_tells_nothing_of_the_data(tmp_path: Path) -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# It stops"),
        nbformat.v4.new_code_cell('place: str = ""  # the place', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell('said = "zqcanary"\nint(said)')])
    nbformat.write(made, tmp_path / "stops.ipynb")
    command = [sys.executable, "-m", "hitoolkit", "present", str(tmp_path / "stops.ipynb"), "--no-browser",
               "--port", "8951"]
    own = {**os.environ, "PYTHONPATH": str(ROOT)}
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    children = [subprocess.Popen(command, stdout=file.open("w"), stderr=subprocess.STDOUT, env=own, cwd=tmp_path)
                for file in files]
    try:
        pages = ["", ""]
        for _ in range(240):
            for at, file in enumerate(files):
                found = re.findall(r"http://\S+", file.read_text())
                if found and not pages[at]:
                    try:
                        text = urllib.request.urlopen(found[-1], timeout=60).read().decode()
                        pages[at] = text if "The page stops here" in text else ""
                    except OSError:
                        pass
            if all(pages):
                break
            time.sleep(0.5)
        assert all(pages), [file.read_text() for file in files]
        for said in (*pages, *(file.read_text() for file in files)):
            assert "zqcanary" not in said and "Traceback" not in said
        assert len({re.findall(r"http://\S+", file.read_text())[-1].split("?")[0] for file in files}) == len(files)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(30)
