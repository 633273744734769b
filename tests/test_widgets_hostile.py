"""What a browser could send that no widget of ours sends: nothing breaks, nothing grows, and nothing else is called."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit import widgets
from hitoolkit.errors import InputError, ParameterError

LABELS = ["Service A", "Service B", "Service C", "Service D"]
STATE = ("view", "answer", "said", "room", "mine", "first", "second", "guess", "at", "pick")


def table(labels: list[str], dimension: str = "provider", period: str = "2024") -> pd.DataFrame:
    frame = pd.DataFrame({"group": labels, "numerator": [50 * at for at in range(1, len(labels) + 1)]})
    return hi.protect(hi.add_rates(hi.check_table(frame, denominator=2000, indicator="waits_over_52_weeks", area="A",
                                                  dimension=dimension, period=period, source="own_table")))


def made() -> list[Any]:
    fifths, unknown = table(list("12345"), "imd_quintile"), table(["White", "Not known", "Mixed"], "ethnic_group")
    years = pd.concat([table(LABELS), table(LABELS, period="2025")], ignore_index=True)
    return [widgets.predict(fifths), widgets.vote("Why?", ["Yes", "No"]), widgets.explore(years),
            widgets.share(unknown, "White"), widgets.switch({"a": fifths, "b": fifths}, "Which?"),
            widgets.funnel_game(years)]


def messages() -> list[Any]:
    odd = [None, "x", -1, float("nan"), 1e308, 10**400, [1] * 100_000, {"a": 1}, ["1"] * 5, [float("nan")] * 5,
           [10**400] * 5, [-1] * 5, [[1] * 5] * 1000, "x" * 100_000]
    strange: list[Any] = [None, "x", [], {}, *({"do": one} for one in (
        None, 5, "msg", "trait_change", "widget_constructed", "__init__", ["add"], "reveal", "again"))]
    return strange + [{"do": what, "name": name, key: one} for one in odd for what, key, name in [
        ("add", "guess", ""), ("reveal", "guess", ""), ("reveal", "pick", ""), ("pick", "value", "period"),
        ("show", "name", ""), ("share", "share", "")]]


@pytest.mark.parametrize("kind", range(6))
def test_no_message_breaks_a_widget_or_calls_what_it_does_not_answer(kind: int) -> None:
    widget = made()[kind]
    callbacks = len(widget._msg_callbacks.callbacks)
    for message in messages():
        widget._hear(widget, message, [])
        held = json.dumps({name: getattr(widget, name) for name in STATE if widget.has_trait(name)}, allow_nan=False)
        assert len(held) < 400_000, str(message)[:80]
    assert len(widget._msg_callbacks.callbacks) == callbacks


def test_guesses_that_the_browser_changed_by_itself_are_checked_before_they_are_shown() -> None:
    for room in (["x"], [None], [["<b>"] * 5], [[1, 2]], [[float("nan")] * 5], [[1] * 5] * 1000):
        widget = made()[0]
        widget.set_state({"room": room})
        widget._hear(widget, {"do": "reveal", "guess": [1] * 5}, [])
        assert widget.answer == {} and "uess" in widget.said, room


def test_what_is_no_number_of_votes_and_no_table_is_refused_in_words() -> None:
    for count in (float("nan"), float("inf"), 0.5):
        with pytest.raises(ParameterError, match="whole number"):
            widgets.vote("Why?", ["Yes", "No"], first=[count, 1])
    for thing in (None, 5, {"a": 1}):
        with pytest.raises(InputError, match="no table to explore"):
            widgets.explore(thing)  # type: ignore[arg-type]


def test_the_lax_rule_of_one_table_opens_no_other() -> None:
    lax = hi.protect(table(LABELS).assign(area="B"), policy="msds_rounding")
    few = table(LABELS).assign(numerator=[5.0, 100.0, 150.0, 200.0], flag="")
    few = hi.add_rates(few[[name for name in few if name not in ("value", "se", "lower", "upper")]])
    few.attrs = {}
    shown = widgets.explore([lax, few])
    shown._hear(shown, {"do": "pick", "name": "area", "value": "A"}, [])
    assert "protect(table) first" in shown.said and "0.25" not in json.dumps(shown.answer)
    strict = hi.protect(table(LABELS))
    with pytest.raises(InputError, match="different rules"):
        widgets.explore([lax, strict])
