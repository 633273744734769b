"""Over-dispersion: places that differ by more than chance, and funnel limits that allow for it.

Worked on scales where the standard error of a figure depends on its size alone, 1 / (2 sqrt(size)): the arcsine of the
root for proportions, the root for rates, so that a place without events does no harm.
Source: Spiegelhalter 2005, Statistics in Medicine 24 and Quality and Safety in Health Care 14.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hitoolkit.intervals.numbers import Array, Numbers, Range, array, z_value
from hitoolkit.intervals.scales import Scale

ARCSINE = Scale("arcsine", lambda p: np.arcsin(np.sqrt(p)), lambda g: np.sin(np.clip(g, 0, np.pi / 2)) ** 2,
                lambda p: 1 / (2 * np.sqrt(p * (1 - p))))
ROOT = Scale("root", np.sqrt, lambda g: np.maximum(g, 0) ** 2, lambda y: 1 / (2 * np.sqrt(y)))

#: What part of the places is pulled in at either end before they are judged: outliers should not hide themselves.
WINSORISED = 0.1


class Overdispersion(NamedTuple):
    """How much more the places differ than chance makes them: `phi` times the variance, or `tau` added on the scale."""

    phi: float
    tau: float


def overdispersion(value: Numbers, size: Numbers, average: float, scale: Scale) -> Overdispersion:
    """How much more places differ than chance alone makes them, their 10% at either end pulled in.

    z = (g(value) - g(average)) 2 sqrt(size), winsorised; phi is the mean of z squared, no less than 1. tau squared is
    DerSimonian and Laird's: (k phi - (k - 1)) / (sum w - sum w^2 / sum w) with w = 4 size, no less than 0. Places whose
    value or size is not known are left out.

    >>> overdispersion([0.1, 0.2, 0.3], [400, 400, 400], 0.2, ARCSINE)
    Overdispersion(phi=11.4..., tau=0.10...)
    """
    value, size = np.broadcast_arrays(array(value), array(size))
    known = ~np.isnan(value) & (size > 0)
    weight = 4 * size[known]
    z = (scale.to(value[known]) - scale.to(average)) * np.sqrt(weight)
    if len(z) < 2:
        return Overdispersion(1.0, 0.0)
    z = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    phi = float(np.mean(z**2))
    # Beside one vast place the others weigh nothing, and nothing can be told of the spread between them.
    room = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = (len(z) * phi - (len(z) - 1)) / room if room > 0 else 0.0
    return Overdispersion(max(phi, 1.0), float(np.sqrt(max(tau2, 0.0))))


def overdispersed_limits(
    size: Numbers, average: float, scale: Scale, phi: float = 1.0, tau: float = 0.0, confidence: float = 0.95
) -> Range:
    """Funnel limits that allow for places to differ: g(average) +/- z sqrt(phi / (4 size) + tau^2), taken back.

    >>> [round(float(limit), 3) for limit in overdispersed_limits(400, 0.2, ARCSINE, tau=0.05)]
    [0.12, 0.294]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        se: Array = np.sqrt(phi / (4 * array(size)) + tau**2)
    centre, step = scale.to(average), z_value(confidence) * se
    return scale.back(centre - step), scale.back(centre + step)
