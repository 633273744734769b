"""Ethnic category codes and names to the 16 categories of 2001 and the five groups, missing kinds kept apart."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from hitoolkit.groups.naming import NOT_STATED, Naming, is_blank, raw_text

CODES = "2001 codes"
CENSUS = "2021 census groups"
#: Number codes of hospital extracts before April 2001, alone and beside the letters that followed them.
OLD, OLD_AND_CODES = "number codes of 1995 to 2001", "number codes of 1995 to 2001 beside 2001 codes"
#: A second letter or digit is a trust's own finer code; N is left out, for NA, NK and NS mean that nothing is known.
#: It is believed only beside national codes, and not where another two letters show that they are abbreviations.
FINER = re.compile(r"([A-HJ-MPRS])([A-Z0-9*])")

ASIAN = "Asian or Asian British"
LETTERS = "Recode them to the letters A to S, Z and 99."
ABBREVIATED = "hold codes of two letters that may be abbreviations (such as AS for Asian), not the national codes"
FIGURES = "hold one-figure number codes (0 to 9), which stand for other groups before 2001 and in local systems"
NAME_OLD = (
    'If they are those of hospital extracts of 1995 to 2001, name the column: columns={"ethnic_code_before_2001": '
    '"HEADING"}; else recode them to the letters A to S, Z and 99.'
)
BROAD = 'Ask for dimension "ethnic_group", or use a column of ethnic category codes.'
NHS = 'Ask for dimension "ethnic_group", or use a column of ethnic category codes or of census groups.'
CHINESE = 'Chinese is in another group there. Ask for dimension "ethnic_group_2021", or keep rows of one kind.'


def name_ethnic(
    values: Iterable[Any], categories: bool = False, census: bool = False, numbers: bool = False
) -> Naming:
    """Name raw ethnic codes or names as five groups, or (`categories`) as the 16 categories of 2001, 19 of 2021.

    `census` takes the groups of the 2021 census, where Chinese is among the Asian groups; else those of the NHS codes
    of 2001, where it is among the others. `numbers` says that one figure stands for a group as in hospital extracts of
    1995 to 2001; unsaid, such figures are refused, for local systems use them in other ways.
    Z is Not stated; 99, X, 99/X and blanks are Not known; a code that does not exist is Not known too, with its own
    reason. The edition says which groups were made.

    >>> naming = name_ethnic(["A ", "h", "White - Irish", "Z", 99.0, "99/X", "Q"])
    >>> naming.group["h"], naming.group["White - Irish"], naming.group["Z"], naming.group["99/X"]
    ('Asian or Asian British', 'White', 'Not stated', 'Not known')
    >>> naming.reason["Q"]
    'not a valid ethnic category code'
    >>> name_ethnic(["R"]).group["R"], name_ethnic(["R"], census=True).group["R"]
    ('Any other ethnic group', 'Asian, Asian British or Asian Welsh')
    """
    values = list(values)
    naming, place = Naming(CENSUS if census else CODES), _Place(categories, census)
    doubtful = _doubtful({raw_text(value).upper() for value in values})
    for value in values:
        text = raw_text(value)
        key = _missing_key(name_key(text))
        if re.fullmatch(r"\d", key):
            _number(naming, value, key, place, numbers)
        elif is_blank(text):
            naming.unknown(value, "blank or not known")
        elif text.upper() in doubtful:
            naming.refuse(value, ABBREVIATED, LETTERS)
        elif key in _told()["missing"]:
            group = _told()["missing"][key]
            naming.unknown(value, "not stated (Z)" if group == NOT_STATED else "not known (99 or X)", group)
        else:
            place.name(naming, value, _code(text, key), key)
    place.finish(naming, {raw_text(value) for value in values})
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


@dataclass
class _Place:
    """Puts codes and names into the groups wanted, and sees what a column holds as a whole."""

    categories: bool
    census: bool
    valid: int = 0
    #: Values by the grouping that they rest on and cannot leave: a group that says, or does not say, who is in it.
    of_census: list[Any] = field(default_factory=list)
    of_codes: list[Any] = field(default_factory=list)

    def name(self, naming: Naming, value: Any, code: str, key: str) -> None:
        told = _told()
        newer = "" if code else told["newer"].get(key) or told["newer"].get(_without_group(key), "")
        group = told["groups"].get(key) or told["census"].get(key, "")
        if code:
            if code == "R":
                self.of_codes.append(value)
            self._known(naming, value, code if self.categories else self._five(told["of"][code], code == "R"))
        elif group and self.categories:
            self.valid += 1
            naming.refuse(value, "hold the five broad groups, which cannot be split into categories", BROAD)
        elif group:
            if key in told["census"]:
                self.of_census.append(value)
            elif group == ASIAN:
                self.of_codes.append(value)
                if self.census:
                    naming.refuse(value, "hold a broad Asian group that does not say where Chinese people are", NHS)
            self._known(naming, value, self._five(group))
        elif newer and self.categories and not self.census:
            self.valid += 1
            naming.unknown(value, "a category of the 2021 census that has no 2001 code")
        elif newer and self.categories:
            self._known(naming, value, told["nineteen"].get(key) or told["nineteen"][_without_group(key)])
        elif newer:
            self._known(naming, value, self._five(newer))
        else:
            naming.unknown(value, "not a valid ethnic category code")

    def finish(self, naming: Naming, texts: set[str]) -> None:
        """What only the whole column tells: two groupings in it, or no ethnic code at all."""
        if self.of_census and not self.census:
            naming.edition = CENSUS
            for value in self.of_codes:
                naming.refuse(value, "follow the NHS grouping of 2001 beside groups of the 2021 census", CHINESE)
        if naming.edition == OLD and {text.strip("* ").upper() for text in texts} & {*_told()["of"]}:
            naming.edition = OLD_AND_CODES
        wrong = [value for value, reason in naming.reason.items() if reason.startswith("not a valid")]
        if wrong and not self.valid:
            what = "hold no ethnic category code or name that is known"
            naming.refused[(what, "Check that this is the right column")] = wrong

    def _known(self, naming: Naming, value: Any, group: str) -> None:
        self.valid += 1
        naming.known(value, group)

    def _five(self, group: str, chinese: bool = False) -> str:
        return _told()["five_2021"][ASIAN if chinese else group] if self.census else group


def _number(naming: Naming, value: Any, key: str, place: _Place, numbers: bool) -> None:
    """One figure: a group of 1995 to 2001 where the user said so; it has no Mixed group, and White is not split."""
    if not numbers:
        naming.refuse(value, FIGURES, NAME_OLD)
    elif place.categories:
        naming.refuse(value, "hold the number codes of 1995 to 2001, which cannot be split into categories", BROAD)
    elif key == "9":
        naming.unknown(value, "not given (9)", NOT_STATED)
    else:
        naming.edition = f"{CENSUS}, from {OLD}" if place.census else OLD
        place._known(naming, value, place._five(_told()["before_2001"][key], chinese=key == "7"))


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
        "before_2001": raw["before_2001"],
        "five_2021": raw["five_2021"],
        "nineteen": turned(raw["nineteen"]),
        "of": raw["of"],
        "groups": turned(raw["groups"]),
        "census": turned(raw["census"]),
        "categories": {**turned(raw["categories"]), **either},
        "newer": turned(raw["newer"]),
        "missing": turned(raw["missing"]),
    }
