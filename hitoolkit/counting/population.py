"""Denominators of rates from a table of a population: matched by area, period, dimension, group and stratum."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue import Indicator
from hitoolkit.counting.figures import BY
from hitoolkit.counting.narrow import by_dimension
from hitoolkit.errors import InputError
from hitoolkit.table import UNKNOWN, WHOLE, check_table

UNSAID = ("not stated", "as recorded")


class Population:
    """People to divide events by, and the report of groups for which there are none of either."""

    def __init__(self, table: pd.DataFrame, asked: list[Indicator]) -> None:
        if not any(one.kind == "rate" for one in asked):
            raise InputError(
                "population gives the denominators of rates, and none of the indicators asked for is one: "
                f"{', '.join(one.id for one in asked)}. Leave it out, or ask for a rate."
            )
        self.table = _people(check_table(table))
        if self.table["denominator"].isna().all():
            raise InputError('The population has no numbers in the column "denominator". Put the people there.')
        self.unmatched: list[dict[str, Any]] = []

    def under(self, counted: pd.DataFrame, one: Indicator, dimension: str, edition: str) -> tuple[pd.DataFrame, str]:
        """Put the people under the events of one rate by one dimension; returns the rows and the edition of both.

        A group that the records could have held, and did not, has no event: 0. A group whose people are not given has
        no denominator and is flagged `incomplete`: never a rate, and never zero.
        """
        people = by_dimension(self._rows_of(one), self._name(one), dimension, {})
        edition = _edition(edition, people)
        people = _summed(_fitted(people, counted), counted, dimension)
        counted = counted[[*BY, "numerator"]]
        both = counted.merge(people, on=BY, how="outer", indicator="side")
        kept = both["side"] != "right_only"
        covered = ~kept & self._covered(both, counted, dimension)
        self._report(both[both["side"] == "left_only"], one, dimension, "events, but no population was given")
        self._report(both[covered], one, dimension, "a population, and no event in the records: counted as 0")
        self._report(both[~kept & ~covered], one, dimension, "a population, but the records may not cover it: left out")
        both.loc[covered, "numerator"] = 0.0
        both = both[kept | covered].drop(columns="side")
        return both.assign(flag=both["denominator"].isna().map({True: "incomplete", False: ""})), edition

    def _name(self, one: Indicator) -> str:
        held = list(dict.fromkeys(self.table["indicator"]))
        if one.id not in held and len(held) > 1:
            raise InputError(
                f"The population holds rows of several indicators ({', '.join(held)}), and none of {one.id}. Keep one."
            )
        return one.id if one.id in held else held[0]

    def _rows_of(self, one: Indicator) -> pd.DataFrame:
        return self.table[self.table["indicator"] == self._name(one)]

    @staticmethod
    def _covered(both: pd.DataFrame, counted: pd.DataFrame, dimension: str) -> pd.Series:
        """Where the records could have held an event: of a place, time and stratum they hold, in a group with a name.

        A group that stands only in files (a site) may be one that these records never held.
        """
        held = set(zip(counted["area"], counted["period"], counted["stratum"], strict=True))
        there = [key in held for key in zip(both["area"], both["period"], both["stratum"], strict=True)]
        known = both["group"].isin([*catalogue.dimension(dimension).groups, WHOLE])
        return pd.Series(there, index=both.index) & known

    def _report(self, rows: pd.DataFrame, one: Indicator, dimension: str, reason: str) -> None:
        for _, row in rows.iterrows():
            events = 0 if pd.isna(row["numerator"]) else int(row["numerator"])
            line = {"indicator": one.id, "dimension": dimension, "area": row["area"], "period": row["period"]}
            line |= {"group": row["group"], "stratum": row["stratum"], "reason": reason, "rows": events}
            self.unmatched.append(line)


def _people(table: pd.DataFrame) -> pd.DataFrame:
    """The people of each group; in a table of shares (who lives here) they are what the share is of, at its top."""
    mix = table["indicator"].map(lambda name: catalogue.indicator(name).mix).astype(bool)
    return table.assign(denominator=table["denominator"].mask(mix, table["numerator"]))


def _fitted(people: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """The people with area and period as the events have them; refused where they are of other places or times."""
    for name, plain, say in (("area", WHOLE, 'area="{}"'), ("period", "not stated", 'period="{}"')):
        theirs, ours = list(dict.fromkeys(people[name])), list(dict.fromkeys(counted[name]))
        if theirs == [plain] and len(ours) == 1:
            people = people.assign(**{name: ours[0]})
        elif not set(theirs) & set(ours):
            told = f"The records are of {name} {_some(ours)}, and the population of {_some(theirs)}"
            mend = f"Give the population of the same {name}"
            mend += f"; or, if they are the same, say so: {say.format(theirs[0])}." if len(theirs) == 1 else "."
            raise InputError(f"{told}, so people and events do not belong together. {mend}")
    theirs, ours = list(dict.fromkeys(people["stratum"])), list(dict.fromkeys(counted["stratum"]))
    if not set(theirs) & set(ours):
        raise InputError(
            f"The population is split into {_some(theirs)}, and the records are counted within {_some(ours)}. Count "
            f"within the same, or give a population with the stratum {WHOLE}."
        )
    return people


def _summed(people: pd.DataFrame, counted: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """People by group and stratum; a whole that the table does not give is added up where every part of it is there."""
    people = people[~people["group"].isin(UNKNOWN)][[*BY, "denominator"]]
    groups = set(catalogue.dimension(dimension).groups)
    strata = {one for one in counted["stratum"] if one != WHOLE and not any(word in one for word in UNKNOWN)}
    for name, wanted in (("stratum", strata), ("group", groups)):
        keep = [column for column in BY if column != name]
        parts = people[people[name] != WHOLE]
        if wanted and len(parts):
            sums = parts.groupby(keep).agg(denominator=("denominator", _sum), held=(name, set)).reset_index()
            whole = sums[[wanted <= held for held in sums["held"]]].drop(columns="held").assign(**{name: WHOLE})
            people = pd.concat([people, whole]).drop_duplicates(BY, keep="first")
    return people[people["denominator"].notna()]


def _sum(counts: pd.Series) -> float:
    """A sum that is not known where one of its parts is not."""
    return float(counts.sum(skipna=False))


def _edition(ours: str, people: pd.DataFrame) -> str:
    """The edition of both; refused where they differ, and not stated where only one says it."""
    for theirs in dict.fromkeys(people["edition"]):
        if theirs == ours:
            continue
        if ours not in UNSAID and theirs not in UNSAID:
            raise InputError(
                f"The groups of the records are of {ours}, and those of the population of {theirs}: they hold other "
                "people. Give a population by the edition of the records."
            )
        ours = ours if {ours, theirs} == set(UNSAID) else "not stated"
    return ours


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
