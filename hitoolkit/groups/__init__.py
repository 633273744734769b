"""Codes to groups: every raw value of a column gets a group, a reason why it is not known, or a refusal in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hitoolkit.catalogue import Dimension
from hitoolkit.catalogue.columns import concepts, heading_key
from hitoolkit.groups.age import band_of, name_ages
from hitoolkit.groups.ethnicity import name_ethnic
from hitoolkit.groups.imd import name_deciles, name_quintiles
from hitoolkit.groups.naming import NOT_KNOWN, NOT_STATED, Naming, is_blank, raw_text
from hitoolkit.groups.sex import name_sex
from hitoolkit.groups.spreadsheet_dates import undo_dates

__all__ = ["NOT_KNOWN", "NOT_STATED", "Naming", "is_blank", "name_groups", "name_plain", "raw_text"]

#: What each dimension of ethnicity makes of codes.
ETHNIC: dict[str, dict[str, bool]] = {
    "ethnic_group": {},
    "ethnic_category": {"categories": True},
    "ethnic_group_2021": {"census": True},
    "ethnic_category_2021": {"categories": True, "census": True},
}


def name_groups(dimension: Dimension, concept: str, values: Iterable[Any], edition: str = "") -> Naming:
    """Name the raw values of a column as the groups of a dimension.

    `concept` is what the column holds, `edition` which edition of the deprivation index it is from. Returns a Naming.

    >>> from hitoolkit import catalogue
    >>> name_groups(catalogue.dimension("imd_quintile"), "imd_decile", ["1", 10]).group
    {'1': '1', 10: '5'}
    """
    if concept == "imd_decile" and dimension.id in ("imd_decile", "imd_quintile"):
        return name_deciles(values, edition, fifths=dimension.id == "imd_quintile")
    if concept == "imd_quintile" and dimension.id == "imd_quintile":
        return name_quintiles(values, edition)
    if concept in ("ethnic_code", "ethnic_code_before_2001") and dimension.id in ETHNIC:
        return name_ethnic(values, **ETHNIC[dimension.id], numbers=concept == "ethnic_code_before_2001")
    if concept == "sex" and dimension.id == "sex":
        return name_sex(values)
    bands = bool(dimension.groups) and all(band_of(group) for group in dimension.groups)
    if concept == "age_group" and bands:
        return _name_bands(list(values), dimension.groups)
    if concept in ("age", "age_at_booking") and bands:
        return name_ages(values, dimension.groups)
    return name_plain(dimension, values)


def _name_bands(values: list[Any], groups: tuple[str, ...]) -> Naming:
    """Written bands of ages, with those read back that a spreadsheet turned into dates (05-Sep for 5-9)."""
    meant, unclear = undo_dates([raw_text(value) for value in values])
    dates = {value: meant[raw_text(value)] for value in values if raw_text(value) in meant}
    lost = [value for value in values if raw_text(value) in unclear]
    naming = name_ages([*(one for one in values if one not in dates and one not in lost), *dates.values()], groups)
    for value, band in dates.items():
        if band in naming.group:
            naming.known(value, naming.group[band])
    for value in lost:
        naming.refuse(
            value,
            "hold dates where bands of ages should be: a spreadsheet turned labels such as 5-9 into dates",
            "Write the bands as text, such as 5 to 9, and save the file again.",
        )
    return naming


def name_plain(dimension: Dimension, values: Iterable[Any]) -> Naming:
    """Name raw values as they stand, or as the groups and labels an own dimension lists.

    >>> from hitoolkit import catalogue
    >>> name_plain(catalogue.dimension("specialty"), ["110 ", "&", None]).group
    {'110 ': '110', '&': 'Not known', None: 'Not known'}
    """
    listed = {label.strip().lower(): group for group, label in zip(dimension.groups, dimension.labels, strict=False)}
    listed |= {group.strip().lower(): group for group in dimension.groups}
    concept = concepts().get(dimension.column)
    spelt = concept.recode if concept is not None and listed else {}
    naming = Naming()
    for value in values:
        text = raw_text(value)
        text = spelt.get(heading_key(text), text)
        if text.lower() == "not stated":
            naming.unknown(value, "not stated", NOT_STATED)
        elif is_blank(text) or text == "&":
            naming.unknown(value, "blank or not known")
        elif not listed:
            # "All" is the whole in a table, so a group of that name would be counted twice.
            naming.known(value, text if text != "All" else "All (as recorded)")
        elif text.lower() in listed:
            naming.known(value, listed[text.lower()])
        else:
            naming.unknown(value, f"not one of the groups of {dimension.id}")
    return naming
