"""Means and percentiles, protected: nothing points at a few people, and no hidden mean can be taken from the whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.disclosure import visible_small_counts
from hitoolkit.errors import DisclosureError
from hitoolkit.table import RESULTS

KINDS = ["median_wait", "wait_92nd_percentile", "mean_wait"]
POLICIES = ["", "under_5", "under_10"]


def waits(sizes: dict[str, int], seed: int = 0, mean: float = 20) -> pd.DataFrame:
    """Records with so many people in each tenth, each with a wait to the day."""
    rng = np.random.default_rng(seed)
    tenths = [int(tenth) for tenth, size in sizes.items() for _ in range(size)]
    days = rng.gamma(2, 3.5 * mean, len(tenths)).round().clip(0, 1400)
    return pd.DataFrame({"imd_decile": tenths, "days_waited": days, "sex": rng.choice(["1", "2"], len(tenths))})


def counted(frame: pd.DataFrame, indicator: Any = "mean_wait", **more: Any) -> pd.DataFrame:
    return hi.count_by(hi.open_records(frame), "imd_quintile", indicator, **more).pipe(hi.add_rates)


def by_group(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("group")


@pytest.mark.parametrize("indicator", KINDS)
def test_a_small_group_goes_with_all_its_figures(indicator: str) -> None:
    table = counted(waits({"1": 400, "3": 300, "10": 5}), indicator)
    assert len(visible_small_counts(table)) > 0
    with pytest.raises(DisclosureError):
        hi.gradient_chart(table)
    safe = by_group(hi.protect(table))
    assert safe.loc["5", [*RESULTS, "denominator"]].isna().all() and safe.loc["5", "flag"] == "suppressed"
    assert (safe["denominator"].dropna() % 5 == 0).all()
    assert visible_small_counts(hi.protect(table)).empty


def test_a_percentile_with_few_people_beyond_it_is_hidden() -> None:
    safe = by_group(hi.protect(counted(waits({"1": 400, "3": 87, "10": 88}), "wait_92nd_percentile")))
    assert safe.loc["1", RESULTS].notna().sum() == 3
    # 8 in every 100 of 87 are fewer than eight people, of 88 just over seven.
    assert safe.loc["2", RESULTS].isna().all() and safe.loc["2", "flag"] == "suppressed"
    assert safe.loc["2", "denominator"] == 85, "how many there are may be shown"
    assert safe.loc["5", "value"] > 0 and np.isnan(safe.loc["5", "upper"]), "one of the last seven in the list"


@pytest.mark.parametrize("n", [8, 14, 15, 24, 30, 60])
def test_no_limit_is_one_of_the_first_or_last_of_a_list(n: int) -> None:
    frame = waits({"1": 500, "10": n}, seed=n)
    table = counted(frame, "median_wait")
    safe = by_group(hi.protect(table)).loc["5"]
    weeks = np.sort(frame.loc[frame["imd_decile"] == 10, "days_waited"]) / 7
    last = catalogue.policy().hide_to
    for name, ends in (("lower", weeks[:last]), ("upper", weeks[-last:])):
        if pd.notna(safe[name]):
            inside = weeks[last:-last]
            assert np.isclose(safe[name], inside, atol=0.0501).any(), (name, ends)
    assert np.isnan(safe["value"]) == (n / 2 <= last)


def test_figures_are_written_with_one_decimal_and_limits_worked_from_those() -> None:
    safe = hi.protect(counted(waits({"1": 400, "5": 300, "10": 350}), KINDS))
    for name in ("value", "lower", "upper"):
        some = safe.loc[safe["indicator"] != "mean_wait", name].dropna()
        assert np.allclose(some, some.round(1))
    means = safe[safe["indicator"] == "mean_wait"]
    assert np.allclose(means["value"], means["value"].round(1))
    assert np.allclose((means["lower"] + means["upper"]) / 2, means["value"]), "the limits say no more than the mean"
    assert hi.measure(safe)["lower"].notna().all()
    pd.testing.assert_frame_equal(hi.protect(safe), safe)


def hidden_mean(safe: pd.DataFrame, true: pd.DataFrame, sums: list[tuple[int, list[int]]], at: int) -> float:
    """How closely a reader who knows every number of people exactly can tell the mean of one row: the width."""
    n = true["denominator"].to_numpy()
    shown = safe["value"].to_numpy()
    bounds = [
        (None, None) if np.isnan(mean) else (people * (mean - 0.05), people * (mean + 0.05))
        for people, mean in zip(n, shown, strict=True)
    ]
    lines = np.zeros((len(sums), len(n)))
    for number, (whole, parts) in enumerate(sums):
        lines[number, whole], lines[number, parts] = 1, -1
    ends = []
    for sign in (1, -1):
        cost = np.zeros(len(n))
        cost[at] = sign
        found = linprog(cost, A_eq=lines, b_eq=np.zeros(len(sums)), bounds=bounds)
        if found.status == 3:
            return np.inf
        assert found.status == 0, found.message
        ends.append(sign * found.fun)
    return float((ends[1] - ends[0]) / n[at])


def sums_of(table: pd.DataFrame) -> list[tuple[int, list[int]]]:
    """What a reader adds up: groups to their whole, strata to all."""
    found = []
    for _, part in table.groupby("stratum"):
        whole = part.index[part["group"] == "All"]
        found += [(at, [one for one in part.index if one != at]) for at in whole]
    for _, part in table.groupby("group"):
        whole = part.index[part["stratum"] == "All"]
        others = [one for one in part.index if one not in whole]
        found += [(at, others) for at in whole if others]
    return found


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    sizes=st.lists(st.sampled_from([0, 2, 5, 7, 9, 12, 40, 150, 600]), min_size=3, max_size=5), seed=st.integers(0, 99),
    within=st.booleans(), policy=st.sampled_from(POLICIES), mean=st.sampled_from([3, 20, 60]),
)
def test_no_hidden_mean_can_be_taken_from_the_whole(
    sizes: list[int], seed: int, within: bool, policy: str, mean: float
) -> None:
    frame = waits({str(2 * number + 1): size for number, size in enumerate(sizes)}, seed, mean)
    if frame.empty:
        return
    table = counted(frame, "mean_wait", **({"stratum": "sex"} if within else {}))
    safe, last = hi.protect(table, policy), catalogue.policy(policy).hide_to
    spread = (table["se"] * np.sqrt(table["denominator"])).max()
    for at in table.index[table["denominator"].between(1, last)]:
        assert safe.loc[at, [*RESULTS, "denominator"]].isna().all()
        if not np.isnan(spread):
            assert hidden_mean(safe, table, sums_of(table), at) >= spread, (at, sizes)
    assert visible_small_counts(safe).empty
    pd.testing.assert_frame_equal(hi.protect(safe, policy), safe)


def test_the_attack_works_where_nothing_more_is_hidden() -> None:
    frame = waits({"1": 60, "3": 50, "10": 5})
    table = counted(frame)
    naive = table.copy()
    naive.loc[table["denominator"] == 5, "value"] = np.nan
    naive["value"] = naive["value"].round(1)
    at = table.index[table["denominator"] == 5][0]
    spread = (table["se"] * np.sqrt(table["denominator"])).max()
    assert hidden_mean(naive, table, sums_of(table), at) < spread / 2
    safe = hi.protect(table)
    shown = by_group(safe)["value"].notna()
    assert not shown["2"] and shown["1"] and shown["All"], "the smaller of the other groups goes, the whole stays"
    assert hidden_mean(safe, table, sums_of(table), at) == np.inf


def test_with_many_people_rounding_is_enough() -> None:
    safe = by_group(hi.protect(counted(waits({"1": 4000, "3": 5000, "5": 4000, "7": 3000, "10": 5}))))
    assert safe["value"].isna().sum() == 1, "only the small group itself"


def test_two_dimensions_do_not_give_a_mean_away_between_them() -> None:
    frame = waits({"1": 60, "3": 50, "5": 40, "10": 4}, seed=4)
    own = hi.open_records(frame)
    tables = [hi.count_by(own, name, "mean_wait").pipe(hi.add_rates) for name in ("imd_quintile", "sex")]
    safe = hi.protect(tables)
    groups = by_group(safe[0])["value"]
    assert groups.isna().sum() == 2 and pd.notna(groups["All"]), "the whole follows from the sexes, so a group goes"


def test_counts_and_means_of_the_same_people_hide_together() -> None:
    table = counted(waits({"1": 400, "3": 300, "10": 6}), ["mean_wait", "median_wait", "waits_over_18_weeks"])
    safe = hi.protect(table)
    small = safe[safe["group"] == "5"]
    assert len(small) == 3 and small[["denominator", "value"]].isna().all(axis=None)


def test_a_chart_refuses_a_percentile_that_points_at_few() -> None:
    table = counted(waits({"1": 400, "5": 300, "10": 60}), "wait_92nd_percentile")
    assert by_group(visible_small_counts(table)).index.tolist() == ["5"]
    rounded = table.assign(denominator=(table["denominator"] / 5).round() * 5)
    with pytest.raises(DisclosureError):
        hi.summary_table(rounded.assign(source=""))
    safe = hi.protect(table)
    assert "hidden: small numbers" in str(hi.gradient_chart(safe).to_dict())
