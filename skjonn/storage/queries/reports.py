"""Questions about reports: when they are due, what came, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, and_, col, select

from skjonn.domain.reports import Account, DueSource, Line, ProjectStatus, ReportAct, ReportKind, Unused
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.call import CallRow
from skjonn.storage.tables.report import DueRow, ExampleRow, ReportActRow, ReportAmountRow, ReportFileRow, ReportRow

_AT_ONCE = 500  # ids in one IN (...)
Key = tuple[int, ReportKind]
"""A report of an award: the application's id, and which of its reports."""


@dataclass(frozen=True)
class Due:
    """The day a report is due, and where that day comes from."""

    due_on: date
    source: DueSource
    reason: str = ""


@dataclass(frozen=True)
class StoredReport:
    """The latest report of a case and kind; `act` is None while it waits for the office, `acted_on` then None too.

    `id` is a key in this database; `number` counts what was sent in, from 1; `unused` is None where nothing was left or said.
    """

    id: int
    application_id: int
    kind: ReportKind
    number: int
    reporter: str
    status: ProjectStatus
    summary: str
    results: str
    experience: str
    usefulness: str
    next_steps: str
    spent_nok: int | None
    unused_nok: int | None
    received_on: date
    act: ReportAct | None = None
    acted_on: date | None = None
    comment: str = ""
    unused: Unused | None = None
    source_sha256: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the office has accepted it."""
        return self.act is ReportAct.ACCEPTED


def dues(session: Session, as_of: date | None = None, application_ids: Sequence[int] | None = None) -> dict[Key, Due]:
    """Return the day each report is due as it stood at the end of `as_of`, or stands now; of some cases or of all.

    Whether the award stands is not asked.
    """
    asked = select(DueRow).order_by(col(DueRow.on), col(DueRow.id))
    if as_of is not None:
        asked = asked.where(col(DueRow.on) <= as_of)
    return {
        (row.application_id, ReportKind(row.kind)): Due(row.due_on, DueSource(row.source), row.reason)
        for some in _chunks(application_ids)
        for row in session.exec(asked if some is None else asked.where(col(DueRow.application_id).in_(some)))
    }


def latest(
    session: Session, as_of: date | None = None, application_ids: Sequence[int] | None = None
) -> dict[Key, StoredReport]:
    """Return the latest report of each case and kind as known at the end of `as_of`, or now, with what the office has done with it.

    Of all cases, or of some.
    """
    asked = select(ReportRow, ReportActRow).outerjoin(ReportActRow, _acted(as_of)).order_by(col(ReportRow.number))
    if as_of is not None:
        asked = asked.where(col(ReportRow.on) <= as_of)
    return {
        (row.application_id, ReportKind(row.kind)): _report(row, act)
        for some in _chunks(application_ids)
        for row, act in session.exec(asked if some is None else asked.where(col(ReportRow.application_id).in_(some)))
    }


def open_cases(session: Session) -> list[int]:
    """Return the cases that owe a report, whatever has become of their awards: due and not come, or sent back; read by the database.

    A final report that has come ends the interim one, also where it was sent back.
    """
    return [int(case) for (case,) in session.connection().execute(text(_OPEN))]


def to_settle(session: Session) -> int:
    """Return how many reports came and were neither accepted nor sent back yet."""
    return int(session.connection().execute(text(_TO_SETTLE)).scalar_one())


def of_calls(session: Session, codes: Collection[str]) -> list[int]:
    """Return the cases of some calls."""
    asked = select(ApplicationRow.id).join(CallRow, col(CallRow.id) == ApplicationRow.call_id)
    return [key for key in session.exec(asked.where(col(CallRow.code).in_(sorted(codes)))) if key is not None]


_OPEN = """
SELECT DISTINCT report_due.application_id FROM report_due WHERE NOT EXISTS (
  SELECT 1 FROM report LEFT JOIN report_act ON report_act.report_id = report.id
  WHERE report.application_id = report_due.application_id
    AND (report.kind = 'final' AND report_due.kind <> 'final'
      OR report.kind = report_due.kind AND coalesce(report_act.act, 'accepted') = 'accepted'
        AND report.number = (SELECT max(later.number) FROM report later
          WHERE later.application_id = report.application_id AND later.kind = report.kind)))
UNION SELECT report.application_id FROM report JOIN report_act ON report_act.report_id = report.id
WHERE report_act.act = 'returned' ORDER BY 1
"""
_TO_SETTLE = """
SELECT count(*) FROM report WHERE NOT EXISTS (SELECT 1 FROM report_act WHERE report_act.report_id = report.id)
  AND report.number = (SELECT max(later.number) FROM report later
    WHERE later.application_id = report.application_id AND later.kind = report.kind)
"""


def _acted(as_of: date | None) -> ColumnElement[bool]:
    of = col(ReportActRow.report_id) == col(ReportRow.id)
    return of if as_of is None else and_(of, col(ReportActRow.on) <= as_of)


def _chunks(ids: Sequence[int] | None) -> Iterator[Sequence[int] | None]:
    """Yield ids as many at once as one question may name; None, once, is all there are."""
    if ids is None:
        yield None
        return
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]


def examples(session: Session, as_of: date | None = None) -> dict[int, str]:
    """Return the good examples to spread as of a day, or now: report id -> the office's words."""
    asked = select(ExampleRow).order_by(col(ExampleRow.id))
    if as_of is None:
        rows: Iterable[ExampleRow] = session.exec(asked.where(col(ExampleRow.ended_on).is_(None)))
    else:
        kept = session.exec(asked.where(col(ExampleRow.on) <= as_of))
        rows = [row for row in kept if row.ended_on is None or row.ended_on > as_of]
    return {row.report_id: row.text for row in rows}


def account(session: Session, report_id: int) -> Account:
    """Return everything a report says."""
    row = session.get_one(ReportRow, report_id)
    asked = (
        select(ReportAmountRow).where(ReportAmountRow.report_id == report_id).order_by(col(ReportAmountRow.position))
    )
    lines: dict[str, list[Line]] = {"financing": [], "use": []}
    for one in session.exec(asked):
        lines[one.part].append(Line(one.label, one.amount_nok))
    return Account(
        ProjectStatus(row.status), row.summary, row.results, row.experience, row.usefulness, row.next_steps,
        tuple(lines["financing"]), tuple(lines["use"]), row.spent_nok, row.unused_nok,
    )  # fmt: skip


def sent_before(session: Session, digests: Iterable[str]) -> set[tuple[int, ReportKind, str, str]]:
    """Return which reports came in files of some digests: application id, which report, digest and sheet."""
    columns = (ReportRow.application_id, ReportRow.kind, ReportRow.source_sha256, ReportRow.source_sheet)
    wanted, found = sorted(set(digests)), set()
    for first in range(0, len(wanted), _AT_ONCE):
        asked = select(*columns).where(col(ReportRow.source_sha256).in_(wanted[first : first + _AT_ONCE]))
        found |= {(case, ReportKind(kind), digest, sheet) for case, kind, digest, sheet in session.exec(asked)}
    return found


def has_file(session: Session, sha256: str) -> bool:
    """Whether a file is kept already."""
    return session.exec(select(ReportFileRow.id).where(ReportFileRow.sha256 == sha256)).first() is not None


def file(session: Session, sha256: str) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file that is kept; None where there is none."""
    row = session.exec(select(ReportFileRow).where(ReportFileRow.sha256 == sha256)).one_or_none()
    return (row.name, row.content) if row else None


def end_examples(session: Session, report_id: int, on: date) -> bool:
    """Take back what a report is a good example of; tell whether it was one."""
    asked = select(ExampleRow).where(ExampleRow.report_id == report_id, col(ExampleRow.ended_on).is_(None))
    rows = session.exec(asked).all()
    for row in rows:
        row.ended_on = on
    session.flush()
    return bool(rows)


def _report(row: ReportRow, act: ReportActRow | None) -> StoredReport:
    return StoredReport(
        id=row.id or 0,
        application_id=row.application_id,
        kind=ReportKind(row.kind),
        number=row.number,
        reporter=row.reporter,
        status=ProjectStatus(row.status),
        summary=row.summary,
        results=row.results,
        experience=row.experience,
        usefulness=row.usefulness,
        next_steps=row.next_steps,
        spent_nok=row.spent_nok,
        unused_nok=row.unused_nok,
        received_on=row.received_on,
        act=ReportAct(act.act) if act else None,
        acted_on=act.on if act else None,
        comment=act.comment if act else "",
        unused=Unused(act.unused) if act and act.unused else None,
        source_sha256=row.source_sha256,
    )
