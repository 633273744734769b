"""Ranges by drawing many times, with a generator of its own and little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from hitoolkit.intervals.numbers import Array

#: Draws made at once: keeps the memory of a simulation small, whatever the number of draws.
CHUNK = 20_000
#: Steps of a table of quantiles: from -8 to 8 standard deviations, a hundredth apart.
GRID = np.linspace(-8, 8, 1601)


def normals(groups: int, draws: int, seed: int | None) -> Iterator[Array]:
    """Standard normal numbers, a slice of the draws at a time, each groups x draws.

    The same seed gives the same numbers; None draws afresh. The session's random state is neither read nor changed.

    >>> [one.shape for one in normals(2, 50_000, seed=0)]
    [(2, 20000), (2, 20000), (2, 10000)]
    """
    generator = np.random.default_rng(seed)
    for start in range(0, draws, CHUNK):
        yield generator.standard_normal((groups, min(CHUNK, draws - start)))


def quantile_table(quantile: Callable[[Array], Array]) -> Array:
    """A distribution as a table over GRID, given its quantile function of 0 to 1."""
    from scipy.special import ndtr

    return quantile(ndtr(GRID))


def through_table(z: Array, table: Array) -> Array:
    """Turn standard normal numbers into draws from the distribution of a table.

    >>> through_table(np.array([0.0, 1.96]), quantile_table(lambda p: p)).round(3).tolist()
    [0.5, 0.975]
    """
    return np.interp(z, GRID, table)


def truncated_normal(mean: Any, sd: Any, low: float, high: float) -> Callable[[Array], Array]:
    """Quantile function of a normal distribution of which only the part between two bounds is kept.

    >>> truncated_normal(0, 1, 0, np.inf)(np.array([0.0, 0.5])).round(3).tolist()
    [0.0, 0.674]
    """
    from scipy.special import ndtr, ndtri

    start, end = ndtr((low - mean) / sd), ndtr((high - mean) / sd)
    return lambda p: np.clip(mean + sd * ndtri(start + p * (end - start)), low, high)


def beta_quantiles(a: Any, b: Any) -> Callable[[Array], Array]:
    """Quantile function of a beta distribution: what a count out of a number leaves open about a proportion.

    >>> beta_quantiles(0.5, 100.5)(np.array([0.975])).round(4).tolist()
    [0.0247]
    """
    from scipy.special import betaincinv

    return lambda p: np.asarray(betaincinv(a, b, p))


def gamma_quantiles(shape: Any) -> Callable[[Array], Array]:
    """Quantile function of a gamma distribution: what a count of events leaves open about the number expected.

    >>> gamma_quantiles(0.5)(np.array([0.975])).round(3).tolist()
    [2.512]
    """
    from scipy.special import gammaincinv

    return lambda p: np.asarray(gammaincinv(shape, np.minimum(p, 1 - 1e-16)))


class Tails:
    """Limits and spread of many drawn figures, kept from slice to slice: exact order statistics in little memory.

    Only as many of the smallest and largest as the limits need are held. `rows` figures are drawn side by side.
    """

    def __init__(self, rows: int, draws: int, confidence: float, about: Array) -> None:
        tail = 0.5 - confidence / 2
        self.kept = round((draws - 1) * tail) + 1
        self.low, self.high = np.full((rows, self.kept), np.inf), np.full((rows, self.kept), -np.inf)
        self.about = np.where(np.isfinite(about), about, 0)[:, None]
        self.number, self.sum, self.squares = 0, np.zeros(rows), np.zeros(rows)

    def add(self, made: Array) -> None:
        """Take in a slice, rows x draws."""
        self.low, self.high = self._least(self.low, made), -self._least(-self.high, -made)
        with np.errstate(invalid="ignore", over="ignore"):
            off = made - self.about
            self.number += made.shape[1]
            self.sum += off.sum(axis=1)
            self.squares += np.einsum("ij,ij->i", off, off)

    def _least(self, held: Array, made: Array) -> Array:
        part = min(self.kept, made.shape[1])
        made = np.partition(made, part - 1, axis=1)[:, :part]
        return np.partition(np.concatenate([held, made], axis=1), self.kept - 1, axis=1)[:, : self.kept]

    @property
    def limits(self) -> tuple[Array, Array]:
        """The two order statistics nearest to the tails asked for."""
        return self.low.max(axis=1), self.high.min(axis=1)

    @property
    def spread(self) -> Array:
        """Standard deviation of the draws; empty where one of them is endless."""
        with np.errstate(invalid="ignore"):
            mean = self.sum / self.number
            found = np.sqrt(np.maximum(self.squares / self.number - mean**2, 0))
        return np.where(np.isfinite(found), found, np.nan)
