"""How many events chance would bring at a given rate: what a zero, or a three, can and cannot show."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue.wording import amount, decimals_for, number, upper_first
from hitoolkit.measures.units import compared_over, is_unit, refuse_rate, same_set, why_not_counted
from hitoolkit.table import KEY, WHOLE, check_table

FOUND = ["observed", "people", "rate", "rate_from", "expected", "chance_of_none", "chance_of_as_many", "telling_count",
         "no_events_upper", "sentence", "reason", "flag", "source"]
#: Chances are said out of a hundred; what is nearer to none, or to all, than this is said in words.
SMALLEST = 0.005


def expected_counts(
    table: pd.DataFrame, rate: float | None = None, confidence: float = 0.95, over: str | None = None
) -> pd.DataFrame:
    """Say how many events each group or place would see by chance at one common rate, and how often none at all.

    Takes an inequality table with counts; the number of people is enough. `rate`: the common rate in the indicator's
    unit, a national one for instance; by default that of all known groups together, or of the row `All` where one of
    them is hidden or missing. `over`: whether `group` or `area` varies, as in `funnel`.

    Returns one row for each row of the table: its key, `observed`, `people`, `rate`, `rate_from`, and

    - `expected`: rate x people;
    - `chance_of_none`: exp(-expected), how often a place of this size would see none;
    - `chance_of_as_many`: how often it would see as many as were seen, or more;
    - `telling_count`: the fewest events whose exact limits lie above what was expected, hard to put down to chance;
    - `no_events_upper`: where none were seen, how high the rate may still be, -ln((1 - confidence) / 2) / people, which
      is 3.69 / people at 95%;
    - `sentence`: the same in plain words; `reason`: why something is empty; `flag`, `source`: those of the table.

    A hidden count stays unknown, and its row still has its expected events. Source: Poisson counts, Garwood 1936;
    Hanley and Lippman-Hand 1983 on no events seen.
    Not for events that come in clusters, nor for common ones. Few events are no proof that care is safe.
    Raises InputError where the table breaks the contract, ParameterError where an argument cannot be used.

    >>> import pandas as pd
    >>> births = pd.DataFrame({"group": ["All"], "numerator": [0], "denominator": [4000]})
    >>> births = births.assign(indicator="preterm_births", period="2025", area="A", dimension="sex")
    >>> found = expected_counts(births, rate=0.0125)
    >>> found[["expected", "chance_of_none", "telling_count", "no_events_upper"]].round(3)
       expected  chance_of_none  telling_count  no_events_upper
    0       0.5           0.607            3.0            0.092
    >>> print(found["sentence"][0])
    At 0.013 in every 100, about 0.5 cases would be expected among 4,000 babies born. Chance alone would bring none in
    61 of 100 such years. None were seen. Even so, the rate here could be as high as 0.092 in every 100.
    """
    intervals.z_value(confidence)
    checked = check_table(table)
    blocks = {name: catalogue.indicator(name) for name in checked["indicator"].unique()}
    for block in blocks.values():
        refuse_rate(rate, "rate", block)
    checked["reason"] = why_not_counted(checked)
    over = compared_over(checked, over)
    found = checked[[*KEY, "reason", "flag", "source"]]
    found = found.assign(observed=checked["numerator"], people=checked["denominator"])
    found["rate"], found["rate_from"] = (np.nan, "") if rate is None else (float(rate), "given")
    if rate is None:
        for _, rows in checked.groupby(same_set(over), sort=False):
            found.loc[rows.index, ["rate", "rate_from"]] = _together(rows, over)
    counted = found["indicator"].map({name: block.counted and not block.mix for name, block in blocks.items()})
    people = found["people"].where(counted & (found["people"] > 0))
    per = found["indicator"].map({name: float(block.per) for name, block in blocks.items()})
    found["expected"] = found["rate"] * people / per
    found["chance_of_none"] = np.exp(-found["expected"])
    found["chance_of_as_many"] = intervals.chance_of_at_least(found["observed"], found["expected"])
    found["telling_count"] = intervals.telling_count(found["expected"], confidence)
    most = intervals.rare_count(0, confidence, mid_p=False)[1]
    found["no_events_upper"] = (per * float(most) / people).where(found["observed"] == 0)
    if rate is not None:  # nothing is lacking where only people are given
        found.loc[found["observed"].isna() & (checked["flag"] != "suppressed") & (people > 0), "reason"] = ""
    none = (found["rate"] == 0).to_numpy()
    found.loc[none, ["rate", "expected", "chance_of_none", "chance_of_as_many", "telling_count"]] = np.nan
    found.loc[none & (found["reason"] == ""), "reason"] = (
        "No events were seen at all, so they give no common rate. Give one, such as a national rate: rate=...")
    lost = (found["reason"] == "") & found["rate"].isna()
    found.loc[lost, "reason"] = "There is no common rate, because a count is hidden or missing. Give one: rate=..."
    found["sentence"] = [_sentence(row, blocks[row["indicator"]]) for _, row in found.iterrows()]
    found = found[[*KEY, *FOUND]]
    found.attrs = dict(table.attrs)
    return found


def _together(rows: pd.DataFrame, over: str) -> tuple[float, str]:
    """The rate of all known rows together, or of the whole, and which it is."""
    per = catalogue.indicator(rows["indicator"].iloc[0]).per
    known = rows[is_unit(rows, over) & (rows["denominator"] != 0)]
    if not known.empty and (known["reason"] == "").all():
        return per * known["numerator"].sum() / known["denominator"].sum(), f"all known {over}s together"
    whole = rows[(rows[over] == WHOLE) & (rows["reason"] == "")]
    if not whole.empty:
        return per * whole["numerator"].iloc[0] / whole["denominator"].iloc[0], WHOLE
    return np.nan, ""


def _sentence(row: pd.Series, block: catalogue.Indicator) -> str:
    """What the row says, for people who do not work with figures."""
    if np.isnan(row["expected"]):
        return ""
    events = "cases" if block.kind == "proportion" else "events" if block.numerator == "numerator" else block.numerator
    people = "people" if block.denominator == "denominator" else block.denominator
    times = "years" if re.fullmatch(r"\d{4}(/\d{2})?", row["period"]) else "periods"

    def rate(value: float) -> str:
        return amount(value, block, max(decimals_for(value), 1 if value < 100 else 0))

    expected = number(row["expected"], decimals_for(row["expected"]) if row["expected"] < 1 else 1)
    parts = [
        f"At {rate(row['rate'])}, about {expected} {events} would be expected among {number(row['people'])} {people}.",
        f"Chance alone would bring none in {_out_of_100(row['chance_of_none'])} such {times}.",
    ]
    seen, as_many = row["observed"], _out_of_100(row["chance_of_as_many"])
    if seen == 0:
        parts += ["None were seen.", f"Even so, the rate here could be as high as {rate(row['no_events_upper'])}."]
    elif seen > 0:
        parts += [f"{upper_first(number(seen))} {'was' if seen == 1 else 'were'} seen.",
                  f"Chance alone would bring that many or more in {as_many} such {times}."]
    if seen != 0:  # hidden ones too
        parts.append(f"{number(row['telling_count'])} or more would be hard to put down to chance alone.")
    return " ".join(parts)


def _out_of_100(chance: float) -> str:
    if chance < SMALLEST:
        return "fewer than 1 of 100"
    return "nearly all" if chance > 1 - SMALLEST else f"{number(100 * chance)} of 100"
