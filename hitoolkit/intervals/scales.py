"""Scales on which a figure is nearer to a bell curve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Scale(NamedTuple):
    """A scale on which a figure is nearer to a bell curve: there, back, and how fast the figure moves with it."""

    name: str
    to: Callable[[Any], Any]
    back: Callable[[Any], Any]
    slope: Callable[[Any], Any]


def _logit(p: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(p) - np.log1p(-np.asarray(p, dtype=float))


def _log(y: Any) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(y)


IDENTITY = Scale("identity", lambda y: y, lambda g: g, np.ones_like)
LOG = Scale("log", _log, np.exp, lambda y: y)
LOGIT = Scale("logit", _logit, lambda g: 1 / (1 + np.exp(-g)), lambda p: p * (1 - p))
