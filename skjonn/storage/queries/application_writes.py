"""Writing applications: cases with their first version, further versions, persons, notes. In bulk, and only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import func, update
from sqlmodel import Session, col, delete, select

from skjonn.domain.applications import Contact, Content, Entry, Plain, Source, identity, plain_of
from skjonn.storage.bulk import insert_rows, reserved_keys, stored_moment
from skjonn.storage.tables.application import ApplicationRow, ContactRow
from skjonn.storage.tables.call import CallRow
from skjonn.storage.tables.office import ImportRow

_AMOUNTS = ("costs", "other_funding", "applied_by_year")
_HANGING: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("partners", "application_partner", ("version_id", "position", "kind", "name", "municipality_number")),
    ("areas", "application_area", ("version_id", "position", "area")),
    *((part, "application_amount", ("version_id", "part", "position", "label", "amount_nok")) for part in _AMOUNTS),
    ("attachments", "application_attachment", ("version_id", "position", "name")),
)
"""What hangs on a version: the field, its table, and that table's columns in the order rows are made."""
_PLAIN: Plain = {
    part.name: None if part.default is MISSING else getattr(part.default, "value", part.default)
    for part in fields(Content)
    if part.name not in {name for name, _table, _columns in _HANGING}
}
"""A version's own columns, each with what stands there where nothing is said; the required ones are always said."""
_own = itemgetter(*_PLAIN)
_BY = ("person_id", "on", "recorded_at")
_VERSION = ("id", "application_id", "number", *_PLAIN, "source_file", "source_sheet", "source_row", "import_id", "reason", *_BY)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """Who writes, on which day, by which clock."""

    person_id: int
    on: date
    recorded_at: datetime


@dataclass(frozen=True)
class NewCase:
    """A case to add: its number, what was submitted, and why it is taken (empty where nothing needs a reason).

    `single` is a case nobody applied for.
    """

    case_number: str
    submitted: Entry
    reason: str = ""
    import_id: int | None = None
    single: bool = False


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
    [key] = reserved_keys(session, "import", 1)
    columns = ("id", "number", "part", "call_id", "file_name", "sha256", "content", "undone_reason", *_BY)
    row = (key, *which, call_id, file.name, file.sha256, file.content, "", *_by(written))
    insert_rows(session, "import", columns, [row])
    return key


def add_cases(session: Session, call_id: int, cases: Sequence[NewCase], written: Written) -> list[int]:
    """Add cases with their first version, persons and notes; return their ids in the order given."""
    if not cases:
        return []
    ids = reserved_keys(session, "application", len(cases))
    pairs = list(zip(ids, cases, strict=True))
    columns = ("id", "call_id", "case_number", "identity", "import_id", "single")
    rows = (
        (key, call_id, case.case_number, case.submitted.identity, case.import_id, case.single) for key, case in pairs
    )
    insert_rows(session, "application", columns, rows)
    _add_versions(session, [(key, 1, case.submitted.plain, case.submitted.source, case.reason, case.import_id) for key, case in pairs], written)  # fmt: skip
    _add_contacts(session, [(key, one) for key, case in pairs for one in case.submitted.contacts])
    add_notes(session, {key: case.submitted.note for key, case in pairs if case.submitted.note}, written)
    return ids


def add_versions(session: Session, versions: Sequence[NewVersion], written: Written) -> None:
    """Add versions with all that hangs on them."""
    said = [
        (one.application_id, one.number, plain_of(one.content), one.source, one.reason, one.import_id)
        for one in versions
    ]
    _add_versions(session, said, written)


_Said = tuple[int, int, Plain, Source, str, int | None]
"""A version: application, number, what it says, where it was read, why, and with which import."""


def _add_versions(session: Session, versions: Sequence[_Said], written: Written) -> None:
    if not versions:
        return
    keys = reserved_keys(session, "application_version", len(versions))
    by = _by(written)
    insert_rows(session, "application_version", _VERSION, [_version(key, said, by) for key, said in zip(keys, versions, strict=True)])  # fmt: skip
    hanging = [(key, said[2]) for key, said in zip(keys, versions, strict=True)]
    for part, table, columns in _HANGING:
        insert_rows(session, table, columns, _rows_of(part, hanging))


def _rows_of(part: str, hanging: Sequence[tuple[int, Plain]]) -> list[tuple[Any, ...]]:
    """Return the rows that hang on versions under `part`, in the order of its table's columns."""
    said = [(key, enumerate(plain[part], start=1)) for key, plain in hanging if part in plain]
    if part in {"areas", "attachments"}:
        return [(key, position, name) for key, names in said for position, name in names]
    extra = (part,) if part in _AMOUNTS else ()
    return [(key, *extra, position, *values) for key, lines in said for position, values in lines]


def _version(key: int, said: _Said, by: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the row of a version in the order of `_VERSION`: what is not said has its default."""
    application, number, plain, source, reason, import_id = said
    whole = {**_PLAIN, **plain}
    if "received_at" in plain:
        whole["received_at"] = stored_moment(plain["received_at"])
    return (key, application, number, *_own(whole), source.file, source.sheet, source.row, import_id, reason, *by)


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
    _add_contacts(session, [(application_id, one) for one in contacts])


def add_notes(session: Session, notes: Mapping[int, str], written: Written) -> None:
    """Add a note to each of these cases, by id."""
    by = _by(written)
    insert_rows(session, "note", ("application_id", "text", *_BY), ((key, said, *by) for key, said in notes.items()))


def _add_contacts(session: Session, contacts: Sequence[tuple[int, Contact]]) -> None:
    columns = ("application_id", "part", "name", "email", "phone")
    insert_rows(session, "contact", columns, ((key, one.part, one.name, one.email, one.phone) for key, one in contacts))


def _by(written: Written) -> tuple[Any, ...]:
    """Return who wrote, in the order of `_BY`."""
    return written.person_id, written.on.isoformat(), stored_moment(written.recorded_at)
