"""Deprivation tenths and fifths in all the ways they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hitoolkit.groups.naming import Naming, is_blank, raw_text

ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
ELSEWHERE = ("resident elsewhere", "pseudo postcode", "no fixed abode", "non-uk", "not england", "outside england")
MEND_RANKS = "Use the column of deciles; postcode files put the national rank in their imd column."
RECODE = "Check which column this is, and leave the cell empty where the tenth is not known."


def name_deciles(values: Iterable[Any], edition: str, fifths: bool = False) -> Naming:
    """Name raw values of a column of tenths as tenths, or as fifths (tenths in pairs).

    >>> naming = name_deciles(["01 - Most deprived", 8.0, "Less deprived 10-20%", None, 0], "IMD 2019 national")
    >>> [naming.group.get(value) for value in ["01 - Most deprived", 8.0, "Less deprived 10-20%", None]]
    ['1', '8', '9', 'Not known']
    >>> list(naming.refused.values())
    [[0]]
    """
    naming = Naming(edition or "not stated")
    values = list(values)
    ranks = any(re.fullmatch(r"\d{3,}", raw_text(value)) for value in values)
    for value in values:
        found = _unknown(value, naming)
        if found is None:
            continue
        decile = decile_of(found)
        if isinstance(decile, str) and ranks and re.fullmatch(r"\d+", found):
            naming.refuse(value, "hold ranks of areas, not tenths 1 to 10", MEND_RANKS)
        elif isinstance(decile, str):
            naming.refuse(value, decile, _mend_decile(found))
        else:
            naming.known(value, str((decile + 1) // 2 if fifths else decile))
    return naming


def name_quintiles(values: Iterable[Any], edition: str) -> Naming:
    """Name raw values of a column of fifths.

    >>> name_quintiles(["Q1", "Average deprived quintile", "20% least deprived"], "").group
    {'Q1': '1', 'Average deprived quintile': '3', '20% least deprived': '5'}
    """
    naming = Naming(edition or "not stated")
    for value in values:
        found = _unknown(value, naming)
        if found is None:
            continue
        quintile = quintile_of(found)
        if isinstance(quintile, str):
            naming.refuse(
                value, quintile, "Check which column this is, and leave the cell empty where it is not known."
            )
        else:
            naming.known(value, str(quintile))
    return naming


def decile_of(text: str) -> int | str:
    """The tenth a label stands for (1 = most deprived), or what is wrong with it.

    >>> [decile_of(label) for label in ["02", "1st Decile (Most)", "10 (least deprived)", "Third more deprived decile"]]
    [2, 1, 10, 3]
    """
    return _part(text, 10, ("decile", "tenth", "imd decile", "d"))


def quintile_of(text: str) -> int | str:
    """The fifth a label stands for (1 = most deprived), or what is wrong with it.

    >>> quintile_of("More deprived 20-40%"), quintile_of("IMD quintile 4")
    (2, 4)
    """
    return _part(text, 5, ("quintile", "fifth", "imd quintile", "q"))


def _unknown(value: Any, naming: Naming) -> str | None:
    text = raw_text(value)
    low = text.lower()
    if is_blank(text) or low in ("not stated", "z"):
        naming.unknown(value, "blank or not known")
    elif low.startswith(ELSEWHERE):
        naming.unknown(value, "lives outside England, or has no fixed address")
    else:
        return text
    return None


def _part(text: str, parts: int, nouns: tuple[str, ...]) -> int | str:
    low = re.sub(r"\(imd ?\d*\)|\bimd ?20\d\d\b|\bimd\b", "", text.lower())
    low = re.sub(r"\s+", " ", low).strip(" :")
    side = _side(low)
    number = _number(low, nouns)
    if number is not None:
        return _checked(number, side, parts)
    percent = re.search(r"(\d+)\s*%?\s*(?:-|\u2013|to)\s*(\d+)\s*%|(\d+)\s*%", low)
    if percent and side:
        return _from_percent(percent, side, parts)
    return _from_words(low, side, parts)


def _side(low: str) -> str:
    found = re.search(r"\b(most|more|least|less|average)\b", low)
    return found.group(1) if found else ""


def _number(low: str, nouns: tuple[str, ...]) -> int | float | None:
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", low):
        value = float(low)
        return int(value) if value.is_integer() else value
    words = "|".join(nouns)
    found = (
        re.fullmatch(r"0?(\d+)\s*(?:-|\u2013|:|\.)?\s*\(?(?:most|more|less|least|average)\b[^%\d]*", low)
        or re.fullmatch(rf"(?:{words})\s*:?-?\s*0?(\d+)(?:\s*\(?\s*(?:most|more|less|least)\b[^%\d]*)?", low)
        or re.fullmatch(rf"0?(\d+)(?:st|nd|rd|th)?\s+(?:{words})s?(?:\s*\(?\s*(?:most|more|less|least)\b[^%\d]*)?", low)
        or re.fullmatch(r"0?(\d+)(?:st|nd|rd|th)", low)
    )
    return int(found.group(1)) if found else None


def _checked(number: int | float, side: str, parts: int) -> int | str:
    name = "tenth" if parts == 10 else "fifth"
    if isinstance(number, float) or not 1 <= number <= parts:
        if isinstance(number, float):
            return f"hold numbers with a decimal point, such as scores, not a {name} 1 to {parts}"
        # A long number may be that of a person, typed into the wrong column.
        shown = str(number) if abs(number) < 100 else "numbers of three figures or more"
        return f"hold {shown}, and a deprivation {name} runs from 1 to {parts}"
    half = parts / 2
    wrong = (
        (side == "most" and number != 1 and number > half)
        or (side == "least" and number <= half)
        or (side == "more" and number > half + 0.5)
        or (side == "less" and number <= half)
    )
    if wrong:
        return f"count from the least deprived; here {name} 1 is the most deprived"
    return int(number)


def _from_percent(percent: re.Match[str], side: str, parts: int) -> int | str:
    width = 100 // parts
    if percent.group(3):
        upper, lower = int(percent.group(3)), 0
    else:
        lower, upper = int(percent.group(1)), int(percent.group(2))
    if upper - lower != width or upper % width:
        return f"name a share that is not one {'tenth' if parts == 10 else 'fifth'}"
    at = upper // width
    return at if side in ("most", "more") else parts + 1 - at


def _from_words(low: str, side: str, parts: int) -> int | str:
    order = next((number for word, number in ORDINALS.items() if low.startswith(word)), None)
    noun = "decile|tenth" if parts == 10 else "quintile|fifth"
    fits = re.fullmatch(
        rf"(?:(?:second|third|fourth|fifth)\s+)?(?:most|more|less|least|average)\s+deprived(?:\s+(?:{noun}))?s?", low
    )
    if not fits:
        return "hold something that is not a known way to write a deprivation " + ("tenth" if parts == 10 else "fifth")
    if side == "average":
        return 3 if parts == 5 else "name the middle of five, not a tenth"
    at = order or 1
    if at > parts / 2 + 0.5:
        return "hold something that is not a known way to write a deprivation " + ("tenth" if parts == 10 else "fifth")
    return at if side in ("most", "more") else parts + 1 - at


def _mend_decile(text: str) -> str:
    if text.lower().startswith(("q", "imd q")) or "quintile" in text.lower():
        return 'If the column holds fifths, name it so: columns={"imd_quintile": "HEADING"}.'
    if re.fullmatch(r"-?\d+", text):
        return "If that means not known, leave those cells empty; it is never taken to be."
    return RECODE
