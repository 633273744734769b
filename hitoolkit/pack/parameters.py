"""Which notebooks there are, which parameters they take, and whether what was given fits, before a kernel starts."""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import hitoolkit as hi
from hitoolkit.errors import InputError, ParameterError, unknown_name

KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": 'a list, such as ["a", "b"]',
    "dict": 'pairs, such as {"imd_decile": "Decile"}',
}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


@dataclass(frozen=True)
class Notebook:
    """A notebook that can be run: its name, its title in words, and where it is."""

    name: str
    title: str
    path: Path


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook, as its `parameters` cell says it."""

    name: str
    type: str
    default: Any
    help: str


def notebooks() -> list[Notebook]:
    """The notebooks that came with the package, in order of their names.

    They are those of the checkout where there is one, else those the wheel carries.
    """
    package = Path(str(hi.__file__)).parent
    for folder in (package / "_bundle" / "notebooks", package.parent / "notebooks"):
        files = sorted(folder.glob("*.ipynb"))
        if files:
            return [Notebook(file.stem, _title(file), file) for file in files]
    return []


def find_notebook(notebook: str | Path) -> Path:
    """The file of a notebook given by its name, its number, or its path.

    Raises InputError, with the names there are, where nothing fits.
    """
    text = str(notebook)
    known = {item.name: item.path for item in notebooks()}
    if text.removesuffix(".ipynb") in known and not Path(text).is_file():
        return known[text.removesuffix(".ipynb")]
    file = Path(text).expanduser()
    if file.suffix == ".ipynb" and file.is_file():
        return file
    if file.suffix == ".ipynb" and len(file.parts) > 1:
        raise InputError(f"There is no notebook at {text}. Check the path; `hitoolkit list` names those there are.")
    starts = [path for name, path in known.items() if name.split("_")[0] == text]
    if len(starts) == 1:
        return starts[0]
    raise InputError(unknown_name("notebook", text, known))


def read_parameters(notebook: str | Path) -> list[Parameter]:
    """The parameters of a notebook with type, default and help, read from its cell tagged `parameters`."""
    content = read_notebook(find_notebook(notebook))
    return [_parameter(SimpleNamespace(**item)) for item in papermill().inspect_notebook(content).values()]


def check_parameters(notebook: str | Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was given, mostly text from the command line, into values of the types the notebook asks for.

    Takes a notebook and a value for each parameter that shall differ from its default; lists and pairs may be written
    as JSON or TOML. Raises ParameterError for a name the notebook does not have, or a value that does not fit.
    """
    known = {item.name: item for item in read_parameters(notebook)}
    name = Path(str(notebook)).stem
    for key in given:
        if key not in known:
            raise ParameterError(unknown_name(f"parameter of {name}", key, known))
    return {key: _typed(known[key], value) for key, value in given.items()}


def read_notebook(file: Path) -> Any:
    """The notebook in a file, in the present format. Raises InputError where the file holds none."""
    papermill()
    import nbformat

    try:
        content = nbformat.read(str(file), as_version=4)
    except OSError as fault:
        reason = (fault.strerror or "no such file").lower()
        raise InputError(f"The notebook {file.name} cannot be read ({reason}). Check path and rights.") from fault
    except Exception as fault:  # nbformat has a different error for each way a file can be broken
        raise InputError(
            f"The file {file.name} is not a notebook that can be read. "
            "Open it in JupyterLab and save it again, or take a fresh copy."
        ) from fault
    content.metadata["kernelspec"] = dict(KERNEL)  # whatever it was saved with, it runs in this Python
    for cell in content.cells:
        cell.metadata.setdefault("tags", [])
    return content


def write_notebook(notebook: Any) -> str:
    """The text of a notebook file."""
    papermill()
    import nbformat

    return str(nbformat.writes(notebook)) + "\n"


def papermill() -> ModuleType:
    """papermill, imported when first needed, without the address grammar that costs it a second and serves nothing."""
    grammar = "rfc3987_syntax"
    if "papermill" in sys.modules or grammar in sys.modules:
        import papermill
    else:
        sys.modules[grammar] = None  # type: ignore[assignment]  # jsonschema then does without it
        try:
            import papermill
        finally:
            del sys.modules[grammar]
    return papermill


def _title(file: Path) -> str:
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return file.stem
    return title_of(cells) or file.stem.replace("_", " ")


def title_of(cells: list[Any]) -> str:
    """The first top heading of a notebook's prose, without its number."""
    for cell in cells:
        if cell.get("cell_type") == "markdown":
            for line in "".join(cell["source"]).splitlines():
                if line.startswith("# "):
                    return line[2:].strip().lstrip("0123456789").lstrip(".: ")
    return ""


def _parameter(item: Any) -> Parameter:
    try:
        default = ast.literal_eval(item.default)
    except (ValueError, SyntaxError):
        default = item.default
    kind = item.inferred_type_name
    if kind in ("", "None", None):
        kind = "str" if default is None else type(default).__name__
    return Parameter(item.name, kind, default, (item.help or "").strip())


def _typed(parameter: Parameter, value: Any) -> Any:
    kind = parameter.type.split("[")[0].strip()
    if isinstance(value, Path):
        value = str(value)
    try:
        found = _read(kind, value) if isinstance(value, str) else value
        if kind == "float" and isinstance(found, int) and not isinstance(found, bool):
            found = float(found)
        if kind in KINDS and type(found).__name__ != kind:
            raise ValueError
    except (ValueError, TypeError):
        raise ParameterError(
            f'The parameter {parameter.name} should be {KINDS[kind]}, and "{value}" is not. '
            f"Its default is {json.dumps(parameter.default, ensure_ascii=False, default=str)}."
        ) from None
    return found


def _read(kind: str, text: str) -> Any:
    if kind == "bool":
        if text.strip().lower() not in TRUE | FALSE:
            raise ValueError
        return text.strip().lower() in TRUE
    if kind == "int":
        return int(text)
    if kind == "float":
        number = float(text)
        if number - number != 0:  # an endless or undefined number is nobody's wish
            raise ValueError
        return number
    if kind in ("list", "dict"):
        return _structure(text)
    return text


def _structure(text: str) -> Any:
    for read in (json.loads, lambda line: tomllib.loads(f"value = {line}")["value"]):
        try:
            return read(text)
        except ValueError:
            continue
    return [part.strip() for part in text.split(",")] if text.strip()[:1] not in ("[", "{") else None
