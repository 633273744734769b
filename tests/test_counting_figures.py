"""Means, percentiles and people from records, against numpy and pandas on the same records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hitoolkit as hi
from hitoolkit import intervals
from hitoolkit.counting.percentiles import TOO_MANY_VALUES
from hitoolkit.errors import InputError

OWN = """
[indicator.middle_score]
name = "Middle score"
kind = "percentile"
q = 50
better = "lower"
value_of = "score"
denominator_where = "kept != 'no'"

[indicator.high_score]
name = "High score"
kind = "percentile"
q = 90
better = "lower"
value_of = "score"

[indicator.mean_score]
name = "Mean score"
kind = "mean"
better = "lower"
value_of = "score"

[indicator.people_with_a_miss]
name = "People who missed an appointment"
kind = "proportion"
per = 100
better = "lower"
numerator_where = "attended in ('3', '7')"
denominator_where = "attended in ('3', '5', '6', '7')"
count_of = "person_id"
"""
WAITS = ["median_wait", "wait_92nd_percentile", "mean_wait"]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    hi.use_catalogue(path)


def made_list(rng: np.random.Generator, size: int = 3000) -> pd.DataFrame:
    """A waiting list with ties, blanks, and groups that are not known."""
    return pd.DataFrame({
        "imd_decile": rng.choice([*range(1, 11), None], size),
        "sex": rng.choice(["1", "2", ""], size, p=[0.48, 0.48, 0.04]),
        "age": rng.integers(18, 95, size),
        "days_waited": np.where(rng.random(size) < 0.03, np.nan, rng.integers(0, 500, size)),
        "specialty": rng.choice(["Eyes", "Feet", "Knees"], size),
    })  # fmt: skip


def written(frame: pd.DataFrame, path: Path) -> Path:
    """The frame as a file, by its ending."""
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    else:
        import duckdb

        duckdb.from_df(frame.astype({"imd_decile": float})).write_parquet(str(path))
    return path


def rows_of(table: pd.DataFrame, indicator: str, dimension: str = "imd_quintile") -> dict[tuple[str, str], Any]:
    found = table[(table["indicator"] == indicator) & (table["dimension"] == dimension)]
    return {(row.group, row.stratum): row for row in found.itertuples()}


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_as_numpy_and_pandas_have_it(tmp_path: Path, ending: str) -> None:
    frame = made_list(np.random.default_rng(5))
    path = written(frame, tmp_path / f"list.{ending}")
    table = hi.count_by(hi.open_records(path), ["imd_quintile", "age_band"], WAITS, stratum="sex")
    frame["group"] = frame["imd_decile"].map(lambda one: str((int(one) + 1) // 2) if one else "Not known")
    frame["sex"] = frame["sex"].map({"1": "sex=Male", "2": "sex=Female", "": "sex=Not known"})
    known = frame.dropna(subset=["days_waited"]).assign(weeks=lambda one: one["days_waited"] / 7)
    seen = 0
    for indicator, q in (("median_wait", 50), ("wait_92nd_percentile", 92), ("mean_wait", None)):
        for (group, stratum), row in rows_of(table, indicator).items():
            some = known[(known["group"] == group) | (group == "All")]
            weeks = some.loc[(some["sex"] == stratum) | (stratum == "All"), "weeks"]
            assert row.denominator == len(weeks) and np.isnan(row.numerator)
            if q is None:
                assert row.value == pytest.approx(weeks.mean(), rel=1e-12)
                assert row.se == pytest.approx(weeks.sem(), rel=1e-9)
            else:
                assert row.value == pytest.approx(np.percentile(weeks, q), rel=1e-12)
                lower, upper = intervals.order_ranks(len(weeks), q)
                assert row.lower == pytest.approx(np.sort(weeks)[int(lower) - 1])
                assert np.isnan(row.upper) if np.isnan(upper) else row.upper == np.sort(weeks)[int(upper) - 1]
            seen += 1
    assert seen == 3 * 7 * 4
    ages = known[known["age"].between(30, 39)]["weeks"]
    assert rows_of(table, "median_wait", "age_band")[("30-39", "All")].value == pytest.approx(ages.median())


def test_the_ledger_adds_up_for_every_kind() -> None:
    frame = made_list(np.random.default_rng(7)).assign(attended="5", person_id=range(3000))
    frame.loc[:40, "person_id"] = np.nan
    frame.loc[50:60, "attended"] = ["2"] * 11
    asked = [*WAITS, "waits_over_18_weeks", "people_with_a_miss"]
    for more in ({}, {"stratum": "sex"}, {"stratum": "sex=Female"}, {"stratum": "specialty"}):
        table = hi.count_by(hi.open_records(frame), ["imd_quintile", "age_band"], asked, **more)
        for name in asked:
            parts = [*table.attrs["counted"], *table.attrs["ledger"]]
            assert sum(line["rows"] for line in parts if line["indicator"] == name) == 3000, (name, more)
    reasons = {line["reason"] for line in table.attrs["ledger"] if line["indicator"] == "people_with_a_miss"}
    assert "person_id is blank" in reasons


def test_an_id_that_says_nothing_is_nobody() -> None:
    frame = pd.DataFrame({"imd_decile": 1, "attended": "3", "person_id": ["a", "a", "NULL", "", None, "unknown", "b"]})
    table = hi.count_by(hi.open_records(frame), "imd_quintile", "people_with_a_miss")
    assert table.set_index("group").loc["All", "denominator"] == 2
    assert table.attrs["ledger"] == [{"indicator": "people_with_a_miss", "reason": "person_id is blank", "rows": 4}]


def test_blanks_ties_negatives_and_one_person_groups() -> None:
    frame = pd.DataFrame({
        "imd_decile": [1, 1, 1, 1, 1, 3, 10, 10], "score": [-4, -4, -4, 2.5, None, 7, None, "n/a"],
        "kept": ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"],
    })  # fmt: skip
    table = hi.count_by(hi.open_records(frame), "imd_quintile", ["middle_score", "high_score", "mean_score"])
    middle = rows_of(table, "middle_score")
    assert set(middle) == {("1", "All"), ("2", "All"), ("All", "All")}, "a group without one value has no figure"
    assert (middle[("1", "All")].value, middle[("2", "All")].value) == (-4, 7)
    assert rows_of(table, "high_score")[("1", "All")].value == pytest.approx(np.percentile([-4, -4, -4, 2.5], 90))
    assert np.isnan([middle[("2", "All")].lower, middle[("2", "All")].upper]).all(), "one record has no range"
    mean = rows_of(table, "mean_score")
    assert mean[("2", "All")].value == 7 and np.isnan(mean[("2", "All")].se)
    assert mean[("1", "All")].se == pytest.approx(pd.Series([-4, -4, -4, 2.5]).sem())
    assert {line["reason"] for line in table.attrs["ledger"] if line["indicator"] == "mean_score"} == {"score is blank"}


def test_a_spread_small_beside_the_values_is_not_lost() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"imd_decile": rng.integers(1, 11, 5000), "score": 1e9 + rng.normal(0, 0.01, 5000)})
    table = hi.count_by(hi.open_records(frame), "imd_quintile", "mean_score")
    whole = rows_of(table, "mean_score")[("All", "All")]
    assert whole.se == pytest.approx(frame["score"].sem(), rel=1e-6)


def test_a_text_among_the_numbers_is_refused_and_never_shown() -> None:
    frame = pd.DataFrame({"imd_decile": 1, "score": ["3", "Mrs Ash"]})
    with pytest.raises(InputError, match=r'column "score": 1 row holds something that is not a number') as refused:
        hi.count_by(hi.open_records(frame), "imd_quintile", "mean_score")
    assert "Ash" not in str(refused.value)


def visits(rng: np.random.Generator, size: int = 4000) -> pd.DataFrame:
    """Appointments of fewer people, some of whom moved or are recorded in two ways."""
    return pd.DataFrame({
        "person_id": rng.integers(0, 900, size).astype(str), "imd_decile": rng.choice([*range(1, 11), None], size),
        "attended": rng.choice(["3", "5", "6", "7", "2", ""], size), "sex": rng.choice(["1", "2"], size),
        "clinic": rng.choice(["Eyes", "Feet"], size), "age": rng.integers(18, 90, size),
    })  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_somebody_in_two_groups_is_one_in_the_whole(tmp_path: Path, ending: str) -> None:
    frame = visits(np.random.default_rng(2))
    own = hi.open_records(written(frame, tmp_path / f"visits.{ending}"))
    table = hi.count_by(own, ["imd_quintile", "age_band"], "people_with_a_miss", stratum=["sex", "clinic"])
    frame["group"] = frame["imd_decile"].map(lambda one: str((int(one) + 1) // 2) if one else "Not known")
    frame["stratum"] = "clinic=" + frame["clinic"] + "; sex=" + frame["sex"].map({"1": "Male", "2": "Female"})
    kept = frame[frame["attended"].isin(["3", "5", "6", "7"])]
    missed = kept[kept["attended"].isin(["3", "7"])]
    rows = rows_of(table, "people_with_a_miss")
    assert len(rows) == 7 * 5
    for (group, stratum), row in rows.items():
        for name, some in (("denominator", kept), ("numerator", missed)):
            inside = ((some["group"] == group) | (group == "All")) & ((some["stratum"] == stratum) | (stratum == "All"))
            assert getattr(row, name) == some.loc[inside, "person_id"].nunique(), (group, stratum, name)
    assert sum(row.denominator for (group, stratum), row in rows.items() if group != "All" and stratum == "All") > 900
    alone = hi.count_by(own, "imd_quintile", "people_with_a_miss", stratum="clinic=Eyes")
    eyes = kept[kept["clinic"] == "Eyes"]
    assert rows_of(alone, "people_with_a_miss")[("All", "clinic=Eyes")].denominator == eyes["person_id"].nunique()
    by_area = hi.count_by(own, "imd_quintile", "people_with_a_miss", area="clinic").query("group == 'All'")
    assert dict(zip(by_area["area"], by_area["denominator"], strict=True))["Eyes"] == eyes["person_id"].nunique()


def test_whom_records_are_about_is_never_shown() -> None:
    frame = visits(np.random.default_rng(3)).assign(person_id=lambda one: "Surname" + one["person_id"])
    table = hi.count_by(hi.open_records(frame), "imd_quintile", "people_with_a_miss")
    assert "Surname" not in table.to_csv() + repr(table.attrs)
    report = hi.check_records(hi.open_records(frame), "imd_quintile", "people_with_a_miss")
    assert "Surname" not in report.to_csv() and report.query("what == 'counted'")["rows"].item() > 900
    with pytest.raises(InputError, match="may point to a person"):
        hi.count_by(hi.open_records(frame), "imd_quintile", "people_with_a_miss", stratum="person_id")


def test_a_label_of_one_person_with_many_records_is_pooled() -> None:
    frame = visits(np.random.default_rng(4))
    frame.loc[:49, "clinic"], frame.loc[:49, "person_id"] = "Dr Aye", "one"
    table = hi.count_by(hi.open_records(frame), "imd_quintile", "people_with_a_miss", stratum="clinic")
    assert "Dr Aye" not in " ".join(table["stratum"]) and "clinic=Smaller groups together" in set(table["stratum"])


def test_a_histogram_comes_back_not_the_records(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    size = 400_000
    own = hi.open_records(
        pd.DataFrame({"imd_decile": rng.integers(1, 11, size), "days_waited": rng.integers(0, 600, size)})
    )
    fetched: list[int] = []
    collect = type(own).collect

    def watched(self: Any, query: Any, *most: Any) -> pd.DataFrame:
        found = collect(self, query, *most)
        fetched.append(len(found))
        return found

    monkeypatch.setattr(type(own), "collect", watched)
    hi.count_by(own, "imd_quintile", WAITS)
    assert max(fetched) <= 10 * 600 and len(fetched) == 3


def test_too_many_values_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hitoolkit.counting.percentiles.TOO_MANY_VALUES", 100)
    frame = pd.DataFrame({"imd_decile": 1, "score": np.arange(101) / 7})
    with pytest.raises(InputError, match=r"score holds too many different values.*Round the column"):
        hi.count_by(hi.open_records(frame), "imd_quintile", "high_score")
    assert TOO_MANY_VALUES >= 100_000


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60), st.floats(0.5, 99.5))
def test_any_percentile_of_anything_is_numpys(values: list[int], q: float) -> None:
    held, counts = np.unique(values, return_counts=True)
    assert intervals.percentile(held, counts, q) == pytest.approx(np.percentile(values, q), abs=1e-9)


@pytest.mark.parametrize(("q", "n"), [(50, 8), (50, 60), (92, 50), (92, 400), (10, 120)])
def test_the_limits_hold_the_true_percentile_as_often_as_they_say(q: float, n: int) -> None:
    rng = np.random.default_rng(q * n)
    lower, upper = (int(rank) - 1 for rank in intervals.order_ranks(n, q))
    drawn = np.sort(rng.random((20_000, n)), axis=1)
    below, above = (drawn[:, lower] > q / 100).mean(), (drawn[:, upper] < q / 100).mean()
    assert max(below, above) <= 0.025 + 0.004, "conservative on each side"
    # One place further in would miss too often: they are the nearest.
    assert (drawn[:, lower + 1] > q / 100).mean() > 0.025 - 0.004
    assert (drawn[:, upper - 1] < q / 100).mean() > 0.025 - 0.004
