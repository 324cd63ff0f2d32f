"""When reports are due: stored when an award is approved, moved with its last day, put off on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.calls import Call
from skjonn.domain.desk import Desk
from skjonn.domain.persons import Person, Role
from skjonn.domain.reports import (
    DueNotLater,
    DueSource,
    DueUnset,
    ExtensionReasonMissing,
    InterimAfterFinal,
    NoAwardToReport,
    ReportKind,
)
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, calls, decisions, reports
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.tables.report import DueRow
from skjonn.usecases.acting import acting, now, record


@dataclass(frozen=True)
class Extended:
    """A report's day as it was, None where there was none, and as it is from now on."""

    case: str
    report: ReportKind
    before: date | None
    due_on: date


def store(session: Session, desk: Desk, person: Person, call: Call, lines: Sequence[DecidedLine]) -> None:
    """Store when the reports of awards just approved are due: by the call, and as many days later as an award's last day moved.

    A last day moved to an earlier one moves no report: a day a municipality was told of never comes sooner.

    An award that has days already keeps them, but for such a move; a case that is no longer awarded keeps its days too, and
    owes nothing while no award stands.
    """
    stands = reports.dues(session, application_ids=[line.application_id for line in lines])
    for line in lines:
        if line.outcome is not Outcome.AWARD:
            continue
        for kind, on in _of_call(call):
            if (line.application_id, kind) not in stands:
                _put(session, desk, person, line.application_id, (kind, on, DueSource.CALL, ""))
        moved = _days_moved(session, line)
        for kind in ReportKind:
            due = stands.get((line.application_id, kind))
            if due and moved:
                on = date.fromordinal(due.due_on.toordinal() + moved)
                _put(session, desk, person, line.application_id, (kind, on, DueSource.CHANGE, line.reason))
                record(session, desk, person, "report-extended", line.case_number, cases=[line.application_id], report=kind.value, due_on=on, reason=line.reason)  # fmt: skip


@dataclass(frozen=True)
class Later:
    """A day a report is put off to, and why; `first` sets a day whatever stands, as where the call sets none."""

    report: ReportKind
    to: date
    reason: str
    first: bool = False


def extend(url: str, desk: Desk, case_number: str, later: Later) -> Extended:
    """Put a report off to a later day, also after its day.

    Raises:
        CaseUnknown: there is no such case; NoAwardToReport: it has no award that stands.
        ExtensionReasonMissing, DueNotLater, DueUnset, InterimAfterFinal: as asked for.
    """
    why, kind = later.reason.strip(), later.report
    if not why:
        raise ExtensionReasonMissing
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        case = require_award(session, case_number)
        dues = reports.dues(session, application_ids=[case.id])
        stands, final = dues.get((case.id, kind)), dues.get((case.id, ReportKind.FINAL))
        if stands is None and not later.first:
            raise DueUnset(case=case_number, report=kind)
        if stands is not None and later.to <= stands.due_on and not later.first:
            raise DueNotLater(to=later.to, due_on=stands.due_on)
        if kind is ReportKind.INTERIM and final is not None and later.to > final.due_on:
            raise InterimAfterFinal(to=later.to, final_on=final.due_on)
        source = DueSource.AWARD if later.first else DueSource.EXTENSION
        _put(session, desk, person, case.id, (kind, later.to, source, why))
        record(session, desk, person, "report-extended", case_number, cases=[case.id], report=kind.value, due_on=later.to, reason=why)  # fmt: skip
        return Extended(case_number, kind, stands.due_on if stands else None, later.to)


def require_award(session: Session, case_number: str) -> Case:
    """Return a case that has an award that stands.

    Raises:
        CaseUnknown: there is no such case; NoAwardToReport: it has none.
    """
    case = applications.case(session, case_number)
    stored = calls.one(session, case_number.rpartition("-")[0])
    line = decisions.standing(session, stored.id).get(case.id)
    if line is None or line.outcome is not Outcome.AWARD:
        raise NoAwardToReport(case=case_number)
    return case


def _of_call(call: Call) -> Iterator[tuple[ReportKind, date]]:
    for kind, on in ((ReportKind.INTERIM, call.letters.interim_report_on), (ReportKind.FINAL, call.letters.final_report_on)):  # fmt: skip
        if on:
            yield kind, on


def _days_moved(session: Session, line: DecidedLine) -> int:
    """Return how many days later an award ends by a decision that changed its last day; 0 where it does not."""
    if not line.ends_on or not line.follows:
        return 0
    before = applications.contents(session, [line.version_id])[line.version_id].ends_on
    return max(0, (date.fromisoformat(line.ends_on) - before).days) if before else 0


def _put(session: Session, desk: Desk, person: Person, application_id: int, due: tuple[ReportKind, date, DueSource, str]) -> None:  # fmt: skip
    kind, on, source, reason = due
    session.add(DueRow(application_id=application_id, kind=kind.value, due_on=on, source=source.value, reason=reason, on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
    session.flush()
