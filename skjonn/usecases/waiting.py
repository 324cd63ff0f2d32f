"""Gather what waits for whom in a call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from skjonn.domain.appeals import AppealOutcome
from skjonn.domain.codes import case_order
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind
from skjonn.domain.payments import HELD
from skjonn.domain.persons import Person, Role
from skjonn.domain.progress import CallProgress
from skjonn.domain.scores import Assessment, is_whole
from skjonn.domain.waiting import Step, Waiting, approvers, in_service, unassessed
from skjonn.storage.queries import applications, assessments, decisions, payments, persons
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.decision import AppealRow, DecisionLineRow
from skjonn.usecases.conditions import due
from skjonn.usecases.payment_awards import of_year
from skjonn.usecases.settled import settled_cases
from skjonn.usecases.voided import obstacle


def waiting(session: Session, desk: Desk, stored: StoredCall, progress: CallProgress) -> list[Waiting]:
    """Return everything of a call that waits for somebody of the office, in the order of a round."""
    known = persons.every(session)
    caseworkers = in_service(known, Role.CASEWORKER, desk.today)

    def of_caseworkers(step: Step, count: int) -> list[Waiting]:
        return [Waiting(step, stored.code, "", count, caseworkers)] if count > 0 else []

    return [
        *_assessments(session, stored),
        *of_caseworkers(Step.RECOMMENDATION, progress.undecided - progress.recommended),
        *of_caseworkers(Step.DRAFT, progress.recommended - _drafted(session, stored)),
        *_approvals(session, desk, stored, known),
        *of_caseworkers(Step.LETTER, progress.letters_due - progress.letters),
        *_appeals(session, stored, caseworkers),
        *of_caseworkers(Step.CONDITION, due(session, stored, desk.today)),
        *(one for step, count in _payments(session, stored) for one in of_caseworkers(step, count)),
    ]


def waiting_still(session: Session, desk: Desk, stored: StoredCall) -> list[Waiting]:
    """Return what may still wait of a closed call of an earlier year: approvals, appeals, conditions, and money to be repaid."""
    known = persons.every(session)
    caseworkers = in_service(known, Role.CASEWORKER, desk.today)
    found = [*_approvals(session, desk, stored, known), *_appeals(session, stored, caseworkers)]
    if decisions.has_conditions(session, stored.id) and (count := due(session, stored, desk.today)):
        found.append(Waiting(Step.CONDITION, stored.code, "", count, caseworkers))
    if payments.cutoffs(session, stored.year) and stored.year >= desk.today.year - 1:
        return [
            *found,
            *(
                Waiting(step, stored.code, "", count, caseworkers)
                for step, count in _payments(session, stored)
                if count
            ),
        ]
    if payments.any_paid(session, stored.year):
        back = sum(one.to_repay_nok > 0 for one in of_year(session, stored.year) if one.call == stored.code)
        found += [Waiting(Step.REPAYMENT, stored.code, "", back, caseworkers)] if back else []
    return found


def _assessments(session: Session, stored: StoredCall) -> list[Waiting]:
    live = {case.id for case in applications.cases(session, stored.id) if not (case.content.withdrawn or case.single)}
    done: dict[str, set[int]] = defaultdict(set)
    for one in assessments.assessments(session, stored.id):
        held = Assessment(one.assessor, one.points, one.text)
        if is_whole(stored.call.criteria, held):
            done[one.assessor].add(one.application_id)
    return unassessed(stored.code, live - settled_cases(session, stored.id), done)


def _drafted(session: Session, stored: StoredCall) -> int:
    settled = settled_cases(session, stored.id)
    lines = decisions.in_draft(session, stored.id)
    return len({line.application_id for line in lines if line.kind != DecisionKind.SINGLE} - settled)


def _approvals(session: Session, desk: Desk, stored: StoredCall, known: Sequence[Person]) -> list[Waiting]:
    """Return the drafts that wait for an approval, and those that nobody can approve as they stand: they are to be returned."""
    drafts = [head for head in decisions.every(session, stored.id) if head.status == "drafted"]
    recusals = assessments.recusals(session, stored.id) if drafts else []
    found = []
    for head in drafts:
        lines, subject = decisions.lines(session, head.id), decision_id(stored.code, head.number)
        if obstacle(session, head, lines):
            may = in_service(known, Role.CASEWORKER, desk.today)
            found.append(Waiting(Step.VOID, stored.code, subject, len(lines), may))
            continue
        cases = {line.application_id for line in lines}
        recused = {one.person_id for one in recusals if one.application_id in cases}
        may = approvers(known, head.drafter_id, sum(line.amount_nok for line in lines), desk.today, recused)
        found.append(Waiting(Step.APPROVAL, stored.code, subject, len(lines), may))
    return found


def _payments(session: Session, stored: StoredCall) -> Iterator[tuple[Step, int]]:
    """Yield how many awards are to be planned for payment, are held, to be told to the ministry, and repaid; only where the year's terms are set."""
    if not payments.cutoffs(session, stored.year):
        return
    found = [one for one in of_year(session, stored.year) if one.call == stored.code]
    yield Step.PAYMENT_PLAN, sum(one.outdated or one.award.open_nok > 0 for one in found)
    yield Step.PAYMENT_HELD, sum(one.award.planned.get(HELD, 0) > 0 for one in found)
    yield Step.PAYMENT_LIST, sum(any(one.award.unsent(term) for term in one.award.planned if term) for one in found)
    yield Step.REPAYMENT, sum(one.to_repay_nok > 0 for one in found)
    yield Step.TOLD_BEYOND, sum(one.told_beyond_nok > 0 for one in found)


def _appeals(session: Session, stored: StoredCall, who: tuple[str, ...]) -> list[Waiting]:
    """Return the appeals that are open, and those that were upheld and not followed by a decision yet."""
    asked = (
        select(AppealRow, DecisionLineRow.application_id, ApplicationRow.case_number)
        .join(DecisionLineRow, col(DecisionLineRow.id) == AppealRow.decision_line_id)
        .join(ApplicationRow, col(ApplicationRow.id) == DecisionLineRow.application_id)
        .where(ApplicationRow.call_id == stored.id)
        .where(col(AppealRow.outcome).in_(("", AppealOutcome.UPHELD.value)))
    )
    rows = session.exec(asked).all()
    standing = decisions.standing(session, stored.id) if rows else {}
    found = []
    for row, application, case in rows:
        if not row.outcome:
            found.append(Waiting(Step.APPEAL, stored.code, case, 1, who))
        elif standing[application].line_id == row.decision_line_id:
            found.append(Waiting(Step.NEW_DECISION, stored.code, case, 1, who))
    return sorted(found, key=lambda one: (case_order(one.subject), one.step))
