"""What several tests need: the shared real files where they are, and a rule that a full check skips nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

#: Set by `python start.py test --full` (what CI runs): a missing browser or file is then a failure, not a skip.
FULL = os.environ.get("HITOOLKIT_FULL") == "1"


def skip_or_fail(reason: str) -> None:
    """Skip on a user's machine and say why; fail where everything should be there."""
    if FULL:
        pytest.fail(f"{reason} (a full check skips nothing)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files nobody here wrote, kept beside the checkout, never in it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        skip_or_fail("the folder of real files, ../shared, is not beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def no_own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with the package's own catalogue alone."""
    monkeypatch.delenv("HITOOLKIT_CATALOGUE", raising=False)
