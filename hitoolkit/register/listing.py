"""facts() and read_facts(): the whole register as a table, and figures of it as an inequality table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.errors import ParameterError, count_of, unknown_name
from hitoolkit.register.facts import Published, shown
from hitoolkit.table import check_table

COLUMNS = [
    "id", "topic", "value", "amount", "sentence", "unit", "period", "place", "source", "status", "seen", "review",
    "base", "lower", "upper", "still true?", "link",
]  # fmt: skip
#: How each status is said to a reader.
SAID = {"first_hand": "first hand", "second_hand": "second hand", "worked_out": "worked out"}
#: A published survey shares whose counts nobody printed; what the register makes of it goes by this source.
SOURCE = "register"


#: What a reader sees of it, with the headings; the whole is in the frame.
SEEN = {"sentence": "Figure", "period": "Period", "place": "Place", "source": "Source", "status": "Read",
        "seen": "Seen", "still true?": "Still true?"}
CELL = "text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;border-bottom:1px solid #C8D0D7"
TABLE, COLOURS = "border-collapse:collapse;line-height:1.4;color:inherit", "color:#1B2733;background:#fff"


class Register(pd.DataFrame):
    """The register as a frame that shows itself as an accessible table; what is made from it is a plain frame."""

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    # Not a bundle: for frames, what a notebook shows goes through our own formatters, which ask for these two.
    def _repr_html_(self) -> str:
        return _html(self.drop_duplicates("id")[list(SEEN)].astype(str).to_numpy().tolist())

    def __repr__(self) -> str:
        return f"The register: {count_of(self['id'].nunique(), 'published figure')}."


def _html(rows: list[list[str]]) -> str:
    heads = "".join(f'<th scope="col" style="{CELL}">{escape(name)}</th>' for name in SEEN.values())
    lines = "".join(
        f'<tr><th scope="row" style="{CELL};font-weight:400">{escape(first)}</th>'
        + "".join(f'<td style="{CELL}">{escape(text)}</td>' for text in rest) + "</tr>"
        for first, *rest in rows
    )
    return (
        '<div role="region" tabindex="0" lang="en-GB" aria-label="Register of published figures" '
        f'style="overflow-x:auto;padding:.75em 1em;{COLOURS}"><table style="{TABLE}">'
        '<caption style="text-align:left;padding-bottom:.5rem">'
        f"Published figures: {len(rows)}</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def facts(topic: str | None = None) -> Register:
    """List the register of published figures: a row for each value, with what is needed to trust it.

    `topic`: only those of one topic, such as "board_survey" or "waits". Returns a frame: id, topic, the value's name
    and amount, the sentence with its figures, unit, period, place, source, status (first hand, second hand, worked
    out), the days it was seen and is to be reviewed, how many answered (`base`), the 95% range for luck alone (Wilson
    1927), whether its review date is still to come, and the link where it was read.
    Not for putting figures of different periods, places or sources side by side as if they were one series.
    Raises ParameterError for an unknown topic, with the nearest known one.

    >>> facts("sickle_cell")[["amount", "base", "lower", "upper"]].round(0)
       amount  base  lower  upper
    0      71    21   50.0   86.0
    1      17    29    8.0   35.0
    """
    chosen = _of_topic(topic)
    today = date.today()
    rows = []
    for one in chosen:
        still = "check" if one.check(today) else "yes"
        for name, value in one.values.items():
            lower, upper = one.limits(name) or (None, None)
            rows.append((
                one.id, one.topic, name, value, one.text, one.unit_of(name), one.period, one.place, one.origin,
                SAID[one.status], one.seen, one.review, one.base_for(name) or None, lower, upper, still, one.link,
            ))  # fmt: skip
    listed = pd.DataFrame(rows, columns=COLUMNS)
    return Register(listed.astype({"base": "Int64", "lower": float, "upper": float}))


def read_facts(topic: str) -> pd.DataFrame:
    """Published figures of one topic as an inequality table, to be drawn and tabulated like any other.

    `topic`: one whose figures belong to groups, such as "board_survey". Returns the table of the contract: a row for
    each figure that the register gives an indicator, a dimension and a group, with the year it ends in, its place
    ("England"), how many answered as the denominator, and the value with the 95% range for luck alone (Wilson 1927).
    There is no numerator, for none was published.
    Not for a comparison of two periods by eye: the range of the difference is in `fact`, where one can be worked out.
    Raises ParameterError for a topic that has no such figures, with the nearest that has.

    >>> table = read_facts("board_survey")
    >>> told = table[table["group"] == "Data inside the trust"]
    >>> told["period"].tolist(), told["denominator"].tolist(), told["value"].tolist()
    (['2021', '2024'], [254.0, 80.0], [49.0, 38.0])
    """
    known = sorted({one.topic for one in _of_topic(None) if one.group})
    if topic not in known:
        raise ParameterError(unknown_name("topic with figures of groups", topic, known))
    rows = []
    for one in _of_topic(topic):
        if one.group:
            [(name, value)] = one.values.items()
            lower, upper = one.limits(name) or (None, None)
            rows.append({
                "indicator": one.indicator, "dimension": one.dimension, "group": one.group, "period": one.period[-4:],
                "denominator": one.base_for(name) or None, "value": value, "lower": lower, "upper": upper,
            })  # fmt: skip
    return check_table(pd.DataFrame(rows), area="England", source=SOURCE)


def _of_topic(topic: str | None) -> list[Published]:
    every = [shown(block) for block in catalogue.blocks("fact").values()]
    topics = dict.fromkeys(one.topic for one in every)
    if topic is not None and topic not in topics:
        raise ParameterError(unknown_name("topic", topic, topics))
    return [one for one in every if topic in (None, one.topic)]


