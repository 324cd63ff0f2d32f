"""Terms the ministry pays in, and what an award's money may do."""

from __future__ import annotations

from enum import StrEnum

LAST_TERM = 11
"""Terms 1 to 10 are paid from January to July and from September to November, the eleventh in December."""

_MONTHS = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)


class LineKind(StrEnum):
    """What a payment line tells of: money planned for a term, paid with it by the ministry, or repaid to it."""

    PLANNED = "planned"
    PAID = "paid"
    REPAID = "repaid"


def month_of(term: int) -> int:
    """Return the month a term is paid in, 1 to 12; terms are counted from 1 to `LAST_TERM`."""
    return _MONTHS[term - 1]
