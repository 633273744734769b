"""What there is to work with, as `hitoolkit list` prints it: notebooks, samples, the catalogue, figures and words."""

from __future__ import annotations

from collections.abc import Iterable

import hitoolkit as hi
from hitoolkit.pack.parameters import find_notebook, notebooks, read_parameters

#: What stands in the place of a notebook's name, for the register and the glossary.
FACTS, WORDS = "facts", "words"


def what_there_is(asked: str | None, called: str = "hitoolkit") -> str:
    """What there is, as text: of everything the names, or one notebook's parameters, or "facts", or "words".

    Takes the name of a notebook or one of the two words, and how the command is called. Returns lines to print.
    Raises InputError, with the names there are, where there is no such notebook.
    """
    if asked == FACTS:
        listed = hi.facts()
        parts = []
        for topic, rows in listed.groupby("topic", sort=False):
            figures = rows.drop_duplicates("id")
            old = figures["still true?"] != "yes"
            marks = old.map({True: "  [Check: still true?]", False: ""})
            told = zip(figures["id"], figures["sentence"] + " (" + figures["period"] + ")" + marks, strict=True)
            parts.append(_headed(str(topic).replace("_", " ").capitalize(), told))
        return "\n\n".join(parts)
    if asked == WORDS:
        return _columns((one.term, one.plain) for one in hi.glossary())
    if asked:
        notebook = find_notebook(asked)
        rows = [(f"{one.name} ({one.type})", f"{one.help}  [{one.default!r}]") for one in read_parameters(notebook)]
        opening = f"Parameters of {notebook.stem}, set with -p name=value (with what they are if left out):"
        return f"{opening}\n\n{_columns(rows)}"
    indicators = hi.indicators()[["indicator", "name"]].itertuples(index=False, name=None)
    dimensions = hi.dimensions()[["dimension", "name"]].itertuples(index=False, name=None)
    return "\n\n".join([
        _headed("Notebooks", [(one.name, one.title) for one in notebooks()]),
        _headed("Samples (synthetic)", [(str(name), "") for name in hi.samples()["sample"]]),
        _headed("Indicators", indicators),
        _headed("Dimensions", dimensions),
        f"`{called} list NOTEBOOK` shows the parameters of one notebook, `{called} list {FACTS}` the published figures "
        f"and `{called} list {WORDS}` the words of the trade.",
    ])  # fmt: skip


def _headed(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    return f"{heading}\n{_columns(rows, '  ')}"


def _columns(rows: Iterable[tuple[str, str]], indent: str = "") -> str:
    """Two columns, the first as wide as it must be."""
    told = list(rows)
    wide = max((len(first) for first, _ in told), default=0)
    return "\n".join(f"{indent}{first:{wide}}  {second}".rstrip() for first, second in told)
