"""Cards to print: the task with room to write, the hints on the back, answers only where they are asked for."""

from __future__ import annotations

from html import escape
from pathlib import Path

from hitoolkit.practice import show
from hitoolkit.practice.model import Question, Task
from hitoolkit.practice.ranges import as_text
from hitoolkit.practice.samples import tables_of
from hitoolkit.practice.units import said
from hitoolkit.writing.files import write_files

#: On screen the hints fold; on paper they stand on a side of their own, with room to fold between them.
CSS = """
.hi-card{max-width:46rem;line-height:1.5;overflow-wrap:anywhere}
.hi-card td,.hi-card th{overflow-wrap:break-word}
.hi-card .lines i{display:block;border-bottom:1px solid currentColor;height:2.2em}
.hi-card .boxes{list-style:none;padding-left:0}
.hi-card .boxes li{display:flex;gap:.6em;align-items:baseline;padding:.15em 0}
.hi-card .box{flex:none;width:1em;height:1em;border:1.5px solid currentColor;position:relative;top:.15em}
.hi-card .q{break-inside:avoid}
.hi-card summary{cursor:pointer;min-height:1.75rem;font-weight:700}
.hi-card :focus-visible{outline:3px solid currentColor;outline-offset:2px}
.hi-card .back{display:none}
@media print{.hi-card details{display:none}.hi-card .back{display:block;break-before:page}
.hi-card .back li{padding:.6em 0;border-bottom:1px dashed currentColor;break-inside:avoid}
.hi-card .back p{margin:1em 0 0}.hi-card .lines i{height:1.9em}
.hi-card{font-size:11pt;line-height:1.4;max-width:none}.hi-sheet{font-size:8.5pt;line-height:1.25}
.hi-card h1,.hi-card h3{font-size:1.5em;margin:0 0 .4em}.hi-card h2,.hi-card h4{font-size:1.1em;margin:.9em 0 .2em}
.hi-sheet h2,.hi-sheet h4{margin:.6em 0 .1em}
.hi-card p,.hi-card ol,.hi-card ul,.hi-card dl{margin:.35em 0}
.hi-sheet td,.hi-sheet th{padding:.06em .5em .06em 0!important}
.hi-sheet>div[role=group]{display:inline-block;vertical-align:top;margin:0 .4em .4em 0}
.hi-sheet .q{break-inside:auto}.hi-sheet tr,.hi-sheet dt{break-inside:avoid}.hi-sheet h4{break-after:avoid}
.hi-sheet .q~.q thead{display:none}
.hi-card .page{break-before:page}.hi-quiz{font-size:10pt;line-height:1.3}.hi-quiz .boxes li{padding:0}}
"""
PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>body{{margin:0 auto;max-width:48rem;padding:1rem;color:#1B2733;background:#fff;
font:1.125rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}}
@page{{size:A4;margin:13mm}}@media print{{body{{padding:0;max-width:none}}}}
h1{{line-height:1.2}}h2{{font-size:1.25rem;line-height:1.3}}</style></head>
<body><main>{body}</main></body></html>
"""


class Paper(show.Shown):
    """Something to print: it shows itself, and `page()` is a page of its own; `write(path)` saves that page."""

    def __init__(self, title: str, text: str, body: str) -> None:
        self.title, self._text, self._body = title, text, body

    def text(self) -> str:
        return self._text

    def html(self) -> str:
        return f"<style>{CSS}</style>{self._body}"

    def page(self) -> str:
        """The card as a page that needs no network and no scripts."""
        body = self.html().replace("<h3", "<h1").replace("</h3>", "</h1>", 1).replace("</h3>", "</h1>")
        return PAGE.format(title=escape(self.title), body=body.replace("<h4", "<h2").replace("</h4>", "</h2>"))

    def write(self, path: str | Path) -> None:
        """Save the page to print. Raises OSError where the place cannot be written to."""
        write_files({Path(path): self.page()})


def card(task: Task, questions: tuple[Question, ...], answers: bool = False) -> Paper:
    """The card of an exercise, or of some of its questions."""
    tables = tables_of(task)
    title = show.heading(task)
    numbered = list(enumerate(questions, start=1))
    text = "\n\n".join([
        title, show.about(task), show.SYNTHETIC, task.opening, *(show.table_text(one) for one in tables),
        *(f"{number}. {_ask_text(one)}" for number, one in numbered),
        "Back of the card: hints. Read one at a time.",
        *(f"{number}. {hint_number} of {len(one.hints)}: {hint}" for number, one in numbered
          for hint_number, hint in enumerate(one.hints, start=1)),
        *(["Answers"] if answers else []),
        *(f"{number}. {answer_text(one)}\n{one.solution}" for number, one in numbered if answers),
    ])  # fmt: skip
    body = [
        f'<section class="hi-card" lang="en-GB" aria-label="{escape(title)}"><h3>{escape(title)}</h3>',
        f"<p>{escape(show.about(task))} {escape(show.SYNTHETIC)}</p>{show.paragraphs(task.opening)}",
        *(show.table_html(one) for one in tables),
        *(_ask_html(number, one) for number, one in numbered),
        '<div class="back"><h4>Back of the card: hints, one at a time</h4>',
        *(_hints_on_back(number, one) for number, one in numbered),
        "</div>",
        _answers_html(numbered) if answers else "",
        "</section>",
    ]
    return Paper(title, text, "".join(body))


def answer_text(question: Question) -> str:
    """The answer as it stands on a sheet of answers."""
    if question.kind == "number":
        return said(question.answer, question.unit) + (
            f" (give or take {said(question.tolerance, '')})" if question.tolerance else ""
        )
    if question.kind == "range":
        return as_text(question.answer, question.unit)
    if question.options:
        return "; ".join(option.text for option in question.options if option.right)
    return "No mark: compare with the model answer." if question.kind == "judgement" else "Score it with the card."


def _ask_text(question: Question) -> str:
    listed = [f"   [ ] {one.text}" for one in question.options]
    listed += [f"   {one.ask}: ______________________" for one in question.parts]
    room = [] if listed else ["   ______________________________________"]
    how = f"   {show.how(question)}{':' if question.options else f'.{_computer(question)}'}"
    return "\n".join([question.ask, how, *listed, *room])


def _computer(question: Question) -> str:
    return " A computer works this out. On paper, take it from the last hint, and go on." if question.computer else ""


def _ask_html(number: int, question: Question) -> str:
    boxes = "".join(
        f'<li><span class="box" aria-hidden="true"></span><span>{escape(one.text)}</span></li>'
        for one in question.options
    )
    parts = "".join(f"<p>{escape(one.ask)}</p>{_lines(2)}" for one in question.parts)
    room = f'<ul class="boxes">{boxes}</ul>' if boxes else parts or _lines(4 if question.kind == "judgement" else 2)
    hints = "".join(f"<li>{escape(one)}</li>" for one in question.hints)
    return (
        f'<div class="q"><h4>{number}. {escape(question.ask)}</h4><p>{escape(show.how(question))}'
        f"{':' if boxes else f'.{_computer(question)}'}</p>{room}"
        f"<details><summary>{len(question.hints)} hints for question {number}</summary><ol>{hints}</ol></details></div>"
    )


def _lines(count: int) -> str:
    return f'<div class="lines" aria-hidden="true">{"<i></i>" * count}</div>'


def _hints_on_back(number: int, question: Question) -> str:
    hints = "".join(f"<li>{escape(one)}</li>" for one in question.hints)
    return f"<p><strong>Question {number}</strong></p><ol>{hints}</ol>"


def _answers_html(numbered: list[tuple[int, Question]]) -> str:
    items = "".join(
        f"<p><strong>{number}. {escape(answer_text(one))}</strong><br>{escape(one.solution)}</p>"
        for number, one in numbered
    )
    return f'<div class="page"><h4>Answers</h4>{items}</div>'
