"""The blocks a catalogue holds: indicators, dimensions, sources, policies, standard populations, facts and terms."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

KINDS = ("proportion", "rate", "mean", "percentile", "life_expectancy", "value")
DIRECTIONS = ("lower", "higher", "neither")


@dataclass(frozen=True)
class Indicator:
    """What is measured; `value = per x numerator / denominator`, in `unit`."""

    id: str
    name: str
    kind: str
    better: str
    per: float = 1
    unit: str = ""
    short: str = ""
    theme: str = "any"
    who: str = ""
    did: str = ""
    would: str = ""
    numerator: str = "numerator"
    denominator: str = "denominator"
    numerator_where: str = ""
    denominator_where: str = ""
    convention: str = ""
    then: str = ""
    #: Means and percentiles: the column of numbers they are of, and which percentile.
    value_of: str = ""
    q: float = 0
    #: The column that says who a record is about, where people are counted rather than records.
    count_of: str = ""
    #: What published tables call it: "Fingertips 90366", "MHSDS MHS01". A file's own words are never matched by guess.
    known_as: tuple[str, ...] = ()
    #: True where a value is a group's share of the whole (who is here), not a rate within the group (how they fared).
    mix: bool = False
    #: Why a mix holds no gap, where it is no share of one whole but what people named or chose.
    no_gap: str = ""
    caveats: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether a figure is one count out of another, and not a value that stands for itself."""
        return self.kind in ("proportion", "rate")

    @property
    def ceiling(self) -> float:
        """What no figure can be above: all of them, for a proportion."""
        return self.per if self.kind == "proportion" else math.inf


@dataclass(frozen=True)
class Dimension:
    """How people are grouped; `groups` run from most to least disadvantaged where `ordered`."""

    id: str
    name: str
    ordered: bool
    #: True where the groups are places or services: they are never ranked, nor is one of them named as the worst.
    places: bool = False
    groups: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    reference: str = ""
    most: str = ""
    least: str = ""
    grouped: str = ""
    missing: str = ""
    spoken: tuple[str, ...] = ()
    column: str = ""
    caveats: tuple[str, ...] = ()

    def label(self, group: str) -> str:
        """What a reader sees for a group: `1` of imd_quintile is `Most deprived fifth`."""
        if group == "Not known":
            return "Group not known"
        return dict(zip(self.groups, self.labels, strict=True)).get(group, group)


@dataclass(frozen=True)
class Source:
    """Where figures come from, and whether they may be shown as they are."""

    id: str
    name: str
    synthetic: bool = False
    protected: bool = False
    #: The base a publisher rounds every count to; 0 where it prints exact ones.
    rounds_to: int = 0
    #: What is true of everything in it, where its files do not say: the place, the time, the deprivation index.
    place: str = ""
    period: str = ""
    imd_edition: str = ""


@dataclass(frozen=True)
class Policy:
    """A rule on small numbers: counts from `hide_from` to `hide_to` are hidden, the rest rounded to `round_to`.

    A count above zero is never rounded to zero. Where `hide_to` is zero nothing is hidden.
    """

    id: str
    name: str
    hide_from: int
    hide_to: int
    round_to: int
    default: bool = False

    @property
    def hides(self) -> bool:
        """Whether the rule hides counts, and does not only round them."""
        return self.hide_to >= max(self.hide_from, 1)

    @property
    def limit(self) -> int:
        """The last count that is small: the last one hidden, or the last one that is shown as the smallest figure."""
        base = max(self.round_to, 1)
        return self.hide_to if self.hides else base + (base - 1) // 2

    def is_lighter(self, other: Policy) -> bool:
        """Whether the rule lets more through than another: it hides fewer counts, or rounds them less."""
        return self.hide_from > other.hide_from or self.hide_to < other.hide_to or self.round_to < other.round_to


@dataclass(frozen=True)
class Standard:
    """A standard population: people in each age band, from 0 to an open last band."""

    id: str
    name: str
    source: str
    weights: dict[str, float]


#: How well a figure is vouched for: read where it was published, read as somebody else told it, or worked out here.
STATUSES = ("first_hand", "second_hand", "worked_out")


@dataclass(frozen=True)
class Fact:
    """A published figure with what is needed to trust it; the room `register` puts it into words."""

    id: str
    topic: str
    sentence: str
    values: dict[str, float]
    #: What the values are in; `units` where one of them is in something else.
    unit: str
    period: str
    place: str
    source: str
    status: str
    seen: str
    review: str
    units: dict[str, str] = field(default_factory=dict)
    #: Who told it, where it was not read at its publisher.
    reported_by: str = ""
    #: Where it was read, for whoever looks it up again.
    link: str = ""
    #: How many answered or were counted, and what they are; `bases` where the values rest on different numbers.
    base: int = 0
    base_of: str = "answers"
    bases: dict[str, float] = field(default_factory=dict)
    #: The counts behind the values, where they were published.
    counts: dict[str, float] = field(default_factory=dict)
    #: Two values, the earlier and the later one, whose difference is told with its range.
    change: tuple[str, ...] = ()
    #: True where it tells of deaths, so that nobody comes upon it unprepared.
    care: bool = False
    #: Where it is a row of an inequality table: its indicator, dimension and group in the catalogue.
    indicator: str = ""
    dimension: str = ""
    group: str = ""

    def unit_of(self, name: str) -> str:
        """What one of the values is in."""
        return self.units.get(name, self.unit)

    def base_for(self, name: str) -> int:
        """How many one of the values rests on; 0 where that was not published."""
        return int(self.bases.get(name, self.base))


@dataclass(frozen=True)
class Term:
    """A word of the trade in plain words."""

    id: str
    term: str
    plain: str
    example: str
    used: str
    also: tuple[str, ...] = ()
