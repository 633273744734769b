"""The samples: each is what its generator gives, byte for byte, and holds the traps the lessons are about."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from hitoolkit import catalogue
from hitoolkit.table import COLUMNS, check_table

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.stem for path in (ROOT / "data" / "generate").glob("[!_]*.py"))
FIVE = {
    **dict.fromkeys("ABC", "White"), **dict.fromkeys("DEFG", "Mixed"), **dict.fromkeys("HJKL", "Asian"),
    **dict.fromkeys("MNP", "Black"), **dict.fromkeys("RS", "Other"),
}  # fmt: skip


def sample(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / "samples" / f"{name}.csv", dtype=str, keep_default_na=False)


def number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column)


def fifth(frame: pd.DataFrame) -> pd.Series:
    return (number(frame["imd_decile"]) + 1) // 2


@pytest.fixture(scope="module")
def waits() -> pd.DataFrame:
    frame = sample("elective_waits")
    frame = frame[frame["days_waited"] != ""]
    days = number(frame["days_waited"])
    return frame.assign(fifth=fifth(frame), over_18=days > 18 * 7, over_52=days > 52 * 7)


@pytest.fixture(scope="module")
def births() -> pd.DataFrame:
    frame = sample("maternity")
    frame = frame[frame["gestation_days"] != ""]
    return frame.assign(fifth=fifth(frame), early=number(frame["gestation_days"]) < 37 * 7)


def test_there_is_a_generator_for_each_sample() -> None:
    assert sorted(path.stem for path in (ROOT / "data" / "samples").glob("*.csv")) == NAMES


def test_the_list_of_samples_explains_every_column() -> None:
    told = (ROOT / "data" / "samples" / "README.md").read_text(encoding="utf-8")
    parts = dict(part.split("\n", 1) for part in told.split("\n## ")[1:])
    # What belongs to one exercise is explained there.
    names = [name for name in NAMES if not name.startswith("exercise_")]
    assert sorted(set(parts) - {"Columns that many samples share"}) == names
    for name in names:
        columns = [*sample(name).columns]
        if columns == COLUMNS:
            assert all(f"`{column}`" in told for column in columns) and "counted table" in parts[name]
        else:
            assert [column for column in columns if f"`{column}`" not in parts[name]] == [], name
        assert any(f"**{word}:**" in parts[name] for word in ("Follows", "Invented", "On purpose")), name


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_what_its_generator_gives(name: str, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    subprocess.run([sys.executable, str(ROOT / "data" / "generate" / f"{name}.py"), str(again)], check=True)
    assert again.read_bytes() == (ROOT / "data" / "samples" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_small_and_named_synthetic(name: str) -> None:
    assert (ROOT / "data" / "samples" / f"{name}.csv").stat().st_size < 2_000_000
    source = catalogue.source(f"sample_{name}")
    assert source.synthetic
    assert "synthetic" in source.name.lower()
    assert source.place == "Wessington Vale"


def test_the_gap_at_52_weeks_is_larger_as_a_ratio_and_smaller_as_a_difference(waits: pd.DataFrame) -> None:
    over_18, over_52 = waits.groupby("fifth")["over_18"].mean(), waits.groupby("fifth")["over_52"].mean()
    assert over_18.is_monotonic_decreasing and over_52.is_monotonic_decreasing
    assert 1.15 < over_18[1] / over_18[5] < 1.25
    assert 1.5 < over_52[1] / over_52[5] < 2
    assert over_52[1] - over_52[5] < (over_18[1] - over_18[5]) / 2
    assert 0.39 < waits["over_18"].mean() < 0.47  # 40 to 47 in every 100, England and its regions, June 2025


def test_the_mix_of_specialties_explains_much_of_the_gap_but_not_all(waits: pd.DataFrame) -> None:
    cells = waits.groupby(["specialty", "fifth"])["over_18"].mean().unstack()
    inside = cells[1] - cells[5]
    mix = waits.groupby("specialty").size() / len(waits)
    crude = waits.groupby("fifth")["over_18"].mean()
    alike = (inside * mix).sum()
    assert 0 < alike < 0.5 * (crude[1] - crude[5])
    assert (inside < 0).sum() == 1 and inside.idxmin() == "Ophthalmology"
    assert inside["Ear nose and throat"] > 0.08
    assert (waits["specialty"] == "Pain management").sum() < 150


def test_people_without_an_ethnic_group_have_waited_longer(waits: pd.DataFrame) -> None:
    group = waits["ethnic_code"].map(FIVE)
    assert 0.16 < group.isna().mean() < 0.18
    assert {"Z", "99", "", "I"} <= set(waits.loc[group.isna(), "ethnic_code"])
    shares = waits.groupby(group.fillna("unknown"))["over_18"].mean()
    assert shares.idxmax() == "unknown"
    assert shares["Black"] > shares["Asian"] > shares["White"]


def test_people_without_a_decile_have_waited_longest(waits: pd.DataFrame) -> None:
    assert 0.015 < waits["fifth"].isna().mean() < 0.025
    assert waits[waits["fifth"].isna()]["over_18"].mean() > waits.groupby("fifth")["over_18"].mean().max()


def test_missed_appointments_follow_the_published_level(waits: pd.DataFrame) -> None:
    held = waits[waits["attended"].isin(["3", "5", "6", "7"])]
    missed = held["attended"].isin(["3", "7"])
    assert 0.07 < missed.mean() < 0.082  # 7.6%, England, 2021-22
    assert missed.groupby(held["fifth"]).mean().is_monotonic_decreasing


def test_early_births_have_a_gap_with_a_wide_range(births: pd.DataFrame) -> None:
    early = births.groupby("fifth")["early"].mean()
    size = births.groupby("fifth").size()
    spread = 1.96 * sum(early[end] * (1 - early[end]) / size[end] for end in (1, 5)) ** 0.5
    assert early.is_monotonic_decreasing
    assert 0.072 < births["early"].mean() < 0.082  # 7.9%, England, 2022-23
    assert spread < early[1] - early[5] < 2 * spread


def test_the_smoking_question_has_no_answer_where_it_matters_most(births: pd.DataFrame) -> None:
    answered = births["smoking_status"].isin(["smoker", "non-smoker"])
    silent = 1 - answered.groupby(births["fifth"]).mean()
    smokes = (births.loc[answered, "smoking_status"] == "smoker").groupby(births["fifth"]).mean()
    assert 0.08 < 1 - answered.mean() < 0.27  # 27% fell to 8% in one year
    assert silent.is_monotonic_decreasing and smokes.is_monotonic_decreasing
    assert smokes[1] > 3 * smokes[5]
    assert births.loc[~answered, "early"].mean() > 1.2 * births.loc[answered, "early"].mean()


def test_some_ethnic_categories_hold_too_few_early_births_to_show(births: pd.DataFrame) -> None:
    few = births[births["early"]].groupby("ethnic_code").size()
    assert ((few > 0) & (few < 8)).sum() >= 3


def test_life_expectancy_is_a_table_of_the_contract_with_the_published_slope() -> None:
    frame = pd.read_csv(ROOT / "data" / "samples" / "life_expectancy.csv", keep_default_na=False)
    assert list(frame.columns) == COLUMNS
    table = check_table(frame)
    assert (table["lower"] < table["value"]).all() and (table["value"] < table["upper"]).all()
    published = {("life_expectancy", "sex=Male"): 9.4, ("healthy_life_expectancy", "sex=Male"): 19.1}
    for key, slope in published.items():
        part = table[(table["indicator"] == key[0]) & (table["stratum"] == key[1])]
        rank = (part["group"].astype(int) - 0.5) / 10 - 0.5
        fitted = (rank * part["value"]).sum() / (rank * rank).sum()
        assert abs(fitted - slope) < 0.5
        assert part["value"].is_monotonic_increasing
