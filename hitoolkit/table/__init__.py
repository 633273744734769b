"""The contract: the inequality table that every step takes and returns."""

from hitoolkit.table.checking import check_coded, check_keeping, check_table, refuse_no_frame
from hitoolkit.table.codes import Coded, joint_codes
from hitoolkit.table.contract import (
    ADJUSTED,
    COLUMNS,
    COUNTS,
    FLAGS,
    GIVEN_AT,
    KEY,
    NUMBERS,
    ONE_MORE,
    RESULTS,
    STANDARDISED,
    UNKNOWN,
    WHOLE,
    comparator,
    gravest,
    is_adjusted,
    known_groups,
)
from hitoolkit.table.matched import MATCH, matched

__all__ = [
    "ADJUSTED", "COLUMNS", "COUNTS", "FLAGS", "GIVEN_AT", "KEY", "MATCH", "NUMBERS", "ONE_MORE", "RESULTS",
    "STANDARDISED", "UNKNOWN", "WHOLE", "Coded", "check_coded", "check_keeping", "check_table", "comparator", "gravest",
    "is_adjusted", "joint_codes", "known_groups", "matched", "refuse_no_frame",
]
