"""What published tables call an indicator or a dimension, and the catalogue's id for it; never matched by guess."""

from __future__ import annotations

import json
from collections.abc import Iterable

from hitoolkit import catalogue


def indicator_called(*names: str) -> str | None:
    """The id of the indicator that has one of these names as its id, or in its line `known_as`.

    >>> indicator_called("Fingertips 90366"), indicator_called("Life expectancy at 65")
    ('life_expectancy', None)
    """
    wanted = {_plain(name) for name in names}
    for name, block in catalogue.blocks("indicator").items():
        if wanted & {_plain(name), *map(_plain, block.known_as)}:
            return name
    return None


def dimension_called(name: str) -> str | None:
    """The id of the dimension that is so called, by its id or its name.

    >>> dimension_called("imd_quintile"), dimension_called("Sex, as recorded"), dimension_called("Wealth")
    ('imd_quintile', 'sex', None)
    """
    for one, block in catalogue.blocks("dimension").items():
        if _plain(name) in (_plain(one), _plain(block.name)):
            return one
    return None


def block_to_paste(kind: str, name: str, lines: dict[str, object]) -> str:
    """A block of the catalogue as one line of TOML, so that a sentence can hold it; it belongs at the top of the file.

    >>> block_to_paste("dimension", "wealth", {"name": "Wealth", "ordered": True, "groups": ["poorest", "richest"]})
    'dimension.wealth = { name = "Wealth", ordered = true, groups = ["poorest", "richest"] }'
    """
    said = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items())
    return f"{kind}.{name} = {{ {said} }}"


def how_to_add(blocks: Iterable[str]) -> str:
    """Where the lines of `block_to_paste` belong."""
    lines = list(blocks)
    those = "this line" if len(lines) == 1 else f"these {len(lines)} lines"
    return (
        f"Put {those} at the top of your own catalogue file, mend what it says, and use it (use_catalogue, or "
        f"--catalogue FILE): {'  and  '.join(lines)}"
    )


def id_of(name: str) -> str:
    """A name as an id of the catalogue.

    >>> id_of("Under 75 mortality rate (per 100,000)")
    'under_75_mortality_rate_per_100_000'
    """
    signs = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in name.lower())
    return "_".join(signs.split()) or "unnamed"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
