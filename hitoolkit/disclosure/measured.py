"""What a measure tells of a hidden group: from a gap and the group it is taken from, anybody can go back.

A measure of a protected table has no figure where a group is hidden, so one that has was worked out from true counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.figures import last_decimal
from hitoolkit.disclosure.rule import NO_LIMIT, Range, meet
from hitoolkit.measures import MEASURES, measure
from hitoolkit.measures.reference import REST
from hitoolkit.measures.slope import MODELS
from hitoolkit.table import KEY, known_groups

SAME = [name for name in KEY if name != "group"]


def narrow_by_measures(rows: pd.DataFrame, measures: pd.DataFrame, rule: Policy) -> pd.DataFrame:
    """Narrow `n_seen` of groups whose count is hidden by the measures shown beside them; `n_by` is then `measure`.

    Each comparison that lacks the numerator of one group alone is tried with every count up to well above the limit;
    those that give the measure shown, as far as rounding lets one tell, remain possible.
    """
    rows, told = rows.copy(), rows["n_seen"].to_dict()
    given = measures[measures["value"].notna() & measures["measure"].isin(MEASURES)]
    for key, some in given.groupby(SAME, sort=False):
        here = known_groups(rows[(rows[SAME] == list(key)).all(axis=1)])
        for (name, group, reference), shown in some.groupby(["measure", "group", "reference"], sort=False):
            block = catalogue.indicator(str(here["indicator"].iloc[0])) if len(here) else None
            if block is None or not block.counted:
                continue
            used = here
            if name in ("gap", "ratio") and reference != REST:
                used = here[here["group"].isin([group, reference])]
            hidden = used.index[used["n_seen"].map(_is_open)]
            if len(hidden) != 1 or used["d_seen"].map(_is_open).any():
                continue
            found = _by_trying(used, hidden[0], str(name), str(group), str(reference), float(shown["value"].iloc[0]),
                               rule)
            if found is not None:
                told[hidden[0]] = meet([told[hidden[0]], found])
                rows.loc[hidden[0], "n_by"] = "measure"
    return rows.assign(n_seen=pd.Series(told, dtype=object))


def _is_open(seen: Range) -> bool:
    return seen[1] >= NO_LIMIT


def _by_trying(
    rows: pd.DataFrame, hidden: int, name: str, group: str, reference: str, shown: float, rule: Policy
) -> Range | None:
    """The counts of one hidden group with which the measure comes out as shown."""
    n = rows["n_seen"].map(_middle).to_numpy(dtype=float)
    d = rows["d_seen"].map(_middle).to_numpy(dtype=float)
    at = rows.index.tolist().index(hidden)
    most = int(min(d[at], 8 * (rule.limit + 1)))
    worlds = [np.where(np.arange(len(n)) == at, count, n) for count in range(most + 1)]
    # How far the measure moves when each count that is only known as rounded is as far off as it can be.
    moved = [(worlds[min(rule.limit, most)], d)]
    for column, seen in ((0, "n_seen"), (1, "d_seen")):
        for place, (low, high) in enumerate(rows[seen]):
            if high < NO_LIMIT and low < high:
                pair = [worlds[min(rule.limit, most)].copy(), d.copy()]
                pair[column][place] += (high - low) / 2
                moved.append((pair[0], pair[1]))
    possible: list[int] = []
    for model in MODELS if name in ("sii", "rii") else ["linear"]:
        values = _measured(rows, [*((one, d) for one in worlds), *moved], name, group, reference, model)
        if values is None:
            continue
        tried, base, others = values[: most + 1], values[most + 1], values[most + 2 :]
        room = np.nansum(np.abs(others - base)) + last_decimal(shown) + 1e-6 * max(1.0, abs(shown))
        possible += np.flatnonzero(np.abs(tried - shown) <= room).tolist()
        # Rounding may fall between two counts that were tried.
        steps = np.diff(tried)
        possible += np.flatnonzero((tried[:-1] - shown) * (tried[:-1] + steps - shown) < 0).tolist()
    if not possible:
        return None
    return min(possible), (NO_LIMIT if max(possible) >= most else max(possible))


def _middle(seen: Range) -> float:
    return 0.0 if seen[1] >= NO_LIMIT else (seen[0] + seen[1]) / 2


def _measured(
    rows: pd.DataFrame, worlds: list[tuple[np.ndarray, np.ndarray]], name: str, group: str, reference: str, model: str
) -> np.ndarray | None:
    """The measure in each of several worlds of counts, all worked out at once as if they were places."""
    parts = [rows[KEY].assign(area=f"{number:05d}", numerator=np.minimum(n, d), denominator=d)
             for number, (n, d) in enumerate(worlds)]
    table = pd.concat(parts, ignore_index=True)
    asked = reference if reference in set(rows["group"]) else None
    found = measure(table, name, asked, model, draws=0)
    found = found[(found["group"] == group) & (found["measure"] == name) & (found["reference"] == reference)]
    if found.empty:
        return None
    return found.set_index("area")["value"].reindex([f"{number:05d}" for number in range(len(worlds))]).to_numpy(float)
