"""Means of ones and noughts, or of few events, are counts in disguise: small ones are hidden, also by subtraction."""

from __future__ import annotations

from pathlib import Path

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

LAST = catalogue.policy().hide_to


@pytest.fixture(autouse=True)
def own(tmp_path_factory: pytest.TempPathFactory, no_own_catalogue: None) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.toml"
    path.write_text('[indicator.mean_falls]\nname = "Falls"\nkind = "mean"\nbetter = "lower"\nvalue_of = "falls"\n')
    hi.use_catalogue(path)
    return path


def counted(sizes: list[int], yes: list[int], each: int = 1) -> pd.DataFrame:
    """A table of means from records: in each fifth so many people, of whom so many fell, `each` times."""
    parts = [pd.DataFrame({"imd_decile": 2 * place + 1, "falls": np.where(np.arange(size) < fell, each, 0)})
             for place, (size, fell) in enumerate(zip(sizes, yes, strict=True))]
    return hi.count_by(hi.open_records(pd.concat(parts)), "imd_quintile", "mean_falls").pipe(hi.add_rates)


def by_group(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("group")


@pytest.mark.parametrize(("fell", "each"), [(3, 1), (216, 1), (2, 3), (7, 1), (212, 1)])
def test_a_mean_that_is_a_small_count_is_hidden(fell: int, each: int) -> None:
    table = counted([219, 300, 400, 350, 260], [fell, 40, 40, 40, 40], each)
    assert by_group(visible_small_counts(table)).index.tolist() == ["1"]
    with pytest.raises(DisclosureError):
        hi.summary_table(table)
    safe = by_group(hi.protect(table))
    assert safe.loc["1", RESULTS].isna().all() and safe.loc["1", "flag"] == "suppressed"
    assert safe.loc["1", "denominator"] == 220 and safe["value"].notna().sum() >= 4
    assert hi.findings(hi.protect(table)) and visible_small_counts(hi.protect(table)).empty


@pytest.mark.parametrize("fell", [0, 8, 211, 219])
def test_others_are_shown(fell: int) -> None:
    safe = by_group(hi.protect(counted([219, 300, 400, 350, 260], [fell, 40, 40, 40, 40])))
    assert safe["value"].notna().all()


def test_waits_are_no_counts() -> None:
    table = counted([219, 300, 400, 350, 260], [3, 40, 40, 40, 40]).assign(indicator="mean_wait")
    table["value"] = table["value"] * 1.37
    assert visible_small_counts(table).empty


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(groups=st.lists(st.tuples(st.sampled_from([9, 20, 60, 219, 900]), st.sampled_from([0, 1, 3, 6, 9, 30])),
                       min_size=3, max_size=5))
def test_no_small_sum_can_be_taken_from_the_whole(groups: list[tuple[int, int]]) -> None:
    table = counted([size for size, _ in groups], [min(fell, size) for size, fell in groups])
    safe = hi.protect(table)
    pd.testing.assert_frame_equal(hi.protect(safe), safe)
    assert visible_small_counts(safe).empty
    n, true = (table[name].to_numpy() for name in ("denominator", "value"))
    shown, whole = safe["value"].to_numpy(), (table["group"] == "All").to_numpy()
    step = 0.05 if true.max() == 0 else 0.5 * 10.0 ** (np.floor(np.log10(true.max())) - 1)
    bounds = [(0, many) if np.isnan(mean) else (many * (mean - step), many * (mean + step))
              for many, mean in zip(n, shown, strict=True)]
    for at in np.flatnonzero(~whole):
        for small in (round(n[at] * true[at]), round(n[at] * (1 - true[at]))):
            if not 1 <= small <= LAST:
                continue
            assert np.isnan(shown[at])
            found = [linprog(sign * (np.arange(len(n)) == at), A_eq=[np.where(whole, 1, -1)], b_eq=[0], bounds=bounds)
                     for sign in (1, -1)]
            assert all(one.status == 0 for one in found)
            low, high = found[0].fun, -found[1].fun
            if small != round(n[at] * true[at]):
                low, high = n[at] - high, n[at] - low
            assert low <= 1 and high >= min(LAST, n[at]), (low, high, small)
