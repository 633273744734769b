"""Whether a table is the published national one, or somebody's own in the same layout, which must be protected."""

from __future__ import annotations

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.table import COUNTS


def with_source(table: pd.DataFrame, source: str, at_least: float) -> pd.DataFrame:
    """A table marked as from its publisher where only the publisher can have made it, else left to be protected.

    Takes the counts in the contract's columns, the id of a source of the catalogue, and how many people or events the
    whole must hold: more than any trust or system has. Even then it is marked only where no count, and no difference
    of numerator and denominator, is one that any rule on small numbers would hide, so that nothing of anybody's own
    passes as protected.

    >>> own = pd.DataFrame({"numerator": [300.0], "denominator": [2000.0]})
    >>> with_source(own, "hes_outpatients", 20_000_000)["source"].tolist()
    ['']
    """
    most = max(policy.hide_to for policy in catalogue.blocks("policy").values())
    counts = table[COUNTS].assign(rest=table["denominator"] - table["numerator"])
    small = ((counts > 0) & (counts <= most)).any().any() or counts.isna().any().any()
    national = bool(table["denominator"].max() >= at_least) and not small
    return table.assign(source=source if national else "")
