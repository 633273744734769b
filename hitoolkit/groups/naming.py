"""What naming raw values gives: the group of each value, why some are not known, and what must be mended first."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

NOT_KNOWN = "Not known"
NOT_STATED = "Not stated"
#: Ways to write that nothing is known, in lower case.
BLANKS = {
    "", "null", "none", "nan", "na", "n/a", "#n/a", "<na>", "nat", "-", "--", ".", "..", ":", "?", "unknown", "unk",
    "not known", "not recorded", "missing", "not available", "not applicable", "n/k", "nk", "not provided", "no data",
}  # fmt: skip


@dataclass
class Naming:
    """The groups of raw values; every value is in `group` or, where it must be mended first, in `refused`."""

    edition: str = "as recorded"
    group: dict[Any, str] = field(default_factory=dict)
    #: Why a value is in Not known or Not stated.
    reason: dict[Any, str] = field(default_factory=dict)
    #: Why values cannot be used, and what to do: (what is wrong, mend) -> values.
    refused: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def known(self, value: Any, group: str) -> None:
        self.group[value] = group

    def unknown(self, value: Any, reason: str, group: str = NOT_KNOWN) -> None:
        self.group[value], self.reason[value] = group, reason

    def refuse(self, value: Any, what: str, mend: str) -> None:
        self.refused.setdefault((what, mend), []).append(value)


def raw_text(value: Any) -> str:
    """A raw value as text: 8.0 as 8, written as number or text; no spaces around, nothing where there is nothing.

    >>> raw_text(8.0), raw_text("8.0"), raw_text(" A\\u00a0"), raw_text(None), raw_text(float("nan"))
    ('8', '8', 'A', '', '')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = re.sub(r"[\s\u00a0\u200b]+", " ", str(value)).strip()
    # A column of whole numbers with a gap in it is written 8.0 by many programs.
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


def is_blank(text: str) -> bool:
    """Whether a text only says that nothing is known.

    >>> is_blank("Not Known"), is_blank("Missing value / outside range"), is_blank("7")
    (True, True, False)
    """
    low = text.lower()
    return low in BLANKS or low.startswith(("missing val", "unknown"))
