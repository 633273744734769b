"""A reader who attacks a protected table: written for the tests alone, from what is published and nothing else.

It shares no code with the package: every row of the published tables is a pair of unknown whole numbers, everything it
knows is an equation or a bound, and scipy finds the least and the most that a count can be.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 100_000


class Attacker:
    """Knows the rule (small counts hidden, the rest to the nearest multiple), and that the groups are complete."""

    def __init__(self, tables: list[pd.DataFrame], last: int, base: int) -> None:
        self.rows = pd.concat(tables, ignore_index=True)
        self.truth = self.rows.head(0)
        self.size = len(self.rows)
        self.low, self.high = np.zeros(2 * self.size), np.full(2 * self.size, float(MOST))
        self.lines: list[np.ndarray] = []
        self.worlds: list[np.ndarray] = []
        self.least: list[float] = []
        self.most: list[float] = []
        for number, row in self.rows.iterrows():
            n, d = row["numerator"], row["denominator"]
            self._figure(number, n, last, base)
            self._figure(number + self.size, d, last, base)
            unsaid = math.isnan(n) or math.isnan(d)
            least = 0 if unsaid or n == d else last + 1
            self._line({number + self.size: 1, number: -1}, least, 0 if n == d else MOST)

    def _figure(self, at: int, shown: float, last: int, base: int) -> None:
        if math.isnan(shown):
            return
        if shown == 0:
            self.high[at] = 0
            return
        self.low[at] = max(last + 1, math.ceil(shown - base / 2))
        self.high[at] = math.ceil(shown + base / 2) - 1

    def _line(self, terms: dict[int, int], least: float, most: float) -> None:
        line = np.zeros(2 * self.size)
        for at, factor in terms.items():
            line[at] = factor
        self.lines.append(line)
        self.least.append(least)
        self.most.append(most)

    def sums_to(self, whole: int, parts: list[int]) -> None:
        for shift in (0, self.size):
            self._line({whole + shift: 1, **{part + shift: -1 for part in parts}}, 0, 0)

    def same(self, one: int, other: int) -> None:
        self.sums_to(one, [other])

    def inside(self, small: int, big: int) -> None:
        """Out of the same people, and whoever counts for the first counts for the second."""
        self._line({small + self.size: 1, big + self.size: -1}, 0, 0)
        self._line({big: 1, small: -1}, 0, MOST)

    def find(self, **wanted: str) -> list[int]:
        chosen = np.ones(self.size, dtype=bool)
        for name, value in wanted.items():
            chosen &= (self.rows[name] == value).to_numpy()
        return np.flatnonzero(chosen).tolist()

    def learn_usual(self, nested: dict[str, tuple[str, str]] | None = None) -> None:
        """Totals, strata, one whole for all dimensions, thresholds inside each other, fifths as pairs of tenths."""
        keys = ["indicator", "area", "dimension", "stratum"]
        for _, part in self.rows.groupby(keys):
            whole = part.index[part["group"] == "All"]
            if len(whole):
                self.sums_to(whole[0], [at for at in part.index if at != whole[0]])
        split = self.rows[self.rows["stratum"] != "All"]
        for (indicator, area, dimension, group), part in split.groupby(["indicator", "area", "dimension", "group"]):
            whole = self.find(indicator=indicator, area=area, dimension=dimension, group=group, stratum="All")
            if whole:
                self.sums_to(whole[0], list(part.index))
        people: dict[tuple[str, str, frozenset[tuple[str, str]]], int] = {}
        for at, row in self.rows.iterrows():
            about = set() if row["group"] == "All" else {(row["dimension"], row["group"])}
            if row["stratum"] != "All":
                about |= {tuple(part.split("=")) for part in row["stratum"].split("; ")}
            key = (row["indicator"], row["area"], frozenset(about))
            if key in people:
                self.same(people[key], at)
            people.setdefault(key, at)
        by_people: dict[tuple[str, frozenset[tuple[str, str]]], list[tuple[str, int]]] = {}
        for (indicator, area, about), at in people.items():
            by_people.setdefault((area, about), []).append((indicator, at))
        for several in by_people.values():
            for (one, first), (other, second) in combinations(sorted(several), 2):
                if one.startswith("waits_over") and other.startswith("waits_over"):
                    self.inside(second, first)
        for coarse, (fine, _) in (nested or {}).items():
            for at in self.find(dimension=coarse):
                row = self.rows.loc[at]
                if row["group"] in ("All", "Not known"):
                    continue
                pair = [str(2 * int(row["group"]) - 1), str(2 * int(row["group"]))]
                same = {name: row[name] for name in ("indicator", "area", "stratum")}
                if self.find(dimension=fine, group="All", **same):
                    self.sums_to(at, [one for group in pair for one in self.find(dimension=fine, group=group, **same)])

    def can_be(self, terms: dict[int, int]) -> tuple[int, int]:
        """The least and the most that a sum of unknowns can be."""
        cost = np.zeros(2 * self.size)
        for at, factor in terms.items():
            cost[at] = factor
        found = []
        for sign in (1, -1):
            result = milp(
                sign * cost, constraints=LinearConstraint(np.array(self.lines), self.least, self.most),
                bounds=Bounds(self.low, self.high), integrality=np.ones(2 * self.size, dtype=int),
            )
            assert result.status == 0, f"the published table contradicts itself: {result.message}"
            self.worlds.append(np.round(result.x))
            found.append(round(sign * result.fun))
        return found[0], found[1]

    def small_counts(self, truth: pd.DataFrame, last: int) -> list[tuple[int, str, dict[int, int]]]:
        """Every count that the rule hides, from the true table in the same order: its row, its name, its unknowns."""
        found = []
        for at in range(self.size):
            n, d = truth["numerator"].iloc[at], truth["denominator"].iloc[at]
            shift = at + self.size
            for name, true, terms in (("numerator", n, {at: 1}), ("denominator", d, {shift: 1}),
                                      ("rest", d - n, {shift: 1, at: -1})):
                if 1 <= true <= last:
                    found.append((at, name, terms))
        return found

    def given_away(self, truth: pd.DataFrame, last: int) -> list[tuple[str, ...]]:
        """The small counts that cannot be every value the rule hides, with what they can be."""
        bad = []
        for at, name, terms in self.small_counts(truth, last):
            # A world found for another count may show already that this one can be as low and as high as it must.
            seen = [sum(factor * world[one] for one, factor in terms.items()) for world in self.worlds]
            if seen and min(seen) <= 1 and max(seen) >= last:
                continue
            low, high = self.can_be(terms)
            if low > 1 or high < last:
                row = self.rows.loc[at]
                bad.append((row["indicator"], row["dimension"], row["group"], row["stratum"], name, f"{low} to {high}"))
        return bad
