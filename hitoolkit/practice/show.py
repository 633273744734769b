"""Exercises as text, and as HTML that reads without colour or scripts, in JupyterLab and on paper."""

from __future__ import annotations

from html import escape
from typing import Any

from hitoolkit.practice.model import Question, Table, Task

#: In a notebook the colours are those of the reader's theme, so that only sizes and lines are set here.
STYLE = "max-width:46em;line-height:1.5;overflow-wrap:anywhere"
CELL = 'style="text-align:left;padding:.25em .75em .25em 0;border-bottom:1px solid currentColor"'
SYNTHETIC = "Made-up figures, for teaching; figures of published reports are named with their source."


class Shown:
    """Something that shows itself as text and as HTML; `text` and `html` are what subclasses give."""

    def text(self) -> str:
        """The words."""
        raise NotImplementedError

    def html(self) -> str:
        """The same as HTML."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": self.text(), "text/html": self.html()}


class Note(Shown):
    """A heading with a paragraph: a hint, or a solution."""

    def __init__(self, heading: str, body: str, after: str = "") -> None:
        self.heading, self.body, self.after = heading, body, after

    def text(self) -> str:
        return "\n".join(part for part in (f"{self.heading}: {self.body}", self.after) if part)

    def html(self) -> str:
        after = f"<p>{escape(self.after)}</p>" if self.after else ""
        return (
            f'<div role="status" lang="en-GB" style="{STYLE}"><p><strong>{escape(self.heading)}:</strong> '
            f"{escape(self.body)}</p>{after}</div>"
        )


def how(question: Question) -> str:
    """What an answer to a question looks like, in words."""
    unit = f" {'in per cent' if question.unit == '%' else f'({question.unit})'}" if question.unit else ""
    return {
        "number": f"One number{unit}",
        "range": f"Two numbers, low and high{unit}",
        "choice": "One of these",
        "several": "All of these that belong",
        "judgement": "In your own words; there is no mark",
        "parts": "In your own words, part by part; a machine only sees whether each is there",
    }[question.kind]


def choices(question: Question) -> list[tuple[str, str]]:
    """What there is to choose or to fill in: names to type, and what they mean."""
    return [(one.id, one.text) for one in question.options] + [(one.id, one.ask) for one in question.parts]


def question_text(question: Question) -> str:
    """A question as text."""
    listed = [f'  "{name}": {text}' for name, text in choices(question)]
    return "\n".join([question.ask, f"{how(question)}{':' if listed else '.'}", *listed])


def question_html(question: Question) -> str:
    """A question as HTML."""
    rows = "".join(
        f"<li><code>{escape(name)}</code>{f': {escape(text)}' if text != name else ''}</li>"
        for name, text in choices(question)
    )
    listed = f"<ul>{rows}</ul>" if rows else ""
    return f"<p><strong>{escape(question.ask)}</strong><br>{escape(how(question))}{':' if rows else '.'}</p>{listed}"


def paragraphs(text: str) -> str:
    """A text as HTML paragraphs: an empty line begins a new one."""
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in text.split("\n\n") if part.strip())


def table_html(table: Table) -> str:
    """A small table as HTML: the first column names the rows."""
    head = "".join(f'<th scope="col" {CELL}>{escape(one)}</th>' for one in table.columns)
    body = "".join(
        f'<tr><th scope="row" {CELL}>{escape(row[0])}</th>'
        + "".join(f"<td {CELL}>{escape(one)}</td>" for one in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div tabindex="0" role="group" aria-label="{escape(table.caption)}" style="overflow-x:auto">'
        f'<table style="border-collapse:collapse;margin:0"><caption style="text-align:left">'
        f"{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def table_text(table: Table) -> str:
    """A small table as text, its columns below each other."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([table.caption, *lines])


def heading(task: Task) -> str:
    """The title of an exercise with its number."""
    return f"Exercise {int(task.number)}: {task.title}"


def about(task: Task) -> str:
    """For whom an exercise is, how long it takes, and which lesson it belongs to."""
    known = {"board": "boards", "staff": "staff", "analyst": "analysts"}
    names = [known[one] for one in task.audience]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    lesson = f" Its lesson is notebook {int(task.notebook)}." if task.notebook.isdigit() else ""
    return f"For {listed}; about {task.minutes} minutes.{lesson}"
