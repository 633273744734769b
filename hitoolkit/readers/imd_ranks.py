"""National ranks of small areas: when tenths follow from them, and when they deny the tenths beside them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hitoolkit.errors import InputError
from hitoolkit.groups.editions import INDICES
from hitoolkit.groups.naming import raw_text
from hitoolkit.groups.quantiles import assign_quantiles
from hitoolkit.groups.small_areas import nation_of
from hitoolkit.readers.columns import Column

#: How many local groups are cut.
FIFTHS = 5


def ranks_of(rows: list[tuple[Any, ...]]) -> dict[str, int]:
    """The rank of each area, as far as it is a whole number written with or without a sign of thousands."""
    found: dict[str, int] = {}
    for raw_code, _, raw_rank in rows:
        code, text = raw_text(raw_code).upper(), raw_text(raw_rank).replace(",", "")
        if code and text.isdigit():
            found[code] = int(text)
    return found


def tenths_from_ranks(name: str, rank: Column, ranks: dict[str, int]) -> dict[str, int]:
    """Tenths from the ranks of a whole edition, of a nation whose published tenths follow from them.

    Raises InputError where areas are lacking, and for Wales and Scotland, where some tenths are others.
    """
    whole = len(ranks)
    known = {size for index in INDICES.values() for size in index.sizes if index.from_ranks}
    other = next((nation for code in ranks if (nation := nation_of(code))), "English")
    if any(index.nation == other and not index.from_ranks for index in INDICES.values()):
        raise InputError(
            f'{name} has ranks ("{rank.heading}") and no tenths. The published {other} tenths do not all follow from '
            "ranks, so they are not worked out here. Give a file with a column of deciles."
        )
    if whole not in known or not _complete(sorted(ranks.values())):
        raise InputError(
            f'{name} has ranks ("{rank.heading}") and no tenths, and not the ranks of all areas of an edition, from '
            "which tenths would follow. Give the whole file, or one with a column of deciles."
        )
    return {code: -(-10 * one // whole) for code, one in ranks.items()}


def _complete(ranks: list[int]) -> bool:
    """Whether these are all ranks there are: each is its place in the order, or that of the one before it (a tie)."""
    before = 0
    for place, rank in enumerate(ranks, 1):
        if rank not in (place, before):
            return False
        before = rank
    return True


def refuse_turned(name: str, tenth: Column, deciles: dict[str, int], ranks: dict[str, int]) -> None:
    """Tenths that count from the least deprived are told by the ranks beside them, where 1 is most deprived."""
    both = sorted((ranks[code], deciles[code]) for code in deciles if code in ranks)
    if len(both) > 1 and both[0][1] > both[-1][1]:
        raise InputError(
            f'{name}, column "{tenth.heading}": the area with the lowest rank has the highest tenth, so one of the two '
            "counts from the least deprived. Tenth 1 and rank 1 must both be the most deprived."
        )


def local_fifths(lookup: Any) -> dict[str, int]:
    """Fifths of the areas of one place, by their national ranks: each holds about the same number of areas.

    Raises InputError where the lookup has no ranks, lists all of the nation, or has fewer areas than fifths.
    """
    ranks = lookup.ranks
    if not ranks:
        raise InputError(
            f"{lookup.name} has no ranks of areas, and local fifths cannot be cut from tenths. Give a lookup with a "
            "column of ranks, such as File 7 of the indices, with the areas of your place alone."
        )
    if len(ranks) in lookup.index.sizes:
        raise InputError(
            f"{lookup.name} lists the areas of the whole nation, and local fifths are cut from those of one place. "
            "Keep the rows of your place (by the local authority beside each area), save them as a file and give that."
        )
    fifths = assign_quantiles(pd.Series(ranks, dtype=float), FIFTHS, highest_first=False)
    if fifths.isna().all():
        raise InputError(f"{lookup.name} has fewer areas than there are fifths. Use national ones.")
    return {str(code): int(fifth) for code, fifth in fifths.dropna().items()}
