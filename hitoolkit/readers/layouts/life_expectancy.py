"""Life and healthy life expectancy by deprivation, one row a group, as the ONS figures are commonly reshaped."""

from __future__ import annotations

import pandas as pd

from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.readers.cells import numbers
from hitoolkit.readers.labels import dimension_of, group_labels

NAME = "life_expectancy"
ABOUT = "period, imd_decile, sex, and le or hle in years"

VALUES = {
    "life_expectancy": {"le", "lifeexpectancy", "lifeexpectancyatbirth"},
    "healthy_life_expectancy": {"hle", "healthylifeexpectancy", "healthylifeexpectancyatbirth"},
}
LIMITS = {"lower": ("lower", "lowerci", "lci", "lowercl"), "upper": ("upper", "upperci", "uci", "uppercl")}


def matches(headings: list[str]) -> bool:
    """Told by a deprivation group and a column of life or healthy life expectancy."""
    names = {plain(heading) for heading in headings}
    has_group = any(str(dimension_of(heading)).startswith("imd_") for heading in headings)
    return has_group and any(names & spellings for spellings in VALUES.values())


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row for each indicator, period, sex and group; sex is a stratum; limits are taken where they are printed."""
    named = {plain(heading): heading for heading in frame.columns}
    group = next(heading for heading in frame.columns if str(dimension_of(heading)).startswith("imd_"))
    dimension = dimension_of(group)
    assert dimension is not None
    parts = []
    for indicator, spellings in VALUES.items():
        found = [named[name] for name in named if name in spellings]
        if not found:
            continue
        part = pd.DataFrame({"indicator": indicator, "dimension": dimension}, index=frame.index)
        part["group"] = group_labels(dimension, frame[group], group, file)
        part["value"], hidden = numbers(frame[found[0]], found[0], file)
        _refuse_impossible(part["value"], found[0], file)
        part["flag"] = hidden.map({True: "suppressed", False: ""})
        for name in ("period", "area"):
            if name in named:
                part[name] = frame[named[name]]
        if "sex" in named:
            part["stratum"] = "sex=" + frame[named["sex"]].astype(str).str.strip().str.rstrip("s").str.capitalize()
        for limit, headings in LIMITS.items():
            stem = {"life_expectancy": "le", "healthy_life_expectancy": "hle"}[indicator]
            own = [named[f"{stem}{name}"] for name in headings if f"{stem}{name}" in named]
            if own:
                part[limit], _ = numbers(frame[own[0]], own[0], file)
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    table["source"] = "life_expectancy_by_decile"
    return table


def _refuse_impossible(years: pd.Series, heading: str, file: str) -> None:
    wrong = (years <= 0) | (years > 120)
    if wrong.any():
        row = int(wrong.to_numpy().argmax()) + 1
        raise InputError(
            f'{file}, column "{heading}": life expectancy should be years between 0 and 120 (first: row {row} below '
            "the heading). Check the column's unit."
        )
