"""Census tables of ethnic group as Nomis gives them: a row an area, a column a group, titles above and a note below."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit.catalogue.columns import heading_key
from hitoolkit.errors import InputError
from hitoolkit.groups.ethnicity import CODES, name_ethnic
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import numbers, whole_sum
from hitoolkit.readers.published import with_source
from hitoolkit.readers.whole_table import TITLES
from hitoolkit.table import UNKNOWN, WHOLE

NAME = "census"
ABOUT = "census ethnic group from Nomis: an area, mnemonic, Total: All usual residents, then a column a group"
#: More residents than in any place that is not a country.
NATIONAL = 20_000_000
TOTAL = ("total:", "allusualresidents")
#: Small areas are added up: nobody compares thousands of them, and their counts are small.
SMALL = re.compile(r"^[EW]0[0-2]\d{6}$|^[SN]\d{8}$")


def matches(headings: list[str]) -> bool:
    """Told by the code of an area, the total of residents, and at least four ethnic groups after it."""
    keys = [heading_key(heading) for heading in headings]
    return "mnemonic" in keys and any(key.startswith(TOTAL) for key in keys) and len(_groups(headings)) >= 4


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Each ethnic group's share of residents: of each area, or of all areas together where they are small.

    The groups are those of the census, whose Asian group takes in Chinese. Where the file has the finer categories,
    the groups are made of these as the NHS makes them (2001 codes). In `count_by` such a table can be the population.
    """
    columns = list(frame.columns)
    keys = [heading_key(heading) for heading in columns]
    code = columns[keys.index("mnemonic")]
    total = columns[[key.startswith(TOTAL) for key in keys].index(True)]
    frame = leave_out(frame, frame[code].fillna("").str.strip() == "", "a row without an area")
    if frame[code].duplicated().any():
        raise InputError(f"{file}: an area stands in it twice. Keep one row for each.")
    groups, edition = _groups(columns), "2021 census groups"
    if any(":" in heading for heading in groups):
        edition = CODES
    counts = pd.DataFrame({heading: numbers(frame[heading], heading, file, count=True)[0] for heading in groups})
    everyone = numbers(frame[total], total, file, count=True)[0]
    small = frame[code].str.match(SMALL)
    name = frame[columns[0]].astype(object).mask(small, WHOLE)
    mix = counts.T.groupby(pd.Series(groups)).agg(whole_sum).T
    mix = mix.assign(whole=everyone).groupby(name, sort=False).agg(whole_sum)
    table = mix.melt(id_vars="whole", var_name="group", value_name="numerator", ignore_index=False)
    table = table.rename_axis("area").reset_index().rename(columns={"whole": "denominator"})
    table = with_source(table, "census_2021", NATIONAL)
    table["flag"] = table["numerator"].isna().map({True: "suppressed", False: ""})
    year = next((text for text in frame.attrs.get(TITLES, []) if re.fullmatch(r"(19|20)\d\d", text)), "")
    if year:
        table["period"] = year
    return account(table.assign(indicator="share_of_population", dimension="ethnic_group", edition=edition), frame)


def _groups(headings: list[str]) -> dict[str, str]:
    """The columns that together are everybody, and the group of each: the finest there are."""
    naming = name_ethnic([heading for heading in headings if "total" not in heading.lower()])
    fine = {one: one.split(":", 1)[1].strip() for one in headings if ":" in one and "total" not in one.lower()}
    if len(fine) > 4:
        finer = name_ethnic(fine.values())
        return {one: finer.group[name] for one, name in fine.items() if finer.group.get(name) not in (None, *UNKNOWN)}
    return {one: group for one, group in naming.group.items() if one and group not in UNKNOWN}
