"""Which records an indicator uses, which of them say yes, and why the others are left out: columns of a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from hitoolkit.catalogue import Indicator
from hitoolkit.catalogue.columns import concepts
from hitoolkit.counting.conditions import GROUPED, alias, but_for_blanks, condition, expression, in_words, needed

#: Why a cell cannot be used, for the report and for a page.
STATES = {0: "is blank", 3: "is outside what can be right", 4: "is not a code that is known"}
PLAIN = {0: "not recorded", 3: "outside what can be right", 4: "with a code that is not known"}


def one_where(holds: Any) -> Any:
    """1 for a record where something holds, and else 0: not every engine can add up yes and no."""
    return nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0))


@dataclass(frozen=True)
class Use:
    """One indicator of a question to records, by its number among those asked."""

    indicator: Indicator
    number: int
    #: The heading of each column it looks at, for the report: a file of days has no weeks_waited.
    headings: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def needed(self) -> list[tuple[str, str]]:
        """The columns it looks at, and how each is read."""
        return needed(self.indicator)

    @property
    def sums(self) -> list[str]:
        """What adds up over records: used (d), used and true (n), and the moments of a mean (s, q)."""
        letters = {"mean": "dsq", "percentile": "d"}.get(self.indicator.kind, "dn")
        return [f"{letter}{self.number}" for letter in letters]

    def answers(self) -> dict[str, Any]:
        """Used at all (d), used and true (n), and for the rest the number of the reason (w)."""
        one = self.indicator
        top, bottom = condition(one.numerator_where), condition(one.denominator_where)
        # A mean or percentile has no question to answer, and of events every record is one.
        yes = expression(top) if top is not None else nw.lit(True)
        used = expression(bottom) if bottom is not None else nw.lit(True)
        used = used & ~yes.is_null()
        for column in self._own_columns():
            used = used & ~nw.col(column).is_null()
        used = nw.when(used).then(nw.lit(True)).otherwise(nw.lit(False))
        why = nw.lit(len(self.reasons()) - 1)
        for number, (name, kind, state, _) in reversed(list(enumerate(self.reasons()[:-1]))):
            why = nw.when(nw.col(f"{alias(name, kind)} state") == state).then(nw.lit(number)).otherwise(why)
        belongs = but_for_blanks(bottom)
        if belongs is not None:
            # A day case has no answer on smoking because nobody was to ask, not because somebody forgot.
            outside = ~expression(belongs)
            for name, kind, state, _ in self.reasons()[:-1]:
                outside = outside & (nw.col(f"{alias(name, kind)} state") != state) if state else outside
            why = nw.when(outside).then(nw.lit(len(self.reasons()) - 1)).otherwise(why)
        return {
            f"d{self.number}": used,
            f"n{self.number}": nw.when(used & yes).then(nw.lit(True)).otherwise(nw.lit(False)),
            f"w{self.number}": nw.when(~used).then(why).otherwise(nw.lit(-1)),
        }

    def values(self) -> dict[str, Any]:
        """What the records used hold: a number (x), or whom they are about (p)."""
        found: dict[str, Any] = {}
        used = nw.col(f"d{self.number}")
        if self.indicator.value_of:
            found[f"x{self.number}"] = nw.when(used).then(nw.col(alias(self.indicator.value_of, "number")))
        if self.indicator.count_of:
            found[f"p{self.number}"] = nw.when(used).then(nw.col(alias(self.indicator.count_of, "id")))
        return found

    def reasons(self) -> list[tuple[str, str, int, str]]:
        """Why a record may be left out, first reason first; the last one is that it does not belong."""
        found = [
            (name, kind, state, f"{self.headings.get(name, name)} {words}")
            for name, kind in self.needed
            for state, words in STATES.items()
            if (state == 0 and kind != GROUPED) or (state == 3 and kind == "number") or (state == 4 and kind == "code")
        ]
        return [*found, ("", "", 0, in_words(self.indicator))]

    def _own_columns(self) -> list[str]:
        one = self.indicator
        found = [alias(one.value_of, "number")] if one.value_of else []
        return [*found, alias(one.count_of, "id")] if one.count_of else found


def in_plain_words(indicator: Indicator, name: str, state: int) -> str:
    """Why records are left out, as a page says it: without the headings of a file and the conditions of a catalogue.

    >>> from hitoolkit import catalogue
    >>> in_plain_words(catalogue.indicator("waits_over_18_weeks"), "weeks_waited", 0)
    'weeks waited not recorded'
    """
    if not name:
        return f"not among {indicator.denominator}"
    concept = concepts().get(name)
    says = concept.says.split(",")[0].split(";")[0] if concept else name.replace("_", " ")
    return f"{says} {PLAIN[state]}"
