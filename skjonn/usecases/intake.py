"""Take applications in from files: all rows or none, the same file again changes nothing, case numbers given in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from skjonn.domain.applications import Content
from skjonn.domain.changes import Change, Known, Sorted, merged_contacts, sort_out
from skjonn.domain.codes import case_number
from skjonn.domain.dates import day_alone, is_late
from skjonn.domain.desk import Desk
from skjonn.domain.headings import is_heading
from skjonn.domain.intake import Intake, Taken, read_applications, row_twice
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Place, Problem, problem
from skjonn.spreadsheets.reading import Workbook, read
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, calls
from skjonn.storage.queries.application_writes import NewCase, NewVersion, Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.office import ImportRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.directory import terms_of
from skjonn.usecases.intake_refusals import (
    CallChanged,
    ImportRefused,
    LateCases,
    LateUnknown,
    NothingToImport,
    ReceivedMissing,
    RowsDiffer,
)
from skjonn.usecases.settled import CaseDecided, settled_cases


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        call: its code; added, changed: case numbers in order; unchanged: how many rows said what was there.
        left_out: places of rows not taken (`partial` only); problems: faults of those, and all warnings.
    """

    call: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    left_out: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Manner:
    """How an import is to go.

    Attributes:
        update: take changed rows; partial: take the rows without faults and leave the others.
        received: the day for rows that do not say; mapping: heading -> field name.
        late: row as numbered in the file, or case number -> why it is taken after the deadline.
    """

    update: bool = False
    partial: bool = False
    received: date | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Batch:
    """What was read outside the transaction."""

    workbooks: tuple[Workbook, ...]
    intake: Intake
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Act:
    """The open transaction with what holds for all of it."""

    session: Session
    desk: Desk
    person: Person
    stored: StoredCall
    manner: Manner

    def written(self) -> Written:
        return Written(self.person.id, self.desk.today, now())


def import_applications(
    url: str,
    desk: Desk,
    files: Sequence[Path],
    call: str,
    *,
    update: bool = False,
    received: date | None = None,
    mapping: Mapping[str, str] | None = None,
    partial: bool = False,
    late: Mapping[str, str] | None = None,
    step: Callable[[], object] = lambda: None,
) -> Imported:
    """Take the applications of some files into a call.

    Args:
        url: of the database.
        desk: a caseworker's.
        files: .xlsx, .xlsm, .xls, .ods, .csv or .tsv, in order.
        call: its code.
        update: write a new version of each case whose row has changed; else changed rows are refused.
        received: the day for rows that do not say when they came.
        mapping: heading -> field name, for headings that are not known.
        partial: take the rows without faults; else one fault keeps everything out.
        late: row number or case number -> why an application is taken after the deadline.
        step: told after each file is read, and once when its rows are understood.

    Raises:
        SheetFileRefused, ImportRefused, NothingToImport: the files have faults.
        FieldUnknown, MappedHeadingMissing, ReceivedMissing, LateUnknown: the arguments do not fit the files.
        LateCases, CaseDecided: a rule forbids it.
        RowsDiffer, CallChanged: cases are there and differ; someone was faster.
    """
    manner = Manner(update, partial, received, dict(mapping or {}), dict(late or {}))
    with reading(url) as session:
        acting(session, desk, Role.CASEWORKER)
        stored = calls.one(session, call)
        terms = terms_of(session, stored)
    workbooks = tuple(_read(path, step) for path in files)
    intake = read_applications([sheet for book in workbooks for sheet in book.sheets], terms, manner.mapping)
    step()
    batch = _Batch(workbooks, intake, (*(one for book in workbooks for one in book.problems), *intake.problems))
    _require_sound(batch, manner)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        again = calls.one(session, call)
        if again.version_id != stored.version_id:
            raise CallChanged(call=call)
        return _take_in(_Act(session, desk, person, again, manner), batch)


def _read(path: Path, step: Callable[[], object]) -> Workbook:
    book = read(path, is_heading)
    step()
    return book


def _require_sound(batch: _Batch, manner: Manner) -> None:
    intake = batch.intake
    if not intake.taken and not intake.errors:
        raise NothingToImport(files=[book.name for book in batch.workbooks], problems=batch.problems)
    if intake.errors and (not manner.partial or not intake.taken):
        raise ImportRefused(errors=len(intake.errors), problems=batch.problems)


@dataclass(frozen=True)
class _Plan:
    """What is to be written: the rows, why late ones are taken, the cases there are, and what is known of the result."""

    told: Sorted
    reasons: Mapping[Place, str]
    there: Mapping[int, Case]
    done: Imported


def _take_in(act: _Act, batch: _Batch) -> Imported:
    there = {case.id: case for case in applications.cases(act.session, act.stored.id)}
    told = sort_out(batch.intake.taken, _all_known(act, there.values()), _taken_before(act, batch))
    doubled = tuple(_doubled(row, first) for row, first in told.doubled)
    if doubled and not act.manner.partial:
        raise ImportRefused(errors=len(doubled), problems=(*batch.problems, *doubled))
    differing: tuple[Problem, ...] = ()
    if told.changed and not act.manner.update:
        differing = tuple(_difference(change) for change in told.changed)
        if not act.manner.partial:
            raise RowsDiffer(count=len(told.changed), problems=differing)
        told = replace(told, changed=())
    _require_undecided(act, told, there)
    new = _with_received(act, told.new)
    reasons = _reasons(act, new, told.changed)
    kept_out = (*doubled, *differing)
    left_out = (*batch.intake.left_out, *(one.place for one in kept_out))
    done = Imported(act.stored.code, unchanged=len(told.unchanged), left_out=left_out, problems=(*batch.problems, *kept_out))  # fmt: skip
    if not new and not told.changed:
        return done
    return _write(act, batch, _Plan(replace(told, new=new), reasons, there, done))


def _all_known(act: _Act, cases: Iterable[Case]) -> list[Known]:
    persons = applications.contacts_of_call(act.session, act.stored.id)
    return [
        Known(case.id, case.case_number, case.content, _last_imported(act.session, case), persons.get(case.id, ()))
        for case in cases
    ]  # fmt: skip


def _taken_before(act: _Act, batch: _Batch) -> set[str]:
    asked = select(ImportRow.sha256).where(ImportRow.call_id == act.stored.id)
    digests = set(act.session.exec(asked))
    return {book.name for book in batch.workbooks if book.sha256 in digests}


def _last_imported(session: Session, case: Case) -> Content | None:
    """Return what the file a case last came with said; the series is read only where the office has edited it by hand."""
    if case.source.file:
        return case.content
    if not case.imported:
        return None
    series = applications.versions(session, case.id)
    return next((one.content for one in reversed(series) if one.source.file), None)


def _doubled(row: Taken, first: Taken) -> Problem:
    return replace(row_twice(first.place), place=row.place)


def _difference(change: Change) -> Problem:
    found = problem("error", "row-differs", N_("{case} is there already and differs in {fields}."), case=change.known.case, fields=list(change.names))  # fmt: skip
    return replace(found, place=change.taken.place)


def _require_undecided(act: _Act, told: Sorted, there: Mapping[int, Case]) -> None:
    settled = settled_cases(act.session, act.stored.id)
    decided = [there[change.known.key].case_number for change in told.changed if change.known.key in settled]
    if decided:
        raise CaseDecided(cases=decided)


def _with_received(act: _Act, rows: Iterable[Taken]) -> tuple[Taken, ...]:
    """Fill in the stated day where a new row does not say when it came."""
    stated = day_alone(act.manner.received) if act.manner.received else None
    filled = tuple(_received(row, stated) for row in rows)
    missing = [row.place for row in filled if row.submitted.content.received_at is None]
    if missing:
        told = problem("error", "received-missing", N_("There is no day of receipt."))
        raise ReceivedMissing(count=len(missing), problems=[replace(told, place=place) for place in missing])
    return filled


def _received(row: Taken, stated: datetime | None) -> Taken:
    content = row.submitted.content
    if content.received_at is not None:
        return row
    return replace(row, submitted=replace(row.submitted, content=replace(content, received_at=stated)))


def _reasons(act: _Act, new: Sequence[Taken], changed: Sequence[Change]) -> dict[Place, str]:
    """Return why each late row is taken, by its place.

    Late is what came after the deadline; once the call is closed, every new or changed row is.
    """
    closed = act.stored.closed_on is not None
    first = writes.next_serial(act.session, act.stored.id, 0)
    names = {row.place: (str(row.row), f"{row.place.file}:{row.row}", case_number(act.stored.code, first + number)) for number, row in enumerate(new)}  # fmt: skip
    names |= {change.taken.place: (str(change.taken.row), f"{change.taken.place.file}:{change.taken.row}", change.known.case) for change in changed}  # fmt: skip
    late = [row.place for row in new if closed or _is_late(row, act.stored)]
    late += [change.taken.place for change in changed if closed]
    given = {name.strip().casefold(): reason.strip() for name, reason in act.manner.late.items() if reason.strip()}
    reasons = {place: reason for place in late if (reason := _first(given, names[place]))}
    _require_reasons(act, late, reasons, names)
    used = {name.casefold() for place in reasons for name in names[place]}
    for name in act.manner.late:
        if name.strip().casefold() not in used:
            raise LateUnknown(named=name)
    return reasons


def _first(given: Mapping[str, str], names: Sequence[str]) -> str:
    return next((given[name.casefold()] for name in names if name.casefold() in given), "")


def _require_reasons(
    act: _Act, late: Sequence[Place], reasons: Mapping[Place, str], names: Mapping[Place, Sequence[str]]
) -> None:
    without = [place for place in late if place not in reasons]
    if without:
        told = problem("error", "late-without-reason", N_("The application is late."))
        raise LateCases(
            count=len(without),
            deadline=act.stored.call.deadline,
            example=names[without[0]][0],
            problems=[replace(told, place=place) for place in without],
        )


def _is_late(row: Taken, stored: StoredCall) -> bool:
    received = row.submitted.content.received_at
    return received is not None and is_late(received, stored.call.deadline)


def _write(act: _Act, batch: _Batch, plan: _Plan) -> Imported:
    imports = {book.name: _note_import(act, book) for book in batch.workbooks}
    first = writes.next_serial(act.session, act.stored.id, len(plan.told.new))
    cases = [
        NewCase(case_number(act.stored.code, first + position), row.submitted, plan.reasons.get(row.place, ""), imports[row.place.file])
        for position, row in enumerate(plan.told.new)
    ]  # fmt: skip
    ids = writes.add_cases(act.session, act.stored.id, cases, act.written())
    _write_changes(act, plan)
    changed = plan.told.changed
    done = replace(plan.done, added=tuple(case.case_number for case in cases), changed=tuple(one.known.case for one in changed))  # fmt: skip
    record(
        act.session, act.desk, act.person, "applications-imported", act.stored.code,
        cases=[*ids, *(one.known.key for one in changed)],
        file_name=", ".join(book.name for book in batch.workbooks),
        sha256=[book.sha256 for book in batch.workbooks],
        added=list(done.added), changed=list(done.changed), unchanged=done.unchanged,
        late={case.case_number: case.reason for case in cases if case.reason},
    )  # fmt: skip
    return done


def _note_import(act: _Act, book: Workbook) -> int:
    row = ImportRow(
        call_id=act.stored.id, file_name=book.name, sha256=book.sha256,
        on=act.desk.today, recorded_at=now(), person_id=act.person.id,
    )  # fmt: skip
    act.session.add(row)
    act.session.flush()
    assert row.id is not None, "flushed"
    return row.id


def _write_changes(act: _Act, plan: _Plan) -> None:
    versions = [_version(change, plan) for change in plan.told.changed]
    writes.add_versions(act.session, versions, act.written())
    for change in plan.told.changed:
        case, submitted = change.known.key, change.taken.submitted
        writes.set_identity(act.session, case, change.content)
        writes.set_contacts(act.session, case, merged_contacts(change.known.contacts, submitted.contacts))
        said = {note.text for note in applications.notes(act.session, case)}
        if submitted.note and submitted.note not in said:
            writes.add_notes(act.session, {case: submitted.note}, act.written())


def _version(change: Change, plan: _Plan) -> NewVersion:
    number = plan.there[change.known.key].version_number + 1
    reason = plan.reasons.get(change.taken.place, "")
    return NewVersion(change.known.key, number, change.content, change.taken.submitted.source, reason)
