"""The corpus of counted tables: as they reach an analyst, whole, awkward or broken, each made here cell by cell.

Those that can be read hold the same fifths of deprivation; `says` is what a refusal must hold.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from broken_files import sheet

#: Fifth, numerator and denominator.
ROWS = [("1", 120, 900), ("2", 110, 920), ("3", 100, 910), ("4", 90, 930), ("5", 80, 940)]
COUNTS: dict[str, tuple[float, float]] = {group: (top, bottom) for group, top, bottom in ROWS} | {"All": (500, 4600)}
PLAIN = ("imd_quintile", "numerator", "denominator")
CONTRACT = ("indicator", "period", "area", "dimension", "edition", "group", "stratum", "numerator", "denominator",
            "value", "lower", "upper", "flag", "source")  # fmt: skip
FINGERTIPS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count",
    "Denominator", "Value note",
)  # fmt: skip
HEAT = ("setting", "date", "source", "indicator_abbr", "indicator_name", "dimension", "subgroup", "estimate", "se",
        "population", "setting_average", "favourable_indicator", "indicator_scale", "ordered_dimension",
        "subgroup_order", "reference_subgroup")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A file, and what must come of it: counts or values by group (`says` is empty), or a refusal with these words."""

    name: str
    content: str | bytes
    says: str = ""
    counts: dict[str, tuple[float, float]] = field(default_factory=lambda: COUNTS)
    #: Where the file has no counts: its values by group.
    values: dict[str, float] = field(default_factory=dict)
    edition: str = "not stated"
    #: Rows of the file, and of those the ones that are used.
    read: int = 5
    used: int = 5
    file: str = "table.csv"


def text(rows: list[tuple[Any, ...]], headings: tuple[str, ...] = PLAIN, sign: str = ",") -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=sign, lineterminator="\n").writerows([headings, *rows])
    return held.getvalue()


def changed(cell: Any, row: int = 0, place: int = 1) -> str:
    """The plain table with one cell replaced."""
    rows = [list(one) for one in ROWS]
    rows[row][place] = cell
    return text([tuple(one) for one in rows])


def headed(*headings: str) -> str:
    return text(list(ROWS), headings)


def contract(row: int = 0, **cells: Any) -> str:
    """The package's own columns, with cells of one row replaced."""
    said = {"indicator": "missed_appointments", "period": "2024/25", "area": "Ours", "dimension": "imd_quintile",
            "edition": "IMD 2019 national", "stratum": "All", "source": "own_table"}  # fmt: skip
    rows = [said | {"group": group, "numerator": top, "denominator": bottom} for group, top, bottom in ROWS]
    rows[row] |= cells
    return text([tuple(one.get(name, "") for name in CONTRACT) for one in rows], CONTRACT)


def fingertips(kind: str, labels: list[str], note: str = "") -> str:
    rows = [("90366", "Life expectancy at birth", "", "", "E92000001", "England", "England", "Male", "All ages",
             kind, label, "2018 - 20", 75 + at, 74 + at, 76 + at, "", "", note)
            for at, label in enumerate(labels)]  # fmt: skip
    return text(rows, FINGERTIPS)


def heat(order: tuple[str, ...] = ("1", "2", "3", "4", "5"), scale: int = 100, favourable: int = 0) -> str:
    rows = [("Ours", "2024", "own", "missed_appointments", "Missed appointments", "imd_quintile", group, 13 - at, "",
             1000, 11, favourable, scale, 1, at + 1, 0) for at, group in enumerate(order)]  # fmt: skip
    return text(rows, HEAT)


FIFTHS = ["Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
          "Second least deprived quintile", "Least deprived quintile"]  # fmt: skip
WITHIN = "LSOA11 deprivation quintile within area (IMD2019)"
UNKNOWN_FIRST = COUNTS | {"1": (float("nan"), 900.0)}
UNKNOWN_FIRST.pop("All")
TOPS, BOTTOMS = [top for _, top, _ in ROWS], [bottom for _, _, bottom in ROWS]
SIDES: list[tuple[Any, ...]] = [("Numerator", *TOPS), ("Denominator", *BOTTOMS)]


def plain() -> list[Case]:
    return [
        Case("plain", text(list(ROWS))),
        Case("plain with semicolons", text(list(ROWS), sign=";")),
        Case("plain with thousands", text([(a, b, "1,900") for a, b, _ in ROWS]),
             counts={a: (b, 1900.0) for a, b, _ in ROWS} | {"All": (500, 9500)}),
        Case("with a total, an average and a note",
             text([*ROWS, ("Total", 500, 4600), ("Average", 100, 920), ("Source: our PAS", "", "")]), read=8, used=6),
        Case("with titles, blank rows and notes of a workbook", sheet([("Missed appointments",), (), PLAIN, *ROWS, (),
             ("Source: our PAS",)]), read=6, file="table.xlsx"),
        Case("with a star", changed("*"), counts=UNKNOWN_FIRST),
        Case("with fewer than five", changed("<5"), counts=UNKNOWN_FIRST),
        Case("with a count below zero", changed(-3), says="below zero.*row 1 below"),
        Case("with a word for a count", changed("some", row=2), says="not a number.*row 3 below"),
        Case("with a percentage for a count", changed("13%"), says="percentages"),
        Case("with an error of a spreadsheet", changed("#REF!"), says="error of the spreadsheet"),
        Case("with more on top than below", changed(5000), says="larger than the denominator"),
        Case("with a sixth fifth", text([*ROWS, ("6", 1, 9)]), says="runs from 1 to 5.*row 6 below"),
        Case("with a person for a group", changed("Quill, Ann", place=0), says="not a known way.*row 1 below"),
        Case("with a group twice", text([*ROWS, ROWS[0]]), says="same key.*row 6 below"),
        Case("with two spellings of one group", text([*ROWS, ("Most deprived quintile", 3, 40)]),
             says="row 6 below the heading is read as 1.*add their counts up"),
        Case("with sites that are not read", text([(site, a, b + at, c) for at, site in enumerate(("North", "South"))
             for a, b, c in ROWS], ("ward", *PLAIN)), says="tell these rows apart \\(ward\\)"),
        Case("with a total below its groups", text([*ROWS, ("Total", 400, 4600)]), says="smaller than.*groups"),
        Case("with a row too long", text(list(ROWS)).replace("2,110,920", "2,110,920,7"), says="row 3: 4 cells"),
    ]  # fmt: skip


def headings() -> list[Case]:
    return [
        Case("by an edition in the heading", headed("IMD 2019 quintile", *PLAIN[1:]), edition="IMD 2019 national"),
        Case("by local fifths", headed("Local IMD quintile", *PLAIN[1:]), edition="IMD, year not stated, local"),
        Case("by fifths under IMD", text([(f"Quintile {a}", b, c) for a, b, c in ROWS], ("IMD", *PLAIN[1:]))),
        Case("by what IMD does not say", headed("IMD", *PLAIN[1:]), says="may be fifths.*in the heading"),
        Case("by groups nobody knows", headed("Cluster", *PLAIN[1:]), says="no heading that is a known way"),
        Case("with numerators of a unit", headed("imd_quintile", "Numerator (visits)", "Denominator (visits)"),
             says="one row for each group.*Call the two columns"),
        Case("with other names of counts", headed("imd_quintile", "DNAs", "Booked"), says='"DNAs", "Booked"'),
        Case("of rates alone", text([(a, 13.2) for a, _, _ in ROWS], ("imd_quintile", "rate")), says="one row for"),
        Case("of percentages alone", text([(a, "13.2%") for a, _, _ in ROWS], ("imd_quintile", "share")),
             says="percentages alone"),
        Case("without headings", text(list(ROWS)).split("\n", 1)[1], says="no row of headings"),
    ]  # fmt: skip


def other_layouts() -> list[Case]:
    fifths = tuple(f"Quintile {group}" for group, _, _ in ROWS)
    years = ("2023/24 Numerator", "2023/24 Denominator")
    return [
        Case("wide", text(SIDES, ("Measure", *fifths)), read=2, used=2),
        Case("wide from the least deprived", text([(one[0], *one[:0:-1]) for one in SIDES],
             ("Measure", "5 (least deprived)", "4", "3", "2", "1 (most deprived)")), read=2, used=2),
        Case("wide by years", text([(f"Quintile {a}", b, c) for a, b, c in ROWS], ("IMD", *years))),
        Case("wide without a word on its rows", text([("RK9", *TOPS)], ("Trust", *fifths)),
             says="does not say which figures"),
        Case("wide of bare numbers", text(SIDES, ("Measure", "1", "2", "3", "4", "5")), says="numbers only"),
        Case("wide of shares of one", text([("RK9", *[top / 1000 for top in TOPS])], ("Trust", *[f"{one} %" for one in
             fifths])), says="proportions or percentages"),
        Case("contract", contract(), edition="IMD 2019 national"),
        Case("contract with an indicator nobody knows", contract(indicator="Quill"), says="catalogue does not have"),
        Case("contract with a flag nobody knows", contract(flag="Quill"), says="unknown flag"),
        Case("contract with limits swapped", contract(value=13.3, lower=15, upper=12), says="outside its own range"),
        Case("contract without a group", contract(row=3, group=""), says="no group.*row 4 below"),
        Case("Fingertips with a line end in a field", fingertips(WITHIN, FIFTHS, "a note\nof two lines"),
             values={str(at + 1): 75.0 + at for at in range(5)}, edition="IMD 2019 local"),
        Case("Fingertips of whole areas", fingertips("", [""]), says="no category type"),
        Case("Fingertips with a label nobody knows", fingertips(WITHIN, ["Quill", *FIFTHS[1:]]),
             says="not a known way"),
        Case("HEAT", heat(), values={str(at + 1): 13.0 - at for at in range(5)} | {"All": 11.0}),
        Case("HEAT from the other end", heat(order=("5", "4", "3", "2", "1")), says="from the other end"),
        Case("HEAT on another scale", heat(scale=1), says="scale of 1"),
        Case("HEAT with a third direction", heat(favourable=2), says="should be 0 or 1"),
    ]  # fmt: skip


CASES = [*plain(), *headings(), *other_layouts()]
