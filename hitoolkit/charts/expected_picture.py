"""What a chart of chance in small numbers shows, as plain text and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.charts import expected_words
from hitoolkit.charts.view import sources_of
from hitoolkit.charts.worded import Worded
from hitoolkit.intervals import chance_of_each

#: The last bar holds what is left once it is this little; and how few and how many bars there are.
LEFT, FEWEST, LARGEST = 0.01, 4, 26


@dataclass(frozen=True)
class Seen:
    """One number of events: its chance, and whether it is the one that was seen; the last stands for more too."""

    count: int
    chance: float
    text: str
    share: str
    here: bool


@dataclass(frozen=True)
class ExpectedPicture(Worded):
    """Everything that is drawn or said about one group's expected events; nothing else of the table."""

    numbers: list[Seen]
    telling: int
    axis: str
    marked: str

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The picture again."""
        return cls(**{**plain, "numbers": [Seen(**one) for one in plain["numbers"]]})


@dataclass(frozen=True)
class Chance:
    """One group or place, and how it is spoken of."""

    indicator: catalogue.Indicator
    dimension: catalogue.Dimension
    over: str
    row: pd.Series
    observed: int | None
    hidden: bool
    expected: float
    sources: tuple[str, ...]
    synthetic: bool
    numbers: list[Seen]


def expected_picture(row: pd.Series, rows: pd.DataFrame, indicator: catalogue.Indicator,
                     dimension: catalogue.Dimension, over: str) -> ExpectedPicture:
    """What is drawn of one row of expected events."""
    observed = None if pd.isna(row["observed"]) else round(float(row["observed"]))
    sources, synthetic = sources_of(rows)
    expected = float(row["expected"])
    chance = Chance(indicator, dimension, over, row, observed, str(rows["flag"].iloc[0]) == "suppressed", expected,
                    sources, synthetic, _numbers(expected, observed))
    return ExpectedPicture(
        type="expected", bars={}, title=expected_words.title(chance), subtitle=expected_words.subtitle(chance),
        alt_title=expected_words.alt_title(chance), alt=expected_words.described(chance),
        caption=expected_words.caption(chance), source=expected_words.source_line(chance),
        reading=expected_words.reading(chance), table=expected_words.table(chance), synthetic=synthetic,
        numbers=chance.numbers, telling=int(row["telling_count"]), axis=expected_words.axis(chance),
        marked=expected_words.MARKED if observed is not None else "",
    )


def _numbers(expected: float, observed: int | None) -> list[Seen]:
    """Every number of events up to where hardly any chance is left, or to what was seen."""
    each = chance_of_each(expected, LARGEST)
    left = 1 - each.cumsum()
    last = max(int((left > LEFT).sum()) + 1, FEWEST)
    last = min(max(last, (observed or 0) + 1), LARGEST)
    chances = [*map(float, each[:last]), max(1 - float(each[:last].sum()), 0.0)]
    at = None if observed is None else min(observed, last)
    return [Seen(count, round(chance, 6), expected_words.counted(count, count == last), expected_words.share(chance),
                 count == at) for count, chance in enumerate(chances)]
