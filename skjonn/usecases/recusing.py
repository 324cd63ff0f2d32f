"""Recuse a person in a case, or lift a recusal that was a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Place, Problem
from skjonn.domain.recusals import NotRecused, Recusal, RecusalGroundMissing, RecusedAlready
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, assessments, calls, decisions, persons
from skjonn.storage.queries.applications import Case
from skjonn.storage.tables.assessment import RecusalRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.naming import person_named

_APPROVED = N_("{person} has approved {decision}, which holds {case}.")
_DRAFTED = N_("{person} has drafted {decision}, which holds {case}.")


@dataclass(frozen=True)
class Done:
    """What was done: who is, or no longer is, recused in which case, and why.

    `assessment` tells whether one is set aside, or counts again; `warnings` what the person had done with the case before.
    """

    case: str
    person: str
    ground: str
    lifted: bool
    assessment: bool
    warnings: tuple[Problem, ...] = ()


def recuse(url: str, desk: Desk, case_number: str, name: str, ground: str) -> Done:
    """Recuse a person in a case; what the person has scored there is kept and set aside.

    Args:
        url: of the database; desk: a caseworker's, or one's own whoever one is.
        case_number: in full; name: login or full name, empty for who sits at the desk; ground: why, as people word it.

    Raises:
        CaseUnknown, NotRegistered, PersonAmbiguous: there is no such case or person; RecusalGroundMissing: nothing is said.
        RecusedAlready: they are; RoleMissing: another than oneself is recused by a caseworker.
    """
    why = _said(case_number, ground)
    with writing(url, keep=not desk.dry_run) as session:
        actor, whom, case = _about(session, desk, case_number, name)
        if there := _standing(session, case, whom):
            raise RecusedAlready(name=whom.name, case=case_number, ground=there.ground)
        session.add(
            RecusalRow(
                application_id=case.id, recused_id=whom.id, ground=why, on=desk.today, recorded_at=now(), person_id=actor.id
            )
        )  # fmt: skip
        session.flush()
        record(session, desk, actor, "person-recused", case_number, cases=[case.id], recused=whom.login, ground=why)
        before = tuple(_before(session, case, whom))
        return Done(
            case_number, whom.name, why, lifted=False, assessment=_assessed(session, case, whom), warnings=before
        )


def lift(url: str, desk: Desk, case_number: str, name: str, reason: str) -> Done:
    """Lift a recusal that was a mistake; what the person scored counts again.

    Raises:
        CaseUnknown, NotRegistered, PersonAmbiguous, RoleMissing: as for `recuse`; NotRecused: there is none to lift.
        RecusalGroundMissing: nothing is said.
    """
    why = _said(case_number, reason)
    with writing(url, keep=not desk.dry_run) as session:
        actor, whom, case = _about(session, desk, case_number, name)
        acting(session, desk, Role.CASEWORKER)
        row = _standing(session, case, whom)
        if row is None:
            raise NotRecused(name=whom.name, case=case_number)
        assessed = _assessed(session, case, whom)
        row.ended_on, row.ended_reason = desk.today, why
        session.flush()
        record(session, desk, actor, "recusal-lifted", case_number, cases=[case.id], recused=whom.login, reason=why)
        return Done(case_number, whom.name, row.ground, lifted=True, assessment=assessed)


def every(url: str, call: str, as_of: date | None = None) -> tuple[Recusal, ...]:
    """Return the recusals in a call's cases that hold at the end of `as_of`, or now.

    Raises:
        CallUnknown: there is no such call.
    """
    with reading(url) as session:
        return tuple(assessments.recusals(session, calls.one(session, call).id, as_of))


def _before(session: Session, case: Case, whom: Person) -> Iterator[Problem]:
    """Yield what the person did with the case before: nothing of it is undone, and somebody has to look at it."""
    data: dict[str, object] = {"person": whom.name, "case": case.case_number}
    code = case.case_number.rpartition("-")[0]
    for number, approved in decisions.worked_on(session, case.id, whom.id):
        text = _APPROVED if approved else _DRAFTED
        advice = N_("Look at {decision} anew: skjonn decision show {decision}.")
        yield Problem(
            "recused-had-decided", "warning", Place(), text, advice, {**data, "decision": decision_id(code, number)}
        )
    if assessments.recommended_by(session, case.id) == whom.id:
        text = N_("{person} set the recommendation that stands for {case}.")
        yield Problem(
            "recused-had-recommended", "warning", Place(), text, N_("Let another caseworker look at it."), data
        )


def _said(case_number: str, text: str) -> str:
    if not text.strip():
        raise RecusalGroundMissing(case=case_number)
    return text.strip()


def _about(session: Session, desk: Desk, case_number: str, name: str) -> tuple[Person, Person, Case]:
    """Return who acts, whom it is about, and the case; only a caseworker recuses another than oneself."""
    actor = acting(session, desk)
    whom = person_named(persons.every(session), name.strip() or desk.person)
    if whom.id != actor.id:
        acting(session, desk, Role.CASEWORKER)
    return actor, whom, applications.case(session, case_number)


def _standing(session: Session, case: Case, whom: Person) -> RecusalRow | None:
    asked = select(RecusalRow).where(RecusalRow.application_id == case.id, RecusalRow.recused_id == whom.id)
    return session.exec(asked.where(col(RecusalRow.ended_on).is_(None))).first()


def _assessed(session: Session, case: Case, whom: Person) -> bool:
    aside = assessments.set_aside(session, case.call_id)
    return any((one.application_id, one.assessor_id) == (case.id, whom.id) for one, _why in aside)
