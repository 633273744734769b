"""What a chart of reached and missed shows, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from hitoolkit.catalogue import Dimension, Indicator
from hitoolkit.charts import reach_words
from hitoolkit.charts.worded import Worded


@dataclass(frozen=True)
class Part:
    """One group: reached, missed or of unknown area; how many of the people are in it, or why that is not shown."""

    label: str
    role: str
    count: float | None
    share: float | None
    why: str
    figure: float | None


@dataclass(frozen=True)
class Reach:
    """All the people of a kind, by where they live."""

    indicator: Indicator
    dimension: Dimension
    rows: pd.DataFrame
    targets: tuple[str, ...]
    parts: list[Part]
    total: float | None
    counted: bool
    sources: tuple[str, ...]
    synthetic: bool

    def of(self, role: str) -> list[Part]:
        """The parts of one role."""
        return [part for part in self.parts if part.role == role]

    def share(self, role: str) -> float | None:
        """The share of all that parts of one role make; None where one of them is not shown."""
        shares = [part.share for part in self.of(role)]
        known = [one for one in shares if one is not None]
        return sum(known) if len(known) == len(shares) else None

    @property
    def missed(self) -> float | None:
        """The share that is missed: what is left where a hidden part is surely in it."""
        direct = self.share("missed")
        reached, unknown = self.share("reached"), self.share("unknown")
        if direct is not None or self.total is None or reached is None or unknown is None:
            return direct
        return max(1 - reached - unknown, 0.0)

    @property
    def hidden(self) -> float:
        """The share that the parts not shown make together, where the whole is known."""
        known = sum(part.share for part in self.parts if part.share is not None)
        lost = any(part.share is None for part in self.parts)
        return max(1 - known, 0.0) if lost and self.total is not None else 0.0


@dataclass(frozen=True)
class ReachPicture(Worded):
    """Everything that is drawn or said about one strip; nothing else of the table."""

    parts: list[Part]
    texts: list[list[str]]
    hidden: float
    heads: list[str]
    spans: list[float]
    roles: dict[str, str]
    who: str

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**{**plain, "parts": [Part(**part) for part in plain["parts"]]})


def reach_picture(reach: Reach) -> ReachPicture:
    """What is drawn of one strip."""
    spans = [reach.share("reached"), reach.missed]
    return ReachPicture(
        type="reach", bars={}, title=reach_words.title(reach), subtitle=reach_words.subtitle(reach),
        alt_title=reach_words.alt_title(reach), alt=reach_words.described(reach), caption=reach_words.caption(reach),
        source=reach_words.source_line(reach), reading=reach_words.reading(reach), table=reach_words.table(reach),
        synthetic=reach.synthetic, parts=reach.parts, texts=[reach_words.told(part) for part in reach.parts],
        hidden=reach.hidden, heads=reach_words.heads(reach), spans=[one for one in spans if one is not None],
        roles={name: reach_words.role(reach, name) for name in ("reached", "missed", "unknown")},
        who=reach_words.who(reach),
    )
