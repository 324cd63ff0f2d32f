"""Appeals against what was decided on a case: received, and settled. A new decision is drafted as a correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from skjonn.domain import appeals as rules
from skjonn.domain.allocations import Outcome
from skjonn.domain.appeals import AppealOutcome
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import NotDecided
from skjonn.domain.persons import Role
from skjonn.domain.recusals import require_not_recused
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, assessments, calls, decisions
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.tables.decision import AppealRow, DecisionLineRow, DecisionRow
from skjonn.usecases.acting import acting, now, record


@dataclass(frozen=True)
class Appeal:
    """An appeal as it stands: against which decision, when it came, and its outcome, empty while it is open."""

    case: str
    decision: str
    received_on: date
    outcome: str = ""
    settled_on: date | None = None
    reason: str = ""


def receive(url: str, desk: Desk, case_number: str, received_on: date, text: str = "") -> Appeal:
    """Record that an appeal came in.

    Raises:
        CaseUnknown: there is no such case; NotDecided: nothing stands for it.
        AppealNotOpen: the call says nothing of appeals; AppealOpen: one is not settled; AppealDayWrong: the day cannot be right.
        NothingToAppeal: what stood on that day is that the recipient said no.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        case, call, line = _standing(session, case_number)
        rules.require_appealable(call.call)
        if there := _open(session, case):
            raise rules.AppealOpen(case=case_number, received_on=there.received_on)
        line = decisions.standing(session, call.id, received_on).get(case.id, line)  # what held when it came
        assert line.approved_on is not None, "it stands"
        rules.require_day(case_number, received_on, line.approved_on, desk.today)
        if line.outcome is Outcome.DECLINED:
            raise rules.NothingToAppeal(case=case_number, declined_on=line.approved_on)
        session.add(AppealRow(decision_line_id=line.line_id, received_on=received_on, text=text.strip(), on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
        decision = decision_id(call.code, line.decision_number)
        record(session, desk, person, "appeal-received", case_number, cases=[case.id], decision=decision, received_on=received_on)  # fmt: skip
        return Appeal(case_number, decision, received_on)


def settle(url: str, desk: Desk, case_number: str, outcome: AppealOutcome, reason: str) -> Appeal:
    """Record what came of the open appeal of a case. One that is upheld asks for a correction of the case.

    Raises:
        CaseUnknown: there is no such case; NoAppealOpen: it has none that is open; AppealReasonMissing: nothing is said.
        Recused: whoever settles it is recused in the case.
    """
    if not reason.strip():
        raise rules.AppealReasonMissing(case=case_number)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        case, call, _line = _standing(session, case_number)
        row = _open(session, case)
        if row is None:
            raise rules.NoAppealOpen(case=case_number)
        require_not_recused(assessments.recusals(session, call.id), person.id, case.id)
        against = session.get_one(DecisionRow, session.get_one(DecisionLineRow, row.decision_line_id).decision_id)
        row.outcome, row.settled_on, row.reason = outcome.value, desk.today, reason.strip()
        session.flush()
        record(
            session, desk, person,
            {
                AppealOutcome.UPHELD: "appeal-upheld", AppealOutcome.REJECTED: "appeal-rejected",
                AppealOutcome.DISMISSED: "appeal-dismissed", AppealOutcome.WITHDRAWN: "appeal-withdrawn",
            }[outcome],
            case_number, cases=[case.id], reason=reason.strip(),
        )  # fmt: skip
        return Appeal(case_number, decision_id(call.code, against.number), row.received_on, row.outcome, row.settled_on, row.reason)  # fmt: skip


def _standing(session: Session, case_number: str) -> tuple[Case, StoredCall, DecidedLine]:
    case = applications.case(session, case_number)
    call = next(one for one in calls.every(session) if one.id == case.call_id)
    line = decisions.standing(session, call.id).get(case.id)
    if line is None or line.outcome is Outcome.NEXT_ROUND:
        raise NotDecided(case=case_number)
    return case, call, line


def _open(session: Session, case: Case) -> AppealRow | None:
    asked = (
        select(AppealRow)
        .join(DecisionLineRow, col(DecisionLineRow.id) == AppealRow.decision_line_id)
        .where(DecisionLineRow.application_id == case.id, AppealRow.outcome == "")
    )
    return session.exec(asked).first()
