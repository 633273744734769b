"""Pieces of HTML that read in order with no styles, for the still twins and for answers in the browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

INK, SOFT, BLUE, RULE = "#1B2733", "#4A5763", "#12436D", "#C8D0D7"
#: Columns that fit on a narrow screen.
WIDE = 2
CELL = f"text-align:left;padding:.375rem 1rem .375rem 0;border-bottom:1px solid {RULE};font-weight:400"


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a caption and a scope for every heading; an empty cell is a place to write.

    >>> table("Votes", ["Option", "First"], [["A <b>", "3"]])
    '<div ...<th scope="row" style="...">A &lt;b&gt;</th><td style="...">3</td></tr></tbody></table></div>'
    """
    heads = "".join(f'<th scope="col" style="{CELL};border-bottom:2px solid {INK}">{escape(one)}</th>'
                    for one in columns)
    body = "".join(f'<tr><th scope="row" style="{CELL}">{escape(first)}</th>{_cells(rest)}</tr>'
                   for first, *rest in rows)
    look = f"border-collapse:collapse;min-width:min(100%,24rem);color:{INK};background:#fff"
    # A wide table scrolls sideways on a narrow screen, and a keyboard must be able to reach it there.
    reach = f' tabindex="0" role="region" aria-label="{escape(caption)}"' if len(columns) > WIDE else ""
    return (f'<div style="overflow-x:auto"{reach}><table style="{look}">'
            f'<caption style="text-align:left;color:{SOFT};caption-side:top;padding-bottom:.5rem">{escape(caption)}'
            f"</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>")


def _cells(texts: Iterable[str]) -> str:
    # A blank cell shows where to write on paper.
    return "".join(f'<td style="{CELL}">{escape(text) or "." * 12}</td>' for text in texts)


def paragraphs(texts: Iterable[str]) -> str:
    """Each text as a paragraph."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def listed(texts: Iterable[str]) -> str:
    """Texts as a list; nothing where there are none."""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def fold(summary: str, inside: str, opened: bool = False) -> str:
    """What opens on a click or a key, with no script."""
    state = " open" if opened else ""
    look = f"cursor:pointer;font-weight:700;color:{BLUE};min-height:1.75rem"
    return f'<details{state}><summary style="{look}">{escape(summary)}</summary>{inside}</details>'


def section(name: str, inside: str) -> str:
    """A named part of a notebook's page."""
    look = f"max-width:46em;line-height:1.5;color:{INK};background:#fff;padding:.5rem"
    return f'<section lang="en-GB" aria-label="{escape(name)}" style="{look}">{inside}</section>'
