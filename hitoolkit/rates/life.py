"""Life expectancy of each group, from its deaths and people by age."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd

from hitoolkit import intervals
from hitoolkit.errors import InputError, ParameterError
from hitoolkit.groups.age import OLDEST
from hitoolkit.rates.ages import Span, joined, span_text, spans_of
from hitoolkit.rates.labels import Flags, age_part, name_some, parts_of
from hitoolkit.rates.life_table import from_here, life_table
from hitoolkit.rates.results import Reasons, finished, written
from hitoolkit.rates.strata import Codes, Matrix, Strata, counted_kinds, split
from hitoolkit.table import WHOLE, check_coded, refuse_no_frame

#: Fewer people than this in all ages together, and a life table says nothing (Eayres and Williams 2004).
FEWEST_PEOPLE = 5000
#: A 95% range wider than this many years, and the figure itself is not given.
WIDEST, WIDEST_AT = 20.0, 0.95
#: What the rows are about: from birth, and from any age.
AT_BIRTH, FROM_AGE = "life_expectancy", "remaining_life_expectancy"
EVERY_AGE = "all"


def life_expectancy(table: pd.DataFrame, at: str | float = "0", confidence: float = 0.95) -> pd.DataFrame:
    """Work out life expectancy from deaths and people by age, with its range.

    Takes an inequality table of one indicator (`deaths`) with a row for each age band of each group: stratum
    `age_band=0`, `1-4`, `5-9` ... `90+`, numerator deaths, denominator people (person-years where there are several
    years). Any bands will do, if they start at 0, leave no gap, and the last is open (85+, 90+); the first year may be
    a band of its own. Other parts of the stratum, such as `sex=Male`, stay: each gets a life table. `at`: the age to
    look from, the start of a band, or "all" for each.

    Returns rows of the contract: at 0 the indicator `life_expectancy`, else `remaining_life_expectancy` with the
    stratum `from age 65`; numerator and denominator are the deaths and people from that age on, value, se, lower and
    upper are in years. A group that cannot be measured has no value, a flag, and its reason in words in
    `attrs["reasons"]`: a band missing or twice, a count not known or below zero, nobody or fewer people than deaths in
    a band, no deaths in the last band, 5,000 people or fewer in all. Where the 95% range is wider than 20 years the
    value is left out, flagged `few_cases`, and the range is kept. No deaths in any other band is no fault.

    Method: abridged life table, Chiang 1968; last band Silcocks, Jenner and Reza 2001; refusals as in English
    practice, Eayres and Williams 2004. The formula is in `life_table`. Limits: value +/- z se.
    Not a forecast for a person: it is how long people would live at today's death rates. Not for areas where many live
    in homes for a short while.
    Raises InputError where the table has no age bands or holds several indicators, ParameterError for an age at which
    no band starts.

    >>> import pandas as pd
    >>> from hitoolkit.table import check_table
    >>> ages = pd.DataFrame({"stratum": ["0", "1-64", "65-84", "85+"],
    ...                      "numerator": [5, 200, 900, 600], "denominator": [1100, 80_000, 24_000, 4000]})
    >>> table = check_table(ages, indicator="deaths", period="2025", area="A", dimension="imd_quintile", group="All")
    >>> life_expectancy(table)[["indicator", "value", "lower", "upper"]].round(1)
             indicator  value  lower  upper
    0  life_expectancy   74.9   73.8   75.9
    """
    intervals.z_value(confidence)
    refuse_no_frame(table)
    counts = table.copy()
    for name in ("numerator", "denominator"):
        if name in counts:
            # An area with an impossible count is refused by itself, not with all others.
            counts[name] = counts[name].mask(pd.to_numeric(counts[name], errors="coerce") < 0)
    checked, coded = check_coded(counts)
    counted_kinds(checked)
    if checked["indicator"].nunique() > 1:
        raise InputError(
            f"The table holds several indicators ({name_some(list(checked['indicator'].unique()))}), and life "
            "expectancy is worked out from one. Keep the rows of deaths from all causes."
        )
    strata = split(checked, coded, age_part([parts_of(text) for text in coded["stratum"].texts]))
    labels = [parts[strata.by[0]] for parts in strata.parts]
    spans = spans_of(labels)
    ages = sorted({span[0] for span in spans.values() if span})
    wanted = ages if at == EVERY_AGE else [_age(at, ages)]

    reasons = Reasons(len(strata.groups))
    tables = _life_tables(strata, [spans[label] for label in labels], ages, reasons)
    rows = [_at_age(tables, ages.index(age), strata, reasons, confidence) for age in wanted]
    for age, part in zip(wanted, rows, strict=True):
        part["indicator"] = FROM_AGE
        if at != EVERY_AGE and age == 0:
            part["indicator"] = AT_BIRTH
        else:
            part["stratum"] = _from_age(age) + part["stratum"].where(part["stratum"] == WHOLE, "; " + part["stratum"])
            part["stratum"] = part["stratum"].str.removesuffix(WHOLE)
    return finished(pd.concat(rows), {**checked.attrs, "confidence": confidence})


def _from_age(age: float) -> str:
    return f"from age {age:g}"


def _age(at: str | float, ages: list[float]) -> float:
    try:
        age = float(at)
    except (TypeError, ValueError):
        age = -1.0
    if age not in ages:
        raise ParameterError(
            f'No age band starts at {at!r}, so life expectancy cannot be worked out from there. Bands start at '
            f'{", ".join(f"{one:g}" for one in ages)}; "all" gives each of them.'
        )
    return age


def _life_tables(
    strata: Strata, spans: list[Span | None], ages: list[float], reasons: Reasons
) -> dict[str, Matrix]:
    """For each group and age: years to be expected, their standard error, deaths and people from there on."""
    deaths, people = np.full((2, len(strata.groups), len(spans)), np.nan)
    deaths[strata.group, strata.cell] = strata.rows["numerator"]
    people[strata.group, strata.cell] = strata.rows["denominator"]
    found = {name: np.full((len(strata.groups), len(ages)), np.nan) for name in ("years", "se", "deaths", "people")}
    patterns, pattern = np.unique(strata.mark(strata.once), axis=0, return_inverse=True)
    for number, cells in enumerate(patterns):
        groups = np.flatnonzero(pattern.ravel() == number)
        chosen = sorted(np.flatnonzero(cells).tolist(), key=lambda cell: spans[cell] or (0.0, 0.0))
        names = [strata.labels[cell] for cell in chosen]
        fault = _fault([spans[cell] for cell in chosen], names)
        if fault:
            reasons.add(pattern.ravel() == number, partial(_said, fault))
            continue
        bands = [span for span in (spans[cell] for cell in chosen) if span]
        x, n = deaths[groups][:, chosen], people[groups][:, chosen]
        _refuse_counts(x, n, groups, names, reasons)
        table = life_table(x, n, np.array([end - first for first, end in bands]))
        at = groups[:, None], np.array([ages.index(first) for first, _ in bands])
        found["years"][at], found["se"][at] = table
        found["deaths"][at], found["people"][at] = from_here(x), from_here(n)
    return found


def _said(reason: str, at: int) -> str:
    return reason


def _fault(bands: list[Span | None], labels: list[str]) -> str:
    """What is wrong with the age bands of a group, or nothing."""
    named = [band for band in bands if band]
    if not named:
        return "There is no row for any age band."
    if len(named) < len(bands):
        return f"{labels[bands.index(None)]} is no band of ages. Write bands as 5-9 and 90+."
    for before, after in pairwise(named):
        if after[0] < before[1]:
            both = span_text((after[0], min(before[1], after[1])))
            return f"Two rows hold ages {both}. Keep bands that do not overlap."
    whole = joined(named)
    if whole[0][0] > 0:
        return f"There is no row for ages {span_text((0.0, whole[0][0]))}. A life table starts at birth."
    if len(whole) > 1:
        return f"There is no row for ages {span_text((whole[0][1], whole[1][0]))}. A life table needs every age."
    if whole[0][1] < OLDEST:
        return f"There is no row for ages {span_text((whole[0][1], OLDEST))}. The last band should be open, as 90+."
    return ""


def _refuse_counts(
    deaths: Matrix, people: Matrix, groups: Codes, names: list[str],
    reasons: Reasons,
) -> None:
    """Groups whose counts can make no life table; the words name the first bands that are wrong."""
    place = np.full(len(reasons.refused), -1)
    place[groups] = np.arange(len(groups))

    def refuse(wrong: Flags, text: str) -> None:
        which = np.zeros(len(reasons.refused), dtype=bool)
        which[groups] = wrong.any(axis=1)
        reasons.add(which, lambda at: text.format(
            name_some([name for name, one in zip(names, wrong[place[at]], strict=True) if one])
        ))

    refuse(np.isnan(deaths) | np.isnan(people), "A count is not known, hidden or below zero: {}.")
    refuse(people <= 0, "Nobody is counted in {}, so it has no death rate.")
    refuse(deaths > people, "There are more deaths than people in {}. Check that the two are not swapped.")
    few = np.broadcast_to(people.sum(axis=1, keepdims=True) <= FEWEST_PEOPLE, people.shape)
    refuse(few, f"There are {FEWEST_PEOPLE:,} people or fewer in all ages together: too few for a life table.")
    last = np.arange(len(names)) == len(names) - 1
    refuse((deaths == 0) & last, "Nobody died in {}, so nothing says how long people live in it.")


def _at_age(
    tables: dict[str, Matrix], age: int, strata: Strata, reasons: Reasons, confidence: float
) -> pd.DataFrame:
    years, se, deaths, people = (tables[name][:, age] for name in ("years", "se", "deaths", "people"))
    lower, upper = intervals.wald(years, se, confidence)
    wide = (2 * intervals.z_value(WIDEST_AT) * se > WIDEST) & ~reasons.refused
    figures = {"value": years, "se": se, "lower": lower, "upper": upper}
    rows = written(strata, reasons, wide, numerator=deaths, denominator=people, **figures)
    rows.loc[wide, "value"] = np.nan
    rows.loc[wide, "reason"] = f"The 95% range is wider than {WIDEST:g} years: too few people for a figure."
    gone = np.isnan(years) & ~reasons.refused
    rows.loc[gone, "flag"] = "incomplete"
    rows.loc[gone, "reason"] = "At these death rates nobody reaches this age, or no band starts at it."
    return rows
