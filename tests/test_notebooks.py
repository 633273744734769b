"""The notebooks: tidy in git, written for people, and each runs from its first cell to its last."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.pack.parameters import read_parameters

ROOT = Path(__file__).resolve().parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHARED_NAMES = {
    *("data", "indicator", "dimension", "place", "period"),
    *("policy", "columns", "sheet", "imd_lookup", "imd_edition"),
}
#: The way in opens no records, so it has neither data nor a finding: it shows published figures.
START = "00_start_here"
START_NAMES = {"topic", "audience", "guess"}
#: The only words with a digit that prose may hold; every figure comes by hi.fact or from the data.
WORDS_WITH_DIGITS = {"Core20PLUS5"}
#: What the audience flinches at, or what would claim too much. A weak question may be quoted to be taken apart.
NOT_SAID = [
    *("significant", "p-value", "regression", "confidence interval"),
    *("hard to reach", "vulnerable", "proves that", "no difference"),
]
#: What a notebook may import: the front door, and the doors beside it.
IMPORTED = {
    "import hitoolkit as hi", "from hitoolkit import widgets", "from hitoolkit import practice",
    "from hitoolkit import practice, widgets",
}  # fmt: skip
UNTIDY = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef),
    *(ast.For, ast.While, ast.comprehension, ast.Try),
)

pytestmark = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def tags(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


def prose(path: Path) -> str:
    return "\n\n".join(source(cell) for cell in cells(path) if cell["cell_type"] == "markdown")


def test_is_valid_and_holds_no_outputs(path: Path) -> None:
    nbformat.validate(nbformat.read(str(path), as_version=4))
    for cell in code(path):
        assert cell["outputs"] == [] and cell["execution_count"] is None
        assert set(cell["metadata"]) <= {"tags"}
    text = path.read_text(encoding="utf-8")
    tidy = json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    assert text == tidy, "saved in another form, so that a diff would show every line"
    metadata = json.loads(text)["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert set(metadata["hitoolkit"]) == {"audience", "minutes", "question"}
    assert set(metadata["hitoolkit"]["audience"].split(", ")) <= {"board", "staff", "analyst"}


def test_each_parameter_has_a_type_and_help(path: Path) -> None:
    assert sum("parameters" in tags(cell) for cell in cells(path)) == 1
    found = {item.name: item for item in read_parameters(path)}
    assert set(found) >= (START_NAMES if path.stem == START else SHARED_NAMES)
    annotated = [line for line in source(next(c for c in code(path) if "parameters" in tags(c))).splitlines() if line]
    assert len(annotated) == len(found)
    for line, item in zip(annotated, found.values(), strict=True):
        assert re.match(rf"{item.name}: (str|int|float|bool|list|dict) = .+  # .+", line), line
        assert len(item.help) > 10


def test_the_defaults_are_known(path: Path) -> None:
    given = {item.name: item.default for item in read_parameters(path)}
    if path.stem == START:
        years = hi.read_facts(given["topic"])["period"]
        assert {given["earlier"], given["later"]} <= set(years)
        return
    assert given["data"] in {file.stem for file in (ROOT / "data" / "samples").iterdir()}
    catalogue.indicator(given["indicator"])
    catalogue.dimension(given["dimension"])


def test_prose_stands_between_all_cells(path: Path) -> None:
    kinds = [cell["cell_type"] for cell in cells(path)]
    assert kinds[0] == kinds[-1] == "markdown"
    assert ("code", "code") not in set(pairwise(kinds))
    assert source(cells(path)[0]).startswith("# ")


def test_cells_are_short_and_plain(path: Path) -> None:
    for cell in code(path):
        text = source(cell)
        tree = ast.parse(text)  # a line with % or ! would not parse
        assert not [node for node in ast.walk(tree) if isinstance(node, UNTIDY)], text
        imported = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
        assert {ast.unparse(node) for node in imported} <= IMPORTED
        if "parameters" not in tags(cell):
            assert len(text.splitlines()) <= 8, text
        assert max(map(len, text.splitlines())) <= 120, text
        for name in re.findall(r"\bhi\.(\w+)", re.sub(r"#.*", "", text)):
            assert name in hi.__all__, f"hi.{name} is not on the front door"


def test_no_figure_is_typed_in_the_prose(path: Path) -> None:
    words = re.findall(r"\S*\d\S*", prose(path))
    assert not set(words) - WORDS_WITH_DIGITS


def test_facts_that_are_quoted_exist(path: Path) -> None:
    for cell in code(path):
        for name in re.findall(r'hi\.fact\("([^"]+)"\)', source(cell)):
            catalogue.fact(name)


def test_the_prose_is_for_people(path: Path) -> None:
    text = re.sub(r'\*"[^"]*"\*', "", prose(path))
    said = [word for word in NOT_SAID if word.lower() in text.lower()]
    assert not said
    text = re.sub(r"^\|.*$", "", text, flags=re.MULTILINE)
    parts = re.split(r"[.?!:]+[\"*]*\s+|\n\n|\n- ", text)
    sentences = [one.split() for one in parts if len(one.split()) > 2]
    lengths = [len(one) for one in sentences]
    assert sum(lengths) / len(lengths) < 15, "sentences too long for a reader in a hurry"
    assert max(lengths) <= 35, " ".join(max(sentences, key=len))


def test_it_ends_with_limits_questions_and_a_line_for_the_facilitator(path: Path) -> None:
    heads = [line[3:] for cell in cells(path) for line in source(cell).splitlines() if line.startswith("## ")]
    assert "What this cannot tell you" in heads
    assert heads[-1] == "For whoever leads the session"
    limits = next(source(cell) for cell in cells(path) if source(cell).startswith("## What this cannot tell you"))
    assert len(re.findall(r"^- \*\*[^*]+\.\*\* ", limits, flags=re.MULTILINE)) == 3
    last_code = [source(cell) for cell in code(path) if "hi.board_questions" in source(cell)]
    assert last_code or path.stem == START
    asked = next((source(cell) for cell in cells(path) if source(cell).startswith("## Three questions")), "")
    assert last_code or len(re.findall(r"^- \*\*[^*]+\?\*\* .+\?$", asked, flags=re.MULTILINE)) == 3
    assert re.search(r"^By the end you can:$", prose(path), flags=re.MULTILINE)
