"""Units of answers: how a figure is said in one, which words name one, and how shares turn into each other."""

from __future__ import annotations

import re
from decimal import Decimal

#: Ways to write a share out of a hundred, and a ratio.
PERCENT = re.compile(r"(%|per ?cent|percent|pct)")
POINTS = re.compile(r"(percentage points?|per ?cent points?|%[ -]?points?|points?|pp|ppts?|p\.p\.)")
TIMES = re.compile(r"(times( as (likely|many|much|high|often))?|x|\u00d7|fold|-fold|to 1|:1|: 1)")
MORE = re.compile(r"(%|per ?cent|percent) (more|higher|greater)( likely)?")
OUT_OF = re.compile(
    r"(?:in|per|out of|of)(?: every| each)?(?: an?)? ?"
    r"(1|10|100|1,?000|10,?000|100,?000|1,?000,?000|million|thousand|hundred)(?: [a-z ]{1,40})?"
)
NAMED = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def out_of(unit: str) -> int:
    """What a share in this unit is out of: 100 for per cent, 0 where the unit is none of a share.

    >>> out_of("%"), out_of("in every 100,000"), out_of("per 1,000 residents"), out_of("people")
    (100, 100000, 1000, 0)
    """
    low = unit.strip().lower()
    if PERCENT.fullmatch(low) or POINTS.fullmatch(low):
        return 100
    found = OUT_OF.fullmatch(low)
    if not found:
        return 0
    size = found.group(1).replace(",", "")
    return NAMED.get(size) or int(size)


def is_times(unit: str) -> bool:
    """Whether a unit is that of a ratio.

    >>> is_times("times"), is_times("years")
    (True, False)
    """
    return bool(TIMES.fullmatch(unit.strip().lower()))


def is_points(unit: str) -> bool:
    """Whether a unit is that of a difference between two percentages."""
    return bool(POINTS.fullmatch(unit.strip().lower()))


def plain(value: float) -> str:
    """A figure as a person would write it, to ten figures at most.

    >>> plain(12.0), plain(0.1 + 0.2), plain(2004184), plain(-3.28), plain(1e-7), plain(3e40)
    ('12', '0.3', '2,004,184', '-3.28', '0.0000001', '3e+40')
    """
    if value and not 1e-9 < abs(value) < 1e15:
        return f"{value:.4g}"
    text = f"{Decimal(f'{value:.10g}'):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def said(value: float, unit: str) -> str:
    """A figure with its unit.

    >>> said(12, "%"), said(1.82, "times"), said(0.4, "percentage points"), said(3, ""), said(1, "services")
    ('12%', '1.82 times', '0.4 percentage points', '3', '1 service')
    """
    if plain(value) in ("1", "-1") and unit.endswith("s") and not is_times(unit):
        unit = unit[:-1]
    return plain(value) + (unit if unit.startswith("%") else f" {unit}" if unit else "")


def decimals(text: str) -> int:
    """How many decimals a figure was written with.

    >>> decimals("12.70"), decimals("13")
    (2, 0)
    """
    return len(text.partition(".")[2])


def places_for(tolerance: float, *answers: float) -> int:
    """How many decimals an answer needs so that rounding it stays inside the tolerance.

    >>> places_for(0.02, 12.67), places_for(0.1, 16.7), places_for(0, 3), places_for(0, 6.25)
    (2, 1, 0, 2)
    """
    if tolerance <= 0:
        return max(decimals(plain(one)) for one in answers)
    return next(places for places in range(12) if 0.5 * 10**-places <= tolerance or places == 11)
