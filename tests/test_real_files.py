"""Real files nobody here wrote, from the file to the board question, checked against a count made another way."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import HitoolkitError, InputError

WHITE = ["A", "B", "C"]


@pytest.fixture(scope="session")
def hes(shared: Path) -> Path:
    return shared / "realdata" / "patient_level" / "artificial_hes_op_0304_truncated.csv"


@pytest.fixture(scope="session")
def imd2019(shared: Path) -> Path:
    return shared / "realdata" / "deprivation" / "imd2019_england_lsoa11.csv.gz"


@pytest.fixture(scope="session")
def imd2025(shared: Path) -> Path:
    return shared / "realdata" / "deprivation" / "imd2025_england_lsoa21.csv.gz"


@pytest.fixture(scope="session")
def msds(shared: Path) -> Path:
    return shared / "realdata" / "published" / "hosp-epis-stat-mat-msdscsv-2022-23.csv"


@pytest.fixture(scope="session")
def ons(shared: Path) -> Path:
    return shared / "realdata" / "published" / "ons_le_hle_by_imd_decile_england_2013_2024_reshaped.csv"


def counts(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return {row.group: (row.numerator, row.denominator) for row in table.itertuples()}


def test_missed_appointments_by_deprivation_in_the_hes_layout(hes: Path, imd2019: Path) -> None:
    records = hi.open_records(hes, imd_lookup=imd2019)
    table = hi.count_by(records, "imd_quintile", "missed_appointments")

    raw = pd.read_csv(hes, dtype=str)
    lookup = pd.read_csv(imd2019, dtype=str).set_index("lsoa11_code")["IMD_decile"].astype(int)
    raw = raw[raw["ATTENDED"].isin(["3", "5", "6", "7"])]
    raw["fifth"] = raw["LSOA11"].map(lookup).map(lambda d: "Not known" if d != d else str((int(d) + 1) // 2))
    raw["missed"] = raw["ATTENDED"].isin(["3", "7"])
    expected = raw.groupby("fifth")["missed"].agg(["sum", "count"])
    got = counts(table)
    for fifth, row in expected.iterrows():
        assert got[fifth] == (row["sum"], row["count"]), fifth
    assert got["All"] == (raw["missed"].sum(), len(raw))
    assert set(table["edition"]) == {"IMD 2019 national"}
    left_out = sum(entry["rows"] for entry in table.attrs["ledger"])
    assert got["All"][1] + left_out == 1000, "read = used + left out"


def test_missed_appointments_by_ethnic_group_keep_the_kinds_of_missing_apart(hes: Path) -> None:
    table = hi.count_by(hi.open_records(hes), "ethnic_group", "missed_appointments")
    raw = pd.read_csv(hes, dtype=str).query("ATTENDED in ['3', '5', '6', '7']")
    got = counts(table)
    assert got["Not stated"][1] == (raw["ETHNOS"] == "Z").sum()
    assert got["Not known"][1] == (raw["ETHNOS"] == "X").sum()
    assert got["White"][1] == raw["ETHNOS"].isin(WHITE).sum()
    assert got["Any other ethnic group"][1] == raw["ETHNOS"].isin(["R", "S"]).sum()


def test_the_2025_lookup_on_2011_areas_is_refused_with_the_reason(hes: Path, imd2025: Path) -> None:
    with pytest.raises(InputError, match=r"2021.*2011|2011.*2021"):
        hi.count_by(hi.open_records(hes, imd_lookup=imd2025), "imd_quintile", "missed_appointments")


def test_the_hes_path_goes_all_the_way_to_a_question(hes: Path, imd2019: Path) -> None:
    records = hi.open_records(hes, imd_lookup=imd2019)
    safe = hi.protect(hi.count_by(records, "imd_quintile", "missed_appointments").pipe(hi.add_rates))
    gaps = hi.measure(safe, ["gap", "ratio", "sii", "rii"])
    said = hi.findings(safe, gaps)
    asked = hi.board_questions(said)
    assert len(said) == 1 and len(asked) == 3
    assert any("code 3" in one["text"] for one in said[0].method), "the convention for a missed appointment is printed"
    shown = safe[["numerator", "denominator"]].to_numpy().ravel()
    assert not any(0 < count < 8 for count in shown)


def test_preterm_births_by_region_are_the_published_ones(msds: Path) -> None:
    table = hi.read_table(msds).query("indicator == 'preterm_births' and dimension == 'region'")
    got = counts(table)
    assert got["All"] == (42490, 42490 + 493055)
    assert got["London"] == (8120, 8120 + 93775)
    assert len(got) == 8
    assert set(table["period"]) == {"2022/23"}


def test_smoking_leaves_the_unknown_out_of_the_denominator(msds: Path) -> None:
    table = hi.read_table(msds).query("indicator == 'smoking_at_booking' and dimension == 'region' and group == 'All'")
    assert table.pipe(hi.add_rates)["value"].item() == pytest.approx(13.2, abs=0.05)


def test_preterm_births_by_provider(msds: Path) -> None:
    table = hi.read_table(msds).query("indicator == 'preterm_births' and dimension == 'provider'")
    assert len(table) == 123 or len(table) == 122 + 1
    assert table["group"].str.contains("NHS").mean() > 0.9
    assert not table["group"].str.isupper().any()


def test_deciles_and_ethnic_groups_of_the_file_are_shares_of_deliveries(msds: Path) -> None:
    table = hi.read_table(msds).query("indicator == 'share_of_deliveries' and area == 'England'")
    deciles = counts(table[table["dimension"] == "imd_decile"])
    assert deciles["1"][0] == 71500 and deciles["10"][0] == 37205
    assert deciles["Not known"][0] == 2625 + 730 + 1390
    groups = counts(table[table["dimension"] == "ethnic_group"])
    assert groups["Not stated"][0] == 21905 and groups["Not known"][0] == 7640 + 6675
    assert groups["White"][0] == 361155


@pytest.mark.parametrize(
    ("dimension", "stratum"), [("imd_decile", None), ("ethnic_group", None), ("region", "imd_decile")]
)
def test_a_cross_table_of_one_way_margins_is_refused_with_the_reason(msds: Path, dimension: str, stratum: str) -> None:
    with pytest.raises(InputError, match="one-way margins"):
        hi.count_by(hi.read_table(msds), dimension, "preterm_births", stratum=stratum)


@pytest.mark.parametrize("indicator", ["life_expectancy", "healthy_life_expectancy"])
def test_life_expectancy_by_decile_has_a_slope_and_says_no_range(ons: Path, indicator: str) -> None:
    table = hi.count_by(hi.open_data(ons), "imd_decile", indicator, period="2022 to 2024", stratum="sex=Male")
    assert table["group"].tolist() == [str(number) for number in range(1, 11)]
    safe = hi.protect(table.pipe(hi.add_rates))
    gaps = hi.measure(safe, ["gap", "ratio", "sii", "rii"]).set_index("measure")
    frame = pd.read_csv(ons).query("period == '2022 to 2024' and sex == 'Male'").sort_values("imd_decile")
    years = frame["le" if indicator == "life_expectancy" else "hle"].to_numpy()
    assert gaps.loc["gap", "value"] == pytest.approx(years[-1] - years[0]), "positive: the most deprived live shorter"
    assert gaps.loc["ratio", "value"] > 1
    slope = ((pd.Series(range(10)) + 0.5) / 10).pipe(lambda r: ((r - 0.5) * years).sum() / ((r - 0.5) ** 2).sum())
    assert gaps.loc["sii", "value"] == pytest.approx(slope)
    assert "equal shares" in gaps.loc["sii", "method"]
    assert gaps.loc["sii", ["lower", "upper"]].isna().all()
    said = hi.findings(safe, gaps.reset_index())
    assert said[0].certainty == "no_range"
    assert "no range" in str(said.payload()).lower()


def test_the_published_slopes_of_male_deciles_come_out(shared: Path) -> None:
    figures = pd.read_csv(shared / "reference" / "published_figures.csv")
    for figure, indicator, published in [
        ("Male life expectancy at birth", "life_expectancy", 9.4),
        ("Male healthy life expectancy at birth", "healthy_life_expectancy", 19.1),
    ]:
        rows = figures[(figures["indicator"] == figure) & (figures["period"] == "2015-17")]
        rows = rows[rows["dimension"] == "deprivation_decile"]
        table = hi.check_table(
            rows[["group_order", "value"]].rename(columns={"group_order": "group"}),
            indicator=indicator, period="2015 to 2017", area="England", dimension="imd_decile", stratum="sex=Male",
        )
        assert len(table) == 10
        slope = hi.measure(table, ["sii"]).set_index("measure").loc["sii", "value"]
        assert round(slope, 1) == published


def test_an_artificial_a_and_e_file_asks_for_what_it_lacks(shared: Path) -> None:
    records = hi.open_records(shared / "realdata" / "patient_level" / "odi_synthetic_hospital_ae_data.csv")
    with pytest.raises(HitoolkitError, match=r"imd_decile|lsoa"):
        hi.count_by(records, "imd_quintile", "missed_appointments")
    assert "744-256-9522" not in repr(records)
