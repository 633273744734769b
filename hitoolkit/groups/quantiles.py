"""Small areas into fifths or tenths of their own scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hitoolkit.errors import InputError, ParameterError, count_of


def assign_quantiles(scores: Any, k: int = 5, within: Any = None, highest_first: bool = True) -> pd.Series:
    """Put areas into `k` groups of about the same number of areas by their scores, 1 to `k`.

    Takes the scores of areas, such as those of the deprivation index, as a Series, array or list. `highest_first`:
    group 1 has the highest scores, which for the index means the most deprived. `within`: for each score the wider area
    it is in, to make local groups within each of those; by default one ranking of all.

    Returns a Series of numbers with the index of the scores. A score that is not known gets none, and scores that are
    the same get the same group. `attrs` say `k`, the `basis` ("all areas given", or "local within NAME", the name of
    `within`) and `reasons`, in words: a wider area with fewer scores than groups gets none at all. Groups are national
    ones only where all areas of the country are given; local fifths are never to be taken for national ones.
    A column of them in records says so by its heading (`local quintile`), and tables then state a local edition.
    Method: the N areas with a score are ranked from the highest, those that tie sharing the first rank; an area of rank
    r is in group k + 1 - ceil((N + 1 - r) k / N). Source: the Office for Health Improvement and Disparities' guide to
    assigning deprivation categories.
    Not for groups of the same number of people: large and small areas count as one each.
    Raises InputError where a score is no number, ParameterError where k is no whole number above 1 or `within` does not
    fit the scores.

    >>> assign_quantiles([9.5, 30.1, 22.4, None, 12.0], k=2).tolist()
    [2.0, 1.0, 1.0, nan, 2.0]
    >>> assign_quantiles([9.5, 30.1, 22.4, 12.0], k=2, within=["A", "A", "B", "B"]).attrs["basis"]
    'local within area'
    """
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or k < 2:
        raise ParameterError(f"k should be a whole number of 2 or more, but is {k!r}. 5 makes fifths, 10 tenths.")
    given = scores if isinstance(scores, pd.Series) else pd.Series(scores, dtype=object)
    numbers = _numbers(given)
    places, name = _places(given, within)
    # A score without a place, like a place without a score, is in no ranking.
    known = numbers.notna() & (places >= 0)
    counted = numbers.where(known).groupby(places)
    n = counted.transform("count").to_numpy()
    rank = counted.rank(method="min", ascending=not highest_first).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        group = k + 1 - np.ceil((n + 1 - rank) * k / n)
    found = pd.Series(np.where(n >= k, group, np.nan), index=given.index, name="quantile")
    found.attrs = {"k": int(k), "basis": name, "reasons": _reasons(numbers, within, places, n, int(k))}
    return found


def _numbers(given: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(given, errors="coerce").astype(float)
    lost = numbers.isna() & given.notna() & (given.astype(str).str.strip() != "")
    if lost.any():
        raise InputError(
            f"{count_of(int(lost.sum()), 'score')} cannot be read as a number (first: place {int(lost.argmax()) + 1}). "
            "Put a number there, or leave it empty where it is not known."
        )
    return numbers.reset_index(drop=True)


def _places(given: pd.Series, within: Any) -> tuple[np.ndarray, str]:
    if within is None:
        return np.zeros(len(given), dtype=int), "all areas given"
    if isinstance(within, str) or len(within) != len(given):
        raise ParameterError(
            "within should name the wider area of each score, one for one: a Series or list as long as the scores."
        )
    if isinstance(within, pd.Series) and not within.index.equals(given.index):
        raise ParameterError("within and the scores have different indexes. Take both from the same table.")
    name = within.name if isinstance(within, pd.Series) and within.name is not None else "area"
    return pd.factorize(pd.Series(within).to_numpy())[0], f"local within {name}"


def _reasons(numbers: pd.Series, within: Any, places: np.ndarray, n: np.ndarray, k: int) -> list[dict[str, str]]:
    """Why scores have no group, once for each wider area."""
    few = numbers.notna().to_numpy() & (n < k) & (places >= 0)
    names = ["all areas"] * len(places) if within is None else [str(one) for one in within]
    reasons = [
        {"area": names[at], "reason": f"{names[at]}: fewer than {k} scores, so no {k} groups can be made of them."}
        for at in sorted({int(np.flatnonzero(places == place)[0]) for place in np.unique(places[few])})
    ]
    if (numbers.notna().to_numpy() & (places < 0)).any():
        reasons.append({"area": "", "reason": "The wider area of some scores is not known, so they have no group."})
    return reasons
