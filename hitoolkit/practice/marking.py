"""Mark an answer: not attempted, correct, close, a known wrong turn, not this, or a question back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hitoolkit.practice.choosing import mark_choice, mark_several
from hitoolkit.practice.feedback import Feedback, not_attempted, wrong_turn
from hitoolkit.practice.model import Question, Trap
from hitoolkit.practice.numbers import Number, Which, read_number
from hitoolkit.practice.ranges import read_range
from hitoolkit.practice.received import Cell, Nothing, Unreadable, shown, simple
from hitoolkit.practice.units import is_points, out_of, plain
from hitoolkit.practice.writing import mark_parts, mark_text


def mark(question: Question, given: Any) -> Feedback:
    """Mark one answer to one question.

    Takes the question and anything at all; returns Feedback. Never raises for what was given.
    A wrong turn is told before "close"; whether an answer is close is a matter of rounding only.
    """
    handed = simple(given)
    if isinstance(handed, Nothing):
        return not_attempted()
    if question.kind not in ("choice", "several") and _holds_cells(handed):
        # Read as an answer it would be repeated; only an option is told by its text alone.
        given = handed = Unreadable(shown(handed))
    if question.kind == "range":
        return _figures(question, handed, read_range(given, question.unit, question.targets()))
    if question.kind == "number":
        read = read_number(handed, question.unit, question.targets())
        return _figures(question, handed, read if not isinstance(read, Number) else (read,))
    by_kind: dict[str, Callable[[Question, Any], Feedback]] = {
        "choice": mark_choice,
        "several": mark_several,
        "judgement": mark_text,
        "parts": mark_parts,
    }
    return by_kind[question.kind](question, handed)


def _holds_cells(handed: Any) -> bool:
    held = handed.values() if isinstance(handed, dict) else handed if isinstance(handed, list) else [handed]
    return any(isinstance(one, Cell) or (isinstance(one, list) and _holds_cells(one)) for one in held)


def _figures(question: Question, handed: Any, read: tuple[Number, ...] | Which | Nothing) -> Feedback:
    """Mark one number, or the two ends of a range."""
    if isinstance(read, Nothing):
        return not_attempted()
    wrote = f"You wrote {shown(handed)}"
    if isinstance(read, Which):
        return Feedback("which", f"{wrote.rstrip('.')}.", (("", read.ask),))
    unit, places = question.unit, question.places
    as_read = " to ".join([*(plain(one.value) for one in read[:-1]), read[-1].said(unit)])
    remark = next((f" ({one.remark})" for one in read if one.remark), "")
    received = f"{wrote}, read as {as_read}{remark}."
    values, answers = [one.value for one in read], _tuple(question.answer)
    if all(_within(one, right, question.tolerance) for one, right in zip(values, answers, strict=True)):
        return Feedback("correct", received)
    # 17 may be 17.33 rounded or the 17.03 of a wrong turn: nobody is told off for what may be right.
    rounded = all(_rounded(one, right) for one, right in zip(read, answers, strict=True))
    for trap in question.traps:
        if caught(trap, values, question.tolerance) and not (rounded and not caught(trap, values, 1e-9)):
            return wrong_turn(trap, received)
    near = all(_within(one, right, question.close) for one, right in zip(values, answers, strict=True))
    exact = f"{places} decimal place{'s' if places != 1 else ''}" if places else "a whole number"
    if near and rounded:
        return Feedback(
            "close", received, (("", f"The way is right, and the figure was rounded. Give it to {exact}."),)
        )
    trap_near = [trap for trap in question.traps if _rounds_to(trap, read)]
    if not near and not rounded and len(trap_near) == 1:
        return wrong_turn(trap_near[0], received)
    return Feedback("incorrect", received, (("", _next_step(question, read, near, exact)),))


def _next_step(question: Question, read: tuple[Number, ...], near: bool, exact: str) -> str:
    answers = _tuple(question.answer)
    if _moved(question, read, (-1,)):
        return "The size fits, and the sign does not. Look at what comes first."
    if _moved(question, read, (0.00001, 0.0001, 0.001, 0.01, 0.1, 10, 100, 1000, 10_000, 100_000)):
        stated = f"in {question.unit}" if is_points(question.unit) or question.unit == "%" else question.unit
        unit = f": the answer is {stated}" if out_of(question.unit) else ""
        return f"The figures fit, and the decimal point does not. Look at the unit{unit}."
    if near:
        return f"It is near. Perhaps a figure was rounded on the way: keep all decimals to the end, then give {exact}."
    if all(_rounded(one, right) for one, right in zip(read, answers, strict=True)):
        return f"It may be right, but it is rounded too far to tell. Give {exact}."
    fits = [_within(one.value, right, question.tolerance) for one, right in zip(read, answers, strict=True)]
    if any(fits):
        return f"The {'lower' if fits[0] else 'upper'} end fits, the {'upper' if fits[0] else 'lower'} one does not."
    return f"This is not one of the wrong turns known here. Look at each step again, or ask q.{question.id}.hint()."


def caught(trap: Trap, values: list[float], tolerance: float) -> bool:
    """Whether figures are those of a known wrong turn."""
    allowed = trap.tolerance or tolerance
    if (trap.below is not None and min(values) < trap.below) or (trap.above is not None and max(values) > trap.above):
        return True
    return any(
        all(_within(one, wrong, allowed) for one, wrong in zip(values, _tuple(figures), strict=True))
        for figures in trap.values
    )


def _moved(question: Question, read: tuple[Number, ...], times: tuple[float, ...]) -> bool:
    """Whether figures would be right if they were multiplied by one of some numbers, and are no whole counts."""
    answers = _tuple(question.answer)
    if question.tolerance == 0 or any(abs(right) <= 2 * question.tolerance for right in answers if times != (-1,)):
        return False
    return any(
        all(_within(one.value * by, right, question.tolerance) for one, right in zip(read, answers, strict=True))
        for by in times
    )


def _tuple(figures: Any) -> tuple[float, ...]:
    return tuple(figures) if isinstance(figures, tuple) else (figures,)


def _within(value: float, right: float, tolerance: float) -> bool:
    return abs(value - right) <= tolerance + 1e-9 * max(1.0, abs(right))


def _rounded(read: Number, right: float) -> bool:
    """Whether a figure is the right one, rounded or cut off at the places it was written to."""
    step = 10.0**-read.places
    return abs(read.value - right) < step * (1 + 1e-9) and (
        abs(read.value - right) <= step / 2 + 1e-9 or abs(read.value) < abs(right)
    )


def _rounds_to(trap: Trap, read: tuple[Number, ...]) -> bool:
    """Whether figures are those of a wrong turn, rounded, with at least a tenth of them left to tell it by."""
    return any(
        all(
            _rounded(one, wrong) and 10.0**-one.places <= abs(wrong) / 10
            for one, wrong in zip(read, _tuple(figures), strict=True)
        )
        for figures in trap.values
    )
