"""An inequality table that is already there, narrowed to what is asked; nothing in it is counted again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from hitoolkit.errors import InputError, unknown_name
from hitoolkit.groups.editions import LOCAL
from hitoolkit.table import COUNTS, KEY, RESULTS, WHOLE, check_table, gravest

NO_CROSS = (
    "This table holds one-way margins only: each count is split by one thing at a time. "
    "Use records, or ask the data owner for a cross-table."
)
NO_LOCAL = (
    "Local fifths are cut from small areas: give a file with a row for each area, its national tenth, its rank or "
    "score, numerator and denominator; or records with small areas and a lookup of the areas of your place."
)


def narrow(
    table: pd.DataFrame,
    dimensions: list[str],
    indicators: list[str],
    area: str | None,
    period: str | None,
    stratum: str | Sequence[str] | None,
    basis: str | None = None,
) -> pd.DataFrame:
    """Keep what is asked for of an inequality table; add tenths up to fifths, and keep the latest of several periods.

    `basis`: the groups cut from the nation or those cut from one place, of a table that holds both.

    Raises InputError that lists what the table holds where something asked for is not in it.
    """
    attrs = {str(name): value for name, value in table.attrs.items()}
    whole = check_table(table)
    for name in indicators:
        if name not in set(whole["indicator"]):
            raise InputError(f"The table: {unknown_name('indicator', name, sorted(set(whole['indicator'])))}")
    found = _area(whole[whole["indicator"].isin(indicators)], area)
    parts = [_basis(by_dimension(found, one, name, attrs), basis) for one in indicators for name in dimensions]
    found = _stratum(pd.concat(parts, ignore_index=True), stratum, attrs)
    found = _period(found, period)
    if period and set(found["period"]) == {"not stated"}:
        found = found.assign(period=period)
    if area and area != WHOLE and set(found["area"]) == {WHOLE}:
        found = found.assign(area=area)
    found = check_table(found)
    found.attrs = {"ledger": [], **table.attrs}
    return found


def _area(table: pd.DataFrame, area: str | None) -> pd.DataFrame:
    areas = list(dict.fromkeys(table["area"]))
    if not area or area == WHOLE or areas == [WHOLE]:
        return table
    if area not in areas:
        raise InputError(f"The table: {unknown_name('area', area, areas)}")
    return table[table["area"] == area]


def _basis(table: pd.DataFrame, basis: str | None) -> pd.DataFrame:
    """Groups cut from one place, or those that were not; of a table with both the national ones, unless asked."""
    local = table["edition"].str.endswith(LOCAL)
    if basis is None:
        return table if local.all() else table[~local]
    found = table[local == (basis == LOCAL)]
    if found.empty:
        held = ", ".join(dict.fromkeys(table["edition"]))
        raise InputError(
            f"The table has no {basis} groups by {table['dimension'].iloc[0]}; it has: {held}. "
            + (f"{NO_LOCAL}" if basis == LOCAL else 'Leave quintile_basis out, or ask for "local".')
        )
    return found


def by_dimension(table: pd.DataFrame, indicator: str, dimension: str, attrs: dict[str, object]) -> pd.DataFrame:
    """The rows of one indicator by one dimension, tenths added up to fifths. Raises InputError that lists what is."""
    rows = table[table["indicator"] == indicator]
    found = rows[rows["dimension"] == dimension]
    if not found.empty:
        return found
    tenths = rows[rows["dimension"] == "imd_decile"]
    if dimension == "imd_quintile" and not tenths.empty:
        return _fifths(tenths)
    held = sorted(set(rows["dimension"]))
    said = f" {attrs['why_no_cross']}" if "why_no_cross" in attrs else ""
    raise InputError(
        f"The table has {indicator} by {', '.join(held)}, but not by {dimension}.{said or ' Ask for one of those.'}"
    )


def _fifths(tenths: pd.DataFrame) -> pd.DataFrame:
    """Tenths in pairs; a fifth of which one tenth is not shown stays unknown."""
    known = tenths["group"].str.isdigit()
    if tenths.loc[known, COUNTS].isna().all(axis=None):
        raise InputError(
            "The table gives values for tenths without counts, and those cannot be added up to fifths. "
            'Ask for dimension "imd_decile".'
        )
    pairs = tenths.assign(dimension="imd_quintile")
    pairs.loc[known, "group"] = tenths.loc[known, "group"].map(lambda group: str((int(group) + 1) // 2))
    rows = []
    for _, both in pairs.groupby(KEY, sort=False, dropna=False):
        row = both.iloc[0].copy()
        if len(both) > 1:
            row[COUNTS] = both[COUNTS].sum(skipna=False)
            row[RESULTS] = float("nan")
            # Few cases in a tenth need not be few in the fifth.
            row["flag"] = gravest(flag for flag in both["flag"] if flag != "few_cases")
        elif row["group"].isdigit():
            # The other tenth of the pair is not in the table: what there is would be half a fifth.
            row[[*COUNTS, *RESULTS]], row["flag"] = float("nan"), "incomplete"
        rows.append(row)
    return pd.DataFrame(rows)


def _stratum(table: pd.DataFrame, stratum: str | Sequence[str] | None, attrs: dict[str, object]) -> pd.DataFrame:
    held = list(dict.fromkeys(table["stratum"]))
    wanted = [stratum] if isinstance(stratum, str) else list(stratum or [])
    wanted = [one for one in wanted if one]
    if not wanted:
        if len(held) > 1 and WHOLE in held:
            return table[table["stratum"] == WHOLE]
        if len(held) > 1:
            raise InputError(
                f'The table holds several strata: {", ".join(held)}. Name one: stratum="{held[0]}" '
                f'(on the command line: -p "stratum={held[0]}").'
            )
        return table
    if wanted == [WHOLE] and WHOLE not in held:
        if len(held) == 1:
            return table
        raise InputError(
            f"The table holds several strata and none for all together: {', '.join(held)}. Name one: "
            f'stratum="{held[0]}" (on the command line: -p "stratum={held[0]}").'
        )
    found = table[table["stratum"].isin(wanted)]
    if found.empty:
        # The name of a dimension asks for every stratum of it, and the whole.
        names = {frozenset(part.split("=")[0] for part in one.split("; ")) for one in held if one != WHOLE}
        if frozenset(wanted) in names:
            fits = [
                one for one in held if one == WHOLE or {part.split("=")[0] for part in one.split("; ")} == {*wanted}
            ]
            return table[table["stratum"].isin(fits)]
        if held == [WHOLE]:
            raise InputError(f"The table is not split by {', '.join(wanted)}. {attrs.get('why_no_cross', NO_CROSS)}")
        raise InputError(f"The table: {unknown_name('stratum', ', '.join(wanted), held)}")
    return found


def _period(table: pd.DataFrame, period: str | None) -> pd.DataFrame:
    held = sorted(set(table["period"]), key=_when)
    if period == "period" and period not in held:  # the column, as of records: all that it holds
        return table
    if period and held != ["not stated"]:
        if period not in held:
            raise InputError(f"The table: {unknown_name('period', period, held)}")
        return table[table["period"] == period]
    if len(held) > 1:
        # The latest of each indicator: two need not have been published for the same years.
        latest = table.groupby("indicator")["period"].transform(lambda some: max(set(some), key=_when))
        return table[table["period"] == latest]
    return table


def _when(period: str) -> tuple[int, str]:
    """Periods in time order: by their last year first, then by whatever else they say.

    >>> sorted(["2022 to 2024", "2013 to 2015", "2024/25", "2024-06"], key=_when)
    ['2013 to 2015', '2022 to 2024', '2024-06', '2024/25']
    """
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    years += [int(century + short) for century, short in re.findall(r"(\d\d)\d\d(?:/| - )(\d\d)(?!\d)", period)]
    return max(years, default=0), period
