"""Tell everything that happened to one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skjonn.domain.desk import Desk
from skjonn.domain.events import sentence
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, events


@dataclass(frozen=True)
class Told:
    """One event in plain words."""

    number: int
    on: date
    person: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class History:
    """A case and what happened to it, oldest first."""

    case: str
    title: str
    events: tuple[Told, ...]


def of_case(url: str, desk: Desk, case_number: str) -> History:
    """Return the history of the case, worded in the desk's language.

    Raises:
        CaseUnknown: there is no such case.
    """
    with reading(url) as session:
        case = applications.case(session, case_number)
        found = events.of_case(session, case.id, case.case_number)
    return History(case.case_number, case.content.title, tuple(_told(event, desk) for event in found))


def _told(event: events.StoredEvent, desk: Desk) -> Told:
    words = sentence(event.kind, {**event.data, "subject": event.subject}, desk.language)
    return Told(event.number, event.on, event.person, event.kind, words)
