"""Approve a drafted decision, or return it. Approval alone takes money from a pot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.approvals import (
    Approval,
    DecisionApproved,
    DecisionReturned,
    DecisionTakenOver,
    Draw,
    ReturnReasonMissing,
    require_approver,
    require_authority,
    require_day,
    require_money,
)
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind
from skjonn.domain.persons import Person, Role
from skjonn.domain.recusals import Recusal, require_approver_not_recused, require_stood_in_for
from skjonn.storage.database import writing
from skjonn.storage.queries import assessments, calls, decisions, frames, persons
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.queries.decisions import DecidedLine, StoredDecision
from skjonn.storage.tables.decision import DecisionRow
from skjonn.usecases import report_dues
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.decisions import Decision, shown, stored
from skjonn.usecases.effects import take_effect, withdraw_single
from skjonn.usecases.moving_money import Moved, commit, moves_of, tell_money
from skjonn.usecases.naming import person_named
from skjonn.usecases.voided import obstacle


@dataclass(frozen=True)
class Given:
    """An approval as given: `by` is a login or a full name, empty for who sits at the desk; `on` None is today.

    `reference` is where the paper lies in the archive; `substitute_for` is the recused approver in whose place it is given, by
    login or full name. Both may be empty.
    """

    by: str = ""
    on: date | None = None
    reference: str = ""
    substitute_for: str = ""


def approve(url: str, desk: Desk, call: str, number: int, given: Given) -> Decision:
    """Record the approval of a drafted decision and commit its awards to their pots: all of it or nothing.

    Who records may be another than who approved (on paper); who approved is never who drafted.

    Raises:
        DecisionUnknown: there is none; DecisionApproved, DecisionReturned, DecisionTakenOver: it is done with.
        ApproverRoleMissing, ApproverNotInService, ApproverIsDrafter, AuthorityTooSmall: four eyes.
        ApproverRecused, ApproverRecusedAlone: the approver is recused in a case of it; SubstituteUnneeded: who is stood in for is not.
        ApprovalBeforeDraft, ApprovalAhead: the day is not one it can have been given on.
        DraftChanged, CasesChanged: what was drafted is not what stands now; DrafterRecused: who drafted it is recused since.
        PotNotOpen, PotOverspent, MoneyLater: there is no money for it, or was none on the day.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER, Role.APPROVER)
        head = _drafted(session, call, number)
        lines = decisions.lines(session, head.id)
        approval = _approval(session, desk, head, lines, given)
        require_day(approval, desk.today)
        require_approver(approval)
        recused = assessments.recusals(session, head.call_id)
        require_approver_not_recused(
            recused,
            (approval.approver.id, approval.approver.login),
            (line.application_id for line in lines),
            approval.decision,
        )
        if void := obstacle(session, head, lines):
            raise void
        moved = moves_of(session, head, lines, approval.on)
        draws = draws_of(session, head, moved, approval.on)
        require_money(draws, approval.on)
        require_authority(approval)
        stood_in = _stood_in_for(session, given, recused, lines, approval.decision)
        reference = given.reference.strip()
        close(session, head, status="approved", approver_id=approval.approver.id, approved_on=approval.on, reference=reference, substitute_for_id=stood_in.id if stood_in else None)  # fmt: skip
        commit(session, head, moved, draws, Stamp(person.id, approval.on, now()))
        take_effect(session, desk, person, lines)
        report_dues.store(session, desk, person, calls.one(session, call).call, lines)
        record(
            session, desk, person, "decision-approved", approval.decision, cases=[line.application_id for line in lines],
            approver=approval.approver.login, substitute_for=stood_in.login if stood_in else "", on=approval.on, reference=reference,
            sum_nok=approval.sum_nok, count=len(lines),
        )  # fmt: skip
        tell_money(session, (desk, person), head, moved, approval.on)
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
        if head.kind == DecisionKind.SINGLE:
            withdraw_single(session, desk, person, cases, why)
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


def _stood_in_for(
    session: Session, given: Given, recused: Sequence[Recusal], lines: Sequence[DecidedLine], decision: str
) -> Person | None:
    """Return the recused approver in whose place the approval is given; None where nobody is named."""
    if not given.substitute_for.strip():
        return None
    found = person_named(persons.every(session), given.substitute_for.strip())
    require_stood_in_for(recused, (found.id, found.name), (line.application_id for line in lines), decision)
    return found


def draws_of(session: Session, head: StoredDecision, moved: Sequence[Moved], on: date) -> list[Draw]:
    """Return what is needed of each pot beside what it has, and has had since `on`; `moves_of` holds the pots locked."""
    needed: Counter[str] = Counter()
    for one in moved:
        needed[one.movement.pot] += one.movement.committed_nok
    year = calls.one(session, head.call).year
    held = [frames.pot(session, year, name) for name in sorted(needed) if needed[name] > 0]
    return [
        Draw(
            pot=pot.name,
            year=year,
            needed_nok=needed[pot.name],
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
