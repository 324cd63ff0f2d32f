"""Put in a drafted decision of one case: what follows a decision that stands, or an award outside the round."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session

from skjonn.domain.decisions import DraftLine, digest
from skjonn.domain.follow_ups import DecisionKind
from skjonn.storage.queries import decisions, frames
from skjonn.storage.queries.application_writes import Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.decision import DecisionLineRow, DecisionRow
from skjonn.usecases.decisions import kind_bound


@dataclass(frozen=True)
class Draft:
    """A decision to put in: of a call, of what kind, in which round; `ground` is why it is given outside the round."""

    call: StoredCall
    kind: DecisionKind
    round: int
    ground: str = ""


def put_in(session: Session, draft: Draft, case: Case, line: DraftLine, written: Written) -> int:
    """Put in a drafted decision of one case, and return its number."""
    call = draft.call
    number = 1 + max((one.number for one in decisions.every(session, call.id)), default=0)
    kind = kind_bound(draft.kind.value, draft.ground)
    row = DecisionRow(
        call_id=call.id,
        number=number,
        kind=draft.kind.value,
        ground=draft.ground,
        round=draft.round,
        call_version_id=call.version_id,
        status="drafted",
        digest=digest(call.code, call.version_number, draft.round, [line], kind),
        drafter_id=written.person_id,
        drafted_on=written.on,
        recorded_at=written.recorded_at,
    )
    session.add(row)
    session.flush()
    session.connection().execute(insert(DecisionLineRow), [_row(session, row.id, call, case, line)])
    return number


def _row(session: Session, decision: int | None, call: StoredCall, case: Case, line: DraftLine) -> dict[str, object]:
    said = {name: value for name, value in vars(line).items() if name not in {"case", "version", "pot"}}
    pot = frames.pot(session, call.year, line.pot).id if line.pot else None
    return {
        **said,
        "outcome": line.outcome.value,
        "decision_id": decision,
        "application_id": case.id,
        "application_version_id": case.version_id,
        "pot_id": pot,
    }
