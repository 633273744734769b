"""What a column or row of figures is, told by its own words: a numerator, a denominator or a value. Never guessed."""

from __future__ import annotations

import re

from hitoolkit.catalogue.columns import heading_key

NUMERATOR = {"numerator", "num", "count", "events", "cases", "x"}
DENOMINATOR = {"denominator", "den", "denom", "population", "total", "n"}
#: A value that is not a count. Those with a unit say which; a bare `value` does not.
VALUE = {"value", "rate", "percentage", "percent", "%", "proportion", "pct", "indicatorvalue"}
#: Words for a role that stand at the end of a heading, after the name of a group or a year.
AT_END = re.compile(
    r"^(?P<rest>.*?)[\s_:,;(\-\u2013]+(?P<role>numerators?|num|events|cases|denominators?|denom|den|population|"
    r"value|rate|percentage|percent|proportion|pct|%)\s*\)?$",
    re.IGNORECASE,
)
AT_START = re.compile(r"^(?P<role>numerators?|denominators?)[\s_:,;(\-\u2013]+(?P<rest>.+?)\)?$", re.IGNORECASE)


def role_of(text: object) -> str:
    """Which of numerator, denominator and value a word says, or nothing.

    >>> role_of("Denominator"), role_of(" % "), role_of("Total all")
    ('denominator', 'value', '')
    """
    key = heading_key(text).removesuffix("s")
    for role, words in (("numerator", NUMERATOR), ("denominator", DENOMINATOR), ("value", VALUE)):
        if key in words or f"{key}s" in words:
            return role
    return ""


def split_role(heading: str) -> tuple[str, str]:
    """The rest of a heading, and the role it names.

    >>> split_role("Most deprived numerator"), split_role("Quintile 1 (%)"), split_role("White")
    (('Most deprived', 'numerator'), ('Quintile 1', 'value'), ('White', ''))
    """
    text = re.sub(r"(?<=\S)%\)?$", " %", heading.strip()) if not heading.strip().endswith("0%") else heading.strip()
    found = AT_END.match(text) or AT_START.match(text)
    if not found or not found["rest"].strip():
        return heading.strip(), ""
    return found["rest"].strip(" :,;(-_\u2013"), role_of(found["role"])
