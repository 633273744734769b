"""WHO's HEAT table: invented figures, read by what the catalogue says and refused where the file says another thing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError


def heat(**changes: object) -> pd.DataFrame:
    """Births before 37 weeks by fifths of deprivation and by sex."""
    fifths = pd.DataFrame({
        "dimension": "Deprivation fifth (Index of Multiple Deprivation)",
        "subgroup": ["Least deprived fifth", "Fourth fifth", "Middle fifth", "Second fifth", "Most deprived fifth"],
        "estimate": [6.0, 6.5, 7.0, 8.0, 9.0], "ordered_dimension": 1, "subgroup_order": [5, 4, 3, 2, 1],
        "reference_subgroup": 0,
    })  # fmt: skip
    sexes = pd.DataFrame({"dimension": "sex", "subgroup": ["Female", "Male"], "estimate": [7.1, 7.5],
                          "ordered_dimension": 0, "subgroup_order": 0, "reference_subgroup": [1, 0]})  # fmt: skip
    frame = pd.concat([fifths, sexes], ignore_index=True)
    frame = frame.assign(setting="Wessington Vale", date=2024, source="Invented", indicator_abbr="preterm_births",
                         indicator_name="Babies born before 37 weeks", se=0.4, ci_lb=frame["estimate"] - 0.8,
                         ci_ub=frame["estimate"] + 0.8, population=1200, flag="", setting_average=7.3, iso3="GBR",
                         favourable_indicator=0, indicator_scale=100)  # fmt: skip
    return frame.assign(**changes)


def test_a_table_of_known_things_is_read_and_measured() -> None:
    table = hi.read_table(heat())
    part = table[table["dimension"] == "imd_quintile"]
    assert part["group"].tolist() == ["1", "2", "3", "4", "5", "All"]
    assert part["value"].tolist() == [9, 8, 7, 6.5, 6, 7.3]
    assert part.iloc[0][["se", "lower", "upper", "denominator"]].tolist() == [0.4, 8.2, 9.8, 1200]
    assert set(table["period"]) == {"2024"} and set(table["area"]) == {"Wessington Vale"}
    assert set(table["source"]) == {"own_table"}, "what a file says of its source exempts nothing"
    assert table.attrs["read"] == {"rows": 7, "used": 7, "left_out": []}
    gap = hi.measure(part, ["gap"])["value"].item()
    assert gap == pytest.approx(3), "positive: the disadvantaged are worse off"


def test_a_file_on_disk_in_capitals_is_the_same(tmp_path: Path) -> None:
    frame = heat().rename(columns=str.upper)
    frame.to_csv(tmp_path / "heat.csv", index=False)
    pd.testing.assert_frame_equal(hi.read_table(tmp_path / "heat.csv"), hi.read_table(heat()))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"favourable_indicator": 1}, "higher is better for preterm_births"),
        ({"favourable_indicator": 2}, "should be 0 or 1 (first: row 1"),
        ({"indicator_scale": 1000}, "on a scale of 1000"),
        ({"subgroup_order": [1, 2, 3, 4, 5, 0, 0]}, "counts from the other end"),
        ({"subgroup_order": [5, 4, 3, 1, 2, 0, 0]}, "in another order"),
        ({"ordered_dimension": [0] * 5 + [0] * 2}, "no order"),
        ({"reference_subgroup": [0] * 5 + [1, 1]}, "several reference subgroups"),
        ({"setting_average": [7.3] * 5 + [8.0] * 2}, None),
        ({"setting_average": [7.3, 7.4] + [7.3] * 5}, "two averages"),
        ({"estimate": ["many"] * 7}, "not a number"),
        ({"favourable_indicator": [0, 1] + [0] * 5}, "two values of favourable_indicator"),
    ],
)
def test_what_the_file_says_otherwise_is_refused(changes: dict[str, object], said: str | None) -> None:
    if said is None:
        assert (hi.read_table(heat(**changes))["group"] == "All").sum() == 2
        return
    with pytest.raises(InputError) as refused:
        hi.read_table(heat(**changes))
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_what_the_catalogue_lacks_is_given_to_paste_and_then_works(tmp_path: Path) -> None:
    frame = heat(indicator_abbr="sba", indicator_name='Births attended by "skilled" staff', favourable_indicator=1)
    frame["dimension"] = frame["dimension"].mask(frame["dimension"] != "sex", "Economic status (wealth quintile)")
    with pytest.raises(InputError) as refused:
        hi.read_table(frame)
    said = str(refused.value)
    assert "2 indicators and dimensions" in said and "\n" not in said
    lines = said.partition("--catalogue FILE): ")[2].split("  and  ")
    own = tmp_path / "own.toml"
    own.write_text("\n".join(lines), encoding="utf-8")
    hi.use_catalogue(own)
    try:
        table = hi.read_table(frame).query("dimension == 'economic_status_wealth_quintile'")
        assert table["group"].tolist()[0] == "Most deprived fifth", "order 1 is the most disadvantaged"
        assert hi.measure(table, ["gap"])["value"].item() == pytest.approx(-3), "here higher is better"
    finally:
        hi.use_catalogue(None)


def test_what_this_package_exports_comes_back(tmp_path: Path) -> None:
    if "export" not in hi.__all__:
        pytest.skip("this version cannot export yet")
    counts = pd.DataFrame({"group": [*range(1, 6), "Not known"], "numerator": [90, 80, 70, 60, 50, 20],
                           "denominator": 1000})  # fmt: skip
    table = hi.check_table(counts, indicator="preterm_births", period="2024/25", area="Wessington Vale",
                           dimension="imd_quintile", edition="IMD 2019 national", source="own_table")  # fmt: skip
    whole = table.iloc[[0]].assign(group="All", numerator=370.0, denominator=6000.0)
    safe = hi.protect(hi.check_table(pd.concat([table, whole])).pipe(hi.add_rates))
    hi.export(safe, tmp_path / "heat.csv", layout="who_heat")
    back = hi.read_table(tmp_path / "heat.csv")
    kept = ["indicator", "period", "area", "dimension", "edition", "group", "stratum", "source"]
    wanted = safe[safe["group"] != "Not known"].reset_index(drop=True)
    pd.testing.assert_frame_equal(back[kept], wanted[kept])
    assert back["value"].tolist() == pytest.approx(wanted["value"].tolist())
    groups = wanted["group"] != "All"
    for name in ("lower", "upper", "denominator"):
        assert back.loc[groups, name].tolist() == pytest.approx(wanted.loc[groups, name].tolist()), name
    assert back.loc[groups, "flag"].tolist() == wanted.loc[groups, "flag"].tolist()
