"""What must hold of every measure, for any table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measure_tables import CATALOGUE, table

import hitoolkit as hi
from hitoolkit.measures import MEASURES

SETTINGS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIGNED = ["gap", "sii", "aci", "rci", "rci_wagstaff", "rci_erreygers"]
QUOTIENTS = ["ratio", "rii"]
IN_THE_UNIT = ["gap", "sii", "aci", "bgsd", "mdm", "mdb", "mdr", "mdm_unweighted", "mdb_unweighted",
               "mdr_unweighted", "par"]
WITHOUT_UNIT = ["ratio", "rii", "rci", "cov", "idis", "idis_unweighted", "theil", "mld", "paf"]

counts = st.lists(
    st.integers(30, 5000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))), min_size=5, max_size=5)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, no_own_catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setenv("HITOOLKIT_CATALOGUE", str(path))


def fifths(rows: list[tuple[int, int]], indicator: str = "proportion_lower_100") -> pd.DataFrame:
    return table(indicator, "imd_quintile", {str(place + 1): row for place, row in enumerate(rows)})


def values(frame: pd.DataFrame, names: list[str] | None = None, **more: object) -> pd.Series:
    return hi.measure(frame, names or list(MEASURES), draws=0, **more).set_index("measure")["value"]


@given(counts)
@SETTINGS
def test_turning_the_indicator_round_keeps_gaps_and_inverts_what_the_ends_are(rows: list[tuple[int, int]]) -> None:
    # Missing out in x of n is being reached in n - x of n: differences stay, whichever way the figure is told.
    missed, reached = fifths(rows), fifths([(n - x, n) for x, n in rows], "proportion_higher_100")
    one, other = values(missed), values(reached)
    for name in ("gap", "sii", "aci", "rci_wagstaff", "rci_erreygers", "bgv", "mdm", "mdb", "mdr", "par", "excess"):
        assert one[name] == pytest.approx(other[name], rel=1e-9, abs=1e-9), name


@given(counts)
@SETTINGS
def test_positive_means_the_disadvantaged_are_worse_off(rows: list[tuple[int, int]]) -> None:
    lower, higher, neither = (
        values(fifths(rows, f"proportion_{better}_100")) for better in ("lower", "higher", "neither"))
    for name in SIGNED:
        assert lower[name] == pytest.approx(-higher[name], abs=1e-9) and lower[name] == pytest.approx(neither[name])
    for name in QUOTIENTS:
        if lower[name] == lower[name]:
            assert lower[name] == pytest.approx(1 / higher[name]) and lower[name] == pytest.approx(neither[name])
    assert (lower["gap"] > 0) == (rows[0][0] / rows[0][1] > rows[4][0] / rows[4][1])


@given(counts, st.permutations(range(5)), st.sampled_from(["text", "number", "category"]))
@SETTINGS
def test_the_order_of_rows_and_the_type_of_groups_change_nothing(
    rows: list[tuple[int, int]], order: list[int], kind: str
) -> None:
    frame = fifths(rows)
    mixed = frame.iloc[list(order)].reset_index(drop=True)
    if kind == "number":
        mixed["group"] = mixed["group"].astype(int)
    if kind == "category":
        mixed["group"] = pd.Categorical(mixed["group"], categories=["3", "1", "5", "2", "4"])
    one, other = (hi.measure(each, list(MEASURES), draws=200) for each in (frame, mixed))
    pd.testing.assert_frame_equal(one, other)


@given(counts)
@SETTINGS
def test_the_unit_of_the_indicator_carries_through(rows: list[tuple[int, int]]) -> None:
    hundred, thousand = fifths(rows), fifths(rows, "proportion_lower_1000")
    one, ten = (hi.measure(frame, list(MEASURES), draws=0).set_index("measure") for frame in (hundred, thousand))
    for name in IN_THE_UNIT:
        for column in ("value", "se", "lower", "upper"):
            assert ten.loc[name, column] == pytest.approx(10 * one.loc[name, column], rel=1e-6, abs=1e-9, nan_ok=True)
    for name in [*WITHOUT_UNIT, "rci_wagstaff", "rci_erreygers", "excess"]:
        for column in ("value", "se", "lower", "upper"):
            assert ten.loc[name, column] == pytest.approx(one.loc[name, column], rel=1e-6, abs=1e-9, nan_ok=True)
    assert ten.loc["bgv", "value"] == pytest.approx(100 * one.loc["bgv", "value"], abs=1e-9)


@given(st.integers(1, 90), st.lists(st.integers(1, 60), min_size=5, max_size=5))
@SETTINGS
def test_equal_groups_have_no_gap(percent: int, sizes: list[int]) -> None:
    found = hi.measure(fifths([(percent * size, 100 * size) for size in sizes]), list(MEASURES), draws=0)
    by_name = found.set_index("measure")
    for name in MEASURES:
        assert by_name.loc[name, "value"] == pytest.approx(1 if name in QUOTIENTS else 0, abs=1e-5), name
    inside = by_name.loc[["gap", "ratio", "sii", "rii", "aci", "rci", "par", "paf", "excess"]]
    nothing = [1 if name in QUOTIENTS else 0 for name in inside.index]
    assert (inside["lower"] <= nothing).all() and (inside["upper"] >= nothing).all()


@given(counts, st.floats(0.5, 0.97))
@SETTINGS
def test_ranges_hold_their_value_and_widen(rows: list[tuple[int, int]], level: float) -> None:
    narrow, wide = (hi.measure(fifths(rows), list(MEASURES), draws=0, confidence=one) for one in (level, level + 0.02))
    there = narrow["lower"].notna() & wide["lower"].notna() & (narrow["reason"] == "")
    assert (narrow["lower"] <= narrow["value"] + 1e-9)[there].all()
    assert (narrow["value"] <= narrow["upper"] + 1e-9)[there].all()
    assert (wide["lower"] <= narrow["lower"] + 1e-9)[there].all()
    assert (wide["upper"] >= narrow["upper"] - 1e-9)[there].all()


@given(counts)
@SETTINGS
def test_theil_of_all_groups_is_theil_between_blocks_and_within_them(rows: list[tuple[int, int]]) -> None:
    people, events = np.array([n for _, n in rows], float), np.array([x for x, _ in rows], float)
    whole = values(fifths(rows), ["theil"])["theil"]

    def theil(x: np.ndarray, n: np.ndarray) -> float:
        part, share = (x / n) / (x.sum() / n.sum()), n / n.sum()
        return 1000 * float((share * part * np.log(part)).sum())

    blocks = [slice(0, 2), slice(2, 5)]
    sums = np.array([[events[one].sum(), people[one].sum()] for one in blocks])
    within = sum(events[one].sum() / events.sum() * theil(events[one], people[one]) for one in blocks)
    assert whole == pytest.approx(theil(sums[:, 0], sums[:, 1]) + within, abs=1e-6)


@given(counts)
@SETTINGS
def test_numbers_that_must_agree_with_each_other(rows: list[tuple[int, int]]) -> None:
    found = values(fifths(rows))
    people, events = sum(n for _, n in rows), sum(x for x, _ in rows)
    average = 100 * events / people
    assert found["bgsd"] ** 2 == pytest.approx(found["bgv"])
    assert found["cov"] == pytest.approx(100 * found["bgsd"] / average)
    assert found["idis"] == pytest.approx(100 * found["mdm"] / average)
    assert found["rci"] == pytest.approx(found["aci"] / average)
    assert found["paf"] == pytest.approx(100 * found["par"] / average)
    assert found["excess"] == pytest.approx(people * found["par"] / 100)
    avoided = events - people * rows[4][0] / rows[4][1]
    assert found["excess"] == pytest.approx(max(avoided, 0), abs=1e-6)


@given(counts, st.integers(0, 3))
@SETTINGS
def test_a_place_is_measured_as_if_it_were_alone(rows: list[tuple[int, int]], zeros: int) -> None:
    here = fifths(rows)
    there = fifths([(0 if place < zeros else x, n) for place, (x, n) in enumerate(rows)]).assign(area="B")
    both = hi.measure(pd.concat([there, here]), list(MEASURES), draws=300)
    alone = hi.measure(here, list(MEASURES), draws=300)
    pd.testing.assert_frame_equal(both[both["area"] == "A"].reset_index(drop=True), alone)


def test_nothing_outside_is_touched(capsys: pytest.CaptureFixture[str]) -> None:
    frame = fifths([(30, 300), (25, 310), (20, 290), (15, 305), (0, 300)])
    frame.attrs = {"policy": "under_5"}
    before, state = frame.copy(deep=True), np.random.get_state()[1].copy()
    found = hi.measure(frame, list(MEASURES), draws=500)
    hi.unknown_range(frame, "theil", "1")
    pd.testing.assert_frame_equal(frame, before)
    np.testing.assert_array_equal(state, np.random.get_state()[1])
    assert found.attrs == {"policy": "under_5"} and capsys.readouterr() == ("", "")
