"""Life and healthy life expectancy by deprivation, a row for each group, as published and as often reshaped."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit.catalogue.columns import heading_key as plain
from hitoolkit.errors import InputError
from hitoolkit.readers.accounting import account, leave_out
from hitoolkit.readers.cells import Headings, numbers
from hitoolkit.readers.labels import WHOLES, dimension_of, group_labels
from hitoolkit.table import WHOLE

NAME = "life_expectancy"
ABOUT = "period, imd_decile, sex, and le or hle in years"

VALUES = {
    "life_expectancy": {"le", "lifeexpectancy", "lifeexpectancyatbirth"},
    "healthy_life_expectancy": {"hle", "healthylifeexpectancy", "healthylifeexpectancyatbirth"},
}
STEMS = {"life_expectancy": "le", "healthy_life_expectancy": "hle"}
#: A heading of limits without the words that make no difference: `Lower CI 95.0 limit` is `lower`.
NOISE = re.compile(r"950|95|%|[()]|years|confidence|interval|limit|ci|cl")
LIMITS = {"lower": ("lower", "l", "lb"), "upper": ("upper", "u", "ub")}
#: Columns beside the years that name them too, and hold a share or a slope.
NO_YEARS = re.compile(r"proportion|percent|%|slope|sii|lower|upper|code|difference|rank")
SEXES = {"m": "Male", "male": "Male", "men": "Male", "1": "Male", "f": "Female", "female": "Female", "women": "Female",
         "2": "Female"}  # fmt: skip
AT_BIRTH = {"", "0", "<1", "under 1", "birth", "at birth"}


def matches(headings: list[str]) -> bool:
    """Told by a deprivation group and a column of life or healthy life expectancy."""
    has_group = any(_deprivation(heading) for heading in headings)
    return has_group and any(_value(heading) in VALUES for heading in headings)


def read(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row for each indicator, period, sex and group; sex is a stratum; limits are taken where they are printed."""
    frame = _at_birth(frame, file)
    named = Headings(frame, file)
    limits = {NOISE.sub("", name): heading for name, heading in named.items()}
    group = next(heading for heading in frame.columns if _deprivation(heading))
    dimension = _deprivation(group)
    parts = []
    for indicator in VALUES:
        found = [heading for heading in frame.columns if _value(heading) == indicator]
        if not found:
            continue
        part = pd.DataFrame({"indicator": indicator, "dimension": dimension}, index=frame.index)
        if plain(group) in named.twice or plain(found[0]) in named.twice:
            raise InputError(f"{file} has a column of tenths, or of years, twice. Rename or remove one of them.")
        part["group"] = group_labels(dimension, frame[group], group, file)
        part["value"], hidden = numbers(frame[found[0]], found[0], file)
        _refuse_impossible(part["value"], found[0], file)
        part["flag"] = hidden.map({True: "suppressed", False: ""})
        for name in ("period", "area"):
            if name in named:
                part[name] = frame[named[name]]
        if "sex" in named:
            part["stratum"] = frame[named["sex"]].map(_stratum)
        for limit, headings in LIMITS.items():
            stems = [STEMS[indicator]]
            if not any(_value(heading) in VALUES and _value(heading) != indicator for heading in frame.columns):
                # Without a stem, limits can only be those of the one value there is.
                stems.append("")
            own = [limits[f"{stem}{name}"] for stem in stems for name in headings if f"{stem}{name}" in limits]
            if own:
                part[limit], _ = numbers(frame[own[0]], own[0], file)
        parts.append(part)
    table = account(pd.concat(parts, ignore_index=True), frame)
    table["source"] = "life_expectancy_by_decile"
    return table


def _value(heading: str) -> str:
    """The indicator whose years a column holds, or nothing."""
    key = plain(heading).replace("(years)", "").replace("inyears", "")
    for indicator, spellings in VALUES.items():
        if key in spellings:
            return indicator
    if "lifeexpectancy" not in key or NO_YEARS.search(key):
        return ""
    healthy = "healthylifeexpectancy" in key or "(hle)" in key
    return "healthy_life_expectancy" if healthy else "life_expectancy"


def _deprivation(heading: str) -> str:
    """The dimension of a column of deprivation tenths or fifths, or nothing; a code beside a label is not needed."""
    known = dimension_of(heading) or ""
    if known.startswith("imd_"):
        return known
    key = plain(heading)
    if "depriv" not in key or "code" in key or "expectancy" in key:
        return ""
    return "imd_decile" if "decile" in key else "imd_quintile" if "quintile" in key else ""


def _stratum(sex: object) -> str:
    text = "" if sex is None or sex != sex else str(sex).strip().lower()
    if text in WHOLES or not text:
        return WHOLE
    known = SEXES.get(text.removesuffix("s"), SEXES.get(text))
    return f"sex={known or text.capitalize()}"


def _at_birth(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Where a column of ages is there, the rows at birth: at 65 the same words mean something else."""
    ages = [heading for heading in frame.columns if plain(heading) in ("age", "agegroup", "ageband")]
    if not ages:
        return frame
    kept = frame[ages[0]].map(lambda age: ("" if age is None or age != age else str(age).strip().lower()) in AT_BIRTH)
    if not kept.any():
        raise InputError(
            f'{file}, column "{ages[0]}": no row is at birth (0 or <1), and life expectancy is read at birth only. '
            "Add those rows, or give another file."
        )
    return leave_out(frame, ~kept, "an age other than at birth")


def _refuse_impossible(years: pd.Series, heading: str, file: str) -> None:
    wrong = (years <= 0) | (years > 120)
    if wrong.any():
        row = int(wrong.to_numpy().argmax()) + 1
        raise InputError(
            f'{file}, column "{heading}": life expectancy should be years between 0 and 120 (first: row {row} below '
            "the heading). Check the column's unit."
        )
