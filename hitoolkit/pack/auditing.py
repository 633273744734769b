"""What an audit found, laid out to be read: file by file, where in it, and what to do."""

from __future__ import annotations

import pandas as pd

import hitoolkit as hi
from hitoolkit.errors import count_of

#: Lines shown for one file; the rest are counted.
MOST = 20


def audit_path(path: str, policy: str | None = None, strict: bool = False) -> tuple[bool, str]:
    """Search a file or folder and say what was found, as text to print.

    Takes the path, the rule on small numbers to go by, and whether NHS numbers of the test range count.
    Returns whether nothing was found, and the text. Raises InputError where there is nothing at that path.
    """
    lines = hi.audit(path, policy=policy, strict=strict)
    found, told = lines[lines["found"]], lines[~lines["found"]]
    parts = [_of_file(str(file), part) for file, part in lines.groupby("file", sort=False)]
    if len(found):
        told_of = f"{count_of(len(found), 'thing')} found in {count_of(found['file'].nunique(), 'file')}"
        parts.append(f"{told_of}. Do not pass this on as it is.")
    else:
        parts.append("Nothing was found that must not be shown: no records, nothing that points to a person, no small "
                     f"counts.{' What is said above is no finding.' if len(told) else ''}")
    return found.empty, "\n\n".join(parts)


def _of_file(file: str, lines: pd.DataFrame) -> str:
    rows = list(zip(lines["where"].astype(str), lines["what"].astype(str), strict=True))
    shown = [f"  {where}: {what}" if where else f"  {what}" for where, what in rows[:MOST]]
    more = [f"  and {count_of(len(rows) - MOST, 'more thing')} of these kinds"] if len(rows) > MOST else []
    return "\n".join([file, *shown, *more])
