"""The ways to install say the same, every package is pinned, and the wheel carries notebooks and samples."""

from __future__ import annotations

import re
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ALL = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
LINES = [line for line in ALL if not line.startswith("#")]
PINS = dict(line.split("==") for line in LINES)


def plain(name: str) -> str:
    """A package's name as it is compared: IPython.Foo_bar is ipython-foo-bar."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(*names: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Every package that these need, on this machine, as far as they are installed."""
    from packaging.requirements import Requirement

    found: set[str] = set()
    waiting = [(name, extras) for name in names]
    while waiting:
        name, wanted = waiting.pop()
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for line in lines:
            need = Requirement(line)
            if need.marker and not any(need.marker.evaluate({"extra": extra}) for extra in wanted or {""}):
                continue
            if plain(need.name) not in found:
                found.add(plain(need.name))
                waiting.append((need.name, frozenset(need.extras)))
    return found


def test_constraints_are_plain_pins() -> None:
    for line in LINES:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line), f"{line}: a name and a version, nothing else"
    assert sorted(PINS) == list(PINS) and len(PINS) == len(LINES), "in order, each once"
    assert all(line.startswith("#") for line in ALL[: len(ALL) - len(LINES)]), "comments stand at the top"


def test_every_package_that_is_needed_is_pinned() -> None:
    needed = closure("hitoolkit", extras=frozenset({"dev", ""}))
    assert {"pandas", "altair", "pytest", "numpy"} <= needed
    assert needed - set(PINS) - {"hitoolkit"} == set()


def test_what_only_other_systems_need_is_pinned_too() -> None:
    assert {"pywinpty", "colorama", "appnope", "pexpect"} <= set(PINS)


def test_pins_fit_what_pyproject_asks_for() -> None:
    from packaging.requirements import Requirement

    extras = PROJECT["project"]["optional-dependencies"]
    asked = [*PROJECT["project"]["dependencies"], *extras["present"], *extras["dev"]]
    for line in asked:
        need = Requirement(line)
        if need.name == "hitoolkit":  # one extra that names another
            continue
        assert need.specifier.contains(PINS[plain(need.name)]), line


def test_conda_installs_what_start_installs() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, rest = conda["dependencies"]
    assert conda["name"] == "hitoolkit" and set(conda) == {"name", "dependencies"}
    assert (python, pip) == (f"python{PROJECT['project']['requires-python']}", "pip")
    assert rest == {"pip": ["-c constraints.txt", "-e ."]}
    start = (ROOT / "start.py").read_text(encoding="utf-8")
    assert '["-c", "constraints.txt", "-e",' in start
    needed = re.search(r"NEEDED = \((.+)\)", start)
    assert needed and ">=" + needed[1].replace(", ", ".") == PROJECT["project"]["requires-python"]


def test_the_versions_in_use_are_the_pinned_ones() -> None:
    """What passes here is only worth something for the versions that users get."""
    from tests.conftest import FULL

    if not FULL:
        pytest.skip("only in a full check; elsewhere other versions may be tried")
    others = {}
    for name, pin in PINS.items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if version != pin:
            others[name] = version
    assert others == {}


def test_the_wheel_carries_what_lies_outside_the_package() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    outside = [name for name in wheel["only-include"] if name != "hitoolkit"]
    assert {"notebooks", "exercises", "data/samples", "data/generate"} <= set(outside)
    for name in outside:
        assert any(name == part or name.startswith(part + "/") for part in wheel["sources"]), f"{name} would lie bare"
    assert all(place.startswith("hitoolkit/_bundle/") for place in wheel["sources"].values())


def test_a_wheel_holds_notebooks_and_samples(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    made = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    names = zipfile.ZipFile(made).namelist()
    for kind, ending in (("notebooks", ".ipynb"), ("data/samples", ".csv"), ("data/generate", ".py")):
        assert any(name.startswith(f"hitoolkit/_bundle/{kind}/") and name.endswith(ending) for name in names), kind
    assert "hitoolkit/catalogue/indicators.toml" in names and "hitoolkit/pack/templates/page.css" in names
    assert {f"hitoolkit/widgets/browser/{one}" for one in ("base.js", "base.css", "predict.js")} <= set(names)
    assert not [name for name in names if ".ipynb_checkpoints" in name or "__pycache__" in name]
