"""Each notebook on a messy but legitimate file of its own: it runs to the end, warns of nothing, says what is so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from awkward import CASES

from hitoolkit.pack import Job, run_notebooks

pytest.importorskip("anywidget")
NARROW = "\N{NO-BREAK SPACE}"
PAYLOAD = "application/vnd.hitoolkit.v1+json"
#: What a page of each file must say, worked out by hand from the counts in awkward.py, as they are after rounding.
SAYS = {
    # 60 of 332 in the first fifth and 36 of 372 in the last; nobody is said to live in the last.
    "05_missed_appointments": ["were missed: 18 in every 100, against 9 from the least deprived", "not known"],
    # The van's six records are too few for a name of their own.
    "06_who_is_missing": ["group: 66.7 in every 100, against 66.1", "Hill House", "Smaller groups together"],
    # 1,240 of 3,194; a star stays unknown, so that neither the gap nor the last fifth is told.
    "07_postcodes_are_not_people": ["reach 39 of every 100 people who live on a low income, and miss 57", "hidden"],
    # Nineteen areas have a rank: 268 of 5,920 in the first local fifth, 108 of 4,440 in the last.
    "08_whose_quintile": ["46 per 1,000, against 25 from the least deprived local ones", "cannot be compared"],
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
    page = (index.parent / f"{notebook}.html").read_text(encoding="utf-8").replace(NARROW, " ")
    for words in ["Ourtown", *SAYS[notebook]]:
        assert words in page, words
    assert "Synthetic data" not in page and str(tmp_path) not in page + json.dumps(executed)
