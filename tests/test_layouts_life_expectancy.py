"""Life expectancy by deprivation as ONS publishes it: invented years in a workbook laid out as theirs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

TITLES = ["Life expectancy by national deprivation deciles, England", "This worksheet contains one table.",
          "Some cells refer to notes.", "Source: Office for National Statistics", "Invented figures", ""]  # fmt: skip
KEYS = ["Period", "Decile", "Sex", "Sex code", "Age group", "Age group code"]


def workbook(tmp_path: Path, name: str, extra: tuple[str, ...] = ()) -> Path:
    """Sheets as published: 1 and 4 of figures, 3 and 6 of slopes, headings on row 7."""
    book = openpyxl.Workbook()
    book.active.title = "Cover sheet"
    book.active.append(["Life expectancy by deprivation"])
    for title in ("1", "3", "4", "6"):
        page = book.create_sheet(title)
        for line in TITLES:
            page.append([line])
        if title in ("3", "6"):
            page.append([*KEYS[:1], *KEYS[2:], "Slope index of inequality (SII)", "Lower", "Upper"])
            for year in range(2001, 2023):
                page.append([f"{year} to {year + 2}", "Male", 1, "<1", 1, 9.8, 9.4, 10.2])
            continue
        page.append([*KEYS, f"{name} (years)", "Lower 95% confidence limit", "Upper 95% confidence limit", *extra])
        for decile in range(10, 0, -1):
            for code, sex in enumerate(("Male", "Female"), start=1):
                for age, years in (("<1", 70 + decile), ("65 to 69", 15 + decile)):
                    page.append(["2022 to 2024", decile, sex, code, age, 1, years + code, years + code - 0.3,
                                 years + code + 0.3, *([85.5] * len(extra))])  # fmt: skip
    path = tmp_path / "le.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "indicator", "extra"),
    [
        ("Life expectancy", "life_expectancy", ()),
        ("Healthy life expectancy", "healthy_life_expectancy", ("Proportion of life spent in good health (%)",)),
        ("Healthy life expectancy", "healthy_life_expectancy", ("Percentage of life expectancy in good health",)),
        ("Life expectancy (LE)", "life_expectancy", ()),
    ],
)
def test_the_published_sheet_is_read_at_birth(tmp_path: Path, name: str, indicator: str, extra: tuple[str]) -> None:
    table = hi.read_table(workbook(tmp_path, name, extra), sheet="1")
    assert set(table["indicator"]) == {indicator} and set(table["stratum"]) == {"sex=Male", "sex=Female"}
    male = table[table["stratum"] == "sex=Male"]
    assert male["group"].tolist() == [*map(str, range(1, 11))] and male["value"].tolist() == list(range(72, 82))
    assert male.iloc[0][["lower", "upper"]].tolist() == [71.7, 72.3]
    told = table.attrs["read"]
    assert (told["rows"], told["used"]) == (40, 20) and told["left_out"][0]["reason"] == "an age other than at birth"


def test_the_sheet_of_slopes_is_no_table_of_groups(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none of the known layouts"):
        hi.read_table(workbook(tmp_path, "Life expectancy"), sheet="3")


@pytest.mark.parametrize("heading", ["Deprivation decile", "National deprivation decile", "IMD decile", "Decile"])
def test_the_decile_however_it_is_headed(heading: str) -> None:
    frame = pd.DataFrame({"Period": "2022 to 2024", heading: range(1, 11), "Sex": "Persons", "Age": 0,
                          "Life expectancy": [74.0 + n for n in range(10)]})  # fmt: skip
    assert hi.read_table(frame)["dimension"].unique().tolist() == ["imd_decile"]
