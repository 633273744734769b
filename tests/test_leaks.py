"""What a run shows, searched for what it must not: values of people, small counts, exact counts, places of files.

Secrets are planted in a file of records; every file that a run writes is then searched for them.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.disclosure import refuse_unprotected, visible_small_counts
from hitoolkit.errors import CatalogueError, DisclosureError
from hitoolkit.pack import tidy
from hitoolkit.pack.runner import Job, run_notebooks

WARD = "ward of Zebedee Quillfeather"
SECRETS = ("Quillfeather", "Zebedee", "freetextplum", "Wumblethorpe", "RZQXWAND", "9990", "ZQ1", "ZQ2")
#: Not a multiple of five, and unlike any other number on the page: seen, it is the true count.
PEOPLE, NO_WAIT, NO_AREA = 1963, 4, 6
#: A cell of a table that holds a small number by itself.
SMALL_CELL = re.compile(r"<td[^>]*>\s*[1-7](\.0)?\s*</td>")


def planted() -> pd.DataFrame:
    """A waiting list with a secret in each column nobody asks for, odd codes, and cells of 1 to 7, none and all."""
    rng = np.random.default_rng(7)
    tenth = rng.integers(1, 11, PEOPLE)
    days = rng.exponential(110, PEOPLE).round()
    days[tenth == 3] = days[tenth == 4] = 20
    days[np.flatnonzero(tenth == 3)[:3]] = 200  # 3 of the second fifth
    days[tenth >= 9] = 200
    days[np.flatnonzero(tenth == 9)[:5]] = 20  # all but 5 of the last
    list_ = pd.DataFrame({
        "NHS Number": [f"9990{number:06d}" for number in range(PEOPLE)],
        "Patient Zebedee Quillfeather": "x",
        "Surname": [f"Quillfeather{number}" for number in range(PEOPLE)],
        "postcode": [f"ZQ{number % 9 + 1} {number % 9}XJ" for number in range(PEOPLE)],
        "notes": [f"freetextplum{number}" for number in range(PEOPLE)],
        "specialty": rng.choice(["Dermatology", "Cardiology"], PEOPLE),
        "provider": rng.choice(["RAA", "RBB"], PEOPLE),
        "days_waited": days,
        "imd_decile": pd.Series(tenth).astype("Int64"),
    })
    list_.loc[0, "specialty"], list_.loc[1, "provider"] = "Dr Wumblethorpe clinic", "RZQXWAND"
    list_.loc[range(10, 10 + NO_AREA), "imd_decile"] = pd.NA
    list_.loc[range(40, 40 + NO_WAIT), "days_waited"] = np.nan
    return list_


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one run on the planted records."""
    folder = tmp_path_factory.mktemp("run")
    (folder / WARD).mkdir()
    planted().to_csv(folder / WARD / "list.csv", index=False)
    run_notebooks([Job("01", {"data": str(folder / WARD / "list.csv")})], folder / "out")
    return folder / "out"


def outputs(folder: Path) -> list[dict[str, Any]]:
    """Every output of every executed notebook."""
    read = [json.loads(file.read_text(encoding="utf-8")) for file in (folder / "notebooks").iterdir()]
    return [output for notebook in read for cell in notebook["cells"] for output in cell.get("outputs", [])]


def payloads(folder: Path, kind: str) -> list[dict[str, Any]]:
    found = [output.get("data", {}).get(tidy.PAYLOAD) for output in outputs(folder)]
    return [one for one in found if one and one["kind"] == kind]


def inside(file: Path) -> str:
    """All that a file holds, as text; of a workbook every part of it, unpacked."""
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as packed:
        return "\n".join([*packed.namelist(), *(packed.read(name).decode() for name in packed.namelist())])


def words(text: str) -> str:
    """What a reader can read of a page or an output: no tags, styles or coordinates, but all descriptions."""
    return html.unescape(re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", text, flags=re.DOTALL))


def test_no_file_of_a_run_holds_a_planted_value_or_a_place_of_this_machine(shown: Path) -> None:
    files = [file for file in shown.rglob("*") if file.is_file()]
    assert len(files) >= 4 and any(file.name.startswith(".") for file in files)
    traces = (*SECRETS, str(shown.parent), str(Path.home()) + "/", str(Path(__file__).parents[1]))
    for file in files:
        text = inside(file)
        assert [trace for trace in traces if trace in text] == [], file.name


def test_no_file_of_a_run_holds_a_small_or_an_exact_count(shown: Path) -> None:
    exact = (PEOPLE, PEOPLE - NO_AREA, PEOPLE - NO_WAIT)
    said = [words(inside(file)) for file in (*shown.glob("*.html"), *shown.glob("tables/*"))]
    assert len(said) >= 5
    reports = 0
    for output in outputs(shown):
        said.append(words(json.dumps(output, ensure_ascii=False)))
        report = "".join(output.get("data", {}).get("text/html", ""))
        if "rows read" in report:
            reports += 1
            assert not SMALL_CELL.search(report) and f"{PEOPLE:,}" not in words(report), report
    assert reports
    table = pd.read_csv(next(shown.glob("tables/*.csv")))
    for name in ("numerator", "denominator"):
        assert table[name].isna().any() and (table[name].dropna() % 5 == 0).all()
    for text in said:
        for count in exact:
            assert not re.search(rf"(?<![\d.]){count:,}(?!\d)|(?<![\d.]){count}(?!\d)", text), count


def test_figures_and_drawings_are_worked_from_the_counts_shown(shown: Path) -> None:
    """A gap written with all its decimals, and a dot on a scale, say no more than the two rounded counts."""
    found = payloads(shown, "findings")[0]["items"][0]
    figure = payloads(shown, "figure")[0]
    counts = {row["cells"][0]: [cell.replace(",", "") for cell in row["cells"][1:3]] for row in figure["table"]["rows"]}
    for cells in counts.values():
        assert all(cell == "hidden" or int(cell) % 5 == 0 for cell in cells)
    assert counts["Second fifth"][1] == "hidden" and counts["Group not known"] == ["hidden", "hidden"]
    assert counts["Least deprived fifth"][1] == "hidden"  # 5 are left over
    assert found["certainty"] == "too_few" and found["difference"] is None and found["ratio"] is None
    shares = [100 * int(n) / int(d) for d, n in counts.values() if n != "hidden"]
    for svg in (*figure["svg"].values(), *figure["twin"]["svg"].values()):
        places = {float(x) for x in re.findall(r"translate\((-?[\d.]+),", svg)}
        assert all(place == round(place, 1) for place in places)
    told = {float(one) for one in re.findall(r"fifth (\d+)(?= \()", figure["alt"])}
    assert told <= {round(share) for share in shares}


def outcome(numerator: list[float], denominator: list[float], **more: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"group": list("12345"), "numerator": numerator, "denominator": denominator, **more})
    key = {"indicator": "waits_over_52_weeks", "period": "2025", "area": "A", "dimension": "imd_quintile"}
    return hi.add_rates(hi.check_table(rows, **key))


SMALL = outcome([30, 3, 25, 40, 50], [200, 200, 180, 190, 210])


@pytest.mark.parametrize(
    "changed",
    [
        SMALL,
        SMALL.assign(flag="rounded"),
        SMALL.assign(flag="suppressed"),
        SMALL.drop(columns="numerator"),
        SMALL.drop(columns="denominator"),
        SMALL.assign(numerator=np.nan, value=SMALL["value"].round(0)),
        SMALL.assign(numerator=SMALL["numerator"].astype(str)),
        SMALL.assign(source="SAMPLE_MATERNITY"),
        outcome([200, 197, 20, 40, 60], [200, 200, 180, 190, 210]),
    ],
)
def test_no_change_of_a_table_opens_the_way_to_a_chart(changed: pd.DataFrame) -> None:
    for show in (hi.inequality_chart, hi.summary_table, hi.findings):
        with pytest.raises(DisclosureError):
            show(changed)


def test_a_protected_table_that_was_changed_is_refused() -> None:
    """Exact counts put back, rows added after protecting, measures of another table: the numbers tell."""
    safe = hi.protect(SMALL)
    changed = {
        "an exact count": safe.assign(numerator=safe["numerator"].where(safe["group"] != "1", 31)),
        "a hidden count": safe.assign(numerator=safe["numerator"].fillna(3)),
        "a figure of one": safe.assign(value=safe["value"].fillna(1.5), denominator=safe["denominator"].fillna(200)),
        "rows of the true table": pd.concat([safe[safe["group"] != "2"], SMALL[SMALL["group"] == "2"]]),
        "another rule": hi.protect(SMALL, "under_5").pipe(lambda table: table.assign(numerator=table["numerator"] + 1)),
    }
    for what, table in changed.items():
        for show in (hi.summary_table, hi.findings):
            with pytest.raises(DisclosureError):
                show(table)
                pytest.fail(what)
    true = safe.assign(true_count=SMALL["numerator"], note="seen by nobody")
    assert "nobody" not in json.dumps(hi.inequality_chart(true).to_dict())


def test_a_file_that_calls_itself_published_is_protected_all_the_same(tmp_path: Path) -> None:
    for source in ("msds_annual", "sample_maternity"):
        SMALL.assign(source=source).to_csv(tmp_path / "own.csv", index=False)
        table = hi.open_data(str(tmp_path / "own.csv"))
        with pytest.raises(DisclosureError):
            refuse_unprotected(table)
        assert visible_small_counts(hi.protect(table)).empty
    for mark in ("protected", "synthetic"):
        (tmp_path / "own.toml").write_text(f'[source.mine]\nname = "Ours"\n{mark} = true\n')
        with pytest.raises(CatalogueError, match="own catalogue"):
            hi.use_catalogue(tmp_path / "own.toml")
            hi.protect(SMALL)


def test_two_measures_of_a_page_take_nothing_away_from_each_other() -> None:
    """Over 18 and over 52 weeks are out of the same people: what is hidden of them is hidden in both."""
    records = hi.open_records(planted())
    table = hi.count_by(records, ["imd_quintile", "imd_decile"], ["waits_over_18_weeks", "waits_over_52_weeks"])
    safe = hi.protect(hi.add_rates(table))
    people = safe.groupby(["dimension", "group"])["denominator"]
    assert (people.nunique(dropna=False) == 1).all()
    known = safe[safe["group"].str.isdigit()].set_index(["indicator", "dimension", "group"])
    tenths, fifths = known.xs("imd_decile", level=1), known.xs("imd_quintile", level=1)
    for indicator, fifth in fifths.index:
        pair = [tenths.loc[(indicator, str(2 * int(fifth) - away))] for away in (1, 0)]
        for name, (one, other) in ((name, pair) for name in ("numerator", "denominator")):
            shown = fifths.loc[(indicator, fifth), name]
            # Of two tenths one hidden: whole less the other, each off by up to 2, must leave all from 1 to 7.
            for hidden, seen in ((one, other), (other, one)):
                if np.isnan(hidden[name]) and not np.isnan([seen[name], shown]).any():
                    assert shown - seen[name] - 4 <= 1 and shown - seen[name] + 4 >= 7, (indicator, fifth, name)


def executed(folder: Path, output: dict[str, Any]) -> pd.DataFrame:
    """What an audit finds in a notebook with one output."""
    cell = {"cell_type": "code", "metadata": {}, "source": "", "execution_count": 1, "outputs": [output]}
    (folder / "a.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return hi.audit(folder)


def output(shown: Any, kind: str = "text/html") -> dict[str, Any]:
    return {"output_type": "display_data", "data": {kind: shown}, "metadata": {}}


@pytest.mark.parametrize(
    ("shows", "why"),
    [
        ("<td>9434765919</td>", "NHS number"),
        ("seen 943 476 5919 twice", "NHS number"),
        ("943-476-5919,", "NHS number"),
        ("<td>specialty=LS1 4DY</td>", "postcode"),
        ("lives in SW1A2AA.", "postcode"),
        ("<table>" + "<tr><td>a</td></tr>" * 602 + "</table>", "records"),
        ("[5 rows of 9]\n500 rows \u00d7 3 columns", "records"),
    ],
)
def test_an_output_that_points_to_a_person_is_found(tmp_path: Path, shows: str, why: str) -> None:
    nested = [output({"rows": [{"cells": [shows]}]}, tidy.PAYLOAD)] if "<table" not in shows else []
    for given in (output(shows), *nested):
        lines = executed(tmp_path, given)
        assert lines["kind"].tolist() == [why], lines.to_string()
        assert lines["where"].iloc[0].startswith("cell 1, output 1")
        assert not re.search(r"\d{3}.?\d{3}.?\d{4}|LS1|SW1A", lines["what"].iloc[0])  # never the value itself


@pytest.mark.parametrize(
    "shows",
    [
        "9434765918", "0.9434765919", "x9434765919", "id-9434765919", "12,345,678,901", "0000000000",
        "E01012345", "RJ122", "#AB12CD", "M6.5,0A6.5,6.5,0,1,1,-6.5,0", "IMD 2019", "A1 of 2 AB", "2024/25",
        "<table>" + "<tr><td>a</td></tr>" * 600 + "</table>",
    ],
)
def test_an_output_that_points_to_nobody_passes(tmp_path: Path, shows: str) -> None:
    assert executed(tmp_path, output(shows)).empty


def test_what_the_package_shows_passes_an_audit(tmp_path: Path) -> None:
    safe = hi.protect(hi.add_rates(hi.count_by(hi.read_sample("elective_waits"), "imd_decile", "waits_over_18_weeks")))
    for shown in (hi.inequality_chart(safe), hi.summary_table(safe), hi.findings(safe)):
        assert executed(tmp_path, {"output_type": "display_data", "data": shown._repr_mimebundle_()}).empty
