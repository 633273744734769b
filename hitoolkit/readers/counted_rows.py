"""Rows that stand for several people: a table that is already counted, given as if it were records."""

from __future__ import annotations

from typing import Any

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError
from hitoolkit.readers.columns import Recognised, own_names
from hitoolkit.readers.foreign import Foreign
from hitoolkit.readers.labels import HELD
from hitoolkit.readers.scan import Scan

#: Headings of a column that says how many people a row stands for.
COUNTED = {
    "n", "count", "counts", "freq", "frequency", "numerator", "denominator", "patients", "people", "pathways", "total",
    "numberofpatients", "numberofpeople", "numberofpathways", "noofpatients", "patientcount", "recordcount", "percent",
    "percentage", "attendances", "population", "deliveries",
}  # fmt: skip
#: A table by groups, with a few places and periods, has no more rows; a list of people that is shorter is a test.
MOST_ROWS, LEAST_ROWS = 2_000, 4
#: What may stand beside the groups of a table.
BESIDE = {"period", "provider", "region", "specialty", "imd_rank"}


def refuse_counted(scan: Scan | Foreign, recognised: Recognised) -> None:
    """Raise InputError where rows stand for groups of people, by a column of counts or by one row for each group."""
    for place, heading in enumerate(scan.headings):
        if heading_key(heading) in COUNTED and scan.above_one(place):
            raise InputError(
                f'{scan.name}, column "{heading}" holds numbers above 1, as where a row stands for several people. '
                "Records have one row each. Give those, or a table with the headings numerator and denominator; "
                "if each row is one record, remove or rename that column."
            )
    figures = _beside_one_row_each(scan, recognised) if isinstance(scan, Scan) else []
    if figures:
        named = ", ".join(f'"{heading}"' for heading in figures[:3])
        raise InputError(
            f"{scan.name} has one row for each group, with figures beside it ({named}), as a table that is already "
            "counted. Call the two columns of counts numerator and denominator; percentages alone cannot be counted."
        )


def _beside_one_row_each(scan: Scan, recognised: Recognised) -> list[str]:
    """The columns of figures of a table in which no group comes twice; none where the file may be one of records."""
    found = recognised.found
    groups = [name for name in found if name in HELD and name != "age_group"]
    if len(groups) != 1 or recognised.unclear or recognised.personal or set(found) - set(groups) - BESIDE:
        return []
    used = {column.place for column in found.values()}
    rest = [place for place, heading in enumerate(scan.headings) if heading and place not in used]
    if not rest or own_names() & {*scan.headings}:
        return []
    key = ", ".join(f"c{column.place}" for column in found.values())
    # A figure is a number that is no code, or a percentage: 12, 1,204, 13.2, 13.2%, and a mark for a hidden one.
    figure = r"regexp_full_match(trim(CAST(c{0} AS VARCHAR)), '[0-9,]{{2,}}(\.[0-9]+)?%?|[0-9](\.[0-9]+|%|)')"
    asked = ["count(*)", f"count(DISTINCT ({key}))", f"count(DISTINCT c{found[groups[0]].place})"]
    asked += [f"count(*) FILTER ({figure.format(place)})" for place in rest]
    few: Any = scan.relation.limit(MOST_ROWS + 1)
    rows, different, groups_there, *figures = few.aggregate(", ".join(asked)).fetchall()[0]
    if not LEAST_ROWS <= rows <= MOST_ROWS or different < rows or groups_there < LEAST_ROWS - 1:
        return []
    return [scan.headings[place] for place, cells in zip(rest, figures, strict=True)
            if cells > 0.6 * rows and scan.above_one(place)]  # fmt: skip
