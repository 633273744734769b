"""How an indicator and the groups of a dimension are said aloud: who, did what, how many, more or fewer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hitoolkit.catalogue import Dimension, Indicator
from hitoolkit.catalogue.wording import (
    HALF,
    TIMES,
    amount,
    in_every,
    is_time,
    lower_first,
    number,
    range_text,
    reached_by,
)

#: Nouns that a group's name can stand beside: "White mothers", "mothers of Mixed ethnic background".
PEOPLE = ("people", "women", "men", "mothers", "fathers", "babies", "children", "adults", "patients", "residents")


@dataclass(frozen=True)
class Voice:
    """The words of one indicator by one dimension, with how many decimals its figures are written."""

    indicator: Indicator
    dimension: Dimension
    decimals: int = 0

    @property
    def people(self) -> str:
        """Whom the figures count; people where an own catalogue does not say."""
        return self.indicator.who or "people"

    @property
    def counted(self) -> str:
        """The first noun of whom the figures count: appointments of `appointments for people`."""
        return re.split(r" (?:for|of|to) ", self.people)[0]

    @property
    def said(self) -> bool:
        """Whether the catalogue gives the words for whole sentences."""
        return bool(self.indicator.who and self.indicator.did)

    @property
    def name(self) -> str:
        return self.indicator.name

    def end(self, group: str) -> str:
        """How the people of one end of an ordered dimension are told apart: `from the most deprived areas`."""
        groups = self.dimension.groups
        given = {groups[0]: self.dimension.most, groups[-1]: self.dimension.least}.get(group, "")
        return given or f"in the group {self.dimension.label(group)}"

    def of_group(self, group: str) -> str:
        """The people of one group: `Black or Black British people`, `people from the most deprived areas`.

        >>> from hitoolkit import catalogue
        >>> Voice(catalogue.indicator("smoking_at_booking"), catalogue.dimension("ethnic_group")).of_group("White")
        'pregnant White women'
        """
        if self.dimension.ordered:
            return f"{self.people} {self.end(group)}"
        spoken = self.dimension.spoken
        label = self.dimension.label(group)
        if len(spoken) == 1:
            pattern = spoken[0]
        elif group in self.dimension.groups and spoken:
            pattern = spoken[self.dimension.groups.index(group)]
        else:
            pattern = "{people} in the group {group}"
        before, people = self.people, ""
        for word in reversed(self.people.split(" ")):
            if word in PEOPLE:
                before, _, _ = self.people.rpartition(word)
                people = word
                break
        if not people:
            before, people = "", self.people
        return f"{before}{pattern.format(people=people, group=label)}"

    @property
    def unit(self) -> str:
        return in_every(self.indicator)

    def figure(self, value: float) -> str:
        """A figure alone: `46`."""
        return number(value, self.decimals)

    def amount(self, value: float, decimals: int | None = None) -> str:
        """A figure with what it is counted in: `46 in every 100`."""
        return amount(value, self.indicator, self.decimals if decimals is None else decimals)

    def direction(self, difference: float) -> str:
        """The plain word for a difference that is positive where the disadvantaged are worse off.

        >>> from hitoolkit import catalogue
        >>> life = Voice(catalogue.indicator("life_expectancy"), catalogue.dimension("imd_quintile"))
        >>> life.direction(9.3), life.direction(-1)
        ('fewer', 'more')
        """
        up = (difference > 0) != (self.indicator.better == "higher")
        countable = self.indicator.counted or self.unit in TIMES
        return ("more" if up else "fewer") if countable else ("higher" if up else "lower")

    def typical(self, who: str, said: str) -> str:
        """What a mean or percentile says of people: `Half of people from the most deprived areas have waited ...`.

        `said` is the figure in words. A percentile is a true one of the records, so that at least so many have it or
        more, however many have exactly that.

        >>> from hitoolkit import catalogue
        >>> voice = Voice(catalogue.indicator("median_wait"), catalogue.dimension("imd_quintile"))
        >>> voice.typical("women", "18.3 weeks"), voice.typical("", "18.3 weeks")
        ('Half of women have waited 18.3 weeks or more', 'Half have waited 18.3 weeks or more')
        """
        did = self.indicator.did
        if self.indicator.kind == "percentile":
            many = reached_by(self.indicator.q)
            some = f"{many} of {who}" if many == HALF else f"{many} {who}"
            return f"{some if who else many} {did} {said} or more"
        return f"{who or 'They'} {did} {said} on average"

    def range(self, lower: float, upper: float, decimals: int) -> str:
        """The range of a difference: `5 to 10 more`, or with both ways where it reaches across none."""
        if lower < 0 < upper:
            ends = [f"{number(abs(end), decimals)} {self.direction(end)}" for end in (lower, upper)]
            return " to ".join(ends)
        small, large = sorted((abs(lower), abs(upper)))
        return f"{range_text(small, large, decimals)} {self.direction(lower + upper)}"

    def likely(self, other: str) -> str:
        """What a ratio multiplies; where higher is better it is the others' figure that stands on top."""
        words = {"proportion": "as likely", "rate": "the rate", "life_expectancy": "as long"}
        text = words.get(self.indicator.kind, "as long" if is_time(self.indicator) else "as high")
        return f"{text} for {other}" if self.indicator.better == "higher" else text

    @property
    def about(self) -> str:
        """The indicator's name as it stands inside a sentence."""
        return lower_first(self.name)
