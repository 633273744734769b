"""What several tests need: the shared real files where they are, and a rule that a full check skips nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines import Engine, Postgres, postgres_cluster, spark_session

#: Set by `python start.py test --full` (what CI runs): a missing browser or file is then a failure, not a skip.
FULL = os.environ.get("HITOOLKIT_FULL") == "1"


def skip_or_fail(reason: str) -> None:
    """Skip on a user's machine and say why; fail where everything should be there."""
    if FULL:
        pytest.fail(f"{reason} (a full check skips nothing)")
    pytest.skip(reason)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In a full check a skip, from wherever it comes, is a failure; only what no superuser can try may be passed by."""
    outcome = yield
    report = outcome.get_result()
    if FULL and report.skipped and not hasattr(report, "wasxfail") and "superuser" not in str(report.longrepr):
        report.outcome, report.longrepr = "failed", f"a full check skips nothing: {report.longrepr}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files nobody here wrote, kept beside the checkout, never in it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        skip_or_fail("the folder of real files, ../shared, is not beside this checkout")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium; for one module at a time, since its event loop would stand in the way of a notebook's kernel."""
    pytest.importorskip("playwright", reason="playwright is not installed: python start.py test installs it")
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        skip_or_fail("there is no chromium on this machine to open the pages with")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand all tests on Spark to one worker, all on Postgres, and all of a file that starts a server or many kernels.

    So each is started once. Told by names, for the marks that xdist has for it are lost with pytest 9.2.
    """
    from xdist.scheduler import LoadGroupScheduling

    class Together(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            engine = re.search(r"[\[-](spark|postgres)[]-]", nodeid)
            file = re.search(r"test_(notebook_audiences|demo_pages|presenting|widgets_browser)\.py", nodeid)
            found = engine or file
            return found.group(1) if found else super()._split_scope(nodeid)

    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One Spark session for all tests; one worker starts it."""
    yield from spark_session()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One Postgres server for all tests, as with Spark."""
    yield from postgres_cluster()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine that a test's parameter names."""
    return Engine(request.param, request)


@pytest.fixture(autouse=True)
def no_own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with the package's own catalogue alone."""
    monkeypatch.delenv("HITOOLKIT_CATALOGUE", raising=False)
