"""Writing applications: cases with their first version, further versions, persons, notes. In bulk, and only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, delete, select

from skjonn.domain.applications import AmountLine, Contact, Content, Source, Submitted, identity
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

_HANGING = {"partners", "areas", "costs", "other_funding", "applied_by_year", "attachments"}
_AMOUNTS = ("costs", "other_funding", "applied_by_year")
_PLAIN = tuple(part.name for part in fields(Content) if part.name not in _HANGING)


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
    submitted: Submitted
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


def next_serial(session: Session, call_id: int, count: int) -> int:
    """Take `count` case numbers of a call and return the first; the call's row is held until the transaction ends."""
    row = session.exec(select(CallRow).where(CallRow.id == call_id).with_for_update(key_share=True)).one()
    first = row.last_serial + 1
    row.last_serial += count
    session.add(row)
    session.flush()
    return first


def add_cases(session: Session, call_id: int, cases: Sequence[NewCase], written: Written) -> list[int]:
    """Add cases with their first version, persons and notes; return their ids in the order given."""
    if not cases:
        return []
    rows = [
        {"call_id": call_id, "case_number": case.case_number, "identity": identity(case.submitted.content), "import_id": case.import_id}
        for case in cases
    ]  # fmt: skip
    ids = _inserted(session, ApplicationRow, rows)
    versions = [
        NewVersion(application, 1, case.submitted.content, case.submitted.source, case.reason)
        for application, case in zip(ids, cases, strict=True)
    ]
    add_versions(session, versions, written)
    _add_contacts(session, {application: case.submitted.contacts for application, case in zip(ids, cases, strict=True)})
    notes = {application: case.submitted.note for application, case in zip(ids, cases, strict=True)}
    add_notes(session, {application: note for application, note in notes.items() if note}, written)
    return ids


def add_versions(session: Session, versions: Sequence[NewVersion], written: Written) -> None:
    """Add versions with all that hangs on them."""
    if not versions:
        return
    ids = _inserted(session, ApplicationVersionRow, [_version(version, written) for version in versions])
    contents = [(number, version.content) for number, version in zip(ids, versions, strict=True)]
    _insert(session, PartnerRow, [row for number, content in contents for row in _partners(number, content)])
    _insert(session, ApplicationAreaRow, [row for number, content in contents for row in _areas(number, content)])
    _insert(session, AmountLineRow, [row for number, content in contents for row in _amounts(number, content)])
    _insert(session, AttachmentRow, [row for number, content in contents for row in _attachments(number, content)])


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


def _version(version: NewVersion, written: Written) -> dict[str, Any]:
    plain = {name: getattr(version.content, name) for name in _PLAIN}
    plain["scope"] = version.content.scope.value
    plain["phase"] = version.content.phase.value if version.content.phase else None
    source = version.source
    return {
        **plain,
        "application_id": version.application_id,
        "number": version.number,
        "source_file": source.file,
        "source_sheet": source.sheet,
        "source_row": source.row,
        "reason": version.reason,
        **_by(written),
    }


def _by(written: Written) -> dict[str, Any]:
    return {"person_id": written.person_id, "on": written.on, "recorded_at": written.recorded_at}


def _partners(version: int, content: Content) -> list[dict[str, Any]]:
    return [
        {"version_id": version, "position": position, "kind": partner.kind.value, "name": partner.name, "municipality_number": partner.number}
        for position, partner in enumerate(content.partners, start=1)
    ]  # fmt: skip


def _areas(version: int, content: Content) -> list[dict[str, Any]]:
    return [{"version_id": version, "position": position, "area": area} for position, area in enumerate(content.areas, start=1)]  # fmt: skip


def _amounts(version: int, content: Content) -> list[dict[str, Any]]:
    return [
        {"version_id": version, "part": part, "position": position, "label": line.label, "amount_nok": line.amount_nok}
        for part in _AMOUNTS
        for position, line in enumerate(_lines(content, part), start=1)
    ]


def _lines(content: Content, part: str) -> tuple[AmountLine, ...]:
    lines: tuple[AmountLine, ...] = getattr(content, part)
    return lines


def _attachments(version: int, content: Content) -> list[dict[str, Any]]:
    return [{"version_id": version, "position": position, "name": name} for position, name in enumerate(content.attachments, start=1)]  # fmt: skip


def _add_contacts(session: Session, contacts: Mapping[int, Sequence[Contact]]) -> None:
    rows = [
        {"application_id": application, "part": person.part, "name": person.name, "email": person.email, "phone": person.phone}
        for application, persons in contacts.items()
        for person in persons
    ]  # fmt: skip
    _insert(session, ContactRow, rows)


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table), list(rows))


def _inserted(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return [int(number) for number in session.connection().execute(statement, list(rows)).scalars()]
