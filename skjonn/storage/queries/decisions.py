"""Questions about decisions: what was drafted, what was decided, and what holds for each case on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.domain.allocations import Outcome
from skjonn.domain.codes import case_order
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.call import CallRow
from skjonn.storage.tables.decision import DecisionLineRow, DecisionRow
from skjonn.storage.tables.frame import PotRow
from skjonn.storage.tables.person import PersonRow


@dataclass(frozen=True)
class DecidedLine:
    """One case's line of a decision.

    Attributes:
        line_id, decision_id, application_id, version_id, pot_id: keys in this database, never in an output.
        version_number: of the application version it was decided on, from 1.
        decision_number: within the call, from 1; round: the round of the call it belongs to, from 1.
        amount_nok: whole kroner awarded, 0 for every other outcome; applied_nok: what it was decided on.
        pot: the pot's name, empty but for an award; ground: code of the call's ground.
        payee: municipality number when it is not the application's; pass_to: another office's id.
        later_years, ends_on, lead, purpose, conditions: as in `domain.decisions.DraftLine`.
        approved_on: the day the approval was given; None while the decision is a draft or was returned.
        taken_over: it was decided before this database kept it: without approval here, and without a letter.
    """

    line_id: int
    decision_id: int
    decision_number: int
    application_id: int
    version_id: int
    version_number: int
    case_number: str
    outcome: Outcome
    amount_nok: int
    applied_nok: int
    pot: str
    pot_id: int | None
    ground: str
    reason: str
    above_applied: str
    payee: str
    pass_to: str
    later_years: str
    ends_on: str
    lead: str
    purpose: str
    conditions: str
    approved_on: date | None
    round: int
    taken_over: bool = False
    kind: str = "round"

    @property
    def follows(self) -> bool:
        """Whether it follows a decision that stood: taken back, declined, changed or corrected."""
        return self.kind not in {"round", "single"}


@dataclass(frozen=True)
class StoredDecision:
    """One decision without its lines; persons by name, `approver` empty until it is approved, `substitute_for` who was
    recused and stood in for, mostly empty.

    `kind` is one of `domain.follow_ups.DecisionKind`; `ground` is why an award was given outside the round, else empty.
    `status` is `drafted`, `approved`, `returned` or `taken_over`, then `drafter` is who took it over; `id`, `call_id`,
    `call_version_id`, `drafter_id` are keys in this database, never in an output.
    """

    id: int
    call_id: int
    call: str
    call_version_id: int
    number: int
    kind: str
    ground: str
    round: int
    status: str
    digest: str
    drafter_id: int
    drafter: str
    drafted_on: date
    approver: str
    approved_on: date | None
    reference: str
    returned_on: date | None
    returned_reason: str
    substitute_for: str = ""


_Condition: TypeAlias = ColumnElement[bool]


def decided(session: Session, call_id: int, as_of: date | None = None) -> list[DecidedLine]:
    """Return every approved line of a call as of `as_of` (included) or now: by case number, then decision.

    A case moved to a later round and decided there has a line for each; `standing` gives the one that holds.
    """
    return _lines(session, DecisionRow.call_id == call_id, _approved(as_of))


def standing(session: Session, call_id: int, as_of: date | None = None) -> dict[int, DecidedLine]:
    """Return for each decided case the approved line that holds, the one of the latest decision, by application id."""
    return {line.application_id: line for line in decided(session, call_id, as_of)}


def has_conditions(session: Session, call_id: int) -> bool:
    """Whether an award of a call was ever given on conditions of its own."""
    asked = select(DecisionLineRow.id).join(DecisionRow, col(DecisionRow.id) == DecisionLineRow.decision_id)
    asked = asked.where(DecisionRow.call_id == call_id, DecisionLineRow.conditions != "")
    return session.exec(asked.limit(1)).first() is not None


def worked_on(session: Session, application_id: int, person_id: int) -> list[tuple[int, bool]]:
    """Return the decisions that hold a case and that a person drafted or approved, returned ones left out: number, whether approved."""
    asked = select(DecisionRow.number, DecisionRow.approver_id == person_id)
    asked = asked.join(DecisionLineRow, col(DecisionLineRow.decision_id) == DecisionRow.id).distinct()
    asked = asked.where(DecisionLineRow.application_id == application_id, DecisionRow.status != "returned")
    asked = asked.where((DecisionRow.approver_id == person_id) | (DecisionRow.drafter_id == person_id))
    return [(number, bool(approved)) for number, approved in session.exec(asked.order_by(col(DecisionRow.number)))]


def in_draft(session: Session, call_id: int, as_of: date | None = None) -> list[DecidedLine]:
    """Return the lines of decisions that await approval as of `as_of` (included) or now, by case number."""
    return _lines(session, DecisionRow.call_id == call_id, _awaiting(as_of))


def lines(session: Session, decision_id: int) -> list[DecidedLine]:
    """Return the lines of one decision, whatever its status, by case number."""
    return _lines(session, col(DecisionRow.id) == decision_id)


def decision(session: Session, call_id: int, number: int) -> StoredDecision | None:
    """Return the decision of a call with `number`, None where there is none."""
    found = _decisions(session, DecisionRow.call_id == call_id, DecisionRow.number == number)
    return found[0] if found else None


def every(session: Session, call_id: int | None = None) -> list[StoredDecision]:
    """Return the decisions of a call, or of all calls: by call, then number."""
    return _decisions(session, *(() if call_id is None else (DecisionRow.call_id == call_id,)))


def _approved(as_of: date | None) -> _Condition:
    approved = col(DecisionRow.status).in_(("approved", "taken_over"))
    return approved if as_of is None else and_(approved, col(DecisionRow.approved_on) <= as_of)


def _awaiting(as_of: date | None) -> _Condition:
    if as_of is None:
        return col(DecisionRow.status) == "drafted"
    ended = or_(
        and_(col(DecisionRow.approved_on).is_not(None), col(DecisionRow.approved_on) <= as_of),
        and_(col(DecisionRow.returned_on).is_not(None), col(DecisionRow.returned_on) <= as_of),
    )
    return and_(col(DecisionRow.drafted_on) <= as_of, ~ended)


def _lines(session: Session, *conditions: _Condition | bool) -> list[DecidedLine]:
    statement = (
        select(DecisionLineRow, DecisionRow, ApplicationRow.case_number, ApplicationVersionRow.number)
        .join(DecisionRow, col(DecisionRow.id) == DecisionLineRow.decision_id)
        .join(ApplicationRow, col(ApplicationRow.id) == DecisionLineRow.application_id)
        .join(ApplicationVersionRow, col(ApplicationVersionRow.id) == DecisionLineRow.application_version_id)
        .where(*conditions)
    )
    rows = session.exec(statement).all()
    pots = dict(session.exec(select(PotRow.id, PotRow.name)).all()) if rows else {}
    found = [_line(row, head, case, number, pots.get(row.pot_id, "")) for row, head, case, number in rows]
    return sorted(found, key=lambda line: (case_order(line.case_number), line.decision_number))


def _line(row: DecisionLineRow, head: DecisionRow, case: str, number: int, pot: str) -> DecidedLine:
    return DecidedLine(
        line_id=row.id or 0,
        decision_id=row.decision_id,
        decision_number=head.number,
        application_id=row.application_id,
        version_id=row.application_version_id,
        version_number=number,
        case_number=case,
        outcome=Outcome(row.outcome),
        amount_nok=row.amount_nok,
        applied_nok=row.applied_nok,
        pot=pot,
        pot_id=row.pot_id,
        ground=row.ground,
        reason=row.reason,
        above_applied=row.above_applied,
        payee=row.payee,
        pass_to=row.pass_to,
        later_years=row.later_years,
        ends_on=row.ends_on,
        lead=row.lead,
        purpose=row.purpose,
        conditions=row.conditions,
        approved_on=head.approved_on,
        round=head.round,
        taken_over=head.status == "taken_over",
        kind=head.kind,
    )


def _decisions(session: Session, *conditions: _Condition | bool) -> list[StoredDecision]:
    drafter, approver, recused = aliased(PersonRow), aliased(PersonRow), aliased(PersonRow)
    statement = (
        select(DecisionRow, CallRow.code, drafter.name, approver.name, recused.name)  # type: ignore[call-overload]  # of five columns
        .join(CallRow, col(CallRow.id) == DecisionRow.call_id)
        .join(drafter, col(drafter.id) == DecisionRow.drafter_id)
        .outerjoin(approver, col(approver.id) == DecisionRow.approver_id)
        .outerjoin(recused, col(recused.id) == DecisionRow.substitute_for_id)
        .where(*conditions)
    )
    found = [_decision(row, call, drew, (gave, away)) for row, call, drew, gave, away in session.exec(statement)]
    return sorted(found, key=lambda one: (one.call, one.number))


def _decision(row: DecisionRow, call: str, drafter: str, approver: tuple[str | None, str | None]) -> StoredDecision:
    return StoredDecision(
        id=row.id or 0,
        call_id=row.call_id,
        call=call,
        call_version_id=row.call_version_id,
        number=row.number,
        kind=row.kind,
        ground=row.ground,
        round=row.round,
        status=row.status,
        digest=row.digest,
        drafter_id=row.drafter_id,
        drafter=drafter,
        drafted_on=row.drafted_on,
        approver=approver[0] or "",
        substitute_for=approver[1] or "",
        approved_on=row.approved_on,
        reference=row.reference,
        returned_on=row.returned_on,
        returned_reason=row.returned_reason,
    )
