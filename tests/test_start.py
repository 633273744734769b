"""start.py: what it says where something is lacking, and what it mends; all but one test install nothing."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import FULL

ROOT = Path(__file__).parents[1]


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    """start.py as it stands in a folder of its own, with nothing made yet."""
    folder = tmp_path / "a copy"
    folder.mkdir()
    for name in ("start.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    spec = importlib.util.spec_from_file_location("start_here", folder / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_environment(start: ModuleType, **stamp: str) -> Path:
    """A real environment without packages, and what start.py is to have noted of it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", start.PLACE], check=True)
    if stamp:
        start.write_stamp(**stamp)
    return Path(start.PLACE)


def test_an_older_python_can_read_it() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert names <= {name for name in (*sys.stdlib_module_names, "importlib.util")}, "standard library only"


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (3, 11, 4)])
def test_too_old_a_python_is_told_so(start: ModuleType, version: tuple[int, ...]) -> None:
    with pytest.raises(start.Stop) as stop:
        start.say_too_old(version, ["demo"])
    said = str(stop.value)
    assert f"This is Python {'.'.join(map(str, version))}, and hitoolkit needs 3.11.5 or newer." in said
    assert "start.py demo" in said or "Install a newer Python" in said


def test_a_new_enough_python_passes(start: ModuleType) -> None:
    start.say_too_old((3, 11, 5, "final", 0), [])
    start.say_too_old((4, 0, 0), [])


def test_nothing_typed_shows_what_can_be(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main([]) == 0
    said = capsys.readouterr().out
    for command in ("demo", "list", "check", "run", "copy", "lab", "doctor", "test", "bench"):
        assert f"start.py {command}" in said
    assert not Path(start.PLACE).exists(), "showing the help makes nothing"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "enough room"),
        ("NewConnectionError: Temporary failure in name resolution", "no network"),
        ("error: Failed to fetch: `x`\n  Caused by: dns error: failed to lookup address", "no network"),
        ("ERROR: No matching distribution found for altair>=6 (from versions: none)", "no network"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "certificate"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "python3-venv"),
        ("No module named venv", "python3-venv"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "may not be written"),
        ("OSError: [Errno 1] Operation not permitted: 'x'", "may not be written"),
        ("[WinError 206] The filename or extension is too long", "too long"),
    ],
)
def test_known_troubles_are_said_in_words(start: ModuleType, said: str, words: str) -> None:
    explained = start.explain(said)
    assert words in explained and "type the same again" in explained and "Error" not in explained


def test_an_unknown_trouble_keeps_all_that_was_said(start: ModuleType) -> None:
    explained = start.explain("one\ntwo\nthree\nfour of it\n")
    path = Path(explained.split("All of it is in ")[1].rstrip(".)"))
    try:
        assert "two / three / four of it" in explained
        assert path.read_text() == "one\ntwo\nthree\nfour of it\n"
    finally:
        path.unlink()


def test_a_ready_environment_is_left_as_it_is(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_environment(start, state="ready", extra="core", made_from=start.fingerprint())
    monkeypatch.setattr(start, "install", lambda *_: pytest.fail("nothing is to be installed"))
    start.prepare("core")


def test_tests_need_more_than_users_do_and_that_is_kept(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_environment(start, state="ready", extra="core", made_from=start.fingerprint())
    asked: list[str] = []
    monkeypatch.setattr(start, "install", lambda uv, extra: asked.append(extra))
    start.prepare("dev")
    start.prepare("core")
    start.prepare("dev")
    assert asked == ["dev"]
    with open(Path(start.HERE) / "constraints.txt", "a") as file:
        file.write("# one line more\n")
    start.prepare("core")
    assert asked == ["dev", "dev"], "new pins are installed, and the tests' packages stay up to date"


def test_only_a_full_check_fetches_spark_and_a_warehouse(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_environment(start, state="ready", extra="core", made_from=start.fingerprint())
    ran: list[list[str]] = []
    monkeypatch.setattr(start, "find_uv", lambda: ["uv"])
    monkeypatch.setattr(start, "run", lambda command, doing="": (ran.append(command), (0, ""))[1])
    monkeypatch.setattr(start, "hand_over", lambda *_: 0)
    for words in (["test"], ["test", "--full"], ["test"], ["list"]):
        assert start.main(words) == 0
    assert [command[-1] for command in ran] == [".[dev]", ".[full]"], "what is there stays, and is not fetched twice"
    assert "Spark" in capsys.readouterr().out and start.read_stamp()["extra"] == "full"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extras["full"] == ["hitoolkit[dev,spark,warehouse]"] and not any("pyspark" in one for one in extras["dev"])


def test_what_is_half_made_or_broken_is_made_anew(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(start, "make", lambda uv: make_environment(start, state="making"))
    monkeypatch.setattr(start, "install", fail)
    with pytest.raises(start.Stop, match="enough room"):
        start.prepare("core")
    assert start.read_stamp()["state"] == "making", "a failed install is not taken for an environment"
    left = Path(start.PLACE) / "left"
    left.write_text("by a crash")

    monkeypatch.setattr(start, "install", lambda *_: None)
    start.prepare("core")
    assert "made anew" in capsys.readouterr().out
    assert not left.exists() and start.starts(start.python())
    assert start.read_stamp()["state"] == "ready"

    os.remove(start.python())
    start.prepare("core")
    assert "made anew" in capsys.readouterr().out and start.starts(start.python())


def test_a_folder_that_is_no_environment_is_left_alone(start: ModuleType) -> None:
    own = Path(start.PLACE) / "letters.txt"
    own.parent.mkdir()
    own.write_text("mine")
    assert start.main(["list"]) == 1
    assert own.read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps folders read-only in another way")
def test_a_place_that_may_not_be_written_is_said_so(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if os.geteuid() == 0:  # whom only the system's own folders refuse
        monkeypatch.setattr(start, "PLACE", "/sys/.venv")
    os.chmod(start.HERE, 0o500)
    try:
        assert start.main(["list"]) == 1
    finally:
        os.chmod(start.HERE, 0o700)
    assert "may not be written" in capsys.readouterr().err


def test_too_full_a_disk_is_said_before_anything_is_made(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "SPACE", 10**18)
    with pytest.raises(start.Stop, match="enough room"):
        start.prepare("core")
    assert not Path(start.PLACE).exists()


def test_exit_codes_and_arguments_are_passed_on(start: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os, sys; print(sys.argv[1:], os.environ['HITOOLKIT_CALLED']); sys.exit(7)"
    assert start.hand_over([sys.executable, "-c", code, "a b", "--x=1"]) == 7
    assert capfd.readouterr().out.split("\n")[0] == f"['a b', '--x=1'] {start.called()}"


def test_commands_to_type_name_this_python_and_this_file(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: name == "python3")
    for program, typed, said in [
        ("/usr/bin/python3", "start.py", "python3 start.py"),
        ("/usr/bin/python3", "../a copy/start.py", 'python3 "../a copy/start.py"'),
        ("", "pytest", ("py" if os.name == "nt" else "python3") + " start.py"),
    ]:
        monkeypatch.setattr(start.sys, "executable", program)
        monkeypatch.setattr(start.sys, "argv", [typed])
        assert start.called() == said


def test_other_pythons_do_not_leak_in(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    kept = start.clean_environment()
    assert "PYTHONPATH" not in kept and "PYTHONHOME" not in kept and kept["PYTHONUTF8"] == "1"


def test_the_tests_run_on_two_cores_and_a_full_check_skips_nothing(start: ModuleType) -> None:
    command, variables, folder = start.test_command(["--full", "-x", "tests/test_table.py"])
    assert command[1:] == ["-m", "pytest", "-n", "2", "-x", "tests/test_table.py"]
    assert variables == {"HITOOLKIT_FULL": "1"} and folder == start.HERE
    command, variables, _ = start.test_command(["-n0"])
    assert command[1:] == ["-m", "pytest", "-n0"] and variables == {}


def test_benchmarks_are_named_or_all_are_run(start: ModuleType) -> None:
    with pytest.raises(start.Stop, match="nothing in benchmarks/"):
        start.bench_scripts([])
    folder = Path(start.HERE) / "benchmarks"
    folder.mkdir()
    for name in ("ten_million.py", "_shared.py", "notes.txt"):
        (folder / name).touch()
    assert start.bench_scripts([]) == start.bench_scripts(["ten_million"]) == [str(folder / "ten_million.py")]
    with pytest.raises(start.Stop, match=r"no benchmark called fast. Known: ten_million"):
        start.bench_scripts(["fast"])


def test_progress_names_the_package_that_is_fetched(start: ModuleType) -> None:
    assert start.latest(["Collecting pandas>=2.2 (from x)\n"]) == ", at pandas"
    assert start.latest(["  Downloading vl_convert_python-1.9.0-cp37-abi3.whl (33 MB)\n"]) == ", at vl_convert_python"
    assert start.latest(["Resolved 106 packages\n"]) == ""


def test_the_first_start_makes_an_environment_that_works(tmp_path: Path) -> None:
    if not FULL:
        pytest.skip("makes a whole environment from the network: only in a full check (python start.py test --full)")
    folder, home = tmp_path / "a clone", tmp_path / "home"
    home.mkdir()
    kept = shutil.ignore_patterns(".venv", ".git", ".*_cache", "demo", "out", "lab")
    shutil.copytree(ROOT, folder, ignore=kept)
    env = {**os.environ, "HOME": str(home), "USERPROFILE": str(home)}
    command = [sys.executable, "start.py", "list"]
    first = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    assert "The environment is ready" in first.stdout and "waits_over_18_weeks" in first.stdout
    again = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert again.returncode == 0 and again.stdout.startswith("Notebooks"), "the second start installs nothing"
    assert json.loads((folder / ".venv" / "hitoolkit.json").read_text())["extra"] == "core"
