"""Counts to figures: rates, proportions and means with their ranges, standardised rates, life expectancy."""

from hitoolkit.rates.adjusting import adjust
from hitoolkit.rates.life import life_expectancy
from hitoolkit.rates.simple import add_rates
from hitoolkit.rates.standardising import standardise

__all__ = ["add_rates", "adjust", "life_expectancy", "standardise"]
