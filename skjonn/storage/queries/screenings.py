"""Questions about screenings: what a person found each case of a call to be, and whether that still holds. Internal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.domain.findings import Finding, from_json
from skjonn.domain.screening import Outdated, Status, says_otherwise
from skjonn.storage.queries import applications
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.call import CallVersionRow
from skjonn.storage.tables.person import PersonRow
from skjonn.storage.tables.screening import ScreeningRow


@dataclass(frozen=True)
class Screening:
    """One screening of a case; `application_id` is a key, never in an output.

    Attributes:
        number: in the case's series, from 1.
        ground: code of the call's ground where it is dismissed, else empty.
        text: what is to be completed, or why a finding was set aside or the case dismissed; may be empty.
        findings: what the call's rules found then.
        version_number, call_version_number: of the application and of the call it was made on.
        on: the day; person: who screened, by name.
        outdated: whether the application has said something else since (`NEW_VERSION`).
    """

    application_id: int
    case_number: str
    number: int
    status: Status
    ground: str
    text: str
    findings: tuple[Finding, ...]
    version_number: int
    call_version_number: int
    on: date
    person: str
    outdated: Outdated = Outdated.NO


def standing(session: Session, call_id: int, as_of: date | None = None) -> dict[int, Screening]:
    """Return the screening that holds for each screened case of a call on `as_of` (included) or now, by application id."""
    newest = aliased(ScreeningRow)
    number = select(func.max(col(newest.number))).where(col(newest.application_id) == col(ApplicationRow.id))
    if as_of is not None:
        number = number.where(col(newest.on) <= as_of)
    statement = (
        select(ScreeningRow, ApplicationRow.case_number, CallVersionRow.number, PersonRow.name)
        .join(ApplicationRow, col(ApplicationRow.id) == ScreeningRow.application_id)
        .join(CallVersionRow, col(CallVersionRow.id) == ScreeningRow.call_version_id)
        .join(PersonRow, col(PersonRow.id) == ScreeningRow.person_id)
        .where(ApplicationRow.call_id == call_id)
        .where(ScreeningRow.number == number.correlate(ApplicationRow).scalar_subquery())
    )
    rows = session.exec(statement).all()
    if not rows:
        return {}
    numbers = _version_numbers(session, call_id, as_of)
    changed = _changed(
        session, {row.application_version_id: _latest(numbers[row.application_id]) for row, *_rest in rows}
    )
    return {
        row.application_id: Screening(
            application_id=row.application_id,
            case_number=case,
            number=row.number,
            status=Status(row.status),
            ground=row.ground,
            text=row.text,
            findings=from_json(row.findings),
            version_number=numbers[row.application_id][row.application_version_id],
            call_version_number=call_version,
            on=row.on,
            person=person,
            outdated=Outdated.NEW_VERSION if row.application_version_id in changed else Outdated.NO,
        )
        for row, case, call_version, person in rows
    }  # fmt: skip


def _version_numbers(session: Session, call_id: int, as_of: date | None) -> dict[int, dict[int, int]]:
    """Return the versions of each application of a call: application id -> key of the version -> its number."""
    asked = (
        select(ApplicationVersionRow.application_id, ApplicationVersionRow.id, ApplicationVersionRow.number)
        .join(ApplicationRow, col(ApplicationRow.id) == ApplicationVersionRow.application_id)
        .where(ApplicationRow.call_id == call_id)
    )
    if as_of is not None:
        asked = asked.where(col(ApplicationVersionRow.on) <= as_of)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for application, key, number in session.exec(asked):
        found[application][key or 0] = number
    return found


def _latest(numbers: Mapping[int, int]) -> int:
    return max(numbers, key=lambda key: numbers[key])


def _changed(session: Session, current: Mapping[int, int]) -> frozenset[int]:
    """Return the screened versions whose application says something else in its current one; keys of versions."""
    later = {screened: now for screened, now in current.items() if screened != now}
    said = applications.contents(session, [*later, *later.values()])
    return frozenset(screened for screened, now in later.items() if says_otherwise(said[screened], said[now]))
