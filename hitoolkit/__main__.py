"""The command line: what to do, on which file, and every fault as one plain sentence."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import hitoolkit as hi
from hitoolkit import options
from hitoolkit.errors import HitoolkitError, InputError, ParameterError, count_of, unknown_name, way_to
from hitoolkit.writing.terminal import prepare, refuse_gone_folder

#: How the user got here, for the help and for the commands that messages suggest.
CALLED = os.environ.get("HITOOLKIT_CALLED", "hitoolkit")
#: The commands, with those that start.py answers itself; and which parameter of a notebook each option sets.
COMMANDS = ["demo", "list", "check", "run", "audit", "copy", "doctor", "lab", "present"]
COMMANDS += ["test", "bench"] * ("start.py" in CALLED)
SETS = {"data": "data", "sheet": "sheet", "column": "columns", "imd": "imd_lookup", "edition": "imd_edition"}


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command and return the exit code: 0 done, 1 cannot be done, 2 wrongly asked, 130 stopped."""
    prepare()
    parser, typed = options.parser(CALLED), sys.argv[1:] if argv is None else argv
    command = next((one for one in typed if not one.startswith("-")), "")
    if command and command not in COMMANDS:
        print(unknown_name("command", command, COMMANDS), file=sys.stderr)
        return 2
    given = parser.parse_args(typed)
    if not given.command:
        parser.print_help()
        return 0
    try:
        refuse_gone_folder()
        if given.catalogue:
            hi.use_catalogue(given.catalogue)
        return int(DO[given.command](given) or 0)
    except (Exception, KeyboardInterrupt) as fault:
        if given.debug:
            print(way_to(fault), file=sys.stderr)
        return _say(fault)


def _say(fault: BaseException) -> int:
    """Put a fault into words on standard error, without a value of anybody's data, and return the exit code."""
    if isinstance(fault, KeyboardInterrupt):
        print("\nStopped. Nothing half-made was left.", file=sys.stderr)
        return 130
    if isinstance(fault, BrokenPipeError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # else Python complains at its end
        return 0
    if isinstance(fault, HitoolkitError):
        from hitoolkit.pack.checking import command_form

        print(command_form(str(fault)).replace("`hitoolkit ", f"`{CALLED} "), file=sys.stderr)
    elif isinstance(fault, MemoryError):
        print("There was not enough memory. Close other programs, or give a smaller file.", file=sys.stderr)
    elif isinstance(fault, OSError) and fault.strerror:
        name = f" ({fault.filename})" if fault.filename else ""
        print(f"The system refused: {fault.strerror.lower()}{name}. Mend that, and try again.", file=sys.stderr)
    else:
        print(
            f"Something unexpected went wrong ({type(fault).__name__}). Run it again with --debug to see where, and"
            " tell those who look after hitoolkit; leave out what your file holds.",
            file=sys.stderr,
        )
    return 1


# The commands
def demo(given: argparse.Namespace) -> None:
    from hitoolkit.pack import Job, notebooks
    from hitoolkit.pack.parameters import read_notebook

    jobs = []
    for notebook in notebooks():
        jobs.append(Job(notebook.name))
        for variant in read_notebook(notebook.path).metadata.get("hitoolkit", {}).get("variants", []):
            jobs.append(Job(notebook.name, variant["parameters"], f"{notebook.name}_{variant['name']}"))
    print(f"Running {count_of(len(jobs), 'notebook')} on synthetic data made for teaching. This takes a minute or two.",
          flush=True)
    _run(jobs, given.to, given.debug)


def run(given: argparse.Namespace) -> None:
    from hitoolkit.pack import Job, find_notebook

    notebooks = [find_notebook(asked) for asked in given.notebook]
    _run([Job(notebook, _wanted(notebook, given)) for notebook in notebooks], given.to, given.debug)


def _wanted(notebook: Path, given: argparse.Namespace) -> dict[str, Any]:
    """The parameters of a notebook as the options say them."""
    from hitoolkit.pack import check_parameters, read_parameters

    known = [parameter.name for parameter in read_parameters(notebook)]
    files = {
        "data": _data(given.data) if given.data else "",
        "imd": _file(given.imd, "--imd") if given.imd else "",
    }
    wanted: dict[str, Any] = {}
    for option, parameter in SETS.items():
        if value := files.get(option, getattr(given, option)):
            if parameter not in known:
                raise ParameterError(f"The notebook {notebook.stem} has no use for --{option}. Leave it out.")
            wanted[parameter] = value
    wanted.update(given.p)
    check_parameters(notebook, wanted)
    return wanted


def _run(jobs: list[Any], to: str, debug: bool) -> None:
    from hitoolkit.pack import run_notebooks
    from hitoolkit.pack.progress import in_words

    began = time.monotonic()
    index = run_notebooks(jobs, to, None if sys.stderr.isatty() else in_words(), debug)
    print(f"Done in {time.monotonic() - began:.0f} seconds. Open this file first:\n  {index.resolve()}")


def list_all(given: argparse.Namespace) -> None:
    from hitoolkit.pack.listing import what_there_is

    print(what_there_is(given.notebook, CALLED))


def check(given: argparse.Namespace) -> int:
    from hitoolkit.pack.checking import check_file

    opened = {
        "columns": given.column or None,
        "sheet": given.sheet or None,
        "imd_lookup": _file(given.imd, "--imd") if given.imd else None,
        "imd_edition": given.edition or None,
    }
    typed = ["run", "01", "--data", given.file]
    for option in ("sheet", "imd", "edition", "catalogue"):
        typed += [f"--{option}", getattr(given, option)] if getattr(given, option) else []
    for name, heading in given.column.items():
        typed += ["--column", f"{name}={heading}"]
    again = f"{CALLED} {subprocess.list2cmdline(typed) if os.name == 'nt' else shlex.join(typed)}"
    usable, said = check_file(_data(given.file), opened, given.p, again)
    print(said)
    return 0 if usable else 1


def audit(given: argparse.Namespace) -> int:
    from hitoolkit.pack.auditing import audit_path

    clean, said = audit_path(given.path, given.policy or None, given.strict)
    print(said)
    return 0 if clean else 1


def copy(given: argparse.Namespace) -> None:
    from hitoolkit.pack.copying import copy_to

    new, kept = copy_to(given.folder, CALLED)
    print(f"Copied {count_of(new, 'file')} to {Path(given.folder).resolve()}; README.txt there says how to go on.")
    if kept:
        print(f"{count_of(kept, 'file')} of an earlier copy stay{'s' if kept == 1 else ''} untouched.")


def doctor(given: argparse.Namespace) -> int:
    from hitoolkit.pack.doctor import examine

    findings = examine()
    _columns([(f"{one.state:5} {one.what}", one.said) for one in findings])
    to_mend = [one for one in findings if one.state == "mend"]
    print(f"\n{count_of(len(to_mend), 'thing')} to mend." if to_mend else "\nThis machine is ready.")
    return 1 if to_mend else 0


def lab(given: argparse.Namespace) -> int:
    from hitoolkit.pack.lab import open_lab

    return open_lab(given.to, browser=not given.no_browser, port=given.port)


def present(given: argparse.Namespace) -> int:
    from hitoolkit.pack import find_notebook
    from hitoolkit.pack.presenting import present_notebook

    notebook = find_notebook(given.notebook)
    return present_notebook(notebook, _wanted(notebook, given), browser=not given.no_browser, port=given.port)


#: What each command does; it takes what was given, and returns the exit code (nothing is 0).
DO: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "demo": demo, "list": list_all, "check": check, "run": run, "audit": audit, "copy": copy, "doctor": doctor,
    "lab": lab, "present": present,
}


# Small helps


def _data(name: str) -> str:
    """A sample's name as it is, and a file's path in full, so that it holds wherever a notebook runs."""
    if not Path(name).expanduser().exists() and name in list(hi.samples()["sample"]):
        return name
    if any(sign in name for sign in "*?"):
        return str(Path(name).expanduser().absolute())
    return _file(name, "")


def _file(name: str, option: str) -> str:
    file = Path(name).expanduser()
    if ";" in name and not file.exists():  # a postcode file and a lookup
        return ";".join(_file(one.strip(), option) for one in name.split(";"))
    if not file.exists():
        near = "Check the path."
        if not option and not file.suffix:
            near = unknown_name("sample", name, list(hi.samples()["sample"]))
        raise InputError(f"There is no file {name}{f' (given with {option})' if option else ''}. {near}")
    return str(file.resolve())


def _columns(rows: list[tuple[str, str]], indent: str = "") -> None:
    """Two columns, the first as wide as it must be."""
    wide = max((len(first) for first, _ in rows), default=0)
    for first, second in rows:
        print(f"{indent}{first:{wide}}  {second}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
