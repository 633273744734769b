"""The FingertipsNext upload file: invented figures; direction is in the label, never in the number."""

from __future__ import annotations

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

LABELS = ["Most deprived decile", "Second most deprived decile", "Third more deprived decile",
          "Fourth more deprived decile", "Fifth more deprived decile", "Fifth less deprived decile",
          "Fourth less deprived decile", "Third less deprived decile", "Second least deprived decile",
          "Least deprived decile"]  # fmt: skip


def upload(**changes: object) -> pd.DataFrame:
    frame = pd.DataFrame({
        "area_code": "E92000001", "date_from": "2020-01-01", "date_to": "2022-12-31", "period_type": "Calendar",
        "sex": "Persons", "age_from_years_inclusive": 0, "age_to_years_inclusive": "",
        # The publisher's own numbers, from the least deprived on.
        "deprivation_decile": [*range(10, 0, -1), ""], "deprivation_category": [*LABELS, ""],
        "count": [100 - n for n in range(10)] + [955], "value": [10 - n / 10 for n in range(10)] + [9.55],
        "denominator": [1000] * 10 + [10000], "lower_ci_95": "", "upper_ci_95": "", "lower_ci_99_8": "",
        "upper_ci_99_8": "",
    })  # fmt: skip
    return frame.assign(**changes)


def test_the_label_decides_and_not_the_number() -> None:
    table = hi.read_table(upload(), indicator="preterm_births")
    assert table["group"].tolist() == [*map(str, range(1, 11)), "All"]
    assert table["numerator"].tolist() == [*range(100, 90, -1), 955]
    assert set(table["period"]) == {"2020 to 2022"} and set(table["stratum"]) == {"All"}
    assert table.attrs["read"]["used"] == 11


def test_numbers_alone_are_refused() -> None:
    with pytest.raises(InputError, match="without saying which end"):
        hi.read_table(upload(deprivation_category=""), indicator="preterm_births")


def test_a_category_type_beside_the_label_is_the_edition() -> None:
    kind = "LSOA11 deprivation deciles within area (IMD2019)"
    frame = upload(deprivation_decile=[*LABELS, ""], deprivation_category=[kind] * 10 + [""], sex="Female",
                   age_from_years_inclusive=15, age_to_years_inclusive=44)  # fmt: skip
    table = hi.read_table(frame, indicator="preterm_births")
    assert set(table["edition"]) == {"IMD 2019 local"} and set(table["stratum"]) == {"age=15-44; sex=Female"}


def test_the_indicator_is_asked_for() -> None:
    with pytest.raises(InputError, match="does not say what is counted"):
        hi.read_table(upload())
