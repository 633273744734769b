"""The way in tells the truth about what it leads to: titles, audiences, minutes and exercises."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
WORDS = dict(enumerate(("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
                        "Twelve"), start=1))  # fmt: skip
MINUTES = {10: "ten", 12: "twelve", 15: "fifteen", 20: "twenty", 25: "twenty-five", 30: "thirty", 35: "thirty-five"}
NAMES = {"board": "the board", "staff": "staff", "analyst": "analysts"}
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))[1:]


def opened(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def joined(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_list_says_what_each_notebook_is(path: Path) -> None:
    start, notebook = opened(ROOT / "notebooks" / "00_start_here.ipynb"), opened(path)
    listed = "\n".join("".join(cell["source"]) for cell in start["cells"])
    told, number = notebook["metadata"]["hitoolkit"], path.stem[:2]
    title = "".join(notebook["cells"][0]["source"]).split("\n")[0].removeprefix("# ")
    whom = [NAMES[name] for name in told["audience"].split(", ")]
    blocks = {file.stem[:2]: tomllib.loads(file.read_text(encoding="utf-8"))
              for file in sorted((ROOT / "hitoolkit" / "practice" / "questions").glob("[0-9]*.toml"))}
    own = [WORDS[int(one)].lower() for one, block in blocks.items() if block["notebook"] == number]
    exercises = f"exercise{'s' if len(own) > 1 else ''} {joined(own)}" if own else "no exercise of its own"
    closed = title if title.endswith("?") else f"{title}."
    line = (f"- **{WORDS[int(number)]}. {closed}** For {'everybody' if len(whom) == len(NAMES) else joined(whom)}, "
            f"{MINUTES[told['minutes']]} minutes, {exercises}.")
    assert line in listed.split("\n"), f"the list of 00_start_here should say: {line}"


def test_every_notebook_is_listed_once() -> None:
    listed = "\n".join("".join(cell["source"]) for cell in opened(ROOT / "notebooks" / "00_start_here.ipynb")["cells"])
    assert re.findall(r"^- \*\*(\w+)\. ", listed, flags=re.MULTILINE)[-len(PATHS):] == [*WORDS.values()]
