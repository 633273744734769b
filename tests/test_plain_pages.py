"""What a board reads: no heading of a file, no condition of a catalogue, no claim that the figures do not bear out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit import catalogue
from hitoolkit.finding.words import Voice
from hitoolkit.pack.strips import strip


def admissions() -> pd.DataFrame:
    rows = 400
    return pd.DataFrame({
        "ADMIMETH": ["21", "11", "31", "12"] * (rows // 4),
        "PROCODE3": ["RX1", "RX2"] * (rows // 2),
        "ETHNOS": ["A", "H", "M", "A", "Z"] * (rows // 5),
    })  # fmt: skip


def terms(indicator: str, dimension: str) -> tuple[dict[str, str], Any]:
    own = hi.open_records(admissions())
    safe = hi.protect(hi.count_by(own, dimension, indicator).pipe(hi.add_rates))
    finding = hi.findings(safe, hi.measure(safe, ["gap", "ratio"]))[0]
    return {term["term"]: term["text"] for term in finding.method}, finding


def test_records_left_out_are_told_without_codes() -> None:
    said, _ = terms("emergency_admissions", "ethnic_group")
    assert said["Left out"] == "Records left out: not among planned and emergency admissions (100 records)."


def test_few_places_are_not_promised_one_by_luck() -> None:
    said, finding = terms("ethnicity_not_stated", "provider")
    assert "luck alone would seldom put even one there" in finding.sure
    assert said["Groups"] == "Trust or provider. The groups are as recorded."


@pytest.mark.parametrize(("name", "people"), [
    ("share_of_attendances", "attendances of White people"),
    ("share_of_deliveries", "deliveries of White women"),
    ("length_of_stay", "stays in hospital of White people"),
])  # fmt: skip
def test_a_group_is_of_people_and_not_of_events(name: str, people: str) -> None:
    assert Voice(catalogue.indicator(name), catalogue.dimension("ethnic_group")).of_group("White") == people


def test_a_strip_reads_from_small_to_large() -> None:
    size = {"value": -3.75, "lower": -3.8, "upper": -3.7, "none": 0, "lower_label": "3.8", "upper_label": "3.7"}
    assert ">3.7 to 3.8<" in strip(size, "difference", "d")
