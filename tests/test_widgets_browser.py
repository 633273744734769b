"""The widgets in a real JupyterLab and a real Chromium: by keyboard, by mouse, narrow, and with nothing from outside."""

from __future__ import annotations

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from hitoolkit.pack.lab import CONFIG, free_port, lab_command

ROOT = Path(__file__).parents[1]
TOKEN = "for-this-test-alone"
SETUP = """
import pandas as pd
import hitoolkit as hi
from hitoolkit import widgets

opened = hi.open_data("elective_waits")
asked = ["waits_over_18_weeks", "waits_over_52_weeks"]
safe = hi.protect(hi.count_by(opened, ["imd_quintile", "ethnic_group", "sex"], asked).pipe(hi.add_rates))
now = safe[safe["indicator"] == "waits_over_18_weeks"]
fifths, groups = now[now["dimension"] == "imd_quintile"], now[now["dimension"] == "ethnic_group"]
sizes = [150, 180, 220, 260, 300, 350, 400, 450, 520, 600]
years = {"2024": [10, 20, 20, 25, 40, 35, 35, 40, 45, 45], "2025": [20, 15, 25, 20, 25, 35, 45, 40, 50, 60]}
places = pd.concat(pd.DataFrame({"group": list("ABCDEFGHIJ"), "period": year, "numerator": counts,
    "denominator": sizes}) for year, counts in years.items())
places = hi.check_table(places.reset_index(drop=True), indicator="waits_over_52_weeks", area="England",
                        dimension="provider")
places = hi.protect(hi.add_rates(places))
"""
CELLS = {
    "predict": 'widgets.predict(fifths, question="How many in every 100 wait over 18 weeks?")',
    "vote": 'widgets.vote("Has the gap closed?", ["Yes", "No", "Cannot tell"])',
    "explore": "looked = widgets.explore(safe)\nlooked",
    "share": 'widgets.share(groups, "Black or Black British")',
    "switch": 'widgets.switch({"By deprivation": fifths, "By ethnic group": groups}, "Which gap is larger?")',
    "funnel_game": "widgets.funnel_game(places)",
}
NAMES = {"predict": "Predict, then look", "vote": "Vote, talk, vote again", "explore": "Explore",
         "share": "People of unknown group", "switch": "Two ways to see it", "funnel_game": "Pick the worst"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real JupyterLab, started as `hitoolkit lab` does, on a notebook with every widget."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(SETUP), *(nbformat.v4.new_code_cell(code) for code in CELLS.values())]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P"}})
    nbformat.write(notebook, folder / "all.ipynb")
    config = folder / "lab_config.py"
    config.write_text(CONFIG.format(token=TOKEN, folder=str(folder)), encoding="utf-8")
    port = free_port(8920)
    own = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
           "JUPYTERLAB_WORKSPACES_DIR": str(folder / "spaces"), "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings")}
    server = subprocess.Popen(lab_command(config, False, port), cwd=folder, env=own, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2)
                break
            except OSError:
                assert server.poll() is None, "JupyterLab ended by itself"
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def page(browser: Any, lab: str) -> Iterator[Any]:
    """The notebook, open and run; `asked` holds every address the page asked for."""
    opened = browser.new_page(viewport={"width": 1280, "height": 1400})
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.goto(f"{lab}/doc/tree/all.ipynb?token={TOKEN}")
    opened.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    opened.locator(".jp-NotebookPanel-toolbar").first.wait_for(timeout=60_000)
    opened.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for(timeout=60_000)
    opened.get_by_role("menuitem", name="Run", exact=True).click()
    opened.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    for name in NAMES.values():
        opened.locator(f"section.hi-w[aria-label='{name}']").wait_for(state="attached", timeout=90_000)
    yield opened
    opened.close()


def widget(page: Any, name: str) -> Any:
    found = page.locator(f"section.hi-w[aria-label='{NAMES[name]}']")
    found.scroll_into_view_if_needed()
    return found


def test_everything_comes_up(page: Any, tmp_path: Path) -> None:
    for name in NAMES:
        widget(page, name).screenshot(path=f"/tmp/w_{name}.png")
