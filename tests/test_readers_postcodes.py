"""Postcodes to deprivation by a postcode file and a lookup: matched in the engine, and seen nowhere outside it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

#: The columns of postcode directories of five generations, as far as the match needs them.
LAYOUTS = {
    "ONSPD May 2018": ["pcd", "pcd2", "pcds", "dointr", "doterm", "lsoa01", "lsoa11", "imd"],
    "ONSPD Aug 2024": ["pcd", "pcd2", "pcds", "doterm", "lsoa01", "lsoa11", "imd", "lsoa21"],
    "NSPL Aug 2020": ["pcd", "pcd2", "pcds", "doterm", "lsoa11", "imd"],
    "ONSPD Nov 2025": ["pcd7", "pcd8", "pcds", "doterm", "lsoa01cd", "lsoa11cd", "imd20ind", "lsoa21cd"],
    "NSPL 2026": ["pcd7", "pcd8", "pcds", "doterm", "lsoa11cd", "imd25ind"],
    "lookup of output areas": ["pcd7", "pcd8", "pcds", "doterm", "lsoa11cd", "lsoa11nm"],
}
PLACES = {"LS1 1AA": "E01000001", "LS1 1AB": "E01000002", "M1 1AE": "E01000003", "IM1 1AA": "M99999999"}


def directory(path: Path, headings: list[str]) -> Path:
    rows = []
    for rank, (postcode, area) in enumerate(PLACES.items(), 1):
        outward, inward = postcode.split(" ")
        wide = {"pcd": f"{outward:4}{inward}", "pcd2": f"{outward:5}{inward}", "pcds": postcode, "doterm": "199905"}
        wide |= {"pcd7": wide["pcd"], "pcd8": wide["pcd2"], "lsoa11nm": "A 001A"}
        rows.append([wide.get(one) or (area if one.startswith("lsoa") else str(rank)) for one in headings])
    pd.DataFrame(rows, columns=headings).to_csv(path, index=False)
    return path


def tenths(folder: Path) -> Path:
    (folder / "imd2019.csv").write_text("lsoa11cd,imd_decile\nE01000001,1\nE01000002,4\nE01000003,10\n")
    return folder / "imd2019.csv"


def own(postcodes: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"Postcode": postcodes, "weeks_waited": 20})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_postcodes_of_each_generation_are_matched_however_they_are_written(tmp_path: Path, layout: str) -> None:
    file = directory(tmp_path / "postcodes.csv", LAYOUTS[layout])
    postcodes = ["LS1 1AA", "ls11ab", " M1  1AE ", "IM1 1AA", "ZZ99 3VZ", "zz993cz", "", "unknown", "LS1", "LS9 9ZZ"]
    records = hi.open_records(own(postcodes), imd_lookup=[file, tenths(tmp_path)])
    assert records.match.found == {
        "": 3, "Isle of Man (code M99999999)": 1, "pseudo postcode ZZ99 (no fixed address, or overseas)": 2,
        "small area blank or not known": 2, "not a postcode": 1, "postcode not in the postcode file": 1,
    }  # fmt: skip
    table = hi.count_by(records, "imd_quintile", "waits_over_18_weeks").set_index("group")["denominator"]
    assert table.to_dict() == {"1": 1, "2": 1, "5": 1, "Not known": 7, "All": 10}
    assert records.rows == 10, "no record is lost or doubled by the match"


def test_either_order_and_the_form_of_the_command_line(tmp_path: Path) -> None:
    file, lookup = directory(tmp_path / "postcodes.csv", LAYOUTS["NSPL Aug 2020"]), tenths(tmp_path)
    for given in ([lookup, file], f"{file};{lookup}", f"{lookup}; {file}"):
        assert hi.open_records(own(["LS1 1AA"]), imd_lookup=given).match.found == {"": 1}


def test_one_file_of_postcodes_areas_and_tenths_serves_as_both(tmp_path: Path) -> None:
    (tmp_path / "imd2019.csv").write_text(
        "Postcode,Postcode Status,LSOA code,Index of Multiple Deprivation Rank,Index of Multiple Deprivation Decile\n"
        "LS1 1AA,Live,E01000001,3,1\nLS1 1AB,Live,E01000001,3,1\n"
    )
    match = hi.open_records(own(["ls1 1ab", "LS1 1AA"]), imd_lookup=tmp_path / "imd2019.csv").match
    assert match.found == {"": 2}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if "lookup" not in name])
def test_ranks_of_a_postcode_file_are_never_tenths(tmp_path: Path, layout: str) -> None:
    """Also where all ranks of a small file lie between 1 and 10: the headings tell."""
    file = directory(tmp_path / "postcodes.csv", LAYOUTS[layout])
    with pytest.raises(InputError, match="national ranks of areas, not tenths"):
        hi.open_records(pd.DataFrame({"lsoa11": ["E01000001"], "weeks_waited": 20}), imd_lookup=file)
    records = pd.read_csv(file, dtype=str).assign(weeks_waited=20)
    with pytest.raises(InputError, match=r"national rank of an area|has postcodes|has small areas|several columns"):
        hi.count_by(hi.open_records(records), "imd_quintile", "waits_over_18_weeks")


def test_the_real_layouts_are_refused_as_tenths_too(shared: Path) -> None:
    for file in ("onspd_may2018_layout_sample.csv", "onspd_aug2024_layout_sample.csv"):
        with pytest.raises(InputError, match="national ranks"):
            hi.open_records(own(["AL1 1AA"]), imd_lookup=shared / "realdata" / "lookups" / file)


def test_the_real_layouts_serve_as_postcode_files(shared: Path) -> None:
    pair = [
        shared / "realdata" / "lookups" / "onspd_aug2024_layout_sample.csv",
        shared / "realdata" / "deprivation" / "imd2025_england_lsoa21.csv.gz",
    ]
    match = hi.open_records(own(["AL1 1AA", "al11ab", "IM1 1AA"]), imd_lookup=pair).match
    assert match.found == {"": 2, "Isle of Man (code M99999999)": 1} and match.edition == "IMD 2025 national"
    with pytest.raises(InputError, match=r"does not give the small area \(LSOA\) of 2021.*lsoa11 \(2011\)"):
        old = shared / "realdata" / "lookups" / "onspd_may2018_layout_sample.csv"
        hi.open_records(own(["AL1 1AA"]), imd_lookup=[old, pair[1]])


def test_what_is_lacking_is_said(tmp_path: Path) -> None:
    file, lookup = directory(tmp_path / "postcodes.csv", LAYOUTS["NSPL Aug 2020"]), tenths(tmp_path)
    with pytest.raises(InputError, match=r"has postcodes \(.Postcode.\) and no small areas. Give a postcode file"):
        hi.open_records(own(["LS1 1AA"]), imd_lookup=lookup)
    with pytest.raises(InputError, match=r"has postcodes \(.Postcode.\) but no imd_decile. Give a postcode file"):
        hi.count_by(hi.open_records(own(["LS1 1AA"])), "imd_quintile", "waits_over_18_weeks")
    with pytest.raises(InputError, match=r"no column that is known to hold postcodes.*columns=.*postcode"):
        hi.open_records(pd.DataFrame({"Area": ["LS1 1AA"], "weeks_waited": 20}), imd_lookup=[file, lookup])
    named = pd.DataFrame({"Area": ["LS1 1AA"], "weeks_waited": 20})
    assert hi.open_records(named, imd_lookup=[file, lookup], columns={"postcode": "Area"}).match.found == {"": 1}
    areas = hi.open_records(pd.DataFrame({"lsoa": ["E01000001"], "weeks_waited": 20}), imd_lookup=[file, lookup])
    assert areas.match.found == {"": 1} and any("was not needed" in note for note in areas.match.notes)
    with pytest.raises(InputError, match="Give one of each"):
        hi.open_records(own(["LS1 1AA"]), imd_lookup=[lookup, lookup])
    (tmp_path / "twice.csv").write_text("pcds,lsoa11\nLS1 1AA,E01000001\nLS11AA,E01000002\n")
    with pytest.raises(InputError, match="gives some postcodes two small areas"):
        hi.open_records(own(["LS1 1AA"]), imd_lookup=[tmp_path / "twice.csv", lookup])


def test_no_postcode_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, lookup = directory(tmp_path / "postcodes.csv", LAYOUTS["NSPL Aug 2020"]), tenths(tmp_path)
    own(["LS1 1AA", "M1 1AE", "XX7 7XX", "GARBAGE9"] * 30).to_csv(tmp_path / "own.csv", index=False)
    records = hi.open_records(tmp_path / "own.csv", imd_lookup=[file, lookup])
    fetched: list[str] = []
    plain = type(records).collect

    def collect(self: object, query: object) -> pd.DataFrame:
        frame: pd.DataFrame = plain(self, query)  # type: ignore[arg-type]
        fetched.append(frame.to_csv())
        return frame

    monkeypatch.setattr(type(records), "collect", collect)
    table = hi.count_by(records, ["imd_decile", "imd_quintile"], ["waits_over_18_weeks", "deprivation_known"])
    safe = hi.protect(table.pipe(hi.add_rates))
    seen = [*fetched, repr(records), records._repr_html_(), str(table.attrs), table.to_csv(), str(safe.attrs)]
    seen += [hi.check_records(records).to_csv(), str(records.match.found)]
    assert fetched and "E01000001" in fetched[0]
    for text in seen:
        assert not any(one in text for one in ("LS1", "1AA", "XX7", "7XX", "GARBAGE9", "M1 "))
    with pytest.raises(InputError, match="may point to a person"):
        hi.count_by(records, "imd_quintile", "waits_over_18_weeks", area="Postcode")


def test_the_command_line_takes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from hitoolkit.__main__ import main

    file, lookup = directory(tmp_path / "postcodes.csv", LAYOUTS["NSPL Aug 2020"]), tenths(tmp_path)
    own(["LS1 1AA", "M1 1AE", "XX7 7XX"]).to_csv(tmp_path / "own.csv", index=False)
    assert main(["check", str(tmp_path / "own.csv"), "--imd", f"{file};{lookup}"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "IMD 2019 national" in said and "areas of 2011" in said and "[2 rows]" in said
    assert "XX7" not in said and "LS1" not in said
    assert main(["check", str(tmp_path / "own.csv"), "--imd", str(file)]) == 1
    assert '--imd "POSTCODES;DECILES"' in " ".join(capsys.readouterr().err.split())
