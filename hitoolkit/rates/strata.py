"""A table's strata as arrays: who is in which group, and in which stratum of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError, ParameterError, unknown_name
from hitoolkit.rates.ages import spans_of
from hitoolkit.table import KEY, UNKNOWN, WHOLE, Coded, joint_codes

#: A part of a stratum that says how many events each person had; the numerator then counts people.
EVENTS_EACH = "events_each"
#: What groups share that are set against each other.
PLACE = ["indicator", "period", "area", "dimension", "edition"]
#: How many strata one sentence names.
NAMED = 3

Codes = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Strata:
    """The rows of a table that are one stratum of one group, and the rows that are a group's whole.

    `groups` has a row for each group: the key (its stratum is what is not standardised by), `source`, `place` (a number
    for each set of groups that are set against each other) and `rounded`. Each of `rows` has a group and a cell;
    a cell is a stratum, as text in `labels`, and by name and value in `parts`.
    """

    by: list[str]
    groups: pd.DataFrame
    labels: list[str]
    parts: list[dict[str, str]]
    rows: pd.DataFrame
    group: Codes
    cell: Codes
    each: npt.NDArray[np.float64]
    #: Counts of the row that shows the whole group, where there is one.
    whole: pd.DataFrame
    #: Names of strata whose people are of unknown age, specialty ..., and so are left out.
    unknown: list[str]

    @cached_property
    def once(self) -> Flags:
        """The first row of each cell: rows of one cell, which differ in events each, are about the same people."""
        return ~pd.Series(self.group * len(self.labels) + self.cell).duplicated().to_numpy()

    @property
    def events(self) -> npt.NDArray[np.float64]:
        """The events of each row."""
        return self.rows["numerator"].to_numpy() * self.each

    @property
    def people(self) -> npt.NDArray[np.float64]:
        """The people of each row, told once for each cell."""
        return np.where(self.once, self.rows["denominator"].to_numpy(), 0.0)

    def sums(self, numbers: Any) -> npt.NDArray[np.float64]:
        """The sum for each group; unknown where one number is."""
        weights = np.asarray(numbers, dtype=np.float64)
        return np.bincount(self.group, weights=weights, minlength=len(self.groups)).astype(np.float64)

    def mark(self, rows: Flags) -> Flags:
        """Rows that are true, as a line for each group and a column for each cell."""
        marked = np.zeros((len(self.groups), len(self.labels)), dtype=bool)
        marked[self.group[rows], self.cell[rows]] = True
        return marked

    def named(self, cells: Flags) -> str:
        """Cells in words: the first few, and how many more."""
        return name_some([label for label, one in zip(self.labels, cells, strict=True) if one])


def parts_of(stratum: str) -> dict[str, str]:
    """What a stratum is, by name and value.

    >>> parts_of("age_band=40-44; sex=1"), parts_of("40-44"), parts_of("All")
    ({'age_band': '40-44', 'sex': '1'}, {'': '40-44'}, {})
    """
    if stratum in (WHOLE, ""):
        return {}
    found: dict[str, str] = {}
    for part in stratum.split(";"):
        name, sign, value = part.strip().partition("=")
        found |= {name.strip(): value.strip()} if sign else {"": part.strip()}
    return found


def split(table: pd.DataFrame, coded: dict[str, Coded], by: str | Sequence[str] | None) -> Strata:
    """Find the strata of a checked table, given with the codes of its texts.

    `by` names the parts to look at, by default all; what else a stratum says stays with the group. A row without any of
    those parts is the whole of its group, one with only some of them is passed over.
    """
    codes, texts = coded["stratum"]
    told = [parts_of(text) for text in texts]
    names = list(dict.fromkeys(name for parts in told for name in parts if name != EVENTS_EACH))
    wanted = names if by is None else [by] if isinstance(by, str) else list(by)
    if not names:
        raise InputError(
            "The table has no strata: no row says which age band (or other part) of a group it counts. Count with "
            'stratum="age_band", or write the column stratum as age_band=40-44.'
        )
    for name in wanted:
        if name not in names:
            raise ParameterError(unknown_name("part of the strata", name, names))
    wanted = [name for name in names if name in wanted]
    repeated = any(EVENTS_EACH in parts for parts in told)
    full = [all(name in parts for name in wanted) and (EVENTS_EACH in parts or not repeated) for parts in told]
    if not any(full):
        raise InputError(
            f"No row of the table is split by all of {', '.join(wanted)}. Name what to standardise by: "
            f'by="{wanted[0]}".'
        )
    hidden = [one and any(parts[name] in UNKNOWN for name in wanted) for one, parts in zip(full, told, strict=True)]
    cells = [_label({name: parts.get(name, "") for name in wanted}) for parts in told]
    rests = [_label({name: value for name, value in parts.items() if name not in (*wanted, EVENTS_EACH)})
             for parts in told]
    shown = {rest for rest, one in zip(rests, full, strict=True) if one}
    none = [rest in shown and not any(name in parts for name in (*wanted, EVENTS_EACH))
            for rest, parts in zip(rests, told, strict=True)]
    labels = list(dict.fromkeys(cell for cell, one, no in zip(cells, full, hidden, strict=True) if one and not no))
    where = {label: number for number, label in enumerate(labels)}

    kept = np.array(full)[codes] & ~np.array(hidden)[codes]
    wholes = np.array(none)[codes]
    rest_of, rest_texts = pd.factorize(np.array(rests, dtype=object))
    rest_codes = rest_of[codes]
    place = _joint([*(coded[name].codes for name in PLACE), rest_codes])
    group, first = _numbered(_joint([place, coded["group"].codes]), np.array(full)[codes] | wholes)
    groups = table[[*KEY, "source"]].take(first).reset_index(drop=True)
    groups["stratum"] = rest_texts[rest_codes[first]]
    groups["place"] = place[first]
    groups["rounded"] = np.bincount(group[kept], weights=(table["flag"] == "rounded")[kept], minlength=len(first)) > 0
    whole = pd.DataFrame(np.nan, index=groups.index, columns=["numerator", "denominator"])
    whole.iloc[group[wholes]] = table.loc[wholes, ["numerator", "denominator"]].to_numpy()
    return Strata(
        by=wanted,
        groups=groups,
        labels=labels,
        parts=[parts_of(label) for label in labels],
        rows=table.loc[kept, ["numerator", "denominator"]].reset_index(drop=True),
        group=group[kept],
        cell=np.array([where.get(cell, -1) for cell in cells], dtype=np.intp)[codes][kept],
        each=np.array([_each(parts) for parts in told])[codes][kept],
        whole=whole,
        unknown=[cell for cell, one in zip(cells, hidden, strict=True) if one],
    )


def age_part(told: Sequence[dict[str, str]]) -> str:
    """The part of strata, each given by name and value, that holds ages. Raises InputError where none does."""
    names = dict.fromkeys(name for parts in told for name in parts)
    for name in names:
        values = dict.fromkeys(parts[name] for parts in told if name in parts)
        if name.startswith("age") or all(spans_of([value for value in values if value not in UNKNOWN]).values()):
            return name
    raise InputError(
        f"The strata ({', '.join(names) or 'none'}) hold no ages. Write them as age_band=40-44. To standardise by "
        'anything else give standard="all", or a weight for each stratum.'
    )


def counted_kinds(table: pd.DataFrame) -> dict[str, catalogue.Indicator]:
    """The indicators of a table. Raises InputError where one is not counted out of something."""
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    for name, block in blocks.items():
        if block.kind not in ("proportion", "rate"):
            raise InputError(
                f"{name} is a {block.kind.replace('_', ' ')}, and only proportions and rates can be standardised. "
                "Keep the rows of those."
            )
    return blocks


def name_some(labels: Sequence[str]) -> str:
    """The first few of a list, and how many more there are.

    >>> name_some(["a", "b", "c", "d"])
    'a, b, c and 1 more'
    """
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more


def _label(parts: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" if name else value for name, value in parts.items()) or WHOLE


def _each(parts: dict[str, str]) -> float:
    text = parts.get(EVENTS_EACH, "1")
    try:
        each = float(text)
    except ValueError:
        each = np.nan
    if not 0 < each < np.inf:
        raise InputError(f'A stratum says {EVENTS_EACH}={text}, which is no number of events. Write 1, 2, 3 ...')
    return each


def _joint(columns: list[npt.NDArray[Any]]) -> npt.NDArray[np.intp]:
    """One code for each combination, numbered from 0 in the order they come."""
    joint = joint_codes([(codes, int(codes.max(initial=0)) + 1) for codes in columns])
    return pd.factorize(joint)[0]


def _numbered(codes: Codes, rows: Flags) -> tuple[Codes, Codes]:
    """Codes numbered afresh among some rows (others get -1), and the first row of each."""
    found = np.full(len(codes), -1, dtype=np.intp)
    found[rows], uniques = pd.factorize(codes[rows])
    first = np.empty(len(uniques), dtype=np.intp)
    # Written from the last row to the first, so that the first stays.
    first[found[rows][::-1]] = np.flatnonzero(rows)[::-1]
    return found, first
