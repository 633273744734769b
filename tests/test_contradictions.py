"""Contradictions, in records and in tables: each is told with its rows, and none is resolved."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.counting.look import Look
from hitoolkit.counting.when import date_lines

MANY = 30


def told(frame: pd.DataFrame, what: str = "contradiction") -> dict[str, tuple[int, Any]]:
    report = hi.check_records(hi.open_records(frame))
    return {one.why: (one.rows, one.first) for one in report[report["what"] == what].itertuples()}


def only(found: dict[str, Any], words: str) -> Any:
    fits = [one for why, one in found.items() if words in why]
    assert len(fits) == 1, found
    return fits[0]


def waits(**columns: Any) -> pd.DataFrame:
    days = [10 * number for number in range(1, MANY + 1)]
    return pd.DataFrame({"imd_decile": [1 + n % 10 for n in range(MANY)], "days_waited": days}).assign(**columns)


@pytest.mark.parametrize(
    ("column", "fits", "wrong", "words"),
    [
        ("IMD quintile", lambda row: (row.imd_decile + 1) // 2, 3, "the fifth is not the one"),
        ("Over 18 weeks", lambda row: "Y" if row.days_waited > 126 else "N", "Y", "flag beside it"),
        ("52_week_breach", lambda row: 0, 1, "flag beside it"),
        (
            "wait band",
            lambda row: "0-17 weeks" if row.days_waited < 126 else "18+ weeks",
            "18+ weeks",
            "wait is outside",
        ),
        ("weeks waited", lambda row: round(row.days_waited / 7), 99, "weeks and days"),
    ],
)
def test_two_columns_that_disagree(column: str, fits: Any, wrong: Any, words: str) -> None:
    frame = waits()
    frame[column] = [fits(row) for row in frame.itertuples()]
    assert not told(frame), "nothing is told where all fits"
    frame.loc[4, column] = wrong if column != "IMD quintile" else 1
    assert only(told(frame), words) == (1, 5)


def test_an_age_outside_its_band_and_weeks_outside_theirs() -> None:
    frame = pd.DataFrame({"age": [44, 50, 7], "age group": ["40-44", "45-49", "Under 18"]})
    assert only(told(frame), "age is outside") == (1, 2)
    births = pd.DataFrame(
        {
            "gestation_weeks": [36.9, 37, 40, 30],
            "gestation group": ["<37 weeks", ">=37 weeks", "Preterm", "term"],
            "booking weeks": [8, 9, 10, 31],
        }
    )
    found = told(births)
    assert only(found, "pregnancy is outside") == (2, 3) and only(found, "later in pregnancy") == (1, 4)


def test_dates_that_do_not_give_the_wait_or_lie_ahead() -> None:
    start = pd.Timestamp("2024-01-01")
    ends = [start + pd.Timedelta(days=10 * number) for number in range(1, MANY + 1)]
    frame = waits(**{"referral date": start, "census date": ends})
    assert not told(frame)
    frame.loc[2, "census date"] = pd.Timestamp("2023-06-01")
    frame.loc[6, "days_waited"] = 5
    frame.loc[9, "census date"] = pd.Timestamp(dt.date.today() + dt.timedelta(days=400))
    found = told(frame)
    assert only(found, "ends before it starts") == (1, 3) and only(found, "in the future") == (1, 10)
    assert only(found, "do not give the wait") == (2, 7)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["01/02/2024", "03/04/2024"], "nothing says whether the day or the month"),
        (["13/02/2024", "02/13/2024", "01/02/2024"], "some dates have the day first and others the month"),
        (["13/02/2024", "03/04/2024"], ""),
        (["2024-02-13", "2024-04-03"], ""),
    ],
)
def test_dates_of_which_day_and_month_cannot_be_told(dates: list[str], words: str) -> None:
    frame = pd.DataFrame({"imd_decile": 1, "appointment date": dates * 3})
    lines = date_lines(Look(hi.open_records(frame)), dt.date(2026, 1, 1))
    assert [words in one["why"] for one in lines] == ([True] if words else [])


def test_years_that_one_period_would_mix_and_several_periods() -> None:
    dates = ["2021-05-01"] * 4 + ["2024-05-01"] * 20
    report = hi.check_records(
        hi.open_records(
            pd.DataFrame({"imd_decile": 1, "appointment date": dates, "month": ["a", "b"] * 12, "x": range(24)})
        )
    )
    years = report[report["why"].str.contains("run over")]
    assert years["rows"].item() == 4 and years["first"].item() == 1 and "2021" not in years["why"].item()
    assert report["why"].str.contains("there are 2 different periods").any()


def test_rows_and_people_that_are_there_twice() -> None:
    frame = waits(**{"person id": [f"P{number}" for number in range(MANY)]})
    again = pd.concat([frame, frame.iloc[[3, 4]], frame.iloc[[5]].assign(days_waited=1)])
    assert only(told(again), "same as an earlier row in every cell")[0] == 2
    assert only(told(again, "note"), "a person who has an earlier row")[0] == 3
    assert not told(frame) and "person" not in "".join(told(frame, "note"))


KEY = {"indicator": "waits_over_18_weeks", "period": "2024/25", "area": "A", "dimension": "imd_quintile"}
FIFTHS = pd.DataFrame({"group": [*"12345", "All"], "numerator": [21, 22, 23, 24, 27, 117],
                       "denominator": [101, 102, 103, 104, 107, 517]})  # fmt: skip


def of_table(frame: pd.DataFrame, what: str = "contradiction", **constants: Any) -> list[str]:
    report = hi.check_records(hi.read_table(frame.assign(**{**KEY, **constants})))
    return report.loc[report["what"] == what, "why"].tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"numerator": [21, 22, 23, 24, 27, 90]}, "numerator of All is smaller"),
        ({"denominator": [101, 102, 103, 104, 107, 600]}, "denominator of All is larger"),
        ({"numerator": [21.5, 22, 23, 24, 26.5, 117]}, "not a whole number"),
        ({"value": [0.208, 0.216, 0.223, 0.231, 0.252, 0.226]}, "shares of 1"),
        ({"value": [20.8, 21.6, 50.0, 23.1, 25.2, 22.6]}, "the value is not numerator / denominator"),
        ({"lower": [9, 9, 9, 9, 9, 9], "upper": [8, 40, 40, 40, 40, 40]}, "lower limit is above"),
        ({"value": [20.8, 21.6, 22.3, 23.1, 25.2, 22.6], "lower": 10, "upper": 101}, "a limit is below 0, or above"),
    ],
)
def test_a_table_that_contradicts_itself(change: dict[str, Any], words: str) -> None:
    assert of_table(FIFTHS) == []
    found = of_table(FIFTHS.assign(**change))
    assert any(words in why for why in found), found


def test_rounding_is_no_contradiction() -> None:
    rounded = FIFTHS.assign(numerator=[20, 20, 25, 25, 25, 115], denominator=[100, 100, 105, 105, 105, 515])
    assert of_table(rounded) == []


def test_wholes_of_two_dimensions_and_overlapping_periods() -> None:
    sexes = pd.DataFrame(
        {"group": ["Male", "Female", "All"], "numerator": [50, 60, 110], "denominator": [200, 250, 450]}
    )
    both = pd.concat([FIFTHS.assign(**KEY), sexes.assign(**{**KEY, "dimension": "sex"})])
    report = hi.check_records(hi.read_table(both))
    assert report["why"].str.contains("not as many as All by another").sum() == 1
    years = pd.concat([FIFTHS.assign(**{**KEY, "period": period}) for period in ("2023", "2023/24", "2024/25")])
    report = hi.check_records(hi.read_table(years))
    shared = report[report["why"].str.contains("share some of their time")]
    assert shared["rows"].item() == 12 and "2023 and 2023/24" in shared["why"].item()


def test_what_a_reader_left_out_is_told() -> None:
    table = hi.read_table(FIFTHS.assign(**KEY))
    table.attrs["read"] = {
        "rows": 9,
        "used": 6,
        "left_out": [{"reason": "a note under the table", "rows": 3, "first": 8}],
    }
    report = hi.check_records(table)
    left = report[report["what"] == "left out"]
    assert left[["rows", "first", "why"]].values.tolist() == [[3, 8, "a note under the table"]]
    assert report.loc[report["what"].isin(["used", "left out"]), "rows"].sum() == 9


def test_an_age_column_that_is_not_read_is_named_where_rows_look_alike() -> None:
    frame = pd.concat([FIFTHS.assign(**KEY, age="0-17"), FIFTHS.assign(**KEY, age="18+")])
    with pytest.raises(hi.errors.InputError if hasattr(hi, "errors") else Exception, match='column "age" is not read'):
        hi.read_table(frame)
    with pytest.raises(Exception, match="the same key as another row, with the same figures"):
        hi.read_table(pd.concat([FIFTHS.assign(**KEY)] * 2))


def test_dates_of_many_different_times_are_told_as_dates_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    start = [dt.datetime(2023, 1, 1, 8, 5) + dt.timedelta(days=11 * number) for number in range(MANY)]
    end = [one + dt.timedelta(days=10 * number) for number, one in enumerate(start, 1)]
    end[6] = dt.datetime(2019, 2, 3)
    frame = waits(**{"referral date": [one.strftime("%d/%m/%Y %H:%M") for one in start],
                     "appointment date": [one.strftime("%Y-%m-%dT%H:%M") for one in end]})  # fmt: skip
    frame.loc[4, "days_waited"] = 400
    few = hi.check_records(hi.open_records(frame))
    assert only(told(frame), "ends before") == (1, 7) and only(told(frame), "do not give") == (1, 5)
    monkeypatch.setattr("hitoolkit.counting.when.FEW", 0)
    pd.testing.assert_frame_equal(pd.DataFrame(few), pd.DataFrame(hi.check_records(hi.open_records(frame))))
