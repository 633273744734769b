"""Places in two periods, and what luck alone would make of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.widgets.asked import indicator

LEAST, MOST = 3, 60
YEARS = 2_000
FEW = 5
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True)
class Places:
    """Places of which both years are known, in the order of the table; `hidden` are those that are not."""

    measure: str
    unit: str
    periods: tuple[str, str]
    names: tuple[str, ...]
    people: tuple[float, float]
    sizes: tuple[np.ndarray, np.ndarray]
    values: tuple[np.ndarray, np.ndarray]
    per: float
    rate: float
    higher_is_worse: bool
    share: bool
    hidden: tuple[str, ...]
    synthetic: bool

    @property
    def worst(self) -> list[str]:
        """The worst of the first year; several where they are level."""
        return [name for name, place in zip(self.names, placed(self, 0), strict=True) if place == 1]


def read_places(table: pd.DataFrame) -> tuple[Places, Any]:
    """Places of the last two periods of a table, and next year's funnel. Refused where it may not be shown."""
    table = hi.check_table(table)
    periods = sorted(table["period"].unique())
    if len(periods) < 2:
        raise InputError("The game needs two periods, this year and next. Put both into one table: pd.concat([...]).")
    early, late = (table[table["period"] == one] for one in periods[-2:])
    charts = [hi.funnel_chart(hi.funnel(part)) for part in (early, late)]
    named = indicator(table["indicator"].iloc[0])
    if named["better"] == "neither":
        raise InputError(f'Neither direction of "{named["name"]}" is worse, so there is no worst to pick.')
    over = "group" if table["group"].nunique() > 1 else "area"
    left, right = (part[~part["group"].isin(["Not known", "Not stated"]) & (part[over] != "All")].set_index(over)
                   for part in (early, late))
    both = [name for name in left.index if name in right.index]
    needed = ["numerator", "denominator", "value"]
    known = [name for name in both if left.loc[name, needed].notna().all() and right.loc[name, needed].notna().all()]
    if not LEAST <= len(known) <= MOST:
        raise InputError(f"{len(known)} places have figures in both periods, and the game needs {LEAST} to {MOST}.")
    left, right = left.loc[known], right.loc[known]
    sizes, values, events = ([part[name].to_numpy(float) for part in (left, right)]
                             for name in ("denominator", "value", "numerator"))
    rate = float(sum(map(np.sum, events)) / sum(map(np.sum, sizes)))
    counted = values[0][events[0] > 0] * sizes[0][events[0] > 0] / events[0][events[0] > 0]
    share = named["unit"] == "%"
    return Places(
        measure=str(named["name"]), unit="in every 100" if share else str(named["unit"]),
        periods=(str(periods[-2]), str(periods[-1])), names=tuple(map(str, known)),
        people=(float(sizes[0].min()), float(sizes[0].max())), sizes=(sizes[0], sizes[1]),
        values=(values[0], values[1]), per=float(np.median(counted)) if len(counted) else 100.0, rate=rate,
        higher_is_worse=named["better"] == "lower", share=share,
        hidden=tuple(str(name) for name in both if name not in known),
        synthetic=_synthetic(charts[1]),
    ), charts[1]


def _synthetic(chart: Any) -> bool:
    return bool(chart.payload()["synthetic"])


def placed(places: Places, year: int) -> list[int]:
    """The place of each, counted from the worst; those level share one."""
    values = places.values[year] if places.higher_is_worse else -places.values[year]
    return [int((values > one + 1e-12).sum()) + 1 for one in values]


def two_years(places: Places, seed: int) -> Places:
    """Two years of the same places in which all have one true rate, and luck does the rest."""
    draw = np.random.default_rng(seed)
    years = [_drawn(places, size, draw) * places.per / size for size in places.sizes]
    return replace(places, values=(years[0], years[1]), hidden=(), periods=("made-up year 1", "made-up year 2"))


def _drawn(places: Places, size: Any, draw: np.random.Generator, rows: tuple[int, ...] = ()) -> Any:
    shape = (*rows, len(size))
    if places.share:
        return draw.binomial(np.round(size).astype(int), min(1.0, places.rate), shape)
    return draw.poisson(size * places.rate, shape)


def noise(places: Places, seed: int) -> str:
    """How often the worst by luck is a small place, and how often it is the worst again."""
    draw = np.random.default_rng(seed)
    sign = 1 if places.higher_is_worse else -1
    first, second = (sign * _drawn(places, size, draw, (YEARS,)) / size for size in places.sizes)
    worst, again = first.argmax(axis=1), second.argmax(axis=1)
    few = min(FEW, len(places.names) // 2)
    small = np.argsort(places.sizes[0], kind="stable")[:few]
    share, same = np.isin(worst, small).mean() * 100, (worst == again).mean() * 100
    which = f"one of the {('', 'smallest', 'two smallest', 'three smallest', 'four smallest', 'five smallest')[few]}"
    which = "the smallest" if few == 1 else which
    return (f"We made up {YEARS:,} pairs of years in which every service had the same true rate. The worst was {which} "
            f"in {share:.0f} of every 100, and the same service was worst again in {same:.0f} of every 100.")


def came(places: Places, name: str) -> list[str]:
    """Where a service that was picked came in the second year, if one was, and where the worst of the first did."""
    second, count = placed(places, 1), len(places.names)
    said = []
    if name in places.names:
        at = places.names.index(name)
        said.append(f"You picked {name}. In {places.periods[1]} it came {_ordinal(second[at])} of {count}, counted "
                    f"from the worst: {_figure(places.values[1][at])} {places.unit}.")
    if places.worst:
        worst = places.worst[0]
        place = second[places.names.index(worst)]
        said.append(f"{worst} was worst in {places.periods[0]}. A year later it came {_ordinal(place)} of {count}"
                    f"{'' if said else ', counted from the worst'}.")
    if places.hidden:
        said.append(f"Hidden in one of the years, because numbers are small: {', '.join(places.hidden)}.")
    return said


def rows(places: Places) -> list[list[str]]:
    """A row for each place: people, both years, and the place in the second."""
    return [[name, f"{size:,.0f}", _figure(one), _figure(two), _ordinal(place)] for name, size, one, two, place
            in zip(places.names, places.sizes[0], *places.values, placed(places, 1), strict=True)]


def _figure(value: float) -> str:
    return f"{value:,.1f}"


def _ordinal(number: int) -> str:
    """A place in words.

    >>> _ordinal(1), _ordinal(12), _ordinal(22)
    ('first', '12th', '22nd')
    """
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
