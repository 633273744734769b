"""Limits for rare events: against printed figures, against the definition, and by how often they hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitoolkit import intervals
from hitoolkit.errors import InputError

# OpenEpi's example of two person-time rates (heart deaths and smoking, from Rothman's Modern Epidemiology):
# events and person-time of each side, then mid-P and exact ("Fisher") limits of the ratio as printed.
OPENEPI = [
    ((17, 100_025, 3, 122_268), (2.21, 29.63), (2.004, 36.89)),
    ((8, 78_531, 1, 77_932), (1.27, 177.6), (1.064, 352.3)),
    ((25, 178_556, 4, 200_200), (2.616, 23.57), (2.42, 27.71)),
]


@pytest.mark.parametrize(("counts", "mid_p", "exact"), OPENEPI)
def test_ratio_gives_the_printed_limits(
    counts: tuple[int, ...], mid_p: tuple[float, float], exact: tuple[float, float]
) -> None:
    assert [float(f"{limit:.4g}") for limit in intervals.rare_ratio(*counts)] == list(mid_p)
    assert [float(f"{limit:.4g}") for limit in intervals.rare_ratio(*counts, mid_p=False)] == list(exact)


def test_count_gives_the_printed_limits() -> None:
    # Exact: Garwood 1936, table 1, as reprinted in many textbooks.
    lower, upper = intervals.rare_count([1, 3, 5, 10, 20], mid_p=False)
    assert [round(float(limit), 2) for limit in lower] == [0.03, 0.62, 1.62, 4.80, 12.22]
    assert [round(float(limit), 2) for limit in upper] == [5.57, 8.77, 11.67, 18.39, 30.89]


def poisson(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


@pytest.mark.parametrize("x", [1, 2, 7, 40])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998])
def test_mid_p_count_is_what_it_says(x: int, confidence: float) -> None:
    lower, upper = intervals.rare_count(x, confidence)
    below = sum(poisson(count, float(upper)) for count in range(x)) + poisson(x, float(upper)) / 2
    above = 1 - sum(poisson(count, float(lower)) for count in range(x)) - poisson(x, float(lower)) / 2
    assert (below, above) == pytest.approx(((1 - confidence) / 2, (1 - confidence) / 2), rel=1e-9)


@pytest.mark.parametrize("mid_p", [True, False])
def test_ratio_is_what_it_says(mid_p: bool) -> None:
    x1, n1, x2, n2 = 5, 4000, 3, 9000
    half = 0.5 if mid_p else 1
    limits = intervals.rare_ratio(x1, n1, x2, n2, 0.9, mid_p)
    for limit, seen in zip(limits, (range(x1 + 1, 9), range(x1)), strict=True):
        share = limit * n1 / (limit * n1 + n2)
        chances = [math.comb(8, k) * share**k * (1 - share) ** (8 - k) for k in range(9)]
        assert sum(chances[k] for k in seen) + half * chances[x1] == pytest.approx(0.05, rel=1e-9)


def test_zeros_are_safe() -> None:
    assert [float(limit) for limit in intervals.rare_count(0)] == pytest.approx([0, -math.log(0.05)])
    assert [float(limit) for limit in intervals.rare_count(0, mid_p=False)] == pytest.approx([0, -math.log(0.025)])
    lower, upper = intervals.rare_ratio([0, 4, 0], 1000, [3, 0, 0], 2000)
    assert lower[0] == 0 and np.isfinite(upper[0])
    assert lower[1] > 0 and upper[1] == np.inf
    assert lower[2] == 0 and upper[2] == np.inf
    lower, upper = intervals.rare_difference(0, 1000, 0, 2000, mid_p=False)
    assert (lower, upper) == pytest.approx((math.log(0.025) / 2000, -math.log(0.025) / 1000))


def test_unknown_stays_unknown_and_harms_no_other() -> None:
    for lower, upper in (
        intervals.rare_count([np.nan, 2, np.nan]),
        intervals.rare_ratio([np.nan, 2, 1], [10, 10, 0], 1, 10),
        intervals.rare_difference(1, 10, [np.nan, 2, 1], [10, 10, 0]),
        (intervals.chance_of_at_least([np.nan, 2, 1], [1, 1, np.nan]), intervals.telling_count([np.nan, 1, np.nan])),
    ):
        assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, False, True]
    with pytest.raises(InputError, match="below zero"):
        intervals.rare_ratio(-1, 10, 1, 10)


def test_large_counts_come_near_the_bell_curve() -> None:
    near = intervals.log_range(2, np.sqrt(2 / 40_000), 0.95)
    for mid_p in (True, False):
        limits = intervals.rare_ratio(40_000, 1000, 40_000, 2000, mid_p=mid_p)
        np.testing.assert_allclose(limits, near, rtol=1e-3)


def held(work: object, means: tuple[float, float], people: tuple[float, float], truth: float, mid_p: bool) -> float:
    """How often limits hold the truth, over every pair of counts that can be seen."""
    sides = [np.arange(int(mean + 10 * np.sqrt(mean) + 15)) for mean in means]
    one, two = np.meshgrid(*sides, indexing="ij")
    lower, upper = work(one, people[0], two, people[1], mid_p=mid_p)  # type: ignore[operator]
    chances = [np.array([poisson(int(count), mean) for count in side]) for side, mean in zip(sides, means, strict=True)]
    inside = (lower <= truth + 1e-12) & (truth - 1e-12 <= upper)
    return float((np.outer(*chances) * inside).sum())


GRID = [((a, b), people) for a in (0.5, 1.3, 3, 8, 20) for b in (0.7, 2, 5, 12) for people in ((1.0, 1.0), (1.0, 6.0))]


def test_ratios_hold_the_truth_as_often_as_they_say() -> None:
    exact, mid_p = ([held(intervals.rare_ratio, means, people, means[0] / people[0] / (means[1] / people[1]), kind)
                     for means, people in GRID] for kind in (False, True))
    assert min(exact) >= 0.95
    assert min(mid_p) >= 0.94 and np.mean(mid_p) < np.mean(exact)


def test_differences_hold_the_truth_nearly_as_often_as_they_say() -> None:
    exact, mid_p = ([held(intervals.rare_difference, means, people, means[0] / people[0] - means[1] / people[1], kind)
                     for means, people in GRID] for kind in (False, True))
    assert min(exact) >= 0.95
    assert min(mid_p) >= 0.94 and np.mean(mid_p) < np.mean(exact)


counts = st.tuples(st.integers(0, 300), st.integers(1, 10**7))
levels = st.floats(0.01, 0.98)
SMALL = 1 + 1e-9


@given(st.integers(0, 10**5), levels)
@settings(deadline=None)
def test_exact_count_holds_mid_p_and_both_widen(x: int, level: float) -> None:
    (low, high), (lower, upper) = intervals.rare_count(x, level), intervals.rare_count(x, level, mid_p=False)
    assert lower <= low * SMALL and high <= upper * SMALL
    wider = intervals.rare_count(x, level + 0.01)
    assert wider[0] <= low * SMALL and high <= wider[1] * SMALL


@given(counts, counts, levels)
@settings(deadline=None)
def test_exact_ratio_holds_mid_p_and_both_widen(one: tuple[int, int], two: tuple[int, int], level: float) -> None:
    (low, high), (lower, upper) = (intervals.rare_ratio(*one, *two, level, mid_p) for mid_p in (True, False))
    assert lower <= low * SMALL and high <= upper * SMALL
    wider = intervals.rare_ratio(*one, *two, level + 0.01)
    assert wider[0] <= low * SMALL and high <= wider[1] * SMALL


@given(counts, counts, st.booleans())
@settings(deadline=None)
def test_swapping_sides_inverts_the_ratio_and_turns_the_difference(
    one: tuple[int, int], two: tuple[int, int], mid_p: bool
) -> None:
    lower, upper = intervals.rare_ratio(*one, *two, mid_p=mid_p)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(intervals.rare_ratio(*two, *one, mid_p=mid_p), (1 / upper, 1 / lower), rtol=1e-9)
    lower, upper = intervals.rare_difference(*one, *two, mid_p=mid_p)
    np.testing.assert_allclose(intervals.rare_difference(*two, *one, mid_p=mid_p), (-upper, -lower))
    assert lower <= one[0] / one[1] - two[0] / two[1] <= upper


@given(st.floats(0.001, 1e5), levels)
@settings(deadline=None)
def test_the_telling_count_is_the_first_that_tells(expected: float, level: float) -> None:
    count = float(intervals.telling_count(expected, level))
    assert intervals.chance_of_at_least(count, expected) <= (1 - level) / 2 * SMALL
    assert intervals.chance_of_at_least(count - 1, expected) >= (1 - level) / 2 / SMALL
