"""Told once, as text: what is measured, how people are grouped, where figures come from, what may be shown."""

from hitoolkit.catalogue.reader import (
    Dimension,
    Fact,
    Indicator,
    Policy,
    Source,
    Standard,
    Term,
    blocks,
    dimension,
    dimensions,
    fact,
    indicator,
    indicators,
    own_source,
    policy,
    source,
    standard,
    term,
    use_catalogue,
)

__all__ = [
    "Dimension", "Fact", "Indicator", "Policy", "Source", "Standard", "Term",
    "blocks", "dimension", "dimensions", "fact", "indicator", "indicators", "own_source", "policy", "source",
    "standard", "term", "use_catalogue",
]
