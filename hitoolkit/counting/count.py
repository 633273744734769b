"""Count records by group: one grouped query, then names, totals and the report of what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Indicator
from hitoolkit.counting.conditions import from_records
from hitoolkit.counting.figures import Labelled, figures
from hitoolkit.counting.labels import pool_rare, refuse_many, refuse_personal
from hitoolkit.counting.narrow import narrow
from hitoolkit.counting.people import people_behind
from hitoolkit.counting.plan import AnyRecords, Grouping, grouping, named, plain_values
from hitoolkit.counting.population import Population
from hitoolkit.counting.query import Part, run
from hitoolkit.counting.within import listed, only_stratum, place_of, place_text, strata_of, tidy
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.groups import Naming
from hitoolkit.groups.editions import LOCAL, NATIONAL
from hitoolkit.table import KEY, MATCH, WHOLE, check_table

UNSAID = "not stated"
#: National and local groups in one table, each with its own edition.
BOTH = "both"


def count_by(
    records: Any,
    dimension: str | Sequence[str],
    indicator: str | Sequence[str],
    area: str = "All",
    period: str | None = None,
    stratum: str | Sequence[str] | None = None,
    population: pd.DataFrame | None = None,
    quintile_basis: str | None = None,
) -> pd.DataFrame:
    """Count records into the inequality table.

    Takes Records (see open_records); one or a list of dimensions and of indicators; `area` and `period`, each a text
    for all rows or the name of a column; `stratum`, a dimension or column (or a list) to count within: "sex" gives
    each sex and `All`, "sex=Female" gives that one alone. `population`, an inequality table with denominators, is for
    rates: its people are matched by area, period, dimension, group and stratum. `quintile_basis="local"` takes fifths
    cut from the small areas of one place (a lookup of those areas with their ranks, or a table of small areas) in place
    of the national ones; their edition says `local`, and no comparison takes groups of both ("both" gives each).
    Takes an inequality table in place of records too, which is only narrowed to what is asked: tenths are added up to
    fifths, and of several periods the latest is kept, or with `period="period"` all of them.
    Returns a row for each group that occurs, for Not known and Not stated, and `All`:
    - proportions and rates have numerator and denominator, of records or (`count_of`) of different people, each of
      whom is one person in every group they are in, and one in `All`;
    - means have value, se (standard deviation / square root of n) and n as the denominator;
    - percentiles have value, the 95% limits, whatever `confidence` is asked of later steps, and n. A limit is missing
      where there are too few records for one (see intervals.order_ranks: Conover 1999).
    `attrs["ledger"]` lists the records left out, each with its reason, for each indicator; with `attrs["counted"]` they
    make up all that were read. `attrs["not_known"]` lists why records are in Not known or Not stated,
    `attrs["match"]` how small areas were matched to deprivation, without a count;
    `attrs["unmatched"]` which groups had events and no population, or a population and no event.
    Labels that stand only in the file (a specialty, a site) and that no more records hold than may be hidden are put
    together as "Smaller groups together": such a label is itself about somebody.
    A record whose answer cannot be told, because a cell is empty, is left out and listed, never counted as "no".
    Not for life expectancy, nor for rates to be adjusted for age: count within age_band, and then adjust.
    Raises InputError with file, column, row and mend.

    >>> import pandas as pd
    >>> from hitoolkit.readers import open_records
    >>> own = open_records(pd.DataFrame({"imd_decile": [1, 2, 10, 10], "weeks_waited": [20, 3, None, 8]}))
    >>> table = count_by(own, "imd_quintile", "waits_over_18_weeks")
    >>> table[["group", "numerator", "denominator"]]
      group  numerator  denominator
    0     1        1.0          2.0
    1     5        0.0          1.0
    2   All        1.0          3.0
    >>> [(line["reason"], line["plain"], line["rows"]) for line in table.attrs["ledger"]]
    [('weeks_waited is blank', 'weeks waited not recorded', 1)]
    >>> count_by(own, "imd_quintile", "median_wait")[["group", "denominator", "value"]]
      group  denominator  value
    0     1          2.0   11.5
    1     5          1.0    8.0
    2   All          3.0    8.0
    """
    dimensions, indicators = listed(dimension), listed(indicator)
    for name in dimensions:
        catalogue.dimension(name)
    asked = [catalogue.indicator(name) for name in indicators]
    if quintile_basis not in (None, "", NATIONAL, LOCAL, BOTH):
        raise ParameterError(unknown_name("quintile_basis", quintile_basis, [NATIONAL, LOCAL, BOTH]))
    if quintile_basis == BOTH:
        ask = [(records, dimension, indicator, area, period, stratum, population, one) for one in (NATIONAL, LOCAL)]
        each = [count_by(*one) for one in ask]
        table = check_table(pd.concat(each, ignore_index=True).drop_duplicates(KEY))
        table.attrs = each[0].attrs
        return table
    if isinstance(records, pd.DataFrame):
        if population is not None:
            raise InputError("A table of counts has its denominators already, and a population goes with records only. "
                             "Give records, one row for each person or event, or leave the population out.")
        return narrow(records, dimensions, indicators, area, period, stratum, quintile_basis or None)
    people = Population(population, asked) if population is not None else None
    for one in asked:
        _refuse_kind(one, people)
    groups = {name: grouping(records, name, quintile_basis or None) for name in dimensions}
    for name, group in groups.items():
        refuse_personal(records, group.column, name)
    strata, only = strata_of(records, stratum)
    columns = {"raw area": place_of(records, area), "raw period": place_of(records, period)}
    places = {name: column for name, column in columns.items() if column is not None}
    part = run(records, asked, groups, strata, places)
    said = catalogue.source(records.source)
    fixed = {"area": area if area and area != WHOLE else said.place or WHOLE, "period": period or said.period or UNSAID}
    table = _table(records, part, groups, strata, only, fixed, places, people)
    table.attrs = {"counted": _counted(part), "ledger": part.ledger, "not_known": part.not_known}
    if records.match is not None and any(group.column is records.match.column for group in groups.values()):
        how = records.match.how_local if quintile_basis == LOCAL else records.match.how
        table.attrs[MATCH] = {"how": how, "areas": records.match.lookup.vintage}
    if people is not None:
        table.attrs["unmatched"] = people.unmatched
    return table


def _table(
    records: AnyRecords,
    part: Part,
    groups: dict[str, Grouping],
    strata: list[Grouping],
    only: str,
    fixed: dict[str, str],
    places: dict[str, Any],
    population: Population | None,
) -> pd.DataFrame:
    rows: list[pd.DataFrame] = []
    for name, group in groups.items():
        seen = Labelled(part.frames[name].copy(), group, strata, places, bool(only))
        frame = _label_within(records, part, seen, fixed)
        if only:
            seen.frame = frame = _only(frame, only, part)
        naming = named(records, group, frame[group.key])
        raw = plain_values(frame[group.key])
        frame["group"] = _labels(records, part, frame, group, naming)
        seen.roles["group"] = group.key
        part.note_unknown(name, frame, raw, naming)
        for use in part.uses:
            counted = figures(records, use, seen, part)
            _refuse_none(records, use.indicator, counted)
            edition = naming.edition
            if population is not None and use.indicator.kind == "rate":
                counted, edition = population.under(counted, use.indicator, name, edition)
            counted = counted.assign(indicator=use.indicator.id, dimension=name, edition=edition)
            rows.append(counted.assign(source=records.source))
    return check_table(pd.concat(rows, ignore_index=True))


def _label_within(records: AnyRecords, part: Part, seen: Labelled, fixed: dict[str, str]) -> pd.DataFrame:
    """The area, period and stratum of each row of the frame, in words."""
    frame = seen.frame
    for place, text in fixed.items():
        frame[place] = text
        column = seen.places.get(f"raw {place}")
        if column is not None:
            labels = [place_text(value) for value in frame[f"raw {place}"]]
            refuse_many(records, column, labels, place)
            held = _held(records, part, frame, f"raw {place}", column)
            frame[place] = pool_rare(labels, held) if place == "area" else labels
            seen.roles[place] = f"raw {place}"
    frame["stratum"] = WHOLE
    for number, group in enumerate(seen.strata):
        labels = _labels(records, part, frame, group, named(records, group, frame[group.key]))
        frame[f"part {number}"] = [f"{group.dimension.id}={label}" for label in labels]
        seen.roles[f"part {number}"] = group.key
    if seen.strata:
        parts = [frame[f"part {number}"] for number in range(len(seen.strata))]
        frame["stratum"] = ["; ".join(words) for words in zip(*parts, strict=True)]
    return frame


def _held(records: AnyRecords, part: Part, frame: pd.DataFrame, key: str, column: Any) -> pd.Series:
    """How many are behind each row, where a label may be too rare to show: people where those are counted."""
    for use in part.uses:
        if use.indicator.count_of:
            return people_behind(records, use, frame, key, column)
    return frame[[f"d{use.number}" for use in part.uses]].max(axis=1)


def _labels(records: AnyRecords, part: Part, frame: pd.DataFrame, group: Grouping, naming: Naming) -> list[str]:
    """The groups as they may be shown: those a catalogue lists as they are, those of the file without rare ones."""
    labels = [naming.group[value] for value in plain_values(frame[group.key])]
    if group.dimension.groups:
        return labels
    refuse_many(records, group.column, labels, group.dimension.id)
    return pool_rare(labels, _held(records, part, frame, group.key, group.column))


def _only(frame: pd.DataFrame, wanted: str, part: Part) -> pd.DataFrame:
    """The one stratum that is wanted; the records of the others join the report of those left out."""
    inside = only_stratum(frame, wanted)
    for use in part.uses:
        reason, rows = f"not in {tidy(wanted)}", int(frame.loc[~inside, f"d{use.number}"].sum())
        line = {"indicator": use.indicator.id, "reason": reason, "plain": reason, "rows": rows}
        if rows and line not in part.ledger:
            part.ledger.append(line)
        part.outside[use.number] = rows
    return frame[inside].copy()


def _counted(part: Part) -> list[dict[str, Any]]:
    """How many records each indicator counts: people and populations are other numbers."""
    frame = next(iter(part.frames.values()))
    rows = {use: int(frame[f"d{use.number}"].sum()) - part.outside.get(use.number, 0) for use in part.uses}
    return [{"indicator": use.indicator.id, "rows": some} for use, some in rows.items()]


def _refuse_none(records: AnyRecords, one: Indicator, counted: pd.DataFrame) -> None:
    if counted.empty:
        asked = one.denominator_where or one.numerator_where or f"{one.value_of or one.count_of} is not missing"
        raise InputError(
            f"{records.name}: no record can be counted for {one.id} (it counts those where: {asked}). Check that the "
            "columns hold what it asks for."
        )


def _refuse_kind(one: Indicator, population: Population | None) -> None:
    if one.kind in ("life_expectancy", "value"):
        raise InputError(
            f"{one.id} cannot be counted from records. "
            "Give a table of values instead (read_table), or another indicator."
        )
    if not from_records(one) and not (population is not None and one.kind == "rate"):
        raise InputError(
            f'{one.id} does not say which records count ("numerator_where"), so it cannot be counted from records. '
            "Give a table of counts instead (read_table), or another indicator."
        )
