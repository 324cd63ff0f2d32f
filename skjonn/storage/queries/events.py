"""What happened, as it was written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from skjonn.storage.queries import persons
from skjonn.storage.tables.office import EventCaseRow, EventRow


@dataclass(frozen=True)
class StoredEvent:
    """One event.

    Attributes:
        number: the order of happening.
        on: the day it is dated; recorded_at: the machine's clock, UTC.
        person: the name of who acted, as registered now; the login where the person is not known.
        data: references and figures, never personal values.
    """

    number: int
    on: date
    recorded_at: datetime
    person: str
    kind: str
    subject: str
    data: dict[str, Any]


def of_case(session: Session, application_id: int, case_number: str) -> list[StoredEvent]:
    """Return every event that speaks of one case, in the order they happened."""
    linked = select(col(EventCaseRow.event_id)).where(col(EventCaseRow.application_id) == application_id)
    about = or_(col(EventRow.subject) == case_number, col(EventRow.id).in_(linked))
    return _told(session, session.exec(select(EventRow).where(about).order_by(col(EventRow.id))).all())


def latest(session: Session, most: int) -> list[StoredEvent]:
    """Return the last events, at most `most`, newest first."""
    return _told(session, session.exec(select(EventRow).order_by(col(EventRow.id).desc()).limit(most)).all())


def _told(session: Session, rows: Sequence[EventRow]) -> list[StoredEvent]:
    names = persons.names(session)
    return [_event(row, names) for row in rows]


def _event(row: EventRow, names: dict[int, str]) -> StoredEvent:
    assert row.id is not None, "read from the database"
    person = names.get(row.person_id or 0, row.login)
    return StoredEvent(row.id, row.on, row.recorded_at, person, row.kind, row.subject, json.loads(row.data))
