"""What became of every row of a counted table: those used, and those left out with a reason."""

from __future__ import annotations

from typing import Any

import pandas as pd

#: Where a table says what was read: {"rows": n, "used": n, "left_out": [{"reason", "rows", "first"}]}.
READ = "read"
LEFT_OUT = "left_out"


def leave_out(frame: pd.DataFrame, rows: Any, reason: str) -> pd.DataFrame:
    """A frame without some of its rows, which remembers how many there were, why, and where the first of them stood.

    Takes the frame as the layout was given it or with rows left out already (its index tells the place of each row),
    for each row whether to leave it out, and the reason in plain words, with no cell in it. `account` writes it down.

    >>> kept = leave_out(pd.DataFrame({"group": ["1", "2", "Average"]}), [False, False, True], "an average")
    >>> len(kept), kept.attrs["left_out"]
    (2, [{'reason': 'an average', 'rows': 1, 'first': 2}])
    """
    out = pd.Series(rows).to_numpy(dtype=bool)
    kept = frame[~out]
    kept.attrs = dict(frame.attrs)
    if out.any():
        one = {"reason": reason, "rows": int(out.sum()), "first": int(frame.index[out][0])}
        kept.attrs[LEFT_OUT] = [*frame.attrs.get(LEFT_OUT, []), one]
    return kept


def account(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Note on a table that it was made of all rows a frame still has, and what `leave_out` left out of it before.

    >>> frame = leave_out(pd.DataFrame({"group": ["1", "2", "Average"]}), [False, False, True], "an average")
    >>> account(frame, frame).attrs["read"]["used"]
    2
    """
    left = frame.attrs.get(LEFT_OUT, [])
    rows = len(frame) + sum(one["rows"] for one in left)
    table.attrs[READ] = {"rows": rows, "used": len(frame), LEFT_OUT: left}
    return table
