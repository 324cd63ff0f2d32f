"""What keeps a drafted decision from ever being approved as it stands: it is to be returned and drafted anew."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from skjonn.domain.approvals import CasesChanged, DraftChanged
from skjonn.domain.decisions import decision_id, digest
from skjonn.domain.recusals import DrafterRecused, drafter_recused
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, assessments, calls, decisions
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.usecases.decisions import bound, kind_bound, stored


def why_void(url: str, call: str, number: int) -> SkjonnError | None:
    """Return why the `number`th decision of a call, a draft, cannot be approved any more; None where it can, or is no draft.

    Raises:
        CallUnknown, DecisionUnknown: there is none.
    """
    with reading(url) as session:
        head = stored(session, call, number)
        return obstacle(session, head, decisions.lines(session, head.id)) if head.status == "drafted" else None


def obstacle(session: Session, head: StoredDecision, lines: Sequence[DecidedLine]) -> SkjonnError | None:
    """Return what voids a draft: the call, a line or an application has changed, or who drafted it is recused since.

    Args:
        session: of the transaction; head: a drafted decision; lines: its lines.
    """
    subject = decision_id(head.call, head.number)
    call = calls.one(session, head.call)
    now_bound = digest(
        call.code, call.version_number, head.round, [bound(line) for line in lines], kind_bound(head.kind, head.ground)
    )
    if now_bound != head.digest:
        return DraftChanged(decision=subject)
    current = {case.id: case for case in applications.some_cases(session, [line.application_id for line in lines])}
    changed = [line.case_number for line in lines if current[line.application_id].version_id != line.version_id]
    if changed:
        return CasesChanged(decision=subject, cases=changed)
    recusals = assessments.recusals(session, head.call_id)
    cases = drafter_recused(recusals, head.drafter_id, (line.application_id for line in lines))
    return DrafterRecused(name=head.drafter, decision=subject, cases=cases) if cases else None
