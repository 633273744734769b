"""Mark what was chosen out of a list: one option, or all that belong."""

from __future__ import annotations

import re
from typing import Any

from hitoolkit.practice.feedback import Feedback, wrong_turn
from hitoolkit.practice.model import Question
from hitoolkit.practice.received import Cell, FromTable, Unreadable, shown


def mark_choice(question: Question, handed: Any) -> Feedback:
    """Mark one option: by its id, by its text, or true and false where the options are yes and no."""
    chosen = _option(question, handed)
    if chosen is None:
        return _which(question, handed, "Type one of")
    text = next(option.text for option in question.options if option.id == chosen)
    received = f'You wrote {shown(handed)}, read as "{text}"'
    received += "" if text.endswith((".", "?")) else "."
    if chosen in question.right:
        return Feedback("correct", received)
    for trap in question.traps:
        if trap.choice == chosen:
            return wrong_turn(trap, received)
    return Feedback("incorrect", received, (("", f"Look again, or ask q.{question.id}.hint()."),))


def mark_several(question: Question, handed: Any) -> Feedback:
    """Mark a set of options; order and repeats do not count. Just these before this among them, for known sets."""
    given = _listed(question, handed)
    chosen = [_option(question, one) for one in given]
    if None in chosen or not chosen:
        strange = next((one for one, found in zip(given, chosen, strict=True) if found is None), handed)
        return _which(question, strange, "Type any of")
    found = {one for one in chosen if one is not None}
    names = [option.id for option in question.options if option.id in found]
    received = f"You wrote {shown(handed)}, read as {shown(names)}."
    if found == set(question.right):
        return Feedback("correct", received)
    for trap in question.traps:
        if isinstance(trap.choice, tuple) and trap.choice and set(trap.choice) == found:
            return wrong_turn(trap, received)
    for trap in question.traps:
        if isinstance(trap.choice, str) and trap.choice in found:
            return wrong_turn(trap, received)
    right, rest = found & set(question.right), set(question.right) - found
    some = "Some" if len(right) > 1 else "One"
    text = f"{some} of those you chose belong{'' if len(right) > 1 else 's'} here" if right else "None of these belongs"
    text += ", and something is still missing." if rest and right else ": read the question once more."
    return Feedback("incorrect", received, (("", text),))


def _listed(question: Question, handed: Any) -> list[Any]:
    """What was handed in as a list: a text may name several, with commas or "and" between them."""
    if isinstance(handed, list):
        return handed
    if isinstance(handed, dict):
        return [key for key, value in handed.items() if value is True] or [handed]
    if isinstance(handed, str) and not isinstance(handed, Cell) and _option(question, handed) is None:
        inner = handed.strip("[]{}() ")
        spaced = inner.split()
        if all(_option(question, one) for one in spaced):
            return list(spaced)
        return [one for one in re.split(r"\s*(?:,|;|\band\b|&|\n)\s*", inner) if one]
    return [handed]


def _option(question: Question, handed: Any) -> str | None:
    """The id of the option that is meant, if any is."""
    if isinstance(handed, list | dict | Unreadable):
        return None
    text = {True: "yes", False: "no"}[handed] if isinstance(handed, bool) else _text(handed)
    key = _key(text)
    for option in question.options:
        if key in (_key(option.id), _key(option.text)):
            return option.id
    return None


def _text(handed: Any) -> str:
    return shown(handed.value if isinstance(handed, FromTable) else str(handed) if isinstance(handed, Cell) else handed)


def _key(text: str) -> str:
    return re.sub(r"[\s_'\"\u2018\u2019.-]+", " ", text).strip().lower()[:78]


def _which(question: Question, handed: Any, start: str) -> Feedback:
    names = [f'"{option.id}"' for option in question.options]
    listed = f"{', '.join(names[:-1])} or {names[-1]}"
    many = question.kind == "choice" and isinstance(handed, list)
    fault = f"Only one of them, please, and there are {len(handed)} here." if many else "That is none of the options."
    return Feedback("which", f"You wrote {shown(handed).rstrip('.?!')}.", (("", f"{fault} {start} {listed}."),))
