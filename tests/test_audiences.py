"""One notebook in three forms: what is meant for others is not there, not in the run and not on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from hitoolkit.errors import ParameterError
from hitoolkit.pack.audiences import for_audience
from hitoolkit.pack.parameters import write_notebook
from hitoolkit.pack.runner import Job, run_notebooks


def notebook() -> Any:
    made = nbformat.v4.new_notebook()
    cells = [("# A title", []), ("everybody", []), ("one change", ["reader", "for_staff"]), ("a page", ["for_board"]),
             ("both", ["for_staff", "for_board"]), ("slope", ["for_analyst"])]
    made.cells = [nbformat.v4.new_markdown_cell(text, metadata={"tags": tags}) for text, tags in cells]
    code = 'audience: str = ""  # board, staff or analyst; empty: everybody'
    made.cells.insert(1, nbformat.v4.new_code_cell(code, metadata={"tags": ["parameters"]}))
    made.cells.append(nbformat.v4.new_code_cell("raise SystemExit", metadata={"tags": ["for_analyst"]}))
    return made


@pytest.mark.parametrize(("audience", "kept"), [
    ("board", {"everybody", "a page", "both"}),
    ("staff", {"everybody", "one change", "both"}),
    ("analyst", {"everybody", "slope"}),
    ("", {"everybody", "one change", "a page", "both", "slope"}),
])  # fmt: skip
def test_what_is_for_others_is_left_out(audience: str, kept: set[str]) -> None:
    made = for_audience(notebook(), audience)
    texts = {cell.source for cell in made.cells if cell.cell_type == "markdown"}
    assert texts == kept | {"# A title"}


def test_an_unknown_audience_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="Did you mean board"):
        for_audience(notebook(), "bord")


def test_a_run_for_staff_holds_nothing_for_others(tmp_path: Path) -> None:
    file = tmp_path / "n.ipynb"
    file.write_text(write_notebook(notebook()), encoding="utf-8")
    index = run_notebooks([Job(file, {"audience": "staff"})], tmp_path / "out")
    page = (index.parent / "n.html").read_text(encoding="utf-8")
    assert "one change" in page and "for staff" in index.read_text(encoding="utf-8")
    executed = (index.parent / "notebooks" / "n.ipynb").read_text(encoding="utf-8")
    assert "slope" not in executed and "a page" not in executed
