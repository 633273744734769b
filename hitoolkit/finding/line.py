"""The slope through all the groups, for a reader who asks how the figures were made."""

from __future__ import annotations

from hitoolkit.catalogue.wording import NO_RANGE, difference_decimals, number, range_text, ratio_decimals, spelt
from hitoolkit.finding.compare import Comparison, Size
from hitoolkit.finding.words import Voice


def line(one: Comparison) -> str:
    """The slope and the relative index in words; empty where they were not asked for."""
    sii, rii = one.line.get("sii", Size()), one.line.get("rii", Size())
    if not sii.known and not rii.known:
        return ""
    voice, parts = one.voice, []
    if sii.known:
        decimals = difference_decimals(sii.value, sii.lower, sii.upper, max(one.decimals, 1))
        text = f"the slope index of inequality (SII) is {number(abs(sii.value), decimals)} {voice.direction(sii.value)}"
        parts.append(f"{text} {voice.unit}".rstrip() + _bracket(sii, voice, decimals))
    if rii.known:
        decimals = ratio_decimals(rii.value, rii.lower, rii.upper)
        text = range_text(rii.lower, rii.upper, decimals)
        text = f" (plausible range {text})" if rii.ranged else f" ({NO_RANGE})"
        parts.append(f"the relative index (RII) is {number(rii.value, decimals)}{text}")
    warning = f" {sii.reason}" if sii.ranged and sii.reason else ""
    return f"Across all {spelt(len(voice.dimension.groups))} groups, {' and '.join(parts)}.{warning}"


def bent(one: Comparison) -> str:
    """A warning where the two ends and a line through all the groups disagree on who is worse off."""
    sii = one.line.get("sii", Size())
    if sii.known and one.gap.known and sii.value * one.gap.value < 0:
        return "A line through all the groups points the other way from the two ends, so look at every group."
    return ""


def _bracket(size: Size, voice: Voice, decimals: int) -> str:
    if not size.ranged:
        return f" ({NO_RANGE})"
    said = voice.range(size.lower, size.upper, decimals)
    return f" (plausible range {said if size.lower < 0 < size.upper else said.rpartition(' ')[0]})"
