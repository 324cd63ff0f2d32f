"""Writing applications: cases with their first version, further versions, persons, notes. In bulk, and only ever added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Date, func, text, update
from sqlmodel import Session, col, delete, select

from skjonn.domain.applications import Contact, Content, Entry, Plain, Source, identity, plain_of
from skjonn.storage.tables.application import (
    AmountLineRow,
    ApplicationAreaRow,
    ApplicationRow,
    ApplicationVersionRow,
    AttachmentRow,
    ContactRow,
    NoteRow,
    PartnerRow,
)
from skjonn.storage.tables.call import CallRow
from skjonn.storage.tables.columns import Moment
from skjonn.storage.tables.office import ImportRow

_HANGING = {"partners", "areas", "costs", "other_funding", "applied_by_year", "attachments"}
_AMOUNTS = ("costs", "other_funding", "applied_by_year")
_PLAIN = {part.name: None if part.default is MISSING else part.default for part in fields(Content) if part.name not in _HANGING}  # fmt: skip
"""A version's own columns, each with what stands there where nothing is said; the required ones are always said."""


@dataclass(frozen=True)
class Written:
    """Who writes, on which day, by which clock."""

    person_id: int
    on: date
    recorded_at: datetime


@dataclass(frozen=True)
class NewCase:
    """A case to add: its number, what was submitted, and why it is taken (empty where nothing needs a reason)."""

    case_number: str
    submitted: Entry
    reason: str = ""
    import_id: int | None = None


@dataclass(frozen=True)
class NewVersion:
    """A version to add to a case, as number `number` of its series."""

    application_id: int
    number: int
    content: Content
    source: Source = field(default_factory=Source)
    reason: str = ""
    import_id: int | None = None


def next_serial(session: Session, call_id: int, count: int) -> int:
    """Take `count` case numbers of a call and return the first; the call's row is held until the transaction ends."""
    row = session.exec(select(CallRow).where(CallRow.id == call_id).with_for_update(key_share=True)).one()
    first = row.last_serial + 1
    row.last_serial += count
    session.add(row)
    session.flush()
    return first


def next_import(session: Session) -> int:
    """Return the number the next import gets; writers are alone, so it is nobody else's."""
    latest: int | None = session.exec(select(func.max(col(ImportRow.number)))).one()
    return (latest or 0) + 1


class FileBytes(Protocol):
    """A file as it came."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def content(self) -> bytes:
        """Its bytes."""

    @property
    def sha256(self) -> str:
        """Their digest."""


def add_import(session: Session, call_id: int, which: tuple[int, int], file: FileBytes, written: Written) -> int:
    """Keep a file that is taken in, with its bytes; return its key.

    Args:
        session: of the transaction; call_id: the call's.
        which: the import's number, and the file's place in it from 1.
        file: the file; written: who takes it in.
    """
    number, part = which
    row = {"number": number, "part": part, "call_id": call_id, "file_name": file.name, "sha256": file.sha256, "content": file.content, **_by(written), "undone_reason": ""}  # fmt: skip
    return _inserted(session, ImportRow, [row])[0]


def add_cases(session: Session, call_id: int, cases: Sequence[NewCase], written: Written) -> list[int]:
    """Add cases with their first version, persons and notes; return their ids in the order given."""
    if not cases:
        return []
    rows = [
        {"call_id": call_id, "case_number": case.case_number, "identity": case.submitted.identity, "import_id": case.import_id}
        for case in cases
    ]  # fmt: skip
    ids = _inserted(session, ApplicationRow, rows)
    pairs = list(zip(ids, cases, strict=True))
    versions = [_version(key, 1, (case.submitted.plain, case.submitted.source, case.reason, case.import_id), written) for key, case in pairs]  # fmt: skip
    _add_versions(session, versions, [case.submitted.plain for case in cases])
    _add_contacts(session, {key: case.submitted.contacts for key, case in pairs})
    add_notes(session, {key: case.submitted.note for key, case in pairs if case.submitted.note}, written)
    return ids


def add_versions(session: Session, versions: Sequence[NewVersion], written: Written) -> None:
    """Add versions with all that hangs on them."""
    plains = [plain_of(version.content) for version in versions]
    rows = [
        _version(one.application_id, one.number, (plain, one.source, one.reason, one.import_id), written)
        for one, plain in zip(versions, plains, strict=True)
    ]
    _add_versions(session, rows, plains)


def _add_versions(session: Session, rows: list[dict[str, Any]], plains: Sequence[Plain]) -> None:
    if not rows:
        return
    hanging = list(zip(_inserted(session, ApplicationVersionRow, rows), plains, strict=True))
    _insert(session, PartnerRow, [row for key, plain in hanging if "partners" in plain for row in _partners(key, plain)])  # fmt: skip
    _insert(session, ApplicationAreaRow, [row for key, plain in hanging if "areas" in plain for row in _areas(key, plain)])  # fmt: skip
    _insert(session, AmountLineRow, [row for key, plain in hanging for part in _AMOUNTS if part in plain for row in _amounts(key, part, plain)])  # fmt: skip
    _insert(session, AttachmentRow, [row for key, plain in hanging if "attachments" in plain for row in _attachments(key, plain)])  # fmt: skip


def set_identity(session: Session, application_id: int, content: Content) -> None:
    """Keep what a case is known by in step with what it now says."""
    rows = update(ApplicationRow).where(col(ApplicationRow.id) == application_id)
    session.connection().execute(rows.values(identity=identity(content)))


def identity_taken(session: Session, call_id: int, application_id: int, content: Content) -> str:
    """Return the number of another case of the call that is known by the same, else an empty text."""
    others = select(ApplicationRow.case_number).where(
        ApplicationRow.call_id == call_id, ApplicationRow.identity == identity(content), ApplicationRow.id != application_id
    )  # fmt: skip
    return session.exec(others).first() or ""


def set_contacts(session: Session, application_id: int, contacts: Sequence[Contact]) -> None:
    """Put these persons in place of those stored with a case."""
    session.exec(delete(ContactRow).where(col(ContactRow.application_id) == application_id))
    _add_contacts(session, {application_id: contacts})


def add_notes(session: Session, notes: Mapping[int, str], written: Written) -> None:
    """Add a note to each of these cases, by id."""
    _insert(session, NoteRow, [{"application_id": application, "text": text, **_by(written)} for application, text in notes.items()])  # fmt: skip


def _version(application: int, number: int, said: tuple[Plain, Source, str, int | None], written: Written) -> dict[str, Any]:  # fmt: skip
    """Return the row of a version, its columns in one order: what is not said has its default."""
    plain, source, reason, import_id = said
    row = {name: plain.get(name, default) for name, default in _PLAIN.items()}
    if row["received_at"] is not None:
        row["received_at"] = _utc(row["received_at"])
    row["application_id"], row["number"] = application, number
    row["source_file"], row["source_sheet"], row["source_row"] = source.file, source.sheet, source.row
    row["import_id"], row["reason"] = import_id, reason
    row["person_id"], row["on"], row["recorded_at"] = written.person_id, written.on, written.recorded_at
    return row


@lru_cache(maxsize=1024)
def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _by(written: Written) -> dict[str, Any]:
    return {"person_id": written.person_id, "on": written.on, "recorded_at": written.recorded_at}


def _partners(version: int, plain: Plain) -> list[dict[str, Any]]:
    return [
        {"version_id": version, "position": position, "kind": kind, "name": name, "municipality_number": number}
        for position, (kind, name, number) in enumerate(plain["partners"], start=1)
    ]


def _areas(version: int, plain: Plain) -> list[dict[str, Any]]:
    return [{"version_id": version, "position": position, "area": area} for position, area in enumerate(plain["areas"], start=1)]  # fmt: skip


def _amounts(version: int, part: str, plain: Plain) -> list[dict[str, Any]]:
    return [
        {"version_id": version, "part": part, "position": position, "label": label, "amount_nok": amount_nok}
        for position, (label, amount_nok) in enumerate(plain[part], start=1)
    ]


def _attachments(version: int, plain: Plain) -> list[dict[str, Any]]:
    return [{"version_id": version, "position": position, "name": name} for position, name in enumerate(plain["attachments"], start=1)]  # fmt: skip


def _add_contacts(session: Session, contacts: Mapping[int, Sequence[Contact]]) -> None:
    rows = [
        {"application_id": application, "part": person.part, "name": person.name, "email": person.email, "phone": person.phone}
        for application, persons in contacts.items()
        for person in persons
    ]  # fmt: skip
    _insert(session, ContactRow, rows)


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, which all name the same columns in the same order, by the driver's own bulk statement.

    The library's bulk insert spends as long on its parameters as the database does on the rows.
    """
    if not rows:
        return
    connection, names = session.connection(), list(rows[0])
    quoted = connection.dialect.identifier_preparer.quote
    sign = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = f"INSERT INTO {quoted(table.__tablename__)} ({', '.join(map(quoted, names))}) VALUES ({', '.join([sign] * len(names))})"  # fmt: skip
    kinds = table.__table__.columns
    stored = {place: _STORED[kind] for place, name in enumerate(names) if (kind := type(kinds[name].type)) in _STORED}
    values = [list(row.values()) for row in rows]
    for place, words in stored.items():
        for row in values:
            if row[place] is not None:
                row[place] = words(row[place])
    connection.exec_driver_sql(statement, [tuple(row) for row in values])


@lru_cache(maxsize=1024)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _day(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


_STORED: dict[type, Callable[[Any], str]] = {Moment: _moment, Date: _day}
"""How columns that are no plain numbers and texts are kept, on both databases alike."""


def _inserted(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows and return their keys, which are taken beforehand: asking for each again would take as long as writing."""
    ids = _reserved(session, table.__tablename__, len(rows))
    for number, row in zip(ids, rows, strict=True):
        row["id"] = number
    _insert(session, table, rows)
    return ids


def _reserved(session: Session, table: str, count: int) -> list[int]:
    """Return keys nobody else will get: writers are alone on SQLite, and Postgres counts by a sequence of its own."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        taken = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return sorted(int(number) for number in connection.scalars(taken, {"table": table, "count": count}))
    first = int(connection.scalar(text(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')) or 1)
    return list(range(first, first + count))
