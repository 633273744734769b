"""Ranges that a spreadsheet turned into dates."""

from __future__ import annotations

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError
from hitoolkit.groups.spreadsheet_dates import undo_dates


@pytest.mark.parametrize(
    ("labels", "ranges"),
    [
        (["0-6", "07-Oct"], {"07-Oct": "7-10"}),
        (["0 to 6", "2024-10-07"], {"2024-10-07": "7-10"}),
        (["0 to 6", "10/07/2024"], {"10/07/2024": "7-10"}),
        (["0-6", "10-Jul"], {"10-Jul": "7-10"}),
        (["0", "01-Apr", "05-Sep", "Oct-14", "15-19", "20+"], {"01-Apr": "1-4", "05-Sep": "5-9", "Oct-14": "10-14"}),
        (["0-4", "09/05/2025", "01/10/2014", "15+"], {"09/05/2025": "5-9", "01/10/2014": "10-14"}),
        (["0-4", "2025-09-05 00:00:00", "2014-10-01", "15+"],
         {"2025-09-05 00:00:00": "5-9", "2014-10-01": "10-14"}),
        (["Under 5", "05-Sep-24", "10 and over"], {"05-Sep-24": "5-9"}),
    ],
)
def test_what_the_other_labels_make_certain_is_read_back(labels: list[str], ranges: dict[str, str]) -> None:
    assert undo_dates([*labels, "Missing"]) == (ranges, [])


@pytest.mark.parametrize(
    "labels", [["07-Oct"], ["North", "07-Oct"], ["0-4", "07-Oct"], ["0-7", "07-Oct"], ["0-4", "2024-10-02"]]
)
def test_what_is_not_certain_is_told(labels: list[str]) -> None:
    mended, doubtful = undo_dates(labels)
    assert not mended and doubtful == labels[-1:]


def test_labels_that_are_no_dates_stay() -> None:
    assert undo_dates(["0-6", "7-10", "31-Xyz", "May", "40-49", "1"]) == ({}, [])


def test_age_bands_of_plain_counts_are_read_back() -> None:
    frame = pd.DataFrame({"Age band": ["0-4", "05-Sep", "Oct-14"], "numerator": 9, "denominator": 90})
    with pytest.raises(InputError, match="add their counts up"):
        # All three are read, and lie inside the band of 0 to 17; nobody adds them up unasked.
        hi.read_table(frame, indicator="missed_appointments")
    with pytest.raises(InputError, match=r"cannot be read|neither an age nor"):
        hi.read_table(frame.replace("0-4", "North"), indicator="missed_appointments")
