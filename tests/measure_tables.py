"""What the tests of rates and measures share: an own catalogue, small tables, and the golden files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

GOLDEN = Path(__file__).parent / "golden"

CATALOGUE = "".join(
    f'[indicator.{kind}_{better}_{per}]\nname = "A {kind}"\nkind = "{kind}"\nper = {per}\nbetter = "{better}"\n'
    for kind, per in (("proportion", 100), ("proportion", 1000), ("rate", 1000), ("rate", 100000), ("value", 1),
                      ("life_expectancy", 1), ("mean", 1))
    for better in ("lower", "higher", "neither")
) + """
[indicator.rate_lower_half]
name = "A rate"
kind = "rate"
per = 0.5
better = "lower"
[dimension.site]
name = "Hospital site"
ordered = false
reference = "South"
[dimension.ward]
name = "Ward"
ordered = false
[dimension.band]
name = "Band"
ordered = true
groups = ["low", "high"]
"""


def golden(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv")


def table(indicator: str, dimension: str, rows: dict[str, object], **columns: object) -> pd.DataFrame:
    """A plain table: rows is group -> (numerator, denominator), or group -> value."""
    frame = pd.DataFrame({"group": list(rows)})
    if all(isinstance(row, tuple) for row in rows.values()):
        frame[["numerator", "denominator"]] = pd.DataFrame(list(rows.values())).to_numpy()
    else:
        frame["value"] = list(rows.values())
    return frame.assign(**{"indicator": indicator, "dimension": dimension, "period": "2025", "area": "A", **columns})
