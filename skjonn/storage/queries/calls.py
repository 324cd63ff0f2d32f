"""Questions about calls, and how a call and its versions are put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import column, func, table, text
from sqlmodel import Session, col, select

from skjonn.domain.calls import Call
from skjonn.domain.calls_file import digest, from_json, to_json
from skjonn.errors import UsageError
from skjonn.storage.tables.call import CallRow, CallVersionRow, CriterionRow, PriorityAreaRow
from skjonn.texts import N_

_APPLICATION = table(
    "application", column("call_id")
)  # only counted: declaring all its tables takes longer than the count


class CallUnknown(UsageError):
    """No call has this code, or none had on the day asked for."""

    code = "call-unknown"
    sentence = N_("There is no call {call}.")
    advice = N_("`skjonn call list` shows the calls there are.")


@dataclass(frozen=True)
class Stamp:
    """Who writes something, on which day, by the clock, and why (may be empty): stands on every version and line."""

    person_id: int
    on: date
    recorded_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class StoredCall:
    """A call as stored, in one of its versions.

    Attributes:
        id, version_id: keys in the database; version_number: from 1.
        closed_on: the day it was closed; None while open, or where it was still open on the day asked for.
        on: the day this version was made.
    """

    id: int
    code: str
    year: int
    version_id: int
    version_number: int
    opened_on: date
    closed_on: date | None
    call: Call
    on: date


def one(session: Session, code: str, as_of: date | None = None) -> StoredCall:
    """Return the call with `code` in its latest version, or in the one that held at the end of `as_of`.

    Raises:
        CallUnknown: there is none, or it was not yet opened then.
    """
    row = session.exec(select(CallRow).where(col(CallRow.code) == code)).one_or_none()
    found = row and _stored(session, row, as_of)
    if not found:
        raise CallUnknown(call=code)
    return found


def every(session: Session, as_of: date | None = None) -> list[StoredCall]:
    """Return every call (opened by the end of `as_of`), by code."""
    stored = (_stored(session, row, as_of) for row in session.exec(select(CallRow)))
    return sorted((call for call in stored if call), key=lambda call: call.code)


def versions(session: Session, call_id: int) -> list[CallVersionRow]:
    """Return every version of a call, the first one first."""
    asked = select(CallVersionRow).where(col(CallVersionRow.call_id) == call_id).order_by(col(CallVersionRow.number))
    return list(session.exec(asked))


def _stored(session: Session, row: CallRow, as_of: date | None) -> StoredCall | None:
    asked = select(CallVersionRow).where(col(CallVersionRow.call_id) == row.id)
    if as_of is not None:
        asked = asked.where(col(CallVersionRow.on) <= as_of)
    version = session.exec(asked.order_by(col(CallVersionRow.number).desc()).limit(1)).one_or_none()
    if version is None:
        return None
    assert row.id is not None
    assert version.id is not None
    closed = row.closed_on if as_of is None or (row.closed_on and row.closed_on <= as_of) else None
    content = from_json(version.content)
    return StoredCall(
        row.id, row.code, row.year, version.id, version.number, row.opened_on, closed, content, version.on
    )


def counts(session: Session) -> dict[int, int]:
    """Return how many applications each call has had registered, by the call's id; 0 is left out."""
    asked = select(_APPLICATION.c.call_id, func.count()).select_from(_APPLICATION).group_by(_APPLICATION.c.call_id)
    return {call_id: int(count) for call_id, count in session.execute(asked)}


def close(session: Session, call_id: int, day: date) -> None:
    """Note the day a call was closed."""
    row = session.exec(select(CallRow).where(col(CallRow.id) == call_id)).one()
    row.closed_on = day
    session.flush()


def insert(session: Session, call: Call) -> int:
    """Put in a call without any version and return its key."""
    row = CallRow(code=call.code, year=call.year, opened_on=call.opens_on)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def insert_version(session: Session, call_id: int, number: int, call: Call, stamp: Stamp) -> int:
    """Put in a version of a call with its priority areas and criteria, and return its key."""
    row = CallVersionRow(
        call_id=call_id,
        number=number,
        content=to_json(call),
        sha256=digest(call),
        reason=stamp.reason,
        on=stamp.on,
        recorded_at=stamp.recorded_at,
        person_id=stamp.person_id,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    _insert_parts(session, row.id, call)
    return row.id


def _insert_parts(session: Session, version_id: int, call: Call) -> None:
    for position, area in enumerate(call.areas, 1):
        session.add(
            PriorityAreaRow(
                call_version_id=version_id,
                position=position,
                code=area.code,
                name_nb=area.names["nb"],
                name_nn=area.names["nn"],
            )
        )
    for position, criterion in enumerate(call.criteria, 1):
        session.add(
            CriterionRow(
                call_version_id=version_id,
                position=position,
                code=criterion.code,
                name_nb=criterion.names["nb"],
                name_nn=criterion.names["nn"],
                weight=criterion.weight,
                least=call.scale.least,
                greatest=call.scale.greatest,
            )
        )
    session.flush()


def has_loose_ends(session: Session, call_id: int) -> bool:
    """Whether a live case of a call is undecided, or a decided one may lack its letter; asked of the database, in favour of yes."""
    return session.connection().execute(text(_LOOSE), {"call": call_id}).first() is not None


_LOOSE = """
SELECT application.id FROM application JOIN application_version version ON version.application_id = application.id
WHERE application.call_id = :call AND version.withdrawn = (1 = 0)
  AND version.number = (SELECT max(later.number) FROM application_version later WHERE later.application_id = application.id)
  AND NOT EXISTS (SELECT 1 FROM decision_line JOIN decision ON decision.id = decision_line.decision_id
    WHERE decision_line.application_id = application.id AND decision_line.outcome <> 'next_round'
      AND decision.status IN ('approved', 'taken_over'))
UNION ALL
SELECT decision_line.id FROM decision_line JOIN decision ON decision.id = decision_line.decision_id
WHERE decision.call_id = :call AND decision.status = 'approved' AND decision_line.outcome <> 'passed_on'
  AND NOT EXISTS (SELECT 1 FROM letter_case WHERE letter_case.decision_line_id = decision_line.id)
LIMIT 1
"""
