"""What tables carry beside their rows: how many records were left out, and why others have no group.

These counts are of the same records as the rows. Two indicators count what is left of the same records read, so that
what is told to be left out of both would join their totals; and the reasons of a group add up to its row. So only one
account is told, whose total nothing else on the page tells, and of several reasons none is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from hitoolkit.catalogue import Policy
from hitoolkit.disclosure.rule import is_small, rounded
from hitoolkit.table import COUNTS, WHOLE

#: The lists that account for records left out, and for records without a group.
LEFT_OUT, NO_GROUP = "ledger", "not_known"
Entry = dict[str, Any]


def told_account(tables: Iterable[pd.DataFrame]) -> list[Entry]:
    """The one account of records left out that a page may tell: that of the first indicator of its first table."""
    for table in tables:
        left_out, counted = table.attrs.get(LEFT_OUT) or [], table.attrs.get("counted") or []
        if left_out or counted:
            first = (counted or left_out)[0].get("indicator")
            return [entry for entry in left_out if entry.get("indicator") == first]
    return []


def protected_beside(table: pd.DataFrame, rule: Policy, account: list[Entry]) -> dict[Any, Any]:
    """What a table carries beside its rows, with the counts in it under the same rule.

    The people of a hidden row are not told beside it either, nor the others of a list of reasons of which one is few.
    """
    gone = table[(table["flag"] == "suppressed") & table[COUNTS].isna().any(axis=1)]
    hidden = set(gone[["indicator", "group"]].itertuples(index=False, name=None))

    def tidied(name: Any, part: list[Any]) -> list[Any]:
        entries = [entry for entry in part if _is_count(entry)]
        few = {_list_of(entry) for entry in entries if is_small(entry["rows"], rule)}
        several = Counter((*_list_of(entry), entry.get("group")) for entry in entries)

        def told(entry: Entry) -> int | None:
            secret = (entry.get("indicator"), entry.get("group", WHOLE)) in hidden or _list_of(entry) in few
            if name == LEFT_OUT:
                own = [one for one in entries if one.get("indicator") == entry.get("indicator")]
                secret |= own != account
            if name == NO_GROUP:
                secret |= several[(*_list_of(entry), entry.get("group"))] > 1
            return None if secret else rounded(entry["rows"], rule)

        return [{**entry, "rows": told(entry)} if _is_count(entry) else entry for entry in part]

    return {name: tidied(name, part) if isinstance(part, list) else part for name, part in table.attrs.items()}


def _is_count(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("rows") is not None


def _list_of(entry: Entry) -> tuple[Any, ...]:
    """Which list of reasons an entry is of; they add up to something together."""
    return entry.get("indicator"), entry.get("group", WHOLE), entry.get("dimension")
