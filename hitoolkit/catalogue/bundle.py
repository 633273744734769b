"""Where the package's samples and notebooks lie: in the checkout, or in the wheel."""

from __future__ import annotations

from pathlib import Path


def bundle(kind: str) -> Path:
    """The folder of one kind of thing the package carries: "data/samples", "notebooks", "exercises".

    That of the checkout where there is one, else that of the wheel.

    >>> bundle("data/samples").name
    'samples'
    """
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / kind
    # Two signs, so that a folder that happens to be called notebooks beside an installed package is not taken.
    if checkout.is_dir() and (package.parent / "pyproject.toml").is_file():
        return checkout
    return package / "_bundle" / kind
