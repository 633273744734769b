"""The fewest counts that need hiding, by integer programming: what `protect` is measured against, before rounding.

Written for the tests alone. It takes the equations of the attacker (attacker.py) and asks HiGHS for the smallest set of
hidden counts with which every small one could still be anything from 1 to the last that the rule hides.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from attacker import Attacker
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array


def fewest_hidden(tables: list[pd.DataFrame], last: int, seconds: float = 20) -> int:
    """How many counts must be hidden at least, in tables of true counts; -1 where it was not found in time.

    As the rule has it, shown zeros stay, a denominator takes its numerator with it, and a small rest its numerator.
    For each small count and each end of 1 to `last`, there must be a table that agrees with all that is shown.
    """
    reader = Attacker(tables, last=0, base=1)
    reader.learn_usual()
    truth = np.concatenate([reader.rows[name].to_numpy(dtype=float) for name in ("numerator", "denominator")])
    small = reader.small_counts(reader.rows, last)
    if not small:
        return 0
    size, each = len(truth), reader.size
    must = np.zeros(size)
    for at, name, _ in small:
        must[at] = 1
        must[at + each] = max(must[at + each], name == "denominator")
    questions = [(terms, goal) for _, _, terms in small for goal in (1, last)
                 if sum(factor * truth[one] for one, factor in terms.items()) != goal]
    lines = np.array(reader.lines)
    width = size * (1 + len(questions))
    rows: list[tuple[dict[int, float], float, float]] = []
    for at in range(each):
        # A zero goes only with its denominator.
        rows.append(({at: 1, at + each: -1}, 0, np.inf if truth[at] else 0))
    for number, (terms, goal) in enumerate(questions):
        world = size * (1 + number)
        for line, most in zip(lines, reader.most, strict=True):
            # A rest of nobody is known only where both its counts are shown, and then they say so themselves.
            of_rest = np.count_nonzero(line[each:]) == 1 and np.count_nonzero(line[:each]) == 1
            spare = np.inf if of_rest else most
            rows.append(({world + int(at): float(line[at]) for at in np.flatnonzero(line)}, 0, spare))
        one = {world + at: float(factor) for at, factor in terms.items()}
        rows.append((one, -np.inf, goal) if goal == 1 else (one, goal, np.inf))
        for at in range(size):
            # No count need move by more than twice the width of what is hidden.
            rows.append(({world + at: 1, at: -2.0 * last}, -np.inf, truth[at]))
            rows.append(({world + at: 1, at: min(truth[at], 2.0 * last)}, truth[at], np.inf))
    matrix = lil_array((len(rows), width))
    for number, (terms, _, _) in enumerate(rows):
        for at, factor in terms.items():
            matrix[number, at] = factor
    low, high = np.zeros(width), np.full(width, np.inf)
    low[:size], high[:size] = must, np.where((truth == 0) & (np.arange(size) >= each), 0, 1)
    found = milp(
        np.concatenate([np.ones(size), np.zeros(width - size)]), bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix.tocsr(), [one[1] for one in rows], [one[2] for one in rows]),
        integrality=np.concatenate([np.ones(size), np.zeros(width - size)]), options={"time_limit": seconds},
    )
    return round(found.fun) if found.status == 0 else -1
