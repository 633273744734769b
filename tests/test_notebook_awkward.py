"""Each notebook on a messy but legitimate file of its own: it runs to the end, warns of nothing, says what is so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from awkward import CASES

from hitoolkit.pack import Job, run_notebooks

pytest.importorskip("anywidget")
PAYLOAD = "application/vnd.hitoolkit.v1+json"
#: What a page of each file must say, worked out by hand from the counts in awkward.py.
SAYS = {
    "02_twice_as_likely": ["Ourtown", "31 March 2023", "31 March 2025"],
    "09_did_it_work": ["Ourtown", "Picked, without it", "16 places"],
    "11_league_table_lottery": ["Ourtown", "Hill House"],
    "12_your_own_data": ["Ourtown", "hidden"],
    "05_missed_appointments": ["Ourtown", "not known"],
    "06_who_is_missing": ["Ourtown", "Hill House", "Smaller groups together"],
    "07_postcodes_are_not_people": ["Ourtown", "hidden"],
    "08_whose_quintile": ["Ourtown", "IMD 2025 local", "Most deprived local fifth"],
}


@pytest.mark.parametrize("notebook", CASES)
def test_a_notebook_runs_on_an_awkward_file(notebook: str, tmp_path: Path) -> None:
    given = CASES[notebook](tmp_path)
    index = run_notebooks([Job(notebook, given)], tmp_path / "out")
    executed = json.loads((index.parent / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    outputs: list[dict[str, Any]] = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr" or output["output_type"] == "error"]
    kinds = [output["data"][PAYLOAD]["kind"] for output in outputs if PAYLOAD in output.get("data", {})]
    assert {"findings", "figure", "table", "questions"} <= set(kinds)
    page = (index.parent / f"{notebook}.html").read_text(encoding="utf-8")
    for words in SAYS[notebook]:
        assert words in page, words
    # Of the two files of notebook 09 the second, of months, stays the sample's.
    assert ("Synthetic data" in page) == (notebook == "09_did_it_work")
    assert str(tmp_path) not in page + json.dumps(executed)
