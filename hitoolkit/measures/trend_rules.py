"""The rules by which a point stands out from its usual movement, and which way it does."""

from __future__ import annotations

import math

import numpy as np

from hitoolkit.intervals import Array

#: Below this many points centre and limits are too unsteady to judge by.
FEWEST = 12
#: Points in a row on one side of the centre; points in a row that all rise, or all fall.
RUN, CLIMB = 7, 7
#: Of three neighbours two in the outer third between the centre and a limit.
NEAR, OUT_OF, THIRD = 2, 3, 2 / 3
OUTSIDE = "outside the limits"
#: A number may differ from the centre by the arithmetic alone.
CLOSE = 1e-9


def standing_out(
    values: Array, centre: float, step: float, none: float = 0.0, plain: bool = False
) -> tuple[list[str], list[str]]:
    """The rules each point meets, in words, and its direction.

    Takes the points in order (NaN is a break), their centre, the distance from it to a limit, and the value that is no
    gap: 0, or 1 for ratios. Returns for each point its rules joined with "; ", and narrower or wider (`plain`: lower or
    higher). No rule without a `step`.

    >>> standing_out(np.array([5.0, 5, 5, 9]), centre=5, step=2)
    (['', '', '', 'outside the limits'], ['', '', '', 'wider'])
    """
    rules: list[dict[str, int]] = [{} for _ in values]
    if math.isfinite(step):
        away = np.where(np.abs(values - centre) > CLOSE * (1 + abs(centre)), values - centre, 0 * values)
        _outside(rules, away, step)
        _near(rules, away, step)
        _stretches(rules, np.sign(away), RUN, "{number} in a row on one side of the centre")
        _climbs(rules, values)
    directions = [_direction(met, value, centre, none, plain) for met, value in zip(rules, values, strict=True)]
    return ["; ".join(met) for met in rules], directions


def _outside(rules: list[dict[str, int]], away: Array, step: float) -> None:
    for at in np.flatnonzero(np.abs(away) > step * (1 + CLOSE)):
        rules[at][OUTSIDE] = 0


def _near(rules: list[dict[str, int]], away: Array, step: float) -> None:
    """Two of three neighbours far out on one side; only where there is some movement at all."""
    if step <= 0:
        return
    for side in (-1, 1):
        far = side * away > THIRD * step
        for first in range(len(away) - OUT_OF + 1):
            part = slice(first, first + OUT_OF)
            if np.isfinite(away[part]).all() and far[part].sum() >= NEAR:
                for at in np.flatnonzero(far[part]) + first:
                    rules[at]["2 of 3 in a row close to a limit"] = 0


def _stretches(rules: list[dict[str, int]], signs: Array, least: int, words: str) -> None:
    """Mark stretches of one sign, from their first point to their last."""
    start = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[start]:
            length = at - start
            if length >= least and abs(signs[start]) == 1:
                for point in range(start, at):
                    rules[point][words.format(number=length)] = 0
            start = at


def _climbs(rules: list[dict[str, int]], values: Array) -> None:
    """Points that all rise or all fall; the first of them counts, as where it starts."""
    moves = np.sign(np.diff(values))
    start = 0
    for at in range(1, len(moves) + 1):
        if at == len(moves) or moves[at] != moves[start]:
            points = at - start + 1
            if points >= CLIMB and abs(moves[start]) == 1:
                way = "up" if moves[start] > 0 else "down"
                for point in range(start, at + 1):
                    rules[point][f"{points} in a row going {way}"] = int(moves[start])
            start = at


def _direction(met: dict[str, int], value: float, centre: float, none: float, plain: bool) -> str:
    """Which way a point stands out: by where it is, or where it only rises or falls, by which way it goes."""
    if not met:
        return ""
    up = value > centre if 0 in met.values() else next(iter(met.values())) > 0
    if plain:
        return "higher" if up else "lower"
    further = _size(value, none) > _size(centre, none)
    wider = further if 0 in met.values() else up == (centre > none)
    return "wider" if wider else "narrower"


def _size(value: float, none: float) -> float:
    """How far a figure is from no gap; half as much and twice as much are as far from 1."""
    return abs(math.log(value)) if none == 1 and value > 0 else abs(value - none)
