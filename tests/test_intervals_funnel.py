"""Funnel limits and over-dispersion: the golden limits, the definition, and what must hold for any size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_tables import golden

from hitoolkit import intervals

LEVELS = {"95": 0.95, "998": 0.998}
#: The peer halves a bracket of v, where its limit is (x + 1) v / (1 - v), until it is this wide.
PEER_STEP = 1e-7


@pytest.mark.parametrize("level", LEVELS)
def test_proportions_give_the_golden_limits(level: str) -> None:
    rows = golden("funnel_limits_expected").query("statistic == 'proportion'")
    lower, upper = intervals.funnel_proportion(rows["x"], rows["baseline"] / 100, LEVELS[level])
    np.testing.assert_allclose(100 * lower, rows[f"lower{level}"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(100 * upper, rows[f"upper{level}"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("statistic", ["ratio_x100", "rate_crude"])
def test_ratios_and_rates_give_the_golden_limits(statistic: str, level: str) -> None:
    rows = golden("funnel_limits_expected").query("statistic == @statistic")
    limits = intervals.funnel_at_events(rows["x"], LEVELS[level])
    for side, ratio in zip(("lower", "upper"), limits, strict=True):
        # The golden file allows 1e-6; at one event the peer's own last step is larger than that.
        count = rows["x"] / ratio
        share = count / (count + rows["x"] + 1)
        peer = PEER_STEP / (share * (1 - share))
        missed = np.abs(rows["baseline"] * ratio / rows[f"{side}{level}"] - 1)
        assert (missed <= np.maximum(1e-6, peer)).all()
        assert (missed <= 1e-6)[rows["x"] > 1].all()


@given(st.floats(0.001, 1e6), st.floats(0.01, 0.999))
@settings(deadline=None)
def test_counts_at_the_limits_just_touch_what_is_expected(expected: float, level: float) -> None:
    lower, upper = (float(limit) for limit in intervals.funnel_count(expected, level))
    assert 0 <= lower <= upper
    assert intervals.poisson_exact(upper, level)[0] == pytest.approx(expected, rel=1e-6)
    most = intervals.poisson_exact(lower, level)[1]
    assert most == pytest.approx(expected, rel=1e-6) if lower > 0 else most >= expected * (1 - 1e-9)


@given(st.integers(0, 2000), st.floats(0.01, 2000))
@settings(deadline=None)
def test_both_ways_to_draw_a_funnel_tell_the_same(x: int, expected: float) -> None:
    lower, upper = intervals.funnel_count(expected)
    low, high = intervals.poisson_exact(x)
    if abs(low / expected - 1) > 1e-6 and abs(high / expected - 1) > 1e-6:
        assert bool(x > upper) == bool(low > expected)
        assert bool(x < lower) == bool(high < expected)


@given(st.integers(1, 10**6), st.floats(0.001, 0.999), st.floats(0.01, 0.98))
@settings(deadline=None)
def test_a_proportion_beyond_its_limit_has_a_range_without_the_average(n: int, average: float, level: float) -> None:
    lower, upper = intervals.funnel_proportion(n, average, level)
    wider = intervals.funnel_proportion(n, average, level + 0.01)
    assert 0 <= wider[0] <= lower <= average <= upper <= wider[1] <= 1
    for x in {0, n // 3, n}:
        low, high = intervals.wilson(x, n, level)
        if min(abs(low - average), abs(high - average)) > 1e-9:
            assert bool(x / n > upper) == bool(low > average) and bool(x / n < lower) == bool(high < average)


def test_nothing_expected_and_unknown_sizes() -> None:
    lower, upper = intervals.funnel_count([0, np.nan, 4])
    assert lower[0] == upper[0] == 0 and np.isnan([lower[1], upper[1]]).all() and lower[2] > 0
    assert np.isnan(intervals.funnel_at_events(0)).all()


def test_spread_by_hand() -> None:
    # On the root scale z = 2 (sqrt(count) - sqrt(expected)); 6 of 12 places at sqrt(9) and 6 at sqrt(25) round 16.
    value, size = np.repeat([9.0, 25.0], 6) / 10, np.full(12, 10.0)
    phi, tau = intervals.overdispersion(value, size, 1.6, intervals.ROOT)
    assert phi == pytest.approx(4)  # every z is 2 or minus 2
    assert tau**2 == pytest.approx((12 * 4 - 11) / (12 * 40 - 40))


def test_one_wild_place_does_not_make_a_spread() -> None:
    size = np.full(20, 1000.0)
    value = np.full(20, 0.1)
    value[0] = 0.5
    assert intervals.overdispersion(value, size, 0.1, intervals.ARCSINE) == (1, 0)
    assert intervals.overdispersion([0.1], [10], 0.1, intervals.ARCSINE) == (1, 0)
    assert intervals.overdispersion([0.1, np.nan], [10, 10], 0.1, intervals.ARCSINE) == (1, 0)


def test_spread_finds_what_was_put_in() -> None:
    chance = np.random.default_rng(1)
    size = chance.uniform(200, 2000, 4000)
    wander = np.clip(np.sqrt(0.2) + chance.normal(0, 0.05, 4000), 0, None) ** 2
    value = chance.poisson(size * wander) / size
    phi, tau = intervals.overdispersion(value, size, 0.2, intervals.ROOT)
    # Pulling in the ends of a bell curve costs a third of its variance; it is the price of ignoring outliers.
    assert phi > 5 and 0.035 < tau < 0.05
    lower, upper = intervals.overdispersed_limits(size, 0.2, intervals.ROOT, tau=0.05)
    assert np.mean((value < lower) | (value > upper)) == pytest.approx(0.05, abs=0.01)


@given(st.floats(1, 1e6), st.floats(0.01, 0.99), st.floats(1, 50), st.floats(0, 1))
@settings(deadline=None)
def test_spread_only_widens_and_stays_inside(size: float, average: float, phi: float, tau: float) -> None:
    for scale, most in ((intervals.ARCSINE, 1), (intervals.ROOT, np.inf)):
        plain = intervals.overdispersed_limits(size, average, scale)
        wide = intervals.overdispersed_limits(size, average, scale, phi, tau)
        assert 0 <= wide[0] <= plain[0] + 1e-12 and plain[1] <= wide[1] + 1e-12 <= most + 1e-9
