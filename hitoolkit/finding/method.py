"""What a finding cannot tell, and how it was made: the last two parts of every page."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from hitoolkit import catalogue
from hitoolkit.catalogue.wording import AS_PUBLISHED, NOT_REAL, lower_first, policy_text, spelt, upper_first
from hitoolkit.errors import count_of
from hitoolkit.finding.compare import Comparison
from hitoolkit.finding.line import line
from hitoolkit.groups.editions import LOCAL
from hitoolkit.measures.reference import REST
from hitoolkit.table import MATCH, UNKNOWN, is_adjusted, matched

#: For any indicator, where its own catalogue block names fewer than three limits.
GENERAL = (
    "Why the gap is there. A gap shows where to look, and not what made it.",
    "What changes over time. One count cannot say whether a gap is growing or closing.",
    "Who was never counted. People who do not reach a service are not in its records.",
)
LIMITS = 3
#: The edition of groups that are whatever the records say: trusts, specialties.
AS_RECORDED = "as recorded"
OF_NUMBERS = {"mean": "from the standard errors", "percentile": "from the order of the records (binomial, always 95%)"}


def limits(one: Comparison) -> list[dict[str, str]]:
    """Three lines on what this cannot tell: two of the indicator, one of the dimension, the rest from the general ones.

    A caveat is split at its first full stop: the start is shown bold.
    """
    indicator, dimension = one.voice.indicator.caveats, one.voice.dimension.caveats
    room = LIMITS - min(len(dimension), 1)
    chosen = [*indicator[:room], *dimension[: LIMITS - len(indicator[:room])]]
    starts = {_split(text)[0] for text in chosen}
    chosen += [text for text in GENERAL if _split(text)[0] not in starts]
    return [dict(zip(("start", "text"), _split(text), strict=True)) for text in chosen[:LIMITS]]


def _split(caveat: str) -> tuple[str, str]:
    """
    >>> _split("Who is left out. Those not referred."), _split("One sentence only.")
    (('Who is left out.', 'Those not referred.'), ('One sentence only.', ''))
    """
    start, stop, rest = caveat.strip().partition(". ")
    return (f"{start}{stop.strip()}", rest)


def method(one: Comparison) -> list[dict[str, str]]:
    """How the figures were made, a term and a text each."""
    terms = [
        ("Groups", _groups(one)),
        ("Measure", _measure(one)),
        ("All groups together", line(one)),
        ("Adjusted", str(one.rows.attrs.get("note", "")) if is_adjusted(one.rows).any() else ""),
        ("Ranges", _ranges(one)),
        ("Left out", left_out(one.rows, one.key["indicator"])),
        ("Small numbers", _small_numbers(one.rows)),
        ("Sources", sources(one.rows)),
        ("Version", f"hitoolkit {_version()}."),
    ]
    return [{"term": term, "text": text} for term, text in terms if text]


def _groups(one: Comparison) -> str:
    dimension, edition = one.voice.dimension, one.key["edition"]
    text = f"{dimension.name}."
    more = _matched(one)
    if dimension.ordered:
        most, least = (lower_first(dimension.label(dimension.groups[at])) for at in (0, -1))
        text += f" {upper_first(spelt(len(dimension.groups)))} groups, from {most} to {least}."
    if edition == AS_RECORDED:
        return f"{text} The groups are as recorded.{more}"
    if one.editions:
        return f"{text} Editions: {', '.join(one.editions)}."
    stated = edition and edition != "not stated"
    if edition.endswith(LOCAL):
        more += " These groups were cut from one area, not from all of the country, so they are not the national ones."
    return f"{text} Edition: {edition}.{more}" if stated else f"{text} The edition is not stated.{more}"


def _matched(one: Comparison) -> str:
    """How small areas were matched, how many records found theirs, and why the others did not."""
    rate = matched(one.rows)
    if not rate:
        return ""
    asked = {"indicator": one.key["indicator"], "dimension": one.key["dimension"]}
    lost = [told for told in one.rows.attrs.get("not_known", []) if asked.items() <= told.items()]
    many = one.rows.loc[one.rows["group"].isin(UNKNOWN), "denominator"].sum()
    give = (len(lost) + 1) * max(catalogue.policy(one.rows.attrs.get("policy")).round_to, 1) / 2
    # The reasons are those of the whole table: of a part of it (an area, a stratum) they would say too many.
    known = [told["rows"] for told in lost if told["rows"] is not None]
    fits = len(known) == len(lost) and abs(sum(known) - many) <= give
    why = "; ".join(f"{told['reason']}: {told['rows']:,}" for told in lost) if lost and fits else ""
    why = f" The others: {why}." if why else ""
    return f" {one.rows.attrs[MATCH]['how']} {upper_first(rate)}.{why}"


def _measure(one: Comparison) -> str:
    voice = one.voice
    block = voice.indicator
    text = f"{voice.name}"
    if block.counted:
        text += f": {block.numerator}, out of {block.denominator}"
    elif block.unit:
        text += f", in {block.unit}"
    if block.mix:
        return f"{text}. {block.convention}".strip()
    if one.reference == REST:
        text += ". Each group is compared with all the others together"
    who = lower_first(voice.dimension.label(one.group)) if voice.dimension.ordered else "group named first"
    sign = f"the figure is higher for the {who}" if block.better == "neither" else f"the {who} is worse off"
    text += f". Above 0 (difference) or 1 (ratio), {sign}."
    return f"{text} {block.convention}".strip()


def _ranges(one: Comparison) -> str:
    names = {
        "Newcombe": "Newcombe", "MOVER": "MOVER", "Wald": "from the standard errors",
        "log scale": "log scale", "difference": "none", "quotient": "none",
    }

    def plain(method: str) -> str:
        return next((words for start, words in names.items() if method.startswith(start)), method)

    slopes = [
        f"{words}: {one.line[name].method}."
        for name, words in (("sii", "Slope index"), ("rii", "Relative index"))
        if name in one.line and one.line[name].known
    ]
    if not one.gap.ranged:
        none = "None was given with these figures." if one.certainty == "no_range" else ""
        if none and one.voice.indicator.kind == "percentile" and one.rows["lower"].notna().any():
            none = "None: one of the two groups has too few people for a limit of this percentile that may be shown."
        return " ".join([none, *slopes]).strip()
    counted = one.rows["numerator"].notna().any() and one.voice.indicator.counted
    counted = counted and not is_adjusted(one.rows).any()
    confidence = float(one.rows.attrs.get("confidence", 0.95))
    parts = [f"{100 * confidence:g}%."]
    if counted:
        groups = {"proportion": "Wilson", "rate": "Byar, or exact where cases are few"}
        parts.append(f"Groups: {groups[one.voice.indicator.kind]}.")
    else:
        parts.append(f"Groups: {OF_NUMBERS.get(one.voice.indicator.kind, 'as given')}.")
    parts.append(f"Difference: {plain(one.gap.method)}.")
    if one.ratio.ranged:
        parts.append(f"Ratio: {plain(one.ratio.method)}.")
    parts += slopes
    parts.append("All worked from the counts shown." if counted else "All worked from the figures shown.")
    parts.append("Numbers are rounded, so two of them may not give the third exactly.")
    return " ".join(parts)


def _small_numbers(rows: pd.DataFrame) -> str:
    hidden = int((rows["flag"].eq("suppressed") & rows[["numerator", "denominator"]].isna().any(axis=1)).sum())
    nothing = "Nothing was hidden here." if not hidden else f"{count_of(hidden, 'row')} hidden here."
    given = [catalogue.source(name) for name in rows["source"].unique()]
    if rows.attrs.get("policy"):
        policy, usual = catalogue.policy(rows.attrs["policy"]), catalogue.policy()
        lighter = f" This is lighter than the usual rule ({usual.name})." if policy.is_lighter(usual) else ""
        return f"{policy_text(policy)}, before anything is worked out.{lighter} {nothing}"
    if given and all(source.protected for source in given):
        return f"{AS_PUBLISHED} {nothing}"
    if given and all(source.synthetic for source in given):
        return NOT_REAL
    return "No count here is small enough to be hidden, so no rule was applied."


def left_out(rows: pd.DataFrame, indicator: str) -> str:
    """The records that could not be counted, as far as the table says, with counts where they may be told."""
    entries = [entry for entry in rows.attrs.get("ledger") or [] if entry.get("indicator") == indicator]
    asked = indicator in {entry.get("indicator") for entry in rows.attrs.get("counted") or []}
    if not entries:
        return "Nothing: every record read is counted." if asked else ""
    told = [
        str(entry.get("plain") or entry["reason"])
        + ("" if entry["rows"] is None else f" ({entry['rows']:,.0f} records)")
        for entry in entries
    ]
    hidden = any(entry["rows"] is None for entry in entries)
    lest = " How many is not shown, lest a small number be given away." * hidden
    return f"Records left out: {'; '.join(told)}.{lest}"


def sources(rows: pd.DataFrame) -> str:
    """The names of the sources of a table, and whether they are synthetic."""
    given = [catalogue.source(name) for name in rows["source"].unique()]
    names = [source.name + ("" if not source.synthetic or "synthetic" in source.name.lower() else " (synthetic)")
             for source in given]
    return f"{'; '.join(dict.fromkeys(names))}." if names else "Source not stated."


def _version() -> str:
    try:
        return version("hitoolkit")
    except PackageNotFoundError:
        return "of this folder, not installed"
