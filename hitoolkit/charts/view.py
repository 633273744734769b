"""What one chart shows, taken from the table and nothing else: one row for each group, and the gaps between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Dimension, Indicator
from hitoolkit.catalogue.wording import NO_RANGE, decimals_for, number, range_text
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.errors import InputError
from hitoolkit.measures import measure, refuse_foreign
from hitoolkit.measures.reference import REST
from hitoolkit.table import KEY, RESULTS, UNKNOWN, WHOLE, check_table, comparator, known_groups, matched

HIDDEN = "hidden: small numbers"
WHOLE_LABEL = "All together"
#: What a chart shows one of; the rest of the key is its rows.
ONE = {"indicator": "indicators", "dimension": "dimensions", "edition": "editions of its groups", "period": "periods",
       "area": "areas", "stratum": "strata"}


@dataclass(frozen=True)
class Mark:
    """One group: its label, its role (most, least, group, unknown, whole), what is known of it, how it is written."""

    group: str
    label: str
    role: str
    value: float | None
    lower: float | None
    upper: float | None
    text: str
    range: str

    @property
    def has_range(self) -> bool:
        """Whether a plausible range was published."""
        return self.lower is not None and self.upper is not None


@dataclass(frozen=True)
class Gap:
    """A difference or a ratio between two groups, as measured; `clear` says which side of none it surely lies on."""

    value: float | None
    lower: float | None
    upper: float | None
    reference: str
    reason: str
    none: float

    @property
    def has_range(self) -> bool:
        """Whether there is a plausible range."""
        return self.lower is not None and self.upper is not None

    @property
    def clear(self) -> int:
        """1 or -1 where the whole range lies on one side of no gap, otherwise 0."""
        if self.lower is None or self.upper is None:
            return 0
        return (self.lower > self.none) - (self.upper < self.none)


@dataclass(frozen=True)
class View:
    """All that a chart and its words are made from."""

    indicator: Indicator
    dimension: Dimension
    edition: str
    period: str
    area: str
    stratum: str
    known: tuple[Mark, ...]
    unknown: tuple[Mark, ...]
    whole: Mark | None
    decimals: int
    gaps: dict[tuple[str, str], Gap]
    sources: tuple[str, ...]
    synthetic: bool
    #: The share of records that found their small area, in words, where groups rest on that.
    matched: str = ""

    @property
    def rows(self) -> tuple[Mark, ...]:
        """Every group, those not known last."""
        return self.known + self.unknown

    @property
    def shown(self) -> tuple[Mark, ...]:
        """The known groups whose value may be shown."""
        return tuple(row for row in self.known if row.value is not None)

    @property
    def ranges(self) -> bool:
        """Whether any shown group has a plausible range."""
        return any(row.has_range for row in self.rows)


def view(table: pd.DataFrame, measures: pd.DataFrame | None = None, decimals: int | None = None) -> View:
    """Read what one chart shows. Raises DisclosureError or InputError where the table cannot be drawn as it stands.

    `decimals`: how many the values are written with, where several views must agree; else as many as they need.
    """
    table = one_of_each(table)
    refuse_unprotected(table)
    first = table.iloc[0]
    indicator, dimension = catalogue.indicator(first["indicator"]), catalogue.dimension(first["dimension"])
    dimension = dimension.of(first["edition"])
    table = table.assign(hidden=table["flag"] == "suppressed")
    table.loc[table["hidden"], ["numerator", *RESULTS]] = float("nan")
    open_rows = table[~table["hidden"] & (table["group"] != WHOLE)]
    if open_rows["value"].isna().all() and open_rows["numerator"].notna().any():
        raise InputError("The table has counts, but no values to draw. Work them out first: hi.add_rates(table).")
    if decimals is None:
        decimals = decimals_for(*known_groups(open_rows)["value"], indicator=indicator, ordered=dimension.ordered)
    marks = [_mark(row, dimension, decimals) for _, row in table.iterrows()]
    whole = next((mark for mark in marks if mark.role == "whole"), None)
    if measures is not None:
        refuse_foreign(measures, table)
    gaps = _gaps(measures, table, dimension) if measures is not None else {}
    if indicator.kind == "percentile":
        # Percentiles of several groups make none of them all.
        gaps = {pair: gap for pair, gap in gaps.items() if gap.reference != REST}
    if not gaps:
        # In a poor place the nation's last fifth can hold nobody: there is then nothing to compare with, and no gap.
        end = dimension.groups[-1] if dimension.ordered and dimension.groups[-1] in set(table["group"]) else None
        end = comparator(table) or end if indicator.kind == "percentile" and not dimension.ordered else end
        # One group alone has nothing to be compared with, and no gap.
        if len(known_groups(table)) > 1:
            gaps = _gaps(measure(table.drop(columns="hidden"), ("gap", "ratio"), reference=end), table, dimension)
    sources, synthetic = sources_of(table)
    return View(
        indicator, dimension, first["edition"], first["period"], first["area"], first["stratum"],
        known=tuple(mark for mark in marks if mark.role in ("most", "least", "group")),
        unknown=tuple(mark for mark in marks if mark.role == "unknown"),
        whole=whole, decimals=decimals, gaps=gaps,
        sources=sources, synthetic=synthetic, matched=matched(table),
    )


def one_of_each(table: pd.DataFrame, several: str | tuple[str, ...] = ()) -> pd.DataFrame:
    """The table in its standard form; refuse more than one indicator, dimension, edition, period, area or stratum.

    `several` names the column, or columns, of which a chart shows more than one.
    """
    table = check_table(table)
    if table.empty:
        raise InputError("The table has no rows to show. Check what was picked from it.")
    for column, plural in ONE.items():
        found = list(table[column].unique())
        if len(found) > 1 and column not in ((several,) if isinstance(several, str) else several):
            why = " Groups of two editions are not the same groups." if column == "edition" else ""
            raise InputError(
                f"The table holds {len(found)} {plural} ({', '.join(found[:6])}{', ...' if len(found) > 6 else ''}), "
                f'and one chart shows one.{why} Pick one: table[table["{column}"] == "{found[0]}"].'
            )
    return table


def sources_of(table: pd.DataFrame) -> tuple[tuple[str, ...], bool]:
    """The names of the sources of a table, and whether one of them is synthetic."""
    ids = table["source"].unique()
    blocks = [catalogue.blocks("source").get(name) for name in ids]
    names = [block.name if block else name for block, name in zip(blocks, ids, strict=True)]
    return tuple(name for name in names if name), any(block is not None and block.synthetic for block in blocks)


def _mark(row: pd.Series, dimension: Dimension, decimals: int) -> Mark:
    group = row["group"]
    hidden = bool(row["hidden"])
    value, lower, upper = (None if hidden else _number(row[name]) for name in ("value", "lower", "upper"))
    if value is None or lower is None or upper is None:
        lower = upper = None
    if group == WHOLE:
        role = "whole"
    elif group in UNKNOWN:
        role = "unknown"
    elif dimension.ordered and group in (dimension.groups[0], dimension.groups[-1]):
        role = "most" if group == dimension.groups[0] else "least"
    else:
        role = "group"
    text = HIDDEN if hidden else number(value, decimals)
    label = WHOLE_LABEL if group == WHOLE else dimension.label(group)
    return Mark(group, label, role, value, lower, upper, text,
                "" if value is None else range_text(lower, upper, decimals))


def _gaps(measures: pd.DataFrame, table: pd.DataFrame, dimension: Dimension) -> dict[tuple[str, str], Gap]:
    """The gaps that belong to this chart, by group and measure; of an ordered dimension, those between its ends."""
    same = [name for name in KEY if name != "group" and name in measures]
    for name in same:
        measures = measures[measures[name] == table[name].iloc[0]]
    if dimension.ordered:
        measures = measures[measures["reference"] == dimension.groups[-1]]
    found: dict[tuple[str, str], Gap] = {}
    for _, row in measures[measures["measure"].isin(["gap", "ratio"])].iterrows():
        value, lower, upper = (_number(row[name]) for name in ("value", "lower", "upper"))
        if lower is None or upper is None:
            lower = upper = None
        reference, reason = (row[name] if isinstance(row.get(name), str) else "" for name in ("reference", "reason"))
        none = 1.0 if row["measure"] == "ratio" else 0.0
        found[(row["group"], row["measure"])] = Gap(value, lower, upper, reference, reason, none)
    return found


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) and math.isfinite(cell) else None


__all__ = ["HIDDEN", "NO_RANGE", "REST", "WHOLE_LABEL", "Gap", "Mark", "View", "one_of_each", "sources_of", "view"]
