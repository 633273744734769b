"""The two sizes of a finding, difference and ratio, as a page shows them."""

from __future__ import annotations

from typing import Any

from hitoolkit.catalogue.wording import (
    NO_RANGE,
    number,
    range_text,
    ratio_decimals,
)
from hitoolkit.finding.compare import Comparison, Size


def difference(one: Comparison) -> dict[str, Any] | None:
    """The difference as a page shows it, or None where no figure may or can be given."""
    if one.certainty in ("too_few", "not_comparable"):
        return None
    voice, size = one.voice, one.gap
    decimals = one.gap_decimals
    amount = number(abs(size.value), decimals)
    # So many fewer, where it is written as none, would say which way it goes.
    big = amount if float(amount.replace(",", "")) == 0 else f"{amount} {voice.direction(size.value)}"
    unit = voice.unit
    labels, said = ["", ""], NO_RANGE
    alt = f"The difference is {big} {unit}".strip()
    if size.ranged:
        said = voice.range(size.lower, size.upper, decimals)
        across = size.lower < 0 < size.upper
        labels = [
            number(abs(end), decimals) + (f" {voice.direction(end)}" if across else "")
            for end in (size.lower, size.upper)
        ]
        reaches = "does not reach" if size.excludes(0) else "reaches"
        alt += f"; the plausible range runs from {said} and {reaches} 0."
    else:
        alt += f"; {NO_RANGE}."
    return _payload(size, big, unit, said, labels, 0, "0, no gap", alt)


def ratio(one: Comparison) -> dict[str, Any] | None:
    """The ratio as a page shows it, or None where there is none."""
    if one.certainty in ("too_few", "not_comparable") or not one.ratio.known:
        return None
    size = one.ratio
    decimals = ratio_decimals(size.value, size.lower, size.upper)
    big = f"{number(size.value, decimals)} times"
    unit = one.voice.likely(one.others)
    labels, said = ["", ""], NO_RANGE
    alt = f"The ratio is {number(size.value, decimals)}"
    if size.ranged:
        labels = [number(size.lower, decimals), number(size.upper, decimals)]
        said = f"{range_text(size.lower, size.upper, decimals)} times"
        reaches = "does not reach" if size.excludes(1) else "reaches"
        alt += f"; the plausible range runs from {labels[0]} to {labels[1]} and {reaches} 1."
    else:
        alt += f"; {NO_RANGE}."
    return _payload(size, big, unit, said, labels, 1, "1, no gap", alt)


def _payload(
    size: Size, big: str, unit: str, said: str, labels: list[str], none: int, none_label: str, alt: str
) -> dict[str, Any]:
    return {
        "big": big, "unit": unit, "range": said,
        "value": size.value, "lower": size.lower if size.ranged else None, "upper": size.upper if size.ranged else None,
        "lower_label": labels[0], "upper_label": labels[1], "none": none, "none_label": none_label, "alt": alt,
    }
