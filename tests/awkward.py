"""Messy but legitimate files, one for each notebook: what a trust's own extract looks like on a bad day.

Each function writes what it needs to a folder and returns the parameters for a run. Nothing in them is a person: the
rows are counted out by hand, so that what a page must say can be worked out beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

Parameters = dict[str, Any]
#: Small areas of 2021 in England, by their codes alone; the counts are invented.
AREAS = [f"E010337{number}" for number in range(69, 89)]


def missed_appointments(folder: Path) -> Parameters:
    """Another system's headings, deciles as words, blanks, ages missing, and nobody counted as living in the last fifth."""
    rows = []
    for fifth, missed in enumerate((30, 26, 22, 20, 18), 1):
        for tenth in (2 * fifth - 1, 2 * fifth):
            kept = 110 + 4 * tenth
            label = f"{tenth}" if tenth != 1 else "1 - Most deprived"
            codes = ["3"] * missed + ["5"] * kept + ["6"] * 20 + ["2"] * 9 + ["4"] * 11
            rows += [(label, 20 + 7 * (place % 9), code) for place, code in enumerate(codes)]
    rows += [("", 44, "5")] * 40 + [("Not known", 51, "3")] * 12 + [("3", None, "5")] * 15 + [("4", 33, "")] * 6
    pd.DataFrame(rows, columns=["Deprivation Decile", "Age at appointment", "ATTENDED"]).to_csv(
        folder / "opa extract (final).csv", index=False, encoding="utf-8-sig"
    )
    people = [("imd_quintile", str(fifth), 9_000 + 500 * fifth) for fifth in range(1, 5)]
    people += [("age_band", band, count) for band, count in (("18-29", 8_000), ("30-39", 7_500), ("40-49", 7_000),
                                                             ("50-59", 7_000), ("60-69", 6_000), ("70-79", 4_500))]
    table = pd.DataFrame(people, columns=["dimension", "group", "denominator"])
    table.assign(indicator="missed_appointments_per_resident", period="March 2026", area="Ourtown",
                 numerator="").to_csv(folder / "residents.csv", index=False)  # fmt: skip
    return {"data": str(folder / "opa extract (final).csv"), "population": str(folder / "residents.csv"),
            "place": "Ourtown", "period": "March 2026", "imd_edition": "2025"}  # fmt: skip


def who_is_missing(folder: Path) -> Parameters:
    """An Excel sheet with notes above it, 2001 codes beside blanks and `99`, a tiny site, and a community of a few."""
    rows = []
    for site, size in (("Hill House", 700), ("The Infirmary", 900), ("Outreach van", 6)):
        for place in range(size):
            group = ("A", "A", "A", "B", "J", "N", "Z", "99", "")[place % 9]
            rows.append((site, place % 10 + 1 if place % 31 else None, group, "3" if place % 8 == 0 else "5"))
    rows += [("Hill House", 2, "R", "5")] * 4
    frame = pd.DataFrame(rows, columns=["Hospital site", "IMD25 decile", "Ethnic category code", "Attended"])
    path = folder / "Recording.xlsx"
    with pd.ExcelWriter(path) as book:
        frame.to_excel(book, sheet_name="Data", index=False, startrow=3)
        pd.DataFrame({"note": ["Refreshed monthly"]}).to_excel(book, sheet_name="Notes", index=False)
        book.sheets["Data"]["A1"] = "Outpatient recording"
    return {"data": str(path), "sheet": "Data", "place": "Ourtown", "period": "2025/26",
            "community": "Black or Black British", "guess": [60, None, 70]}  # fmt: skip


def postcodes(folder: Path) -> Parameters:
    """A table of counts with stars for small numbers, thousands with commas, an unknown group, and labels in words."""
    groups = ["Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
              "Second least deprived quintile", "Least deprived quintile", "Not known", "Total"]  # fmt: skip
    counts = [("1,240", "4,100"), ("905", "4,050"), ("610", "3,990"), ("315", "4,020"), ("*", "3,900"),
              ("120", "150"), ("3,194", "20,210")]  # fmt: skip
    frame = pd.DataFrame({"IMD Quintile": groups, "Numerator": [n for n, _ in counts],
                          "Denominator": [d for _, d in counts]})  # fmt: skip
    frame.to_csv(folder / "advice clients.csv", index=False)
    return {"data": str(folder / "advice clients.csv"), "place": "Ourtown", "period": "2025", "imd_edition": "2025"}


def whose_fifth(folder: Path) -> Parameters:
    """Areas out of order by rank, none of them in the least deprived national fifth, one without a tenth or a rank."""
    tenths = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 6, 7, 8, ""]
    ranks = [*(1_640 * tenth - 300 + 7 * at if tenth else "" for at, tenth in enumerate(tenths))]
    frame = pd.DataFrame({
        "LSOA code (2021)": AREAS, "Area name": [f"Ward {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"],
        "Index of Multiple Deprivation (IMD) Rank": ranks, "IMD 2025 Decile": tenths,
        "Events": [f"{70 - 2 * at}" for at in range(20)], "Population": ["1,480"] * 20,
    })  # fmt: skip
    frame.sample(frac=1, random_state=4).to_csv(folder / "areas.csv", index=False)
    return {"data": str(folder / "areas.csv"), "place": "Ourtown", "period": "2025/26"}


#: The notebook each file is for.
CASES: dict[str, Callable[[Path], Parameters]] = {
    "05_missed_appointments": missed_appointments,
    "06_who_is_missing": who_is_missing,
    "07_postcodes_are_not_people": postcodes,
    "08_whose_quintile": whose_fifth,
}
