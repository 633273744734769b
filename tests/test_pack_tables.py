"""The figures of a run as tables beside its pages: those that were shown, each once, and no others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import hitoolkit as hi
from hitoolkit.pack.runner import Job, run_notebooks


def test_a_run_leaves_its_figures_as_tables_and_says_where(tmp_path: Path) -> None:
    rows = [f"{tenth},{weeks}" for tenth in range(1, 11) for weeks in (*range(10, 40), *[30] * tenth)]
    file = tmp_path / "list.csv"
    file.write_text("imd_decile,weeks_waited\n" + "\n".join(rows) + "\n", encoding="utf-8")
    to = run_notebooks([Job("01", {"data": str(file), "place": "Here", "period": "2024/25"})], tmp_path / "out").parent
    book, plain = (to / "tables" / f"01_deprivation_gradient.{ending}" for ending in ("xlsx", "csv"))
    index = (to / "index.html").read_text(encoding="utf-8")
    assert f'href="tables/{book.name}"' in index
    records = hi.open_records(file)
    asked = ["waits_over_18_weeks", *hi.follow_on(records, "imd_quintile", "waits_over_18_weeks")]
    counted = hi.count_by(records, "imd_quintile", asked, area="Here", period="2024/25")
    safe = hi.protect(counted.pipe(hi.add_rates))
    pd.testing.assert_frame_equal(hi.read_table(plain), safe, rtol=1e-12)
    pd.testing.assert_frame_equal(hi.read_table(book), safe, rtol=1e-12)
    notes = (to / "tables" / "01_deprivation_gradient_notes.txt").read_text("utf-8-sig")
    assert "NHS England secondary care rule" in notes and str(tmp_path) not in notes
