"""disclosure_risk: what each hidden count could be, held against the attacker who shares no code with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attacker import Attacker
from test_disclosure_attack import WAITS, counted, made_records

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.errors import CatalogueError, InputError

KEYS = ["indicator", "dimension", "group", "stratum"]


def fifths(n: list[float | None], d: list[float | None] | float = 200.0, **about: str) -> pd.DataFrame:
    frame = pd.DataFrame({"group": [str(place + 1) for place in range(len(n))], "numerator": n, "denominator": d})
    about = {"indicator": "waits_over_52_weeks", "dimension": "imd_quintile", **about}
    return hi.check_table(frame.astype({"numerator": float, "denominator": float}), period="2025", area="A", **about)


def of(risk: pd.DataFrame, group: str, count: str = "numerator") -> pd.Series:
    return risk[(risk["group"] == group) & (risk["count"] == count)].iloc[0]


@pytest.mark.parametrize("seed", range(6))
def test_it_finds_what_the_attacker_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    records = made_records(rng, int(rng.choice([40, 120, 400])), 1, 30)
    tables = counted(records, ["imd_quintile", "ethnic_group"], WAITS[:2], ["", "sex"][seed % 2])
    safe, truth = hi.protect(tables), pd.concat(tables, ignore_index=True)
    risk = hi.disclosure_risk(safe)
    shown = pd.concat(safe, ignore_index=True)
    last = catalogue.policy().hide_to
    attacker = Attacker(safe, last, 5)
    attacker.learn_usual()
    at = {tuple(key): number for number, key in enumerate(shown[KEYS].itertuples(index=False, name=None))}
    assert len(risk) >= shown["numerator"].isna().sum()
    for _, row in risk.sample(min(len(risk), 10), random_state=seed).iterrows():
        number = at[tuple(row[KEYS])]
        unknowns = {"numerator": {number: 1}, "denominator": {number + attacker.size: 1},
                    "rest": {number + attacker.size: 1, number: -1}}[row["count"]]
        assert (row["least"], row["most"]) == attacker.can_be(unknowns)
    for number, name, _ in attacker.small_counts(truth, last):
        rows = risk[(risk[KEYS] == shown.loc[number, KEYS]).all(axis=1) & (risk["count"] == name)]
        assert len(rows) == 1 and rows["is_safe"].all()
        assert rows["least"].iloc[0] <= 1 and rows["most"].iloc[0] >= last


def test_an_unprotected_table_shows_its_small_counts_as_they_are() -> None:
    risk = hi.disclosure_risk(fifths([31, 14, 9, 4, 196]))
    assert (of(risk, "4")[["least", "most", "is_safe", "told_by"]] == [4, 4, False, "itself"]).all()
    assert (of(risk, "5", "rest")[["least", "most", "is_safe", "told_by"]] == [4, 4, False, "itself"]).all()
    assert len(risk) == 2


def test_one_hidden_count_follows_from_the_total() -> None:
    table = fifths([31, 14, 19, 24, None])
    table = hi.check_table(pd.concat([table, table.tail(1).assign(group="All", numerator=91.0, denominator=1000.0)]))
    assert (of(hi.disclosure_risk(table), "5")[["least", "most", "told_by"]] == [3, 3, "sums"]).all()


def test_a_rate_beside_its_denominator_is_a_count() -> None:
    table = fifths([31, 14, 19, 24, None]).assign(value=[15.5, 7.0, 9.5, 12.0, 1.5])
    assert (of(hi.disclosure_risk(table), "5")[["least", "most", "told_by"]] == [3, 3, "figure"]).all()


@pytest.mark.parametrize("indicator", ["waits_over_52_weeks", "deaths"])
def test_the_width_of_a_range_is_a_count(indicator: str) -> None:
    table = hi.add_rates(fifths([31, 14, 19, 24, 3], indicator=indicator)).assign(numerator=np.nan, denominator=np.nan)
    row = of(hi.disclosure_risk(table), "5")
    assert (row[["least", "most", "is_safe", "told_by"]] == [3, 3, False, "range"]).all()


@pytest.mark.parametrize("name", ["gap", "ratio", "sii", "excess"])
def test_a_measure_of_true_counts_tells_the_group_that_is_hidden(name: str) -> None:
    true = hi.add_rates(fifths([301, 222, 181, 133, 3], [1003.0, 902.0, 801.0, 704.0, 602.0]))
    safe = hi.protect(true)
    assert np.isnan(safe["numerator"].iloc[4]) and hi.disclosure_risk(safe)["is_safe"].all()
    own = hi.measure(safe, name, draws=0)
    assert hi.disclosure_risk(safe, measures=own)["is_safe"].all()
    hidden = true.assign(numerator=true["numerator"].where(true["group"] != "5"), value=np.nan, lower=np.nan,
                         upper=np.nan)
    row = of(hi.disclosure_risk(hidden, measures=hi.measure(true, name, draws=0)), "5")
    # A slope does not say which model it is of, so that the counts of both are possible.
    assert 1 < row["least"] <= 3 <= row["most"] <= (60 if name == "sii" else 3) and row["told_by"] == "measure"
    with pytest.raises(InputError, match='no column "measure"'):
        hi.disclosure_risk(safe, measures=safe)


def test_what_was_shown_before_is_known() -> None:
    now = fifths([None, 60, 80, 40])
    assert hi.disclosure_risk(now)["is_safe"].all()
    before = fifths([3, 60, 80, 40])
    assert (of(hi.disclosure_risk(now, released=before), "1")[["least", "most"]] == [3, 3]).all()


def test_published_rows_are_passed_over_and_nothing_of_a_users_is(tmp_path: Path) -> None:
    published = fifths([30, 15, 10, 5, 5]).assign(source="msds_annual")
    assert hi.disclosure_risk(published).empty
    claimed = fifths([31, 14, 9, 4, 3]).assign(source="msds_annual")
    assert not hi.disclosure_risk(claimed)["is_safe"].all()
    own = tmp_path / "own.csv"
    fifths([31, 14, 9, 4, 3]).assign(source="msds_annual").to_csv(own, index=False)
    read = hi.read_table(own)
    assert (read["source"] == "own_table").all() and not hi.disclosure_risk(read)["is_safe"].all()
    for claim in ("protected", "synthetic"):
        own = tmp_path / f"{claim}.toml"
        own.write_text(f'[source.ours]\nname = "Ours"\n{claim} = true\n')
        with pytest.raises(CatalogueError, match="Only the package's own catalogue may"):
            hi.use_catalogue(own)


def test_a_rule_that_only_rounds_has_no_mark_and_tells_its_own_limits() -> None:
    safe = hi.protect(hi.add_rates(fifths([1, 2, 7, 8, 0], 400.0)), "msds_rounding")
    assert safe["numerator"].tolist() == [5, 5, 5, 10, 0] and (safe["flag"] == "rounded").all()
    assert safe["denominator"].eq(400).all() and hi.gradient_chart(safe).title
    pd.testing.assert_frame_equal(hi.protect(safe, "msds_rounding"), safe)
    risk = hi.disclosure_risk(safe)
    assert (of(risk, "1")[["least", "most", "is_safe"]] == [1, 7, True]).all()
    # Seven groups of one, and a total that is shown as 5 too: each can only be one.
    tenths = pd.DataFrame({"group": [*map(str, range(1, 8)), "All"], "numerator": [1] * 7 + [7]})
    tenths["denominator"] = [4000] * 7 + [28000]
    about = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "A", "dimension": "imd_decile"}
    risk = hi.disclosure_risk(hi.protect(hi.check_table(tenths, **about), "msds_rounding"))
    assert not risk[risk["count"] == "numerator"]["is_safe"].any() and of(risk, "3")["most"] == 1
