"""What an exercise is made of, once its file has been read: questions, options, parts and known wrong turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = ("number", "range", "choice", "several", "judgement", "parts")
AUDIENCES = ("board", "staff", "analyst")


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from."""

    id: str
    text: str
    right: bool = False


@dataclass(frozen=True)
class Part:
    """One of the parts a written answer is made of; `needs` lists what it must name: owner, month."""

    id: str
    ask: str
    example: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trap:
    """A wrong answer that is known: what it is called, why it tempts, what to try. One way to tell it is filled in."""

    name: str
    why: str
    suggest: str
    values: tuple[Any, ...] = ()
    below: float | None = None
    above: float | None = None
    choice: str | tuple[str, ...] = ()
    pattern: str = ""
    part: str = ""
    tolerance: float = 0.0


@dataclass(frozen=True)
class Question:
    """One question of an exercise; `computer` says that nobody can be asked to work it out on paper."""

    id: str
    ask: str
    kind: str
    hints: tuple[str, ...]
    solution: str
    unit: str = ""
    answer: Any = None
    tolerance: float = 0.0
    close: float = 0.0
    places: int = 0
    reasons: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    traps: tuple[Trap, ...] = ()
    computer: bool = False

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of the options that belong."""
        return tuple(option.id for option in self.options if option.right)

    def targets(self) -> tuple[float, ...]:
        """The figures an answer may be meant to be: the right one and the known wrong ones."""
        figures = [self.answer, *(value for trap in self.traps for value in trap.values)]
        flat = [one for figure in figures for one in (figure if isinstance(figure, tuple) else (figure,))]
        return tuple(float(one) for one in flat if one is not None)


@dataclass(frozen=True)
class Table:
    """A small table for the card."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Task:
    """An exercise as its file tells it. `number` is the two figures that the file's name begins with."""

    number: str
    name: str
    title: str
    audience: tuple[str, ...]
    minutes: int
    notebook: str
    opening: str
    questions: tuple[Question, ...]
    data: tuple[str, ...] = ()
    stretch: str = ""
    tables: tuple[Table, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
