"""How sure one can be, in fixed words: chance, few cases, several looks, and the people behind a gap."""

from __future__ import annotations

import math

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import lower_first, spelt, upper_first
from hitoolkit.finding.compare import Comparison
from hitoolkit.finding.line import bent
from hitoolkit.measures import measure
from hitoolkit.table import is_adjusted, known_groups

#: What the method of a comparison says that chose its groups by their figures.
PICKED = "picked after looking"
LUCK = "one in twenty would look clear by luck alone"


def sure(one: Comparison, policy: catalogue.Policy) -> str:
    """How far the finding can be trusted, in fixed words."""
    parts = [_sure(one)]
    if one.certainty == "clear":
        parts += [_excess(one, policy), _disagree(one)]
    parts.append(bent(one))
    if PICKED in one.gap.method and one.certainty in ("clear", "cannot_tell", "no_range"):
        parts.append("These two groups were picked because they lie furthest apart, so the gap may look too large.")
    if one.number > 1 and one.certainty in ("clear", "cannot_tell"):
        parts.append(f"{upper_first(spelt(one.number))} comparisons were made; {LUCK}.")
    return " ".join(part for part in parts if part)


def _sure(one: Comparison) -> str:
    certainty, size = one.certainty, one.gap
    if certainty == "clear":
        return "Chance alone is an unlikely explanation."
    if certainty == "too_few":
        return (
            "Too few to tell. We do not show a rate, because a few cases more or fewer would change it a lot, or would "
            "point to single people. Look at three years together, or review each case."
        )
    if certainty == "not_comparable":
        return f"These figures cannot be compared. {size.reason}".strip()
    if certainty == "no_range" and one.voice.indicator.kind == "percentile" and one.rows["lower"].notna().any():
        return "Too few people for a plausible range, so we cannot say how far chance could move these figures."
    if certainty == "no_range":
        return "No range was given with these figures, so we cannot say how far chance could move them."
    return f"These numbers cannot tell us. {_both_ways(one)}"


def _both_ways(one: Comparison) -> str:
    size = one.gap
    decimals = one.gap_decimals
    low, high = (one.voice.amount(abs(end), decimals) for end in (size.lower, size.upper))
    if size.lower < 0 < size.upper:
        return f"The gap could be {low} one way or {high} the other."
    return f"The gap could be as small as {min(low, high, key=len)} or as large as {max(low, high, key=len)}."


def _excess(one: Comparison, policy: catalogue.Policy) -> str:
    """How many fewer there would be if all had the best end's share; from the counts shown, rounded as they are."""
    voice, known = one.voice, known_groups(one.rows)
    if not (voice.dimension.ordered and voice.indicator.kind == "proportion" and voice.indicator.would):
        return ""
    if voice.indicator.better not in ("lower", "higher") or set(known["group"]) != set(voice.dimension.groups):
        return ""
    if is_adjusted(known).any() or known["denominator"].isna().any():
        return ""
    people, more = known["denominator"].sum(), float(measure(known, "excess", draws=0)["value"].iloc[0])
    step = max(policy.round_to, 1)
    shown = 0 if math.isnan(more) else step * math.floor(more / step + 0.5)
    if shown <= 0 or one.gap.value <= 0:
        return ""
    word = "more" if voice.indicator.better == "higher" else "fewer"
    end = lower_first(voice.dimension.label(voice.dimension.groups[-1]))
    return (
        f"If every group had the share of the {end}, about {shown:,} {word} of these "
        f"{people:,.0f} {voice.counted} would {voice.indicator.would}."
    )


def _disagree(one: Comparison) -> str:
    if not one.ratio.known:
        return ""
    if (one.gap.value > 0) != (one.ratio.value > 1):
        return "The difference and the ratio point in different directions, so report both and say so."
    if one.ratio.ranged and not one.ratio.excludes(1):
        return "The range of the ratio reaches 1, so the two measures do not agree on how sure we can be."
    return ""
