"""What is compared in a table, with which measures, and how certain each comparison is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import decimals_for, difference_decimals
from hitoolkit.errors import InputError
from hitoolkit.finding.words import Voice
from hitoolkit.measures import measure
from hitoolkit.table import KEY, known_groups

SAME = [name for name in KEY if name != "group"]
RANGED = ("value", "lower", "upper")
#: A measure may differ from its table by arithmetic, not by more.
AGREES = 1e-6


@dataclass(frozen=True)
class Size:
    """One measure of one comparison; numbers are NaN where they are not known."""

    value: float = math.nan
    lower: float = math.nan
    upper: float = math.nan
    method: str = ""
    flag: str = ""
    reason: str = ""

    @property
    def known(self) -> bool:
        return math.isfinite(self.value)

    @property
    def ranged(self) -> bool:
        return self.known and math.isfinite(self.lower) and math.isfinite(self.upper)

    def excludes(self, none: float) -> bool:
        """Whether the whole range lies on one side of no gap."""
        return self.ranged and (self.lower > none or self.upper < none)


@dataclass(frozen=True)
class Comparison:
    """One group against its reference, among the rows of one indicator, place, period, stratum and dimension."""

    voice: Voice
    rows: pd.DataFrame
    key: dict[str, str]
    group: str
    reference: str
    gap: Size
    ratio: Size
    line: dict[str, Size] = field(default_factory=dict)
    number: int = 1
    editions: tuple[str, ...] = ()

    @property
    def certainty(self) -> str:
        """clear, cannot_tell, too_few, not_comparable or no_range, from the range of the difference."""
        if self.gap.flag in ("suppressed", "few_cases") or self.hidden:
            return "too_few"
        if not self.gap.known:
            return "not_comparable"
        if not self.gap.ranged:
            return "no_range"
        return "clear" if self.gap.excludes(0) else "cannot_tell"

    @property
    def hidden(self) -> bool:
        """Whether a row behind the comparison is hidden in the table shown, whatever the measure says."""
        known = known_groups(self.rows)
        ends = known if self.reference == "rest" else known[known["group"].isin([self.group, self.reference])]
        return bool((ends["flag"].eq("suppressed") & ends["value"].isna()).any())

    @property
    def others(self) -> str:
        """Whom the group is compared with, in words."""
        return self.voice.of_group(self.reference) if self.reference != "rest" else "the other groups together"

    @property
    def decimals(self) -> int:
        """As the chart writes its groups, or more where the two figures named would look alike."""
        voice = self.voice
        if voice.figure(self.here) != voice.figure(self.there) or self.gap.value == 0:
            return voice.decimals
        return max(voice.decimals, decimals_for(self.here, self.there, indicator=voice.indicator))

    @property
    def gap_decimals(self) -> int:
        return difference_decimals(self.gap.value, self.gap.lower, self.gap.upper, self.decimals)

    @property
    def here(self) -> float:
        """The figure of the group."""
        value = self.rows.loc[self.rows["group"] == self.group, "value"]
        return float(value.iloc[0]) if len(value) else math.nan

    @property
    def there(self) -> float:
        """The figure it is compared with; for the rest it follows from the difference, so that the three agree."""
        value = self.rows.loc[self.rows["group"] == self.reference, "value"]
        if len(value):
            return float(value.iloc[0])
        return self.here + self.gap.value * (1 if self.voice.indicator.better == "higher" else -1)


def comparisons(table: pd.DataFrame, measures: pd.DataFrame | None) -> Iterator[list[Comparison]]:
    """The comparisons of each dimension, in the order of the table, measured here where `measures` lacks them."""
    for _, rows in table.groupby([name for name in SAME if name != "edition"], sort=False):
        sets = known_groups(rows).groupby("edition", sort=False)["group"].agg(frozenset)
        if sets.nunique() > 1:
            yield [_mixed(rows, tuple(sets.index))]
            continue
        for _, one in rows.groupby("edition", sort=False):
            if len(known_groups(one)):
                yield _of_dimension(one, measures)


def _of_dimension(rows: pd.DataFrame, measures: pd.DataFrame | None) -> list[Comparison]:
    key = {name: str(rows[name].iloc[0]) for name in SAME}
    voice = _voice(rows)
    found = _given(measures, key)
    line = {} if found is None else {
        row["measure"]: _size(row) for _, row in found[found["measure"].isin(["sii", "rii"])].iterrows()
    }
    if found is None or not {"gap", "ratio"} <= set(found["measure"]):
        found = measure(rows, ["gap", "ratio"])
    made = _pairs(voice, rows, key, found, line)
    stand_in = _stand_in(made, rows)
    if stand_in:
        made = _pairs(voice, rows, key, measure(rows, ["gap", "ratio"], reference=stand_in), line)
    for one in made:
        _refuse_foreign(one)
    made = _without_mirror(made)
    compared = sum(one.certainty in ("clear", "cannot_tell") for one in made)
    return [replace(one, number=compared) for one in made]


def _pairs(
    voice: Voice, rows: pd.DataFrame, key: dict[str, str], found: pd.DataFrame, line: dict[str, Size]
) -> list[Comparison]:
    pairs = found.loc[found["measure"] == "gap", ["group", "reference"]].drop_duplicates()
    return [
        Comparison(
            voice, rows, key, str(pair["group"]), str(pair["reference"]),
            _one(found, pair, "gap"), _one(found, pair, "ratio"), line,
        )
        for _, pair in pairs.iterrows()
    ]


def _stand_in(made: list[Comparison], rows: pd.DataFrame) -> str:
    """The largest group shown, where a hidden group leaves no rest to compare any group with."""
    if not made or any(one.reference != "rest" or not one.hidden for one in made):
        return ""
    shown = known_groups(rows)
    shown = shown[shown["value"].notna() & (shown["denominator"] > 0)]
    return str(shown["group"].iloc[int(shown["denominator"].argmax())]) if len(shown) > 1 else ""


def _without_mirror(made: list[Comparison]) -> list[Comparison]:
    """Of two groups, each compared with the rest, only the one that is worse off: the other says the same again."""
    if len(made) != 2 or any(one.reference != "rest" for one in made):
        return made
    first, second = made if not made[1].gap.value > 0 else made[::-1]
    return [replace(first, reference=second.group)]


def _mixed(rows: pd.DataFrame, editions: tuple[str, ...]) -> Comparison:
    key = {name: str(rows[name].iloc[0]) for name in SAME}
    groups = catalogue.dimension(key["dimension"]).groups or tuple(known_groups(rows)["group"])
    named = ", ".join(editions)
    reason = f"The groups come from different editions ({named}), so they are not the same kind of people."
    size = Size(flag="incomplete", reason=reason)
    return Comparison(_voice(rows), rows, key, groups[0], groups[-1], size, size, editions=editions)


def _voice(rows: pd.DataFrame) -> Voice:
    indicator = catalogue.indicator(str(rows["indicator"].iloc[0]))
    dimension = catalogue.dimension(str(rows["dimension"].iloc[0]))
    return Voice(indicator, dimension, decimals_for(*known_groups(rows)["value"], indicator=indicator))


def _given(measures: pd.DataFrame | None, key: dict[str, str]) -> pd.DataFrame | None:
    if measures is None:
        return None
    same = pd.Series(True, index=measures.index)
    for name, value in key.items():
        same &= measures[name].astype(str) == value
    return measures[same] if same.any() else None


def _one(found: pd.DataFrame, pair: pd.Series, name: str) -> Size:
    same = (found["group"] == pair["group"]) & (found["reference"] == pair["reference"])
    rows = found[same & (found["measure"] == name)]
    return _size(rows.iloc[0]) if len(rows) else Size()


def _size(row: pd.Series) -> Size:
    value, lower, upper = (float(row[name]) if pd.notna(row[name]) else math.nan for name in RANGED)
    method, flag, reason = (str(row.get(name) or "") for name in ("method", "flag", "reason"))
    return Size(value, lower, upper, method, flag, reason)


def _refuse_foreign(one: Comparison) -> None:
    """A gap measured from other counts than those shown would give the hidden ones away, or contradict the chart."""
    if one.reference not in set(one.rows["group"]) or not one.gap.known or one.hidden:
        return
    worse, better = (one.there, one.here) if one.voice.indicator.better == "higher" else (one.here, one.there)
    if not math.isclose(one.gap.value, worse - better, rel_tol=AGREES, abs_tol=AGREES * max(1.0, abs(worse))):
        raise InputError(
            f"The measures were not worked out from this table: for {one.key['indicator']} by {one.key['dimension']} "
            f"they give another gap than its groups. Measure the table you show: findings(safe, measure(safe))."
        )
