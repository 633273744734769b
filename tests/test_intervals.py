"""Ranges against published and independently worked figures, and what must hold for any numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_tables import golden

from hitoolkit import intervals
from hitoolkit.errors import InputError, ParameterError

LEVELS = {"95": 0.95, "998": 0.998}


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_gives_the_golden_limits(level: str) -> None:
    given_, expected = golden("proportions_input"), golden("proportions_expected")
    lower, upper = intervals.wilson(given_["x"], given_["n"], LEVELS[level])
    np.testing.assert_allclose(100 * lower, expected[f"lower{level}"], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(100 * upper, expected[f"upper{level}"], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_poisson_gives_the_golden_limits(level: str) -> None:
    given_, expected = golden("rates_input"), golden("rates_expected")
    lower, upper = intervals.poisson(given_["x"], LEVELS[level])
    np.testing.assert_allclose(1e5 * lower / given_["n"], expected[f"lower{level}"], rtol=1e-9)
    np.testing.assert_allclose(1e5 * upper / given_["n"], expected[f"upper{level}"], rtol=1e-9)
    assert (expected["method"] == "Exact").equals(given_["x"] < intervals.BYAR_FROM)


@pytest.mark.parametrize("level", LEVELS)
def test_student_gives_the_golden_limits_of_means(level: str) -> None:
    expected = golden("means_expected")
    n = expected["n"]
    lower, upper = intervals.student(expected["value"], expected["stdev"] / np.sqrt(n), n, LEVELS[level])
    np.testing.assert_allclose(lower, expected[f"lower{level}"], rtol=1e-9)
    np.testing.assert_allclose(upper, expected[f"upper{level}"], rtol=1e-9)
    # No range for one person; the normal one where nobody knows how many there were, or where there were very many.
    assert np.isnan(intervals.student(5, 1, 1)).all()
    np.testing.assert_allclose(intervals.student(5, 1, np.nan), intervals.wald(5, 1))
    np.testing.assert_allclose(intervals.student(5, 1, 1e9), intervals.wald(5, 1))


@pytest.mark.parametrize("level", LEVELS)
def test_dobson_gives_the_golden_limits_of_weighted_rates(level: str) -> None:
    rows, expected = golden("standardised_input"), golden("dsr_expected")
    x, n, weights = (rows[name].to_numpy(dtype=float).reshape(len(expected), -1) for name in ("x", "n", "stdpop"))
    rate = (weights * x / n).sum(axis=1) / weights.sum(axis=1)
    se = np.sqrt((weights**2 * x / n**2).sum(axis=1)) / weights.sum(axis=1)
    lower, upper = intervals.dobson(rate, se, x.sum(axis=1), LEVELS[level])
    told = expected["value"].notna()
    np.testing.assert_allclose(1e5 * lower[told], expected.loc[told, f"lower{level}"], rtol=1e-9)
    np.testing.assert_allclose(1e5 * upper[told], expected.loc[told, f"upper{level}"], rtol=1e-9)


def test_weighted_limits_are_the_plain_ones_where_nothing_is_weighted() -> None:
    np.testing.assert_allclose(intervals.dobson(0.03, np.sqrt(30) / 1000, 30), np.array(intervals.poisson(30)) / 1000)
    np.testing.assert_allclose(intervals.wilson_weighted(0.3, np.sqrt(0.21 / 50), 50), intervals.wilson(15, 50))
    assert np.isnan(intervals.dobson(0, 0, 0)[1]), "without events nothing is known of the spread"
    # One event in a stratum that weighs a hundred times the others: the formula alone would go below zero.
    assert intervals.dobson(1.0, 0.9, 10)[0] == 0
    lower, upper = intervals.wilson_weighted([0.5, 1 + 1e-12], [0, 0], [20, 20])
    assert (lower >= 0).all() and (lower < upper).all() and upper[1] == 1


def test_ends_are_exact() -> None:
    lower, upper = intervals.wilson([0, 7, 0], [7, 7, 1])
    assert lower[0] == 0 and upper[1] == 1 and lower[2] == 0
    assert intervals.poisson(0)[0] == 0
    assert float(intervals.poisson(0)[1]) == pytest.approx(-np.log(0.025))


def test_unknown_stays_unknown_and_harms_no_other() -> None:
    for lower, upper in (
        intervals.wilson([np.nan, 5, 0], [10, 10, 0]),
        intervals.poisson([np.nan, 5, np.nan]),
        intervals.newcombe([np.nan, 5, 0], [10, 10, 0], [1, 1, 1], [10, 10, 10]),
        intervals.rate_difference([np.nan, 5, 0], [10, 10, 0], [1, 1, 1], [10, 10, 10]),
        intervals.wald([np.nan, 5, 1], [1, 1, np.nan]),
    ):
        assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, False, True]


def test_newcombe_gives_the_figures_of_his_paper() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table II, method 10, contrasts (a), (b), (e).
    for counts, limits in (((56, 70, 48, 80), (0.0524, 0.3339)), ((9, 10, 3, 10), (0.1705, 0.8090)),
                           ((5, 56, 0, 29), (-0.0381, 0.1926))):
        assert [round(float(limit), 4) for limit in intervals.newcombe(*counts)] == list(limits)


def test_mover_with_even_limits_is_wald() -> None:
    one, two = intervals.wald(10, 2), intervals.wald(7, 1)
    np.testing.assert_allclose(intervals.mover(10, one, 7, two), intervals.wald(3, np.sqrt(5)))


def test_log_scale_errors() -> None:
    assert float(intervals.log_se_proportion(20, 100)) == pytest.approx(np.sqrt(0.8 / 20))
    assert float(intervals.log_se_rate(16)) == 0.25
    assert np.isnan(intervals.log_se_rate(0)) and np.isnan(intervals.log_se_proportion(0, 10))


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan"), True, "0.95"])
def test_a_level_that_is_none_is_refused_in_words(level: object) -> None:
    with pytest.raises(ParameterError, match=r"between 0 and 1.*Write 0.95"):
        intervals.wilson(1, 2, level)  # type: ignore[arg-type]


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(InputError, match="larger than"):
        intervals.wilson(3, 2)
    with pytest.raises(InputError, match="below zero"):
        intervals.poisson(-1)


counts = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.floats(0.01, 0.98))
@settings(deadline=None)
def test_wilson_stays_inside_and_widens(pair: tuple[int, int], level: float) -> None:
    x, n = pair
    lower, upper = intervals.wilson(x, n, level)
    wider = intervals.wilson(x, n, level + 0.01)
    assert 0 <= wider[0] <= lower <= x / n + 1e-12 and x / n - 1e-12 <= upper <= wider[1] <= 1


@given(st.integers(0, 10**6), st.floats(0.01, 0.98))
@settings(deadline=None)
def test_poisson_holds_the_count_and_widens(x: int, level: float) -> None:
    lower, upper = intervals.poisson_exact(x, level)
    wider = intervals.poisson_exact(x, level + 0.01)
    near = intervals.byar(x, 0.95)
    assert 0 <= wider[0] <= lower and upper <= wider[1]
    assert 0 <= near[0] <= x <= near[1]


@given(counts, counts)
@settings(deadline=None)
def test_newcombe_is_inside_and_the_same_from_either_side(one: tuple[int, int], two: tuple[int, int]) -> None:
    lower, upper = intervals.newcombe(*one, *two)
    assert -1 - 1e-12 <= lower <= one[0] / one[1] - two[0] / two[1] <= upper <= 1 + 1e-12
    np.testing.assert_allclose(intervals.newcombe(*two, *one), (-upper, -lower))


def test_simulation_is_repeatable_and_leaves_the_session_alone() -> None:
    before = np.random.get_state()[1].copy()

    def drawn(draws: int, seed: int | None) -> np.ndarray:
        return np.concatenate(list(intervals.normals(2, draws, seed)), axis=1)

    first = drawn(50_001, 3)
    assert first.shape == (2, 50_001)
    np.testing.assert_array_equal(first, drawn(50_001, 3))
    assert not np.array_equal(drawn(5, None), drawn(5, None))
    np.testing.assert_array_equal(before, np.random.get_state()[1])


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.998])
def test_tails_give_the_order_statistics_of_all_draws(level: float) -> None:
    made = np.random.default_rng(1).gamma(2, size=(3, 30_000))
    tails = intervals.Tails(3, 30_000, level, made.mean(axis=1))
    for start in range(0, 30_000, 7_000):
        tails.add(made[:, start : start + 7_000])
    lower, upper = np.quantile(made, [0.5 - level / 2, 0.5 + level / 2], axis=1, method="nearest")
    np.testing.assert_array_equal(tails.limits, (lower, upper))
    np.testing.assert_allclose(tails.spread, made.std(axis=1))


def test_distributions_through_their_quantiles() -> None:
    z = np.random.default_rng(2).standard_normal(200_000)
    for quantile, mean in (
        (intervals.beta_quantiles(0.5, 99.5), 0.005),
        (intervals.gamma_quantiles(0.5), 0.5),
        (intervals.truncated_normal(1, 2, 0, np.inf), 1 + 2 * 0.5091600),
        (intervals.truncated_normal(99, 1, 0, 100), 99 - 0.2875999),
    ):
        made = intervals.through_table(z, intervals.quantile_table(quantile))
        assert made.mean() == pytest.approx(mean, rel=0.01)
        assert np.isfinite(made).all() and made.min() >= 0
