"""Ranges by drawing many times, with a generator of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hitoolkit.intervals.numbers import Array

#: Draws made at once: keeps the memory of a simulation small, whatever the number of draws.
CHUNK = 20_000


def simulate(draw: Callable[[np.random.Generator, int], Array], draws: int, seed: int | None) -> Array:
    """Draw many times with a generator of its own, a slice at a time, and stack what comes back.

    `draw(generator, size)` returns an array with `size` rows. The same seed gives the same draws; None draws afresh.
    The random state of the session is neither read nor changed.

    >>> simulate(lambda generator, size: generator.normal(size=(size, 2)), draws=5, seed=0).shape
    (5, 2)
    """
    generator = np.random.default_rng(seed)
    sizes = [min(CHUNK, draws - start) for start in range(0, draws, CHUNK)]
    return np.concatenate([draw(generator, size) for size in sizes])
