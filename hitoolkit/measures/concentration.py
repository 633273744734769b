"""How far a figure is concentrated at one end of an order: the absolute and the relative concentration index.

Notation: figures y, shares w, places r in the ranking, average m. Sources: Wagstaff, Paci and van Doorslaer 1991;
Wagstaff 2005; Erreygers 2009; Schlotheuber and Hosseinpoor 2022. The errors are those of the figures themselves
(an index is a weighted sum of them); the regression errors that other packages give reflect misfit to a line instead.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hitoolkit.intervals import mover_sum, z_value
from hitoolkit.measures.answer import Answer
from hitoolkit.measures.comparison import Comparisons
from hitoolkit.measures.layout import NOT_ABOVE_ZERO, layout, ranking
from hitoolkit.measures.no_range import say_why_none
from hitoolkit.table import WHOLE


def measure_of_concentration(name: str) -> Callable[[Comparisons], list[Answer]]:
    """The index of a name, as a function of comparisons: absolute, or set against the average.

    aci = 2 sum w (r - 1/2) y; rci = aci / m; from 0 to b rci_wagstaff = rci b / (b - m), rci_erreygers = 4 aci / b.
    Positive where the disadvantaged are worse off, as for every difference here. Only for groups with an order; the
    last two only for proportions, which have a floor and a ceiling.
    """

    def measure(comparison: Comparisons) -> list[Answer]:
        return [_answer(comparison, name)]

    return measure


def _answer(comparison: Comparisons, name: str) -> Answer:
    block = comparison.indicator
    if not comparison.dimension.ordered:
        return Answer(comparison.unordered("nothing can be concentrated at one end"), group=WHOLE)
    laid = layout(comparison)
    answer = Answer(laid.refused, group=WHOLE, flag=laid.flag)
    average = laid.average[:, 0]
    if name != "aci":
        laid.refused.where(~(average > 0), NOT_ABOVE_ZERO, laid.flag)
    if name in ("rci_wagstaff", "rci_erreygers"):
        laid.refused.where(block.kind != "proportion", "This index is for a proportion, which has a floor and a "
                                                       f"ceiling, and {block.name} is not one.")
        laid.refused.where(average >= block.per, "Everyone is at the ceiling, so there is nothing to set against it.",
                           laid.flag)
    weights = 2 * laid.share * (ranking(comparison, laid.share) - 0.5)
    aci, m = (weights * laid.y).sum(axis=1), average
    # Each index is f(aci, m); what one figure adds to it is f's slope in aci and in m times its weights there.
    value, in_aci, in_m = {
        "aci": (aci, np.ones_like(m), np.zeros_like(m)),
        "rci": (aci / m, 1 / m, -aci / m**2),
        "rci_wagstaff": (
            aci * block.per / (m * (block.per - m)),
            block.per / (m * (block.per - m)),
            -aci * block.per * (block.per - 2 * m) / (m * (block.per - m)) ** 2,
        ),
        "rci_erreygers": (4 * aci / block.per, np.full_like(m, 4 / block.per), np.zeros_like(m)),
    }[name]
    moves = in_aci[:, None] * weights + in_m[:, None] * laid.share
    answer.value, answer.se = value, np.sqrt(((moves * laid.se) ** 2).sum(axis=1))
    if name in ("aci", "rci_erreygers"):
        answer.lower, answer.upper = mover_sum(moves, laid.y, laid.lower, laid.upper)
    else:
        half = z_value(comparison.settings.confidence) * answer.se
        answer.lower, answer.upper = value - half, value + half
    answer.method = ("MOVER, " if name in ("aci", "rci_erreygers") else "delta, ") + laid.weighting
    say_why_none(comparison, laid, answer)
    return answer
