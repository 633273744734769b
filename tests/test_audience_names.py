"""What a notebook uses in the form for one audience, it also makes there: no name of a cell that was left out."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import nbformat
import pytest

from hitoolkit.pack import notebooks
from hitoolkit.pack.audiences import AUDIENCES, for_audience
from hitoolkit.pack.parameters import read_notebook


def lacking(content: nbformat.NotebookNode) -> list[tuple[int, str]]:
    """The number of a code cell and each name it uses that no cell before it, nor Python, has made."""
    known, found = set(dir(builtins)), []
    for at, cell in enumerate(one for one in content.cells if one.cell_type == "code"):
        for statement in ast.parse(cell.source).body:
            names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
            made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
            imported = [one for node in ast.walk(statement) if isinstance(node, ast.Import | ast.ImportFrom)
                        for one in node.names]
            found += [(at, node.id) for node in names if isinstance(node.ctx, ast.Load) and node.id not in known]
            known |= made | {(one.asname or one.name).split(".")[0] for one in imported}
    return found


@pytest.mark.parametrize("audience", ["", *AUDIENCES])
@pytest.mark.parametrize("notebook", [one.path for one in notebooks()], ids=lambda path: path.stem)
def test_every_name_that_is_used_is_made_in_a_cell_that_is_kept(notebook: Path, audience: str) -> None:
    content = for_audience(read_notebook(notebook), audience)
    assert lacking(content) == []


def test_a_name_of_a_cell_for_others_would_be_found() -> None:
    cells = [("import hitoolkit as hi", []), ("kept = hi.samples()", ["for_analyst"]), ("print(kept)", [])]
    content = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code, metadata={"tags": tags}) for code, tags in cells])
    assert lacking(content) == []
    assert lacking(for_audience(content, "board")) == [(1, "kept")]
