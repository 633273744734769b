"""The grouped query itself: raw columns, sums for every indicator, and why records are left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pandas as pd

from hitoolkit.catalogue import Indicator
from hitoolkit.counting.conditions import GROUPED, alias, needed
from hitoolkit.counting.grouped import grouped_columns, with_states
from hitoolkit.counting.plan import AnyRecords, Grouping, check_states
from hitoolkit.counting.use import Use, one_where
from hitoolkit.groups import Naming


@dataclass
class Part:
    """What came back: for each dimension a small frame of raw values and sums, and the report."""

    uses: list[Use]
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    ledger: list[dict[str, Any]] = field(default_factory=list)
    not_known: list[dict[str, Any]] = field(default_factory=list)
    #: Records used that are not of the one stratum wanted.
    outside: dict[int, int] = field(default_factory=dict)
    #: The mean of all records used, about which the moments of a mean are taken.
    centres: dict[int, float] = field(default_factory=dict)

    def note_unknown(self, name: str, frame: pd.DataFrame, raw: list[Any], naming: Naming) -> None:
        """Why counted records have no known group, for each indicator."""
        reasons = pd.Series([naming.reason.get(value, "") for value in raw], index=frame.index, dtype=object)
        for use in self.uses:
            counted = pd.DataFrame({"group": frame["group"], "reason": reasons, "rows": frame[f"d{use.number}"]})
            sums = counted[counted["reason"] != ""].groupby(["group", "reason"], as_index=False).sum()
            for group, reason, rows in sums.itertuples(index=False):
                if rows:
                    line = {"indicator": use.indicator.id, "dimension": name, "group": group, "reason": reason}
                    self.not_known.append({**line, "rows": int(rows)})


def run(
    records: AnyRecords,
    asked: list[Indicator],
    groups: dict[str, Grouping],
    strata: list[Grouping],
    places: dict[str, Any],
) -> Part:
    """Group the records by raw values and count, in one query for all dimensions whose raw values are few.

    Areas, ages and free text get a query each: their product with the others could be as long as the file.
    """
    part = Part(uses_of(records, asked))
    columns = columns_of(records, part.uses)
    batches = [[name for name, group in groups.items() if group.few]] + [
        [n] for n, group in groups.items() if not group.few
    ]
    for batch in [names for names in batches if names]:
        keys = {group.key: group.column for group in [*strata, *(groups[name] for name in batch)]}
        frame = _grouped(records, part.uses, columns, keys, places)
        if not part.ledger:
            _check(records, columns, frame)
            part.ledger = _ledger(part.uses, frame)
        sums = _moments(part, frame)
        for name in batch:
            kept = [*places, *{groups[name].key, *(group.key for group in strata)}]
            part.frames[name] = frame.groupby(kept, dropna=False, as_index=False)[sums].sum()
    return part


def uses_of(records: AnyRecords, asked: list[Indicator]) -> list[Use]:
    """The indicators asked of records, with the headings of the columns they look at."""
    return [
        Use(one, number, {name: records.column(name).heading for name, how in needed(one) if how != GROUPED})
        for number, one in enumerate(asked)
    ]


def columns_of(records: AnyRecords, uses: list[Use]) -> dict[str, Any]:
    """The columns that indicators look at, by the name they have in a query."""
    pairs = [pair for use in uses for pair in use.needed if pair[1] != GROUPED]
    return {alias(name, kind): (records.column(name), kind) for name, kind in pairs}


def scanned(
    records: AnyRecords, uses: list[Use], columns: dict[str, Any], keys: dict[str, Any], places: dict[str, Any]
) -> Any:
    """The records as a lazy frame: raw keys, places as text, and what each indicator makes of a record."""
    wanted = dict(columns)
    asked = grouped_columns(records, uses)
    wanted |= {name: (group.column, "raw") for name, group in asked.items()}
    wanted |= {name: (column, "raw") for name, column in keys.items()}
    wanted |= {name: (column, "text") for name, column in places.items()}
    frame: Any = with_states(records, nw.from_native(records.relation(wanted)), asked)
    frame = frame.with_columns(**{name: one for use in uses for name, one in use.answers().items()})
    values = {name: one for use in uses for name, one in use.values().items()}
    return frame.with_columns(**values) if values else frame


def _grouped(
    records: AnyRecords, uses: list[Use], columns: dict[str, Any], keys: dict[str, Any], places: dict[str, Any]
) -> pd.DataFrame:
    frame = scanned(records, uses, columns, keys, places)
    sums: dict[str, Any] = {}
    for use in uses:
        number = use.number
        sums |= {name: one_where(nw.col(name)).sum() for name in use.sums if name[0] in "nd"}
        if use.indicator.kind == "mean":
            # A sum, not a mean: some engines take the mean of whole numbers to be one.
            sums |= {f"t{number}": nw.col(f"x{number}").sum(), f"v{number}": nw.col(f"x{number}").var(ddof=0)}
        for place in range(len(use.reasons())):
            sums[f"w{number} {place}"] = one_where(nw.col(f"w{number}") == place).sum()
    for name, (_, kind) in columns.items():
        for state in {"number": (2,), "code": (1, 4)}.get(kind, ()):
            sums[f"{name} state {state}"] = one_where(nw.col(f"{name} state") == state).sum()
    found = records.collect(frame.group_by([*places, *keys]).agg(**sums))
    numbers = [name for name in found.columns if name in sums]
    found[numbers] = found[numbers].astype(float)
    return found


def _moments(part: Part, frame: pd.DataFrame) -> list[str]:
    """Make of each mean and variance what adds up; returns the names of all that does.

    About the mean of all records, so that nothing large is taken from something large: sums of plain squares would
    lose all digits of a spread that is small beside the values (Chan, Golub and LeVeque 1983).
    """
    names: list[str] = []
    for use in part.uses:
        number = use.number
        names += use.sums
        if use.indicator.kind == "mean":
            rows = frame[f"d{number}"]
            mean = (frame[f"t{number}"] / rows.where(rows > 0)).fillna(0)
            centre = part.centres.setdefault(number, float((rows * mean).sum() / max(rows.sum(), 1)))
            frame[f"s{number}"] = rows * (mean - centre)
            frame[f"q{number}"] = rows * (frame[f"v{number}"].fillna(0) + (mean - centre) ** 2)
    return names


def _check(records: AnyRecords, columns: dict[str, Any], frame: pd.DataFrame) -> None:
    for name, (column, kind) in columns.items():
        states = {
            state: int(frame[f"{name} state {state}"].sum()) for state in (1, 2, 4) if f"{name} state {state}" in frame
        }
        check_states(records, column, kind, states)


def _ledger(uses: list[Use], frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for use in uses:
        for place, (*_, reason) in enumerate(use.reasons()):
            left = int(frame[f"w{use.number} {place}"].sum())
            if left:
                rows.append({"indicator": use.indicator.id, "reason": reason, "rows": left})
    return rows
