"""What a written band or flag says of the number it was made from: the least and the most it leaves room for."""

from __future__ import annotations

import math
import re
from typing import Any

from hitoolkit.groups import raw_text

Span = tuple[float, float]
#: Words for a band of pregnancy, and the weeks they stand for (World Health Organization).
PREGNANCY = {
    "extremely preterm": (0, 28), "very preterm": (0, 32), "moderate preterm": (32, 37), "late preterm": (32, 37),
    "moderate to late preterm": (32, 37), "preterm": (0, 37), "premature": (0, 37), "early term": (37, 39),
    "term": (37, 43), "full term": (37, 43), "late term": (41, 43), "post term": (42, math.inf),
    "postterm": (42, math.inf),
}  # fmt: skip
YES = {"y", "yes", "1", "true", "t", "breach", "breached", "over"}
NO = {"n", "no", "0", "false", "f", "within", "not breached", "under"}
#: A heading that says of a wait whether it is over a number of weeks.
OVER = re.compile(
    r"(?:over|above|>|more than|longer than|breach\w*)\W*(\d{2,3})\b(?!\s*(?:-|to)\s*\d)|\b(\d{2,3})\W*(?:\+|plus\b|"
    r"(?:weeks?|wks?)?\W*breach)",
    re.IGNORECASE,
)


def span_of(value: Any) -> Span | None:
    """The numbers a band of weeks leaves room for, whichever way its ends are meant; None where it is no band.

    >>> span_of("18-25 weeks"), span_of("<37 weeks"), span_of("Over 52"), span_of("0 to 17 wks"), span_of("Pre-term")
    ((18.0, 26.0), (0.0, 37.0), (52.0, inf), (0.0, 18.0), (0, 37))
    """
    low = re.sub(r"[\s_]+", " ", raw_text(value).lower()).strip()
    words = re.sub(r"[^a-z ]", " ", low).replace("pre term", "preterm").replace("  ", " ").strip()
    if words in PREGNANCY and not re.search(r"\d", low):
        return PREGNANCY[words]
    low = re.sub(r"\b(completed )?(weeks?|wks?|w)\b\.?", "", low).strip()
    number = r"(\d+(?:\.\d+)?)"
    if found := re.fullmatch(rf"{number}\s*(?:-|\u2013|to|and)\s*<?\s*{number}", low):
        first, last = float(found[1]), float(found[2])
        return (first, last + 1) if first <= last else None
    if found := re.fullmatch(rf"(?:over|above|more than|longer than|at least|from|>|>=|\u2265)\s*{number}|"
                             rf"{number}\s*(?:\+|plus|(?:and|or) (?:over|more|above|longer))", low):
        return float(found[1] or found[2]), math.inf
    if found := re.fullmatch(rf"(?:under|below|less than|fewer than|<)\s*{number}", low):
        return 0.0, float(found[1])
    if found := re.fullmatch(rf"(?:up to|within|at most|<=|\u2264)\s*{number}|{number}\s*or (?:less|under|fewer)", low):
        return 0.0, float(found[1] or found[2]) + 1
    return None


def flag_span(value: Any, weeks: float) -> Span | None:
    """The weeks that yes or no to "over so many weeks" leaves room for.

    >>> flag_span("Y", 18), flag_span(0, 18), flag_span("maybe", 18)
    ((18, inf), (0.0, 18), None)
    """
    low = raw_text(value).lower()
    return (weeks, math.inf) if low in YES else (0.0, weeks) if low in NO else None


def over_of(heading: str) -> float | None:
    """The number of weeks in a heading such as `Over 18 weeks`.

    >>> over_of("Over 18 weeks"), over_of("52_week_breach_flag"), over_of("waits 0-18"), over_of("Over 18s clinic")
    (18.0, 52.0, None, None)
    """
    plain = heading.replace("_", " ")
    found = OVER.search(plain)
    if not found or not re.search(r"w(?:ee)?ks?\b|breach|wait", plain, re.IGNORECASE):
        return None
    return float(found[1] or found[2])
