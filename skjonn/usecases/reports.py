"""The office's own acts on reports: list and show them, accept, send back, mark a good example; a report by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from skjonn.domain import reports as rules
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Problem
from skjonn.domain.reports import Account, ReportAct, ReportKind, ReportSettled, ReportUnknown, Unused
from skjonn.errors import FindingsError, UsageError
from skjonn.files import write_whole
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls, reports
from skjonn.storage.queries.reports import StoredReport
from skjonn.storage.tables.report import ExampleRow, ReportActRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.report_dues import require_award
from skjonn.usecases.report_import import Handed, put_report, require_come
from skjonn.usecases.report_views import Asked, Owed, of_case, owed


class ReportFaulty(FindingsError):
    """A report by hand has faults."""

    code = "report-faulty"
    sentence = N_("The report of {case} cannot be taken as it is.")
    advice = N_("Say what is missing, or mend the amounts.")


@dataclass(frozen=True)
class Shown:
    """A report with everything it says."""

    owed: Owed
    said: Account


@dataclass(frozen=True)
class Acted:
    """What became of a report; `unused_nok` is what was left, whole kroner, 0 where nothing was."""

    case: str
    report: ReportKind
    act: ReportAct
    unused_nok: int = 0
    unused: Unused | None = None


def listed(url: str, day: date, asked: Asked) -> list[Owed]:
    """Return reports by case number, the interim report first; of calls, of a day, only those still owed where asked so.

    Raises:
        CallUnknown: there is none of a code named.
    """
    with reading(url) as session:
        for code in asked.codes:
            calls.one(session, code)
        return owed(session, day, asked)


def show(url: str, day: date, case: str, kind: ReportKind) -> Shown:
    """Return the latest report of a case and kind.

    Raises:
        CaseUnknown: there is no such case; ReportUnknown: none has come.
    """
    with reading(url) as session:
        applications.case(session, case)
        one = _came(session, day, case, kind)
        assert one.came is not None, "it came"
        said = reports.account(session, one.came.id)
        return Shown(one, said)


def accept(url: str, desk: Desk, case: str, kind: ReportKind, unused: Unused | None = None) -> Acted:
    """Accept the latest report of a case and kind, saying what becomes of money not used where there is some.

    Raises:
        CaseUnknown, ReportUnknown, ReportSettled, UnusedUnsettled, UnusedNothing, UnusedInterim: it cannot be accepted so.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person, one, came = _settling(session, desk, case, kind)
        left = (came.unused_nok or 0) if kind is ReportKind.FINAL else 0
        rules.require_unused(case, kind, left, unused)
        _act(session, desk, person, came, replace(_Act(ReportAct.ACCEPTED), unused=unused))
        record(session, desk, person, "report-accepted", case, cases=[one.application_id], report=kind.value)
        if unused is not None:
            record(session, desk, person, "unused-settled", case, cases=[one.application_id], unused=unused.value, amount_nok=left)  # fmt: skip
        return Acted(case, kind, ReportAct.ACCEPTED, left, unused)


def send_back(url: str, desk: Desk, case: str, kind: ReportKind, comment: str) -> Acted:
    """Send the latest report of a case and kind back, saying what is to be mended; the municipality owes it again.

    Raises:
        CaseUnknown, ReportUnknown, ReportSettled, ReportCommentMissing: it cannot be sent back so.
    """
    why = comment.strip()
    if not why:
        raise rules.ReportCommentMissing(case=case)
    with writing(url, keep=not desk.dry_run) as session:
        person, one, came = _settling(session, desk, case, kind)
        _act(session, desk, person, came, _Act(ReportAct.RETURNED, why))
        record(session, desk, person, "report-returned", case, cases=[one.application_id], report=kind.value, reason=why)  # fmt: skip
        return Acted(case, kind, ReportAct.RETURNED)


def mark_example(url: str, desk: Desk, case: str, text: str, *, end: bool = False) -> str:
    """Mark a case's accepted final report as a good example, in words that are published; or take that back.

    Raises:
        CaseUnknown: there is no such case; ReportUnknown: it has no accepted final report; ExampleTextMissing: nothing is said.
        ExampleUnmarked: there is no mark to take back.
    """
    words = text.strip()
    if not words and not end:
        raise rules.ExampleTextMissing(case=case)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = applications.case(session, case)
        came = reports.latest(session).get((found.id, ReportKind.FINAL))
        if came is None or not came.accepted:
            raise ReportUnknown(case=case, report=ReportKind.FINAL)
        marked = reports.end_examples(session, came.id, desk.today)
        if end and not marked:
            raise rules.ExampleUnmarked(case=case)
        if not end:
            session.add(
                ExampleRow(report_id=came.id, text=words, on=desk.today, recorded_at=now(), person_id=person.id)
            )
            session.flush()
            record(session, desk, person, "example-marked", case, cases=[found.id], text=words)
        else:
            record(session, desk, person, "example-unmarked", case, cases=[found.id])
        return words


def add_by_hand(url: str, desk: Desk, case: str, kind: ReportKind, handed: tuple[Account, date]) -> tuple[Problem, ...]:
    """Register a report that came in another way than the form; return what is doubtful about it.

    Raises:
        ReportAhead: the day has not come; CaseUnknown, NoAwardToReport: there is nothing to report on; ReportFaulty: it says too little, or sums are wrong.
    """
    said, received = handed
    require_come(received, desk.today)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        require_award(session, case)
        one = of_case(owed(session, received, Asked(frozenset({case.rpartition("-")[0]}))), case, kind)
        if one is None:
            raise rules.DueUnset(case=case, report=kind)
        unlikely = rules.unlikely_day(received, one.year)
        problems = (
            *(found for _name, found in rules.faults(kind, said, one.awarded_nok)),
            *([unlikely] if unlikely else []),
        )
        if any(found.severity == "error" for found in problems):
            raise ReportFaulty(case=case, problems=problems)
        put_report(session, desk, person, Handed(one, said, received))
        return problems


def _came(session: Session, day: date, case: str, kind: ReportKind) -> Owed:
    found = of_case(owed(session, day, Asked(frozenset({case.rpartition("-")[0]}))), case, kind)
    if found is None or found.came is None:
        raise ReportUnknown(case=case, report=kind)
    return found


def _settling(session: Session, desk: Desk, case: str, kind: ReportKind) -> tuple[Person, Owed, StoredReport]:
    person = acting(session, desk, Role.CASEWORKER)
    applications.case(session, case)
    one = _came(session, desk.today, case, kind)
    assert one.came is not None, "it came"
    if one.came.act is not None:
        raise ReportSettled(case=case, report=kind, received_on=one.came.received_on)
    return person, one, one.came


@dataclass(frozen=True)
class _Act:
    act: ReportAct
    comment: str = ""
    unused: Unused | None = None


def _act(session: Session, desk: Desk, person: Person, came: StoredReport, what: _Act) -> None:
    session.add(ReportActRow(report_id=came.id, act=what.act.value, comment=what.comment, unused=what.unused.value if what.unused else "", on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
    session.flush()


def write_file(url: str, day: date, case: str, kind: ReportKind, path: Path) -> None:
    """Write the file the latest report of a case and kind came in, as it came.

    Raises:
        CaseUnknown, ReportUnknown: there is no report; ReportWithoutFile: it was registered by hand.
        TargetBusy: it cannot be written there.
    """
    with reading(url) as session:
        one = _came(session, day, case, kind)
        assert one.came is not None, "it came"
        kept = reports.file(session, one.came.source_sha256) if one.came.source_sha256 else None
    if kept is None:
        raise ReportWithoutFile(case=case)
    write_whole(path, kept[1])


class ReportWithoutFile(UsageError):
    """A report was registered by hand, so there is no file."""

    code = "report-without-file"
    sentence = N_("The report of {case} was registered by hand, without a file.")
    advice = N_("`skjonn report show {case}` shows what it says.")
