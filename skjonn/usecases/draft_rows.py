"""Put in a drafted decision with its lines: a round's batch, what follows a decision that stands, an award outside the round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session

from skjonn.domain.decisions import DraftLine, digest
from skjonn.domain.follow_ups import DecisionKind
from skjonn.domain.recusals import require_not_recused
from skjonn.storage.queries import assessments, decisions, frames
from skjonn.storage.queries.application_writes import Written
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.decision import DecisionLineRow, DecisionRow
from skjonn.usecases.decisions import kind_bound

_NOT_STORED = frozenset({"case", "version", "pot"})
"""Of a line: what its row says by keys."""


@dataclass(frozen=True)
class Draft:
    """A decision to put in: of a call, of what kind, in which round; `ground` is why it is given outside the round."""

    call: StoredCall
    kind: DecisionKind
    round: int
    ground: str = ""


@dataclass(frozen=True)
class Placed:
    """A line with the keys of the case and of the version of its application it is about."""

    application_id: int
    version_id: int
    line: DraftLine


def put_in(session: Session, draft: Draft, placed: Sequence[Placed], written: Written) -> int:
    """Put in a drafted decision, and return its number in the call's series.

    Raises:
        FrameUnknown, PotUnknown: an award is from a pot the year does not have.
        Recused: whoever drafts is recused in one of the cases; to draft is to recommend.
    """
    call = draft.call
    recusals = assessments.recusals(session, call.id)
    for one in placed:
        require_not_recused(recusals, written.person_id, one.application_id)
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
        digest=digest(call.code, call.version_number, draft.round, [one.line for one in placed], kind),
        drafter_id=written.person_id,
        drafted_on=written.on,
        recorded_at=written.recorded_at,
    )
    session.add(row)
    session.flush()
    pots = _pots(session, call, placed)
    rows = [_row(row.id, one, pots) for one in placed]
    session.connection().execute(insert(DecisionLineRow), rows)
    return number


def _pots(session: Session, call: StoredCall, placed: Sequence[Placed]) -> dict[str, int | None]:
    names = {one.line.pot for one in placed if one.line.pot}
    return {name: frames.pot(session, call.year, name).id for name in sorted(names)}


def _row(decision: int | None, one: Placed, pots: dict[str, int | None]) -> dict[str, object]:
    said = {name: value for name, value in vars(one.line).items() if name not in _NOT_STORED}
    return {
        **said,
        "outcome": one.line.outcome.value,
        "decision_id": decision,
        "application_id": one.application_id,
        "application_version_id": one.version_id,
        "pot_id": pots.get(one.line.pot),
    }
