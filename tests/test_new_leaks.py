"""What the charts, widgets and exercises of the teaching must not show: true counts, and measures of them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit import practice
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.practice.files import tasks


def own(periods: tuple[str, ...] = ("2023", "2024"), few: int = 3, **constants: str) -> pd.DataFrame:
    """Own counts of fifths, with a few events in the first row."""
    rng = np.random.default_rng(1)
    rows = [(period, group, int(rng.integers(30, 300)), 1000 + int(rng.integers(0, 400)))
            for period, group in itertools.product(periods, "12345")]
    frame = pd.DataFrame(rows, columns=["period", "group", "numerator", "denominator"])
    frame.loc[0, "numerator"] = few
    same = {"indicator": "waits_over_52_weeks", "dimension": "imd_quintile", "area": "A", "source": "own_table"}
    return hi.add_rates(hi.check_table(frame, **{**same, **constants}))


@pytest.mark.parametrize("other", [{"stratum": "sex=1"}, {"area": "B"}, {"indicator": "waits_over_18_weeks"}])
def test_changes_of_true_counts_of_something_else_are_not_drawn_beside_a_protected_table(other: dict[str, str]) -> None:
    safe, foreign = hi.protect(own()), hi.change(own(**other))
    assert pd.notna(foreign["first"]).all()
    with pytest.raises(InputError, match="not worked out from this table"):
        hi.slope_chart(safe, foreign)
    beside = hi.slope_chart(safe, pd.concat([hi.change(safe), foreign], ignore_index=True))
    assert beside.title == hi.slope_chart(safe).title


@pytest.mark.parametrize("altered", [{"first": np.nan, "second": np.nan}, {"value": 1.23}])
def test_a_change_that_its_two_sides_do_not_give_is_refused(altered: dict[str, Any]) -> None:
    true = own()
    safe, found = hi.protect(true), hi.change(true)
    if "value" in altered:
        safe, found = hi.protect(own(few=90)), hi.change(hi.protect(own(few=90)))
    found = found.assign(**altered)
    for shown in (hi.slope_chart, hi.findings):
        with pytest.raises(InputError, match="not worked out from this table"):
            shown(safe, found)


MARK = "zqcanary"
RECORDS = pd.DataFrame({"surname": [f"{MARK}{at}" for at in range(3)], "value": [MARK, "b", "c"],
                        "age": [34, 71, 88], "lower": MARK, "upper": MARK})
HANDED = [RECORDS, RECORDS.head(1), RECORDS[["surname"]].head(1), RECORDS["surname"], RECORDS["surname"].head(1),
          RECORDS.to_numpy(), RECORDS.iloc[0], RECORDS["age"], pd.Index(RECORDS["surname"]), RECORDS.to_dict("list"),
          pd.Categorical(RECORDS["surname"]), {"a": RECORDS["surname"]}, [RECORDS["surname"], RECORDS["age"]]]


@pytest.mark.parametrize("handed", range(len(HANDED)))
def test_no_exercise_repeats_the_cells_of_a_table_that_was_handed_in(handed: int) -> None:
    kinds = set()
    for number in tasks():
        for asked in practice.exercise(number).questions.values():
            kinds.add(asked._question.kind)
            found = asked.check(HANDED[handed])
            said = f"{found} {found.html()}"
            assert MARK not in said and "88" not in found.received, said
    assert kinds == {"number", "choice", "several", "range", "judgement", "parts"}


def test_a_choice_out_of_a_table_is_still_an_answer() -> None:
    for number in tasks():
        for asked in practice.exercise(number).questions.values():
            if asked._question.kind in ("choice", "several"):
                right = list(asked._question.right)
                assert asked.check(pd.Series(right)).state == "correct"


def test_panels_of_tables_that_were_protected_one_by_one_are_not_drawn_beside_their_whole() -> None:
    women, men = own(("2024",), stratum="sex=2", few=88), own(("2024",), stratum="sex=1")
    counts = ["numerator", "denominator"]
    whole = women.assign(stratum="All", **{name: women[name] + men[name] for name in counts})
    parts, whole = pd.concat([women, men], ignore_index=True), hi.add_rates(whole)
    apart = pd.concat([hi.protect(whole), hi.protect(parts)], ignore_index=True)
    apart.attrs = dict(hi.protect(parts).attrs)
    with pytest.raises(DisclosureError, match="Protect them together"):
        hi.small_multiples(apart)
    assert hi.small_multiples(hi.protect(pd.concat([whole, parts], ignore_index=True))) is not None
