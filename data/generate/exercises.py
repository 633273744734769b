"""Make data/samples/exercise_NN.csv: the small tables of the twelve exercises, each in the columns of the contract.

    python data/generate/exercises.py [FOLDER]

Nothing is drawn: every count is written here, so the answers never move. Exercise 1 and the first table of exercise 4
hold published figures, which are taken from hitoolkit/catalogue/facts.toml; everything else is invented. The two years
of exercise 10 are those of tests/golden/practices_two_years.csv: 80 practices, each with a true rate of its own that
nothing changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from _draws import COUNTED, SAMPLES, write_csv

from hitoolkit import catalogue

VALE = "Wessington Vale"
YEAR, NEXT = "2024/25", "2025/26"
#: What was published there does not say by which edition of the index people were grouped.
PUBLISHED = ("England", "United Kingdom")

SERVICE_SIZES = [150, 180, 220, 260, 300, 350, 400, 450, 520, 600, 700, 800, 900, 1000, 1200, 1400, 1700, 2000, 2500,
                 3000]
SERVICE_FIRST = [9, 18, 20, 22, 38, 35, 37, 37, 44, 46, 71, 82, 75, 101, 118, 155, 206, 222, 227, 311]
SERVICE_SECOND = [19, 16, 24, 19, 27, 33, 43, 41, 49, 60, 70, 83, 85, 98, 142, 135, 178, 211, 256, 307]

NEIGHBOURHOOD_TENTHS = [*[1] * 7, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9]
NEIGHBOURHOOD_EVENTS = [60, 58, 57, 55, 54, 53, 51, 50, 48, 47, 45, 44, 42, 41, 39, 37, 35, 33, 31, 27]

PRACTICE_FIRST = [
    27, 37, 23, 29, 34, 32, 31, 34, 29, 14, 30, 25, 12, 27, 23, 35, 28, 25, 30, 39,
    26, 44, 24, 24, 34, 20, 31, 15, 26, 28, 22, 32, 37, 28, 29, 35, 32, 35, 32, 33,
    28, 47, 33, 39, 31, 29, 31, 38, 37, 35, 29, 27, 25, 26, 26, 31, 41, 34, 29, 28,
    28, 20, 41, 30, 16, 30, 35, 32, 23, 23, 29, 40, 31, 31, 47, 27, 23, 38, 29, 32,
]
PRACTICE_SECOND = [
    32, 25, 44, 35, 21, 33, 37, 38, 30, 22, 28, 27, 17, 28, 19, 17, 24, 37, 35, 32,
    27, 27, 25, 24, 37, 27, 25, 17, 31, 31, 21, 24, 31, 32, 31, 40, 32, 29, 30, 28,
    20, 24, 39, 39, 38, 25, 36, 33, 36, 42, 33, 29, 29, 37, 19, 25, 29, 34, 22, 27,
    27, 16, 43, 32, 31, 26, 35, 35, 37, 17, 22, 32, 38, 34, 38, 27, 25, 34, 36, 44,
]
#: Of the sixteen practices with the highest first figure, in that order (ties as listed), every other one.
PROGRAMME = [16, 33, 38, 44, 57, 72, 75, 78]

Row = tuple[object, ...]


def row(indicator: str, group: object, top: object = "", bottom: object = "", *, value: object = "",
        dimension: str = "imd_quintile", period: str = YEAR, area: str = VALE, stratum: str = "All") -> Row:
    """A row of the contract, without its source."""
    edition = "IMD 2025 national" if dimension.startswith("imd") and area not in PUBLISHED else "not stated"
    return (indicator, period, area, dimension, edition, group, stratum, top, bottom, value, "", "", "", "")


def published_waits() -> Iterable[Row]:
    for period, fact in (("July 2021", "year_long_waits_in_2021_in_full"), ("June 2025", "year_long_waits_in_2025")):
        values = catalogue.fact(fact).values
        for group, end in ((1, "most"), (5, "least")):
            yield row("waits_over_52_weeks", group, value=values[end], period=period, area="England")


def invitations() -> Iterable[Row]:
    for period, counts in ((YEAR, (800, 900)), (NEXT, (900, 960))):
        for group, count in zip((1, 5), counts, strict=True):
            yield row("uptake_of_an_invitation", group, count, 1000, period=period)
            yield row("missing_out_on_an_invitation", group, 1000 - count, 1000, period=period)


def appointments() -> Iterable[Row]:
    for group, missed, booked in ((1, 1800, 15_000), (5, 900, 12_500)):
        yield row("missed_appointments_of_booked", group, missed, booked)
        yield row("missed_appointments_per_resident", group, missed, 60_000)


def published_deaths() -> Iterable[Row]:
    for years in ("2020 to 2022", "2021 to 2023"):
        values = catalogue.fact(f"maternal_deaths_{years.replace(' ', '_')}").values
        yield row("maternal_deaths", "All", int(values["deaths"]), int(values["maternities"]), period=years,
                  area="United Kingdom")


def one_trust() -> Iterable[Row]:
    yield row("maternal_deaths", "All", 0, 15_000, period="2022 to 2024", area="Wessington Vale Hospitals")


def small_cells() -> Iterable[Row]:
    for group, count in zip((1, 2, 3, 4, 5, "All"), (31, 14, 9, 4, 3, 61), strict=True):
        yield row("preterm_births", group, count)


def unknown_group() -> Iterable[Row]:
    for group, long_waits, people in (("White", 2000, 20_000), ("Asian or Asian British", 330, 3000),
                                      ("Black or Black British", 260, 2000), ("Not known", 900, 5000)):
        yield row("waits_over_52_weeks", group, long_waits, people, dimension="ethnic_group")


def two_queues() -> Iterable[Row]:
    for queue, most, least in (("Slow", (400, 800), (104, 200)), ("Quick", (40, 200), (176, 800))):
        for group, counts in ((1, most), (5, least)):
            yield row("waits_over_18_weeks", group, *counts, stratum=f"specialty={queue}")


def low_incomes() -> Iterable[Row]:
    for group, people in enumerate((3500, 2000, 1200, 800, 500), 1):
        yield row("living_on_a_low_income", group, people, 10_000)


def neighbourhoods() -> Iterable[Row]:
    for place, (tenth, events) in enumerate(zip(NEIGHBOURHOOD_TENTHS, NEIGHBOURHOOD_EVENTS, strict=True), 1):
        yield row("emergency_admissions_per_resident", tenth, events, 1500, dimension="imd_decile",
                  area=f"Neighbourhood {place:02}")


def five_groups() -> Iterable[Row]:
    for group, (rate, thousands) in enumerate(zip((62, 48, 45, 44, 40), (9, 7, 6, 5, 3), strict=True), 1):
        yield row("emergency_admissions_per_resident", group, rate * thousands, 1000 * thousands)


def services() -> Iterable[Row]:
    for period, events in ((YEAR, SERVICE_FIRST), (NEXT, SERVICE_SECOND)):
        for place, (missed, booked) in enumerate(zip(events, SERVICE_SIZES, strict=True), 1):
            yield row("missed_appointments", f"Service {place:02}", missed, booked, dimension="provider", period=period)


def practices(period: str, counts: Sequence[int], chosen: Iterable[int] = range(1, 81)) -> Iterable[Row]:
    for place in chosen:
        yield row("patients_with_an_emergency_admission", "All", counts[place - 1], 250, period=period,
                  area=f"Practice {place:02}")


def two_places() -> Iterable[Row]:
    for area, period, shares in (("Place A", YEAR, (60, 64, 68, 72, 76)), ("Place A", NEXT, (60, 64, 68, 72, 70)),
                                 ("Place B", YEAR, (56, 58, 60, 62, 64))):
        for group, share in enumerate(shares, 1):
            yield row("uptake_of_an_invitation", group, 10 * share, 1000, area=area, period=period)


def six_findings() -> Iterable[Row]:
    for indicator, most, least in (
        ("waits_over_18_weeks", (460, 1000), (400, 1000)),
        ("missed_appointments", (1800, 15_000), (900, 12_500)),
        ("late_booking", (3, 24), (1, 26)),
        ("preterm_births", (180, 2000), (130, 2000)),
        ("uptake_of_an_invitation", (800, 1000), (900, 1000)),
        ("waits_over_52_weeks", (150, 5000), (100, 5000)),
    ):
        for group, counts in ((1, most), (5, least)):
            yield row(indicator, group, *counts)


TABLES = {
    "exercise_01": published_waits(),
    "exercise_02": invitations(),
    "exercise_03": appointments(),
    "exercise_04_a": published_deaths(),
    "exercise_04_b": one_trust(),
    "exercise_04_c": small_cells(),
    "exercise_05": unknown_group(),
    "exercise_06": two_queues(),
    "exercise_07": low_incomes(),
    "exercise_08_a": neighbourhoods(),
    "exercise_08_b": five_groups(),
    "exercise_09": services(),
    "exercise_10_a": (*practices(YEAR, PRACTICE_FIRST), *practices(NEXT, PRACTICE_SECOND)),
    "exercise_10_b": practices(YEAR, PRACTICE_FIRST, PROGRAMME),
    "exercise_11": two_places(),
    "exercise_12": six_findings(),
}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    for name, rows in TABLES.items():
        write_csv(folder / f"{name}.csv", COUNTED, [(*one, f"sample_{name}") for one in rows])
