"""hitoolkit: look at health inequalities with a trust's own records, from a file to a board question.

The names below stand in the order of the path. The first argument is always the table (or the records), everything
else goes by name, and what comes back is a new table, a chart or a list.

    know      indicators, dimensions, samples, fact, facts, glossary, use_catalogue
    read      read_sample, read_facts, open_records, read_table, open_data, check_table
    count     check_records, count_by, follow_on, assign_quantiles
    rate      add_rates, standardise, adjust, life_expectancy
    protect   protect, disclosure_risk, audit
    measure   measure, change, drift, trend, unknown_range, rare_events, expected_counts, funnel
    show      inequality_chart, gradient_chart, comparison_chart, bar_chart, trend_chart, funnel_chart, summary_table
    say       findings, board_questions
    keep      export
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

#: Where each public name lives; a room is opened when one of its names is first used.
NAMES = {
    "indicators": "catalogue",
    "dimensions": "catalogue",
    "samples": "readers",
    "fact": "register",
    "facts": "register",
    "glossary": "register",
    "use_catalogue": "catalogue",
    "read_sample": "readers",
    "read_facts": "register",
    "open_records": "readers",
    "read_table": "readers",
    "open_data": "readers",
    "check_table": "table",
    "check_records": "counting",
    "count_by": "counting",
    "follow_on": "counting",
    "assign_quantiles": "groups.quantiles",
    "add_rates": "rates",
    "standardise": "rates",
    "adjust": "rates",
    "life_expectancy": "rates",
    "protect": "disclosure",
    "disclosure_risk": "disclosure",
    "audit": "disclosure",
    "measure": "measures",
    "change": "measures",
    "drift": "measures",
    "trend": "measures",
    "unknown_range": "measures",
    "rare_events": "measures",
    "expected_counts": "measures",
    "funnel": "measures",
    "inequality_chart": "charts",
    "gradient_chart": "charts",
    "comparison_chart": "charts",
    "bar_chart": "charts",
    "trend_chart": "charts",
    "funnel_chart": "charts",
    "summary_table": "charts",
    "findings": "finding",
    "board_questions": "questions",
    "export": "exports",
}

__all__ = list(NAMES)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"hitoolkit has no name {name!r}; it has: {', '.join(NAMES)}")
    value = getattr(import_module(f"hitoolkit.{NAMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*NAMES, "__version__"]


def _hide_records() -> None:
    """In a notebook, have a list of records show its columns and length only; elsewhere nothing is loaded for it."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        import_module("hitoolkit.disclosure.display").hide_records(shell)


_hide_records()
