"""Who acts, and what is written down about it: an act begins with `acting` and ends with `record`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from skjonn.domain.desk import Desk
from skjonn.domain.events import FRAME_KINDS
from skjonn.domain.persons import Person, Role
from skjonn.errors import RefusedError
from skjonn.storage.bulk import insert_rows
from skjonn.storage.queries import persons
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.office import EventCaseRow, EventRow
from skjonn.texts import N_, _

_AT_ONCE = 5_000  # how many case ids one question may name


class NotRegistered(RefusedError):
    """The login name belongs to no registered person."""

    code = "not-registered"
    sentence = N_("{login} is not registered in this office's database.")
    advice = N_(
        "Let a caseworker register the person: skjonn person add {login} --name NAME --role ROLE; "
        "or act as one who is registered: --user LOGIN."
    )


class NotInService(RefusedError):
    """The person was not in service on the day the act is dated."""

    code = "not-in-service"
    sentence = N_("{name} is not in service on {day}.")
    advice = N_("`skjonn person list` shows when each person serves.")


class RoleMissing(RefusedError):
    """The person has none of the roles the act asks for."""

    code = "role-missing"
    sentence = N_("{name} does not have the role this takes: {roles}.")
    advice = N_("`skjonn person list` shows who has it.")


class DatabaseRoleOther(RefusedError):
    """The person is tied to a database role, and the connection is made under another."""

    code = "database-role-other"
    sentence = N_("{name} acts as the database role {expected}, but the connection is made as {found}.")
    advice = N_("Connect under your own database role.")


class BeforeLatest(RefusedError):
    """The act is dated before the latest thing that happened to the same subject."""

    code = "before-latest-event"
    sentence = N_("{subject} was last changed on {latest}, so nothing can be entered on {today}.")
    advice = N_("Use a day that is not earlier (--today).")


def now() -> datetime:
    """Return the machine's clock, aware, in UTC; for `recorded_at` alone."""
    return datetime.now(UTC)


def acting(session: Session, desk: Desk, *roles: Role) -> Person:
    """Return the person who acts, after making sure that they may.

    Args:
        session: an open transaction.
        desk: whose login and day hold.
        roles: one of these is needed; none named: any registered person.

    Raises:
        NotRegistered, NotInService, RoleMissing, DatabaseRoleOther: they may not.
    """
    person = persons.by_login(session, desk.person)
    if person is None:
        raise NotRegistered(login=desk.person)
    if not person.serves_on(desk.today):
        raise NotInService(name=person.name, day=desk.today)
    if roles and not person.roles & set(roles):
        raise RoleMissing(name=person.name, roles=[_role(role) for role in roles])
    _require_database_role(session, person)
    return person


def record(
    session: Session,
    desk: Desk,
    person: Person | None,
    kind: str,
    subject: str,
    *,
    cases: Sequence[int] = (),
    **data: object,
) -> int:
    """Write down one event and return its number.

    Args:
        session: an open writing transaction.
        desk: whose day the event is dated on and under whose login.
        person: who acted; None where nobody registered did, as when a database is upgraded.
        kind: what happened, as `domain.events` knows it.
        subject: what it happened to: a case number, a call's code, a year, a login, a decision's number.
        cases: ids of the applications it speaks of.
        data: references and figures that fill the event's sentence; never a personal value.

    Raises:
        BeforeLatest: the subject, or one of the cases, has a later event.
    """
    latest, of = max(_latest(session, kind, subject, cases), default=(desk.today, subject))
    if desk.today < latest:
        raise BeforeLatest(subject=of, latest=latest, today=desk.today)
    row = EventRow(
        on=desk.today,
        recorded_at=now(),
        person_id=person.id if person else None,
        login=desk.person,
        database_role=database_role(session),
        kind=kind,
        subject=subject,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True, default=_plain),
    )
    session.add(row)
    session.flush()
    assert row.id is not None, "flushed"
    event = row.id
    insert_rows(session, "event_case", ("event_id", "application_id"), ((event, case) for case in cases))
    return event


def database_role(session: Session) -> str:
    """Return the role the connection is made under on Postgres; empty on SQLite, which has none."""
    if session.get_bind().dialect.name != "postgresql":
        return ""
    return str(session.connection().scalar(text("SELECT current_user")))


def _require_database_role(session: Session, person: Person) -> None:
    found = database_role(session)
    if person.database_role and found and found != person.database_role:
        raise DatabaseRoleOther(name=person.name, expected=person.database_role, found=found)


def _latest(session: Session, kind: str, subject: str, cases: Sequence[int]) -> list[tuple[date, str]]:
    """Return the days of the latest events, and what each happened to: the subject, or a case."""
    of_frame = col(EventRow.kind).in_(FRAME_KINDS)
    alike = of_frame if kind in FRAME_KINDS else ~of_frame
    own = session.exec(select(func.max(col(EventRow.on))).where(col(EventRow.subject) == subject, alike)).one()
    found = [(own, subject)] if own else []
    newest = session.exec(select(func.max(col(EventCaseRow.application_id)))).one() or 0
    spoken_of = [case for case in cases if case <= newest]  # later ones have no event yet
    for start in range(0, len(spoken_of), _AT_ONCE):
        asked = (
            select(col(EventRow.on), col(ApplicationRow.case_number))
            .join(EventCaseRow, col(EventCaseRow.event_id) == col(EventRow.id))
            .join(ApplicationRow, col(ApplicationRow.id) == EventCaseRow.application_id)
            .where(col(EventCaseRow.application_id).in_(spoken_of[start : start + _AT_ONCE]))
        )
        latest = asked.order_by(col(EventRow.on).desc(), col(EventCaseRow.application_id)).limit(1)
        found.extend((on, case) for on, case in session.exec(latest))
    return found


def _role(role: Role) -> str:
    return _({Role.CASEWORKER: N_("caseworker"), Role.ASSESSOR: N_("assessor"), Role.APPROVER: N_("approver")}[role])


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
