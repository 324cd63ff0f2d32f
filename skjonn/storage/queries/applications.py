"""Questions about applications: what a case says on a day, and what hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from skjonn.domain.applications import AmountLine, Contact, Content, Partner, PartnerKind, Phase, Scope, Source
from skjonn.errors import UsageError
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
from skjonn.storage.tables.person import PersonRow
from skjonn.texts import N_

_PLAIN = (
    "title", "lead", "applied_nok", "reference", "summary", "background", "goals", "purpose_role", "payee", "starts_on", "ends_on",
    "total_cost_nok", "own_funding_nok", "own_effort_nok", "gains", "spread_plan", "anchored_by", "anchored_on",
    "accepts_partial", "least_useful_nok", "previous_awards", "received_at", "caseworker", "archive_reference",
    "withdrawn", "withdrawn_reason",
)  # fmt: skip
"""Columns of a version that stand in `Content` under the same name and as they are."""

RowT = TypeVar("RowT", PartnerRow, ApplicationAreaRow, AmountLineRow, AttachmentRow)

UNDONE = "undone:"
"""How the identity of a case begins whose import was withdrawn: nothing that comes in later is known by it."""
_AT_ONCE = 500  # version ids in one IN (...): below every database's bound on parameters


class CaseUnknown(UsageError):
    """There is no case with the number given."""

    code = "case-unknown"
    sentence = N_("There is no case {case}.")
    advice = N_("See the cases with `skjonn application list`.")


@dataclass(frozen=True)
class Case:
    """One case as it stands on a day: its identity, and the version in force.

    Attributes:
        id, call_id, version_id: keys in this database, never in an output.
        version_number: from 1; on: the day this version is dated.
        imported: whether the case came with a file; source: where this version was read from.
        undone: whether its import was withdrawn, so that nothing that comes in later means it.
        merged_into_id: key of the case it was merged into.
        version_import_id: key of the file this version came with, as in `Version`.
        single: nobody applied: it was made for an award outside the round.
    """

    id: int
    case_number: str
    call_id: int
    version_id: int
    version_number: int
    content: Content
    on: date
    source: Source
    imported: bool
    undone: bool = False
    merged_into_id: int | None = None
    version_import_id: int | None = None
    single: bool = False


@dataclass(frozen=True)
class Note:
    """An internal note on a case, with its day and who wrote it (a name)."""

    text: str
    on: date
    author: str


@dataclass(frozen=True)
class Version:
    """One version of a case in its series: number, day, who made it (a name), why (may be empty), where it was read from.

    `import_id` is the key of the file it came with, or went back to when another was withdrawn; None by hand.
    """

    number: int
    on: date
    author: str
    reason: str
    content: Content
    source: Source
    import_id: int | None = None


def cases(session: Session, call_id: int, as_of: date | None = None) -> list[Case]:
    """Return the cases of a call as they stood on `as_of` (included) or stand now, by case number."""
    return _cases(session, (ApplicationRow.call_id == call_id,), as_of)


def some_cases(session: Session, application_ids: Sequence[int], as_of: date | None = None) -> list[Case]:
    """Return some cases, by their ids, as they stood on `as_of` (included) or stand now, by case number."""
    found: list[Case] = []
    for start in range(0, len(application_ids), _AT_ONCE):
        found += _cases(session, (col(ApplicationRow.id).in_(application_ids[start : start + _AT_ONCE]),), as_of)
    return sorted(found, key=lambda case: _by_number(case.case_number))


def any_case(session: Session, call_id: int) -> bool:
    """Tell whether a call has a case, withdrawn ones too."""
    return session.exec(select(ApplicationRow.id).where(ApplicationRow.call_id == call_id).limit(1)).first() is not None


def case(session: Session, case_number: str, as_of: date | None = None) -> Case:
    """Return one case.

    Raises:
        CaseUnknown: no case has the number, or it came after `as_of`.
    """
    found = _cases(session, (ApplicationRow.case_number == case_number,), as_of)
    if not found:
        raise CaseUnknown(case=case_number)
    return found[0]


def versions(session: Session, application_id: int) -> list[Version]:
    """Return every version of a case, the first one first."""
    statement = (
        select(ApplicationVersionRow, PersonRow)
        .join(PersonRow, col(PersonRow.id) == ApplicationVersionRow.person_id)
        .where(ApplicationVersionRow.application_id == application_id)
        .order_by(col(ApplicationVersionRow.number))
    )
    return _versions(session, session.exec(statement).all())


def versions_at(session: Session, numbers: Mapping[int, int]) -> dict[int, Version]:
    """Return one version of each of some cases: case id -> the version with the number wanted."""
    found: dict[int, Version] = {}
    ids = list(numbers)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(ApplicationVersionRow, PersonRow)
            .join(PersonRow, col(PersonRow.id) == ApplicationVersionRow.person_id)
            .where(col(ApplicationVersionRow.application_id).in_(ids[start : start + _AT_ONCE]))
        )
        rows = [pair for pair in session.exec(statement) if pair[0].number == numbers[pair[0].application_id]]
        found |= {row.application_id: one for (row, _person), one in zip(rows, _versions(session, rows), strict=True)}
    return found


def _versions(session: Session, rows: Sequence[tuple[ApplicationVersionRow, PersonRow]]) -> list[Version]:
    said = _contents(session, [row for row, _person in rows])
    return [
        Version(row.number, row.on, person.name, row.reason, said[_id(row.id)], _source(row), row.import_id)
        for row, person in rows
    ]


def contents(session: Session, version_ids: Sequence[int]) -> dict[int, Content]:
    """Return what some versions of applications say, by the version's key: what was decided on, whatever came later."""
    rows: list[ApplicationVersionRow] = []
    for start in range(0, len(version_ids), _AT_ONCE):
        some = version_ids[start : start + _AT_ONCE]
        rows += session.exec(select(ApplicationVersionRow).where(col(ApplicationVersionRow.id).in_(some)))
    return _contents(session, rows)


def contacts(session: Session, application_id: int) -> list[Contact]:
    """Return the persons named in an application. Personal: for the office's own eyes."""
    rows = session.exec(select(ContactRow).where(ContactRow.application_id == application_id)).all()
    return [Contact(row.part, row.name, row.email, row.phone) for row in sorted(rows, key=lambda row: row.part)]


def contacts_of_call(session: Session, call_id: int) -> dict[int, tuple[Contact, ...]]:
    """Return the persons named in each application of a call, by application id. Personal: for the office's own eyes."""
    statement = (
        select(ContactRow)
        .join(ApplicationRow, col(ApplicationRow.id) == ContactRow.application_id)
        .where(ApplicationRow.call_id == call_id)
    )
    found: dict[int, tuple[Contact, ...]] = defaultdict(tuple)
    for row in sorted(session.exec(statement), key=lambda row: row.part):
        found[row.application_id] += (Contact(row.part, row.name, row.email, row.phone),)
    return dict(found)


def notes(session: Session, application_id: int) -> list[Note]:
    """Return the internal notes on a case, the first one first."""
    statement = (
        select(NoteRow, PersonRow)
        .join(PersonRow, col(PersonRow.id) == NoteRow.person_id)
        .where(NoteRow.application_id == application_id)
        .order_by(col(NoteRow.id))
    )
    return [Note(note.text, note.on, person.name) for note, person in session.exec(statement)]


def numbers(session: Session, application_ids: Sequence[int]) -> dict[int, str]:
    """Return the case numbers of some applications, by id."""
    found: dict[int, str] = {}
    for start in range(0, len(application_ids), _AT_ONCE):
        some = application_ids[start : start + _AT_ONCE]
        asked = select(ApplicationRow.id, ApplicationRow.case_number).where(col(ApplicationRow.id).in_(some))
        found |= {_id(key): number for key, number in session.exec(asked)}
    return found


def merged_into(session: Session, application_ids: Sequence[int]) -> dict[int, int]:
    """Return which cases were merged into some cases: the merged one's id -> the id of the one it is part of now."""
    found: dict[int, int] = {}
    for start in range(0, len(application_ids), _AT_ONCE):
        some = application_ids[start : start + _AT_ONCE]
        asked = select(ApplicationRow.id, ApplicationRow.merged_into_id).where(col(ApplicationRow.merged_into_id).in_(some))  # fmt: skip
        found |= {_id(key): _id(into) for key, into in session.exec(asked)}
    return found


def _cases(session: Session, conditions: Sequence[object], as_of: date | None) -> list[Case]:
    newest = aliased(ApplicationVersionRow)
    number = select(func.max(col(newest.number))).where(col(newest.application_id) == col(ApplicationRow.id))
    if as_of is not None:
        number = number.where(col(newest.on) <= as_of)
    statement = (
        select(ApplicationRow, ApplicationVersionRow)
        .join(ApplicationVersionRow, col(ApplicationVersionRow.application_id) == ApplicationRow.id)
        .where(*conditions)  # type: ignore[arg-type]  # callers pass column conditions
        .where(ApplicationVersionRow.number == number.correlate(ApplicationRow).scalar_subquery())
    )
    rows = session.exec(statement).all()
    contents = _contents(session, [version for _row, version in rows])
    found = [_case(row, version, contents[_id(version.id)]) for row, version in rows]
    return sorted(found, key=lambda case: _by_number(case.case_number))


def _case(row: ApplicationRow, version: ApplicationVersionRow, content: Content) -> Case:
    return Case(
        id=_id(row.id),
        case_number=row.case_number,
        call_id=row.call_id,
        version_id=_id(version.id),
        version_number=version.number,
        content=content,
        on=version.on,
        source=_source(version),
        imported=row.import_id is not None,
        undone=row.identity.startswith(UNDONE),
        merged_into_id=row.merged_into_id,
        version_import_id=version.import_id,
        single=row.single,
    )


def _source(row: ApplicationVersionRow) -> Source:
    return Source(row.source_file, row.source_sheet, row.source_row)


def _by_number(case_number: str) -> tuple[str, int]:
    call, _, serial = case_number.rpartition("-")
    return call, int(serial)


def _contents(session: Session, rows: Sequence[ApplicationVersionRow]) -> dict[int, Content]:
    ids = [_id(row.id) for row in rows]
    partners = _hanging(session, PartnerRow, ids)
    areas = _hanging(session, ApplicationAreaRow, ids)
    amounts = _hanging(session, AmountLineRow, ids)
    attachments = _hanging(session, AttachmentRow, ids)
    return {
        version: _content(row, partners[version], areas[version], amounts[version], attachments[version])
        for version, row in zip(ids, rows, strict=True)
    }


def _hanging(session: Session, table: type[RowT], ids: Sequence[int]) -> dict[int, list[RowT]]:
    found: dict[int, list[RowT]] = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        rows = session.exec(select(table).where(col(table.version_id).in_(some)))
        for row in rows:
            found[row.version_id].append(row)
    for rows_of_version in found.values():
        rows_of_version.sort(key=lambda row: row.position)
    return found


def _content(
    row: ApplicationVersionRow,
    partners: Sequence[PartnerRow],
    areas: Sequence[ApplicationAreaRow],
    amounts: Sequence[AmountLineRow],
    attachments: Sequence[AttachmentRow],
) -> Content:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Content(
        **plain,
        scope=Scope(row.scope),
        phase=Phase(row.phase) if row.phase else None,
        partners=tuple(Partner(PartnerKind(one.kind), one.name, one.municipality_number) for one in partners),
        areas=tuple(area.area for area in areas),
        costs=_lines(amounts, "costs"),
        other_funding=_lines(amounts, "other_funding"),
        applied_by_year=_lines(amounts, "applied_by_year"),
        attachments=tuple(attachment.name for attachment in attachments),
    )


def _lines(amounts: Sequence[AmountLineRow], part: str) -> tuple[AmountLine, ...]:
    return tuple(AmountLine(line.label, line.amount_nok) for line in amounts if line.part == part)


def _id(key: int | None) -> int:
    assert key is not None, "a stored row has a key"
    return key
