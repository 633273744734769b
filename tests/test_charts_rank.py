"""The chart of plausible ranks: by size or name and never by figure, nothing hidden, all in the table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn import drawn, legible
from test_charts_funnel import placed, spread

import hitoolkit as hi
from hitoolkit.charts import Figure
from hitoolkit.errors import DisclosureError, InputError, ParameterError


def many(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    sizes = rng.integers(300, 9000, count)
    return placed([int(size * share) for size, share in zip(sizes, rng.uniform(0.05, 0.2, count), strict=True)],
                  [int(size) for size in sizes]).assign(group=[f"Trust {at}" for at in range(count)])


CASES = {"alike": placed, "spread": spread, "two": lambda: placed([50, 60], [400, 500]), "many": lambda: many(110),
         "areas": lambda: placed(over="area", dimension="imd_quintile"), "one": lambda: placed([50], [400]),
         "apart": lambda: placed([50, 400, 900], [1000] * 3)}


@pytest.mark.parametrize("name", CASES)
def test_every_drawing_is_legible_and_speaks(name: str) -> None:
    payload = legible_or_empty(hi.rank_chart(CASES[name]()), name)
    assert payload["type"] == "rank" and len(payload["table"]["rows"]) == len(CASES[name]())


def legible_or_empty(figure: Figure, name: str) -> dict[str, Any]:
    if name == "one":
        assert figure.title.startswith("No ranks can be shown")
        return figure.payload()
    return legible(figure)


def test_the_title_counts_what_the_table_holds() -> None:
    ranked = hi.ranks(placed())
    wide = int((ranked["upper_rank"] - ranked["lower_rank"] + 1 >= 10).sum())
    figure = hi.rank_chart(placed())
    assert figure.title == f"{wide} of 20 places could stand anywhere across half of all ranks or more"
    cells = {row["cells"][0]: row["cells"] for row in figure.payload()["table"]["rows"]}
    assert cells["Trust E"][-2:] == ["1", "1 to 12"]
    assert "Trust E 1 to 12" in figure.payload()["alt"]
    apart = hi.rank_chart(CASES["apart"]())
    assert apart.title == "Chance alone would seldom change the order of these three places"


def test_places_are_listed_by_size_or_name_and_never_by_rank() -> None:
    payload = hi.rank_chart(spread()).payload()
    sizes = [float(row["cells"][1].replace(",", "")) for row in payload["table"]["rows"]]
    assert sizes == sorted(sizes, reverse=True)
    named = hi.rank_chart(spread().sample(frac=1, random_state=1), order="name").payload()
    names = [row["cells"][0] for row in named["table"]["rows"]]
    assert names == sorted(names) and "by name" in named["alt"]
    with pytest.raises(ParameterError, match="order"):
        hi.rank_chart(spread(), order="rank")


def test_small_counts_stay_hidden() -> None:
    table = placed(source="own_records")
    table.loc[0, ["numerator", "value"]] = [3, 2.0]
    with pytest.raises(DisclosureError, match="protect"):
        hi.rank_chart(table)
    plain = table[["group", "numerator", "denominator", "indicator", "period", "area", "dimension"]]
    figure = hi.rank_chart(hi.protect(plain))
    payload = legible(figure)
    row = next(row["cells"] for row in payload["table"]["rows"] if row["cells"][0] == "Trust A")
    assert row[2:] == ["hidden"] * 3 and "One more place has no rank" in payload["caption"]
    assert "Trust A" not in drawn(figure) and "19" in payload["title"]


def test_ranks_beside_the_table_are_not_believed() -> None:
    safe = hi.protect(placed(source="own_records")[["group", "numerator", "denominator", "indicator", "period", "area",
                                                    "dimension"]])
    forged = hi.ranks(safe).assign(lower_rank=1, upper_rank=1, rank=1)
    assert hi.rank_chart(forged).payload() == hi.rank_chart(safe).payload()


def test_refusals_and_the_input_stays() -> None:
    with pytest.raises(InputError, match="2 periods"):
        hi.rank_chart(pd.concat([placed(), placed(period="2024/25")]))
    with pytest.raises(InputError, match="too many"):
        hi.rank_chart(many(301))
    table = placed()
    before = table.copy(deep=True)
    assert hi.rank_chart(table, narrow=True).width == 288
    pd.testing.assert_frame_equal(table, before)
