"""Sex as recorded: NHS codes and words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hitoolkit.groups.naming import NOT_STATED, Naming, is_blank, raw_text

MALE = {"1", "m", "male", "man", "boy", "men", "males"}
FEMALE = {"2", "f", "female", "woman", "girl", "women", "females"}
#: NHS codes: 0 and X not known, 9 indeterminate or not specified, 3 used before 1996.
OTHER = {
    "9": "indeterminate or not specified (9)",
    "i": "indeterminate or not specified (9)",
    "indeterminate": "indeterminate or not specified (9)",
    "not specified": "indeterminate or not specified (9)",
    "0": "not known (0 or X)",
    "x": "not known (0 or X)",
    "u": "not known (0 or X)",
    "3": "indeterminate or not specified (9)",
}


def name_sex(values: Iterable[Any]) -> Naming:
    """Name raw codes or words for sex as Female and Male.

    >>> naming = name_sex(["1", "F", 9.0, ""])
    >>> naming.group["1"], naming.group["F"], naming.group[9.0], naming.reason[""]
    ('Male', 'Female', 'Not known', 'blank or not known')

    A column of 0 and 1 alone is refused: NHS codes are 1 and 2, so it follows another rule.
    """
    naming = Naming()
    values = list(values)
    texts = {_code(value) for value in values}
    if {"0", "1"} <= texts and "2" not in texts:
        for value in values:
            if _code(value) in ("0", "1"):
                naming.refuse(
                    value, "hold 0 and 1 but no 2, which is not the NHS code", "Write 1 for male and 2 for female."
                )
    for value in values:
        low = _code(value)
        if low in MALE or low in FEMALE:
            naming.known(value, "Male" if low in MALE else "Female")
        elif low in ("not stated", "z"):
            naming.unknown(value, "not stated", NOT_STATED)
        elif is_blank(low) or low in OTHER:
            naming.unknown(value, OTHER.get(low, "blank or not known"))
        else:
            naming.unknown(value, "not a code for sex that is known")
    return naming


def _code(value: Any) -> str:
    """Codes may be written with a zero before them."""
    low = raw_text(value).lower()
    return low[1:] if low in ("00", "01", "02", "03", "09") else low
