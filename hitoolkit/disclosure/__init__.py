"""The last step before any eye: hide small counts, and whatever would let a reader work them out.

    visible.py     what a single row gives away; refuses a table that shows too much
    claims.py      whether rows are what the publisher or sample they name gives
    rule.py        a rule on small numbers, as arithmetic
    reading.py     tables to the rows of a page: true counts, and what was shown before
    page.py        all counts of one page, each held once however many rows show it
    links.py       how the counts of a page hang together (totals, strata, nested groups, areas)
    together.py    and how those of several indicators do
    reader.py      what a reader with the whole page before them can work out
    system.py      as a programme in whole numbers
    secondary.py   which further counts to hide until that is nothing
    figures.py     means and percentiles: what points at few people, and how finely they are written
    means.py       which further means to hide, so that a hidden group's cannot be taken from the whole
    adjusted.py    adjusted figures: in steps of counts, and none that hangs on a few people
    protecting.py  protect(): the steps above on a table, and the figures worked again
    derived.py     what figures tell of the counts behind them
    measured.py    and what measures tell
    risk.py        disclosure_risk(): what each hidden count could be, from all that is shown
    display.py     in a notebook, a list of records shows its columns and not its rows
    files/         audit(): files that are about to leave the house, searched for what must not
"""

from hitoolkit.disclosure.files import audit
from hitoolkit.disclosure.protecting import protect
from hitoolkit.disclosure.risk import disclosure_risk
from hitoolkit.disclosure.visible import refuse_unprotected, visible_small_counts

__all__ = ["audit", "disclosure_risk", "protect", "refuse_unprotected", "visible_small_counts"]
