"""The words of a chart of chance in small numbers: how often none, or as many as were seen, by chance alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hitoolkit.catalogue.wording import lower_first, number, period_text, spelt, upper_first
from hitoolkit.charts.words import sources_text
from hitoolkit.table import WHOLE

if TYPE_CHECKING:
    from hitoolkit.charts.expected_picture import Chance

MARKED = "seen here"
HARD = "from here on hard to put down to chance alone"


def title(chance: Chance) -> str:
    """The sentence over the chart."""
    who = f"A {_noun(chance)} like this would see"
    if not chance.observed:
        return (f"{who} none in {one_of(float(chance.row['chance_of_none']))} such {times(chance)}, by chance alone")
    return (f"{who} {spelt(chance.observed)} or more in {one_of(float(chance.row['chance_of_as_many']))} such "
            f"{times(chance)}, by chance alone")


def one_of(chance: float) -> str:
    """A chance as people say it.

    >>> one_of(0.15), one_of(0.61), one_of(0.03), one_of(0.001), one_of(0.99)
    ('about one of seven', 'about six of ten', 'about three of 100', 'fewer than one of 100', 'nearly all')
    """
    if chance < 0.005:
        return "fewer than one of 100"
    if chance < 0.05:
        return f"about {spelt(max(round(100 * chance), 1))} of 100"
    if chance <= 0.4:
        return f"about one of {spelt(round(1 / chance))}"
    tens = round(10 * chance)
    return "nearly all" if tens >= 10 else f"about {spelt(tens)} of ten"


def caption(chance: Chance) -> str:
    """What is expected, how often none, what was seen, and what that does not say."""
    said = [str(chance.row["sentence"])]
    if chance.observed is None:
        why = "it is too small, or would give such a number away" if chance.hidden else "it is not known"
        said.append(f"The number seen here is not shown: {why}.")
    said.append("Few events do not mean that care is safe, and many do not say why: look at each one.")
    return " ".join(said)


def described(chance: Chance) -> str:
    """The description for people who do not see the chart: every number and its chance."""
    each = "; ".join(f"{one.text} {one.share}" + (f" ({MARKED})" if one.here else "") for one in chance.numbers)
    parts = [f"{axis(chance)}. Number seen, and in how many of 100 such {times(chance)}: {each}.",
             f"{number(chance.row['telling_count'])} or more would be hard to put down to chance alone."]
    return " ".join(parts + (["Synthetic data."] if chance.synthetic else []))


def counted(count: int, last: bool) -> str:
    """A number of events: the last stands for all above it too."""
    return f"{count} or more" if last else "none" if count == 0 else str(count)


def share(chance: float) -> str:
    """A chance out of a hundred."""
    return "under 1" if chance < 0.005 else number(100 * chance)


def alt_title(chance: Chance) -> str:
    """What kind of chart it is, and of what."""
    return f"Chances of small numbers: {lower_first(chance.indicator.name)}"


def subtitle(chance: Chance) -> str:
    """Who, where and when, and how many were counted."""
    group, area = str(chance.row["group"]), str(chance.row["area"])
    who = [chance.indicator.name, "" if group == WHOLE else chance.dimension.label(group)]
    when = "" if chance.row["period"] == "not stated" else period_text(str(chance.row["period"]))
    stratum = str(chance.row["stratum"])
    where = [area if area != WHOLE else "", when, stratum if stratum != WHOLE else ""]
    told = ", ".join(part for part in where if part)
    return f"{', '.join(part for part in who if part)}." + (f" {upper_first(told)}." if told else "")


def source_line(chance: Chance) -> str:
    """Where the figures come from, and where the rate does."""
    rate = {"given": "The rate was given.", WHOLE: "The rate is that of everybody together."}
    told = rate.get(str(chance.row["rate_from"]), f"The rate is that of {chance.row['rate_from']}.")
    return f"Source: {sources_text(chance.sources)}. {told}"


def axis(chance: Chance) -> str:
    """What is drawn: in how many of 100 periods."""
    return f"In how many of 100 such {times(chance)} chance alone would bring so many"


def times(chance: Chance) -> str:
    """What is counted in: years where the period is one."""
    return "years" if re.fullmatch(r"\d{4}(/\d{2})?", str(chance.row["period"])) else "periods"


def reading(chance: Chance) -> list[dict[str, str]]:
    """How to read the chart, in ten seconds."""
    notes = [{"icon": "bar", "text": "Each bar is a number of events. The longer the bar, the more often chance alone "
                                     "would bring it."}]
    if chance.observed is not None:
        notes.append({"icon": "dot", "text": f"The dark bar, marked “{MARKED}”, is the number that was seen."})
    return notes


def table(chance: Chance) -> dict[str, Any]:
    """The same figures as texts."""
    rows = [{"cells": [one.text + (f" ({MARKED})" if one.here else ""), one.share], "role": "end" if one.here else ""}
            for one in chance.numbers]
    notes = ["Rounded, so they may not add up to 100."]
    if chance.observed is None and chance.hidden:
        notes.append("The number seen is hidden: it is too small, or would give such a number away.")
    return {"kind": "table", "title": "The same figures as a table",
            "columns": ["Number seen", f"In how many of 100 such {times(chance)}"], "rows": rows,
            "caption": f"{chance.indicator.name}: what chance alone would bring", "synthetic": chance.synthetic,
            "notes": notes + (["Synthetic data."] if chance.synthetic else [])}


def _noun(chance: Chance) -> str:
    people = chance.over == "group" and chance.row["group"] != WHOLE and not chance.dimension.places
    return "group" if people else "place"
