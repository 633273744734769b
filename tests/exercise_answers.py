"""The answers of the exercises and their known wrong turns, worked out afresh from the data.

Each function returns two dicts: the answer to each question that is a figure, and for each question what somebody gets
who takes each wrong turn, by the turn's name. Where the package has a measure for it, that is what is used; the wrong
turns are plain arithmetic, as a learner would do it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

import hitoolkit as hi
from hitoolkit import catalogue

Figures = dict[str, Any]
Turns = dict[str, Figures]


def table(name: str) -> pd.DataFrame:
    return hi.read_sample(f"exercise_{name}")


def gap_and_ratio(rows: pd.DataFrame, **names: Any) -> tuple[float, float]:
    found = hi.measure(rows, **names).set_index("measure")["value"]
    return float(found["gap"]), float(found["ratio"])


def by_group(rows: pd.DataFrame) -> pd.DataFrame:
    return hi.add_rates(rows).set_index("group")


def one() -> tuple[Figures, Turns]:
    data = table("01")
    (gap_then, ratio_then), (gap_now, ratio_now) = (
        gap_and_ratio(data[data["period"] == period]) for period in ("July 2021", "June 2025")
    )
    whole = catalogue.fact("year_long_waits_in_2021").values
    answers = {"difference_then": gap_then, "ratio_then": ratio_then, "difference_now": gap_now, "ratio_now": ratio_now}
    return answers, {
        "difference_then": {"the other way round": -gap_then, "a ratio": ratio_then, "the figure of 2025": gap_now},
        "ratio_then": {"the other way up": 1 / ratio_then, "per cent more": 100 * (ratio_then - 1),
                       "a difference": gap_then, "from rounded figures": whole["most"] / whole["least"],
                       "the figure of 2025": ratio_now},
        "difference_now": {"the other way round": -gap_now, "a ratio": ratio_now, "an old figure": gap_then},
        "ratio_now": {"the other way up": 1 / ratio_now, "per cent more": 100 * (ratio_now - 1),
                      "a difference": gap_now, "an old figure": ratio_then},
    }


def two() -> tuple[Figures, Turns]:
    data = table("02")
    sides = hi.change(data).set_index(["indicator", "measure"])
    up, out = sides.loc["uptake_of_an_invitation"], sides.loc["missing_out_on_an_invitation"]
    before, after = float(up.loc["gap", "first"]), float(up.loc["gap", "second"])
    assert before == out.loc["gap", "first"] and math.isclose(after, out.loc["gap", "second"]), "either way the same"
    up_1, up_2, out_1, out_2 = (float(part.loc["ratio", side]) for part in (up, out) for side in ("first", "second"))
    answers = {"difference_before": before, "difference_after": after, "uptake_before": up_1, "uptake_after": up_2,
               "missing_before": out_1, "missing_after": out_2}
    return answers, {
        "difference_before": {"the other way round": -before, "the second year": after, "a ratio": up_1},
        "difference_after": {"the other way round": -after, "the first year": before,
                             "the change in the gap": float(up.loc["gap", "value"])},
        "uptake_before": {"the other way up": 1 / up_1, "missing out": out_1, "the second year": up_2},
        "uptake_after": {"the other way up": 1 / up_2, "missing out": out_2, "the first year": up_1},
        "missing_before": {"the other way up": 1 / out_1, "taking up": up_1, "the second year": out_2},
        "missing_after": {"the other way up": 1 / out_2, "taking up": up_2, "the first year": out_1,
                          "one ratio divided by the other": float(out.loc["ratio", "value"])},
    }


def three() -> tuple[Figures, Turns]:
    data = table("03")
    names = ("missed_appointments_of_booked", "missed_appointments_per_resident")
    booked, here = (data[data["indicator"] == name] for name in names)
    (gap, ratio), (gap_here, ratio_here) = gap_and_ratio(booked), gap_and_ratio(here)
    rates, counts, people = by_group(booked), booked.set_index("group"), here.set_index("group")
    top = counts["numerator"]
    return {"rate": rates.loc["1", "value"], "per_appointment": ratio, "per_resident": ratio_here}, {
        "rate": {"share of all missed appointments": 100 * top["1"] / top.sum(),
                 "out of everyone's bookings": 100 * top["1"] / counts["denominator"].sum(),
                 "out of residents": 100 * top["1"] / people.loc["1", "denominator"],
                 "the least deprived areas": rates.loc["5", "value"]},
        "per_appointment": {"counts, or residents": top["1"] / top["5"], "the other way up": 1 / ratio,
                            "a difference": gap,
                            "bookings compared": counts.loc["1", "denominator"] / counts.loc["5", "denominator"]},
        # The catalogue counts for every 10,000 residents, and the exercise for every 1,000.
        "per_resident": {"per appointment": ratio, "the other way up": 1 / ratio_here, "a difference": gap_here / 10},
    }


def four() -> tuple[Figures, Turns]:
    rates = hi.add_rates(table("04_a")).set_index("period")
    early, late = rates.loc["2020 to 2022"], rates.loc["2021 to 2023"]
    short = [late["value"] * (1 + side * 1.96 / math.sqrt(late["numerator"])) for side in (-1, 1)]
    share = late["denominator"] / 100_000
    chance = hi.expected_counts(table("04_b"), rate=late["value"]).iloc[0]
    expected, none = chance["expected"], 100 * chance["chance_of_none"]
    limits = (late["lower"], late["upper"])
    answers = {"rate_before": early["value"], "rate_after": late["value"], "plausible": limits, "expected": expected,
               "none": none}
    small = {"in every ten thousand": 0.1, "in every thousand": 0.01}
    return answers, {
        "rate_before": {**{name: early["value"] * by for name, by in small.items()}, "the later years": late["value"]},
        "rate_after": {**{name: late["value"] * by for name, by in small.items()}, "the earlier years": early["value"],
                       "the later revision": catalogue.fact("maternal_deaths_revised").values["later"]},
        "plausible": {"the short cut": tuple(short), "the earlier years": (early["lower"], early["upper"]),
                      "a range of the count": tuple(limit * share for limit in limits)},
        "expected": {"in one year": expected / 3, "times three": expected * 3, "per ten thousand": expected * 10},
        "none": {"it cannot be chance": 0, "one or more": 100 - none, "rounded too soon": 100 * math.exp(-2)},
    }


def five() -> tuple[Figures, Turns]:
    data = table("05")
    counts = data.set_index("group")[["numerator", "denominator"]]
    whole, lost, known = counts.sum(), counts.loc["Not known"], counts.drop("Not known")
    (long, people), parts = known.sum(), known["denominator"]
    rates = by_group(data)["value"]
    found = hi.measure(data, reference="White")
    black = found[found["group"] == "Black or Black British"].set_index("measure")["value"]

    def limits(share: Any) -> tuple[float, float]:
        row = hi.unknown_range(data, "ratio", "Black or Black British", share, reference="White").iloc[0]
        return float(row["lower"]), float(row["upper"])

    def moved(share: float, with_people: bool = True) -> float:
        """The ratio once Black people have a share of the unknown, and White people their part of the rest."""
        white = (1 - share) * parts["White"] / (people - parts["Black or Black British"])
        both = known.loc[["Black or Black British", "White"]] + np.outer([share, white], lost * [1, with_people])
        return float(np.divide(*(both["numerator"] / both["denominator"])))

    possible = limits((0, 0.3))
    assert np.allclose(possible, (moved(0), moved(0.3)))
    unknown_long, unknown_all = 100 * lost / whole
    ratio, rate_known = float(black["ratio"]), 100 * long / people
    everybody = 100 * whole["numerator"] / whole["denominator"]
    answers = {"unknown_all": unknown_all, "unknown_long": unknown_long, "rate_known": rate_known, "ratio": ratio,
               "possible": possible}
    return answers, {
        "unknown_all": {"out of those known": 100 * lost["denominator"] / people,
                        "their long waits": rates["Not known"]},
        "unknown_long": {"out of those known": 100 * lost["numerator"] / long,
                         "a rate among the unknown": rates["Not known"], "all people again": unknown_all},
        "rate_known": {"two kinds of people": 100 * long / whole["denominator"],
                       "everybody": everybody,
                       "an average of three rates": rates[known.index].mean()},
        "ratio": {"the other way up": 1 / ratio, "a difference": black["gap"],
                  "the unknown shared out": moved(parts["Black or Black British"] / people),
                  "against the whole list": rates["Black or Black British"] / everybody,
                  "against everybody known": rates["Black or Black British"] / rate_known},
        "possible": {"anything at all": limits("any"), "only the top was moved": (moved(0, False), moved(0.3, False)),
                     "starting from those known": (ratio, possible[1])},
    }


def six() -> tuple[Figures, Turns]:
    data = table("06")
    together = data.groupby("group", as_index=False)[["numerator", "denominator"]].sum()
    overall, ratio = gap_and_ratio(together.assign(**{name: data[name].iloc[0] for name in (
        "indicator", "period", "area", "dimension", "edition")}))
    inside = hi.measure(data, "gap").set_index("stratum")["value"]
    alike = hi.standardise(data, {"specialty=Slow": 50, "specialty=Quick": 50})
    share, (same, _) = alike.set_index("group")["value"], gap_and_ratio(alike)
    most = data[data["group"] == "1"]
    sign, both = {"the sign": -same}, {"both queues together": overall}
    answers = {"overall": overall, "slow": inside["specialty=Slow"], "quick": inside["specialty=Quick"],
               "same_most": share["1"], "same_mix": same}
    return answers, {
        "overall": {"the other way round": -overall, "an average of the queues": inside.mean(), "a ratio": ratio},
        "slow": {"the sign": -inside["specialty=Slow"], **both},
        "quick": {"the sign": -inside["specialty=Quick"], **both},
        "same_most": {"their own mix": 100 * most["numerator"].sum() / most["denominator"].sum(),
                      "the other group": share["5"], "added, not averaged": 2 * share["1"]},
        "same_mix": {"still the first gap": overall, "two gaps added": inside.sum(), **sign},
    }


def seven() -> tuple[Figures, Turns]:
    areas = by_group(table("07"))
    low, first = areas["numerator"], areas.loc["1"]
    reached, residents = 100 * low["1"] / low.sum(), 100 * first["denominator"] / areas["denominator"].sum()
    return {"reached": reached, "missed": 100 - reached}, {
        "reached": {"the chance inside the area": first["value"], "the share of all residents": residents,
                    "one area against the others together": 100 * low["1"] / (low.sum() - low["1"]),
                    "out of all residents": 100 * low["1"] / areas["denominator"].sum()},
        "missed": {"those it reaches": reached, "from the chance inside the area": 100 - first["value"],
                   "the share of all residents": 100 - residents},
    }


def eight() -> tuple[Figures, Turns]:
    places = table("08_a").sort_values("area")
    tenth = places["group"].astype(int)
    first_tenth, five_places = (
        1000 * part["numerator"].sum() / part["denominator"].sum() for part in (places[tenth == 1], places.head(5)))

    def fifths(labels: Any, edition: str) -> pd.DataFrame:
        grouped = places.assign(group=labels).groupby("group", as_index=False)[["numerator", "denominator"]].sum()
        return hi.check_table(grouped, indicator=places["indicator"].iloc[0], period="2024/25", area="Wessington Vale",
                              dimension="imd_quintile", edition=edition)

    # The list runs from the most to the least deprived, so its place stands for a score.
    local_labels = hi.assign_quantiles(range(20, 0, -1), k=5).astype(int).astype(str).to_numpy()
    both = [fifths((tenth + 1) // 2, "IMD 2025 national"), fifths(local_labels, "IMD 2025 local")]
    (gap, ratio), (local_gap, local_ratio) = map(gap_and_ratio, both)
    (most, least), (local_most, local_least) = (by_group(one)["value"][["1", "5"]] for one in both)
    least_range, local_range = (tuple(by_group(one).loc["5", ["lower", "upper"]]) for one in both)
    people_there, events = both[0].set_index("group").loc["5", ["denominator", "numerator"]]
    short = tuple(least * (1 + side * 1.96 / math.sqrt(events)) for side in (-1, 1))
    slope, relative = hi.measure(table("08_b"), ["sii", "rii"])["value"]
    answers = {"national_most": most, "national_least": least, "least_range": least_range,
               "local_most": local_most, "local_least": local_least,
               "national_gap": gap, "local_gap": local_gap, "national_ratio": ratio, "local_ratio": local_ratio,
               "slope": slope, "relative": relative}
    groups = by_group(table("08_b"))
    people, value = groups["denominator"].to_numpy(), groups["value"].to_numpy()
    average = (people * value).sum() / people.sum()
    middles = (np.arange(5) + 0.5) / 5
    plain = np.polyfit(middles, value, 1)[0]
    end_gap, end_ratio = gap_and_ratio(table("08_b"))
    return answers, {
        "national_most": {"one tenth": first_tenth, "local groups": local_most, "per hundred": most / 10},
        "national_least": {"local groups": local_least, "the other end": most},
        "least_range": {"the short cut": short, "local groups": local_range,
                        "a range of the count": tuple(limit * people_there / 1000 for limit in least_range)},
        "local_most": {"national groups": most, "five neighbourhoods": five_places},
        "local_least": {"national groups": least, "the other end": local_most},
        "national_gap": {"the other way round": -gap, "local groups": local_gap},
        "local_gap": {"the other way round": -local_gap, "the same groups twice": gap},
        "national_ratio": {"the other way up": 1 / ratio, "local groups": local_ratio},
        "local_ratio": {"the other way up": 1 / local_ratio, "the same groups twice": ratio},
        "slope": {"all groups alike": -plain, "national places": -np.polyfit(middles, value, 1, w=np.sqrt(people))[0],
                  "from one group to the next": -plain / 5, "the sign": -slope, "over the average": slope / average,
                  "the plain gap": end_gap},
        "relative": {"the other way up": 1 / relative, "over the average": slope / average,
                     "the plain ratio": end_ratio},
    }


def nine() -> tuple[Figures, Turns]:
    data = hi.add_rates(table("09"))
    judged = hi.funnel(data[data["period"] == "2024/25"]).set_index("group")
    sizes, value = judged["denominator"], judged["value"]
    ends = value.idxmax(), value.idxmin()
    label = judged["label"]
    shares = data.pivot(index="group", columns="period", values="value")
    ranks = shares.rank(ascending=False)
    answers = {"worst": sizes[ends[0]], "best": sizes[ends[1]], "outside_narrow": (label != "within").sum(),
               "outside_wide": label.str.endswith("998").sum(), "next_rank": ranks.loc[ends[0], "2025/26"],
               "tie": ranks.corr().iloc[0, 1]}
    return answers, {
        "worst": {"the highest count": sizes[judged["numerator"].idxmax()], "the other end": sizes[ends[1]],
                  "the one outside its limits": sizes[label != "within"].iloc[0]},
        "best": {"the other end": sizes[ends[0]], "the second lowest": sizes[value.nsmallest(2).index[1]]},
        "outside_narrow": {"the wider limits": answers["outside_wide"], "the two ends of the table": len(ends)},
        "outside_wide": {"the narrower limits": answers["outside_narrow"]},
        "next_rank": {"from the wrong end": shares["2025/26"].rank()[ends[0]],
                      "the first year": ranks.loc[ends[0], "2024/25"]},
        "tie": {"the shares, not the ranks": shares.corr().iloc[0, 1]},
    }


def ten() -> tuple[Figures, Turns]:
    found = hi.drift(table("10_a"), worst=16, treated=list(table("10_b")["area"])).set_index("who")
    fell = -found["change"]
    with_it, without, rest = fell["with the programme"], fell["picked, without it"], fell["the others"]
    effect = fell["difference of the two changes"]
    return {"programme": with_it, "others": without, "effect": effect, "rest": -rest}, {
        "programme": {"the sign": -with_it, "per cent lower": 100 * with_it / found.loc["with the programme", "first"],
                      "those without it": without},
        "others": {"the sign": -without, "those with it": with_it, "everybody else": rest},
        "effect": {"before and after": with_it, "against those that were not picked": with_it - rest,
                   "the fall without a programme": without, "the sign": -effect},
        "rest": {"the sign": rest, "those that were picked": fell["picked"]},
    }


def eleven() -> tuple[Figures, Turns]:
    data = table("11")
    (gap_a, ratio_a), (later, _), (gap_b, ratio_b) = (
        gap_and_ratio(data[(data["area"] == area) & (data["period"] == period)])
        for area, period in (("Place A", "2024/25"), ("Place A", "2025/26"), ("Place B", "2024/25")))
    return {"gap_a": gap_a, "gap_b": gap_b, "gap_later": later}, {
        "gap_a": {"the other way round": -gap_a, "a ratio": ratio_a, "a year later": later},
        "gap_b": {"the other way round": -gap_b, "a ratio": ratio_b, "the other place": gap_a},
        "gap_later": {"the other way round": -later, "the year before": gap_a, "how far it narrowed": gap_a - later},
    }


#: Exercise 12 asks for no figure.
EXERCISES = {"01": one, "02": two, "03": three, "04": four, "05": five, "06": six, "07": seven, "08": eight, "09": nine,
             "10": ten, "11": eleven, "12": lambda: ({}, {})}
