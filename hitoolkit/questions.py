"""board_questions(): what a board member may ask about a finding, one question under each of three heads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from hitoolkit.catalogue.questions import Asked, Bank, bank
from hitoolkit.catalogue.wording import number, spelt, upper_first
from hitoolkit.errors import InputError

PAYLOAD = "application/vnd.hitoolkit.v1+json"
#: JupyterLab sets a term beside its text, so it needs room to its right.
DT = '<dt style="padding-right:1em">'
HEADS = ("measured", "why", "improves")
#: Where there is a gap to explain, the question to ask is why; else how it is measured.
EXPLAIN = ("clear", "no_range")


@dataclass(frozen=True)
class Question:
    """A question with who asks, who can answer, and how to tell a good answer from a weak one.

    `objective` is the number of the nearest objective in the NHS Providers guide for board members.
    """

    head: str
    question: str
    asks: str
    answers: str
    reassure: str
    would_not: str
    theme: str
    objective: str = ""
    lead: str = ""

    def payload(self) -> dict[str, str]:
        """The question as the page builder reads it."""
        names = ("head", "question", "asks", "answers", "reassure", "would_not", "theme", "objective")
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        return (
            f"{self.head}\n{self.question}\nAsks: {self.asks}. Answers: {self.answers}.\n"
            f"Would reassure: {self.reassure}\nWould not: {self.would_not}"
        )


class Questions(list[Question]):
    """Questions in the order of the heads; `lead` is the one to ask where there is time for one."""

    def __init__(self, items: Iterable[Question] = (), lead: str = "") -> None:
        super().__init__(items)
        self.lead = lead

    def payload(self) -> dict[str, Any]:
        """The questions as the page builder reads them."""
        return {"kind": "questions", "lead": self.lead, "items": [item.payload() for item in self]}

    def __str__(self) -> str:
        return "\n\n".join([f"The question to ask: {self.lead}", *map(str, self)])

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": _html(self), PAYLOAD: self.payload()}


def board_questions(findings: Any, role: str | None = None) -> Questions:
    """Turn a finding into three questions a board member may ask: how measured, why, and how will we know.

    Takes what `findings` returned (the first is asked about), or one finding. `role`: who asks, in plain words
    ("chair", "non-executive", "chief executive", "executive lead"); questions for that role come first.

    Returns a list of three that shows itself, each with who asks, who answers, what would reassure and what would not;
    `lead` is the one question to ask. Chosen from the catalogue's bank by the indicator's theme, by how certain the
    finding is, and by how many have no group on record; filled with the finding's figures and no others. By when is
    left for the meeting. Questions are about the service; none takes a cause for granted.
    Not a substitute for questions of your own: the bank does not know your trust.
    Raises InputError where there is no finding, ParameterError where the role is not known.

    >>> import pandas as pd
    >>> import hitoolkit as hi
    >>> counts = pd.DataFrame({"group": list("12345"), "numerator": [2275, 1800, 1465, 1170, 885],
    ...                        "denominator": [4930, 4120, 3555, 2965, 2310]})
    >>> table = hi.check_table(counts, indicator="waits_over_18_weeks", period="2026-09-30", area="Wessington Vale",
    ...                        dimension="imd_quintile", source="sample_elective_waits")
    >>> questions = board_questions(hi.findings(hi.add_rates(table)), role="non-executive")
    >>> print(questions[1].question)
    Which two steps from referral to treatment explain most of the gap of 8 in every 100, and who owns each of them?
    """
    known = bank()
    asking = known.role(role) if role else ""
    items = [findings] if hasattr(findings, "headline") else list(findings)
    if not items:
        raise InputError("There is no finding to ask about: the table held no group to compare. Look at its rows.")
    finding: Any = items[0]
    fields = _fields(finding, known)
    chosen = [_choose(known, head, finding, fields, asking) for head in HEADS]
    # A change of the gap is first one to measure; of places that were picked, one to set beside others as bad.
    explain = not finding.groups if _of_change(finding) else finding.certainty in EXPLAIN
    first = chosen[HEADS.index("why" if explain else "measured")]
    return Questions((_filled(one, known, fields) for one in chosen), _fill(first.lead or first.question, fields))


def _fields(finding: Any, known: Bank) -> dict[str, str]:
    """What the finding can fill in; a field it cannot fill is not there."""
    fields = {"goal": f"{number(100 * known.often_unknown)} in 100"}
    # The sizes of a change are not those of a gap.
    if finding.difference and not _of_change(finding):
        amount = finding.difference["big"].split(" ")[0]
        fields["gap"] = f"{amount} {finding.difference['unit']}".strip()
    if finding.ratio and not _of_change(finding):
        fields["ratio"] = f"{finding.ratio['big']} {finding.ratio['unit']}"
    if finding.groups > 1:
        fields["groups"] = spelt(finding.groups)
    if finding.share_unknown >= known.often_unknown:
        fields["unknown"] = f"{number(100 * finding.share_unknown)} in every 100"
        fields["unknown_of"] = finding.unknown_of[:1].lower() + finding.unknown_of[1:]
    return fields


def _of_change(finding: Any) -> bool:
    return getattr(finding, "about", "gap") == "change"


def _choose(known: Bank, head: str, finding: Any, fields: dict[str, str], asking: str) -> Asked:
    """The best question under a head: it must fit; then by role, by situation, by theme, by how special it is."""
    certainty = finding.certainty
    situations = [finding.shape, certainty] if finding.shape else [certainty]
    if _of_change(finding):
        situations = ["change"]
    elif "unknown" in fields and certainty in EXPLAIN:
        situations.insert(0, "unknown")

    def place(one: Asked) -> tuple[bool, int, bool, int]:
        situation = min(situations.index(when) for when in one.when if when in situations)
        return (bool(asking) and one.asks != asking, situation, one.theme != finding.theme, len(one.when))

    fit = [
        one for one in known.questions
        if one.head == head and one.theme in (finding.theme, "any") and set(one.when) & set(situations)
        and one.needs() <= set(fields)
    ]
    return min(fit, key=place)


def _filled(one: Asked, known: Bank, fields: dict[str, str]) -> Question:
    texts = {name: _fill(getattr(one, name), fields) for name in ("question", "reassure", "would_not", "lead")}
    return Question(
        head=known.heads[one.head], asks=known.roles[one.asks], answers=one.answers, theme=one.theme,
        objective=one.objective, **texts,
    )


def _fill(text: str, fields: dict[str, str]) -> str:
    return upper_first(text.format(**fields))


def _html(questions: Questions) -> str:
    cards = "".join(
        f"<li><h4>{escape(one.head)}</h4><p><strong>{escape(one.question)}</strong></p><dl>"
        f"{DT}Asks</dt><dd>{escape(one.asks)}</dd>{DT}Answers</dt><dd>{escape(one.answers)}</dd>"
        f"{DT}By when</dt><dd>(to fill in at the meeting)</dd>{DT}Would reassure</dt><dd>{escape(one.reassure)}</dd>"
        f"{DT}Would not</dt><dd>{escape(one.would_not)}</dd></dl></li>"
        for one in questions
    )
    return (
        '<section lang="en-GB" aria-label="Board questions" style="max-width:46em;line-height:1.5">'
        f"<h3>The question to ask: {escape(questions.lead)}</h3><ol>{cards}</ol></section>"
    )
