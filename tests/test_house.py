"""The rules of the house that hold for every room."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit import catalogue

PACKAGE = Path(hi.__file__).parent
ROOT = PACKAGE.parent

#: Rooms by floor, from the ground up; an arrow may only go down.
FLOORS = [
    {"errors", "writing"},
    {"catalogue", "intervals"},
    {"table", "groups"},
    {"readers", "counting", "rates", "measures", "register"},
    {"disclosure"},
    {"charts", "finding", "questions", "exports"},
    {"__init__"},
    {"pack", "practice", "widgets"},
    {"__main__"},
]
#: Rooms on one floor that may import each other: none.
NEIGHBOURS: set[tuple[str, str]] = set()
HEAVY = {
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "papermill": {"pack"},
    "nbformat": {"pack"},
    "jinja2": {"pack"},
    "openpyxl": {"readers", "exports"},
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "duckdb": {"readers"},
    "ibis": {"readers"},
    "pyspark": set(),
    "scipy": {"intervals", "disclosure"},
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_bundle" not in path.parts)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_the_floors(path: Path) -> None:
    here = room(path)
    assert here in FLOOR, f"{here} is on no floor: add it to FLOORS"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "hitoolkit":
            allowed = HEAVY.get(parts[0])
            assert allowed is None or here in allowed, f"{here} imports {parts[0]}, which only {allowed} may"
            continue
        there = parts[1] if len(parts) > 1 and parts[1] in FLOOR else "__init__"
        if there in (here, "errors", "writing") or (here, there) in NEIGHBOURS:
            continue
        if FLOOR[here] == 7:
            assert there == "__init__", f"{here} is a door: it uses {name}, which the front door does not show"
        assert FLOOR[there] < FLOOR[here], f"{here} (floor {FLOOR[here]}) imports {there} (floor {FLOOR[there]})"


def test_import_is_light() -> None:
    heavy = ["altair", "openpyxl", "ipywidgets", "papermill", "duckdb", "scipy", "nbformat", "jinja2"]
    code = f"import sys, hitoolkit; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", hi.__all__)
def test_public_names_explain_themselves(name: str) -> None:
    function = getattr(hi, name)
    assert inspect.isfunction(function), f"hi.{name} is {type(function)}"
    doc = inspect.getdoc(function) or ""
    assert re.match(r"[A-Z].+\.(\n|$)", doc), f"hi.{name} should open with one sentence"
    assert ">>>" in doc, f"hi.{name} has no example that runs"


@pytest.mark.parametrize("name", [one for one, room in hi.NAMES.items() if room in ("rates", "measures")])
def test_statistics_say_where_they_are_from(name: str) -> None:
    doc = inspect.getdoc(getattr(hi, name)) or ""
    assert re.search(r"[A-Z][a-z]+ (?:and others )?(?:19|20)\d\d", doc), f"hi.{name} names no paper and year"
    assert re.search(r"Not (?:for|to|a|where)|Never", doc), f"hi.{name} does not say when not to use it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_short_and_say_what_they_hold(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a file opens with what it holds"
    assert len(text.splitlines()) <= 300, "over 300 lines: split it"


def test_numbers_of_the_policy_are_told_once() -> None:
    """A threshold typed into a sentence or a comparison would drift from policy.toml."""
    policies = tomllib.loads((PACKAGE / "catalogue" / "policy.toml").read_text(encoding="utf-8"))["policy"]
    spans = {f"{one['hide_from']} to {one['hide_to']}" for one in policies.values()}
    for path in MODULES:
        # Examples in docstrings show real output; everything else must read the policy.
        code = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text(encoding="utf-8"))
        for span in spans:
            assert not re.search(rf"\b{span}\b", code), f"{path.name} types the policy's {span!r}"
        assert not re.search(r"hide_(from|to) = \d|round_to = \d", code), f"{path.name} types a policy's figure"


def test_facts_are_in_date() -> None:
    facts = catalogue.blocks("fact")
    old = [name for name, one in facts.items() if date.fromisoformat(one.review) < date.today()]
    assert not old, f"check that these are still true, and move their review date: {old}"


def test_no_figure_of_a_fact_is_typed_in_a_notebook() -> None:
    """Notebooks call hi.fact("..."); a figure typed by hand goes stale unseen."""
    facts = catalogue.blocks("fact")
    figures = {f"{value:,}" for one in facts.values() for value in one.values.values() if value >= 10}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        typed = {figure for figure in figures if re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d,]|\.\d)", prose)}
        assert not typed, f"{path.name} types {typed}: use hi.fact"


def test_no_machine_paths_or_addresses_of_registries() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    home = str(Path.home())
    for name in listed.stdout.split():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt", ".yml", ".ipynb", ".j2", ".css", ".js"} and path.exists():
            text = path.read_text(encoding="utf-8")
            assert f"{ROOT.parent}/" not in text and (home == "/" or f"{home}/" not in text), f"{name} holds a path"
            assert not re.search(r"(pypi|npmjs|pythonhosted)\.(org|com)", text) or name.startswith("tests/"), name
