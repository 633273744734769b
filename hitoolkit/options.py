"""What can be typed: the commands and their options."""

from __future__ import annotations

import argparse
from typing import Any

import hitoolkit as hi


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f'"{text}" should be written name=value')
    return name.strip(), value


class _Pairs(argparse.Action):
    """Gathers name=value options into one dictionary."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        kept = dict(getattr(namespace, self.dest) or {})
        if values[0] in kept:
            parser.error(f"{option} gives {values[0]} twice")
        setattr(namespace, self.dest, {**kept, values[0]: values[1]})


def parser(called: str) -> argparse.ArgumentParser:
    """Everything that can be typed; `called` is how the user got here, for the help."""
    made_of = argparse.ArgumentParser(
        prog=called,
        description="Look at health inequalities: from a file of records to a board question.",
        allow_abbrev=False,
    )
    made_of.add_argument("--version", action="version", version=f"hitoolkit {hi.__version__}")
    made_of.add_argument("--debug", action="store_true", help="show where in the code a fault arose")
    made_of.set_defaults(catalogue="")
    commands = made_of.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    every.add_argument("--catalogue", metavar="FILE", default="", help="your own indicators and dimensions (.toml)")
    file = argparse.ArgumentParser(add_help=False)
    file.add_argument("--sheet", metavar="NAME", default="", help="the sheet of an Excel file")
    pairs: dict[str, Any] = {"type": _pair, "action": _Pairs, "default": {}}
    what = "the heading that holds a concept, such as imd_decile=DEPRIV; may be repeated"
    file.add_argument("--column", metavar="CONCEPT=HEADING", help=what, **pairs)
    file.add_argument("--imd", metavar="FILE", default="", help="small areas (LSOA) to deciles; or POSTCODES;DECILES")
    file.add_argument("--edition", metavar="YEAR", default="", help="the edition of the deprivation index")

    def add(name: str, help: str, *parents: Any) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, parents=[*parents, every], allow_abbrev=False)

    made = add("demo", "Run every notebook on made-up data, and make pages to read.")
    made.add_argument("--to", metavar="DIR", default="demo", help="where to write (default: demo)")
    made = add("list", "List notebooks, samples, indicators, dimensions; or published figures, or words.")
    made.add_argument("notebook", metavar="NOTEBOOK", nargs="?", help="its parameters; or: facts, words")
    made = add("check", "Say what was understood of a file, and what must be mended.", file)
    made.add_argument("file", metavar="FILE")
    made.add_argument("-p", metavar="name=value", help="what a counted table leaves unsaid, such as indicator", **pairs)
    made = add("run", "Run notebooks, on your own file if you give one, and make pages to read.", file)
    made.add_argument("notebook", metavar="NOTEBOOK", nargs="+", help="a name, a number such as 01, or a path")
    made.add_argument("-p", metavar="name=value", help="set a parameter; may be repeated", **pairs)
    made.add_argument("--data", metavar="FILE", default="", help="your own file, or the name of a sample")
    made.add_argument("--to", metavar="DIR", default="out", help="where to write (default: out)")
    made = add("audit", "Search a file or folder for records, what points to a person, and small counts.")
    made.add_argument("path", metavar="PATH")
    made.add_argument("--policy", metavar="NAME", default="", help="the rule on small numbers to go by")
    made.add_argument("--strict", action="store_true", help="NHS numbers of the range kept for tests count too")
    made = add("copy", "Lay out notebooks, samples and a starter catalogue for you to adapt.")
    made.add_argument("folder", metavar="DIR")
    add("doctor", "Say whether this machine is ready, and what to mend.")
    made = add("lab", "Open a copy of the notebooks in JupyterLab, on this machine only.")
    made.add_argument("--to", metavar="DIR", default="lab", help="where the copy is kept (default: lab)")
    _serving(made, 8888)
    made = add("present", "Show one notebook as a page with live controls and no code, on this machine only.", file)
    made.add_argument("notebook", metavar="NOTEBOOK", help="a name, a number such as 01, or a path")
    made.add_argument("-p", metavar="name=value", help="set a parameter; may be repeated", **pairs)
    made.add_argument("--data", metavar="FILE", default="", help="your own file, or the name of a sample")
    _serving(made, 8866)
    return made_of


def _serving(made: argparse.ArgumentParser, port: int) -> None:
    made.add_argument("--port", type=int, default=port, help=f"the port to begin with (default: {port})")
    made.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
