"""Take applications in from files: all rows or none, the same file again changes nothing, case numbers given in order.

Files are read in a process of their own. What an office gets in a year is held whole before the transaction begins; of a
file beyond that the rows stream through it in batches, and any fault at the end undoes all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.intake_manner import Manner
from skjonn.domain.persons import Role
from skjonn.spreadsheets.worker import Worker
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls
from skjonn.storage.queries.calls import StoredCall
from skjonn.usecases.acting import acting
from skjonn.usecases.initiative_suggesting import suggested_in
from skjonn.usecases.intake_files import AT_ONCE, Stream, files_of
from skjonn.usecases.intake_headings import remembered
from skjonn.usecases.intake_job import job_of
from skjonn.usecases.intake_refusals import CallChanged, NothingToImport, RowsMissing
from skjonn.usecases.intake_taking import Imported, Taking

__all__ = ["Imported", "Manner", "count", "import_applications", "paths"]


@dataclass(frozen=True)
class _Begun:
    """What was read before the files: the call, and whether it has cases."""

    stored: StoredCall
    told: dict[str, object]
    empty: bool


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
    decided: bool = False,
    same: Mapping[str, str] | None = None,
    new: Sequence[str] = (),
    municipalities: Mapping[str, str] | None = None,
    step: Callable[[], object] = lambda: None,
    worker: Worker | None = None,
) -> Imported:
    """Take the applications of some files into a call.

    Args:
        url: of the database.
        desk: a caseworker's.
        files: .xlsx, .xlsm, .xls, .ods, .csv or .tsv, in order; a folder stands for the files in it, by name.
        call: its code.
        update: write a new version of each case whose row has changed; else changed rows are refused.
        received: the day for rows that do not say when they came.
        mapping: heading -> field name, for headings that are not known; the office remembers it.
        partial: take the rows without faults; else one fault keeps everything out.
        late: row number or case number -> why an application is taken after the deadline.
        decided: the files tell of a round that is decided; what was awarded is taken over.
        same: row -> the case it means, where that is not plain; new: rows that are new though they nearly are a case.
        municipalities: name as it stands in a cell -> the municipality it means, by number or name, where that is not plain.
        step: told after each file is read, and once when all are taken in.
        worker: a process to read in that was started ahead; it is ended here.

    Raises:
        SheetFileRefused, ImportRefused, NothingToImport: the files have faults.
        FieldUnknown, MappedHeadingMissing, NameMissing, ReceivedMissing, LateUnknown: the arguments do not fit the files.
        MunicipalityUnknown and the others of its kind: a name is said to mean what is no municipality of the day.
        LateCases, CaseDecided: a rule forbids it.
        RowsDiffer, CallChanged: cases are there and differ; someone was faster.
    """
    manner = Manner(
        update,
        partial,
        received,
        dict(mapping or {}),
        dict(late or {}),
        decided,
        dict(same or {}),
        frozenset(new),
        dict(municipalities or {}),
    )
    with worker or nullcontext() as ahead:
        with reading(url) as session:
            begun = _begin(session, desk, call, manner)
        paths, passed_over = files_of(files)
        with ahead or Worker() as reader:
            reader.give_job(begun.told)
            stream = Stream(reader, paths, manner, step)
            stream.problems.extend(passed_over)
            return _taken(url, desk, begun, stream)


def paths(named: Sequence[Path]) -> list[Path]:
    """Return the files that are meant by files and folders, in order.

    Raises:
        FolderWithoutFiles: a folder holds no file that can be read.
    """
    return files_of(named)[0]


def count(named: Sequence[Path]) -> int:
    """Return how many files are meant; what is wrong with them is told when they are imported."""
    return sum(len(list(path.iterdir())) if path.is_dir() else 1 for path in named)


def _begin(session: Session, desk: Desk, call: str, manner: Manner) -> _Begun:
    acting(session, desk, Role.CASEWORKER)
    stored = calls.one(session, call)
    meant = manner.meant(remembered(session))
    meant.by_heading()  # refuses a field that does not exist before any file is read
    return _Begun(stored, job_of(session, stored, manner, meant).told(), not applications.any_case(session, stored.id))


def _taken(url: str, desk: Desk, begun: _Begun, stream: Stream) -> Imported:
    """Hold what comes at once, or all of it where it must be compared with cases that are there; then take it in."""
    held = stream.take(AT_ONCE)
    while not stream.ended and not begun.empty:
        held.extend(stream.take(AT_ONCE))
    if stream.ended and not held and not stream.has_errors:
        missing = RowsMissing if stream.has_headings else NothingToImport
        raise missing(files=stream.names, problems=stream.problems)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        again = calls.one(session, begun.stored.code)
        if again.version_id != begun.stored.version_id:
            raise CallChanged(call=begun.stored.code)
        taking = Taking(session, desk, person, again, stream)
        for batch in chain([held], stream.batches()):
            taking.take(batch)
        done = taking.finish()
        if desk.dry_run:
            done = replace(done, alike=tuple(suggested_in(session, desk, done.added)))
    stream.step()
    return done
