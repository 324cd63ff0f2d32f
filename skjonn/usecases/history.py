"""Tell everything that happened to one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from skjonn.domain.dates import OSLO
from skjonn.domain.desk import Desk
from skjonn.domain.events import PERSONS, sentence
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, events, persons


@dataclass(frozen=True)
class Told:
    """One event in plain words; `recorded_on` is the day it was entered by the machine's clock in Norway, where that is another."""

    number: int
    on: date
    recorded_on: date | None
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
        names = {person.login: person.name for person in persons.every(session)}
    return History(case.case_number, case.content.title, tuple(_told(event, desk, names) for event in found))


def _told(event: events.StoredEvent, desk: Desk, names: Mapping[str, str]) -> Told:
    """Word an event; persons are stored by their login and told by their name."""
    known = {key: names.get(value, value) if key in PERSONS else value for key, value in event.data.items()}
    words = sentence(event.kind, {**known, "subject": event.subject}, desk.language)
    entered = event.recorded_at.astimezone(OSLO).date()
    return Told(event.number, event.on, entered if entered != event.on else None, event.person, event.kind, words)
