"""The abridged life table: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

#: Of those who die in their first year of life, most do so early: they live a tenth of it.
FIRST_YEAR = 0.1
#: At other ages deaths are taken as spread evenly over the band.
OTHERWISE = 0.5


class LifeTable(NamedTuple):
    """Years still to be expected at the start of each band, and their standard error."""

    years: Matrix
    se: Matrix


def life_table(deaths: Matrix, people: Matrix, widths: Matrix) -> LifeTable:
    """Years still to be expected at the start of each age band, with standard errors.

    Takes deaths and person-years, a line for each population and a column for each band from age 0, and the width of
    each band in years; the last band is open, and its width is not used. There must be deaths in the last band.

    With rate M = d / p, width n and share a of the band lived by those who die in it (0.1 in a first year of life, else
    0.5): q = nM / (1 + n (1 - a) M), at most 1, and 1 in the last band; l, those alive at the start, from 1; L =
    n (l' + a l q), where l' is the next l; in the last band L = l / M; e = (sum of L from here on) / l.
    Variance of e: sum over the bands from here on of l^2 (e' + (1 - a) n)^2 q^2 (1 - q) / d, and for the last band
    l^2 / (d M^2), all over l^2 of here.
    Source: Chiang 1968 (method II, abridged); Silcocks, Jenner and Reza 2001 for the last band.

    >>> table = life_table(np.array([[10.0, 50, 400]]), np.array([[1000.0, 20_000, 4000]]), np.array([1.0, 64, np.inf]))
    >>> table.years.round(2).tolist(), table.se.round(2).tolist()
    ([[68.1, 67.78, 10.0]], [[0.93, 0.92, 0.5]])
    """
    open_band = np.arange(deaths.shape[1]) == deaths.shape[1] - 1
    n = np.where(open_band, 0.0, widths)
    a = np.where((np.arange(len(n)) == 0) & (n == 1), FIRST_YEAR, OTHERWISE)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = deaths / people
        q = np.where(open_band, 1.0, np.minimum(n * rate / (1 + n * (1 - a) * rate), 1.0))
        alive = np.cumprod(np.concatenate([np.ones((len(q), 1)), 1 - q[:, :-1]], axis=1), axis=1)
        lived = np.where(open_band, alive / rate, n * alive * (1 - q + a * q))
        years = from_here(lived) / alive
        after = np.concatenate([np.where(alive > 0, years, 0.0)[:, 1:], np.zeros((len(q), 1))], axis=1)
        # Nobody dies: nothing is uncertain. Everybody dies: what comes after does not matter.
        chance = np.where((deaths > 0) & (q < 1), q**2 * (1 - q) / deaths, 0.0)
        spread = np.where(chance > 0, (after + (1 - a) * n) ** 2 * chance, 0.0)
        last = np.where(deaths > 0, 1 / (deaths * rate**2), np.nan)
        se = np.sqrt(from_here(alive**2 * np.where(open_band, last, spread))) / alive
    return LifeTable(years, se)


def from_here(numbers: Matrix) -> Matrix:
    """The sum of each number of a line and all after it.

    >>> from_here(np.array([[1.0, 2, 3]])).tolist()
    [[6.0, 5.0, 3.0]]
    """
    return np.cumsum(numbers[:, ::-1], axis=1)[:, ::-1]
