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

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytest.importorskip("voila", reason="Voila is not installed: python start.py present 01 installs it")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of notebook 01, once it answers."""
    command = [sys.executable, "-m", "hitoolkit", "present", "01", "--no-browser", "-p", "place=Here and Now"]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path_factory.mktemp("own"))}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own, cwd=own["TMPDIR"])
    assert child.stdout
    found = next(match.group() for line in child.stdout if (match := re.search(r"http://\S+", line)))
    for _ in range(120):
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
    for path in ("", "voila/", "api/kernels", "voila/files/01_deprivation_gradient.ipynb"):
        try:
            answer = urllib.request.urlopen(bare + path, timeout=30)
        except urllib.error.HTTPError as refused:
            assert refused.code in (403, 404)
        else:
            assert "login" in answer.url and b"steep" not in answer.read()


def test_it_shows_the_page_without_code_and_asks_nobody_outside(address: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, timeout=120_000)
    page.wait_for_selector("#rendered_cells", state="visible", timeout=120_000)
    page.wait_for_selector("svg", timeout=60_000)
    text = page.inner_text("body")
    assert "Here and Now" in text and "plausible range" in text
    assert "import hitoolkit" not in text and "Traceback" not in text
    assert page.title() == "How steep is our gradient?"
    outside = [url for url in asked if not re.match(r"(data|blob):|(http|ws)://127\.0\.0\.1:", url)]
    assert not outside
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
