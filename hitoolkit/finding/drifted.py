"""A finding of places picked for being worst: how far they moved, beside others as bad, and what may be said of it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import NO_RANGE, amount, decimals_for, difference_decimals, number, spelt, upper_first
from hitoolkit.errors import InputError
from hitoolkit.finding.change_sizes import synthetic
from hitoolkit.finding.method import sources
from hitoolkit.finding.model import Finding
from hitoolkit.finding.words import Voice
from hitoolkit.measures.drift import refuse_foreign_drift
from hitoolkit.measures.moved import moved_by
from hitoolkit.measures.periods import periods

LIMITS = [
    {"start": "What made the change.", "text": "Places may differ in more than the programme."},
    {"start": "How the places were chosen.", "text": "Only a fair draw makes two sets of places alike in all that is "
                                                      "not seen."},
    {"start": "Who is in each place.", "text": "A place's figure can move when the people in it change."},
]


def drift_findings(table: pd.DataFrame, found: pd.DataFrame) -> list[Finding]:
    """One finding of what `drift` made of a checked table."""
    rows = {str(row["who"]): row for row in found.to_dict("records")}
    block, dimension = catalogue.indicator(table["indicator"].iloc[0]), catalogue.dimension(table["dimension"].iloc[0])
    if "picked" not in rows or table["indicator"].nunique() > 1:
        raise InputError("This is not what drift(table) returned. Give findings the table and drift(table, ...).")
    refuse_foreign_drift(found, table)
    values = [row[name] for row in rows.values() for name in ("first", "second") if not _none(row[name])]
    voice = Voice(block, dimension, max(1, decimals_for(*values, indicator=block)))
    treated = rows.get("difference of the two changes")
    size = _size(treated, voice) if treated is not None else None
    said = _programme(rows, voice) if treated is not None else _alone(rows["picked"], voice)
    labels = [one.label for one in periods(table["period"])]
    return [Finding(
        headline=said[0], certainty=_certainty(treated if treated is not None else None), difference=size, ratio=None,
        sure=said[1], missing=[], leaves="", limits=LIMITS, method=_method(table, rows), about="change",
        indicator=block.id, dimension=dimension.id, area="All", period=f"{labels[0]} to {labels[-1]}", stratum="All",
        synthetic=synthetic(table), source=sources(table).rstrip("."), theme=block.theme, groups=0,
    )]


def _certainty(treated: Any) -> str:
    if treated is None:
        return "not_comparable"
    if _none(treated["lower"]):
        return "too_few"
    return "cannot_tell" if treated["lower"] <= 0 <= treated["upper"] else "clear"


def _programme(rows: dict[str, Any], voice: Voice) -> tuple[str, str]:
    """Both sets of places beside each other, and what is left between them."""
    helped, others, between = (rows[name] for name in (
        "with the programme", "picked, without it", "difference of the two changes"))
    two = _moved(helped["change"], voice)
    if not _none(others["change"]):
        two += f"; the others as bad {_moved(others['change'], voice, False)} with no programme"
    headline = f"{voice.name}: the places with the programme {two}"
    places = voice.decimals
    left = amount(abs(between["change"]), voice.indicator, places) if not _none(between["change"]) else ""
    if _certainty(between) == "too_few":
        return headline, "There are too few places on one side to tell the two apart. " + str(rows["picked"]["note"])
    span = _span(between, voice)
    if _certainty(between) == "cannot_tell":
        sure = (f"That leaves {left} between them (plausible range {span}). These numbers cannot tell whether the "
                "programme did anything: they fit with one that did nothing.")
    else:
        sure = (f"That leaves {left} between them (plausible range {span}). Chance alone is an unlikely explanation. "
                "How the places for the programme were chosen may still be one.")
    return headline, f"{sure} {rows['picked']['note']}".strip()


def _alone(picked: Any, voice: Voice) -> tuple[str, str]:
    count = spelt(int(picked["places"]))
    text = f"{voice.name}: the {count} places picked as worst {_moved(picked['change'], voice)}"
    return text, (f"{picked['note']} With no other places as bad to set beside them, these numbers cannot tell what a "
                  "programme did.")


def _moved(change: float, voice: Voice, unit: bool = True) -> str:
    return moved_by(change, voice.indicator, voice.decimals, unit)


def _span(row: Any, voice: Voice) -> str:
    """The range of what is left: `2.2 lower to 1.6 higher`."""
    places = difference_decimals(row["change"], row["lower"], row["upper"], voice.decimals)
    return " to ".join(f"{number(abs(row[end]), places)} {'higher' if row[end] > 0 else 'lower'}"
                       for end in ("lower", "upper"))


def _size(row: Any, voice: Voice) -> dict[str, Any] | None:
    if _none(row["change"]) or _none(row["lower"]):
        return None
    places = difference_decimals(row["change"], row["lower"], row["upper"], voice.decimals)
    size, said = number(abs(row["change"]), places), _span(row, voice)
    word = "higher" if row["change"] > 0 else "lower"
    big = size if float(size.replace(",", "")) == 0 else f"{size} {word}"
    clear = _certainty(row) == "clear"
    return {"big": big, "unit": f"{voice.unit} than the others as bad".strip(), "range": said or NO_RANGE,
            "value": row["change"], "lower": row["lower"], "upper": row["upper"],
            "lower_label": said.split(" to ")[0], "upper_label": said.split(" to ")[1], "none": 0,
            "none_label": "0, no move", "alt": f"The places with the programme moved {big} {voice.unit} beside the "
            f"others; the plausible range runs from {said} and {'does not reach' if clear else 'reaches'} 0."}


def _method(table: pd.DataFrame, rows: dict[str, Any]) -> list[dict[str, str]]:
    many = rows["all"]["places"] if "all" in rows else table["area"].nunique()
    return [
        {"term": "Places", "text": f"{upper_first(spelt(int(many)))}, each counted once whatever its size."},
        {"term": "Ranges", "text": "From how much the places differ among themselves (t; for two sets Welch 1947)."},
        {"term": "Drift", "text": "What would be expected with no help: the mean of all places, plus the distance of "
                                  "the picked ones from it times the correlation of the two periods."},
        {"term": "Sources", "text": sources(table)},
    ]


def _none(value: Any) -> bool:
    return value is None or math.isnan(float(value))
