"""Take in filled report forms: all of them or nothing, with every fault by its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.report_forms import Filled, read_forms
from skjonn.domain.reports import Account, ReportKind, faults, unlikely_day
from skjonn.errors import FindingsError, SkjonnError, UsageError
from skjonn.files import sha256
from skjonn.spreadsheets.reading import read
from skjonn.storage.database import writing
from skjonn.storage.queries import reports
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.report import ReportAmountRow, ReportFileRow, ReportRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.intake_files import files_of
from skjonn.usecases.report_views import Asked, Owed, of_case, owed

FORMS = (".xlsx", ".xlsm", ".xls", ".ods")
"""How files end that may be report forms; others in a folder are passed over."""


class ReportsFaulty(FindingsError):
    """Report forms have faults; nothing is taken in."""

    code = "reports-faulty"
    sentence = N_("No report was taken in. Problems: {count}.")
    advice = N_("Mend the cells named, take away what is no report form, and run the command again; --partial takes the reports without faults.")  # fmt: skip


class ReportAhead(UsageError):
    """A report is dated after the day it is taken in."""

    code = "report-ahead"
    sentence = N_("{on} has not come yet.")
    advice = N_("Name the day the reports came with --received.")


@dataclass(frozen=True)
class Taken:
    """What was taken in: cases whose report is new, whose report was there already, pages left empty, and what is doubtful or left out: cases, and files that are no form."""

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    empty: tuple[str, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """How files are taken in: the day they came, whether those with faults are left out, and whether accepted reports are changed."""

    received_on: date
    partial: bool = False
    update: bool = False


@dataclass(frozen=True)
class _Page:
    file: Path
    digest: str
    filled: Filled


@dataclass(frozen=True)
class _Known:
    """What pages are held against: what is owed, the office that asked, how they came, and what came in these files before."""

    every: Sequence[Owed]
    office: str
    how: HandedIn
    before: frozenset[tuple[int, ReportKind, str, str]]

    def owed(self, page: _Page) -> Owed | None:
        return of_case(self.every, page.filled.case, page.filled.report)

    def has(self, page: _Page) -> bool:
        one = self.owed(page)
        return one is not None and (one.application_id, one.report, page.digest, page.filled.sheet) in self.before


def take_in(
    url: str, desk: Desk, paths: Sequence[Path], how: HandedIn, step: Callable[[int], object] = lambda _done: None
) -> Taken:
    """Take in the reports of forms, files or folders of them; the same report again changes nothing.

    Args:
        url: of the database; desk: a caseworker's; paths: in order.
        how: when they came, and what becomes of faulty ones.
        step: told after each file how many are read.

    Raises:
        SheetFileRefused: (a branch) a file cannot be read or should not be opened.
        NoReportForm, ReportFormOutdated, ReportFormDamaged, FolderWithoutFiles: a file is no form of ours.
        ReportAhead: the day has not come; ReportsFaulty: with every problem by its cell; nothing is taken in.
    """
    require_come(how.received_on, desk.today)
    pages, told = _pages(paths, step)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        known = _known(session, pages, how)
        twice = _twice([page for page in pages if not known.has(page)])
        filled = [(page, _wrong(session, page, known)) for page in pages if not page.filled.empty]
        problems = [*told, *(one for _page, some in filled for one in some), *twice]
        errors = [one for one in problems if one.severity == "error"]
        if errors and (not how.partial or twice):
            raise ReportsFaulty(count=len(errors), problems=tuple(problems))
        good = [page for page, some in filled if not any(one.severity == "error" for one in some)]
        fresh = [(page.filled.case, _put(session, desk, person, page, known)) for page in good]
        left = {page.filled.case for page, _some in filled if page not in good}
        return Taken(
            added=tuple(case for case, is_new in fresh if is_new),
            unchanged=tuple(case for case, is_new in fresh if not is_new),
            empty=tuple(page.filled.case for page in pages if page.filled.empty),
            problems=tuple(problems),
            left_out=(*sorted(left, key=case_order), *(one.place.file for one in told if one.severity == "error")),
        )


def _pages(paths: Sequence[Path], step: Callable[[int], object]) -> tuple[list[_Page], list[Problem]]:
    files, told = files_of(paths, FORMS)
    pages: list[_Page] = []
    for count, path in enumerate(files, start=1):
        try:
            book = read(path)
            found = [_Page(path, book.sha256, filled) for filled in read_forms(path.name, book.sheets)]
        except FindingsError as error:
            if len(files) == 1:
                raise
            told.append(Problem(error.code, "error", Place(path.name), error.sentence, error.advice, dict(error.data)))
        else:
            told += book.problems
            pages += found
        step(count)
    return pages, told


def require_come(on: date, today: date) -> None:
    """Hold that a report came at the latest today.

    Raises:
        ReportAhead: the day has not come.
    """
    if on > today:
        raise ReportAhead(on=on)


def _known(session: Session, pages: Sequence[_Page], how: HandedIn) -> _Known:
    before = reports.sent_before(session, {page.digest for page in pages})
    return _Known(owed(session, how.received_on, Asked()), the_office(session).office_id, how, frozenset(before))


def _wrong(session: Session, page: _Page, known: _Known) -> list[Problem]:
    """Return everything wrong or doubtful with a page: cells that cannot be read, what is missing, sums that differ.

    Nothing is where the very same page of the same file was taken in before.
    """
    filled, one = page.filled, known.owed(page)
    first = filled.places.get("status", Place(filled.file, filled.sheet, "A1"))
    if filled.office != known.office:
        sentence = N_("The form was written by another office: {office}.")
        return [replace(problem("error", "report-of-other-office", sentence, office=filled.office or "?"), place=first)]
    if known.has(page):
        return []
    if filled.said is None:
        return list(filled.problems)
    if one is None:
        sentence = N_("{case} owes no {report}: it is unknown here, or has no award that stands.")
        return [replace(problem("error", "report-not-owed", sentence, case=filled.case, report=filled.report), place=first)]  # fmt: skip
    found = [replace(wrong, place=filled.places.get(name, first)) for name, wrong in faults(filled.report, filled.said, one.awarded_nok)]  # fmt: skip
    unlikely = unlikely_day(known.how.received_on, one.year)
    accepted = _accepted(session, one, filled.said) if not known.how.update else None
    return [*filled.problems, *found, *(replace(wrong, place=first) for wrong in (unlikely, accepted) if wrong)]


def _accepted(session: Session, one: Owed, said: Account) -> Problem | None:
    """Return what is wrong where a report was accepted, and now says another thing."""
    if one.came is None or not one.came.accepted or reports.account(session, one.came.id) == said:
        return None
    sentence = N_("The {report} of {case} was accepted, and this one says another thing.")
    advice = N_("--update takes it in; it has to be accepted anew.")
    return problem("error", "report-accepted-before", sentence, advice, report=one.report, case=one.case)


def _twice(pages: Sequence[_Page]) -> list[Problem]:
    seen: dict[tuple[str, ReportKind], list[Filled]] = defaultdict(list)
    for page in pages:
        if not page.filled.empty:
            seen[page.filled.case, page.filled.report].append(page.filled)
    found = []
    for some in seen.values():
        for one in some[1:]:
            place = one.places.get("status", Place(one.file, one.sheet, "A1"))
            sentence = N_("The same report of {case} is in {file} too.")
            found.append(replace(problem("error", "report-twice", sentence, case=one.case, file=some[0].file), place=place))  # fmt: skip
    return found


def _put(session: Session, desk: Desk, person: Person, page: _Page, known: _Known) -> bool:
    """Store a report; tell whether it is new."""
    if known.has(page):
        return False
    one = known.owed(page)
    assert one is not None, "looked at before"
    assert page.filled.said is not None, "looked at before"
    if one.came and reports.account(session, one.came.id) == page.filled.said:
        return False
    _keep_file(session, page)
    source = (page.file.name, page.digest, page.filled.sheet)
    put_report(session, desk, person, Handed(one, page.filled.said, known.how.received_on, source))
    return True


@dataclass(frozen=True)
class Handed:
    """A report to be stored: whose, what it says, when it came, and from which file, digest and sheet, empty by hand."""

    owed: Owed
    said: Account
    received_on: date
    source: tuple[str, str, str] = ("", "", "")


def put_report(session: Session, desk: Desk, person: Person, handed: Handed) -> None:
    """Store a report as the next of its case and kind."""
    one, said = handed.owed, handed.said
    row = ReportRow(
        application_id=one.application_id, kind=one.report.value, number=(one.came.number if one.came else 0) + 1,
        reporter=one.municipality_number, status=said.status.value, summary=said.summary, results=said.results,
        experience=said.experience, usefulness=said.usefulness, next_steps=said.next_steps, spent_nok=said.spent_nok,
        unused_nok=said.unused_nok, received_on=handed.received_on, source_file=handed.source[0],
        source_sha256=handed.source[1], source_sheet=handed.source[2], on=desk.today, recorded_at=now(), person_id=person.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    assert row.id is not None, "flushed"
    for part in ("financing", "use"):
        for position, line in enumerate(getattr(said, part), start=1):
            session.add(ReportAmountRow(report_id=row.id, part=part, position=position, label=line.label, amount_nok=line.amount_nok))  # fmt: skip
    session.flush()
    record(session, desk, person, "report-received", one.case, cases=[one.application_id], report=one.report.value, received_on=handed.received_on, number=row.number)  # fmt: skip


def _keep_file(session: Session, page: _Page) -> None:
    """Keep the file byte for byte, once."""
    if not reports.has_file(session, page.digest):
        content = page.file.read_bytes()
        if sha256(content) != page.digest:
            raise FileChanged(file=page.file.name)
        session.add(ReportFileRow(sha256=page.digest, name=page.file.name, content=content))
        session.flush()


class FileChanged(SkjonnError):
    """A file was written to while it was read."""

    code = "file-changed-meanwhile"
    sentence = N_("{file} was changed while it was read.")
    advice = N_("Run the command again.")
    exit_code = 4
