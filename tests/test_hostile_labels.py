"""Labels and headings that were made to run, steer or mislead stay letters in every kind of output."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import nbformat
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.pack import make_page
from hitoolkit.pack.tidy import PAYLOAD
from hitoolkit.table.cells import without_formulas

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "</title><b onclick=x>",
    "datum.x'];alert(1)", "a.b[0]['c']", "back\\slash \"quotes\" 'both'", "{{7*7}} {% raw %}", "${alert(1)}",
    "[x](javascript:alert(1))", "![x](http://x.example/y.png)", "**bold** _it_ `code`", "=HYPERLINK(1)", "+1+1", "@SUM",
    "&lt;script&gt;", "x\u202eevil", "x\x1b[2Jgone",
]


class Page(HTMLParser):
    """The tags of a page with what could run or load in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = 0
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.scripts += tag == "script"
        if tag in ("img", "iframe", "object", "embed", "foreignobject", "a"):
            self.faults += [tag] if tag != "a" or not str(dict(attrs).get("href", "#")).startswith("#") else []
        self.faults += [name for name, value in attrs if name.startswith("on") or ("javascript:" in str(value or "")
                        and name in ("href", "src", "action", "xlink:href"))]


def table(label: str) -> pd.DataFrame:
    """Two places, one of them with the label as its name, in a period and an area of that name."""
    counts = {"numerator": [60, 90, 120], "denominator": [500, 600, 700]}
    rows = pd.DataFrame({"group": [label, "North", "South"], **counts})
    checked = hi.check_table(rows, indicator="waits_over_52_weeks", period=label, area=label, dimension="specialty")
    return hi.protect(hi.add_rates(checked))


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_is_only_letters(label: str) -> None:
    safe = table(label)
    gaps = hi.measure(safe, ["gap", "ratio"])
    said = hi.findings(safe, gaps)
    made = [hi.inequality_chart(safe, measures=gaps), hi.summary_table(safe), said, hi.board_questions(said)]
    outputs = []
    for one in made:
        data = one._repr_mimebundle_()
        shown = Page(data.get("text/html", ""))
        assert shown.scripts == 0 and shown.faults == [], (type(one), label)
        outputs.append(nbformat.v4.new_output("display_data", data=json.loads(json.dumps(data))))
        for svg in [*data.get(PAYLOAD, {}).get("svg", {}).values()]:
            assert Page(svg).faults == [] and Page(svg).scripts == 0
    cells = [nbformat.v4.new_markdown_cell("# 01 A page"), nbformat.v4.new_code_cell("x", outputs=outputs)]
    page = Page(make_page(nbformat.v4.new_notebook(cells=cells)))
    assert page.scripts <= 1 and page.faults == []


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_cannot_steer_a_terminal_or_a_spreadsheet(label: str) -> None:
    said = str(InputError(f"There is no column {label}."))
    assert "\x1b" not in said and "\u202e" not in said
    assert without_formulas(label)[0] not in "=+-@\t\r"
