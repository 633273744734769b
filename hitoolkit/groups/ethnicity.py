"""Ethnic category codes and names to the 16 categories of 2001 and the five groups, missing kinds kept apart."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

from hitoolkit.groups.naming import NOT_STATED, Naming, is_blank, raw_text

CODES = "2001 codes"
CENSUS = "2021 census groups"
#: A second letter or digit is a trust's own finer code; N is left out, for NA, NK and NS mean that nothing is known.
#: It is believed only beside national codes, and not where another two letters show that they are abbreviations.
FINER = re.compile(r"([A-HJ-MPRS])([A-Z0-9*])")


def name_ethnic(values: Iterable[Any], categories: bool = False) -> Naming:
    """Name raw ethnic codes or names as the five groups, or as the 16 categories of 2001.

    Z is Not stated; 99, X, 99/X and blanks are Not known; a code that does not exist is Not known too, with its own
    reason. The number codes used before 2001 (0 to 9) are refused, for they stand for other groups.

    >>> naming = name_ethnic(["A ", "h", "White - Irish", "Z", 99.0, "99/X", "Q"])
    >>> naming.group["h"], naming.group["White - Irish"], naming.group["Z"], naming.group["99/X"]
    ('Asian or Asian British', 'White', 'Not stated', 'Not known')
    >>> naming.reason["Q"]
    'not a valid ethnic category code'
    """
    told, naming = _told(), Naming(CODES)
    valid = 0
    values = list(values)
    doubtful = _doubtful({raw_text(value).upper() for value in values})
    for value in values:
        text = raw_text(value)
        key = _missing_key(name_key(text))
        if re.fullmatch(r"\d", key):
            naming.refuse(
                value,
                "hold one-figure number codes (0 to 9), which stand for other groups before 2001 and in local systems",
                "Recode them to the letters A to S, Z and 99.",
            )
        elif is_blank(text):
            naming.unknown(value, "blank or not known")
        elif text.upper() in doubtful:
            naming.refuse(
                value,
                "hold codes of two letters that may be abbreviations (such as AS for Asian), not the national codes",
                "Recode them to the letters A to S, Z and 99.",
            )
        elif key in told["missing"]:
            group = told["missing"][key]
            naming.unknown(value, "not stated (Z)" if group == NOT_STATED else "not known (99 or X)", group)
        else:
            valid += _place(naming, value, _code(text, key), key, categories)
    if not valid and any(reason.startswith("not a valid") for reason in naming.reason.values()):
        wrong = [value for value, reason in naming.reason.items() if reason.startswith("not a valid")]
        naming.refused[
            ("hold no ethnic category code or name that is known", "Check that this is the right column")
        ] = wrong
    return naming


def name_key(text: str) -> str:
    """A name without case and punctuation, `and` and `&` alike.

    >>> name_key("White & Black-Caribbean"), name_key("99/X")
    ('white and black caribbean', '99 x')
    """
    low = text.lower().replace("&", " and ")
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9]+", " ", low)).strip()


def name_words(whole: bool = False) -> set[str]:
    """The words that known names of ethnic categories and groups are made of, or the names themselves.

    >>> "caribbean" in name_words(), "white british" in name_words(whole=True)
    (True, True)
    """
    kinds = ("groups", "census", "categories", "newer", "missing")
    names = {name for kind in kinds for name in _told()[kind]}
    return names if whole else {word for name in names for word in name.split()}


def _place(naming: Naming, value: Any, code: str, key: str, categories: bool) -> int:
    told = _told()
    if code:
        naming.known(value, code if categories else told["of"][code])
        return 1
    group, census = told["groups"].get(key), told["census"].get(key)
    if census:
        naming.edition = CENSUS
    found = group or census
    if found and not categories:
        naming.known(value, found)
        return 1
    if found:
        naming.refuse(
            value,
            "hold the five broad groups, which cannot be split into the 16 categories",
            'Ask for dimension "ethnic_group", or use a column of ethnic category codes.',
        )
        return 1
    newer = told["newer"].get(key) or told["newer"].get(_without_group(key))
    if newer and not categories:
        naming.known(value, newer)
    elif newer:
        naming.unknown(value, "a category of the 2021 census that has no 2001 code")
    else:
        naming.unknown(value, "not a valid ethnic category code")
        return 0
    return 1


def _code(text: str, key: str) -> str:
    """The letter a code or name stands for, or nothing."""
    told = _told()
    upper = text.upper().strip("* ")
    if upper in told["of"]:
        return upper
    finer = FINER.fullmatch(text.upper())
    if finer and finer.group(1) in told["of"]:
        return finer.group(1)
    if key in told["categories"]:
        return told["categories"][key]
    labelled = re.match(r"^([A-HJ-NPRS])\s*[-:\u2013)]\s*(.+)$", text, re.IGNORECASE)
    if labelled and _code("", name_key(labelled.group(2))) == labelled.group(1).upper():
        return labelled.group(1).upper()
    return told["categories"].get(_without_group(key), "")


def _without_group(key: str) -> str:
    """A name without the name of a group before it: `white irish` is `irish`."""
    told = _told()
    names = {*told["groups"], *told["census"], "other ethnic group", "any other ethnic group"}
    before = max((name for name in names if key.startswith(name + " ")), key=len, default="")
    return key[len(before) :].strip()


def _missing_key(key: str) -> str:
    """The code in `z not stated`, `99 not known` or `not stated z`, else the name as it is."""
    missing = _told()["missing"]
    code, _, name = key.partition(" ")
    if code in ("z", "99", "x") and name in missing:
        return code
    name, _, code = key.rpartition(" ")
    return code if code in ("z", "99", "x") and name in missing else key


def _doubtful(texts: set[str]) -> set[str]:
    """Codes of two letters that are no finer national codes, as far as their neighbours tell."""
    two = {text for text in texts if re.fullmatch(r"[A-Z]{2}", text) and not is_blank(text)}
    finer = {text for text in two if FINER.fullmatch(text)}
    national = {text.strip("* ") for text in texts} & {*_told()["of"]}
    return finer if finer and (two - finer - {"NS"} or not national) else set()


@lru_cache(maxsize=1)
def _told() -> dict[str, dict[str, str]]:
    text = resources.files("hitoolkit.groups").joinpath("ethnicity.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)

    def turned(table: dict[str, list[str]]) -> dict[str, str]:
        return {name: target for target, names in table.items() for name in names}

    either = turned(raw["either"])
    return {
        "of": raw["of"],
        "groups": turned(raw["groups"]),
        "census": turned(raw["census"]),
        "categories": {**turned(raw["categories"]), **either},
        "newer": turned(raw["newer"]),
        "missing": turned(raw["missing"]),
    }
