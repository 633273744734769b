"""Adjusted figures and years of life, attacked by a reader who knows every weight: no count may be worked back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.errors import DisclosureError
from hitoolkit.table import RESULTS

ADJUSTED = "adjusted for specialty"
EVEN = {"specialty=100": 50.0, "specialty=200": 50.0}


@pytest.fixture(autouse=True)
def plain(no_own_catalogue: None) -> None:
    """The package's own catalogue alone."""


def waits(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["group", "stratum", "numerator", "denominator"])
    frame["stratum"] = "specialty=" + frame["stratum"]
    return hi.check_table(frame, indicator="waits_over_18_weeks", dimension="imd_quintile", period="2025", area="A")


def adjusted_row(table: pd.DataFrame) -> pd.Series:
    return table[(table["stratum"] == ADJUSTED) & (table["group"] == "1")].iloc[0]


@pytest.mark.parametrize("steps", [lambda table: table, hi.add_rates])
def test_error_and_limits_of_an_adjusted_figure_tell_no_count(steps: object) -> None:
    """With one specialty the adjusted figure is the crude one, and its error at full length is the two true counts."""
    told = set()
    for n in range(303, 308):
        both = steps(hi.adjust(waits([("1", "100", n, 904), ("5", "100", 121, 806)])))  # type: ignore[operator]
        told.add(tuple(adjusted_row(hi.protect(both))[RESULTS]))
    assert len(told) == 1, "all counts that are shown as 305 look alike"


def heavy(few: int) -> pd.DataFrame:
    """A specialty of 50 people that weighs as much as one of 9,950."""
    return waits([("1", "100", few, 50), ("1", "200", 900, 9950), ("5", "100", 3000, 6000), ("5", "200", 400, 4000)])


@pytest.mark.parametrize("steps", [lambda table: table, hi.add_rates, lambda table: table[::-1]])
def test_a_figure_that_hangs_on_few_people_goes_with_them(steps: object) -> None:
    rule = catalogue.policy()
    for few in range(rule.hide_from, rule.hide_to + 1):
        safe = hi.protect(steps(hi.adjust(heavy(few), standard=EVEN)))  # type: ignore[operator]
        row = adjusted_row(safe)
        assert row[RESULTS].isna().all() and row["flag"] == "suppressed"
        assert "one_more" not in safe
        assert safe.loc[(safe["group"] == "5") & (safe["stratum"] == ADJUSTED), "value"].notna().all()
    assert pd.notna(adjusted_row(hi.protect(hi.adjust(heavy(0), standard=EVEN)))["value"]), "nobody is nobody"
    assert pd.notna(adjusted_row(hi.protect(hi.adjust(heavy(20), standard=EVEN)))["value"])


def test_the_attack_on_a_heavy_stratum_works_on_true_figures() -> None:
    for few in range(1, 8):
        row = adjusted_row(hi.adjust(heavy(few), standard=EVEN))
        assert round((row["value"] / 100 - 0.5 * 900 / 9950) * 50 / 0.5) == few


@pytest.mark.parametrize("method", ["direct", "indirect"])
def test_adjusted_figures_lie_on_steps_of_counts(method: str) -> None:
    rng = np.random.default_rng(3)
    rows = [(group, part, int(rng.integers(8, 90)), int(rng.integers(200, 900))) for group in "12345"
            for part in ("100", "200", "300")]
    safe = hi.protect(hi.adjust(waits(rows), method=method))
    some = safe[(safe["stratum"] == ADJUSTED) & safe["value"].notna()]
    assert len(some) >= 4
    counts = some["value"] * some["denominator"] / 100 / catalogue.policy().round_to
    assert np.allclose(counts, counts.round())
    assert ((some["lower"] <= some["value"]) & (some["value"] <= some["upper"])).all()
    assert all(f"{error:.2g}" == f"{error:.10g}" for error in some["se"])


def test_a_rate_made_elsewhere_keeps_three_figures() -> None:
    rates = hi.check_table(pd.DataFrame({"group": list("15"), "numerator": [303, 121], "denominator": [904, 806]}),
                           indicator="deaths", dimension="imd_quintile", period="2025", area="A")
    per = catalogue.indicator("deaths").per
    given = rates.assign(value=[per * 0.2512345678, per * 0.1712345678], se=[per * 0.0123456, per * 0.0112345])
    safe = hi.protect(given)
    assert np.allclose(safe["value"] / per, [0.251, 0.171]) and np.allclose(safe["se"] / per, [0.012, 0.011])


def ages(first: int) -> pd.DataFrame:
    bands = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+"]
    deaths = [first, 9, *(10 + 2 * place for place in range(17)), 60]
    people = [400, 1600, *(1900 - 70 * place for place in range(17)), 300]
    frame = pd.DataFrame({"stratum": bands, "numerator": deaths, "denominator": people})
    return hi.check_table(frame, indicator="deaths", period="2025", area="A", dimension="imd_quintile", group="All")


def test_years_of_life_have_one_decimal_and_no_deaths_beside_them() -> None:
    safe = hi.protect(hi.life_expectancy(ages(3), at="all"))
    for name in ("value", "lower", "upper"):
        assert np.allclose(safe[name].dropna(), safe[name].dropna().round(1))
    assert safe["numerator"].isna().all(), "deaths from birth less those from one year on are those of infants"
    assert safe["value"].notna().sum() > 10 and (safe["denominator"].dropna() % 5 == 0).all()
    pd.testing.assert_frame_equal(hi.protect(safe), safe)


def test_a_chart_takes_adjusted_figures_only_from_protect() -> None:
    both = hi.adjust(waits([("1", "100", 303, 904), ("1", "200", 40, 300), ("5", "100", 121, 806),
                            ("5", "200", 60, 400)]))
    only = both[both["stratum"] == ADJUSTED]
    with pytest.raises(DisclosureError, match="Call protect"):
        hi.gradient_chart(only)
    safe = hi.protect(only)
    assert hi.gradient_chart(safe).title
    strata = waits([("1", "100", 305, 905), ("1", "200", 40, 300), ("5", "100", 120, 805), ("5", "200", 60, 400)])
    again = hi.adjust(hi.protect(strata))
    assert hi.gradient_chart(again[again["stratum"] == ADJUSTED]).title, "made of counts that may be seen"


def test_a_standardised_table_is_known_by_its_column_too() -> None:
    found = hi.standardise(heavy(3), EVEN)
    found.attrs = {}
    assert hi.protect(found).set_index("group").loc["1", RESULTS].isna().all()


@pytest.mark.parametrize(("unknown", "few"), [(8, 1), (10, 6), (13, 1)])
def test_what_a_table_carries_tells_nobody_whom_its_rows_hide(unknown: int, few: int) -> None:
    tenths = pd.Series([1] * 402 + [9] * few + [None] * unknown, dtype="Int64")
    frame = pd.DataFrame({"imd_decile": tenths, "days_waited": np.arange(len(tenths)) % 300})
    table = hi.count_by(hi.open_records(frame), "imd_quintile", "waits_over_18_weeks")
    assert [entry["rows"] for entry in table.attrs["not_known"]] == [unknown]
    safe = hi.protect(table)
    hidden = safe.loc[safe["group"] == "Not known", "denominator"].isna().all()
    assert hidden and [entry["rows"] for entry in safe.attrs["not_known"]] == [None]
    assert hi.protect(safe).attrs == safe.attrs


def test_of_several_reasons_none_is_told_where_one_is_few() -> None:
    table = waits([("1", "100", 303, 904), ("5", "100", 121, 806)])
    line = {"indicator": "waits_over_18_weeks", "dimension": "imd_quintile", "group": "Not known"}
    table.attrs["not_known"] = [{**line, "reason": "blank", "rows": 12}, {**line, "reason": "odd", "rows": 3}]
    table.attrs["ledger"] = [{"indicator": "waits_over_18_weeks", "reason": "blank", "rows": 12}]
    attrs = hi.protect(table).attrs
    assert [entry["rows"] for entry in attrs["not_known"]] == [None, None]
    assert [entry["rows"] for entry in attrs["ledger"]] == [10]


def test_a_value_beside_counts_is_no_quotient_to_the_last_figure(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[indicator.score]\nname = "Score"\nkind = "value"\nbetter = "lower"\n')
    hi.use_catalogue(tmp_path / "own.toml")
    told = set()
    for n in (303, 304):
        rows = pd.DataFrame({"group": list("15"), "numerator": [n, 121], "denominator": [904, 806]})
        table = hi.check_table(rows, indicator="score", dimension="imd_quintile", period="2025", area="A")
        value, people = table["numerator"] / table["denominator"], table["denominator"]
        safe = hi.protect(table.assign(value=value, se=np.sqrt(value * (1 - value) / people)))
        told.add(tuple(safe.loc[0, ["numerator", "denominator", *RESULTS]].fillna(-1)))
        assert abs(safe.loc[0, "value"] - value[0]) < 0.001
    assert len({row[3] for row in told}) == 1 and all(len(str(row[2])) <= 5 for row in told)
