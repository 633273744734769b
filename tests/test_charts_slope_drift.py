"""The chart of places picked for being worst: each set at the mean of its places, beside those not helped."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import check
from test_charts import texts
from test_finding_change import places

import hitoolkit as hi
from hitoolkit.errors import DisclosureError, InputError
from hitoolkit.table import check_table

SAMPLE = "practices_two_years"
MEASURED = "patients_with_an_emergency_admission"
PROGRAMME = ["Practice 09", "Practice 13", "Practice 21", "Practice 38", "Practice 40", "Practice 56"]


@pytest.fixture(scope="module")
def practices() -> pd.DataFrame:
    opened = hi.open_data(SAMPLE, indicator=MEASURED)
    return hi.protect(hi.add_rates(hi.count_by(opened, "imd_quintile", MEASURED, period="period")))


def test_the_twelve_worst_of_the_sample_are_clear_after_rounding_and_every_other_got_the_programme(practices) -> None:
    first = practices[practices["period"] == "2024/25"].sort_values("value", ascending=False, kind="stable")
    assert first["value"].iloc[11] > first["value"].iloc[12]
    assert sorted(first["area"].iloc[:12])[::2] == PROGRAMME


def test_each_set_stands_at_the_mean_of_its_places(practices) -> None:
    payload = hi.slope_chart(practices, hi.drift(practices, worst=12, treated=PROGRAMME)).payload()
    check(payload)
    assert payload["title"] == ("The places with the programme fell by 1.3 in every 100, and so did the others picked, "
                                "by 1.4")
    wide = practices.pivot(index="area", columns="period", values="value")
    picked = wide["2024/25"].nlargest(12).index
    rows = {row["cells"][0]: row["cells"][1:] for row in payload["table"]["rows"]}
    for name, chosen in (("With the programme", PROGRAMME), ("Not picked", wide.index.difference(picked)),
                         ("Picked, without it", [one for one in picked if one not in PROGRAMME])):
        assert rows[name][:3] == [str(len(chosen)), *(f"{wide.loc[chosen, when].mean():.1f}" for when in wide)]
        label = f"{name} ({len(chosen)})"
        assert label in " ".join(text for text, *_ in texts(payload["svg"]["wide"]))
    assert "plausible range 2.2 lower to 2.4 higher" in payload["caption"]
    assert "cannot tell whether the programme made a difference" in payload["caption"]
    assert "with the programme (6 places) from 14.0 to 12.7" in payload["alt"]


def test_with_no_programme_the_picked_stand_beside_the_rest(practices) -> None:
    payload = hi.slope_chart(practices, hi.drift(practices, worst=12)).payload()
    check(payload)
    assert payload["title"] == "The places picked as worst fell by 1.3 in every 100; the others rose by 0.2"
    assert len(payload["reading"]) == 1


def test_where_all_picked_got_it_or_the_two_went_apart_the_title_says_so() -> None:
    table, worst = places(treated_gain=-10)
    apart = hi.slope_chart(table, hi.drift(table, worst, treated=worst[::2])).payload()
    check(apart)
    assert "programme rose by " in apart["title"] and "; the others picked fell by " in apart["title"]
    everyone = hi.slope_chart(table, hi.drift(table, worst, treated=worst)).payload()
    check(everyone)
    assert "; the others " in everyone["title"] and "not known" not in everyone["alt"]
    one = hi.slope_chart(table, hi.drift(table, worst, treated=worst[:1])).payload()
    assert "too few places to tell whether that is luck" in one["caption"]


def test_places_that_are_groups_and_months_are_drawn_too() -> None:
    rng = np.random.default_rng(2)
    rows = [(when, f"Ward {n}", int(rng.integers(100, 200))) for when in ("2025-01", "2025-06") for n in range(8)]
    frame = pd.DataFrame(rows, columns=["period", "group", "numerator"])
    table = hi.add_rates(check_table(frame, denominator=1000, indicator="missed_appointments", area="Wessington Vale",
                                     dimension="provider", source="sample_services_two_years"))
    whole = table.groupby("period", as_index=False)[["numerator", "denominator"]].sum()
    whole = hi.add_rates(check_table(whole, group="All", **table.iloc[0][["indicator", "area", "dimension", "source"]]))
    table = pd.concat([table, whole], ignore_index=True)
    drifted = hi.drift(table, 3, places="group")
    assert drifted.set_index("who").loc["all", "places"] == 8  # all together are no place
    payload = hi.slope_chart(table, drifted).payload()
    check(payload)
    assert "January 2025" in payload["subtitle"] and "2025-01" not in payload["alt"]


def test_what_is_not_of_this_table_or_not_protected_is_refused(practices) -> None:
    drifted = hi.drift(practices, worst=12)
    with pytest.raises(InputError, match="Give both"):
        hi.slope_chart(drifted)
    moved = practices.assign(value=practices["value"] + 1, numerator=practices["numerator"] + 9)
    for refusing in (hi.slope_chart, hi.findings):
        with pytest.raises(InputError, match="not what drift made of this table"):
            refusing(practices, hi.drift(moved, worst=12))
    own = practices.assign(source="own_records")
    own.loc[own.index[0], "numerator"] = 3
    own.attrs = {}
    own = hi.add_rates(own)
    with pytest.raises(DisclosureError):
        hi.slope_chart(own, hi.drift(own, worst=12))
