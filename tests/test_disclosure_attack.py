"""Protected pages, attacked by a reader who can add up: no hidden count may be narrowed down."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from attacker import Attacker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hitoolkit import catalogue
from hitoolkit.disclosure import protect, visible_small_counts
from hitoolkit.rates import add_rates
from hitoolkit.table import KEY, RESULTS, check_table

WAITS = ["waits_over_18_weeks", "waits_over_52_weeks", "waits_over_65_weeks"]
ETHNIC = ["White", "Mixed", "Asian or Asian British", "Black or Black British", "Any other ethnic group"]
PAGES = [["imd_quintile"], ["imd_quintile", "ethnic_group"], ["imd_quintile", "imd_decile"], ["sex", "ethnic_group"]]


def made_records(rng: np.random.Generator, people: int, evenness: float, wait: float) -> pd.DataFrame:
    """Patients with a fifth, a tenth inside it, an ethnic group, a sex and a wait; some fifths not known."""
    fifth = rng.choice(6, size=people, p=rng.dirichlet(np.full(6, evenness)))
    tenth = 2 * fifth - rng.integers(0, 2, size=people)
    return pd.DataFrame({
        "imd_quintile": np.where(fifth > 0, fifth.astype(str), "Not known"),
        "imd_decile": np.where(fifth > 0, tenth.astype(str), "Not known"),
        "ethnic_group": rng.choice(ETHNIC, size=people, p=rng.dirichlet(np.full(5, evenness))),
        "sex": rng.choice(["Female", "Male"], size=people),
        "weeks": rng.exponential(wait, size=people),
    })


def counted(
    records: pd.DataFrame, dimensions: list[str], indicators: list[str], within: str = ""
) -> list[pd.DataFrame]:
    """One table for each dimension, with totals, and with a part for each sex or group where asked."""
    tables = []
    for dimension in dimensions:
        rows = []
        parts = [("All", records)]
        if within and within != dimension:
            parts += [(f"{within}={name}", part) for name, part in records.groupby(within)]
        for indicator, (stratum, part) in product(indicators, parts):
            over = float(indicator.split("_")[2])
            for group, members in [*part.groupby(dimension), ("All", part)]:
                rows.append((indicator, dimension, group, stratum, (members["weeks"] > over).sum(), len(members)))
        columns = ["indicator", "dimension", "group", "stratum", "numerator", "denominator"]
        tables.append(check_table(pd.DataFrame(rows, columns=columns), period="2025", area="A"))
    return tables


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**6), people=st.sampled_from([12, 40, 120, 400, 1500]), evenness=st.sampled_from([0.3, 1, 5]),
    wait=st.sampled_from([8, 30, 90]), dimensions=st.sampled_from(PAGES), many=st.integers(1, 3),
    within=st.sampled_from(["", "", "sex"]), policy=st.sampled_from(["", "", "under_5", "under_10"]),
)
def test_no_hidden_count_is_given_away(
    seed: int, people: int, evenness: float, wait: float, dimensions: list[str], many: int, within: str, policy: str
) -> None:
    records = made_records(np.random.default_rng(seed), people, evenness, wait)
    tables = [add_rates(one) for one in counted(records, dimensions, WAITS[:many], within)]
    truth = pd.concat(tables, ignore_index=True)
    before = truth.copy(deep=True)
    rule = catalogue.policy(policy)
    safe = protect(tables, policy)
    shown = pd.concat(safe, ignore_index=True)

    pd.testing.assert_frame_equal(pd.concat(tables, ignore_index=True), before)  # what was given is as it was
    pd.testing.assert_frame_equal(shown[KEY], truth[KEY])  # no row is lost, none is moved
    for one, again, alone in zip(safe, protect(safe, policy), (protect(part, policy) for part in safe), strict=True):
        pd.testing.assert_frame_equal(again, one)
        pd.testing.assert_frame_equal(alone, one)
        assert visible_small_counts(one).empty
        assert one.attrs["policy"] == rule.id

    for name in ("numerator", "denominator"):
        figures = shown[name].dropna()
        assert (figures % rule.round_to == 0).all()
        near = (figures - truth.loc[figures.index, name]).abs()
        assert (near <= rule.round_to / 2).all()
        # Nobody is nobody, and nobody else is.
        assert ((figures == 0) == (truth.loc[figures.index, name] == 0)).all()
    hidden = shown["numerator"].isna()
    assert shown.loc[hidden, RESULTS].isna().all(axis=None)
    assert (shown.loc[hidden, "flag"] == "suppressed").all() and not (shown.loc[~hidden, "flag"] == "suppressed").any()
    worked = 100 * shown["numerator"] / shown["denominator"]
    pd.testing.assert_series_equal(shown["value"], worked, check_names=False)

    attacker = Attacker(safe, rule.hide_to, rule.round_to)
    attacker.learn_usual({"imd_quintile": ("imd_decile", "pairs")} if "imd_decile" in dimensions else None)
    for at, name, _ in attacker.small_counts(truth, rule.hide_to):
        assert hidden[at] and (name != "denominator" or np.isnan(shown.loc[at, "denominator"]))
    assert attacker.given_away(truth, rule.hide_to) == []


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    groups=st.lists(st.tuples(st.integers(0, 22), st.integers(0, 22)), min_size=2, max_size=3),
)
def test_every_hidden_value_remains_by_trying_all(groups: list[tuple[int, int]]) -> None:
    """No solver: every combination of true counts that would be shown as this table is."""
    n = [pair[1] for pair in groups]
    names = [str(place + 1) for place in range(len(groups))]
    table = check_table(
        pd.DataFrame({"group": [*names, "All"], "numerator": [*n, sum(n)],
                      "denominator": [*map(sum, groups), sum(map(sum, groups))]}),
        indicator=WAITS[0], period="2025", area="A", dimension="imd_quintile",
    )
    safe = protect(table)
    last = catalogue.policy().hide_to
    for name, true in (("numerator", n), ("denominator", [sum(pair) for pair in groups])):
        shown = safe[name].tolist()
        choices = [range(41) if np.isnan(one) else _behind(int(one), last) for one in shown[:-1]]
        total = range(200) if np.isnan(shown[-1]) else _behind(int(shown[-1]), last)
        for place, count in enumerate(true):
            if not 1 <= count <= last:
                continue
            others = {0}
            for number, choice in enumerate(choices):
                if number != place:
                    others = {so_far + one for so_far in others for one in choice}
            possible = {one for one in choices[place] if any(one + other in total for other in others)}
            assert set(range(1, last + 1)) <= possible, (name, names[place], sorted(possible)[:9])


def _behind(shown: int, last: int) -> range:
    return range(0, 1) if shown == 0 else range(max(shown - 2, last + 1), shown + 3)


def test_the_attacker_can_do_it() -> None:
    """The tests above mean something only if this reader finds what is left unprotected."""
    table = counted(made_records(np.random.default_rng(3), 300, 1, 30), ["imd_quintile"], WAITS[1:2])[0]
    naive = table.copy()
    small = naive["numerator"].between(1, 7)
    assert small.any()
    naive.loc[small.idxmax(), "numerator"] = np.nan
    attacker = Attacker([naive], last=0, base=1)
    attacker.learn_usual()
    low, high = attacker.can_be({int(small.idxmax()): 1})
    assert low == high == table.loc[small.idxmax(), "numerator"]


@pytest.mark.parametrize("people", [3000, 20_000])
def test_a_page_of_three_hundred_rows_is_quick(people: int) -> None:
    import time

    records = made_records(np.random.default_rng(people), people, 3, 25)
    tables = counted(records, ["imd_quintile", "ethnic_group", "imd_decile"], WAITS, "sex")
    start = time.perf_counter()
    protect(tables)
    assert time.perf_counter() - start < 15  # about 1 to 4 seconds on two quiet cores
