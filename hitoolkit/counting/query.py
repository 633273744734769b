"""The grouped query itself: raw columns, counts for every indicator, and why records are left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pandas as pd

from hitoolkit.catalogue import Indicator
from hitoolkit.counting.conditions import alias, condition, expression, in_words, needed
from hitoolkit.counting.plan import AnyRecords, Grouping, check_states
from hitoolkit.errors import InputError
from hitoolkit.groups import Naming

#: More groups than this, and a column holds something like one value for each record.
TOO_MANY = 200_000
STATES = {0: "is blank", 3: "is outside what can be right", 4: "is not a code that is known"}


@dataclass
class Part:
    """What came back: for each dimension a small frame of raw values and counts, and the report."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    ledger: list[dict[str, Any]] = field(default_factory=list)
    not_known: list[dict[str, Any]] = field(default_factory=list)

    def note_unknown(
        self, name: str, frame: pd.DataFrame, raw: list[Any], naming: Naming, asked: list[Indicator]
    ) -> None:
        """Why counted records have no known group, for each indicator."""
        reasons = pd.Series([naming.reason.get(value, "") for value in raw], index=frame.index, dtype=object)
        for number, one in enumerate(asked):
            counted = pd.DataFrame({"group": frame["group"], "reason": reasons, "rows": frame[f"d{number}"]})
            sums = counted[counted["reason"] != ""].groupby(["group", "reason"], as_index=False).sum()
            for group, reason, rows in sums.itertuples(index=False):
                if rows:
                    line = {"indicator": one.id, "dimension": name, "group": group, "reason": reason}
                    self.not_known.append({**line, "rows": int(rows)})


@dataclass
class _Counts:
    """The columns one indicator adds to a query."""

    indicator: Indicator
    number: int
    needed: list[tuple[str, str]]

    def expressions(self) -> dict[str, Any]:
        """Counted at all (d), counted and true (n), and for the rest the number of the reason."""
        top = condition(self.indicator.numerator_where)
        bottom = condition(self.indicator.denominator_where)
        assert top is not None
        yes = expression(top)
        inside = expression(bottom) if bottom is not None else nw.lit(True)
        used = nw.when(inside & ~yes.is_null()).then(nw.lit(True)).otherwise(nw.lit(False))
        why = nw.lit(len(self.reasons()) - 1)
        for number, (name, kind, state, _) in reversed(list(enumerate(self.reasons()[:-1]))):
            why = nw.when(nw.col(f"{alias(name, kind)} state") == state).then(nw.lit(number)).otherwise(why)
        return {
            f"d{self.number}": used,
            f"n{self.number}": nw.when(used & yes).then(nw.lit(True)).otherwise(nw.lit(False)),
            f"w{self.number}": nw.when(~used).then(why).otherwise(nw.lit(-1)),
        }

    def reasons(self) -> list[tuple[str, str, int, str]]:
        """Why a record may be left out, first reason first; the last one is that it does not belong."""
        found = [
            (name, kind, state, f"{name} {words}")
            for name, kind in self.needed
            for state, words in STATES.items()
            if state == 0 or (state == 3 and kind == "number") or (state == 4 and kind == "code")
        ]
        return [*found, ("", "", 0, in_words(self.indicator))]


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
    counts = [_Counts(one, number, needed(one)) for number, one in enumerate(asked)]
    columns = {alias(name, kind): (records.column(name), kind) for one in counts for name, kind in one.needed}
    part = Part()
    batches = [[name for name, group in groups.items() if group.few]] + [
        [n] for n, group in groups.items() if not group.few
    ]
    for batch in [names for names in batches if names]:
        keys = {group.key: group.column for group in [*strata, *(groups[name] for name in batch)]}
        frame = _grouped(records, counts, columns, keys, places)
        if not part.ledger:
            _check(records, columns, frame)
            part.ledger = _ledger(counts, frame)
        for name in batch:
            kept = [*places, *{groups[name].key, *(group.key for group in strata)}]
            sums = [f"{letter}{one.number}" for one in counts for letter in "nd"]
            part.frames[name] = frame.groupby(kept, dropna=False, as_index=False)[sums].sum()
    return part


def _grouped(
    records: AnyRecords, counts: list[_Counts], columns: dict[str, Any], keys: dict[str, Any], places: dict[str, Any]
) -> pd.DataFrame:
    wanted = dict(columns)
    wanted |= {name: (column, "raw") for name, column in keys.items()}
    wanted |= {name: (column, "text") for name, column in places.items()}
    frame: Any = nw.from_native(records.relation(wanted))
    frame = frame.with_columns(**{name: one for count in counts for name, one in count.expressions().items()})
    sums = {
        f"{letter}{one.number}": nw.col(f"{letter}{one.number}").cast(nw.Int64).sum()
        for one in counts
        for letter in "nd"
    }
    for one in counts:
        for place in range(len(one.reasons())):
            left = nw.when(nw.col(f"w{one.number}") == place).then(nw.lit(1)).otherwise(nw.lit(0))
            sums[f"w{one.number} {place}"] = left.sum()
    for name, (_, kind) in columns.items():
        for state in {"number": (2,), "code": (1, 4)}.get(kind, ()):
            seen = nw.when(nw.col(f"{name} state") == state).then(nw.lit(1)).otherwise(nw.lit(0))
            sums[f"{name} state {state}"] = seen.sum()
    found = records.collect(frame.group_by([*places, *keys]).agg(**sums).head(TOO_MANY + 1))
    if len(found) > TOO_MANY:
        raise InputError(
            f"{records.name}: the columns asked for have more than {TOO_MANY:,} different combinations of values. Ask "
            "for one dimension at a time, without a stratum, and check that none holds a value for each person."
        )
    numbers = [name for name in found.columns if name in sums]
    found[numbers] = found[numbers].astype(float)
    return found


def _check(records: AnyRecords, columns: dict[str, Any], frame: pd.DataFrame) -> None:
    for name, (column, kind) in columns.items():
        states = {
            state: int(frame[f"{name} state {state}"].sum()) for state in (1, 2, 4) if f"{name} state {state}" in frame
        }
        check_states(records, column, kind, states)


def _ledger(counts: list[_Counts], frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for one in counts:
        for place, (*_, reason) in enumerate(one.reasons()):
            left = int(frame[f"w{one.number} {place}"].sum())
            if left:
                rows.append({"indicator": one.indicator.id, "reason": reason, "rows": left})
    return rows
