"""fact(): a published figure as a sentence, with its range, period, place and source, and whether it is still true."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from html import escape
from typing import Any

from hitoolkit import catalogue
from hitoolkit.catalogue.blocks import Fact
from hitoolkit.catalogue.wording import HUNDRED, number, period_text
from hitoolkit.intervals import byar, newcombe, wilson

PAYLOAD = "application/vnd.hitoolkit.v1+json"
#: The units a range can be worked out for: a share from how many answered, a rare event from how many were counted.
OF_HUNDRED, RARE = f"in every {HUNDRED}", 100_000
OF_RARE = f"in every {RARE:,}"
BOX = (
    "max-width:46em;margin:0 0 1em;padding:.75em 1em;background:#fff;color:#1B2733;border:1px solid #C8D0D7;"
    "border-left:6px solid #12436D;line-height:1.5"
)
SMALL = '<p style="margin:.5em 0 0;color:#4A5763">'


@dataclass(frozen=True)
class Published(Fact):
    """A published figure that shows itself; `values` holds the numbers, `str()` gives the whole text."""

    @property
    def text(self) -> str:
        """The sentence with its figures."""
        return self.sentence.format(**{name: f"{value:,}" for name, value in self.values.items()})

    def limits(self, name: str) -> tuple[float, float] | None:
        """The 95% range of one value in its unit, from how many answered (Wilson 1927); None where that is not known.

        Of rare events it comes from how many were counted (Byar's method, Breslow and Day 1987). It counts luck alone:
        who chose to answer, and who did not, is not in it.
        """
        if self.base_for(name) and self.unit_of(name) == OF_RARE and name in self.counts:
            low, high = byar(self.counts[name])
            return float(low) * RARE / self.base_for(name), float(high) * RARE / self.base_for(name)
        if not self.base_for(name) or self.unit_of(name) != OF_HUNDRED:
            return None
        lower, upper = wilson(*self._counted(name))
        return float(lower) * HUNDRED, float(upper) * HUNDRED

    def _counted(self, name: str) -> tuple[float, int]:
        """How many of how many a value is: as published, or what its share comes to."""
        base = self.base_for(name)
        return self.counts.get(name, self.values[name] * base / HUNDRED), base

    @property
    def range(self) -> str:
        """The plausible range of each value in words; empty where none can be worked out."""
        told = [(name, self.limits(name), int(self.unit_of(name) == OF_RARE)) for name in self.values]
        ranges = [(self.base_for(name), f"{number(at[0], places)} to {number(at[1], places)}")
                  for name, at, places in told if at]
        if not ranges:
            return ""
        bases = {base for base, _ in ranges}
        if len(bases) == 1:
            one = len(ranges) == 1
            words = " and ".join(text for _, text in ranges)
            said = f"With {number(bases.pop())} {self.base_of}, the plausible range{'' if one else 's'} for luck alone"
            return f"{said} {'is' if one else 'are'} {words}."
        words = " and ".join(f"{text} ({number(base)} {self.base_of})" for base, text in ranges)
        return f"The plausible ranges for luck alone are {words}."

    @property
    def moved(self) -> str:
        """How far one value lies from an earlier one, with its range (Newcombe 1998); empty where none is compared."""
        if not self.change:
            return ""
        pairs = [self._counted(name) for name in self.change]
        first, last = (self.values[name] for name in self.change)
        way, back = ("fall", "rise") if first > last else ("rise", "fall")
        if first < last:
            pairs.reverse()
        lower, upper = (float(limit) * HUNDRED for limit in newcombe(*pairs[0], *pairs[1]))
        said = f"That is a {way} of {number(abs(first - last))}, with a plausible range"
        if lower > 0:
            return f"{said} of {number(lower)} to {number(upper)}."
        return (
            f"{said} from a {back} of {number(-lower)} to a {way} of {number(upper)}. "
            f"So these {self.base_of} cannot tell a {way} from luck."
        )

    @property
    def where(self) -> str:
        """Its place and period."""
        return f"{self.place}, {period_text(self.period)}"

    @property
    def origin(self) -> str:
        """Its source, and who told it or worked it out."""
        if self.status == "second_hand":
            return f"{self.source}, as reported by {self.reported_by}"
        return self.source + ("; worked out here from the published counts" if self.status == "worked_out" else "")

    def check(self, today: date | None = None) -> str:
        """What to ask of a figure past its review date; empty before."""
        if (today or date.today()) <= date.fromisoformat(self.review):
            return ""
        return f"Check: still true? It was last seen on {period_text(self.seen)}."

    def payload(self) -> dict[str, Any]:
        """The figure as the page builder reads it."""
        return {
            "kind": "fact", "id": self.id, "sentence": self.text, "range": self.range, "moved": self.moved,
            "period": period_text(self.period), "place": self.place, "source": self.origin,
            "check": self.check(), "care": self.care,
        }  # fmt: skip

    def __str__(self) -> str:
        said = " ".join(part for part in (self.text, self.range, self.moved) if part)
        return f"{said} ({self.where}. Source: {self.origin}.) {self.check()}".rstrip()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": self._html(), PAYLOAD: self.payload()}

    def _html(self) -> str:
        sure = " ".join(part for part in (self.range, self.moved) if part)
        check = self.check()
        return (
            f'<section lang="en-GB" aria-label="A published figure" style="{BOX}">'
            f'<p style="margin:0"><strong>{escape(self.text)}</strong></p>'
            + (f'<p style="margin:.5em 0 0">{escape(sure)}</p>' if sure else "")
            + f"{SMALL}{escape(self.where)}. Source: {escape(self.origin)}.</p>"
            + (f'<p style="margin:.5em 0 0"><strong>{escape(check)}</strong></p>' if check else "")
            + "</section>"
        )


def fact(name: str) -> Published:
    """A published figure as a sentence with its value, plausible range, place, period and source.

    Takes the id of a block in facts.toml; `hi.facts()` lists them. Returns a figure that shows itself, on the reader
    page too; `str()` gives the text, `.values` the numbers. Where it is known how many answered, the range is Wilson's
    (1927), of rare events Byar's, and counts luck alone, not who chose to answer. A figure that was not read at its
    publisher says who reported it; one past its review date asks whether it is still true, and when it was last seen.
    Not for a trust's own figures. Raises CatalogueError for an unknown id, with the nearest known one.

    >>> print(fact("data_as_a_barrier"))
    Asked what stands in the way, 48 in every 100 trust leaders named data and how it is used. With 254 answers, ...
    """
    return shown(catalogue.fact(name))


def shown(block: Fact) -> Published:
    """A block of the catalogue as a figure that shows itself.

    >>> shown(catalogue.fact("years_of_life_men")).where
    'England, 2015 to 2017'
    """
    return Published(**{one.name: getattr(block, one.name) for one in fields(block)})
