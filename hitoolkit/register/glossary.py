"""glossary(): the words of the trade in plain words, each with an example from daily life."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from hitoolkit import catalogue
from hitoolkit.catalogue.blocks import Term
from hitoolkit.errors import ParameterError, unknown_name
from hitoolkit.register.facts import PAYLOAD

LIST = (
    "max-width:46em;margin:0;padding:.75em 1em;background:#fff;color:#1B2733;border:1px solid #C8D0D7;line-height:1.5"
)


class Glossary(list[Term]):
    """Terms from A to Z that show themselves as a list of words and what they mean."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        super().__init__(sorted(terms, key=lambda one: one.term.lower()))

    def payload(self) -> dict[str, Any]:
        """The terms as the page builder reads them."""
        items = [
            {"term": one.term, "also": list(one.also), "plain": one.plain, "example": one.example, "used": one.used}
            for one in self
        ]
        return {"kind": "glossary", "items": items}

    def __str__(self) -> str:
        return "\n\n".join(f"{one.term}{_also(one)}: {one.plain}\nFor example: {one.example}" for one in self)

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": self._html(), PAYLOAD: self.payload()}

    def _html(self) -> str:
        rows = "".join(
            f'<dt style="font-weight:700;margin-top:.75em;padding-right:1em">{escape(one.term)}'
            f'<span style="font-weight:400">{escape(_also(one))}</span></dt>'
            f'<dd style="margin:0">{escape(one.plain)} <span style="color:#4A5763">For example: {escape(one.example)}'
            "</span></dd>"
            for one in self
        )
        return f'<section lang="en-GB" aria-label="Words and what they mean"><dl style="{LIST}">{rows}</dl></section>'


def glossary(term: str | None = None) -> Glossary:
    """The words of the trade in plain words, each with an example from daily life.

    `term`: only this one, by any of its names ("Slope index", "SII"); by default all, from A to Z. Returns a list that
    shows itself, and that the reader page folds away at its end. Not a statistics textbook: for how a measure is
    worked out, see the docstring of `measure`. Raises ParameterError for an unknown word, with the nearest known one.

    >>> glossary("LSOA")[0].term
    'Small area'
    """
    every = list(catalogue.blocks("term").values())
    if term is None:
        return Glossary(every)
    named = {name.lower(): one for one in every for name in (one.id, *one.also, one.term)}
    if term.strip().lower() not in named:
        raise ParameterError(unknown_name("word in the glossary", term, [one.term for one in every]))
    return Glossary([named[term.strip().lower()]])


def _also(one: Term) -> str:
    return f" (also: {', '.join(one.also)})" if one.also else ""
