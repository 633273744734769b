"""Regression to the mean: what places that were picked for being worst do by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import number
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.intervals import mean_range, welch, z_value
from hitoolkit.measures.periods import periods
from hitoolkit.measures.units import figure_of_each
from hitoolkit.table import KEY, UNKNOWN, WHOLE, check_table

COLUMNS = ["who", "places", "first", "second", "change", "lower", "upper", "expected", "correlation", "note"]
#: With fewer places a correlation says nothing.
FEWEST = 5


def drift(
    table: pd.DataFrame,
    worst: int | Sequence[str],
    treated: Sequence[str] = (),
    places: str = "area",
    first: str | None = None,
    second: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Show how far places picked for being worst drift back by themselves, and what a programme did beside that.

    Takes an inequality table of one indicator with many places in two periods (`first` and `second`, by default the
    earliest and the latest); `places` is the column that names them, area or group. `worst`: how many were picked, the
    worst of the first period, or their labels. `treated`: those of the picked that got a programme.

    Returns a row for each set of places: those picked (with the programme, without it), the others, and all; then, with
    `treated`, the difference of the two changes, the programme's own share. Columns: `places` (how many), the mean of
    both periods, the `change` with its range, `expected` (the second mean if nothing but chance was at work), the
    `correlation` of the two periods, and a `note` in words. Each place counts once, whatever its size.

    Method: places that are extreme in one year are nearer to the mean in the next (Galton 1886; Bland and Altman 1994,
    BMJ 308:1499; Morton and Torgerson 2003, BMJ 326:1083): expected = m + r (x - m), with x the first mean of the set,
    m that of all places, and r the correlation. Ranges: t on the changes of the places; for the difference Welch 1947.
    Not where places were picked by a fair draw, which need no correction; nor with few places. Where those with the
    programme were chosen among the picked, and not drawn, the difference may be due to that choice.
    Raises InputError where the table holds more than one of a thing, ParameterError where a label is not known.

    >>> import pandas as pd
    >>> year = {"2023": [18, 16, 14, 12, 10, 8, 6], "2024": [15, 14, 14, 13, 9, 11, 8]}
    >>> table = pd.DataFrame([(p, f"Practice {n}", v) for p, row in year.items() for n, v in enumerate(row)],
    ...     columns=["period", "area", "numerator"]).assign(denominator=100, indicator="waits_over_52_weeks",
    ...     dimension="imd_quintile", group="All")
    >>> drift(table, worst=2)[["who", "places", "first", "second", "change", "expected"]].round(1)
              who  places  first  second  change  expected
    0      picked       2   17.0    14.5    -2.5      16.6
    1  the others       5   10.0    11.0     1.0      10.2
    2         all       7   12.0    12.0     0.0      12.0
    """
    z_value(confidence)
    values, block = _values(table, places, first, second)
    picked = _picked(values, worst, block)
    for label in treated:
        if label not in picked:
            raise ParameterError(unknown_name("place among those picked", label, picked))
    sets = {"picked": picked}
    if treated:
        sets["with the programme"] = list(treated)
        sets["picked, without it"] = [label for label in picked if label not in treated]
    sets["the others"] = [label for label in values.index if label not in picked]
    sets["all"] = list(values.index)
    tied = _correlation(values)
    rows = [_row(who, values.loc[labels], values, tied, confidence) for who, labels in sets.items()]
    if treated:
        rows.append(_difference(values, sets, confidence))
    found = pd.DataFrame(rows, columns=COLUMNS)
    found.attrs = dict(table.attrs)
    return found


def _values(
    table: pd.DataFrame, places: str, first: str | None, second: str | None
) -> tuple[pd.DataFrame, catalogue.Indicator]:
    """The two figures of each place, side by side; a place that lacks one of them is left out."""
    if places not in ("area", "group"):
        raise ParameterError(unknown_name("column of places", places, ["area", "group"]))
    checked = _places_alone(check_table(table), places)
    known = [one.label for one in periods(checked["period"])]
    if len(known) < 2:
        raise InputError("The table holds one period. To see how places drift, it needs two.")
    names = [first or known[0], second or known[-1]]
    for label in names:
        if label not in known:
            raise ParameterError(unknown_name("period", label, known))
    for column in KEY:
        if column not in ("period", places) and checked[column].nunique() > 1:
            raise InputError(f'The table holds {checked[column].nunique()} labels of "{column}", and places are '
                             f'compared on one. Pick one: table[table["{column}"] == "{checked[column].iloc[0]}"].')
    block = catalogue.indicator(str(checked["indicator"].iloc[0]))
    return _wide(checked, places)[names].set_axis(["first", "second"], axis=1).dropna(), block


def _places_alone(checked: pd.DataFrame, places: str) -> pd.DataFrame:
    """Without the rows that are no place: where places are groups, all together and those not known."""
    return checked[~checked["group"].isin([WHOLE, *UNKNOWN])] if places == "group" else checked


def _wide(checked: pd.DataFrame, places: str) -> pd.DataFrame:
    return checked.assign(value=figure_of_each(checked)).pivot(index=places, columns="period", values="value")


def is_drift(measures: pd.DataFrame | None) -> bool:
    """Whether measures are what `drift` returned."""
    return measures is not None and set(measures) >= {"who", "places", "expected", "correlation"}


def refuse_foreign_drift(found: pd.DataFrame, checked: pd.DataFrame) -> None:
    """Refuse what `drift` made of another table: the mean of all its places is then not the mean of these.

    Takes what `drift` returned and a checked table. Raises InputError.
    """
    rows = found[found["who"] == "all"]
    places = "group" if checked["group"].nunique() > 1 else "area"
    checked = _places_alone(checked, places)
    if len(rows) == 1 and not checked.duplicated(["period", places]).any():
        wide, said = _wide(checked, places), rows.iloc[0]
        for pair in permutations(wide, 2):
            both = wide[list(pair)].dropna()
            if len(both) == said["places"] and np.allclose(both.mean(), said[["first", "second"]].astype(float)):
                return
    raise InputError("This is not what drift made of this table. Give the table, and then drift(table, ...) of the "
                     "same one.")


def _picked(values: pd.DataFrame, worst: int | Sequence[str], block: catalogue.Indicator) -> list[str]:
    if isinstance(worst, str):
        worst = [worst]
    if not isinstance(worst, int):
        for label in worst:
            if label not in values.index:
                raise ParameterError(unknown_name("place with figures in both periods", label, values.index))
        return list(worst)
    if not 0 < worst < len(values) or isinstance(worst, bool):
        raise ParameterError(f"The number of places picked (worst) should be from 1 to {len(values) - 1}, "
                             f"but is {worst!r}.")
    if block.better == "neither":
        raise ParameterError(f"{block.name} has no worse direction, so there is no worst. Give the labels of the "
                             "places that were picked.")
    ordered = values["first"].sort_values(ascending=block.better == "higher", kind="stable")
    return list(ordered.index[:worst])


def _correlation(values: pd.DataFrame) -> float:
    """How closely the second period follows the first; not known for few places, or where all have one figure."""
    if len(values) < FEWEST or (values.nunique() < 2).any():
        return float("nan")
    return float(np.corrcoef(values["first"], values["second"])[0, 1])


def _row(who: str, rows: pd.DataFrame, all_rows: pd.DataFrame, tied: float, confidence: float) -> dict[str, Any]:
    start, end = float(rows["first"].mean()), float(rows["second"].mean())
    middle = float(all_rows["first"].mean())
    lower, upper = mean_range(rows["second"] - rows["first"], confidence)
    row = {"who": who, "places": len(rows), "first": start, "second": end, "change": end - start, "lower": lower,
           "upper": upper, "expected": middle + tied * (start - middle), "correlation": tied}
    return {**row, "note": _note(row)}


def _note(row: dict[str, Any]) -> str:
    start, end, expected = (number(row[name], 1) for name in ("first", "second", "expected"))
    if row["who"] == "picked" and np.isnan(row["expected"]):
        return "Picked because they were worst, so they drift back by themselves; too few places to tell how far."
    return {
        "picked": f"Picked because they were worst. Such places drift back by themselves: from {start} to about "
                  f"{expected} would be expected with no help at all, and {end} was seen.",
        "picked, without it": "Picked too, and not helped: what these did is what to compare with, as far as they "
                              "started alike.",
        "the others": "Not extreme, so not fit to compare with: they drift the other way.",
    }.get(row["who"], "")


def _difference(values: pd.DataFrame, sets: dict[str, list[str]], confidence: float) -> dict[str, Any]:
    moved = values["second"] - values["first"]
    one, two = moved.loc[sets["with the programme"]], moved.loc[sets["picked, without it"]]
    lower, upper = welch(one, two, confidence)
    if np.isnan(lower):
        note = "Too few places on one side to tell whether the programme made a difference."
    elif lower <= 0 <= upper:
        note = "These numbers cannot tell whether the programme made a difference: they fit with none."
    else:
        note = "The two changed by different amounts, and chance alone is an unlikely explanation."
    return {"who": "difference of the two changes", "places": len(one) + len(two), "change": one.mean() - two.mean(),
            "lower": lower, "upper": upper, "note": note}
