"""Headings and labels of published tables, read to the ids of the catalogue."""

from __future__ import annotations

import re

import pandas as pd

from hitoolkit import catalogue


def plain(heading: object) -> str:
    """A heading without what spreadsheets add: case, spaces, underscores, no-break spaces, byte order marks.

    >>> plain("\\ufeffOrg_Level\\u00a0")
    'orglevel'
    """
    return re.sub(r"[\s_\u00a0\ufeff]+", "", str(heading)).lower()
