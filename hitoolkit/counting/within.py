"""What records are counted within: strata, and the area and period where columns hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.counting.labels import refuse_personal
from hitoolkit.counting.plan import AnyRecords, Grouping, grouping
from hitoolkit.errors import InputError, unknown_name
from hitoolkit.groups import NOT_KNOWN, is_blank, name_plain, raw_text
from hitoolkit.table import WHOLE


def listed(names: str | Sequence[str]) -> list[str]:
    """One name or several as a list, each once."""
    return list(dict.fromkeys([names] if isinstance(names, str) else names))


def strata_of(records: AnyRecords, stratum: str | Sequence[str] | None) -> tuple[list[Grouping], str]:
    """The groupings to count within, and the one stratum to keep where it is given in full: sex=Female."""
    only = ""
    if isinstance(stratum, str) and "=" in stratum:
        only, names = stratum, [pair.split("=")[0].strip() for pair in stratum.split(";")]
    else:
        names = [name for name in listed(stratum or []) if name and name != WHOLE]
    found = []
    for name in sorted(names):
        if name in catalogue.blocks("dimension"):
            found.append(grouping(records, name))
        else:
            found.append(_plain(records, name))
        refuse_personal(records, found[-1].column, "stratum")
    return found, only


def place_of(records: AnyRecords, name: str | None) -> Any:
    """The column an area or period names, or None where it is a text for all rows."""
    if not name or name == WHOLE:
        return None
    known = name in concepts() or any(
        heading_key(heading) == heading_key(name) for heading in records.recognised.headings
    )
    if not known:
        return None
    column = records.column(name)
    refuse_personal(records, column, "area or period")
    return column


def place_text(value: Any) -> str:
    """An area or period as it is written in a table."""
    text = raw_text(value)
    return NOT_KNOWN if is_blank(text) else text


def only_stratum(frame: pd.DataFrame, wanted: str) -> pd.Series:
    """Which rows are of the one stratum that is wanted. Raises InputError that lists what there is."""
    inside = frame["stratum"] == tidy(wanted)
    if not inside.any():
        raise InputError(unknown_name("stratum", wanted, sorted(set(frame["stratum"]))))
    return inside


def tidy(stratum: str) -> str:
    """A stratum as the table writes it.

    >>> tidy("sex = Female;age_band=40-49")
    'age_band=40-49; sex=Female'
    """
    pairs = (one.partition("=") for one in stratum.split(";"))
    return "; ".join(sorted(f"{name.strip()}={value.strip()}" for name, _, value in pairs))


def _plain(records: AnyRecords, name: str) -> Grouping:
    """A recognised column or a heading that is no dimension, taken as it stands."""
    column = records.look(name)
    if column is None:
        dimensions = list(catalogue.blocks("dimension"))
        raise InputError(
            f'{records.name}: there is no dimension or column called "{name}" to count within. '
            f"Dimensions: {', '.join(dimensions)}. Columns: {', '.join(sorted(records.recognised.found))}."
        )
    block = catalogue.Dimension(name, name, ordered=False)
    return Grouping(block, column, lambda values: name_plain(block, values), few=False)
