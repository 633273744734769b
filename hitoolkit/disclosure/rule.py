"""A rule on small numbers, as arithmetic: what it hides, how it rounds, and what a rounded count still says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hitoolkit.catalogue import Policy
from hitoolkit.table import COUNTS

#: A count below which nothing lies and above which anything may; a pair of these is what is known of a count.
NO_LIMIT = 10**12
Range = tuple[int, int]


def rounded(count: float, policy: Policy) -> int:
    """A count to the nearest multiple of the rule's base, halves up; a count above zero to one base at least.

    >>> from hitoolkit import catalogue
    >>> [rounded(count, catalogue.policy()) for count in (0, 8, 12, 13)]
    [0, 10, 10, 15]
    >>> [rounded(count, catalogue.policy("msds_rounding")) for count in (0, 1, 7, 8)]
    [0, 5, 5, 10]
    """
    base = max(policy.round_to, 1)
    return max(int((2 * count + base) // (2 * base)), 1 if count > 0 else 0) * base


def is_small(count: float, policy: Policy) -> bool:
    """Whether the rule hides a count; a part of a person above the last hidden count hides it too.

    >>> from hitoolkit import catalogue
    >>> [is_small(count, catalogue.policy()) for count in (0, 1, 7, 8)]
    [False, True, True, False]
    """
    if not policy.hides:
        return False
    first = policy.hide_from - 1 if policy.hide_from > 0 else -1
    return first < count < policy.hide_to + 1 or 0 < rounded(count, policy) <= policy.hide_to < count


def behind(shown: int, policy: Policy) -> Range:
    """The counts that a shown figure can stand for, to someone who knows the rule.

    >>> from hitoolkit import catalogue
    >>> behind(10, catalogue.policy()), behind(0, catalogue.policy()), behind(60, catalogue.policy())
    ((8, 12), (0, 0), (58, 62))
    >>> behind(5, catalogue.policy("msds_rounding"))
    (1, 7)
    """
    base = max(policy.round_to, 1)
    if shown == 0:
        return 0, 0
    least = 1 if shown <= base else shown - base // 2
    return max(least, policy.hide_to + 1), shown + (base - 1) // 2


def looks_rounded(table: pd.DataFrame, policy: Policy) -> bool:
    """Whether every count in a table is a multiple of the rule's base, so that it may have been rounded before."""
    counts = table[COUNTS].to_numpy(dtype=float).ravel()
    counts = counts[~np.isnan(counts)]
    return policy.round_to > 1 and len(counts) > 0 and bool(np.all(counts % policy.round_to == 0))


def meet(ranges: Sequence[Range]) -> Range:
    """What is left when several things are known of one count.

    >>> meet([(0, 9), (3, 20)])
    (3, 9)
    """
    return max(low for low, _ in ranges), min(high for _, high in ranges)
