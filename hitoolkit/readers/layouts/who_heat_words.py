"""What a HEAT table says of its indicators and dimensions, beside what the catalogue says of them."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import InputError
from hitoolkit.readers.published_names import block_to_paste, dimension_called, id_of, indicator_called
from hitoolkit.table import UNKNOWN, WHOLE

FAVOURABLE, SCALE, ORDERED = "favourableindicator", "indicatorscale", "ordereddimension"
ORDER, REFERENCE = "subgrouporder", "referencesubgroup"
WORDS = (FAVOURABLE, SCALE, ORDERED, ORDER, REFERENCE)
#: The rows that are not groups: they have no place in an order, and are no reference.
NO_GROUPS = {WHOLE, *UNKNOWN, "Group not known"}


def indicator_of_file(rows: pd.DataFrame) -> str:
    """The block of an indicator, made from the file, as one line of TOML."""
    abbreviation, name = rows["indicatorabbr"].iloc[0], rows["indicatorname"].iloc[0]
    scale = pd.to_numeric(rows.get(SCALE, pd.Series(dtype=str)), errors="coerce")
    scale = scale[scale.between(1, 1e6)]
    per = float(scale.iloc[0]) if len(scale) else 1.0
    favourable = _said(rows, FAVOURABLE)
    lines: dict[str, object] = {"name": name, "kind": "proportion" if per == 100 else "rate" if per > 1 else "value"}
    if per > 1:
        lines |= {"per": int(per), "unit": "%" if per == 100 else f"per {per:,.0f}"}
    lines["better"] = {"1": "higher", "0": "lower"}.get(favourable, "lower, higher or neither")
    if id_of(abbreviation) != abbreviation:
        lines["known_as"] = [abbreviation]
    return block_to_paste("indicator", id_of(abbreviation), lines)


def dimension_of_file(rows: pd.DataFrame) -> str:
    """The block of a dimension, made from the file, groups from the most to the least disadvantaged (order 1 first)."""
    name, ordered = rows["dimension"].iloc[0], _said(rows, ORDERED) == "1"
    groups = rows[~rows["subgroup"].isin(NO_GROUPS)]
    if ordered and ORDER in rows:
        groups = groups.assign(place=pd.to_numeric(groups[ORDER], errors="coerce")).sort_values("place", kind="stable")
    lines: dict[str, object] = {"name": name, "ordered": ordered, "groups": list(dict.fromkeys(groups["subgroup"]))}
    if not ordered and REFERENCE in rows and (groups[REFERENCE] == "1").any():
        lines["reference"] = groups.loc[groups[REFERENCE] == "1", "subgroup"].iloc[0]
    return block_to_paste("dimension", id_of(name), lines)


def refuse_other_words(tidy: pd.DataFrame, file: str) -> None:
    """Raise InputError where the file breaks WHO's rules, or says something else than the catalogue."""
    for column, allowed in ((FAVOURABLE, {"0", "1"}), (ORDERED, {"0", "1"}), (REFERENCE, {"0", "1"})):
        if column in tidy:
            tidy[column] = tidy[column].str.replace(r"\.0+$", "", regex=True)
            wrong = ~tidy[column].isin({*allowed, ""})
            if wrong.any():
                row = tidy.index[wrong][0] + 1
                raise InputError(f"{file}: {_heading(column)} should be 0 or 1 (first: row {row} below the heading). "
                                 "Mend that column.")  # fmt: skip
    for name, rows in tidy.groupby("indicatorabbr", sort=False):
        block = catalogue.indicator(str(indicator_called(str(name))))
        said = _one(rows, FAVOURABLE, f"{file}: the indicator {name}")
        if said and block.better != "neither" and (said == "1") != (block.better == "higher"):
            raise InputError(
                f"{file} says that {'higher' if said == '1' else 'lower'} is better for {name}, and the catalogue that "
                f"{block.better} is. Mend favourable_indicator, or read the file under another id."
            )
        scale = pd.to_numeric(pd.Series(_one(rows, SCALE, f"{file}: the indicator {name}")), errors="coerce").iloc[0]
        if scale == scale and scale != block.per:
            raise InputError(
                f"{file} gives {name} on a scale of {scale:g}, and the catalogue has it per {block.per:g}. Bring the "
                "estimates to one scale, or read the file under another id."
            )
    for name, rows in tidy.groupby("dimension", sort=False):
        _refuse_other_order(str(name), rows[~rows["subgroup"].isin(NO_GROUPS)], file)


def _refuse_other_order(name: str, rows: pd.DataFrame, file: str) -> None:
    block = catalogue.dimension(str(dimension_called(name)))
    ordered = _one(rows, ORDERED, f"{file}: the dimension {name}")
    if ordered and (ordered == "1") != block.ordered:
        raise InputError(
            f"{file} says that the groups of {name} have {'an' if ordered == '1' else 'no'} order, and the catalogue "
            f"that they have {'one' if block.ordered else 'none'}. Mend ordered_dimension, or use another dimension."
        )
    if block.ordered and ORDER in rows:
        places = pd.to_numeric(rows[ORDER], errors="coerce")
        said = rows.assign(place=places).drop_duplicates("subgroup").sort_values("place", kind="stable")
        labels = dict(zip(block.labels, block.groups, strict=False))
        groups = [labels.get(one, one) for one in said["subgroup"]]
        wanted = [one for one in block.groups if one in groups]
        if groups != wanted and {*groups} <= {*block.groups}:
            counts = "from the other end" if groups == wanted[::-1] else "in another order"
            raise InputError(
                f"{file}: subgroup_order of {name} counts {counts}; in WHO's template 1 is the most disadvantaged, as "
                "in the catalogue. Mend that column."
            )
    if not block.ordered and REFERENCE in rows and (rows[REFERENCE] == "1").any():
        places_of = [one for one in ("setting", "date", "source", "indicatorabbr", "edition", "stratum") if one in rows]
        chosen = rows[rows[REFERENCE] == "1"].groupby(places_of)["subgroup"].size()
        if (chosen > 1).any():
            raise InputError(f"{file}: {name} has several reference subgroups for one indicator. Mark one.")


def _one(rows: pd.DataFrame, column: str, where: str) -> str:
    """What a column says of an indicator or dimension in all its rows; raises InputError where it says two things."""
    if column not in rows:
        return ""
    said = {one for one in rows[column] if one}
    if len(said) > 1:
        raise InputError(f"{where} has two values of {_heading(column)}. Give it the same in every row.")
    return next(iter(said), "")


def _said(rows: pd.DataFrame, column: str) -> str:
    return str(rows[column].iloc[0]).removesuffix(".0") if column in rows else ""


def _heading(column: str) -> str:
    return {FAVOURABLE: "favourable_indicator", SCALE: "indicator_scale", ORDERED: "ordered_dimension",
            ORDER: "subgroup_order", REFERENCE: "reference_subgroup"}[column]  # fmt: skip
