"""Who is missing: how many have no group on record, and how far the finding could move because of them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import difference_decimals, number, spelt, upper_first
from hitoolkit.finding.compare import Comparison
from hitoolkit.finding.words import Voice
from hitoolkit.measures import unknown_range
from hitoolkit.table import UNKNOWN, WHOLE, known_groups

#: Shares are said in every 100; above 0 and below 1 they are never rounded to none or to all.
HUNDRED = 100


def missing(one: Comparison, table: pd.DataFrame) -> list[dict[str, Any]]:
    """One entry for the dimension of the finding, then one for each other dimension counted beside it."""
    entries = [_entry(one.rows, one.voice, own=True)]
    same = ["indicator", "period", "area", "stratum"]
    beside = table[(table[same] == pd.Series({name: one.key[name] for name in same})).all(axis=1)]
    for name, rows in beside[beside["dimension"] != one.key["dimension"]].groupby("dimension", sort=False):
        if len(known_groups(rows)):
            entries.append(_entry(rows, Voice(one.voice.indicator, catalogue.dimension(str(name))), own=False))
    titles: dict[str, dict[str, Any]] = {}
    for entry in entries:
        titles.setdefault(entry["of"], entry)
    return list(titles.values())


def _entry(rows: pd.DataFrame, voice: Voice, own: bool) -> dict[str, Any]:
    of = voice.dimension.missing
    lost, known = rows[rows["group"].isin(UNKNOWN)], known_groups(rows)
    counted = float(known["denominator"].sum()) if known["denominator"].notna().any() else math.nan
    if lost.empty:
        return _nobody_lost(rows, known, voice, of)
    if lost["denominator"].isna().any() or math.isnan(counted):
        hidden = lost["flag"].eq("suppressed").any()
        text = (
            f"The number of {voice.counted} with no group is too few to show, or would give a small number away."
            if hidden
            else f"There are figures for {voice.counted} with no group, but not how many they are."
        )
        return {"title": f"{of}: number missing not shown", "known": None, "text": text, "of": of}
    many = float(lost["denominator"].sum())
    share = counted / (counted + many) if counted + many else 1.0
    text = _who(lost[lost["denominator"] > 0], known, voice) if own else _beside(many, 1 - share, voice)
    return {"title": f"{of}: known for {_in_hundred(share)} in {HUNDRED}", "known": share, "text": text, "of": of}


def _nobody_lost(rows: pd.DataFrame, known: pd.DataFrame, voice: Voice, of: str) -> dict[str, Any]:
    """No row for unknown groups: everyone is known where the whole was counted too, else nobody can say."""
    whole = rows.loc[rows["group"] == WHOLE, "denominator"]
    together = known["denominator"]
    if len(whole) and whole.notna().all() and together.notna().all():
        # Each count may have been rounded on its own.
        give = (len(together) + 1) * max(catalogue.policy(rows.attrs.get("policy")).round_to, 1) / 2
        if abs(float(whole.iloc[0]) - float(together.sum())) <= give:
            text = f"All {voice.counted} in these figures have a group."
            return {"title": f"{of}: known for all", "known": 1.0, "text": text, "of": of}
    text = "These figures do not say for how many people the group is not known, so we cannot tell who is left out."
    return {"title": f"{of}: number missing not given", "known": None, "text": text, "of": of}


def _who(lost: pd.DataFrame, known: pd.DataFrame, voice: Voice) -> str:
    if lost.empty:
        return f"All {voice.counted} in these figures have a group."
    alone = len(lost) == 1
    parts = []
    for _, row in lost.iterrows():
        kind = "Missing" if alone and row["group"] == "Not known" else str(row["group"])
        parts.append(f"{kind}: {row['denominator']:,.0f} {voice.counted}.{_their_figure(row, known, voice)}")
    return " ".join(parts)


def _their_figure(row: pd.Series, known: pd.DataFrame, voice: Voice) -> str:
    if pd.isna(row["value"]) or row["flag"] in ("suppressed", "few_cases"):
        return " Too few cases to show a figure for them."
    said, groups = voice.figure(row["value"]), known["value"].dropna()
    verb = f"{voice.indicator.did}" if voice.said else "is their figure"
    text = f" {upper_first(voice.amount(row['value']))} {verb}"
    complete = len(groups) == len(known) and len(groups) > 1
    if complete and row["value"] > groups.max() and said != voice.figure(groups.max()):
        text += f", more than in any of the {spelt(len(groups))} groups"
    elif complete and row["value"] < groups.min() and said != voice.figure(groups.min()):
        text += f", fewer than in any of the {spelt(len(groups))} groups"
    return f"{text}."


def _beside(many: float, share: float, voice: Voice) -> str:
    if not many:
        return f"All {voice.counted} in these figures have a group."
    text = f"Missing: {many:,.0f} {voice.counted}, {_in_hundred(share)} in every {HUNDRED}."
    return f"{text} Enough missing people can hide a gap {voice.dimension.grouped}, or make one appear."


def _in_hundred(share: float) -> str:
    """A share in every 100: whole, but never all or none where it is not.

    >>> _in_hundred(0.98), _in_hundred(0.9996), _in_hundred(1.0), _in_hundred(0.0004)
    ('98', 'more than 99', '100', 'fewer than 1')
    """
    if 0 < share * HUNDRED < 1:
        return "fewer than 1"
    if HUNDRED - 1 < share * HUNDRED < HUNDRED:
        return f"more than {HUNDRED - 1}"
    return number(share * HUNDRED)


def leaves(one: Comparison) -> str:
    """The range that the people of unknown group leave: all of them at one end, or all at the other."""
    lost = one.rows[one.rows["group"].isin(UNKNOWN)]
    many = lost["denominator"].sum()
    if one.certainty in ("too_few", "not_comparable") or lost["denominator"].isna().any() or not many:
        return ""
    ordered = one.voice.dimension.ordered
    group = "ends" if ordered else one.group
    reference = None if one.reference == "rest" else one.reference
    ends, whole = [], unknown_range(one.rows, "gap", group, (0, 1), reference)
    for share in (1, 0):
        found = unknown_range(one.rows, "gap", group, (share, share), reference)
        if len(found) != 1 or not math.isfinite(found["lower"].iloc[0]):
            return ""
        ends.append(float(found["lower"].iloc[0]))
    decimals = max(difference_decimals(end, None, None, one.voice.decimals) for end in ends)
    here, there = (f"{_size(one.voice, end, decimals)}" for end in ends)
    if (ends[0] > 0) == (ends[1] > 0):
        there = number(abs(ends[1]), decimals)
    if ordered:
        most, least = one.voice.end(one.group), one.voice.end(one.reference)
        text = f"If all {many:,.0f} were {most} the difference would be {here}; if all were {least}, {there}."
    else:
        text = (
            f"If all {many:,.0f} were {one.voice.of_group(one.group)} the difference would be {here}; "
            f"if none were, {there}."
        )
    same = whole["lower"].iloc[0] > 0 or whole["upper"].iloc[0] < 0
    return f"{text} The gap is there either way." if same and one.certainty == "clear" else text


def _size(voice: Voice, value: float, decimals: int) -> str:
    return f"{number(abs(value), decimals)} {voice.direction(value)} {voice.unit}".rstrip()
