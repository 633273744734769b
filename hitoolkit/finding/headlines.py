"""The headline: the finding as one sentence, in fixed words, and which finding is said first."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import OF_NUMBERS, lower_first, number, spelt, upper_first
from hitoolkit.finding.compare import Comparison


def headline(one: Comparison) -> str:
    """The finding as one sentence, without its full stop."""
    return f"{_headline(one)}{stratum_words(one.key['stratum'])}"


def _headline(one: Comparison) -> str:
    voice, certainty = one.voice, one.certainty
    here, there = voice.of_group(one.group), one.others
    if certainty == "too_few":
        return f"Too few cases to compare {here} with {there}: {voice.about}"
    if certainty == "not_comparable":
        return f"{voice.name}: {here} cannot be compared with {there} here"
    figures = _figures(one)
    if voice.indicator.kind == "life_expectancy" and voice.said:
        if certainty == "cannot_tell" or one.gap.value == 0:
            return f"We cannot tell whether {here} {voice.indicator.did} for fewer or more years: {figures}"
        return f"{upper_first(here)} {voice.indicator.did} for {_big(one)} years: {figures}"
    if voice.indicator.kind in OF_NUMBERS and voice.said and certainty != "cannot_tell":
        there = number(one.there, one.decimals)
        far = voice.end(one.reference) if voice.dimension.ordered else f"for {one.others}"
        return f"{upper_first(voice.typical(here, voice.amount(one.here, one.decimals)))}, against {there} {far}"
    if not (voice.said and voice.indicator.counted):
        return _plain_headline(one)
    word = voice.direction(one.gap.value) if one.gap.value else "more or fewer"
    if certainty == "cannot_tell" or one.gap.value == 0:
        return f"We cannot tell whether {word} {here} {voice.indicator.did}: {figures}"
    return f"{upper_first(word)} {here} {voice.indicator.did}: {figures}"


def _plain_headline(one: Comparison) -> str:
    """For an indicator whose catalogue block gives no words for people and what they did."""
    voice = one.voice
    near = voice.end(one.group) if voice.dimension.ordered else f"for {voice.of_group(one.group)}"
    far = voice.end(one.reference) if voice.dimension.ordered else f"for {one.others}"
    text = f"{voice.amount(one.here, one.decimals)} {near}, against {number(one.there, one.decimals)} {far}"
    if one.certainty == "cannot_tell":
        return f"{voice.name}: we cannot tell whether there is a gap, with {text}"
    return f"{voice.name}: {text}"


def none_clear(comparisons: list[Comparison]) -> str:
    """The headline where several groups were compared and none stands out clearly."""
    one = comparisons[0]
    voice = one.voice
    count = f"any of {spelt(one.number)} groups"
    if one.certainty != "cannot_tell":
        return headline(one)
    text = (
        f"{voice.name}: we cannot tell whether {count} stands apart. The widest gap is for "
        f"{voice.of_group(one.group)}, {_figures(one)}"
    )
    return f"{text}{stratum_words(one.key['stratum'])}"


def none_shown(comparisons: list[Comparison]) -> str:
    """One headline where every group is too small to be compared: five times the same says no more."""
    one = comparisons[0]
    text = f"Too few cases to compare people {one.voice.dimension.grouped}: {one.voice.about}"
    return f"{text}{stratum_words(one.key['stratum'])}"


def _figures(one: Comparison) -> str:
    """`46 in every 100, against 38 from the least deprived`."""
    voice, decimals = one.voice, one.decimals
    years = voice.indicator.kind == "life_expectancy"
    here = number(one.here, decimals) if years else voice.amount(one.here, decimals)
    far = voice.end(one.reference) if voice.dimension.ordered else f"for {one.others}"
    return f"{here}, against {number(one.there, decimals)} {far}"


def _big(one: Comparison) -> str:
    return f"{number(abs(one.gap.value), one.gap_decimals)} {one.voice.direction(one.gap.value)}"


def stratum_words(stratum: str) -> str:
    """Whom a finding is about, where the counts are split further: ` (recorded as male, aged 40 to 44)`."""
    if stratum in ("All", ""):
        return ""
    parts = []
    for part in stratum.split(";"):
        name, _, value = part.strip().partition("=")
        known = catalogue.blocks("dimension").get(name)
        parts.append(lower_first(known.label(value)) if known and value else (value or name))
    return f" ({', '.join(parts)})"


def in_order(comparisons: list[Comparison]) -> list[Comparison]:
    """The comparison worth saying first: clear gaps to the disadvantage by size, other clear ones, then the rest."""
    rank = {"clear": 0, "no_range": 1, "cannot_tell": 2, "not_comparable": 3, "too_few": 4}

    def place(one: Comparison) -> tuple[int, bool, float]:
        value = one.gap.value if pd.notna(one.gap.value) else 0.0
        signed = one.certainty in ("clear", "no_range") and one.voice.indicator.better != "neither"
        return rank[one.certainty], signed and value < 0, -abs(value)

    return sorted(comparisons, key=place)
