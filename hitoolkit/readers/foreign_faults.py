"""What goes wrong in an engine that is not ours, in plain words and without its own, which may quote a record."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from hitoolkit.errors import HitoolkitError, InputError

#: Signs in an error's kind, code or text, and what they mean. The first that fits is told.
FAULTS = (
    (
        r"permission|privilege|not authori[sz]ed|access ?denied|forbidden|authenticat",
        "may not be read by this user. Ask whoever runs the engine for the right to read it.",
    ),
    (
        r"memory|heap space|no space left|disk full|ResultSizeExceeded|maxResultSize",
        "needs more memory or disk than the engine has. Ask for fewer dimensions or a smaller stratum at once.",
    ),
    (
        r"canceled|cancelled|timed? ?out|deadline",
        "took longer than the engine allows, or was stopped. Ask for less at once, or for more time.",
    ),
    (
        r"OperationNotDefined|UnsupportedOperation|UnsupportedBackend|NotImplemented|DATATYPE|cannot be cast|\bcast\b",
        "holds a column of a type, or is in an engine, that cannot do what is asked. Give a view in which codes are "
        "plain text and numbers are numbers.",
    ),
    (
        r"not.?found|does ?n[o']t exist|undefined(table|column|object)|no such|invalid object|cannot be resolved"
        r"|unresolved|(table|catalog|schema)(exception|error)|incompatible.*(schema|view)",
        "is no longer there, or its columns have changed. Check its name and place, and open it again.",
    ),
    (
        r"connect|closed|stopped|terminat|shut ?down|network|socket|broken pipe|operationalerror|interfaceerror|"
        r"py4jnetwork|grpc|sparkcontext|has no attribute",
        "cannot be reached: the connection or session was closed or lost. Open it again, and give it while it is open.",
    ),
)


def asked(name: str, question: Callable[[], Any]) -> Any:
    """Ask an engine something about a table. Raises InputError, one sentence and what to do, where it cannot answer."""
    try:
        return question()
    except HitoolkitError:
        raise
    except Exception as error:
        raise InputError(_in_words(name, error)) from None


def _in_words(name: str, error: BaseException) -> str:
    # The kind of an error is surer than its text, so that all kinds are looked through first.
    for said in (" ".join(_kinds(error)), " ".join(_text(one) for one in _chain(error))):
        for signs, words in FAULTS:
            if re.search(signs, said, re.IGNORECASE):
                return f"The {name} {words}"
    kind = next(_kinds(error))
    return (
        f"The {name} could not be asked; the engine calls it {kind}. Try the same question there, or give an extract "
        "as a Parquet file."
    )


def _text(error: BaseException) -> str:
    """The opening of an error's text; below it stand the names of many parts of an engine, which tell nothing."""
    return " ".join(str(error).splitlines()[:3])


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those it came from."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _kinds(error: BaseException) -> Iterator[str]:
    """The names of the kinds of an error: of its class, and the code the engine gives it. Never its text."""
    for one in _chain(error):
        yield type(one).__name__
        with contextlib.suppress(Exception):  # The session that could tell may be gone.
            condition = getattr(one, "getCondition", None)
            if condition is not None:
                yield str(condition() or "")
            # An error of Spark that reached Python as it was in Java.
            below = getattr(one, "java_exception", None)
            while below is not None:
                yield str(below.getClass().getSimpleName())
                below = below.getCause()
