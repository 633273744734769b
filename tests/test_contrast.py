"""Every pair of colours that a reader meets, measured: 4.5 to 1 for text, 3 to 1 for marks, edges and the focus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from contrast import contrast, drawing_faults, inline_faults, rules, sheet_faults

import hitoolkit as hi
from hitoolkit import practice, widgets
from hitoolkit.charts import figure, style
from hitoolkit.practice import paper

ROOM = Path(hi.__file__).parent
SHEETS = {
    **{file.name: file.read_text(encoding="utf-8") for file in ROOM.rglob("*.css")},
    "charts": figure.STYLE, "practice": paper.CSS,
}  # fmt: skip
#: Lines of the grid, shaded bands and white stand behind what is told, and tell nothing alone.
IDLE = {style.GRID, style.BAND, style.WHITE}


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_sheet_can_be_read(name: str) -> None:
    assert list(rules(SHEETS[name])) and sheet_faults(SHEETS[name], name) == []


def test_the_measure_is_the_published_one_and_finds_a_planted_fault() -> None:
    assert round(contrast("#767676", "#fff"), 2) == 4.54 and round(contrast("#000", "#FFFFFF"), 1) == 21
    css = SHEETS["page.css"]
    for planted in (".card dt{color:#F46A25}", "button{border:2px solid #C8D0D7}",
                    ".ask{color:#1B2733;background:#12436D}",
                    ".sub{color:#767676}", ":focus-visible{outline:3px solid #A9BFD0}"):  # fmt: skip
        assert len(set(sheet_faults(css + planted, "planted"))) >= 1, planted
    dark = css.replace("--soft:#4A5763", "--soft:#8A97A3")
    assert dark != css and any("text of .soft" in fault for fault in sheet_faults(dark, "planted"))
    assert inline_faults('<p style="color:#999;background:#fff">a</p>', "planted")
    assert inline_faults('<p style="color:#333">a</p>', "planted"), "a dark theme shows through"
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="#A9BFD0"/><text fill="#6B7782">a</text></svg>'
    assert len(drawing_faults(svg, "planted", IDLE)) == 1


def table(sample: str, indicator: str, dimension: str, **more: Any) -> Any:
    counted = hi.count_by(hi.open_data(sample, indicator=indicator), dimension, indicator, **more)
    return hi.protect(counted.pipe(hi.add_rates))


@pytest.fixture(scope="module")
def drawings() -> dict[str, Any]:
    """One drawing of every kind, on the samples."""
    waits = table("elective_waits", "waits_over_18_weeks", "imd_quintile")
    ethnic = table("elective_waits", "waits_over_18_weeks", "ethnic_group")
    dates = table("long_waits_two_dates", "waits_over_52_weeks", "imd_quintile", period="period")
    services = table("services_two_years", "missed_appointments", "provider", period="period")
    services = services[services["period"] == services["period"].min()]
    months = table("emergency_waits_by_month", "over_4_hours_in_emergency_department", "imd_quintile", period="period")
    poor = table("people_on_low_income", "low_income", "imd_quintile")
    practices = table("practices_two_years", "patients_with_an_emergency_admission", "imd_quintile", period="period")
    practices = practices[practices["period"] == practices["period"].max()]
    few = table("maternity", "preterm_births", "ethnic_category")
    return {
        "gradient": hi.gradient_chart(waits), "comparison": hi.comparison_chart(ethnic), "bars": hi.bar_chart(waits),
        "slope": hi.slope_chart(dates), "slope index": hi.slope_index_chart(waits), "trend": hi.trend_chart(months),
        "multiples": hi.small_multiples(dates, by="period"), "funnel": hi.funnel_chart(hi.funnel(services)),
        "ranks": hi.rank_chart(services), "many ranks": hi.rank_chart(practices), "reach": hi.reach_chart(poor, ["1"]),
        "unknown": hi.unknown_chart(ethnic, "Black or Black British"), "expected": hi.expected_chart(few, "G"),
    }  # fmt: skip


def test_every_drawing_stands_out_from_the_paper(drawings: dict[str, Any]) -> None:
    faults = []
    for name, drawn in drawings.items():
        payload = drawn.payload()
        for svg in [*payload["svg"].values(), *((payload["twin"] or {}).get("svg") or {}).values()]:
            faults += drawing_faults(svg, name, IDLE)
    assert list(dict.fromkeys(faults)) == []


def test_what_stands_in_a_notebook_can_be_read_in_any_theme() -> None:
    """A piece sets both its colour and its ground, or leaves both to the reader's own."""
    asked = practice.exercise("04")
    question = next(iter(asked.questions.values()))
    first = table("elective_waits", "waits_over_18_weeks", "imd_quintile")
    pieces = {
        "fact": hi.fact("missed_appointments_two_rates"), "facts": hi.facts(), "glossary": hi.glossary(),
        "table": hi.summary_table(first), "finding": hi.findings(first), "exercise": asked, "question": question,
        "hint": question.hint(), "solution": question.solution(), "paper": question.paper(),
        "vote": widgets.vote("Which?", ["A", "B"], [1, 2], [2, 1]), "predict": widgets.predict(first),
        "explore": widgets.explore(first),
    }  # fmt: skip
    for name, piece in pieces.items():
        bundle = piece._repr_mimebundle_() if "_repr_mimebundle_" in dir(type(piece)) else piece._repr_html_()
        bundle = bundle[0] if isinstance(bundle, tuple) else bundle
        html = bundle if isinstance(bundle, str) else bundle["text/html"]
        assert inline_faults(html, name) == []
