"""Where each case of a call stands, without what the cases say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from skjonn.domain.decisions import case_status
from skjonn.storage.queries import assessments, decisions
from skjonn.storage.queries.applications import Case


def case_statuses(session: Session, call_id: int, cases: Sequence[Case], as_of: date | None = None) -> dict[int, str]:
    """Return the status of cases of a call on `as_of` (included) or now, as the catalogue names it, by application id."""
    lines = decisions.standing(session, call_id, as_of)
    drafted = {line.application_id for line in decisions.in_draft(session, call_id, as_of)}
    recommended = assessments.recommendations(session, call_id, as_of)
    assessed = {one.application_id for one in assessments.assessments(session, call_id, as_of)}
    return {
        case.id: case_status(
            withdrawn=case.content.withdrawn,
            assessed=case.id in assessed,
            recommended=case.id in recommended,
            drafted=case.id in drafted,
            decided=lines.get(case.id),
        )
        for case in cases
    }
