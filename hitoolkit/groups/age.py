"""Ages and written age bands to the bands of a dimension."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from hitoolkit.groups.naming import Naming, is_blank, raw_text

OLDEST = 200.0


def band_of(text: str) -> tuple[float, float] | None:
    """The ages a band holds, from and below, or None where it is not a band.

    >>> band_of("40-49"), band_of("80+"), band_of("Under 18"), band_of("0 to 4 years"), band_of("North")
    ((40.0, 50.0), (80.0, 200.0), (0.0, 18.0), (0.0, 5.0), None)
    """
    low = re.sub(r"\s*(years?( old)?|yrs?)$", "", text.lower().strip()).strip()
    if found := re.fullmatch(r"(\d+)\s*(?:-|\u2013|to)\s*(\d+)", low):
        first, last = int(found.group(1)), int(found.group(2))
        return (float(first), float(last + 1)) if first <= last else None
    if found := re.fullmatch(r"(\d+)\s*(?:\+|plus|(?:and|or|&)\s*(?:over|older|above))", low):
        return float(found.group(1)), OLDEST
    if found := re.fullmatch(r"(?:under|<|below|less than)\s*(\d+)", low):
        return 0.0, float(found.group(1))
    if found := re.fullmatch(r"(\d+)\s*(?:and|or)\s*(?:under|younger|below)", low):
        return 0.0, float(int(found.group(1)) + 1)
    return None


def name_ages(values: Iterable[Any], groups: tuple[str, ...]) -> Naming:
    """Name ages in years, or written bands, as the bands of a dimension.

    A written band is used where it lies inside one of the dimension's; one that reaches over two is refused.

    >>> name_ages([17.9, "40-44", None], ("0-17", "18-39", "40+")).group
    {17.9: '0-17', '40-44': '40+', None: 'Not known'}
    """
    bands = {group: band_of(group) for group in groups}
    naming = Naming()
    for value in values:
        text = raw_text(value)
        if is_blank(text) or text.lower() in ("not stated",):
            naming.unknown(value, "blank or not known")
            continue
        span = _span(text)
        if span is None:
            naming.refuse(
                value,
                "hold something that is neither an age nor a band of ages",
                "Write ages in years, or bands like 40-49.",
            )
            continue
        inside = [name for name, band in bands.items() if band and band[0] <= span[0] and span[1] <= band[1]]
        if inside:
            naming.known(value, inside[0])
        elif any(band and band[0] <= span[0] < band[1] for band in bands.values()):
            naming.refuse(
                value,
                "hold bands of ages that reach over two of the bands asked for",
                f"Use a column of ages, or bands that fit into {', '.join(groups)}.",
            )
        else:
            naming.unknown(value, "an age outside the bands asked for")
    return naming


def _span(text: str) -> tuple[float, float] | None:
    """An age is the span of that one year of life, so that 17.9 is still 17."""
    if re.fullmatch(r"700[1-7]", text):
        # HES writes these for children under one year.
        return 0.0, 1.0
    if re.fullmatch(r"\d+(\.\d+)?", text):
        year = math.floor(float(text))
        return float(year), float(year + 1)
    return band_of(text)
