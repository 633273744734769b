"""Exercises that know the wrong turns: check an answer, ask for a hint, see the solution, print the card.

    q = practice.exercise("04")      q.rate.check(12.67)  q.rate.hint()  q.rate.solution()  q.rate.paper()  q.progress()

Nothing is tracked and nothing leaves this machine. The questions lie in `questions/`, one file for each exercise.
"""

from hitoolkit.practice.asking import exercise

__all__ = ["exercise"]
