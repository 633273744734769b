"""One comparison: a group and its reference, their measures, and how certain it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from hitoolkit.catalogue.wording import decimals_for, difference_decimals
from hitoolkit.finding.words import Voice
from hitoolkit.measures.reference import REST
from hitoolkit.table import known_groups


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

    @cached_property
    def certainty(self) -> str:
        """clear, cannot_tell, too_few, not_comparable or no_range, from the range of the difference."""
        if self.gap.flag in ("suppressed", "few_cases") or self.hidden:
            return "too_few"
        if not self.gap.known:
            return "not_comparable"
        if not self.gap.ranged:
            return "no_range"
        return "clear" if self.gap.excludes(0) else "cannot_tell"

    @cached_property
    def hidden(self) -> bool:
        """Whether a row behind the comparison is hidden in the table shown, whatever the measure says."""
        known = known_groups(self.rows)
        ends = known if self.reference == REST else known[known["group"].isin([self.group, self.reference])]
        return bool((ends["flag"].eq("suppressed") & ends["value"].isna()).any())

    @cached_property
    def others(self) -> str:
        """Whom the group is compared with, in words."""
        return self.voice.of_group(self.reference) if self.reference != REST else "the other groups together"

    @cached_property
    def decimals(self) -> int:
        """As the chart writes its groups, or more where the two figures named would look alike."""
        voice = self.voice
        if voice.figure(self.here) != voice.figure(self.there) or self.gap.value == 0:
            return voice.decimals
        return max(voice.decimals, decimals_for(self.here, self.there, indicator=voice.indicator))

    @cached_property
    def gap_decimals(self) -> int:
        return difference_decimals(self.gap.value, self.gap.lower, self.gap.upper, self.decimals)

    @cached_property
    def here(self) -> float:
        """The figure of the group."""
        value = self.rows.loc[self.rows["group"] == self.group, "value"]
        return float(value.iloc[0]) if len(value) else math.nan

    @cached_property
    def there(self) -> float:
        """The figure it is compared with; for the rest it follows from the difference, so that the three agree."""
        value = self.rows.loc[self.rows["group"] == self.reference, "value"]
        if len(value):
            return float(value.iloc[0])
        return self.here + self.gap.value * (1 if self.voice.indicator.better == "higher" else -1)
