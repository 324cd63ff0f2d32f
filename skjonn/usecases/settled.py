"""Which cases are settled by an approved decision, and may no longer be changed."""

from __future__ import annotations

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.errors import RefusedError
from skjonn.storage.queries import decisions
from skjonn.texts import N_


class CaseDecided(RefusedError):
    """Cases have an approved decision."""

    code = "cases-decided"
    sentence = N_("{cases}: decided, so what was applied for stands as it is.")
    advice = N_("After a decision only caseworker, archive reference and notes can be added.")


def settled_cases(session: Session, call_id: int) -> frozenset[int]:
    """Return the ids of a call's cases that an approved decision has settled; one moved to the next round is not."""
    standing = decisions.standing(session, call_id)
    return frozenset(case for case, line in standing.items() if line.outcome is not Outcome.NEXT_ROUND)
