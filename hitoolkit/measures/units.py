"""What rows of counts are set side by side, and why a row cannot take part."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.table import KEY, UNKNOWN, WHOLE

#: Why shares of one whole, such as who is in a service, are not compared.
MIX = "Shares of one whole say who is here, not how anyone fared"
#: What may vary between the rows of one set.
OVER = ("group", "area")


def compared_over(table: pd.DataFrame, over: str | None) -> str:
    """What varies between the rows compared: as asked, else groups that are places, else areas where there are several.

    Raises ParameterError where it is neither group nor area.
    """
    if over is not None:
        if over not in OVER:
            raise ParameterError(unknown_name("column to compare over", over, OVER))
        return over
    if any(catalogue.dimension(name).places for name in table["dimension"].unique()):
        return "group"
    return "area" if table.loc[table["area"] != WHOLE, "area"].nunique() > 1 else "group"


def same_set(over: str) -> list[str]:
    """The columns of the key that rows set side by side have in common."""
    return [name for name in KEY if name != over]


def is_unit(table: pd.DataFrame, over: str) -> pd.Series:
    """Which rows are one of those compared: neither the whole, nor people whose group is not known."""
    unit = ~table["group"].isin(UNKNOWN)
    return unit & (table[over] != WHOLE)


def figure_of_each(table: pd.DataFrame) -> pd.Series:
    """The figure of each row: as given, else from its counts where it is one count out of another."""
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    per = table["indicator"].map({name: block.per if block.counted else np.nan for name, block in blocks.items()})
    people = table["denominator"].where(table["denominator"] > 0)  # events among nobody are no figure
    return table["value"].fillna(per * table["numerator"] / people)


def why_not_counted(table: pd.DataFrame) -> pd.Series:
    """Why a row has no rate of its own that counts can give, in words; empty where it has one."""
    blocks = {name: catalogue.indicator(name) for name in table["indicator"].unique()}
    counted, mix = (table["indicator"].map({name: getattr(block, what) for name, block in blocks.items()}).astype(bool)
                    for what in ("counted", "mix"))
    missing = table["numerator"].isna() | table["denominator"].isna()
    reasons = [
        (~counted, "This needs events and people to be counted, and this indicator counts neither."),
        (mix, f"{MIX}."),
        (missing & (table["flag"] == "suppressed"), "The count is hidden to protect people, so it stays unknown."),
        (missing, "The number of events or of people is missing, so it stays unknown."),
        (table["denominator"] == 0, "There is nobody here, so there is no rate."),
    ]
    text = np.select([when for when, _ in reasons], [what for _, what in reasons], default="")
    return pd.Series(text, index=table.index, dtype=object)


def refuse_rate(value: float | None, what: str, block: catalogue.Indicator) -> None:
    """Raise ParameterError where a rate that was given is not one the indicator can have."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < block.ceiling):
        return
    bound = f"between 0 and {block.per:g}" if block.ceiling < np.inf else "above 0"
    raise ParameterError(f"The {what} of {block.id} should be a number {bound}, in its own unit, but is {value!r}.")
