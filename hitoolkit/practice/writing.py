"""Answers in words: nothing marks them. What is known to be weak is pointed at, and what is there is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hitoolkit.practice.feedback import Feedback, wrong_turn
from hitoolkit.practice.model import Question, Trap
from hitoolkit.practice.received import Nothing, Unreadable, shown

#: Weak in any question for a board: the name, how it is told, why it tempts, what to try.
WEAK = (
    Trap(
        "it points at people",
        "Asking why people do not come, or will not, is how the question is often put. It lays the gap at their door.",
        "Ask what the service's own offer makes hard, and for whom.",
        pattern=r"\bwhy (don'?t|do not|won'?t|can'?t|aren'?t|are not) (they|these|those|people|patients|women|men)\b"
        r"|\b(non-?complian\w+|hard to reach|refus\w+ to|fail(s|ed|ing)? to (attend|engage|come)|lifestyle"
        r"|their own (choice|fault)|can'?t be bothered|blame)\b",
    ),
    Trap(
        "a cause is claimed",
        "A reason makes a finding feel finished. The figures show a gap, and do not show what made it.",
        "Say what was seen, and ask which evidence would tell this reason from the mix of people or of services.",
        pattern=r"\b(because (of )?|caus(es|ed) by|is due to|was due to|due to|(led|leads) to|(as a result|resulting) "
        r"(from|of)|thanks to|driv(es|en) by|explained by)\b|\b(cause[sd]?|proves?|proved) (the|a|that)\b",
    ),
    Trap(
        '"is it significant?"',
        "It sounds careful. A yes or a no says neither how big the gap is nor what is missing.",
        "Ask how sure we can be, what range is plausible, and who is missing from the figures.",
        pattern=r"\bsignifican(t|ce|tly)\b|\bp-?values?\b",
    ),
    Trap(
        "it is for noting",
        "Noting is safe, and nothing follows from it.",
        "Name who answers, what they bring, and by when.",
        pattern=r"\b(please|asked? to|for|the board is asked to|is to) not(e|ing)\b",
    ),
)
MORE_DATA = Trap(
    "more data, and nothing else",
    "More data can always be asked for, and it puts the matter off.",
    "Say what you would decide once you had it, and ask what can be done meanwhile.",
    pattern=r"\b(more|better|further|additional) (data|information|analysis|detail|figures)\b",
)
OWNER = Trap(
    "no owner",
    "While a gap is everybody's, it is nobody's.",
    "Name the role that answers, or ask who leads.",
    pattern=r"\b(who|whose|director|officer|chair|lead(s|er)?|head|manager|matron|nurse|midwife|doctor|surgeon|team"
    r"|committee|board|executive|secretary|owner|sponsor|partner|analyst|ceo|cfo|coo|cno|cmo|cio)\b",
)
MONTH = Trap(
    "no month",
    "Without a date nothing can be late.",
    "Give the month in which it comes back, or ask by when.",
    pattern=r"\b(jan(uary)?|feb(ruary)?|march|april|may(?= (meeting|board|\d))|(?<=by )may|(?<=in )may|june|july"
    r"|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?|spring|summer|autumn|winter|when|next (meeting|board"
    r"|month|quarter|year)|quarter|q[1-4]|\d+ (days?|weeks?|months?)|20\d\d)\b",
)


def mark_text(question: Question, handed: Any) -> Feedback:
    """Set a judgement beside the model answer and its reasons; there is no mark."""
    text = _text(handed)
    received = f"You wrote: {shown(text)}"
    for trap in question.traps:
        if trap.pattern and re.search(trap.pattern, text, re.IGNORECASE):
            return wrong_turn(trap, received)
    reasons = (("Why", " ".join(question.reasons)),) if question.reasons else ()
    last = ("", "There is no mark for this: compare yours, and say where you would still differ.")
    return Feedback("compare", received, (("A model answer", question.solution), *reasons, last))


def mark_parts(question: Question, handed: Any) -> Feedback:
    """Look whether each part is there and whether a known weak pattern is in one; a machine can see no more."""
    given = _by_part(question, handed)
    if given is None:
        names = ", ".join(f'"{part.id}": "..."' for part in question.parts)
        wrote = f"You wrote {shown(handed).rstrip('.?!')}."
        return Feedback("which", wrote, (("", f"Give the parts by name: {{{names}}}."),))
    filled = {
        part.id: _text(given[part.id]) for part in question.parts if not isinstance(given.get(part.id), Nothing | None)
    }
    asked = {part.id: part.ask for part in question.parts}
    received = f"You filled {len(filled)} of {len(question.parts)} parts."
    weak = [
        (f"{asked[part]} {trap.name[:1].upper()}{trap.name[1:]}", f"{trap.why} {trap.suggest}")
        for part, trap in _weak(question, filled)
    ]
    missing = [("Still to write", text) for part, text in asked.items() if part not in filled]
    if weak:
        name = "a weak part" if len(weak) == 1 else "weak parts"
        return Feedback("trap", received, (*weak, *missing), name)
    if missing:
        return Feedback("incomplete", received, tuple(missing))
    last = "A machine can see only that. Whether it is a good question, somebody must say: swap it, and use the card."
    return Feedback("complete", received, (("", last),))


def _weak(question: Question, filled: dict[str, str]) -> Iterator[tuple[str, Trap]]:
    """Each part with a weak pattern in it, in the order of the parts."""
    whole = " ".join(filled.values())
    for part in question.parts:
        text = filled.get(part.id)
        if text is None:
            continue
        own = [trap for trap in question.traps if trap.part in ("", part.id) and trap.pattern]
        for trap in [*own, *(one for one in WEAK if one.name not in {known.name for known in own})]:
            if re.search(trap.pattern, text, re.IGNORECASE):
                yield part.id, trap
        if "owner" in part.needs or "month" in part.needs:
            if re.search(MORE_DATA.pattern, text, re.IGNORECASE) and not re.search(OWNER.pattern, text, re.IGNORECASE):
                yield part.id, MORE_DATA
            for need, trap in (("owner", OWNER), ("month", MONTH)):
                if need in part.needs and not re.search(trap.pattern, text, re.IGNORECASE):
                    yield part.id, trap
        elif text == whole and re.search(MORE_DATA.pattern, text, re.IGNORECASE):
            yield part.id, MORE_DATA


def _by_part(question: Question, handed: Any) -> dict[str, Any] | None:
    """The parts by their ids, from a dictionary, or from a list in the order of the parts."""
    ids = [part.id for part in question.parts]
    if isinstance(handed, list) and len(handed) == len(ids):
        return dict(zip(ids, handed, strict=True))
    if isinstance(handed, dict):
        named = {re.sub(r"\W+", "_", str(key).strip().lower()): value for key, value in handed.items()}
        return named if set(named) & set(ids) else None
    return None


def _text(handed: Any) -> str:
    """An answer as text, of a length that a pattern is tried on."""
    if isinstance(handed, Unreadable) or not isinstance(handed, str):
        return shown(handed)
    return " ".join(handed.split()).replace("\u2019", "'")[:2000]
