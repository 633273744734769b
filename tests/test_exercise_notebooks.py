"""The notebooks of the exercises: solutions that are right, blanks that run clean, and both tidy."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from exercise_answers import EXERCISES

import hitoolkit as hi
from hitoolkit.practice.files import find_task

ROOT = Path(__file__).resolve().parents[1]
TASKS = {number: find_task(number) for number in sorted(EXERCISES)}
SOLUTIONS = sorted((ROOT / "exercises" / "solutions").glob("*.ipynb"))
BLANKS = sorted((ROOT / "exercises").glob("*.ipynb"))
#: The deprivation groups and the thresholds that prose may name; every other figure comes from the questions.
IN_PROSE = {"1", "5", "18"}
UNTIDY = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.comprehension, ast.Try)


def ids(path: Path) -> str:
    return path.stem


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_there_is_a_solution_and_a_blank_for_each() -> None:
    names = [task.name for task in TASKS.values()]
    assert [path.stem for path in SOLUTIONS] == [path.stem for path in BLANKS] == names


def test_real_deaths_are_no_quiz() -> None:
    assert TASKS["04"].opening.startswith("Before you start:") and "step away" in TASKS["04"].opening
    first = source(cells(SOLUTIONS[3])[0])
    assert "**Before you start.**" in first and "step away" in first


def run(path: Path) -> dict[str, str]:
    """Run a notebook from its first cell to its last; the state of each check, by the id of its question."""
    names: dict[str, Any] = {}
    states = {}
    for cell in cells(path):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse(source(cell))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, path.name, "exec"), names)
        shown = eval(compile(ast.Expression(last.value), path.name, "eval"), names) if last else None
        if checked := re.match(r"q\.(\w+)\.check\(", source(cell)):
            states[checked.group(1)] = shown.state
    return states


@pytest.mark.parametrize("path", SOLUTIONS, ids=ids)
def test_every_solution_is_right(path: Path) -> None:
    expected = {"judgement": "compare", "parts": "complete"}
    questions = TASKS[path.stem[:2]].questions
    assert run(path) == {one.id: expected.get(one.kind, "correct") for one in questions}


@pytest.mark.parametrize("path", [*SOLUTIONS, *BLANKS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_names_its_lesson_and_its_link_leads_there(path: Path) -> None:
    (link,) = re.findall(r"lesson to it is notebook [a-z]+, \[[^\]]+\]\(([^)]+)\)", source(cells(path)[0]))
    lesson = (path.parent / link).resolve()
    assert lesson.is_file() and lesson.name.startswith(TASKS[path.stem[:2]].notebook)


@pytest.mark.parametrize("path", SOLUTIONS, ids=ids)
def test_a_solution_that_was_run_passes_the_audit(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(str(path), as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, path.name, "exec"), names)
            shown = eval(compile(ast.Expression(last.value), path.name, "eval"), names) if last else None
            if shown is not None:
                text = shown._repr_html_() if hasattr(shown, "_repr_html_") else shown._repr_mimebundle_()["text/html"]
                said = {"text/html": text, "text/plain": repr(shown)}
                cell.outputs = [nbformat.v4.new_output("display_data", said)]
    nbformat.write(notebook, str(tmp_path / path.name))
    assert hi.audit(tmp_path / path.name).empty


@pytest.mark.parametrize("path", BLANKS, ids=ids)
def test_every_blank_runs_and_is_not_attempted(path: Path) -> None:
    states = run(path)
    assert set(states.values()) == {"not_attempted"} and len(states) == len(TASKS[path.stem[:2]].questions)


@pytest.mark.parametrize("path", [SOLUTIONS[0], BLANKS[3]], ids=["solution", "blank"])
def test_in_a_kernel_of_its_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(str(path), as_version=4)
    client.NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    checks = [cell for cell in notebook.cells if ".check(" in cell.source]
    said = [output["data"]["text/html"] for cell in checks for output in cell.outputs]
    assert said and all(("Correct" if path in SOLUTIONS else "Not attempted yet") in text for text in said)


@pytest.mark.parametrize("path", [*SOLUTIONS, *BLANKS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_notebooks_are_tidy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    nbformat.validate(nbformat.read(str(path), as_version=4))
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    about = json.loads(text)["metadata"]["hitoolkit"]
    task = TASKS[path.stem[:2]]
    assert set(about) == {"audience", "minutes", "question"} and about["minutes"] == task.minutes
    assert about["audience"] == ", ".join(task.audience)
    kinds = [cell["cell_type"] for cell in cells(path)]
    assert kinds[0] == kinds[-1] == "markdown" and ("code", "code") not in set(pairwise(kinds))
    assert source(cells(path)[0]).startswith(f"# {task.title}\n")
    for cell in cells(path):
        if cell["cell_type"] != "code":
            continue
        assert cell["outputs"] == [] and cell["execution_count"] is None
        lines = source(cell).splitlines()
        assert len(lines) <= 8 and max(map(len, lines)) <= 120
        nodes = list(ast.walk(ast.parse(source(cell))))
        assert not [node for node in nodes if isinstance(node, UNTIDY)]
        imports = [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        assert set(imports) <= {"import hitoolkit as hi", "from hitoolkit import practice"}
        assert all(name in hi.__all__ for name in re.findall(r"\bhi\.(\w+)", source(cell)))


@pytest.mark.parametrize("path", SOLUTIONS, ids=ids)
def test_figures_in_the_prose_are_those_of_the_questions(path: Path) -> None:
    task = TASKS[path.stem[:2]]
    prose = " ".join(source(cell) for cell in cells(path) if cell["cell_type"] == "markdown")
    prose = re.sub(r"\]\([^)]*\)", "]", prose)  # the number of a lesson in a link is none of the figures
    assert all(one.ask in prose for one in task.questions if one.kind in ("number", "range"))
    rows = (cell for one in task.tables for row in one.rows for cell in row)
    asked = " ".join([task.stretch, *(one.ask for one in task.questions), *rows])
    number = re.compile(r"\d[\d,./]*\d|\d")
    assert not set(number.findall(prose)) - set(number.findall(asked)) - IN_PROSE
