"""Records to the inequality table: group raw codes in one query, then name the groups on the small frame."""

from __future__ import annotations

from hitoolkit.counting.check import check_records
from hitoolkit.counting.count import count_by
from hitoolkit.counting.follow import follow_on

__all__ = ["check_records", "count_by", "follow_on"]
