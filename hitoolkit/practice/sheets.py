"""What a facilitator prints: the cards of an exercise, or the sheet with answers and what to say to wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from hitoolkit.errors import CatalogueError, ParameterError, unknown_name
from hitoolkit.practice import show
from hitoolkit.practice.files import find_task, tasks
from hitoolkit.practice.model import Question, Task, Trap
from hitoolkit.practice.paper import Paper, answer_text, card
from hitoolkit.practice.ranges import as_text
from hitoolkit.practice.samples import tables_of
from hitoolkit.practice.units import said

SHEETS = ("cards", "facilitator")


def cards(name: str | int | None = None, sheet: str = "cards") -> Paper:
    """Print an exercise: its cards for learners, or the sheet for whoever leads.

    Takes the exercise ("04", "three_events"; without one, all of them) and which sheet: "cards" have the task, room to
    write and the hints on the back, and no answers; "facilitator" has the answers, each known wrong answer with what to
    say to it, the minutes, and comments to expect, one page for each exercise.
    Returns a Paper that shows itself; `page()` is a page to print, `write(path)` saves it.
    Not for the wall: a facilitator's sheet shows every answer. Raises ParameterError for an unknown name.

    >>> cards("04", "answers")
    Traceback (most recent call last):
    hitoolkit.errors.ParameterError: There is no sheet called "answers". Known: cards, facilitator.
    """
    if sheet not in SHEETS:
        raise ParameterError(unknown_name("sheet", sheet, SHEETS))
    found = [find_task(one) for one in ([name] if name is not None else tasks())]
    if not found:
        raise CatalogueError("There are no exercises in this installation. Install hitoolkit again.")
    papers = [card(one, one.questions) if sheet == "cards" else facilitator(one) for one in found]
    if len(papers) == 1:
        return papers[0]
    title = "Cards of all exercises" if sheet == "cards" else "Facilitator's sheets"
    bodies = [one.html().partition("</style>")[2] for one in papers]
    body = "".join(
        f'<div class="hi-card">{"<div class=page></div>" if n else ""}</div>{one}' for n, one in enumerate(bodies)
    )
    return Paper(title, "\n\n\n".join(map(str, papers)), body)


def facilitator(task: Task) -> Paper:
    """The facilitator's sheet of one exercise."""
    title = f"{show.heading(task)} (facilitator)"
    tables = tables_of(task)
    text = "\n\n".join([
        title, show.about(task), task.opening, *(show.table_text(one) for one in tables),
        *(_question_text(number, one) for number, one in enumerate(task.questions, start=1)),
        *(["Comments to expect"] if task.comments else []),
        *(f'"{one}" Reply: {reply}' for one, reply in task.comments),
        *([f"For those who are done: {task.stretch}"] if task.stretch else []),
    ])  # fmt: skip
    comments = "".join(f"<dt>\u201c{escape(one)}\u201d</dt><dd>{escape(reply)}</dd>" for one, reply in task.comments)
    body = [
        f'<section class="hi-card hi-sheet" lang="en-GB" aria-label="{escape(title)}"><h3>{escape(title)}</h3>',
        f"<p>{escape(show.about(task))} {escape(show.SYNTHETIC)}</p>{show.paragraphs(task.opening)}",
        *(show.table_html(one) for one in tables),
        *(_question_html(number, one) for number, one in enumerate(task.questions, start=1)),
        f"<h4>Comments to expect</h4><dl>{comments}</dl>" if comments else "",
        f"<p><strong>For those who are done:</strong> {escape(task.stretch)}</p>" if task.stretch else "",
        "</section>",
    ]
    return Paper(title, text, "".join(body))


def wrong(question: Question, trap: Trap) -> str:
    """What a known wrong answer looks like, in words."""
    return "; ".join(_looks(question, trap))


def _looks(question: Question, trap: Trap) -> Iterator[str]:
    unit = question.unit if question.unit == "%" else ""  # the answer above the list says the unit in full
    for value in trap.values:
        yield as_text(value, unit) if isinstance(value, tuple) else said(value, unit)
    if trap.below is not None:
        yield f"anything below {said(trap.below, unit)}"
    if trap.above is not None:
        yield f"anything above {said(trap.above, unit)}"
    texts = {option.id: option.text for option in question.options}
    if isinstance(trap.choice, str):
        yield f"\u201c{texts[trap.choice]}\u201d{' among them' if question.kind == 'several' else ''}"
    elif trap.choice:
        yield "just " + " and ".join(f"\u201c{texts[one]}\u201d" for one in trap.choice)
    if trap.pattern:
        yield "words that say so"


def _question_text(number: int, question: Question) -> str:
    traps = [f"  {wrong(question, one)} ({one.name}): {one.why} {one.suggest}" for one in question.traps]
    start = [f"{number}. {question.ask}", f"Answer: {answer_text(question)}", question.solution, *question.reasons]
    return "\n".join([*start, *(["Known wrong answers:", *traps] if traps else [])])


def _question_html(number: int, question: Question) -> str:
    rows = "".join(
        f'<tr><th scope="row" {show.CELL}>{escape(wrong(question, one))}</th><td {show.CELL}>'
        f"<strong>{escape(_upper(one.name))}.</strong> {escape(one.why)} {escape(one.suggest)}</td></tr>"
        for one in question.traps
    )
    head = "".join(f'<th scope="col" {show.CELL}>{text}</th>' for text in ("Somebody&nbsp;says", "What to say"))
    start = f'<table style="border-collapse:collapse;width:100%"><thead><tr>{head}</tr></thead>'
    table = f"{start}<tbody>{rows}</tbody></table>" if rows else ""
    reasons = "".join(f"<li>{escape(one)}</li>" for one in question.reasons)
    return (
        f'<div class="q"><h4>{number}. {escape(question.ask)}</h4>'
        f"<p><strong>{escape(answer_text(question).rstrip('.'))}.</strong> {escape(question.solution)}</p>"
        f"{f'<ul>{reasons}</ul>' if reasons else ''}{table}</div>"
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
