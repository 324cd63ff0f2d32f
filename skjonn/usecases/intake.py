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
from skjonn.domain.dates import day_alone
from skjonn.domain.desk import Desk
from skjonn.domain.headings import is_heading
from skjonn.domain.intake import Intake, Taken, read_applications
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Place, Problem
from skjonn.spreadsheets.reading import Workbook, read
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, calls
from skjonn.storage.queries.application_writes import NewCase, NewVersion, Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.tables.office import ImportRow
from skjonn.usecases import intake_checks as checks
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.directory import terms_of
from skjonn.usecases.intake_checks import Lateness
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

    def is_sound(self, manner: Manner) -> bool:
        """Tell whether rows may be taken as far as the files alone can tell."""
        return not self.intake.errors or (manner.partial and bool(self.intake.taken))


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
    if not intake.taken and not intake.errors:
        raise NothingToImport(files=[book.name for book in workbooks], problems=batch.problems)
    sound = batch.is_sound(manner)
    with writing(url, keep=not desk.dry_run) if sound else reading(url) as session:
        person = acting(session, desk, Role.CASEWORKER)
        again = calls.one(session, call)
        if again.version_id != stored.version_id:
            raise CallChanged(call=call)
        act = _Act(session, desk, person, again, manner)
        return _take_in(act, batch) if sound else _refuse(act, batch)


def _read(path: Path, step: Callable[[], object]) -> Workbook:
    book = read(path, is_heading)
    step()
    return book


@dataclass(frozen=True)
class _Plan:
    """What is to be written: the rows, why late ones are taken, the cases there are, and what is known of the result."""

    told: Sorted
    reasons: Mapping[Place, str]
    there: Mapping[int, Case]
    done: Imported


def _refuse(act: _Act, batch: _Batch) -> Imported:
    """Refuse files with faults, and tell at once what else would speak against their rows.

    Raises:
        ImportRefused: always.
    """
    there = applications.cases(act.session, act.stored.id)
    faulty = [row for row in batch.intake.faulty if row.is_identified or not there]
    rows = (*batch.intake.taken, *faulty)
    told = _received(act, sort_out(rows, _all_known(act, there), _taken_before(act, batch)))
    late = checks.lateness(_to_write(act, told), act.stored, act.manner.late)
    found = _found(act, told, late)
    if late.unused:  # they may be case numbers, which nobody knows before all rows can be numbered
        found = tuple(one for one in found if one.code != LateCases.code)
    problems = (*batch.problems, *found)
    raise ImportRefused(errors=sum(one.severity == "error" for one in problems), problems=problems)


def _take_in(act: _Act, batch: _Batch) -> Imported:
    there = {case.id: case for case in applications.cases(act.session, act.stored.id)}
    told = _received(act, sort_out(batch.intake.taken, _all_known(act, there.values()), _taken_before(act, batch)))
    kept = _to_write(act, told)
    first = writes.next_serial(act.session, act.stored.id, 0)
    numbers = [case_number(act.stored.code, first + position) for position in range(len(kept.new))]
    late = checks.lateness(kept, act.stored, act.manner.late, numbers)
    _require_acceptable(act, told, late, (*batch.problems, *_found(act, told, late)))
    _require_undecided(act, kept, there)
    if late.unused:
        raise LateUnknown(named=late.unused[0])
    kept_out = (
        *checks.doubles(told),
        *checks.unclear(told),
        *(checks.differences(told.changed) if not act.manner.update else ()),
    )
    left_out = (*batch.intake.left_out, *_rows_left_out(act, told))
    done = Imported(act.stored.code, unchanged=len(told.unchanged), left_out=left_out, problems=(*batch.problems, *kept_out))  # fmt: skip
    if not kept.new and not kept.changed:
        return done
    return _write(act, batch, _Plan(kept, late.reasons, there, done))


def _received(act: _Act, told: Sorted) -> Sorted:
    """Fill in the stated day where a new row does not say when it came."""
    if act.manner.received is None:
        return told
    stated = day_alone(act.manner.received)
    without = {id(row) for row in checks.without_receipt(told.new)}
    return replace(told, new=tuple(_with_day(row, stated) if id(row) in without else row for row in told.new))


def _with_day(row: Taken, day: datetime) -> Taken:
    content = replace(row.submitted.content, received_at=day)
    return replace(row, submitted=replace(row.submitted, content=content))


def _to_write(act: _Act, told: Sorted) -> Sorted:
    """Return the rows without the changed ones where those are not asked for."""
    return told if act.manner.update else replace(told, changed=())


def _rows_left_out(act: _Act, told: Sorted) -> list[Place]:
    changed = [] if act.manner.update else [change.taken.place for change in told.changed]
    return [*(row.place for row, _others in (*told.doubled, *told.unclear)), *changed]


def _found(act: _Act, told: Sorted, late: Lateness) -> tuple[Problem, ...]:
    """Return all that speaks against the rows beside their own faults."""
    differing = () if act.manner.update else told.changed
    return (
        *checks.doubles(told),
        *checks.unclear(told),
        *checks.differences(differing),
        *checks.not_received(checks.without_receipt(told.new)),
        *checks.late_rows(late.without),
    )


def _require_acceptable(act: _Act, told: Sorted, late: Lateness, problems: tuple[Problem, ...]) -> None:
    """Refuse by the gravest of what was found; the refusal carries all of it."""
    whole = not act.manner.partial
    if whole and (told.doubled or told.unclear):
        raise ImportRefused(errors=sum(one.severity == "error" for one in problems), problems=problems)
    if whole and told.changed and not act.manner.update:
        raise RowsDiffer(count=len(told.changed), problems=problems)
    if missing := checks.without_receipt(told.new):
        raise ReceivedMissing(count=len(missing), problems=problems)
    if late.without:
        raise LateCases(count=len(late.without), deadline=act.stored.call.deadline, example=late.without[0].row, problems=problems)  # fmt: skip


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


def _require_undecided(act: _Act, told: Sorted, there: Mapping[int, Case]) -> None:
    settled = settled_cases(act.session, act.stored.id)
    decided = [there[change.known.key].case_number for change in told.changed if change.known.key in settled]
    if decided:
        raise CaseDecided(cases=decided)


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
