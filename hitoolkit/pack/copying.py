"""A working copy to adapt: notebooks, exercises, samples and a starter catalogue, laid out in a folder of one's own."""

from __future__ import annotations

from pathlib import Path

import hitoolkit as hi
from hitoolkit.errors import InputError, OutputError, count_of
from hitoolkit.pack.parameters import notebooks
from hitoolkit.writing.faults import reason
from hitoolkit.writing.files import write_files
from hitoolkit.writing.names import full_path

#: What is copied, of what lies beside the notebooks; a folder that does not exist yet is passed over.
PARTS = ["notebooks", "exercises", "data/samples"]
#: Written first: a folder with this file is a copy, whole or not, and may be completed.
MARK = ".hitoolkit-copy"
IGNORED = {
    "all": "# Nothing in this folder goes under version control.\n*\n",
    "data": "# What is made from patients' records stays out of version control.\n"
    "/out/\n*.csv\n*.xlsx\n*.parquet\n!/data/samples/*\n",
}

README = """This folder is yours to change. It came from hitoolkit {version}.

notebooks/        the notebooks; change them, or copy one under a new name
data/samples/     made-up data for trying things out; nobody in it is real
catalogue.toml    where your own indicators and groupings go

To run a notebook of this folder on your own file and get a page to read:

    {called} run {folder}/notebooks/01_deprivation_gradient.ipynb --data YOUR_FILE --to out

with --catalogue {folder}/catalogue.toml as well, once you have added to it.

To open the notebooks: {called} lab --to {folder}

Keep files of patients out of this folder, and out of anything that is sent on or put under version control.
"""

CATALOGUE = """# Your own indicators, groupings and sources. Take away the # in front of a block to use it.
# Give the file to a command with --catalogue FILE. A name that hitoolkit has already cannot be used again.

# [indicator.waits_over_26_weeks]
# name = "Waiting over 26 weeks for planned care"
# kind = "proportion"                 # proportion, rate, mean, percentile, life_expectancy or value
# per = 100                           # shown value = per x numerator / denominator
# unit = "%"
# better = "lower"                    # lower, higher or neither
# numerator = "people waiting more than 26 weeks"
# denominator = "people on the waiting list"
# numerator_where = "weeks_waited > 26"
# denominator_where = "weeks_waited is not missing"
# # count_of = "person_id"            # counts people, not records: each is one, however many records they have

# [indicator.median_stay]
# name = "Median stay in hospital"
# kind = "percentile"                 # a mean has no q
# q = 50                              # 92: what 92 in every 100 stay within
# value_of = "days_in_hospital"       # the heading of the numbers
# unit = "days"
# better = "lower"
# denominator = "stays"

# [dimension.site]
# name = "Hospital site"
# ordered = false                     # true where groups run from most to least disadvantaged
# groups = ["North", "South"]
# column = "site"                     # the heading that holds it

# [source.our_warehouse]
# name = "Trust data warehouse, extract of 1 June 2025"
"""


def copy_to(folder: str | Path, called: str = "hitoolkit", private: bool = False) -> tuple[int, int]:
    """Lay out notebooks, exercises, samples and a starter catalogue in a folder.

    Takes a folder that is new, empty, or holds an earlier copy; in an earlier copy only what is missing is added, and
    nothing that is there is touched. `called` is how the user starts hitoolkit, for the README; `private` keeps the
    whole folder out of version control.
    Returns how many files were written, and how many of the copy were there already.
    Raises OutputError where the folder holds something else, or cannot be written to.
    """
    place = full_path(folder)
    _refuse_foreign(place)
    wanted = _wanted(called, str(folder), private)
    new = {name: content for name, content in wanted.items() if not (place / name).exists()}
    try:
        for name, content in new.items():
            # Each whole or not at all, so that what a crash left is completed by the next copy.
            write_files({place / name: content if isinstance(content, str) else content.read_bytes()})
    except OSError as fault:
        raise OutputError(f"Cannot copy to {folder}: {reason(fault)}. Mend that, or name another folder.") from fault
    return len(new), len(wanted) - len(new)


def bundle() -> Path:
    """The folder that holds notebooks and data: the checkout, or what the wheel carries.

    Raises InputError where the package was installed without them.
    """
    known = notebooks()
    if not known:
        raise InputError("This installation came without its notebooks. Install hitoolkit again.")
    return known[0].path.parent.parent


def _wanted(called: str, folder: str, private: bool) -> dict[str, str | Path]:
    """Every file of a copy: its place, and its text or the file it is a copy of."""
    root = bundle()
    found: dict[str, str | Path] = {
        MARK: f"hitoolkit {hi.__version__}\n",
        ".gitignore": IGNORED["all" if private else "data"],
        "README.txt": README.format(version=hi.__version__, called=called, folder=folder),
        "catalogue.toml": CATALOGUE,
    }
    for part in PARTS:
        for file in sorted((root / part).rglob("*")):
            hidden = any(piece.startswith((".", "__")) for piece in file.relative_to(root).parts)
            if file.is_file() and not hidden:
                found[file.relative_to(root).as_posix()] = file
    return found


def _refuse_foreign(place: Path) -> None:
    if place.is_file():
        raise OutputError(f"{place.name} is a file, and the copy needs a folder. Give the name of a new folder.")
    others = [entry.name for entry in place.iterdir()] if place.is_dir() else []
    if others and MARK not in others:
        raise OutputError(
            f"The folder {place.name} holds {count_of(len(others), 'file')} already, so nothing was copied"
            " there. Give the name of a new or an empty folder."
        )
