"""What is owed and what has come: every report of the awards that stand, with its day, its latest version, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content
from skjonn.domain.codes import case_order
from skjonn.domain.reports import ReportAct, ReportKind, Unused
from skjonn.domain.working_days import working_day
from skjonn.registries.municipalities import Register
from skjonn.storage.queries import applications, calls, decisions, reports
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.reports import Key, StoredReport
from skjonn.usecases.case_views import name_of
from skjonn.usecases.municipalities import register_in_use


@dataclass(frozen=True)
class Owed:
    """A report of an award: when it is due, who answers for it now, and the latest that came.

    Attributes:
        application_id: a key in this database; case, call, title: of the award; awarded_nok: what stands.
        municipality_number, municipality: who answers on the day asked for: the lead, or what came of it.
        due_on: None where no day is set; came: None where nothing has come.
        content: the application as it was decided on; example: the words of the good example it is, empty where it is none.
        needless: it is an interim report that has not come, and the final report has, also where that was sent back.
    """

    application_id: int
    case: str
    call: str
    year: int
    title: str
    municipality_number: str
    municipality: str
    awarded_nok: int
    report: ReportKind
    due_on: date | None
    came: StoredReport | None
    content: Content
    example: str = ""
    needless: bool = False

    @property
    def open(self) -> bool:
        """Whether the municipality owes it still: nothing has come, or what came was sent back; and it is not needless."""
        return not self.needless and not _has_come(self.came)

    def state(self, day: date) -> str:
        """Return where the report stands on a day, as the catalogue's `report_state` codes it."""
        if self.needless:
            return "not_needed"
        if self.came is not None:
            return self.came.act.value if self.came.act else "received"
        return "not_due" if self.due_on is None or day <= working_day(self.due_on) else "overdue"

    @property
    def unused(self) -> Unused | None:
        """What became of unused money, None where there was none or nothing is settled."""
        return self.came.unused if self.came else None


@dataclass(frozen=True)
class Asked:
    """Which reports: of the calls named by code, of all where none is; as it stood at the end of a day; only those still owed."""

    codes: frozenset[str] = frozenset()
    as_of: date | None = None
    only_open: bool = False


def owed(session: Session, day: date, asked: Asked = Asked()) -> list[Owed]:
    """Return the reports of the awards that stand: those with a day, and those that came; by case number, the interim report first.

    Args:
        session: to read by; day: on which it is asked who answers for an award.
        asked: which reports; where only those still owed are, nothing is read of the calls that owe none.
    """
    as_of = asked.as_of
    ids = _asked_of(session, asked)
    dues, came = reports.dues(session, as_of, ids), reports.latest(session, as_of, ids)
    spared = needless(came)
    keys = {key for key in (*dues, *came) if not asked.only_open or not (key in spared or _has_come(came.get(key)))}
    cases = {case for case, _kind in keys}
    if not cases:
        return []
    register, examples = register_in_use(session), reports.examples(session, as_of)
    found: list[Owed] = []
    for call in _calls(session, cases, asked):
        standing = decisions.standing(session, call.id, as_of)
        lines = [line for case, line in standing.items() if case in cases and line.outcome is Outcome.AWARD]
        contents = applications.contents(session, [line.version_id for line in lines])
        for line in lines:
            for kind in ReportKind:
                key = (line.application_id, kind)
                if key in keys:
                    due = dues[key].due_on if key in dues else None
                    one = _owed(call, line, contents[line.version_id], (kind, due, came.get(key)), (register, day))
                    found.append(replace(_with_example(one, examples), needless=key in spared))
    return sorted(found, key=lambda one: (case_order(one.case), one.report is ReportKind.FINAL))


def needless(came: Mapping[Key, StoredReport]) -> set[Key]:
    """Return the interim reports nobody needs any more among the latest reports of some cases: the final one has come before them.

    A final report that was sent back has come: it alone is owed then.
    """
    ended = {case for case, kind in came if kind is ReportKind.FINAL}
    return {key for case in ended if not _has_come(came.get(key := (case, ReportKind.INTERIM)))}


def _has_come(report: StoredReport | None) -> bool:
    """Whether a report is there that was not sent back."""
    return report is not None and report.act is not ReportAct.RETURNED


def _asked_of(session: Session, asked: Asked) -> list[int] | None:
    """Return the cases to read about, so that a register of many years is not read whole; None is all there are."""
    if asked.only_open and asked.as_of is None:
        return reports.open_cases(session)
    return reports.of_calls(session, asked.codes) if asked.codes else None


def _calls(session: Session, cases: Collection[int], asked: Asked) -> Iterator[StoredCall]:  # fmt: skip
    """Yield the calls that have one of the cases, so that a register of many years is not read whole."""
    numbers = applications.numbers(session, sorted(cases)).values()
    there = {number.rpartition("-")[0] for number in numbers}
    wanted = there & asked.codes if asked.codes else there
    return (call for call in calls.every(session, asked.as_of) if call.code in wanted)


def _owed(
    call: StoredCall,
    line: DecidedLine,
    content: Content,
    report: tuple[ReportKind, date | None, StoredReport | None],
    whose: tuple[Register, date],
) -> Owed:
    (kind, due, came), (register, day) = report, whose
    number = register.answering(line.lead or content.lead, day)
    return Owed(
        application_id=line.application_id,
        case=line.case_number,
        call=call.code,
        year=call.year,
        title=content.title,
        municipality_number=number,
        municipality=name_of(number, day, register),
        awarded_nok=line.amount_nok,
        report=kind,
        due_on=due,
        came=came,
        content=content,
    )


def _with_example(one: Owed, examples: dict[int, str]) -> Owed:
    text = examples.get(one.came.id, "") if one.came else ""
    return replace(one, example=text) if text else one


def of_case(found: Sequence[Owed], case: str, kind: ReportKind) -> Owed | None:
    """Return one report of a case among those found."""
    return next((one for one in found if one.case == case and one.report is kind), None)
