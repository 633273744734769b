"""Places and services side by side: how far they spread, and how many stand apart; none is ranked or named as worst."""

from __future__ import annotations

from hitoolkit.catalogue.wording import number, spelt, upper_first
from hitoolkit.finding.compare import Comparison
from hitoolkit.table import known_groups

#: What chance alone puts outside a 95% range.
BY_LUCK = 20


def headline(ordered: list[Comparison]) -> str:
    """`Babies born before 37 weeks: from 7 to 9 in every 100 across seven places; chance moves the small ones most`."""
    one = ordered[0]
    values = known_groups(one.rows)["value"].dropna()
    if len(values) < 2:
        return f"{one.voice.name}: too few places can be shown to set them side by side"
    low, high = number(values.min(), one.decimals), one.voice.amount(values.max(), one.decimals)
    return f"{one.voice.name}: from {low} to {high} across {spelt(len(values))} places; " \
           "chance moves the small ones most"


def sure(ordered: list[Comparison]) -> str:
    """How many places lie clearly apart from all the others together, beside how many would by luck."""
    told = [one for one in ordered if one.certainty in ("clear", "cannot_tell")]
    apart = sum(one.certainty == "clear" for one in told)
    if not told:
        return "No range can be given, so we cannot say how far chance could have moved any of them."
    luck = round(len(told) / BY_LUCK)
    would = f"put about {spelt(luck)} there" if luck else "seldom put even one there"
    some = f"{upper_first(spelt(apart))} of {spelt(len(told))}" if apart else f"None of the {spelt(len(told))}"
    return (
        f"{some} lie{'s' if apart < 2 else ''} clearly apart from all the others together; luck alone would {would}. "
        "Places serve different people, and small ones move more by chance, so the highest and the lowest are not the "
        "worst and the best."
    )
