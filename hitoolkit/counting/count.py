"""Count records by group: one grouped query, then names, totals and the report of what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Indicator
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.counting.labels import pool_rare, refuse_many, refuse_personal
from hitoolkit.counting.narrow import narrow
from hitoolkit.counting.plan import AnyRecords, Grouping, grouping, named, plain_values
from hitoolkit.counting.query import Part, run
from hitoolkit.errors import InputError, unknown_name
from hitoolkit.groups import NOT_KNOWN, is_blank, raw_text
from hitoolkit.table import WHOLE, check_table

UNSAID = "not stated"


def count_by(
    records: Any,
    dimension: str | Sequence[str],
    indicator: str | Sequence[str],
    area: str = "All",
    period: str | None = None,
    stratum: str | Sequence[str] | None = None,
    population: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count records into the inequality table.

    Takes Records (see open_records); one or a list of dimensions and of indicators; `area` and `period`, each a text
    for all rows or the name of a column; `stratum`, a dimension or column (or a list) to count within: "sex" gives
    each sex and `All`, "sex=Female" gives that one alone. Takes an inequality table too, which is only narrowed to
    what is asked: tenths are added up to fifths, and of several periods the latest is kept.
    Returns a row for each group that occurs, for Not known and Not stated, and `All`. `attrs["ledger"]` lists the
    records left out, each with its reason, for each indicator: counted and left out make up all that were read.
    `attrs["not_known"]` lists why records are in Not known or Not stated.
    Labels that stand only in the file (a specialty, a site) and that no more records hold than may be hidden are put
    together as "Smaller groups together": such a label is itself about somebody.
    A record whose answer cannot be told, because a cell is empty, is left out and listed, never counted as "no".
    Not for means, percentiles or rates of a population, which are not yet counted from records.
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
    >>> table.attrs["ledger"]
    [{'indicator': 'waits_over_18_weeks', 'reason': 'weeks_waited is blank', 'rows': 1}]
    """
    dimensions, indicators = _listed(dimension), _listed(indicator)
    for name in dimensions:
        catalogue.dimension(name)
    asked = [catalogue.indicator(name) for name in indicators]
    if population is not None:
        raise InputError("Rates of a population are not yet counted from records. Give a table of counts instead.")
    if isinstance(records, pd.DataFrame):
        return narrow(records, dimensions, indicators, area, period, stratum)
    for one in asked:
        _refuse_kind(one)
    groups = {name: grouping(records, name) for name in dimensions}
    for name, group in groups.items():
        refuse_personal(records, group.column, name)
    strata, only = _strata(records, stratum)
    places = {"area": _place(records, area), "period": _place(records, period)}
    part = run(records, asked, groups, strata, {name: column for name, column in places.items() if column is not None})
    said = catalogue.source(records.source)
    fixed = {"area": area if area and area != WHOLE else said.place or WHOLE, "period": period or said.period or UNSAID}
    table = _table(records, part, asked, groups, strata, only, fixed, places)
    table.attrs = {"ledger": part.ledger, "not_known": part.not_known}
    return table


def _table(
    records: AnyRecords,
    part: Part,
    asked: list[Indicator],
    groups: dict[str, Grouping],
    strata: list[Grouping],
    only: str,
    fixed: dict[str, str],
    places: dict[str, Any],
) -> pd.DataFrame:
    rows: list[pd.DataFrame] = []
    for name, group in groups.items():
        frame = part.frames[name].copy()
        held = frame[[f"d{number}" for number in range(len(asked))]].max(axis=1)
        for place in ("area", "period"):
            if place in frame:
                labels = [_place_text(value) for value in frame[place]]
                refuse_many(records, places[place], labels, place)
                frame[place] = pool_rare(labels, held) if place == "area" else labels
            else:
                frame[place] = fixed[place]
        frame["stratum"] = _stratum_labels(records, frame, strata, held)
        if only:
            frame = _only(frame, only, part, asked)
        naming = named(records, group, frame[group.key])
        raw = plain_values(frame[group.key])
        frame["group"] = _labels(records, group, [naming.group[value] for value in raw], held.loc[frame.index])
        part.note_unknown(name, frame, raw, naming, asked)
        both = pd.concat([frame, frame.assign(stratum=WHOLE)] if strata and not only else [frame], ignore_index=True)
        both = pd.concat([both, both.assign(group=WHOLE)], ignore_index=True)
        for number, one in enumerate(asked):
            counted = both.groupby(["area", "period", "group", "stratum"], as_index=False)[
                [f"n{number}", f"d{number}"]
            ].sum()
            counted = counted.rename(columns={f"n{number}": "numerator", f"d{number}": "denominator"})
            counted = counted[counted["denominator"] > 0]
            _refuse_none(records, one, counted)
            rows.append(counted.assign(indicator=one.id, dimension=name, edition=naming.edition, source=records.source))
    return check_table(pd.concat(rows, ignore_index=True))


def _refuse_none(records: AnyRecords, one: Indicator, counted: pd.DataFrame) -> None:
    if counted.empty:
        raise InputError(
            f"{records.name}: no record can be counted for {one.id} (it counts those where: "
            f"{one.denominator_where or one.numerator_where}). Check that the columns hold what it asks for."
        )


def _refuse_kind(one: Indicator) -> None:
    if one.kind not in ("proportion", "rate") or one.value_of or one.count_of:
        raise InputError(
            f"{one.id} is a {one.kind.replace('_', ' ')}, and counting those from records is not built yet. "
            "Give a table of values instead (read_table), or another indicator."
        )
    if not one.numerator_where:
        raise InputError(
            f'{one.id} does not say which records count ("numerator_where"), so it cannot be counted from records. '
            "Give a table of counts instead (read_table), or another indicator."
        )


def _listed(names: str | Sequence[str]) -> list[str]:
    return list(dict.fromkeys([names] if isinstance(names, str) else names))


def _strata(records: AnyRecords, stratum: str | Sequence[str] | None) -> tuple[list[Grouping], str]:
    """The groupings to count within, and the one stratum to keep where it is given in full: sex=Female."""
    only = ""
    if isinstance(stratum, str) and "=" in stratum:
        only, names = stratum, [pair.split("=")[0].strip() for pair in stratum.split(";")]
    else:
        names = [name for name in _listed(stratum or []) if name and name != WHOLE]
    found = []
    for name in sorted(names):
        if name in catalogue.blocks("dimension"):
            found.append(grouping(records, name))
        else:
            found.append(_plain(records, name))
        refuse_personal(records, found[-1].column, "stratum")
    return found, only


def _plain(records: AnyRecords, name: str) -> Grouping:
    """A recognised column or a heading that is no dimension, taken as it stands."""
    column = records.look(name)
    if column is None:
        dimensions = list(catalogue.blocks("dimension"))
        raise InputError(
            f'{records.name}: there is no dimension or column called "{name}" to count within. '
            f"Dimensions: {', '.join(dimensions)}. Columns: {', '.join(sorted(records.recognised.found))}."
        )
    from hitoolkit.groups import name_plain

    block = catalogue.Dimension(name, name, ordered=False)
    return Grouping(block, column, lambda values: name_plain(block, values), few=False)


def _labels(records: AnyRecords, group: Grouping, labels: list[str], held: pd.Series) -> list[str]:
    """The groups as they may be shown: those a catalogue lists as they are, those of the file without rare ones."""
    if group.dimension.groups:
        return labels
    refuse_many(records, group.column, labels, group.dimension.id)
    return pool_rare(labels, held)


def _stratum_labels(records: AnyRecords, frame: pd.DataFrame, strata: list[Grouping], held: pd.Series) -> Any:
    if not strata:
        return WHOLE
    words = []
    for group in strata:
        naming = named(records, group, frame[group.key])
        raw = plain_values(frame[group.key])
        labels = _labels(records, group, [naming.group[value] for value in raw], held)
        words.append([f"{group.dimension.id}={label}" for label in labels])
    return ["; ".join(parts) for parts in zip(*words, strict=True)]


def _only(frame: pd.DataFrame, wanted: str, part: Part, asked: list[Indicator]) -> pd.DataFrame:
    """The one stratum that is wanted; the records of the others join the report of those left out."""
    pairs = (one.partition("=") for one in wanted.split(";"))
    tidy = "; ".join(sorted(f"{name.strip()}={value.strip()}" for name, _, value in pairs))
    inside = frame["stratum"] == tidy
    if not inside.any():
        raise InputError(unknown_name("stratum", wanted, sorted(set(frame["stratum"]))))
    for number, one in enumerate(asked):
        reason, rows = f"not in {tidy}", int(frame.loc[~inside, f"d{number}"].sum())
        if rows and not any(line["indicator"] == one.id and line["reason"] == reason for line in part.ledger):
            part.ledger.append({"indicator": one.id, "reason": reason, "rows": rows})
    return frame[inside].copy()


def _place(records: AnyRecords, name: str | None) -> Any:
    """The column an area or period names, or None where it is a text for all rows."""
    if not name or name == WHOLE:
        return None
    known = name in concepts() or any(
        heading_key(heading) == heading_key(name) for heading in records.recognised.headings
    )
    if not known:
        return None
    column = records.column(name)
    refuse_personal(records, column, "area or period")
    return column


def _place_text(value: Any) -> str:
    text = raw_text(value)
    return NOT_KNOWN if is_blank(text) else text
