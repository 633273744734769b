"""Make data/samples/life_expectancy.csv: an invented table of life expectancy by tenth of deprivation.

    python data/generate/life_expectancy.py

The table has the columns of the contract. The slope follows the published one for England, 2015-17 (about 9 years of
life and 19 of healthy life for men, 7 and 19 for women); the figures are invented, not those published. Each has a
range such as a place of about 400,000 people would have.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from _draws import COUNTED, SAMPLES, even, write_csv

# Years at each tenth, most deprived first: steepest among the most deprived, as in the published ones.
YEARS = {
    ("life_expectancy", "Male"): [73.2, 75.3, 76.8, 78.0, 79.0, 79.9, 80.4, 80.9, 81.7, 82.6],
    ("life_expectancy", "Female"): [77.9, 79.8, 80.9, 81.8, 82.6, 83.2, 83.7, 84.1, 84.8, 85.6],
    ("healthy_life_expectancy", "Male"): [50.6, 55.4, 58.0, 60.5, 62.6, 64.0, 65.6, 67.0, 68.1, 69.5],
    ("healthy_life_expectancy", "Female"): [51.1, 55.9, 58.8, 61.3, 63.3, 64.9, 66.5, 67.7, 68.9, 70.1],
}
HALF_RANGE = {"life_expectancy": 0.8, "healthy_life_expectancy": 1.7}


def rows(seed: int = 20250101) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(seed)
    made: list[tuple[object, ...]] = []
    for (indicator, sex), years in YEARS.items():
        jolt = (even(rng, np.zeros(10, dtype=int)) - 0.5) * HALF_RANGE[indicator] / 2
        half = HALF_RANGE[indicator] * (0.9 + 0.2 * rng.random(10))
        for place, middle in enumerate(years):
            value, reach = middle + jolt[place], half[place]
            limits = [f"{number:.2f}" for number in (value - reach, value + reach)]
            key = [indicator, "2022 to 2024", "Wessington Vale", "imd_decile", "IMD 2019 national", place + 1]
            made.append((*key, f"sex={sex}", "", "", f"{value:.2f}", "", *limits, "", "sample_life_expectancy"))
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "life_expectancy.csv"
    write_csv(target, COUNTED, rows())
