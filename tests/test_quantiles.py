"""Areas into fifths and tenths by their scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_tables import golden

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError


@pytest.mark.parametrize("k", [5, 10])
@pytest.mark.parametrize("highest_first", [True, False])
def test_golden_quantiles(k: int, highest_first: bool) -> None:
    expected = golden("quantile_expected").query("nquantiles == @k and invert == @highest_first")
    both = golden("quantile_input").merge(expected, on=["group", "small_area"], validate="one_to_one")
    both = both.sample(frac=1, random_state=2)
    found = hi.assign_quantiles(both["score"], k, within=both["group"], highest_first=highest_first)
    np.testing.assert_array_equal(found, both["quantile"])
    assert found.index.equals(both.index) and found.attrs["basis"] == "local within group"
    few = both.groupby("group")["score"].count()
    assert {one["area"] for one in found.attrs["reasons"]} == set(few[(few < k) & (few > 0)].index)
    for name, one in both.groupby("group"):
        alone = hi.assign_quantiles(one["score"], k, highest_first=highest_first)
        np.testing.assert_array_equal(alone, found[one.index], str(name))
        assert alone.attrs["basis"] == "all areas given"


def test_ties_share_a_group_and_unknown_scores_have_none() -> None:
    scores = [5, 5, 5, 5, 1, None, np.nan, "7", ""]
    assert hi.assign_quantiles(scores, 2).fillna(0).tolist() == [1, 1, 1, 1, 2, 0, 0, 1, 0]
    assert hi.assign_quantiles(scores, 2, highest_first=False).fillna(0).tolist() == [1, 1, 1, 1, 1, 0, 0, 2, 0]


def test_scores_of_any_type_of_column() -> None:
    whole = pd.Series([3, None, 1, 2], dtype="Int64", index=list("abcd"))
    found = hi.assign_quantiles(whole, 3)
    assert found.to_dict() == {"a": 1.0, "b": pytest.approx(np.nan, nan_ok=True), "c": 3.0, "d": 2.0}
    assert hi.assign_quantiles(pd.Series(["1", "2"], dtype="category"), 2).tolist() == [2, 1]
    assert hi.assign_quantiles([]).tolist() == []


def test_fewer_areas_than_groups_have_none_and_the_reason_is_said() -> None:
    found = hi.assign_quantiles([1, 2, 3, 4, None])
    assert found.isna().all() and "fewer than 5 scores" in found.attrs["reasons"][0]["reason"]
    within = ["A"] * 5 + ["B"] * 2 + [None]
    local = hi.assign_quantiles(range(8), within=within)
    assert local.notna().tolist() == [True] * 5 + [False] * 3
    assert [one["reason"].split(":")[0] for one in local.attrs["reasons"]] == [
        "B",
        "The wider area of some scores is not known, so they have no group.",
    ]


def test_local_and_national_groups_differ_and_say_so() -> None:
    scores = pd.Series([1.0, 2, 3, 11, 12, 13], name="score")
    within = pd.Series(["A"] * 3 + ["B"] * 3, name="trust")
    national, local = hi.assign_quantiles(scores, 3), hi.assign_quantiles(scores, 3, within=within)
    assert national.tolist() == [3, 3, 2, 2, 1, 1] and local.tolist() == [3, 2, 1, 3, 2, 1]
    assert (national.attrs["basis"], local.attrs["basis"]) == ("all areas given", "local within trust")


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"scores": ["high"]}, InputError, "cannot be read as a number"),
        ({"scores": [1, 2], "k": 1}, ParameterError, "2 or more"),
        ({"scores": [1, 2], "k": 2.5}, ParameterError, "2 or more"),
        ({"scores": [1, 2], "within": ["A"]}, ParameterError, "as long as the scores"),
        ({"scores": [1, 2], "within": "trust"}, ParameterError, "as long as the scores"),
        ({"scores": pd.Series([1, 2]), "within": pd.Series([1, 2], index=[2, 3])}, ParameterError, "same table"),
    ],
)
def test_refusals(arguments: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        hi.assign_quantiles(**arguments)  # type: ignore[arg-type]


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=60), st.integers(2, 5), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_what_holds_for_any_scores(scores: list[float], k: int, order: object) -> None:
    given_ = pd.Series(scores)
    before = given_.copy()
    found = hi.assign_quantiles(given_, k)
    pd.testing.assert_series_equal(given_, before)
    assert found.between(1, k).all()
    mixed = given_.sample(frac=1, random_state=order.randrange(100))  # type: ignore[attr-defined]
    assert hi.assign_quantiles(mixed, k).sort_index().tolist() == found.tolist()
    higher = pd.DataFrame({"score": given_, "group": found}).sort_values("score")["group"]
    assert higher.is_monotonic_decreasing
    if given_.is_unique:
        sizes = found.value_counts()
        assert sizes.max() - sizes.min() <= 1 and len(sizes) == k
