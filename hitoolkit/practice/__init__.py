"""Exercises that know the wrong turns: check an answer, ask for a hint, see the solution, print the card.

    q = practice.exercise("04")      q.rate_after.check(12.67)  q.rate_after.hint()  q.rate_after.paper()  q.progress()
    practice.cards("04")             cards to print; cards("04", "facilitator") the sheet with answers
    practice.quiz("before")          a short quiz for a session, and its matched twin "after"

Nothing is tracked and nothing leaves this machine. The questions lie in `questions/` and `quizzes/`, a file for each.
"""

from hitoolkit.practice.asking import exercise
from hitoolkit.practice.quiz_forms import quiz
from hitoolkit.practice.sheets import cards

__all__ = ["cards", "exercise", "quiz"]
