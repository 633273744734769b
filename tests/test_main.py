"""The command line: what it does, and what it says where something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import hitoolkit as hi
from hitoolkit import __main__ as command_line
from hitoolkit.__main__ import main
from hitoolkit.errors import InputError

Capture = pytest.CaptureFixture[str]
HEADINGS = "imd_decile,weeks_waited,ethnic_code\n"


@pytest.fixture
def waits(tmp_path: Path) -> Path:
    """Forty own records: two for each tenth with a long wait and two without."""
    file = tmp_path / "waits of May.csv"
    rows = [f"{tenth},{weeks},A" for tenth in range(1, 11) for weeks in (20, 30.5, 2, 3)]
    file.write_text(HEADINGS + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def one_sentence(said: str) -> bool:
    return len(said.strip().splitlines()) == 1 and "Traceback" not in said and said.strip().endswith((".", "?"))


def wrongly_asked(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


# What it does


def test_nothing_typed_shows_what_can_be(capsys: Capture) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("demo", "list", "check", "run", "copy", "doctor", "lab"))


def test_list_names_what_there_is(capsys: Capture) -> None:
    assert main(["list"]) == 0
    said = capsys.readouterr().out
    for name in ("01_deprivation_gradient", "elective_waits", "waits_over_18_weeks", "imd_quintile"):
        assert name in said


def test_list_of_a_notebook_shows_its_parameters_and_what_they_are(capsys: Capture) -> None:
    assert main(["list", "01"]) == 0
    said = capsys.readouterr().out
    assert "indicator (str)" in said and "'waits_over_18_weeks'" in said


def test_check_says_what_was_understood_and_what_to_type_next(waits: Path, capsys: Capture) -> None:
    assert main(["check", str(waits)]) == 0
    said = capsys.readouterr().out
    assert "waits of May.csv: records, one row for each person or event. 40 rows." in said
    assert "weeks_waited" in said and "waits_over_18_weeks" in said
    last = said.strip().splitlines()[-1]
    assert f"run 01 --data '{waits}' -p indicator=waits_over_18_weeks -p dimension=imd_quintile --to out" in last
    assert "30.5" not in said, "no value of a record is shown"


def test_check_of_a_file_nothing_can_be_done_with(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "birds.csv"
    file.write_text("bird,seen\nwren,3\nrobin,4\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    said = capsys.readouterr().err
    assert "birds.csv" in said and one_sentence(said) and "wren" not in said


def test_check_of_a_file_that_must_be_mended_first(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "tenths.csv"
    rows = [f"{tenth},{weeks}" for tenth in range(12) for weeks in (4, 40)]
    file.write_text("imd_decile,weeks_waited\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["check", str(file), "--column", "imd_decile=imd_decile"]) == 1
    said = "".join(capsys.readouterr())
    assert "imd_decile" in said and "run 01" not in said


def test_check_of_a_counted_table_offers_a_pair_it_holds(capsys: Capture) -> None:
    assert main(["check", "life_expectancy"]) == 0
    said = capsys.readouterr().out
    assert "a table that is already counted" in said
    assert "life_expectancy by imd_decile" in said and "-p dimension=imd_decile" in said


def test_check_takes_what_a_counted_table_leaves_unsaid(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "counts.csv"
    rows = [f"{tenth},{10 + tenth},200" for tenth in range(1, 11)]
    file.write_text("imd_decile,numerator,denominator\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    assert "-p indicator=" in capsys.readouterr().err
    assert main(["check", str(file), "-p", "indicator=waits_over_18_weeks"]) == 0
    assert "waits_over_18_weeks by imd_decile" in capsys.readouterr().out


def test_check_takes_headings_by_name_and_repeats_them(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "own.csv"
    file.write_text("How poor,How long\n" + "\n".join(f"{n % 10 + 1},{n}" for n in range(30)) + "\n", encoding="utf-8")
    options = ["--column", "imd_decile=How poor", "--column", "weeks_waited=How long"]
    assert main(["check", str(file), *options]) == 0
    said = capsys.readouterr().out
    assert "as you named it" in said and "--column 'imd_decile=How poor' --column 'weeks_waited=How long'" in said


def test_check_reads_an_own_catalogue(waits: Path, tmp_path: Path, capsys: Capture) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[indicator.waits_over_26_weeks]\nname = "Over 26"\nkind = "proportion"\nper = 100\nbetter = "lower"\n'
        'numerator_where = "weeks_waited > 26"\ndenominator_where = "weeks_waited is not missing"\n',
        encoding="utf-8",
    )
    try:
        assert main(["check", str(waits), "--catalogue", str(own)]) == 0
    finally:
        hi.use_catalogue(None)
    assert "waits_over_26_weeks" in capsys.readouterr().out


def test_run_makes_pages_from_an_own_file(waits: Path, tmp_path: Path, capsys: Capture) -> None:
    notebook = small_notebook(tmp_path)
    to = tmp_path / "pages"
    options = ["--data", os.path.relpath(waits), "-p", "indicator=waits_over_18_weeks", "--column", "age=ethnic_code"]
    assert main(["run", str(notebook), *options, "--to", str(to)]) == 0
    assert str(to / "index.html") in capsys.readouterr().out
    assert (to / "small.html").is_file()
    executed = (to / "notebooks" / "small.ipynb").read_text(encoding="utf-8")
    assert "40 rows of waits of May.csv, columns given: 1" in executed
    assert str(tmp_path) not in executed, "where the file lies is nobody else's business"


def small_notebook(folder: Path) -> Path:
    """A notebook of one parameter cell and one that opens the data: as quick as a run can be."""
    cells = [
        ("markdown", [], "# Small"),
        (
            "code",
            ["parameters"],
            'data: str = "elective_waits"  # a file\nindicator: str = ""  # what\ncolumns: dict = {}  # headings',
        ),
        (
            "code",
            [],
            "import hitoolkit as hi\nrecords = hi.open_data(data, columns=columns)\n"
            'print(f"{records.rows} rows of {records.name}, columns given: {len(columns)}")',
        ),
    ]
    made = [
        {"cell_type": kind, "id": f"c{number}", "metadata": {"tags": tags}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, tags, source) in enumerate(cells)
    ]
    file = folder / "small.ipynb"
    file.write_text(json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return file


def test_copy_lays_out_a_working_copy_and_keeps_changes(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "mine"
    assert main(["copy", str(folder)]) == 0
    notebook = folder / "notebooks" / "01_deprivation_gradient.ipynb"
    assert notebook.is_file() and (folder / "data" / "samples" / "elective_waits.csv").is_file()
    hi.use_catalogue(folder / "catalogue.toml")
    hi.use_catalogue(None)
    notebook.write_text("changed", encoding="utf-8")
    (folder / "README.txt").unlink()
    assert main(["copy", str(folder)]) == 0
    assert notebook.read_text(encoding="utf-8") == "changed" and (folder / "README.txt").is_file()
    assert "untouched" in capsys.readouterr().out


def test_the_starter_catalogue_is_sound_once_its_blocks_are_used(tmp_path: Path) -> None:
    from hitoolkit.pack.copying import CATALOGUE

    used = [line.removeprefix("# ") for line in CATALOGUE.splitlines() if line.startswith("# [") or " = " in line]
    file = tmp_path / "own.toml"
    file.write_text("\n".join(used), encoding="utf-8")
    try:
        hi.use_catalogue(file)
        assert "waits_over_26_weeks" in set(hi.indicators()["indicator"])
        assert "site" in set(hi.dimensions()["dimension"])
    finally:
        hi.use_catalogue(None)


def test_doctor_looks_at_this_machine(capsys: Capture) -> None:
    code = main(["doctor"])
    said = capsys.readouterr().out
    for name in ("Python", "Packages", "Notebooks", "Kernel", "Disk", "Writing", "Memory", "Browser"):
        assert name in said
    assert code == ("to mend." in said)
    assert "ok    Kernel" in said


def test_doctor_says_what_cannot_be_written(tmp_path: Path) -> None:
    from hitoolkit.pack.doctor import examine

    gone = tmp_path / "gone"
    gone.mkdir()
    found = {one.what: one for one in examine(gone)}
    assert found["Writing"].state == "ok"
    if sys.platform == "linux":
        assert {one.what: one for one in examine("/sys")}["Writing"].state == "mend"


def test_lab_answers_this_machine_alone_and_needs_its_settings() -> None:
    from hitoolkit.pack.lab import free_port, lab_command

    command = lab_command(Path("settings.py"), browser=False, port=free_port(8900))
    assert "--ServerApp.ip=127.0.0.1" in command and "--ServerApp.allow_remote_access=False" in command
    assert "--config=settings.py" in command and not [part for part in command if "token" in part]


# What it says where something is wrong


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["run"], ["run", "01", "-p", "place"], ["check", "f", "--column", "x"], ["list", "--to", "x"]],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: Capture) -> None:
    assert wrongly_asked(arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_a_parameter_given_twice_is_wrong_usage(capsys: Capture) -> None:
    assert wrongly_asked(["run", "01", "-p", "place=A", "-p", "place=B"]) == 2
    assert "twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nowhere.csv"], "There is no file nowhere.csv"),
        (["check", "elective_wait"], "Did you mean elective_waits?"),
        (["check", "elective_waits", "--imd", "nowhere.csv"], "given with --imd"),
        (["check", "elective_waits", "--catalogue", "nowhere.toml"], "nowhere.toml"),
        (["run", "01", "--data", "nowhere.csv"], "There is no file nowhere.csv"),
        (["run", "99"], '"99"'),
        (["run", "01", "-p", "indicater=x"], "Did you mean indicator?"),
        (["list", "02_nothing"], "02_nothing"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert words in said and one_sentence(said), said
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_every_value_is_checked_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from hitoolkit.pack import kernel

    monkeypatch.setattr(kernel, "kernel_class", lambda *_: pytest.fail("a kernel was started"))
    to = tmp_path / "out"
    assert main(["run", str(small_notebook(tmp_path)), "-p", "columns=3", "--to", str(to)]) == 1
    assert "columns should be pairs" in capsys.readouterr().err and not to.exists()


def test_an_option_a_notebook_has_no_use_for_is_said_so(tmp_path: Path, capsys: Capture) -> None:
    assert main(["run", str(small_notebook(tmp_path)), "--sheet", "May", "--to", str(tmp_path / "out")]) == 1
    assert "no use for --sheet" in capsys.readouterr().err


def test_a_notebooks_own_error_comes_through(tmp_path: Path, capsys: Capture) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    to = tmp_path / "out"
    assert main(["run", str(small_notebook(tmp_path)), "--data", str(empty), "--to", str(to)]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "empty.csv" in said and not to.exists()


def test_copy_leaves_the_files_of_others_alone(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert main(["copy", str(tmp_path)]) == 1
    assert "nothing was copied" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]
    assert main(["copy", str(tmp_path / "letter.txt")]) == 1
    assert "is a file" in capsys.readouterr().err


def fail_with(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise fault

    monkeypatch.setitem(command_line.DO, "list", fail)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (KeyError("NHS number 943 476 5919"), 1, "Something unexpected went wrong (KeyError)"),
        (MemoryError(), 1, "not enough memory"),
        (OSError(28, "No space left on device", "out/x"), 1, "no space left on device (out/x)"),
        (KeyboardInterrupt(), 130, "Stopped."),
        (InputError('Name it: columns={"imd_decile": "Dep"} (on the command line: --column imd_decile=Dep).'), 1,
         "Name it: --column imd_decile=Dep."),
        (InputError("See `hitoolkit list`."), 1, "See `python start.py list`."),
    ],
)
def test_every_fault_is_said_in_words_and_shows_no_data(
    fault: BaseException, code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    fail_with(fault, monkeypatch)
    monkeypatch.setattr(command_line, "CALLED", "python start.py")
    assert main(["list"]) == code
    said = capsys.readouterr().err
    assert words in said and one_sentence(said) and "943" not in said


def test_a_misspelt_command_is_told_the_right_one(capsys: Capture) -> None:
    assert main(["--debug", "chek", "waits.csv"]) == 2
    said = capsys.readouterr().err
    assert one_sentence(said) and "usage" not in said
    assert 'no command called "chek"' in said and said.strip().endswith("Did you mean check?")


def test_debug_shows_where(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    for arguments in (["list", "--debug"], ["--debug", "list"]):
        fail_with(KeyError("x"), monkeypatch)
        assert main(arguments) == 1
        assert "Traceback" in capsys.readouterr().err


def test_it_runs_as_a_program_of_its_own(tmp_path: Path) -> None:
    env = {**os.environ, "HITOOLKIT_CALLED": "python start.py"}
    run = [sys.executable, "-m", "hitoolkit"]
    helped = subprocess.run([*run, "run", "--help"], capture_output=True, text=True, env=env, cwd=tmp_path)
    assert helped.returncode == 0 and helped.stdout.startswith("usage: python start.py run")
    failed = subprocess.run([*run, "check", "none.csv"], capture_output=True, text=True, env=env, cwd=tmp_path)
    assert failed.returncode == 1 and failed.stdout == "" and one_sentence(failed.stderr)


def test_list_shows_the_published_figures_and_the_words(capsys: Capture) -> None:
    assert main(["list", "facts"]) == 0
    said = capsys.readouterr().out
    assert "clinical_staff_trained" in said and "16 of every 100 answers" in said and "February to March 2024" in said
    assert "still true?" not in said, "a figure of the register is past its review date: look it up again"
    assert main(["list", "words"]) == 0
    assert "Gradient" in capsys.readouterr().out
