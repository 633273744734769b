"""A small exercise of one question, for the examples in docstrings and for trying things out."""

from __future__ import annotations

from hitoolkit.practice.asking import Exercise
from hitoolkit.practice.model import Question, Task, Trap

QUESTION = Question(
    id="unknown",
    ask="Of every 100 people on this list, how many have no ethnic group on record?",
    kind="number",
    unit="%",
    answer=16.67,
    tolerance=0.1,
    close=0.5,
    places=1,
    hints=(
        "Whom do you divide by: all people, or those whose group is known?",
        "Everybody on the list belongs below the line.",
        "Divide 5,000 by 30,000.",
    ),
    solution="5,000 of 30,000 people have no group on record: 16.7 in every 100.",
    traps=(
        Trap(
            "unknown over known",
            "You divided by the people whose group is known. They are the ones the table is mostly about.",
            "Keep top and bottom about the same people: all 30,000.",
            (20.0,),
        ),
    ),
)


def example() -> Exercise:
    """The small exercise.

    >>> example().unknown.check(20).state
    'trap'
    """
    task = Task("00", "00_example", "Who is unknown?", ("analyst",), 5, "06", "A list of 30,000 people.", (QUESTION,))
    return Exercise(task)
