"""findings(): the sentences of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.disclosure import refuse_unprotected
from hitoolkit.finding import headlines, mix, places, sizes
from hitoolkit.finding.change import changed_findings, is_change
from hitoolkit.finding.compare import Comparison
from hitoolkit.finding.drifted import drift_findings
from hitoolkit.finding.method import limits, method, sources
from hitoolkit.finding.missing import leaves, missing, spreads
from hitoolkit.finding.model import Finding, Findings
from hitoolkit.finding.pairs import comparisons
from hitoolkit.finding.sure import sure
from hitoolkit.measures import refuse_foreign
from hitoolkit.measures.drift import is_drift
from hitoolkit.table import check_table


def findings(table: pd.DataFrame, measures: pd.DataFrame | None = None) -> Findings:
    """Say what a table shows: what was found, how sure it is, who is missing and what it cannot tell.

    Takes a protected inequality table with its figures, and what `measure` made of it; where gap or ratio are lacking
    they are measured here. One finding for each indicator, place, period, stratum and dimension; for groups without
    an order one for each group, the one worth saying first.

    Returns a list that shows itself. How certain each is follows from the range of the difference: clear, cannot_tell,
    too_few (a group is hidden or has few cases: no figure is given), not_comparable, no_range. Every number in it is
    in the table or worked out from it.
    It names no cause and no culprit, and a gap it cannot see may still be there: not for proving that all is well.
    Raises DisclosureError where the table would show a small count, InputError where the measures are not its own.

    >>> import pandas as pd
    >>> from hitoolkit.rates import add_rates
    >>> from hitoolkit.table import check_table
    >>> counts = pd.DataFrame({"group": list("12345"), "numerator": [2275, 1800, 1465, 1170, 885],
    ...                        "denominator": [4930, 4120, 3555, 2965, 2310]})
    >>> table = check_table(counts, indicator="waits_over_18_weeks", period="2026-09-30", area="Wessington Vale",
    ...                     dimension="imd_quintile", source="sample_elective_waits")
    >>> print(findings(add_rates(table))[0].headline)
    More people from the most deprived areas have waited over 18 weeks:
    46 in every 100, against 38 from the least deprived
    """
    checked = check_table(table)
    if checked.empty:
        return Findings()
    refuse_unprotected(checked)
    if measures is not None and is_change(measures):
        return Findings(changed_findings(checked, measures))
    if measures is not None and is_drift(measures):
        return Findings(drift_findings(checked, measures))
    if measures is not None:
        refuse_foreign(measures, checked)
    made, ready = Findings(), spreads(checked)
    for group in comparisons(checked, measures):
        ordered = headlines.in_order(group)
        if ordered[0].voice.indicator.mix or ordered[0].voice.dimension.places:
            made.append(_without_gap(ordered, checked))
            continue
        entries = missing(ordered[0], checked)
        if len(ordered) > 1 and all(one.certainty == "too_few" for one in ordered):
            few = _finding(ordered[0], checked, missing(ordered[0], checked), "")
            made.append(replace(few, headline=headlines.none_shown(ordered), group=""))
            continue
        # Of many groups only the first is said in full, so only its range over unknown people is worked out.
        made.extend(
            _finding(one, checked, entries, leaves(one, ready) if one is ordered[0] else "") for one in ordered
        )
        if len(ordered) > 1 and made and ordered[0].certainty != "clear":
            first = len(made) - len(ordered)
            made[first] = replace(made[first], headline=headlines.none_clear(ordered))
    return made


def _without_gap(ordered: list[Comparison], table: pd.DataFrame) -> Finding:
    """One finding for all groups: a mix has no gap, and one between two places of many would be a league table."""
    one = ordered[0]
    shape = "mix" if one.voice.indicator.mix else "places"
    said = (mix.headline(one), mix.sure(one)) if shape == "mix" else (places.headline(ordered), places.sure(ordered))
    return replace(
        _finding(one, table, missing(one, table), ""), headline=said[0], sure=said[1], shape=shape,
        certainty="not_comparable", difference=None, ratio=None, group="",
    )


def _finding(one: Comparison, table: pd.DataFrame, entries: list[dict[str, Any]], spread: str) -> Finding:
    gaps = [(1 - entry["known"], entry["of"]) for entry in entries if entry["known"] is not None]
    share, of = max(gaps, default=(0.0, ""))
    return Finding(
        headline=headlines.headline(one),
        certainty=one.certainty,
        difference=sizes.difference(one),
        ratio=sizes.ratio(one),
        sure=sure(one, catalogue.policy(table.attrs.get("policy"))),
        missing=[{name: entry[name] for name in ("title", "known", "text")} for entry in entries],
        leaves=spread,
        limits=limits(one),
        method=method(one),
        indicator=one.key["indicator"],
        dimension=one.key["dimension"],
        area=one.key["area"],
        period=one.key["period"],
        stratum=one.key["stratum"],
        synthetic=any(catalogue.source(name).synthetic for name in one.rows["source"].unique()),
        source=sources(one.rows).rstrip("."),
        group=one.group,
        theme=one.voice.indicator.theme,
        groups=len(one.voice.dimension.groups) or one.number,
        share_unknown=share,
        unknown_of=of,
        edition=one.key["edition"],
    )
