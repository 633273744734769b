"""Read the file of an exercise; a file that breaks a rule is refused, with the file, the question and the line."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import hitoolkit as hi
from hitoolkit.errors import CatalogueError, ParameterError, unknown_name
from hitoolkit.practice.model import AUDIENCES, KINDS, Option, Part, Question, Table, Task, Trap
from hitoolkit.practice.rules import check_question
from hitoolkit.practice.units import places_for

FOLDER = Path(__file__).parent / "questions"
NAME = re.compile(r"(\d\d)_[a-z0-9_]+")
FACT = re.compile(r"\{fact\.(\w+?)(?:\.(\w+)(?::(\d))?)?\}")
TASK_KEYS = {
    "title", "for", "minutes", "notebook", "data", "opening", "stretch", "table", "comment", "question",
}  # fmt: skip
QUESTION_KEYS = {
    "id", "ask", "kind", "unit", "answer", "tolerance", "close", "places", "hints", "solution", "reasons", "option",
    "part", "trap", "computer",
}  # fmt: skip
TRAP_KEYS = {"name", "why", "try", "value", "below", "above", "choice", "pattern", "part", "tolerance"}


def tasks() -> dict[str, Path]:
    """The files of the exercises there are, by their number.

    >>> all(path.name.startswith(number) for number, path in tasks().items())
    True
    """
    return {path.name[:2]: path for path in sorted(FOLDER.glob("[0-9][0-9]_*.toml"))}


def find_task(name: object) -> Task:
    """The exercise of a number ("04", 4, "exercise 4") or a name. Raises ParameterError with those there are."""
    known = tasks()
    text = re.sub(r"\.(toml|ipynb)$", "", str(name).strip().lower())
    text = re.sub(r"[\s-]+", "_", text).removeprefix("exercise_")
    for number, path in known.items():
        if text in (number, number.lstrip("0"), path.stem, path.stem[3:]):
            return read_task(path)
    raise ParameterError(unknown_name("exercise", name, known))


def read_task(path: Path) -> Task:
    """Read one file. Raises CatalogueError at the first rule it breaks."""
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else _absent(path)


def _absent(path: Path) -> Task:
    raise CatalogueError(f"There is no file {path.name}. Give the path of the file of an exercise.")


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Task:
    where = path.name
    if not NAME.fullmatch(path.stem):
        raise CatalogueError(f'{where}: the name should be two figures, "_" and words in lower case. Rename the file.')
    raw = read_toml(path)
    _keys(raw, TASK_KEYS, where)
    audience = tuple(part.strip() for part in text_of(raw, "for", where).split(","))
    for one in audience:
        if one not in AUDIENCES:
            raise CatalogueError(f"{where}: {unknown_name('audience', one, AUDIENCES)}")
    minutes = raw.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
        raise CatalogueError(f'{where}: "minutes" should be a whole number above zero. Mend that line.')
    questions = tuple(_question(one, where) for one in blocks_of(raw, "question", where))
    ids = [one.id for one in questions]
    if not ids or len(set(ids)) != len(ids):
        raise CatalogueError(f'{where}: there should be a [[question]], each with its own "id". Mend them.')
    return Task(
        number=path.stem[:2],
        name=path.stem,
        title=text_of(raw, "title", where),
        audience=audience,
        minutes=minutes,
        notebook=text_of(raw, "notebook", where, ""),
        opening=text_of(raw, "opening", where),
        questions=questions,
        data=texts_of(raw, "data", where),
        stretch=text_of(raw, "stretch", where, ""),
        tables=tuple(_table(one, where) for one in blocks_of(raw, "table", where)),
        comments=tuple(
            (text_of(one, "said", where), text_of(one, "reply", where)) for one in blocks_of(raw, "comment", where)
        ),
    )


def _question(raw: dict[str, Any], file: str) -> Question:
    where = f"{file}, question {raw.get('id', '(without an id)')}"
    _keys(raw, QUESTION_KEYS, where)
    kind = text_of(raw, "kind", where)
    if kind not in KINDS:
        raise CatalogueError(f"{where}: {unknown_name('kind of question', kind, KINDS)}")
    answer = raw.get("answer")
    if isinstance(answer, list):
        answer = tuple(number_of({"answer": one}, "answer", where) for one in answer)
    elif answer is not None:
        answer = number_of(raw, "answer", where)
    tolerance = number_of(raw, "tolerance", where, 0.0)
    answers = answer if isinstance(answer, tuple) else (answer,) if answer is not None else (0.0,)
    places = int(number_of(raw, "places", where, places_for(tolerance, *answers)))
    # One decimal fewer than is asked for is close, where the file does not say otherwise.
    rounded = 0.5 * 10.0 ** (1 - places) if places > 0 else 0.0
    question = Question(
        id=text_of(raw, "id", where), ask=text_of(raw, "ask", where), kind=kind, hints=texts_of(raw, "hints", where),
        solution=text_of(raw, "solution", where), unit=text_of(raw, "unit", where, ""), answer=answer,
        tolerance=tolerance, close=number_of(raw, "close", where, rounded), places=places,
        reasons=texts_of(raw, "reasons", where),
        options=tuple(
            Option(text_of(one, "id", where), text_of(one, "text", where), one.get("right") is True)
            for one in blocks_of(raw, "option", where)
        ),
        parts=tuple(
            Part(text_of(one, "id", where), text_of(one, "ask", where), text_of(one, "example", where, ""),
                 texts_of(one, "needs", where))
            for one in blocks_of(raw, "part", where)
        ),
        traps=tuple(_trap(one, kind, where) for one in blocks_of(raw, "trap", where)),
        computer=raw.get("computer") is True,
    )  # fmt: skip
    check_question(question, set(raw), where)
    return question


def _trap(raw: dict[str, Any], kind: str, question: str) -> Trap:
    where = f"{question}, trap {raw.get('name', '(without a name)')}"
    _keys(raw, TRAP_KEYS, where)
    values = raw.get("value", [])
    if kind == "range" and values and not isinstance(values[0], list):
        values = [values]
    values = values if isinstance(values, list) else [values]
    chosen = raw.get("choice", ())
    if not isinstance(chosen, str) and not all(isinstance(one, str) for one in chosen):
        raise CatalogueError(f'{where}: "choice" should be the id of an option, or a list of ids. Mend that line.')
    return Trap(
        name=text_of(raw, "name", where), why=text_of(raw, "why", where), suggest=text_of(raw, "try", where),
        values=tuple(
            tuple(number_of({"value": end}, "value", where) for end in one) if isinstance(one, list)
            else number_of({"value": one}, "value", where)
            for one in values
        ),
        below=number_of(raw, "below", where) if "below" in raw else None,
        above=number_of(raw, "above", where) if "above" in raw else None,
        choice=chosen if isinstance(chosen, str) else tuple(chosen),
        pattern=text_of(raw, "pattern", where, ""), part=text_of(raw, "part", where, ""),
        tolerance=number_of(raw, "tolerance", where, 0.0),
    )  # fmt: skip


def _table(raw: dict[str, Any], where: str) -> Table:
    columns = texts_of(raw, "columns", where)
    rows = raw.get("rows", [])
    if not columns or not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        raise CatalogueError(
            f'{where}: each of the "rows" of a [[table]] should have a cell for each of its "columns".'
        )
    cells = tuple(
        tuple(f"{one:,}" if isinstance(one, int | float) else text_of({"rows": one}, "rows", where, "") for one in row)
        for row in rows
    )
    return Table(text_of(raw, "caption", where), columns, cells)


def read_toml(path: Path) -> dict[str, Any]:
    """A file of questions as it stands. Raises CatalogueError where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CatalogueError(f"{path.name} cannot be read: {fault}. Mend that line.") from fault


def text_of(raw: dict[str, Any], key: str, where: str, otherwise: str | None = None) -> str:
    """A text of a block, with the figures of facts filled in."""
    value = raw.get(key, otherwise)
    if value is None:
        raise CatalogueError(f'{where} lacks the line "{key} = ...". Add it.')
    if not isinstance(value, str) or (otherwise is None and not value.strip()):
        raise CatalogueError(f'{where}: "{key}" should be text in quotes. Mend that line.')
    return FACT.sub(lambda found: _fact(found[1], found[2], found[3], f'{where}, "{key}"'), value).strip()


def texts_of(raw: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of texts of a block; none where the line is lacking."""
    value = raw.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise CatalogueError(f'{where}: "{key}" should be a list of texts. Mend that line.')
    return tuple(text_of({key: one}, key, where) for one in listed)


def number_of(raw: dict[str, Any], key: str, where: str, otherwise: float | None = None) -> float:
    """A number of a block."""
    value = raw.get(key, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) == float("inf") or value != value:
        raise CatalogueError(f'{where}: "{key}" should be a number. Mend that line.')
    return value


def blocks_of(raw: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """The blocks of one kind."""
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise CatalogueError(f"{where}: write [[...{key}]] in double brackets above each block.")
    return value


def _keys(raw: dict[str, Any], allowed: set[str], where: str) -> None:
    for key in raw:
        if key not in allowed:
            raise CatalogueError(f"{where}: {unknown_name('line', key, sorted(allowed))}")


def _fact(name: str, value: str | None, places: str | None, where: str) -> str:
    try:
        fact = hi.fact(name)
    except CatalogueError as fault:
        raise CatalogueError(f"{where}: {fault}") from fault
    if value is None:
        return str(fact)
    if value not in fact.values:
        raise CatalogueError(f"{where}: {unknown_name('figure of that fact', value, fact.values)}")
    return f"{fact.values[value]:,}" if places is None else f"{fact.values[value]:,.{places}f}"
