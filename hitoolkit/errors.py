"""What can go wrong, said in one breath: what is wrong, where, and what to do next."""

from __future__ import annotations

import difflib
import traceback
import unicodedata
from collections.abc import Iterable


class HitoolkitError(Exception):
    """Any fault that a user can mend; its text is one plain sentence or two, fit to print as it is."""

    def __str__(self) -> str:
        return readable(super().__str__())


class InputError(HitoolkitError):
    """A file or table that cannot be used as it stands."""


class CatalogueError(HitoolkitError):
    """A catalogue file that breaks a rule, or a name the catalogue does not hold."""


class ParameterError(HitoolkitError):
    """A parameter that is unknown, or of the wrong kind."""


class DisclosureError(HitoolkitError):
    """Something that would show a count too small to be shown."""


class OutputError(HitoolkitError):
    """A place that cannot be written to."""


#: How many known names one sentence can hold.
MOST = 30


def unknown_name(kind: str, name: object, known: Iterable[str]) -> str:
    """Say that a name is not known, list those that are, and offer the nearest.

    >>> print(unknown_name("dimension", "imd_quintle", ["imd_quintile", "sex"]))
    There is no dimension called "imd_quintle". Known: imd_quintile, sex. Did you mean imd_quintile?
    """
    names = list(known)
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    listed = ", ".join(names[:MOST]) + (f" and {len(names) - MOST:,} more" if len(names) > MOST else "")
    text = f'There is no {kind} called "{name}". Known: {listed or "none"}.'
    return f"{text} Did you mean {near[0]}?" if near else text


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, in the form that fits.

    >>> count_of(1, "row"), count_of(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def way_to(fault: BaseException) -> str:
    """The way through the code to a fault and to those behind it; their words may quote a cell, and are left out."""
    behind = fault.__cause__ or fault.__context__
    before = [way_to(behind)] if behind is not None else []
    return "\n".join([*before, "Traceback:", *traceback.format_tb(fault.__traceback__), type(fault).__name__])


def readable(text: str) -> str:
    """A text fit to print: codes that would steer a terminal, and marks that turn the order of letters, are taken out.

    Headings and sheet names of a user's file stand in messages; a file may have been made to mislead.

    >>> readable(f"Waits{chr(27)}[2J{chr(0x202E)}, 2025")
    'Waits[2J, 2025'
    """
    if text.isascii() and text.isprintable():
        return text
    unseen = ("Cc", "Cf", "Co", "Cs")
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in unseen)
    return "".join(one for one in kept if one not in "\ufffe\uffff")
