"""Which groups of a table are compared with which, and what was measured of each pair."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import decimals_for
from hitoolkit.finding.compare import Comparison, Size
from hitoolkit.finding.words import Voice
from hitoolkit.measures import measure
from hitoolkit.measures.reference import REST
from hitoolkit.table import KEY, comparator, known_groups

SAME = [name for name in KEY if name != "group"]
PLACE = [name for name in SAME if name != "edition"]
SIMPLE = ["gap", "ratio"]
RANGED = ("value", "lower", "upper")
#: The measures of each set of groups, by its key without the group.
Found = dict[tuple[str, ...], pd.DataFrame]


def comparisons(table: pd.DataFrame, measures: pd.DataFrame | None) -> Iterator[list[Comparison]]:
    """The comparisons of each dimension, measured here where `measures` lacks them; gradients come first."""
    mixed = mixed_editions(table)
    given = _by_set(measures)
    lacking = [
        rows for key, rows in table[~mixed].groupby(SAME, sort=False)
        if not set(SIMPLE) <= set(given.get(_texts(key), pd.DataFrame({"measure": []}))["measure"])
    ]
    own = _by_set(measure(pd.concat(lacking), SIMPLE)) if lacking else {}
    for _, rows in sorted(table.groupby(PLACE, sort=False), key=lambda item: not _dimension(item[1]).ordered):
        if mixed[rows.index].any():
            yield [_of_mixed(rows)]
            continue
        for key, one in rows.groupby(SAME, sort=False):
            if len(known_groups(one)):
                name = _texts(key)
                yield _of_set(one, own.get(name, given.get(name)), given.get(name))


def mixed_editions(table: pd.DataFrame) -> pd.Series:
    """Which rows belong to a set of groups put together from several editions, and so cannot be compared."""
    mixed = pd.Series(False, index=table.index)
    for _, rows in table.groupby(PLACE, sort=False):
        sets = known_groups(rows).groupby("edition", sort=False)["group"].agg(frozenset)
        mixed[rows.index] = sets.nunique() > 1
    return mixed


def _of_set(rows: pd.DataFrame, found: pd.DataFrame | None, given: pd.DataFrame | None) -> list[Comparison]:
    assert found is not None
    extra = [] if given is None else [row for _, row in given.iterrows() if row["measure"] in ("sii", "rii")]
    line = {str(row["measure"]): _size(row) for row in extra}
    made = _pairs(rows, found, line)
    stand_in = _stand_in(made, rows)
    if stand_in:
        made = _pairs(rows, measure(rows, SIMPLE, reference=stand_in), line)
    made = _without_mirror(made)
    compared = sum(one.certainty in ("clear", "cannot_tell") for one in made)
    return [replace(one, number=compared) for one in made]


def _pairs(rows: pd.DataFrame, found: pd.DataFrame, line: dict[str, Size]) -> list[Comparison]:
    key = {name: str(rows[name].iloc[0]) for name in SAME}
    voice = voice_of(rows)
    sizes = {(str(row["measure"]), str(row["group"]), str(row["reference"])): _size(row) for _, row in found.iterrows()}
    return [
        Comparison(voice, rows, key, group, reference, gap, sizes.get(("ratio", group, reference), Size()), line)
        for (name, group, reference), gap in sizes.items()
        if name == "gap"
    ]


def _stand_in(made: list[Comparison], rows: pd.DataFrame) -> str:
    """The largest group shown, where a hidden group leaves no rest to compare with, or percentiles make none."""
    if not made or any(one.reference != REST for one in made):
        return ""
    restless = made[0].voice.indicator.kind == "percentile" or all(one.hidden for one in made)
    return comparator(rows) if restless else ""


def _without_mirror(made: list[Comparison]) -> list[Comparison]:
    """Of two groups, each compared with the rest, only the one that is worse off: the other says the same again."""
    if len(made) != 2 or any(one.reference != REST for one in made):
        return made
    first, second = made if not made[1].gap.value > 0 else made[::-1]
    return [replace(first, reference=second.group)]


def _of_mixed(rows: pd.DataFrame) -> Comparison:
    key = {name: str(rows[name].iloc[0]) for name in SAME}
    groups = _dimension(rows).groups or tuple(known_groups(rows)["group"])
    editions = tuple(known_groups(rows)["edition"].unique())
    named = ", ".join(editions)
    reason = f"The groups come from different editions ({named}), so they are not the same kind of people."
    size = Size(flag="incomplete", reason=reason)
    return Comparison(voice_of(rows), rows, key, groups[0], groups[-1], size, size, editions=editions)


def voice_of(rows: pd.DataFrame) -> Voice:
    """The words of the rows of one indicator and dimension."""
    indicator = catalogue.indicator(str(rows["indicator"].iloc[0]))
    dimension, values = _dimension(rows), known_groups(rows)["value"]
    return Voice(indicator, dimension, decimals_for(*values, indicator=indicator, ordered=dimension.ordered))


def _dimension(rows: pd.DataFrame) -> catalogue.Dimension:
    return catalogue.dimension(str(rows["dimension"].iloc[0])).of(str(rows["edition"].iloc[0]))


def _by_set(measures: pd.DataFrame | None) -> Found:
    if measures is None:
        return {}
    return {_texts(key): rows for key, rows in measures.groupby(SAME, sort=False)}


def _texts(key: object) -> tuple[str, ...]:
    return tuple(str(part) for part in key)  # type: ignore[attr-defined]


def _size(row: pd.Series) -> Size:
    value, lower, upper = (float(row[name]) if pd.notna(row[name]) else math.nan for name in RANGED)
    method, flag, reason = (str(row.get(name) or "") for name in ("method", "flag", "reason"))
    return Size(value, lower, upper, method, flag, reason)
