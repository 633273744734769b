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
    """Another system's headings, deciles in words, blanks, ages missing, and no residents of the last fifth."""
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


def a_poor_town(folder: Path) -> Parameters:
    """A list with tenths alone, written `Decile 4`, semicolons between, nobody in the two least deprived, a total."""
    rows = ["Specialty;Deprivation Decile;Weeks waiting;Sex"]
    for tenth in range(1, 9):
        for place in range(90):
            weeks = 3 + (place * 7 + tenth) % 40 if place % 45 else ""
            rows.append(f"Urology;Decile {tenth};{weeks};{'MF'[place % 2]}")
    rows += ["Urology;;20;F"] * 30 + ["Urology;Not known;30;M"] * 11
    (folder / "PTL July.csv").write_text("\n".join(rows) + "\n", encoding="cp1252")
    return {"data": str(folder / "PTL July.csv"), "dimension": "imd_decile", "place": "Ourtown", "period": "July 2026"}


def two_dates(folder: Path) -> Parameters:
    """Two dates as text whose letters sort the wrong way round, a hidden group at the later one, a line of totals."""
    groups = ["1 - Most deprived", "2", "3", "4", "5 - Least deprived", "Total"]
    rows = []
    for date, sizes, waiting in (("2023-07-31", (8_000, 7_500, 7_000, 6_500, 6_000), (880, 720, 560, 455, 360)),
                                 ("2026-06-30", (8_200, 7_600, 7_100, 6_400, 6_100), (205, 160, 121, 90, "*"))):
        rows += [(date, group, count, size) for group, count, size in zip(groups, waiting, sizes, strict=False)]
        rows.append((date, "Total", sum(one for one in waiting if one != "*") + 60 * ("*" in waiting), sum(sizes)))
    frame = pd.DataFrame(rows, columns=["Reporting period", "IMD Quintile", "Numerator", "Denominator"])
    frame.to_csv(folder / "year waits.csv", index=False)
    return {"data": str(folder / "year waits.csv"), "place": "Ourtown", "imd_edition": "2025",
            "votes": [[4, 5, 1]], "guess": [3, 3, None, 1, 1]}  # fmt: skip


def births(folder: Path) -> Parameters:
    """Codes in several spellings, weeks at birth that nobody has, a smoking question rarely asked, tiny groups."""
    spelt = ("Smoker", "non smoker", "NON-SMOKER", "ex-smoker", "", "Not asked", "")
    rows = []
    for place in range(2_400):
        tenth, ethnic = place % 10 + 1, ("A", "a", "Z", "B", "99", "N", "")[place % 7]
        weeks = 34 if place % 17 < 3 - tenth // 5 else 39 if place % 50 else 400
        rows.append((weeks, spelt[place % 11 % 7], f"{tenth:02d}", ethnic))
    rows += [(36, "smoker", "01", "G"), (39, "smoker", "03", "G"), (40, "", "", "R")]
    columns = ["Gestation at delivery (weeks)", "Smoker at booking", "IMD decile", "Ethnic category code"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "births.csv", index=False)
    return {"data": str(folder / "births.csv"), "place": "Ourtown", "period": "2025/26"}


def queues(folder: Path) -> Parameters:
    """A list in days, one queue of a few people, one with nobody from a fifth, and nobody's ethnic group written down
    for the community that is asked about."""
    rows = []
    for queue, size in (("General Surgery", 900), ("Ear, Nose & Throat", 700), ("Pain <clinic>", 7)):
        for place in range(size):
            tenth = place % (10 if queue != "Ear, Nose & Throat" else 8) + 1
            rows.append((queue, 40 + (place * 11 + 9 * (10 - tenth)) % 260, tenth, ("A", "B", "Z", "", "J")[place % 5]))
    rows += [("General Surgery", -4, 3, "A"), ("General Surgery", None, 3, "A")]
    columns = ["Treatment Function", "Wait (days)", "IMD Decile", "Ethnicity"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "queues.tsv", index=False, sep="\t")
    return {"data": str(folder / "queues.tsv"), "place": "Ourtown", "period": "1 July 2026", "imd_edition": "2019"}


def programme(folder: Path) -> Parameters:
    """Places in two years: one that closed, one too small to show, stars, one with a comma; a programme at two."""
    rows = []
    for number in range(1, 25):
        name = f'Surgery {number}, "North"' if number == 7 else f"Surgery {number}"
        for year, events in (("2023/24", 60 + 3 * (number * 5 % 13)), ("2024/25", 62 + 2 * (number * 7 % 11))):
            if (number, year) != (12, "2024/25"):
                rows.append((year, name, "*" if number == 9 else 3 if number == 10 else events, 640 + 10 * number))
    frame = pd.DataFrame(rows, columns=["period", "area", "numerator", "denominator"])
    frame.assign(indicator="patients_with_an_emergency_admission", dimension="imd_quintile", group="All").to_csv(
        folder / "surgeries.csv", index=False
    )
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    waits = [(month, fifth, 300 - 40 * fifth + 7 * (at * fifth % 5), 800) for at, month in enumerate(months)
             for fifth in range(1, 6)]  # fmt: skip
    pd.DataFrame(waits, columns=["period", "group", "numerator", "denominator"]).assign(
        indicator="over_4_hours_in_emergency_department", dimension="imd_quintile", area="Ourtown"
    ).to_csv(folder / "months.csv", index=False)
    return {"data": str(folder / "surgeries.csv"), "by_month": str(folder / "months.csv"),
            "worst": 5, "helped": ["Surgery 5", 'Surgery 7, "North"'], "before": 12,
            "votes": [[6, 2, 2], [2, 2, 6]]}  # fmt: skip


def one_sex(folder: Path) -> Parameters:
    """A service that only women come to, compared by sex: there is nothing to compare, and the page must say so."""
    rows = [("F", ("5", "5", "3", "6", "7", "2")[place % 6]) for place in range(600)] + [("", "5")] * 20
    frame = pd.DataFrame(rows, columns=["Person stated gender", "Attended or did not attend code"])
    frame.to_csv(folder / "clinic.csv", index=False)
    return {"data": str(folder / "clinic.csv"), "dimension": "sex", "place": "Ourtown", "period": "2025/26",
            "asking": "chair", "also_asking": "executive lead"}  # fmt: skip


def league(folder: Path) -> Parameters:
    """Services in two years: a tiny one, one with stars, one that opened in the second year, and a line for all."""
    rows = []
    for number in range(1, 13):
        for year in ("2024/25", "2025/26"):
            if (number, year) != (4, "2024/25"):
                missed = "*" if number == 6 else 20 + (number * (5 if year == "2024/25" else 7)) % 19
                rows.append((year, f"Team {number:02d}", missed, 12 if number == 3 else 250 + 40 * number))
    rows += [(year, "All", 330, 5_900) for year in ("2024/25", "2025/26")]
    frame = pd.DataFrame(rows, columns=["period", "group", "numerator", "denominator"])
    frame.loc[frame["denominator"] == 12, "numerator"] = 2
    frame.assign(indicator="missed_appointments", dimension="provider", area="Ourtown").to_csv(
        folder / "services.csv", index=False
    )
    return {"data": str(folder / "services.csv"), "seed": 3}


def own_extract(folder: Path) -> Parameters:
    """A workbook with names and numbers of people, dates as text, a heading it cannot know, notes and a total."""
    rows = []
    for place in range(800):
        rows.append((f"943 476 {place:04d}", f"SURNAME{place}", f"{place % 28 + 1:02d}.0{place % 9 + 1}.2025",
                     20 + (place * 13) % 300, place % 10 + 1 if place % 17 else "NULL",
                     ("A", "b", "Z", "99", "N", "J")[place % 6]))  # fmt: skip
    rows.append(("Total", "", "", 800, "", ""))
    columns = ["NHS Number", "Surname", "Referral Date", "LOW (d)", "IMD decile", "Ethnic category"]
    with pd.ExcelWriter(folder / "own.xlsx") as book:
        pd.DataFrame(rows, columns=columns).to_excel(book, sheet_name="PTL", index=False, startrow=2)
        pd.DataFrame({"note": ["Not for passing on"]}).to_excel(book, sheet_name="Read me", index=False)
    return {"data": str(folder / "own.xlsx"), "sheet": "PTL", "columns": {"days_waited": "LOW (d)"},
            "place": "Ourtown", "period": "July 2026"}  # fmt: skip


#: The notebook each file is for.
CASES: dict[str, Callable[[Path], Parameters]] = {
    "01_deprivation_gradient": a_poor_town,
    "02_twice_as_likely": two_dates,
    "03_maternity": births,
    "04_elective_waits": queues,
    "05_missed_appointments": missed_appointments,
    "06_who_is_missing": who_is_missing,
    "07_postcodes_are_not_people": postcodes,
    "08_whose_quintile": whose_fifth,
    "09_did_it_work": programme,
    "10_finding_to_question": one_sex,
    "11_league_table_lottery": league,
    "12_your_own_data": own_extract,
}
