"""What a notebook shows of records: their columns and number, in every form that IPython asks for; the rest as ever."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import hitoolkit as hi
from hitoolkit.disclosure.display import hide_records, instead_of

NAMES = ["Quillfeather", "Wumblethorpe", "Zebedee"]
RECORDS = pd.DataFrame({"NHS Number": ["9990123438", "9990123446", "9990123454"], "Surname": NAMES,
                        "days_waited": [12, 120, 7], "imd_decile": [1, 2, 9]})
GROUPS = pd.DataFrame({"group": ["a", "b"], "patients": [120, 95]})


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    made = InteractiveShell.instance()
    hide_records(made)
    yield made
    InteractiveShell.clear_instance()


def display(shell: Any, thing: Any) -> dict[str, str]:
    return dict(shell.display_formatter.format(thing)[0])


HIDDEN: dict[str, Any] = {
    "frame": RECORDS, "head": RECORDS.head(2), "few columns": RECORDS[["days_waited", "imd_decile"]],
    "no numbers": RECORDS.drop(columns=["NHS Number", "Surname"]), "column": RECORDS["Surname"],
    "row": RECORDS.iloc[0], "styled": RECORDS.style, "indexed": RECORDS.set_index("NHS Number"),
    "rows": RECORDS.to_dict("records"), "columns": RECORDS.to_dict("list"), "one": RECORDS.to_dict("records")[0],
    "relation": duckdb.from_df(RECORDS), "long": pd.DataFrame({"a": range(500)}),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_records_are_not_shown(shell: Any, kind: str) -> None:
    shown = display(shell, HIDDEN[kind])
    assert set(shown) <= {"text/plain", "text/html"} and "records are not shown" in shown["text/plain"]
    for text in shown.values():
        assert "A table of" in text
        assert not [secret for secret in (*NAMES, "99901") if secret in text]


SHOWN: dict[str, Any] = {
    "groups": GROUPS, "sizes": GROUPS["patients"], "list": [1, 2, 3], "texts": ["a", "b"], "dict": {"a": 1},
    "options": {"columns": {"imd_decile": "DEPRIV"}}, "empty": pd.DataFrame(), "nested": [[1, 2], [3, 4]],
}


@pytest.mark.parametrize("kind", SHOWN)
def test_everything_else_is_shown_as_ever(shell: Any, kind: str) -> None:
    shown = display(shell, SHOWN[kind])
    assert "not shown" not in shown["text/plain"]
    if isinstance(SHOWN[kind], pd.DataFrame):
        assert shown["text/html"] == SHOWN[kind]._repr_html_() and shown["text/plain"] == repr(SHOWN[kind])
    elif isinstance(SHOWN[kind], (list, dict)):
        assert shown["text/plain"] == repr(SHOWN[kind])


def test_cross_tables_and_counts_of_groups_show_no_small_count(shell: Any) -> None:
    tenths = pd.Series([1] * 9 + [2] * 3, name="imd_decile")
    sexes = pd.Series(["1", "2", "2"] * 4, name="sex")
    few = {"cross": pd.crosstab(tenths, sexes), "how many": tenths.value_counts(),
           "size": tenths.groupby(tenths).size(), "of both": sexes.groupby([tenths, sexes]).size()}
    for kind, thing in few.items():
        assert all("too small to be shown" in said for said in display(shell, thing).values()), kind
    many, rank = pd.crosstab([1] * 30, ["a", "b"] * 15), pd.Series([1, 2], ["a", "b"], name="rank")
    for thing in (many, rank, pd.Series([3, 4, 5])):
        assert "too small" not in "".join(display(shell, thing).values())


def test_the_tables_of_the_package_show_themselves(shell: Any) -> None:
    records = hi.read_sample("elective_waits")
    safe = hi.protect(hi.add_rates(hi.count_by(records, "imd_decile", "waits_over_18_weeks")))
    for table in (safe, hi.measure(safe), hi.check_records(records), hi.indicators(), hi.dimensions(), hi.samples()):
        assert not instead_of(table), table.columns
        assert "not shown" not in display(shell, table)["text/html"]
    assert '<th scope="row"' in display(shell, hi.summary_table(safe))["text/html"], "our own table, not that of pandas"
    for made in (hi.findings(safe), hi.summary_table(safe), records):
        assert not instead_of(made)


def test_headings_are_escaped_and_cannot_steer_a_terminal(shell: Any) -> None:
    hostile = RECORDS.rename(columns={"days_waited": "<img src=x onerror=alert(1)>\x1b[2J\u202e"})
    shown = display(shell, hostile)
    assert "<img" not in shown["text/html"] and "\x1b" not in str(shown) and "\u202e" not in str(shown)


def test_importing_in_a_kernel_is_enough_and_elsewhere_loads_nothing() -> None:
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as Shell; shell = Shell.instance()\n"
        "import hitoolkit, pandas as pd\n"
        "frame = pd.DataFrame({'Surname': ['Quillfeather', 'Zebedee'], 'age': [1, 2]})\n"
        "print(shell.display_formatter.format(frame)[0]['text/html'])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "records are not shown" in said and "Quillfeather" not in said
    plain = "import sys, hitoolkit; print([name for name in ('IPython', 'pandas') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True).stdout == "[]\n"
