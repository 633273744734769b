"""protect: worked cases, one for each way a small count gets out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attacker import Attacker

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.disclosure import protect, visible_small_counts
from hitoolkit.errors import CatalogueError
from hitoolkit.rates import add_rates
from hitoolkit.table import COLUMNS, COUNTS, RESULTS, check_table

FIRST, SECOND, THIRD = "waits_over_18_weeks", "waits_over_52_weeks", "waits_over_65_weeks"
CATEGORIES = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S"]
FIVE = {"White": "ABC", "Mixed": "DEFG", "Asian or Asian British": "HJKL", "Black or Black British": "MNP",
        "Any other ethnic group": "RS"}


def counts(n: dict[str, float], d: dict[str, float] | float = 200, whole: bool = True, **about: str) -> pd.DataFrame:
    """A table of one indicator by one dimension, with its whole."""
    d = d if isinstance(d, dict) else dict.fromkeys(n, d)
    frame = pd.DataFrame({"group": list(n), "numerator": list(n.values()), "denominator": [d[name] for name in n]})
    if whole:
        frame.loc[len(frame)] = ["All", frame["numerator"].sum(), frame["denominator"].sum()]
    about = {"indicator": SECOND, "period": "2025", "area": "A", "dimension": "imd_quintile", **about}
    return check_table(frame, **about)


def fifths(*n: float) -> dict[str, float]:
    return {str(place + 1): count for place, count in enumerate(n)}


def hidden(table: pd.DataFrame, name: str = "numerator") -> list[str]:
    return table.loc[table[name].isna(), "group"].tolist()


def test_the_row_of_the_exercise() -> None:
    """31, 14, 9, 4, 3 of 61: hiding one is undone by the total; the two hidden still leave every value from 1 to 4."""
    table = add_rates(counts(fifths(31, 14, 9, 4, 3)))
    safe = protect(table, "under_5")
    assert hidden(safe) == ["4", "5"]
    assert safe["numerator"].dropna().tolist() == [30, 15, 10, 60]
    attacker = Attacker([safe], last=4, base=5)
    attacker.learn_usual()
    for at in (3, 4):
        low, high = attacker.can_be({at: 1})
        assert low <= 1 and high >= 9
    assert safe.loc[3:4, RESULTS].isna().all(axis=None) and safe.loc[3:4, "denominator"].eq(200).all()


def test_a_second_count_goes_where_one_would_follow_from_the_total() -> None:
    """98 and 3 of 101 are shown as 100 and 100: the third is then 0 to 4, which says too much."""
    safe = protect(counts({"Female": 3, "Male": 98}, 400, dimension="sex"))
    assert hidden(safe) == ["Female", "Male"]
    # 101 and 3 of 104 are shown as 100 and 105: that leaves 1 to 9, and nothing more need go.
    assert hidden(protect(counts({"Female": 3, "Male": 101}, 400, dimension="sex"))) == ["Female"]


def test_the_second_count_is_the_smallest_in_the_middle_and_the_whole_stays() -> None:
    safe = protect(counts({**fifths(92, 47, 62, 53, 88), "Not known": 7}))
    assert set(hidden(safe)) <= {"Not known", "2"} and "Not known" in hidden(safe)
    # rounding: 90 45 60 55 90 of 345 (349 -> 350) leaves 10 -+ 12, so the unknown one is safe alone
    assert hidden(safe) == ["Not known"]
    safe = protect(counts({**fifths(92, 47, 62, 52, 92), "Not known": 2}), policy="under_10")
    assert "All" not in hidden(safe) and "1" not in hidden(safe) and "5" not in hidden(safe)


def test_numerator_denominator_and_rest_are_each_looked_at() -> None:
    safe = protect(add_rates(counts(fifths(3, 195, 40, 2, 30), {"1": 200, "2": 200, "3": 100, "4": 6, "5": 90})))
    rows = safe.set_index("group")
    assert np.isnan(rows.loc["1", "numerator"]) and rows.loc["1", "denominator"] == 200  # three of two hundred
    assert np.isnan(rows.loc["2", "numerator"]) and rows.loc["2", "denominator"] == 200  # all but five
    assert rows.loc["4", [*COUNTS, *RESULTS]].isna().all()  # six people: nothing about them
    assert rows.loc[["1", "2", "4"], "flag"].eq("suppressed").all()


def test_zero_and_all_are_shown_and_a_hidden_count_is_never_zero() -> None:
    safe = protect(add_rates(counts(fifths(0, 60, 60, 3, 100), {"1": 50, "2": 60, "3": 90, "4": 80, "5": 150})))
    rows = safe.set_index("group")
    assert rows.loc["1", "numerator"] == 0 and rows.loc["1", "value"] == 0
    assert rows.loc["2", "value"] == 100
    assert np.isnan(rows.loc["4", "numerator"])


def test_what_is_shown_is_rounded_and_worked_again() -> None:
    table = add_rates(counts(fifths(33, 58, 46, 72, 81), {"1": 203, "2": 249, "3": 202, "4": 307, "5": 411}))
    safe = protect(table)
    again = add_rates(safe.assign(value=np.nan, se=np.nan, lower=np.nan, upper=np.nan))
    pd.testing.assert_frame_equal(safe[RESULTS], again[RESULTS])
    assert safe["value"].iloc[0] == pytest.approx(100 * 35 / 205)
    assert (safe["flag"] == "rounded").all()


@pytest.mark.parametrize(("n", "d"), [(13, 21), (8, 17), (12, 22), (15, 23), (99, 108)])
def test_rounding_makes_no_small_rest(n: int, d: int) -> None:
    safe = protect(counts({"Female": n, "Male": 500}, {"Female": d, "Male": 900}, dimension="sex"))
    rest = (safe["denominator"] - safe["numerator"]).dropna()
    assert not rest.between(1, catalogue.policy().hide_to).any()
    assert visible_small_counts(safe).empty


def attack(safe: list[pd.DataFrame], truth: list[pd.DataFrame], last: int = 7, base: int = 5) -> Attacker:
    """A reader with the totals, strata and thresholds of the page; `still_safe` asks what it can do."""
    attacker = Attacker(safe, last, base)
    attacker.learn_usual()
    attacker.truth = pd.concat(truth, ignore_index=True)
    return attacker


def still_safe(attacker: Attacker, last: int = 7) -> bool:
    return attacker.given_away(attacker.truth, last) == []


def test_indicators_out_of_the_same_people_hide_them_together() -> None:
    """The second table lacks its total; its people are those of the first, and so is what they give away."""
    people = fifths(129, 5, 123)
    first = counts(fifths(50, 4, 40), people, indicator=FIRST)
    second = counts(fifths(22, 0, 23), people, indicator=SECOND, whole=False)
    safe = protect([first, second])
    for _, part in pd.concat(safe).groupby("group"):
        assert part["denominator"].nunique(dropna=False) == 1  # hidden for one is hidden for all
    assert still_safe(attack(safe, [first, second]))
    # Each by itself shows the third group's people; the two together would give the second's away.
    assert hidden(protect(second), "denominator") == ["2"]
    assert "3" in hidden(safe[1], "denominator")


def test_waits_inside_each_other() -> None:
    people = {"1": 120, "2": 7, "3": 90, "4": 80, "5": 100}
    tables = [counts(fifths(*n), people, indicator=name) for name, n in
              ((FIRST, (60, 4, 40, 30, 51)), (SECOND, (20, 2, 18, 14, 12)), (THIRD, (9, 0, 9, 8, 3)))]
    safe = protect(tables)
    for one in safe:
        assert one.set_index("group").loc["2", COUNTS].isna().all()
    assert still_safe(attack(safe, tables))


def test_two_dimensions_of_the_same_people_are_looked_at_together() -> None:
    """Each is safe alone, without a total; but the fifths add up to one, and that gives away what sex hides."""
    by_sex = counts({"Female": 3, "Male": 53}, 300, dimension="sex", whole=False)
    by_fifth = counts(fifths(22, 17, 17), 200, whole=False)
    assert hidden(protect(by_sex)) == ["Female"]
    safe = protect([by_sex, by_fifth])
    attacker = attack(safe, [by_sex, by_fifth])
    for shift in (0, attacker.size):
        attacker._line({at + shift: factor for at, factor in enumerate((1, 1, -1, -1, -1))}, 0, 0)
    assert still_safe(attacker)
    assert hidden(safe[0]) == ["Female", "Male"] and [len(one) for one in safe] == [2, 3]


def test_tenths_give_away_fifths() -> None:
    tenths = counts({str(place): n for place, n in enumerate((3, 40, 40, 40, 40, 40, 40, 40, 40, 40), 1)}, 100,
                    dimension="imd_decile")
    by_fifth = counts(fifths(43, 80, 80, 80, 80), 200)
    assert hidden(protect(tenths)) == ["1"]
    safe = protect([tenths, by_fifth])  # 45 - 40 alone would leave 1 to 9, as it should be
    assert hidden(safe[0]) == ["1"]
    tenths.loc[tenths["group"] == "2", "numerator"] = 38
    by_fifth.loc[by_fifth["group"] == "1", "numerator"] = 41
    safe = protect([tenths, by_fifth])  # 40 - 40: 0 to 4
    assert len([*hidden(safe[0]), *hidden(safe[1])]) > 1
    assert hidden(protect(tenths)) == ["1"]


def test_ethnic_categories_give_away_ethnic_groups() -> None:
    n = {name: 38 + 4 * (place % 2) for place, name in enumerate(CATEGORIES)} | {"B": 2, "C": 0}
    narrow = counts(n, 100, dimension="ethnic_category", edition="2001 codes")
    wide = counts({name: sum(n[one] for one in parts) for name, parts in FIVE.items()},
                  {name: 100.0 * len(parts) for name, parts in FIVE.items()}, dimension="ethnic_group",
                  edition="2001 codes")
    assert hidden(protect(narrow)) == ["B"]
    safe = protect([narrow, wide])  # White 40, British 40, none other: Irish would be 0 to 4
    assert "B" in hidden(safe[0]) and len([*hidden(safe[0]), *hidden(safe[1])]) > 1


def crossed(cells: dict[tuple[str, str], tuple[int, int]], margins: bool, **about: str) -> pd.DataFrame:
    """Counts by fifth and two further things, with or without the tables in between."""
    frame = pd.DataFrame(
        [(group, stratum, n, d) for (group, stratum), (n, d) in cells.items()],
        columns=["group", "stratum", "numerator", "denominator"],
    )
    parts = [frame]
    if margins:
        parts.append(frame.groupby("group", as_index=False)[COUNTS].sum().assign(stratum="All"))
    both = pd.concat(parts)
    both = pd.concat([both, both.groupby("stratum", as_index=False)[COUNTS].sum().assign(group="All")])
    return check_table(both, indicator=SECOND, period="2025", area="A", dimension="imd_quintile", **about)


def test_strata_of_two_names_add_up_to_all() -> None:
    """Within each fifth, women and men of an age; no table of age or sex alone stands between them and the fifth."""
    cells = {("1", "Female"): 54, ("1", "Male"): 3, ("2", "Female"): 40, ("2", "Male"): 30}
    table = crossed({(group, f"age_band=0-17; sex={sex}"): (n, 300) for (group, sex), n in cells.items()}, margins=True)
    safe = protect(table)
    attacker = Attacker([safe], 7, 5)
    for name, other in (("group", "stratum"), ("stratum", "group")):
        for _, rows in safe.groupby(name):
            whole = rows.index[rows[other] == "All"][0]
            attacker.sums_to(whole, [at for at in rows.index if at != whole])
    assert attacker.given_away(table, 7) == []


def test_areas_that_make_up_a_whole() -> None:
    north = counts({"Female": 54, "Male": 45}, 400, dimension="sex", area="North")
    south = counts({"Female": 3, "Male": 40}, 400, dimension="sex", area="South")
    whole = pd.concat([north, south]).groupby("group", as_index=False)[COUNTS].sum()
    both = check_table(whole, indicator=SECOND, period="2025", area="Wessington Vale", dimension="sex")
    assert hidden(protect(south)) == ["Female"]
    tables = [north, south, both]
    safe = protect(tables)
    attacker = attack(safe, tables)
    for group in ("Female", "Male", "All"):
        *parts, total = attacker.find(group=group)
        attacker.sums_to(total, parts)
    assert still_safe(attacker)  # 55 of 55 women in North would leave 1 to 4 in South
    assert hidden(safe[2]) == []


def test_a_row_taken_out_is_not_given_away_by_the_total() -> None:
    """Somebody drops Not known (3 of 90 people) and keeps the total: the difference is a cell that nobody prints."""
    people = {"Female": 300, "Male": 300, "Not known": 90}
    table = counts({"Female": 48, "Male": 48, "Not known": 3}, people, dimension="sex")
    without = table[table["group"] != "Not known"]
    attacker = Attacker([protect(without)], 7, 5)
    low, high = attacker.can_be({2: 1, 0: -1, 1: -1})
    assert low <= 1 and high >= 7  # as rounded alone (50 and 50 of 100) it would be 0 to 6
    assert protect(without)["numerator"].isna().any()


def test_the_opposite_indicator_gives_nothing_away(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        "\n".join(f'[indicator.{name}]\nname = "{name}"\nkind = "proportion"\nper = 100\nbetter = "lower"'
                  for name in ("missed", "kept")), encoding="utf-8")
    hi.use_catalogue(own)
    missed = counts({"Female": 3, "Male": 56}, {"Female": 205, "Male": 202}, indicator="missed", dimension="sex")
    kept = missed.assign(indicator="kept", numerator=missed["denominator"] - missed["numerator"])
    assert hidden(protect(missed)) == ["Female"]
    safe = protect([missed, kept])
    attacker = attack(safe, [missed, kept])
    size = attacker.size
    for at in range(len(missed)):
        attacker._line({at + size: 1, at: -1, at + len(missed): -1}, 0, 0)
        attacker._line({at + size: 1, at + len(missed) + size: -1}, 0, 0)
    assert still_safe(attacker)


@pytest.mark.parametrize("flag", ["", "suppressed"])
def test_counts_that_came_in_hidden_are_not_opened_by_the_rest(flag: str) -> None:
    """A file with a blank where 3 stood, and an exact total: the blank is as good as printed."""
    table = counts({"Female": 3, "Male": 98}, 400, dimension="sex")
    table.loc[table["group"] == "Female", ["numerator", "flag"]] = [np.nan, flag]
    assert hidden(protect(table)) == ["Female", "Male"]


def test_a_figure_and_its_denominator_are_a_count() -> None:
    table = add_rates(counts(fifths(3, 40, 50, 60, 70))).assign(numerator=np.nan, lower=np.nan, upper=np.nan)
    assert visible_small_counts(table)["group"].tolist() == ["1"]
    safe = protect(table)
    assert safe["value"].isna().tolist() == [True, False, False, False, False, False]
    assert safe["numerator"].isna().all()
    assert visible_small_counts(safe).empty


def test_kinds_that_are_no_share(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[indicator.visits]\nname = "Visits"\nkind = "rate"\nper = 1000\nbetter = "lower"\n'
        '[indicator.wait]\nname = "Mean wait"\nkind = "mean"\nbetter = "lower"\n', encoding="utf-8")
    hi.use_catalogue(own)
    rate = protect(add_rates(counts(fifths(3, 400, 99, 150, 120), 90, indicator="visits")))
    assert hidden(rate) == ["1"]
    assert rate["value"].iloc[1] == pytest.approx(1000 * 400 / 90)
    people = fifths(80, 70, 6, 90, 60)
    mean = counts(fifths(800, 700, 60, 900, 600), people, indicator="wait", whole=False)
    mean = protect(mean.assign(value=[10.0, 10.2, 10.4, 10.1, 10.3]))
    assert mean["value"].tolist()[:2] == [10.0, 10.2]
    assert mean.loc[2, [*COUNTS, *RESULTS]].isna().all()
    adjusted = counts(fifths(40, 50, 60, 70, 80), 100, indicator="visits").assign(value=77.0, lower=70.0, upper=80.0)
    assert protect(adjusted)[["value", "lower", "upper"]].eq([77, 70, 80]).all(axis=None)


def test_tables_without_counts_and_published_ones_come_back_as_they_are() -> None:
    life = check_table(pd.DataFrame({"group": ["1", "10"], "value": [74.1, 83.4]}), indicator="life_expectancy",
                       period="2015 - 17", area="England", dimension="imd_decile")
    pd.testing.assert_frame_equal(protect(life), life)
    assert "policy" not in protect(life).attrs  # no rule was applied, and none is claimed
    published = counts(fifths(5, 30, 10, 5, 40), source="msds_annual")
    pd.testing.assert_frame_equal(protect(published), published)
    own = counts(fifths(5, 30, 10, 5, 40), source="own_table")
    assert hidden(protect(own)) == ["1", "4"]
    sample = counts(fifths(5, 30, 10, 5, 40), source="sample_elective_waits")
    assert hidden(protect(sample)) == ["1", "4"]


def test_twice_is_once_also_from_a_file(tmp_path: Path) -> None:
    table = add_rates(counts({"Female": 3, "Male": 98}, 400, dimension="sex"))
    safe = protect(table)
    pd.testing.assert_frame_equal(protect(safe), safe)
    safe.to_csv(tmp_path / "safe.csv", index=False)
    back = check_table(pd.read_csv(tmp_path / "safe.csv"))
    pd.testing.assert_frame_equal(protect(back), back)
    assert protect(back).attrs["policy"] == "nhs_secondary_care"
    # A table that was protected and then given its true counts again is not.
    undone = safe.assign(numerator=table["numerator"])
    assert hidden(protect(undone)) == ["Female", "Male"]


def test_the_input_stays_and_nothing_else_comes_along() -> None:
    table = add_rates(counts(fifths(3, 40, 50, 60, 70))).assign(true_count=[3, 40, 50, 60, 70, 223])
    table.attrs = {"ledger": [{"indicator": SECOND, "reason": "blank", "rows": 3}, {"reason": "other", "rows": 41}]}
    before = table.copy(deep=True)
    safe = protect(table)
    pd.testing.assert_frame_equal(table, before)
    assert table.attrs["ledger"][0]["rows"] == 3
    assert list(safe.columns) == COLUMNS
    # A second account of the same records read would tell the first, which is few, by their totals.
    assert [entry["rows"] for entry in safe.attrs["ledger"]] == [None, None]
    pd.testing.assert_frame_equal(safe, protect(table))


def test_the_rule_is_chosen_by_name() -> None:
    table = counts(fifths(8, 40, 50, 60, 70))
    assert hidden(protect(table)) == [] and "1" in hidden(protect(table, "under_10"))
    assert protect(table, "").attrs["policy"] == "nhs_secondary_care"
    with pytest.raises(CatalogueError, match="under_5"):
        protect(table, "under5")


def test_a_small_correction_of_what_was_shown_is_hidden() -> None:
    earlier = protect(counts(fifths(52, 60, 70, 80, 90)))
    now = counts(fifths(53, 60, 70, 80, 100))
    alone, after = protect(now), protect(now, released=earlier)
    assert hidden(alone) == []
    assert "1" in hidden(after)  # 50 before and 55 now: three people or so
    assert "5" not in hidden(after)  # 90 before and 100 now
    wider = protect(counts(fifths(58, 60, 70, 80, 100)), released=earlier)
    assert "1" in hidden(wider)  # 50 before and 60 now, but six people more: rounding made the step look larger
    other = now.assign(period="2026")
    pd.testing.assert_frame_equal(protect(other, released=earlier), protect(other))


def test_what_was_shown_before_is_known() -> None:
    """Last week's page showed Male and the whole; this week's must not give Female away with them."""
    table = counts({"Female": 3, "Male": 98}, 400, dimension="sex")
    assert hidden(protect(table[table["group"] != "All"])) == ["Female"]
    earlier = protect(table[table["group"] == "All"])
    now = table[table["group"] != "All"]
    safe = protect(now, released=[earlier])
    assert hidden(safe) == ["Female", "Male"]


def test_nothing_small_needs_no_solver() -> None:
    import subprocess
    import sys

    code = (
        "import sys, pandas as pd, hitoolkit as hi\n"
        "f = pd.DataFrame({'group': ['1', '5', 'All'], 'numerator': [30, 40, 70], 'denominator': [99, 99, 198]})\n"
        f"t = hi.check_table(f, indicator='{SECOND}', period='2025', area='A', dimension='imd_quintile')\n"
        "hi.protect(t)\n"
        "print('scipy.optimize' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
