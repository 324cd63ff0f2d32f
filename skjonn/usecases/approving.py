"""Approve a drafted decision, or return it. Approval alone takes money from a pot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.approvals import (
    Approval,
    CasesChanged,
    DecisionApproved,
    DecisionReturned,
    DecisionTakenOver,
    DraftChanged,
    Draw,
    ReturnReasonMissing,
    overspent,
    require_approver,
    require_authority,
    require_day,
    require_money,
)
from skjonn.domain.decisions import decision_id, digest, needed
from skjonn.domain.desk import Desk
from skjonn.domain.frames import LineKind
from skjonn.domain.persons import Person, Role
from skjonn.storage import problems
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, calls, decisions, frames, persons
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.storage.tables.decision import DecisionRow
from skjonn.storage.tables.frame import LedgerLineRow
from skjonn.storage.triggers import OVERSPENT
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.decisions import Decision, bound, shown, stored
from skjonn.usecases.naming import person_named


@dataclass(frozen=True)
class Given:
    """An approval as given: `by` is a login or a full name, empty for who sits at the desk; `on` None is today.

    `reference` is where the paper lies in the archive; may be empty.
    """

    by: str = ""
    on: date | None = None
    reference: str = ""


def approve(url: str, desk: Desk, call: str, number: int, given: Given) -> Decision:
    """Record the approval of a drafted decision and commit its awards to their pots: all of it or nothing.

    Who records may be another than who approved (on paper); who approved is never who drafted.

    Raises:
        DecisionUnknown: there is none; DecisionApproved, DecisionReturned, DecisionTakenOver: it is done with.
        ApproverRoleMissing, ApproverNotInService, ApproverIsDrafter, AuthorityTooSmall: four eyes.
        ApprovalBeforeDraft, ApprovalAhead: the day is not one it can have been given on.
        DraftChanged, CasesChanged: what was drafted is not what stands now.
        PotNotOpen, PotOverspent, MoneyLater: there is no money for it, or was none on the day.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER, Role.APPROVER)
        head = _drafted(session, call, number)
        lines = decisions.lines(session, head.id)
        approval = _approval(session, desk, head, lines, given)
        require_day(approval, desk.today)
        require_approver(approval)
        _require_unchanged(session, head, lines)
        draws = draws_of(session, head, lines, approval.on)
        require_money(draws, approval.on)
        require_authority(approval)
        reference = given.reference.strip()
        close(session, head, status="approved", approver_id=approval.approver.id, approved_on=approval.on, reference=reference)  # fmt: skip
        commit(session, lines, draws, approval.on, person)
        record(
            session, desk, person, "decision-approved", approval.decision, cases=[line.application_id for line in lines],
            approver=approval.approver.login, on=approval.on, reference=reference,
            sum_nok=approval.sum_nok, count=len(lines),
        )  # fmt: skip
        return shown(session, stored(session, call, number))


def give_back(url: str, desk: Desk, call: str, number: int, reason: str) -> Decision:
    """Return a drafted decision, which frees its cases to be drafted again; why is kept.

    Raises:
        ReturnReasonMissing: nothing is said; blanks are nothing.
        DecisionUnknown: there is none; DecisionApproved, DecisionReturned, DecisionTakenOver: it is done with.
    """
    why, subject = reason.strip(), decision_id(call, number)
    if not why:
        raise ReturnReasonMissing(decision=subject)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER, Role.APPROVER)
        head = _drafted(session, call, number)
        cases = [line.application_id for line in decisions.lines(session, head.id)]
        close(session, head, status="returned", returned_on=desk.today, returned_reason=why)
        record(session, desk, person, "decision-returned", subject, cases=cases, reason=why, count=len(cases))
        return shown(session, stored(session, call, number))


def _drafted(session: Session, call: str, number: int) -> StoredDecision:
    head = stored(session, call, number)
    subject = decision_id(call, number)
    if head.status == "approved":
        raise DecisionApproved(decision=subject)
    if head.status == "returned":
        raise DecisionReturned(decision=subject, call=call)
    if head.status == "taken_over":
        raise DecisionTakenOver(decision=subject)
    return head


def _approval(
    session: Session, desk: Desk, head: StoredDecision, lines: Sequence[DecidedLine], given: Given
) -> Approval:
    return Approval(
        approver=person_named(persons.every(session), given.by.strip() or desk.person),
        on=given.on or desk.today,
        decision=decision_id(head.call, head.number),
        drafter_id=head.drafter_id,
        drafted_on=head.drafted_on,
        sum_nok=sum(line.amount_nok for line in lines),
    )


def _require_unchanged(session: Session, head: StoredDecision, lines: Sequence[DecidedLine]) -> None:
    """Check inside the transaction that nothing drafted has moved: call, lines, applications."""
    subject = decision_id(head.call, head.number)
    call = calls.one(session, head.call)
    now_bound = digest(call.code, call.version_number, head.round, [bound(line) for line in lines])
    if now_bound != head.digest:
        raise DraftChanged(decision=subject)
    current = {case.id: case for case in applications.cases(session, head.call_id)}
    changed = [line.case_number for line in lines if current[line.application_id].version_id != line.version_id]
    if changed:
        raise CasesChanged(decision=subject, cases=changed)


def draws_of(session: Session, head: StoredDecision, lines: Sequence[DecidedLine], on: date) -> list[Draw]:
    """Lock the pots that are drawn on and return what is needed of each beside what it has, and has had since `on`."""
    taken = needed([bound(line) for line in lines])
    if not taken:
        return []
    year = calls.one(session, head.call).year
    held = frames.locked(session, [frames.pot(session, year, name) for name in sorted(taken)])
    return [
        Draw(
            pot=pot.name,
            year=year,
            needed_nok=taken[pot.name],
            free_nok=pot.allotted_nok - pot.committed_nok,
            least_nok=frames.least_free(session, pot, on),
            opens_on=pot.opens_on,
        )
        for pot in held
    ]


def close(session: Session, head: StoredDecision, **changes: object) -> None:
    """End a draft: write down its new status and what goes with it. After that the database lets nobody change it."""
    row = session.get_one(DecisionRow, head.id)
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()


def commit(session: Session, lines: Sequence[DecidedLine], draws: Sequence[Draw], on: date, person: Person) -> None:
    """Put in one ledger line per award, in the order of pots, then cases, so that nobody waits in a ring.

    Raises:
        PotOverspent: the database refuses it: a pot holds less than `draws` says.
    """
    awards = [line for line in lines if line.outcome is Outcome.AWARD]
    moment = now()
    rows = [
        {
            "pot_id": line.pot_id,
            "kind": LineKind.COMMITTED.value,
            "amount_nok": line.amount_nok,
            "reason": "",
            "decision_line_id": line.line_id,
            "on": on,
            "recorded_at": moment,
            "person_id": person.id,
        }
        for line in sorted(awards, key=lambda line: line.pot_id or 0)
    ]
    if not rows:
        return
    try:
        session.connection().execute(insert(LedgerLineRow), rows)
    except IntegrityError as error:
        if problems.constraint(error) != OVERSPENT:
            raise
        tightest = min(draws, key=lambda draw: draw.free_nok - draw.needed_nok)
        raise overspent(tightest) from None
