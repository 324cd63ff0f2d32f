"""Files that were taken in: which there are, what came with them, their bytes; and how an import is marked as withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.storage.queries import persons
from skjonn.storage.queries.applications import UNDONE
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.call import CallRow
from skjonn.storage.tables.office import ImportRow

_AT_ONCE = 500


@dataclass(frozen=True)
class ImportedFile:
    """One file of an import, without its bytes.

    Attributes:
        id, call_id: keys, never in an output.
        number: of the import it belongs to; part: its place among that import's files, from 1.
        size: in bytes; on, person: the day, and who took it in (a name).
        cases: how many cases came with it or were changed by it.
        undone_on, undone_by, undone_reason: where the import was withdrawn.
    """

    id: int
    number: int
    part: int
    call_id: int
    call: str
    name: str
    sha256: str
    size: int
    on: date
    person: str
    cases: int = 0
    undone_on: date | None = None
    undone_by: str = ""
    undone_reason: str = ""


@dataclass(frozen=True)
class Touched:
    """A version an import wrote; `created`: the case itself came with the import."""

    application_id: int
    number: int
    created: bool


def every(session: Session, call_id: int | None = None) -> list[ImportedFile]:
    """Return the files taken in for a call, or all of them: by import number, then their order in it."""
    return _files(session, *(() if call_id is None else (ImportRow.call_id == call_id,)))


def files(session: Session, number: int) -> list[ImportedFile]:
    """Return the files of one import, in their order; none where there is no such import."""
    return _files(session, ImportRow.number == number)


def by_key(session: Session, key: int) -> ImportedFile:
    """Return one file by its key."""
    return _files(session, ImportRow.id == key)[0]


def content(session: Session, key: int) -> bytes:
    """Return the bytes of a file as they came."""
    return session.exec(select(ImportRow.content).where(ImportRow.id == key)).one()


def undone(session: Session, call_id: int) -> frozenset[int]:
    """Return the keys of a call's files whose import was withdrawn: what they said is no longer what a case came with."""
    asked = select(ImportRow.id).where(ImportRow.call_id == call_id, col(ImportRow.undone_on).is_not(None))
    return frozenset(key for key in session.exec(asked) if key is not None)


def digests(session: Session, call_id: int) -> frozenset[str]:
    """Return the digests of the files of a call that were taken in and not withdrawn."""
    asked = select(ImportRow.sha256).where(ImportRow.call_id == call_id, col(ImportRow.undone_on).is_(None))
    return frozenset(session.exec(asked))


def touched(session: Session, number: int) -> list[Touched]:
    """Return the versions an import wrote, by case as they were registered, then by number."""
    came_with = aliased(ImportRow)
    statement = (
        select(ApplicationVersionRow.application_id, ApplicationVersionRow.number, came_with.number)
        .join(ImportRow, col(ImportRow.id) == ApplicationVersionRow.import_id)
        .join(ApplicationRow, col(ApplicationRow.id) == ApplicationVersionRow.application_id)
        .outerjoin(came_with, col(came_with.id) == ApplicationRow.import_id)
        .where(ImportRow.number == number)
        .order_by(col(ApplicationVersionRow.application_id), col(ApplicationVersionRow.number))
    )
    return [Touched(case, version, first == number) for case, version, first in session.exec(statement)]


def touched_by_others(session: Session, application_ids: Sequence[int], keys: Collection[int]) -> frozenset[int]:
    """Return which of some cases have a version that came with another file than these (their keys), withdrawn ones apart."""
    found: set[int] = set()
    for start in range(0, len(application_ids), _AT_ONCE):
        some = application_ids[start : start + _AT_ONCE]
        asked = (
            select(ApplicationVersionRow.application_id, ApplicationVersionRow.import_id)
            .join(ImportRow, col(ImportRow.id) == ApplicationVersionRow.import_id)
            .where(col(ApplicationVersionRow.application_id).in_(some), col(ImportRow.undone_on).is_(None))
        )
        found |= {case for case, key in session.exec(asked) if key not in keys}
    return frozenset(found)


def free(session: Session, application_ids: Sequence[int]) -> None:
    """Let some cases be known by nothing that comes in later."""
    for start in range(0, len(application_ids), _AT_ONCE):
        some = application_ids[start : start + _AT_ONCE]
        rows = update(ApplicationRow).where(col(ApplicationRow.id).in_(some))
        session.connection().execute(rows.values(identity=UNDONE + col(ApplicationRow.case_number)))


def mark_undone(session: Session, keys: Collection[int], on: date, person_id: int, reason: str) -> None:
    """Note when, by whom and why files (their keys) were withdrawn."""
    rows = update(ImportRow).where(col(ImportRow.id).in_(keys))
    session.connection().execute(rows.values(undone_on=on, undone_by_id=person_id, undone_reason=reason))


def _files(session: Session, *conditions: object) -> list[ImportedFile]:
    columns = (
        ImportRow.id, ImportRow.number, ImportRow.part, ImportRow.call_id, CallRow.code, ImportRow.file_name, ImportRow.sha256,
        func.length(ImportRow.content), ImportRow.on, ImportRow.person_id, ImportRow.undone_on, ImportRow.undone_by_id,
        ImportRow.undone_reason,
    )  # fmt: skip
    statement = select(*columns).join(CallRow, col(CallRow.id) == ImportRow.call_id).where(*conditions)  # type: ignore[call-overload]  # the library types four columns at most
    rows = session.exec(statement.order_by(col(ImportRow.number), col(ImportRow.part))).all()
    names, counts = persons.names(session), _counts(session, [row[0] for row in rows])
    return [_file(row, names, counts) for row in rows]


def _file(row: Any, names: Mapping[int, str], counts: Mapping[int, int]) -> ImportedFile:
    key, number, part, call_id, call, name, sha256, size, on, person, undone_on, undone_by, reason = row
    return ImportedFile(
        key, number, part, call_id, call, name, sha256, size, on, names[person],
        cases=counts.get(key, 0), undone_on=undone_on, undone_by=names.get(undone_by, ""), undone_reason=reason,
    )  # fmt: skip


def _counts(session: Session, keys: Sequence[int]) -> dict[int, int]:
    """Return with how many cases each file had to do."""
    found: dict[int, int] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        count = func.count(func.distinct(ApplicationVersionRow.application_id))
        asked = select(ApplicationVersionRow.import_id, count).where(col(ApplicationVersionRow.import_id).in_(some))
        found |= {key or 0: int(many) for key, many in session.exec(asked.group_by(col(ApplicationVersionRow.import_id)))}  # fmt: skip
    return found
