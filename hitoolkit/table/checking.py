"""Check that a frame keeps the contract, and bring it into its standard form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.errors import CatalogueError, InputError, count_of, unknown_name
from hitoolkit.table.codes import Coded, coded_texts, in_order, joint_codes, same_text
from hitoolkit.table.contract import COLUMNS, COUNTS, FLAGS, KEY, LACKING, NUMBERS, UNKNOWN, WHOLE

#: Headings of ages, which a table of counts holds as a stratum.
AGES = {*concepts()["age"].headings, *concepts()["age_group"].headings}


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
    return check_coded(frame, **constants)[0]


def check_coded(frame: pd.DataFrame, **constants: Any) -> tuple[pd.DataFrame, dict[str, Coded]]:
    """Check a frame as `check_table` does, and return with the table the codes of its texts, for quick sums.

    >>> import pandas as pd
    >>> plain = pd.DataFrame({"group": [2, 1, 2], "stratum": ["b", "a", "a"]})
    >>> same = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "A", "dimension": "imd_quintile"}
    >>> check_coded(plain, **same)[1]["stratum"].codes.tolist()
    [0, 0, 1]
    """
    table, coded, _ = _checked(frame, constants)
    return table, coded


def check_keeping(frame: pd.DataFrame, extra: Sequence[str]) -> pd.DataFrame:
    """Check a frame as `check_table` does, and keep some columns that are not the contract's, where it has them.

    >>> import pandas as pd
    >>> plain = pd.DataFrame({"group": [2, 1], "expected": [7.5, 9.0], "period": "2025", "area": "A"})
    >>> plain = plain.assign(indicator="waits_over_52_weeks", dimension="imd_quintile")
    >>> check_keeping(plain, ["expected"])[["group", "expected"]]
      group  expected
    0     1       9.0
    1     2       7.5
    """
    table, _, order = _checked(frame, {})
    for name in [one for one in extra if one in frame]:
        column = frame[name].reset_index(drop=True)
        table[name] = column if order is None else column.take(order).reset_index(drop=True)
    return table


def _checked(frame: pd.DataFrame, constants: dict[str, Any]) -> tuple[pd.DataFrame, dict[str, Coded], Any]:
    """The checked table, the codes of its texts, and where its rows stood in the frame; nothing if as they are."""
    refuse_no_frame(frame)
    unknown = [name for name in constants if name not in COLUMNS]
    if unknown:
        raise InputError(unknown_name("column of the table", unknown[0], COLUMNS))
    for name in {"indicator", "dimension"} & {*constants}:
        getattr(catalogue, name)(str(constants[name]))
    table = frame.assign(**constants)
    missing = [name for name in ["indicator", "period", "area", "dimension", "group"] if name not in table]
    if missing:
        raise InputError(
            f'The table has no column "{missing[0]}" (it has: {", ".join(map(str, frame.columns))}). '
            f'Add the column, or give it once for all rows: check_table(frame, {missing[0]}="...").'
        )
    table = table.reindex(columns=COLUMNS).reset_index(drop=True)
    coded = {}
    for name in [*KEY, "flag", "source"]:
        same = same_text(table[name])
        if same is not None:
            coded[name] = Coded(np.zeros(len(table), dtype=np.intp), np.array([same], dtype=object))
            continue
        coded[name], ready = coded_texts(table[name], LACKING.get(name, ""))
        if not ready:
            table[name] = coded[name].texts[coded[name].codes]
    for name in NUMBERS:
        table[name] = _numbers(table[name])
    _refuse_broken_rows(table, coded, [str(name) for name in frame.columns if name not in COLUMNS])
    order = in_order(table, coded)
    if order is not None:
        table = table.take(order).reset_index(drop=True)
        coded = {name: column._replace(codes=column.codes[order]) for name, column in coded.items()}
    table.attrs = dict(frame.attrs)
    return table, coded, order


def refuse_no_frame(frame: object) -> None:
    """Raise InputError where something else was given in place of a table."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"This should be a table (a pandas DataFrame), but is {type(frame).__name__}.")


def _numbers(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    lost = (numbers.abs() == float("inf")) | (column.notna() & numbers.isna())
    if lost.any():
        lost &= column.astype(str).str.strip() != ""
    if lost.any():
        row = int(lost.to_numpy().argmax())
        raise InputError(
            f'Column "{column.name}" should hold numbers, but {count_of(int(lost.sum()), "row")} '
            f"hold{'s' if lost.sum() == 1 else ''} something else (first: row {row + 1} below the heading). "
            "Put a number there, or leave the cell empty where it is not known."
        )
    return numbers


def _refuse_broken_rows(table: pd.DataFrame, coded: dict[str, Coded], beside: list[str]) -> None:
    for name in ("indicator", "dimension"):
        _refuse_unknown(coded[name], name)
    _refuse(table, table["group"] == "", "no group", 'Write the group, or "Not known".')
    _refuse(table, (table[COUNTS] < 0).any(axis=1), "a count below zero", "Counts start at zero.")
    proportion = coded["indicator"].told(lambda name: catalogue.indicator(name).kind == "proportion")
    _refuse(
        table,
        proportion & (table["numerator"] > table["denominator"]),
        "a numerator larger than the denominator",
        "Check that the two columns are not swapped.",
    )
    per = coded["indicator"].told(lambda name: catalogue.indicator(name).per)
    _refuse(
        table,
        proportion & ((table["value"] < 0) | (table["value"] > per)),
        f"a value outside 0 to {per[proportion].max() if proportion.any() else 1:g}",
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
    key = pd.Series(joint_codes([(coded[name].codes, len(coded[name].texts)) for name in KEY]))
    if key.duplicated().any():
        _refuse(table, key.duplicated(), *_same_key(table, key, beside))
    known = coded["flag"].told(lambda flag: flag in FLAGS)
    _refuse(table, ~known.astype(bool), "an unknown flag", f"Flags are {', '.join(FLAGS[1:])}, or empty.")
    for name in coded["dimension"].texts:
        groups = catalogue.dimension(name).groups
        allowed = {*groups, WHOLE, *UNKNOWN}
        if groups and not allowed.issuperset(coded["group"].texts):
            _refuse(
                table,
                (table["dimension"] == name) & ~table["group"].isin(allowed),
                f"a group that {name} does not have",
                f"Groups of {name}: {', '.join(groups)}, All, Not known, Not stated.",
            )


def _same_key(table: pd.DataFrame, key: pd.Series, beside: list[str]) -> tuple[str, str]:
    """What is wrong with rows of the same key: one told twice, two figures for one thing, or a column not read."""
    again = key.duplicated()
    alike = not (again & ~table[NUMBERS].assign(key=key).duplicated()).any()
    what = f"the same key as another row, with {'the same' if alike else 'other'} figures"
    mend = f"Keep one row for each combination of {', '.join(KEY)}."
    split = [name for name in beside if heading_key(name) in AGES]
    if split:
        mend = (
            f'The column "{split[0]}" is not read, and it may be what tells these rows apart: write it into a column '
            "stratum, as age_band=40-49, or keep the rows of all ages."
        )
    elif beside:
        mend = (
            f"Columns that are not read may tell these rows apart ({', '.join(beside[:3])}): write a place into a "
            "column area, a time into period, or the like of sex=Female into stratum."
        )
    return what, mend


def _refuse_unknown(column: Coded, kind: str) -> None:
    """Refuse names that the catalogue does not have, by their row: what stands there may be anything."""
    known = catalogue.blocks(kind)
    wrong = np.array([text not in known for text in column.texts], dtype=bool)[column.codes]
    if wrong.any():
        at = int(wrong.argmax())
        near = unknown_name(kind, column.texts[column.codes[at]], known).partition(". ")[2]
        raise CatalogueError(
            f"{count_of(int(wrong.sum()), 'row')} of the column {kind} "
            f"{'names' if wrong.sum() == 1 else 'name'} what the catalogue does not have "
            f"(first: row {at + 1} below the heading). {near}"
        )


def _refuse(table: pd.DataFrame, rows: Any, what: str, mend: str) -> None:
    broken = np.asarray(rows, dtype=bool)
    if broken.any():
        at = int(broken.argmax())
        rows = count_of(int(broken.sum()), "row")
        raise InputError(
            f"{rows} {'has' if broken.sum() == 1 else 'have'} {what} "
            f"(first: row {at + 1} below the heading, {_told(table.iloc[at])}). {mend}"
        )


def _told(row: pd.Series) -> str:
    """Which row it is, by what the catalogue knows: a place or a group may be a name in the wrong column."""
    block = catalogue.dimension(row["dimension"])
    known = row["group"] in (*block.groups, WHOLE, *UNKNOWN)
    return f"{row['indicator']} by {row['dimension']}" + (f", group {row['group']}" if known else "")
