"""Questions about calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from skjonn.domain.calls import Call
from skjonn.domain.calls_file import from_json
from skjonn.errors import UsageError
from skjonn.storage.tables.call import CallRow, CallVersionRow
from skjonn.texts import N_


class CallUnknown(UsageError):
    """No call has this code, or none had on the day asked for."""

    code = "call-unknown"
    sentence = N_("There is no call {call}.")
    advice = N_("`skjonn call list` shows the calls there are.")


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
