"""Measures of true counts beside a protected table: all of them are refused, and all that are its own pass."""

from __future__ import annotations

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.measures import MEASURES
from hitoolkit.measures.slope import MODELS


@pytest.fixture(autouse=True)
def plain(no_own_catalogue: None) -> None:
    """The package's own catalogue alone."""


def outcome(numerator: list[int], groups: str = "12345", **key: str) -> pd.DataFrame:
    rows = pd.DataFrame({"group": list(groups), "numerator": numerator, "denominator": [1003, 902, 801, 704, 602]})
    key = {"indicator": "waits_over_52_weeks", "dimension": "imd_quintile", **key}
    return hi.add_rates(hi.check_table(rows, period="2025", area="A", **key))


TRUE = outcome([301, 222, 181, 133, 93])
HIDDEN = outcome([301, 222, 181, 133, 3])
PLACES = outcome([301, 222, 181, 133, 93], "VWXYZ", dimension="provider")
RATES = outcome([301, 222, 181, 133, 93], indicator="deaths")
RARE = outcome([39, 22, 18, 33, 3])


@pytest.mark.parametrize("true", [TRUE, HIDDEN, PLACES, RATES])
@pytest.mark.parametrize("name", MEASURES)
def test_no_measure_of_true_counts_stands_beside_a_protected_table(true: pd.DataFrame, name: str) -> None:
    safe, measures = hi.protect(true), hi.measure(true, name, draws=1000)
    if measures["value"].notna().any():
        with pytest.raises(InputError, match=f"another {name} .* Measure the table you show"):
            hi.findings(safe, measures)


@pytest.mark.parametrize("true", [TRUE, HIDDEN, PLACES, RATES])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("reference", [None, "5", "rest", "extremes", "W"])
def test_a_table_s_own_measures_pass(true: pd.DataFrame, model: str, reference: str | None) -> None:
    safe = hi.protect(true)
    if reference not in (None, "rest", "extremes", *safe["group"]):
        return
    measures = hi.measure(safe, list(MEASURES), reference, model, confidence=0.9, draws=1000, seed=7)
    assert hi.findings(safe, measures)


def test_measures_of_a_page_are_each_held_against_their_own_rows() -> None:
    both = hi.protect(pd.concat([TRUE, PLACES, RATES], ignore_index=True))
    measures = hi.measure(both, list(MEASURES), draws=1000)
    assert len(hi.findings(both, measures)) >= 3
    one = measures.index[(measures["measure"] == "excess") & (measures["dimension"] == "provider")]
    measures.loc[one, "value"] += 1.5
    with pytest.raises(InputError, match="by provider they give another excess"):
        hi.findings(both, measures)


def test_other_tables_are_no_way_round() -> None:
    safe = hi.protect(RARE)
    with pytest.raises(InputError, match="another gap"):
        hi.findings(safe, hi.rare_events(RARE))
    assert hi.findings(safe, hi.rare_events(safe))
    for other in (hi.expected_counts(RARE), hi.funnel(RARE, over="group")):
        with pytest.raises(InputError, match='no column "measure"'):
            hi.findings(safe, other)
