"""What all ranges share: arrays of numbers, and how sure one wants to be."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from hitoolkit.errors import InputError, ParameterError

Array = npt.NDArray[Any]
Numbers = npt.ArrayLike
Range = tuple[Array, Array]

#: Below these a figure moves so much by chance that a reader should be told.
FEW_CASES = 10
FEW_PEOPLE = 20


def z_value(confidence: float) -> float:
    """The multiplier of a standard error: 1.96 for 0.95.

    Raises ParameterError where confidence is not between 0 and 1.

    >>> round(z_value(0.95), 4)
    1.96
    """
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
        raise ParameterError(
            f"Confidence should be a number between 0 and 1, but is {confidence!r}. Write 0.95 for a 95% range."
        )
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def t_value(freedom: Numbers, confidence: float) -> Array:
    """The multiplier of a standard error that is itself estimated, with so many degrees of freedom (Student 1908).

    Raises ParameterError as `z_value` does.

    >>> round(float(t_value(3, 0.95)), 4)
    3.1824
    """
    from scipy.special import stdtrit

    return array(stdtrit(freedom, 1 - tail(confidence)))


def tail(confidence: float) -> float:
    """The chance that a range leaves out on each side: 0.025 for 0.95. Raises ParameterError as `z_value` does.

    >>> round(tail(0.95), 4)
    0.025
    """
    return NormalDist().cdf(-z_value(confidence))


def few_cases(numerator: Numbers, denominator: Numbers) -> npt.NDArray[np.bool_]:
    """Say where counts are so few that the figure moves a lot by chance: under 10 events, or under 20 people.

    >>> few_cases([9, 10, 10], [500, 500, 19]).tolist()
    [True, False, True]
    """
    return (array(numerator) < FEW_CASES) | (array(denominator) < FEW_PEOPLE)


def array(numbers: Numbers) -> Array:
    """Numbers as an array of floats.

    >>> array([1, 2]).tolist()
    [1.0, 2.0]
    """
    return np.asarray(numbers, dtype=float)


def count_array(numbers: Numbers) -> Array:
    """Counts as an array of floats. Raises InputError where one is below zero.

    >>> count_array(3).tolist()
    3.0
    """
    counts = array(numbers)
    if (counts < 0).any():
        raise InputError("A count is below zero. Counts start at zero; leave unknown ones empty.")
    return counts
