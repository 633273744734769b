"""Who is missing: how many have no group on record, and how far the finding could move because of them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from hitoolkit import catalogue, intervals
from hitoolkit.catalogue.questions import bank
from hitoolkit.catalogue.wording import OF_NUMBERS, difference_decimals, in_hundred, number, spelt, upper_first
from hitoolkit.finding.compare import Comparison
from hitoolkit.finding.pairs import SAME, mixed_editions
from hitoolkit.finding.words import Voice
from hitoolkit.measures import unknown_range
from hitoolkit.measures.reference import REST
from hitoolkit.table import UNKNOWN, WHOLE, known_groups

#: All people of unknown group at the worse-off end (or in the group named), all at the other, and all between.
SHARES = ((1, 1), (0, 0), (0, 1))
Spreads = dict[tuple[tuple[str, ...], tuple[int, int]], pd.Series]
HUNDRED = 100


def missing(one: Comparison, table: pd.DataFrame) -> list[dict[str, Any]]:
    """One entry for the dimension of the finding, then one for each other dimension counted beside it."""
    # In a mix every group is set against the same whole, so it is the shares that say how many are missing.
    rows = one.rows.assign(denominator=one.rows["numerator"]) if one.voice.indicator.mix else one.rows
    entries = [_entry(rows, one.voice, own=True)]
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
    text += _why(rows, voice) if many else ""
    return {"title": f"{of}: known for {in_hundred(share)} in {HUNDRED}", "known": share, "text": text, "of": of}


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
    text = f"These figures do not say how many {voice.counted} have no group, so we cannot tell who is left out."
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


def _why(rows: pd.DataFrame, voice: Voice) -> str:
    """Why they have no group, where the table says so; their number is told, and that of each reason is not."""
    entries = [entry for entry in rows.attrs.get("not_known") or []
               if (entry["indicator"], entry["dimension"]) == (voice.indicator.id, voice.dimension.id)]
    # "Not stated: 300 people" has said that it was not stated; which code stood there is no matter for a page.
    told = [entry for entry in entries if not entry["reason"].startswith(f"{str(entry['group']).lower()} (")]
    reasons = list(dict.fromkeys(entry["reason"] for entry in told))
    return f" On record: {'; '.join(reasons)}." if reasons else ""


def _their_figure(row: pd.Series, known: pd.DataFrame, voice: Voice) -> str:
    if voice.indicator.mix:
        return ""
    few = bool(intervals.few_cases(row["numerator"], row["denominator"]))
    if pd.isna(row["value"]) or row["flag"] == "suppressed" or few:
        return " Too few cases to show a figure for them."
    said, groups = voice.figure(row["value"]), known["value"].dropna()
    verb = f"{voice.indicator.did}" if voice.said else "is their figure"
    text = f" {upper_first(voice.amount(row['value']))} {verb}"
    if voice.said and voice.indicator.kind in OF_NUMBERS:
        text = f" {voice.typical('', voice.amount(row['value']))}"
    complete = len(groups) == len(known) and len(groups) > 1
    and_so, less = ("; that is", "less") if voice.indicator.kind in OF_NUMBERS else (",", "fewer")
    if complete and row["value"] > groups.max() and said != voice.figure(groups.max()):
        text += f"{and_so} more than in any of the {spelt(len(groups))} groups"
    elif complete and row["value"] < groups.min() and said != voice.figure(groups.min()):
        text += f"{and_so} {less} than in any of the {spelt(len(groups))} groups"
    return f"{text}."


def _beside(many: float, share: float, voice: Voice) -> str:
    if not many:
        return f"All {voice.counted} in these figures have a group."
    text = f"Missing: {many:,.0f} {voice.counted}, {in_hundred(share)} in every {HUNDRED}."
    if share < bank().often_unknown:
        return text
    return f"{text} That is enough to hide a gap between these groups, or to make one appear."


def spreads(table: pd.DataFrame) -> Spreads:
    """What the gap of each gradient would be if all people of unknown group were at one end, the other, or between."""
    ordered = table["dimension"].map(lambda name: catalogue.dimension(name).ordered)
    rows = table[ordered & ~mixed_editions(table)]
    if not rows["group"].isin(UNKNOWN).any():
        return {}
    found: Spreads = {}
    for share in SHARES:
        for _, row in unknown_range(rows, "gap", "ends", share).iterrows():
            found[(tuple(str(row[name]) for name in [*SAME, "group", "reference"]), share)] = row
    return found


def leaves(one: Comparison, ready: Spreads) -> str:
    """The range that the people of unknown group leave: all of them at one end, or all at the other."""
    lost = one.rows[one.rows["group"].isin(UNKNOWN)]
    many = lost["denominator"].sum()
    if one.certainty in ("too_few", "not_comparable") or lost["denominator"].isna().any() or not many:
        return ""
    every, none, whole = (_spread(one, ready, share) for share in SHARES)
    if every is None or none is None or whole is None:
        return ""
    ends = [float(every["lower"]), float(none["lower"])]
    decimals = max(difference_decimals(end, None, None, one.voice.decimals) for end in ends)
    together = (ends[0] > 0) == (ends[1] > 0)
    if together and number(ends[0], decimals) == number(ends[1], decimals):
        decimals += 1
    here = _size(one.voice, ends[0], decimals)
    there = number(abs(ends[1]), decimals) if together else _size(one.voice, ends[1], decimals)
    if one.voice.dimension.ordered:
        most, least = one.voice.end(one.group), one.voice.end(one.reference)
        text = f"If all {many:,.0f} were {most} the difference would be {here}; if all were {least}, {there}."
    else:
        who = one.voice.of_group(one.group)
        text = f"If all {many:,.0f} were {who} the difference would be {here}; if none were, {there}."
    same = whole["lower"] > 0 or whole["upper"] < 0
    return f"{text} The gap is there either way." if same and one.certainty == "clear" else text


def _spread(one: Comparison, ready: Spreads, share: tuple[int, int]) -> pd.Series | None:
    key = (*(one.key[name] for name in SAME), one.group, one.reference)
    row = ready.get((key, share))
    if row is None:
        ordered = one.voice.dimension.ordered
        if ordered and any(place[: len(SAME)] == key[: len(SAME)] for place, _ in ready):
            return None
        reference = None if one.reference == REST else one.reference
        row = unknown_range(one.rows, "gap", "ends" if ordered else one.group, share, reference).iloc[0]
    return row if math.isfinite(row["lower"]) else None


def _size(voice: Voice, value: float, decimals: int) -> str:
    return f"{number(abs(value), decimals)} {voice.direction(value)} {voice.unit}".rstrip()
