"""Two numbers that are the ends of a range, as people write them."""

from __future__ import annotations

import re
from typing import Any

from hitoolkit.practice.numbers import ABOUT, FIGURE, Number, Which, read_number
from hitoolkit.practice.received import LONGEST, Cell, Nothing, Unreadable, ends, simple
from hitoolkit.practice.units import plain, said

BETWEEN = re.compile(r"^(?:between|from) ")
#: "11.16 to 14.33", "11.16-14.33", "11.16; 14.33": a minus before the second number stays with it.
TWO = re.compile(
    rf"({FIGURE}.*?) ?(?:\b(?:up )?to\b|\band\b|, |(?<=\.\d),(?=\d+\.)|(?<=\.\d\d),(?=\d+\.)|[;\u2013\u2014-]) ?"
    rf"({FIGURE})(.*)",
    re.IGNORECASE,
)
BARE = re.compile(FIGURE)


def read_range(given: Any, unit: str, targets: tuple[float, ...] = ()) -> tuple[Number, Number] | Which | Nothing:
    """Read the two ends of a range in the unit of a question.

    Takes a list of two, a text with "to", "and" or a dash, a dictionary or a row of a table with lower and upper.
    Returns two Numbers; or Which, with what to type; or Nothing where both ends are blank.

    >>> [one.value for one in read_range("11.16 to 14.33 in every 100,000", "in every 100,000")]
    [11.16, 14.33]
    >>> [one.value for one in read_range([-2.7, 3.2], "percentage points")]
    [-2.7, 3.2]
    >>> print(read_range([14, 11], "").ask)
    A range runs from its low end to its high end, and 14 is above 11. Type [11, 14] if that is what you mean.
    """
    handed = simple(ends(given))
    if isinstance(handed, Nothing):
        return handed
    if isinstance(handed, dict):
        return Which('This question asks for a range. Type its two ends: [low, high], or "low to high".')
    if isinstance(handed, str) and len(handed) <= LONGEST:
        handed = _split(handed)
    if isinstance(handed, list) and any(isinstance(one, Cell) for one in handed):
        handed = Unreadable("texts out of a table")  # not repeated: they may be anybody's
    if not isinstance(handed, list) or isinstance(handed, Unreadable) or len(handed) != 2:
        count = f", and there are {len(handed)} numbers here" if isinstance(handed, list) else ""
        return Which(f'This question asks for a range{count}. Type its two ends: [low, high], or "low to high".')
    read = [read_number(one, unit, targets, share=False) for one in handed]
    if all(isinstance(one, Number) and abs(one.value) <= 1 for one in read):
        read = [read_number(one, unit, targets) for one in handed]
    for one in read:
        if isinstance(one, Which):
            return one
    low, high = read
    if not isinstance(low, Number) or not isinstance(high, Number):
        return Which("One end of the range is still blank. Give both.")
    if low.value > high.value:
        first, second = plain(high.value), plain(low.value)
        return Which(
            f"A range runs from its low end to its high end, and {second} is above {first}. "
            f"Type [{first}, {second}] if that is what you mean."
        )
    return low, high


def _split(text: str) -> Any:
    """A text that holds two numbers, as a list of two; a unit that stands at its end is both numbers' own."""
    inner = ABOUT.sub("", BETWEEN.sub("", text.replace("\u2212", "-").strip().strip("()[]").strip().lower()))
    found = TWO.fullmatch(inner)
    if not found:
        return inner
    low, high, unit = found.group(1).strip(), found.group(2), found.group(3)
    return [low + unit if BARE.fullmatch(low) else low, high + unit]


def as_text(answer: tuple[float, float], unit: str) -> str:
    """A range in words.

    >>> as_text((11.16, 14.33), "in every 100,000")
    '11.16 to 14.33 in every 100,000'
    """
    return f"{plain(answer[0])} to {said(answer[1], unit)}"
