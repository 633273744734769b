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
    """Headings of another system, deciles as words, blanks, a code nobody knows, and no residents for the last fifth."""
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


def two_dates(folder: Path) -> Parameters:
    """Three dates of which the first and the last count, thousands with commas, groups in words, people not known."""
    words = ["Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
             "Second least deprived quintile", "Least deprived quintile"]  # fmt: skip
    dates = {"2023-03-31": (900, 640, 520, 400, 300), "2024-03-31": (700, 520, 400, 310, 200),
             "2025-03-31": (420, 300, 210, 150, 90)}  # fmt: skip
    rows = [(date, group, f"{count:,}", "5,000") for date, counts in dates.items()
            for group, count in zip([*words, "Not known"], [*counts, 55], strict=True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Period", "IMD Quintile", "Numerator", "Denominator"])
    frame.to_csv(folder / "list on three days.csv", index=False)
    return {"data": str(folder / "list on three days.csv"), "place": "Ourtown", "imd_edition": "2019"}


def surgeries(folder: Path) -> Parameters:
    """Places as the groups of a table, each with its own size; the six highest of the first year are A to F."""
    rows = [("Surgery " + "ABCDEFGHIJKLMNOP"[at], year, 160 - 5 * at if first else 120 - 2 * at, 900 + 10 * at)
            for first, year in ((True, "2023/24"), (False, "2024/25")) for at in range(16)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Provider", "Period", "Numerator", "Denominator"])
    frame.sample(frac=1, random_state=2).to_csv(folder / "surgeries.csv", index=False)
    return {"data": str(folder / "surgeries.csv"), "dimension": "provider", "places": "group", "place": "Ourtown",
            "worst": 6, "helped": ["Surgery A", "Surgery C", "Surgery E"]}  # fmt: skip


def clinics(folder: Path) -> Parameters:
    """A row for each appointment, headings of another system, outcomes in words, and a clinic of a few."""
    rows = [(clinic, year, "DNA" if at % (9 + (len(clinic) + late) % 4) == 0 else "Attended")
            for late, year in enumerate(("2023/24", "2024/25"))
            for clinic, size in (("Hill House", 900), ("Town Hall", 400), ("Riverside", 250), ("The Infirmary", 1500),
                                 ("Outreach van", 20), ("Quay", 700)) for at in range(size)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Clinic", "Financial year", "Outcome"])
    frame.sample(frac=1, random_state=1).to_csv(folder / "clinics.csv", index=False)
    return {"data": str(folder / "clinics.csv"), "place": "Ourtown",
            "columns": {"provider": "Clinic", "attended": "Outcome"}}  # fmt: skip


def own_table(folder: Path) -> Parameters:
    """A small table of counts with one group of so few that it is hidden, and no second grouping."""
    counts = {"1": ("310", "1,000"), "2": ("240", "900"), "3": ("190", "800"), "4": ("150", "700"), "5": ("3", "60"),
              "Not known": ("40", "120")}  # fmt: skip
    frame = pd.DataFrame([(group, *both) for group, both in counts.items()],
                         columns=["IMD Quintile", "Numerator", "Denominator"])  # fmt: skip
    frame.to_csv(folder / "counted.csv", index=False)
    return {"data": str(folder / "counted.csv"), "also_by": "", "place": "Ourtown", "period": "2025"}


#: The notebook each file is for.
CASES: dict[str, Callable[[Path], Parameters]] = {
    "02_twice_as_likely": two_dates,
    "09_did_it_work": surgeries,
    "11_league_table_lottery": clinics,
    "12_your_own_data": own_table,
    "05_missed_appointments": missed_appointments,
    "06_who_is_missing": who_is_missing,
    "07_postcodes_are_not_people": postcodes,
    "08_whose_quintile": whose_fifth,
}
