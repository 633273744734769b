"""The contract: the inequality table that every step takes and returns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError, count_of, unknown_name

KEY = ["indicator", "period", "area", "dimension", "edition", "group", "stratum"]
COUNTS = ["numerator", "denominator"]
RESULTS = ["value", "se", "lower", "upper"]
COLUMNS = [*KEY, *COUNTS, *RESULTS, "flag", "source"]
NUMBERS = [*COUNTS, *RESULTS]
FLAGS = ["", "suppressed", "rounded", "few_cases", "incomplete"]

#: Groups that never enter a measure: the whole, and those whose group is unknown.
WHOLE = "All"
UNKNOWN = ["Not known", "Not stated"]


def check_table(frame: pd.DataFrame, **constants: Any) -> pd.DataFrame:
    """Check that a frame is an inequality table, and return it in its standard form.

    Takes a frame with one row for each indicator, period, area, dimension and group. Columns that are the same for
    every row may be given by name instead (`area="Wessington Vale"`). `stratum` becomes `All` and `edition`
    `not stated` where they are lacking; other lacking columns are left empty. Groups of an ordered dimension are
    sorted from the most to the least disadvantaged, whatever their type.

    Returns a new frame with the columns of the contract, in order; extra columns are left out.
    Raises InputError, naming the row, where a rule of the contract is broken.

    >>> import pandas as pd
    >>> plain = pd.DataFrame({"group": [2, 1], "numerator": [8, 10], "denominator": [100, 100]})
    >>> table = check_table(plain, indicator="waits_over_52_weeks", period="2025", area="A", dimension="imd_quintile")
    >>> table[["group", "numerator", "stratum"]]
      group  numerator stratum
    0     1       10.0     All
    1     2        8.0     All
    """
    unknown = [name for name in constants if name not in COLUMNS]
    if unknown:
        raise InputError(unknown_name("column of the table", unknown[0], COLUMNS))
    table = frame.copy()
    table = table.assign(**constants)
    if "stratum" not in table:
        table["stratum"] = WHOLE
    if "edition" not in table:
        table["edition"] = "not stated"
    missing = [name for name in ["indicator", "period", "area", "dimension", "group"] if name not in table]
    if missing:
        raise InputError(
            f'The table has no column "{missing[0]}" (it has: {", ".join(map(str, frame.columns))}). '
            f'Add the column, or give it once for all rows: check_table(frame, {missing[0]}="...").'
        )
    table = table.reindex(columns=COLUMNS).reset_index(drop=True)
    table["stratum"] = table["stratum"].fillna(WHOLE)
    table["edition"] = table["edition"].fillna("not stated")
    for name in [*KEY, "flag", "source"]:
        table[name] = _text(table[name])
    for name in NUMBERS:
        table[name] = _numbers(table[name])
    _refuse_broken_rows(table)
    table = _in_order(table)
    table.attrs = dict(frame.attrs)
    return table


def known_groups(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that may enter a measure: no whole, no unknown groups.

    >>> import pandas as pd
    >>> known_groups(pd.DataFrame({"group": ["1", "All", "Not known"]}))["group"].tolist()
    ['1']
    """
    return table[~table["group"].isin([WHOLE, *UNKNOWN])]


def comparator(table: pd.DataFrame) -> str:
    """The known group with the most people and a figure, to compare the others with where no rest can be made of them.

    Empty where fewer than two groups have one. Percentiles of several groups do not make a percentile of them all.

    >>> import pandas as pd
    >>> comparator(pd.DataFrame({"group": ["A", "B", "All"], "value": [3, 4, 3.5], "denominator": [20, 90, 110]}))
    'B'
    """
    shown = known_groups(table)
    shown = shown[shown["value"].notna() & (shown["denominator"] > 0)]
    return str(shown["group"].iloc[int(shown["denominator"].argmax())]) if len(shown) > 1 else ""


def implied_numerator(table: pd.DataFrame) -> pd.Series:
    """Numerators as printed, or where only value and denominator are printed, what the two give away.

    >>> import pandas as pd
    >>> row = {"indicator": "waits_over_52_weeks", "numerator": None, "denominator": 200, "value": 1.5}
    >>> implied_numerator(pd.DataFrame([row])).tolist()
    [3.0]
    """
    per = table["indicator"].map(lambda name: catalogue.indicator(name).per)
    return table["numerator"].astype(float).fillna(table["value"] * table["denominator"] / per)


def _text(column: pd.Series) -> pd.Series:
    """Text for every cell; 5.0 is written 5, as a spreadsheet would show it, and an empty cell is ''."""

    def one(cell: object) -> str:
        if cell is None or (isinstance(cell, float) and cell != cell) or cell is pd.NA:
            return ""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell).strip()

    return column.map(one).astype(object)


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    endless = numbers.abs() == float("inf")
    lost = endless | (column.notna() & numbers.isna() & (column.astype(str).str.strip() != ""))
    if lost.any():
        row = int(lost.to_numpy().argmax())
        raise InputError(
            f'Column "{column.name}" should hold numbers, but {count_of(int(lost.sum()), "row")} '
            f"hold{'s' if lost.sum() == 1 else ''} something else (first: row {row + 1} below the heading). "
            "Put a number there, or leave the cell empty where it is not known."
        )
    return numbers


def _refuse_broken_rows(table: pd.DataFrame) -> None:
    for name in table["indicator"].unique():
        catalogue.indicator(name)
    for name in table["dimension"].unique():
        catalogue.dimension(name)
    _refuse(table, table["group"] == "", "no group", 'Write the group, or "Not known".')
    _refuse(table, (table[COUNTS] < 0).any(axis=1), "a count below zero", "Counts start at zero.")
    proportion = table["indicator"].map(lambda name: catalogue.indicator(name).kind == "proportion")
    _refuse(
        table,
        proportion & (table["numerator"] > table["denominator"]),
        "a numerator larger than the denominator",
        "Check that the two columns are not swapped.",
    )
    per = table["indicator"].map(lambda name: catalogue.indicator(name).per)
    _refuse(
        table,
        proportion & ((table["value"] < 0) | (table["value"] > per)),
        f"a value outside 0 to {per[proportion].max():g}",
        "Check the column's unit, and that a decimal comma was not lost.",
    )
    # A little room, for limits and values may have been rounded each for itself.
    room = table["value"].abs() * 0.01 + 0.1
    _refuse(
        table,
        (table["lower"] > table["value"] + room) | (table["upper"] < table["value"] - room),
        "a value outside its own range of lower to upper",
        "Check that the columns are not swapped.",
    )
    _refuse(
        table,
        table.duplicated(KEY),
        "the same key as another row",
        f"Keep one row for each combination of {', '.join(KEY)}.",
    )
    _refuse(table, ~table["flag"].isin(FLAGS), "an unknown flag", f"Flags are {', '.join(FLAGS[1:])}, or empty.")
    for name in table["dimension"].unique():
        groups = catalogue.dimension(name).groups
        if groups:
            _refuse(
                table,
                (table["dimension"] == name) & ~table["group"].isin([*groups, WHOLE, *UNKNOWN]),
                f"a group that {name} does not have",
                f"Groups of {name}: {', '.join(groups)}, All, Not known, Not stated.",
            )


def _refuse(table: pd.DataFrame, broken: pd.Series, what: str, mend: str) -> None:
    broken = broken.fillna(False).astype(bool)
    if broken.any():
        at = int(broken.to_numpy().argmax())
        row = table.iloc[at]
        rows = count_of(int(broken.sum()), "row")
        said = ", ".join([row["indicator"], row["period"] or "no period", row["area"] or "no area"])
        raise InputError(
            f"{rows} {'has' if broken.sum() == 1 else 'have'} {what} "
            f"(first: row {at + 1} below the heading, {said}, group {row['group'] or 'blank'}). {mend}"
        )


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by key, but groups from most to least disadvantaged, then the unknown ones, then the whole."""
    place: dict[tuple[str, str], int] = {}
    for name in table["dimension"].unique():
        found = sorted(table.loc[table["dimension"] == name, "group"].unique())
        listed = catalogue.dimension(name).groups or tuple(found)
        last = [*UNKNOWN, WHOLE]
        ranks = [group for group in listed if group not in last] + last
        place.update({(name, group): number for number, group in enumerate(ranks)})
    order = pd.Series([place[pair] for pair in zip(table["dimension"], table["group"], strict=True)], index=table.index)
    table = table.assign(_order=order)
    by = ["indicator", "area", "period", "dimension", "edition", "stratum", "_order"]
    return table.sort_values(by, kind="stable").drop(columns="_order").reset_index(drop=True)
