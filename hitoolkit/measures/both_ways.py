"""Whether a gap moved, said of the difference and of the ratio, where one word does not fit both."""

from __future__ import annotations

from hitoolkit.measures.moved import Shift

IS = {-1: "narrower", 0: "as it was", 1: "wider"}


def both_ways(gap: Shift, ratio: Shift, sizes: tuple[str, str] = ("", ""), than: str = "") -> str:
    """What the difference and the ratio did, or nothing where one word is true of both.

    Takes the two changes of one gap, the sizes to put behind each, and what they are compared with. A change whose
    plausible range takes in no move "may be"; one without a range is said as the figures have it. Nothing comes back
    where both moved the same way and surely, where neither is sure, where one is not known, and where the gap has
    turned round: there the caller has words of its own.

    >>> fell = Shift("gap", 4.0, 2.7, -1.3, -2.1, -0.5)
    >>> both_ways(fell, Shift("ratio", 1.5, 2.2, 1.45, 1.23, 1.70))
    'is narrower as a difference, but wider as a ratio'
    >>> both_ways(fell, Shift("ratio", 1.5, 1.7, 1.16, 0.95, 1.40))
    'is narrower as a difference, but may be wider as a ratio'
    """
    if not (gap.known and ratio.known) or gap.turned or ratio.turned:
        return ""
    sure = [one.clear or not one.ranged for one in (gap, ratio)]
    same = gap.way == ratio.way
    if not any(sure) or (same and all(sure)):
        return ""
    verbs = ["is" if one else "may be" for one in sure]
    first = f"{verbs[0]} {IS[gap.way]} {than}as a difference{sizes[0]}"
    word = "" if same else f" {IS[ratio.way]}"
    verb = "" if all(sure) else f" {verbs[1]}"
    return f"{first}, {'and' if same else 'but'}{verb}{word} as a ratio{sizes[1]}"
