"""Make exercises from their solutions: what a learner is to find becomes three dots, what only solves is left out."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from hitoolkit.errors import InputError
from hitoolkit.writing.files import write_files

#: A cell to be emptied of its values, and a cell that only a solution has.
EMPTIED, DROPPED = "solution", "solution_only"
BLANK = "..."


def make_exercise(solution: dict[str, Any], name: str = "the notebook") -> dict[str, Any]:
    """Make an exercise from a solution.

    Takes a notebook as JSON. In cells tagged `solution` each value that is assigned becomes `...`; cells tagged
    `solution_only` are left out; outputs, counts of runs and the two tags go; links lose one step up.
    Returns a new notebook.
    Raises InputError where a tagged cell is no code, or assigns nothing: a learner would see the answer.

    >>> cell = {"cell_type": "code", "metadata": {"tags": ["solution"]}, "source": ["rate = 254 / 2_004_184  # a rate"]}
    >>> made = make_exercise({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    >>> made["cells"][0]["source"]
    ['rate = ...  # a rate']
    """
    cells = [_cell(cell, name) for cell in solution["cells"] if DROPPED not in _tags(cell)]
    return {**solution, "cells": cells}


def blanked(code: str, name: str = "the notebook") -> str:
    """A cell of code with each assigned value replaced by three dots; all else stays as it is written.

    >>> print(blanked("low, high = 11, 14\\nlimits = [\\n    low,\\n    high,\\n]\\nq.limits.check(limits)"))
    low, high = ..., ...
    limits = ...
    q.limits.check(limits)
    """
    try:
        tree = ast.parse(code)
    except SyntaxError as fault:
        raise InputError(f"{name}: a cell tagged {EMPTIED} is not Python. Mend it.") from fault
    found = [one for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None]
    if not found:
        raise InputError(f"{name}: a cell tagged {EMPTIED} assigns nothing, so it would show the answer.")
    text = code.encode()
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for statement in reversed(found):
        before: Any = statement.targets[-1] if isinstance(statement, ast.Assign) else statement.annotation
        opening = text.index(b"=", starts[before.end_lineno - 1] + before.end_col_offset) + 1
        ending = starts[(statement.end_lineno or 1) - 1] + (statement.end_col_offset or 0)
        text = text[:opening] + b" " + _dots(statement).encode() + text[ending:]
    return text.decode()


def _dots(statement: ast.Assign | ast.AnnAssign) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    return ", ".join([BLANK] * len(target.elts)) if isinstance(target, ast.Tuple | ast.List) else BLANK


def _cell(cell: dict[str, Any], name: str) -> dict[str, Any]:
    tags = [tag for tag in _tags(cell) if tag != EMPTIED]
    metadata = {key: value for key, value in cell["metadata"].items() if key != "tags"}
    made = {**cell, "metadata": {**metadata, **({"tags": tags} if tags else {})}}
    if cell["cell_type"] == "code":
        made |= {"execution_count": None, "outputs": []}
    else:  # the exercise stands one folder above its solution
        made["source"] = [line.replace("](../../", "](../") for line in cell["source"]]
    if EMPTIED in _tags(cell):
        if cell["cell_type"] != "code":
            raise InputError(f"{name}: a cell of prose is tagged {EMPTIED}. Tag it {DROPPED}, or take the tag off.")
        made["source"] = blanked("".join(cell["source"]), name).splitlines(keepends=True)
    return made


def _tags(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def as_text(notebook: dict[str, Any]) -> str:
    """A notebook as it is kept: the same bytes each time."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def exercises_from(folder: Path) -> dict[str, str]:
    """Every exercise of a folder with `solutions/NN_name.ipynb` in it: its file name and its text.

    Raises InputError where there is no such folder, or a notebook cannot be read.
    """
    solutions = sorted((folder / "solutions").glob("[0-9][0-9]_*.ipynb"))
    if not solutions:
        raise InputError(f"There are no solutions in {folder.name}/solutions. Name the folder that holds them.")
    made = {}
    for path in solutions:
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            made[path.name] = as_text(make_exercise(notebook, path.name))
        except (ValueError, KeyError, TypeError) as fault:
            raise InputError(f"{path.name} is no notebook. Save it again from JupyterLab.") from fault
    return made


def make_exercises(folder: Path) -> list[str]:
    """Write the exercises of a folder beside their solutions. Returns the names of those that changed."""
    made = exercises_from(folder)
    changed = [
        name
        for name, text in made.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    write_files({folder / name: made[name] for name in changed})
    return changed
