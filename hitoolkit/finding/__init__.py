"""What a table says, in sentences with fixed wording: found, how sure, who is missing, what it cannot tell.

    compare.py     one comparison, and how certain it is
    pairs.py       which groups of a table are compared with which
    words.py       how an indicator and its groups are said aloud
    headlines.py   the finding as one sentence, and which is said first
    sizes.py       difference and ratio
    sure.py        how sure one can be
    missing.py     who has no group on record, and the range that leaves
    method.py      what it cannot tell, and how it was made
    model.py       a finding, and a list of them
    show.py        the list as HTML
    change.py      a gap at two times (change_words.py, change_sizes.py), and drifted.py places picked for being worst
    make.py        findings()
"""

from hitoolkit.finding.make import findings
from hitoolkit.finding.model import Finding, Findings

__all__ = ["Finding", "Findings", "findings"]
