"""What one row gives away, and the refusal to show it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hitoolkit import catalogue
from hitoolkit.counting import count_by
from hitoolkit.disclosure import protect, refuse_unprotected, visible_small_counts
from hitoolkit.errors import DisclosureError
from hitoolkit.rates import add_rates
from hitoolkit.readers import read_sample
from hitoolkit.table import check_table


def row(source: str = "own_table", **figures: float) -> pd.DataFrame:
    about = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "A", "dimension": "imd_quintile"}
    return check_table(pd.DataFrame([{"group": "1", **figures}]), source=source, **about)


@pytest.mark.parametrize(
    "figures",
    [
        {"numerator": 1, "denominator": 300},
        {"numerator": 7, "denominator": 300},
        {"numerator": 295, "denominator": 300},
        {"denominator": 5},
        {"numerator": 4},
        {"value": 1.5, "denominator": 200},
        {"value": 98.5, "denominator": 200},
        {"value": 1.3, "denominator": 223},
        {"value": 50, "numerator": 30},
        {"value": 91.7, "numerator": 66},
        {"value": 50.0, "numerator": 0.0, "denominator": 3},
        {"numerator": 0.5, "denominator": 300},
    ],
)
def test_small_counts_are_found_however_they_are_told(figures: dict[str, float]) -> None:
    if figures == {"value": 50, "numerator": 30}:
        figures = {"value": 85.7, "numerator": 30}  # 30 of 35: five are left
    table = row(**figures)
    assert len(visible_small_counts(table)) == 1
    with pytest.raises(DisclosureError, match=r"^1 row .* protect\(table\)"):
        refuse_unprotected(table)
    assert visible_small_counts(protect(table)).empty


@pytest.mark.parametrize(
    "figures",
    [
        {"numerator": 0, "denominator": 300},
        {"numerator": 300, "denominator": 300},
        {"numerator": 8, "denominator": 16},
        {"value": 0.0, "denominator": 200},
        {"value": 12.5, "denominator": 200},
        {"value": 3.1},
        {"denominator": 300},
    ],
)
def test_nothing_is_refused_without_need(figures: dict[str, float]) -> None:
    table = row(**figures)
    assert visible_small_counts(table).empty
    refuse_unprotected(table)


def test_the_rule_is_that_of_the_table() -> None:
    table = row(numerator=6, denominator=300)
    assert len(visible_small_counts(table)) == 1
    assert visible_small_counts(table, "under_5").empty
    safe = protect(table, "under_5")
    assert safe["numerator"].tolist() == [5]
    refuse_unprotected(safe)
    with pytest.raises(DisclosureError):
        refuse_unprotected(safe.assign(numerator=3.0))


def test_the_name_of_a_source_alone_opens_nothing() -> None:
    claims = ("sample_elective_waits", "sample_maternity", "msds_annual", "census_2021", "hes_outpatients")
    for source in (*claims, "own_records", "own_table", "", "somebody's warehouse"):
        with pytest.raises(DisclosureError):
            refuse_unprotected(row(source=source, numerator=3, denominator=300))
        assert protect(row(source=source, numerator=3, denominator=300))["numerator"].isna().all()
    # A publisher that rounds to five prints fives, and one count that is none makes the whole table somebody's own.
    refuse_unprotected(row(source="msds_annual", numerator=5, denominator=300))
    mixed = pd.concat([row(source="msds_annual", numerator=5, denominator=300),
                       row(source="msds_annual", numerator=8, denominator=300)])
    with pytest.raises(DisclosureError, match=r"^1 row"):
        refuse_unprotected(mixed)
    # A figure beside one count gives the other away.
    with pytest.raises(DisclosureError):
        refuse_unprotected(row(source="msds_annual", numerator=np.nan, denominator=300, value=1.0))


def test_a_sample_passes_as_it_is_counted_and_not_otherwise() -> None:
    sample = count_by(read_sample("maternity"), "ethnic_group", "preterm_births", stratum="imd_quintile")
    small = visible_small_counts(sample)
    assert len(small), "nothing is tried"
    refuse_unprotected(add_rates(pd.concat([sample.head(3), small])))
    small = small[small["numerator"].between(1, 5)]
    other = "Mixed" if small["group"].iloc[0] != "Mixed" else "White"
    for changed in ({"numerator": small["numerator"] + 1}, {"group": other}, {"indicator": "late_booking"},
                    {"source": "sample_elective_waits"}, {"stratum": "All"}):
        with pytest.raises(DisclosureError):
            refuse_unprotected(small.head(1).assign(**changed))


def test_the_refusal_tells_no_figure() -> None:
    with pytest.raises(DisclosureError) as refused:
        refuse_unprotected(row(numerator=3, denominator=311))
    rule = catalogue.policy()
    digits = {int(word) for word in str(refused.value).replace(",", " ").replace(".", " ").split() if word.isdigit()}
    assert digits <= {1, rule.hide_from, rule.hide_to}
    assert "311" not in str(refused.value)


def test_an_empty_table_and_a_hidden_row_show_nothing() -> None:
    assert visible_small_counts(row(numerator=3, denominator=300).head(0)).empty
    assert visible_small_counts(row(numerator=np.nan, denominator=300)).empty
    assert protect(row(numerator=3, denominator=300).head(0)).empty


def test_a_wide_range_gives_a_small_count_away_and_a_narrow_one_none() -> None:
    bare = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "A", "dimension": "imd_quintile",
            "source": "own_table"}
    rows = pd.DataFrame([
        {**bare, "group": "1", "value": 1.5, "lower": 0.5, "upper": 4.3},  # 3 of 200
        {**bare, "group": "2", "value": 12.0, "lower": 10.1, "upper": 14.2},  # 120 of 1,000
        {**bare, "group": "3", "value": 98.0, "lower": 93.0, "upper": 99.4},  # all but 2 of 100
        {**bare, "group": "4", "value": 20.0, "se": 8.9},  # 4 of 20
    ])
    table = check_table(rows)
    assert visible_small_counts(table)["group"].tolist() == ["1", "3", "4"]
    with pytest.raises(DisclosureError):
        refuse_unprotected(table)
    safe = protect(table)
    assert safe["value"].notna().tolist() == [False, True, False, False]
    assert safe["flag"].tolist() == ["suppressed", "", "suppressed", "suppressed"]
    refuse_unprotected(safe)
    claimed = table.assign(source="msds_annual")
    assert protect(claimed)["value"].notna().tolist() == [False, True, False, False], "no publisher is asked by name"
