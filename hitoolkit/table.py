"""The contract: the inequality table that every step takes and returns."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError, count_of, unknown_name

KEY = ["indicator", "period", "area", "dimension", "edition", "group", "stratum"]
COUNTS = ["numerator", "denominator"]
RESULTS = ["value", "se", "lower", "upper"]
COLUMNS = [*KEY, *COUNTS, *RESULTS, "flag", "source"]
NUMBERS = [*COUNTS, *RESULTS]
FLAGS = ["", "suppressed", "rounded", "few_cases", "incomplete"]

#: What stands where nothing is given.
LACKING = {"stratum": "All", "edition": "not stated"}

#: Groups that never enter a measure: the whole, and those whose group is unknown.
WHOLE = "All"
UNKNOWN = ["Not known", "Not stated"]
#: How the stratum of an adjusted figure begins, and what a standardised table says of itself.
ADJUSTED, STANDARDISED = "adjusted for ", "standardised"


class Coded(NamedTuple):
    """A column of texts, each told once: `texts` in sorted order, and for each row the place of its text in them."""

    codes: npt.NDArray[np.intp]
    texts: npt.NDArray[np.object_]

    def told(self, of: Any) -> Any:
        """For each row what `of` tells of its text; asked once for each text, not once for each row."""
        return np.array([of(text) for text in self.texts])[self.codes]


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
    refuse_no_frame(frame)
    unknown = [name for name in constants if name not in COLUMNS]
    if unknown:
        raise InputError(unknown_name("column of the table", unknown[0], COLUMNS))
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
        same = _same_text(table[name])
        if same is not None:
            coded[name] = Coded(np.zeros(len(table), dtype=np.intp), np.array([same], dtype=object))
            continue
        coded[name] = _coded(table[name], LACKING.get(name, ""))
        table[name] = coded[name].texts[coded[name].codes]
    for name in NUMBERS:
        table[name] = _numbers(table[name])
    _refuse_broken_rows(table, coded)
    order = _order(table, coded)
    if order is not None:
        table = table.take(order).reset_index(drop=True)
        coded = {name: column._replace(codes=column.codes[order]) for name, column in coded.items()}
    table.attrs = dict(frame.attrs)
    return table, coded


def refuse_no_frame(frame: object) -> None:
    """Raise InputError where something else was given in place of a table."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"This should be a table (a pandas DataFrame), but is {type(frame).__name__}.")


def known_groups(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that may enter a measure: no whole, no unknown groups.

    >>> import pandas as pd
    >>> known_groups(pd.DataFrame({"group": ["1", "All", "Not known"]}))["group"].tolist()
    ['1']
    """
    return table[~table["group"].isin([WHOLE, *UNKNOWN])]


def is_adjusted(table: pd.DataFrame) -> pd.Series:
    """Rows that `adjust` or `standardise` made: their figure is that of another mix of people than their counts.

    >>> is_adjusted(pd.DataFrame({"stratum": ["All", "adjusted for specialty"]})).tolist()
    [False, True]
    """
    return table["stratum"].str.startswith(ADJUSTED) | bool(table.attrs.get(STANDARDISED))


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
    per = table["indicator"].map({name: catalogue.indicator(name).per for name in table["indicator"].unique()})
    return table["numerator"].astype(float).fillna(table["value"] * table["denominator"] / per)


def _same_text(column: pd.Series) -> str | None:
    """The text that every cell of a column holds, ready as it is; most columns of a key are like that."""
    if column.dtype != "str" or not len(column):
        return None
    cells = column.to_numpy(dtype=object)
    first = cells[0]
    if not isinstance(first, str) or first != first.strip() or not first or cells[-1] != first:
        return None
    return first if (cells == first).all() else None


def _coded(column: pd.Series, lacking: str) -> Coded:
    """Text for every cell; 5.0 is written 5, as a spreadsheet would show it, and an empty cell is `lacking`."""
    if column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) not in ("string", "empty"):
        # 1 and True are one cell to pandas, but not one text.
        column = column.map(_text, na_action="ignore")
    codes, cells = pd.factorize(column)
    told = cells.astype(object).tolist()
    texts = [*(map(str.strip, told) if column.dtype == "str" else map(_text, told)), lacking]
    if not len(codes) or codes.min() >= 0:
        texts.pop()
    ordered = sorted(set(texts))
    place = {text: number for number, text in enumerate(ordered)}
    # The code of an empty cell is -1, so it takes the last place.
    return Coded(np.array([place[text] for text in texts], dtype=np.intp)[codes], np.array(ordered, dtype=object))


def _text(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and cell != cell) or cell is pd.NA:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


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


def _refuse_broken_rows(table: pd.DataFrame, coded: dict[str, Coded]) -> None:
    for name in coded["indicator"].texts:
        catalogue.indicator(name)
    for name in coded["dimension"].texts:
        catalogue.dimension(name)
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
    _refuse(
        table,
        pd.Series(joint_codes([(coded[name].codes, len(coded[name].texts)) for name in KEY])).duplicated(),
        "the same key as another row",
        f"Keep one row for each combination of {', '.join(KEY)}.",
    )
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


def _refuse(table: pd.DataFrame, rows: Any, what: str, mend: str) -> None:
    broken = np.asarray(rows, dtype=bool)
    if broken.any():
        at = int(broken.argmax())
        row = table.iloc[at]
        rows = count_of(int(broken.sum()), "row")
        said = ", ".join([row["indicator"], row["period"] or "no period", row["area"] or "no area"])
        raise InputError(
            f"{rows} {'has' if broken.sum() == 1 else 'have'} {what} "
            f"(first: row {at + 1} below the heading, {said}, group {row['group'] or 'blank'}). {mend}"
        )


def _order(table: pd.DataFrame, coded: dict[str, Coded]) -> npt.NDArray[np.intp] | None:
    """Rows by key, but groups from most to least disadvantaged, then the unknown ones, then the whole.

    Nothing where they are in that order.
    """
    groups, dimensions = coded["group"], coded["dimension"]
    order = np.zeros(len(table), dtype=np.intp)
    for number, name in enumerate(dimensions.texts):
        rows = dimensions.codes == number
        last = [*UNKNOWN, WHOLE]
        listed = [group for group in catalogue.dimension(name).groups or groups.texts if group not in last]
        place = {group: rank for rank, group in enumerate([*listed, *last])}
        order[rows] = groups.told(lambda group, place=place: place.get(group, -1))[rows]
    by = ["indicator", "area", "period", "dimension", "edition", "stratum"]
    columns = [(coded[name].codes, len(coded[name].texts)) for name in by]
    rank = joint_codes([*columns, (order, int(order.max(initial=0)) + 1)])
    return None if (rank[1:] >= rank[:-1]).all() else np.argsort(rank, kind="stable")


def joint_codes(columns: list[tuple[npt.NDArray[np.intp], int]]) -> npt.NDArray[np.int64]:
    """One number for each row, from the codes of several columns: equal where all are, and in the order of the columns.

    Takes for each column its codes, from 0, and how many there can be.

    >>> joint_codes([(np.array([0, 1, 1]), 2), (np.array([2, 0, 2]), 3)]).tolist()
    [2, 3, 5]
    """
    joint, size = np.zeros(len(columns[0][0]), dtype=np.int64), 1
    for codes, count in columns:
        if size * count >= 2**62:
            joint = np.unique(joint, return_inverse=True)[1].astype(np.int64)
            size = len(joint)
        joint, size = joint * count + codes, size * count
    return joint
