"""What stands where in an office, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.decisions import again, decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.frames import PotFigures
from skjonn.domain.letter_kinds import has_letter
from skjonn.domain.progress import CallProgress, next_command
from skjonn.domain.reminders import Stages, stage_on
from skjonn.domain.reports import Stage
from skjonn.domain.waiting import Waiting, next_payment
from skjonn.registries.offices import office_last
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, assessments, calls, decisions, frames, letters, reports
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.office import the_office
from skjonn.usecases.report_views import Asked, owed
from skjonn.usecases.voided import obstacle
from skjonn.usecases.waiting import waiting, waiting_still


@dataclass(frozen=True)
class FrameStatus:
    """A year's pots."""

    year: int
    pots: tuple[PotFigures, ...]


@dataclass(frozen=True)
class Status:
    """Everything `skjonn status` shows: the office by its name of the day, frames by year, calls by code, what waits, what is next.

    `reports_due` counts the reports that have not come by the stage they are at, `reports_to_settle` those that came and wait;
    `earlier` the closed calls of earlier years, which are told of only where something of them waits.
    """

    office: str
    frames: tuple[FrameStatus, ...]
    calls: tuple[CallProgress, ...]
    waiting: tuple[Waiting, ...]
    next_command: str
    reports_due: Mapping[Stage, int] = field(default_factory=dict)
    reports_to_settle: int = 0
    earlier: int = 0


_WHEN_PAID = ("skjonn call close", "skjonn table awards")
"""What comes last, when no award waits to be planned or told to the ministry."""


def status(url: str, desk: Desk, stages: Stages = Stages()) -> Status:  # noqa: B008  (a frozen value)
    """Tell what stands where; `stages` are the days reports are spoken of at."""
    with reading(url) as session:
        office = office_last(the_office(session).office_id, desk.today)
        every, years = calls.every(session), sorted(row.year for row in frames.every(session))
        newest = max([*years, *(call.year for call in every)], default=0)
        shown = [call for call in every if not _is_done(session, call, newest)]
        framed = tuple(FrameStatus(year, tuple(frames.figures(session, year))) for year in years if year == newest or year in {call.year for call in shown})  # fmt: skip
        progress = tuple(_progress(session, desk, call) for call in shown)
        waits = [one for call, at in zip(shown, progress, strict=True) for one in waiting(session, desk, call, at)]
        quiet = [call for call in every if call not in shown]
        waits += [one for call in quiet for one in waiting_still(session, desk, call)]
        due, settle = _reports(session, desk, stages)
        following = next_command(bool(years), progress)
        if following.startswith(_WHEN_PAID):
            following = next_payment(waits) or following
        return Status(office.name(desk.language), framed, progress, tuple(waits), following, due, settle, len(quiet))


def _is_done(session: Session, call: StoredCall, newest: int) -> bool:
    """Whether a call is closed, of an earlier year, decided and written about: then only what may wait of it still is told.

    Asked of the database, so that a register of many years is as quick as a new one.
    """
    return call.closed_on is not None and call.year < newest and not calls.has_loose_ends(session, call.id)


def _reports(session: Session, desk: Desk, stages: Stages) -> tuple[dict[Stage, int], int]:
    """Return how many reports that have not come are at each stage, and how many that came wait for the office."""
    due = Counter(
        stage
        for one in owed(session, desk.today, Asked(only_open=True))
        if one.due_on and (stage := stage_on(one.due_on, desk.today, stages))
    )
    return {stage: due[stage] for stage in Stage if due[stage]}, reports.to_settle(session)


def _progress(session: Session, desk: Desk, stored: StoredCall) -> CallProgress:
    cases = applications.cases(session, stored.id)
    single = {case.id for case in cases if case.single}
    live = {case.id for case in cases if not case.content.withdrawn}
    lines = decisions.standing(session, stored.id)
    settled = {case for case, line in lines.items() if line.outcome is not Outcome.NEXT_ROUND}
    undecided = live - settled - single
    due = {line.line_id for line in lines.values() if has_letter(line.outcome, line.kind) and not line.taken_over}
    names = stored.call.names
    return CallProgress(
        code=stored.code,
        name=names["nb"] if desk.language == "nb" else names["nn"],
        year=stored.year,
        deadline=stored.call.deadline,
        closed=stored.closed_on is not None,
        applications=len(live - single),
        withdrawn=len({case.id for case in cases} - live - single),
        assessed=len(live & {one.application_id for one in assessments.assessments(session, stored.id)}),
        recommended=len(undecided & _recommended(session, stored, lines)),
        undecided=len(undecided),
        awaiting=_awaiting(session, stored),
        void=_void(session, stored),
        decided=len(settled - single),
        outside=sum(lines[case].outcome is Outcome.AWARD for case in settled & single),
        awarded_nok=sum(line.amount_nok for line in lines.values()),
        letters_due=len(due),
        letters=len(due & letters.lines_with_letter(session, stored.id)),
    )


def _recommended(session: Session, stored: StoredCall, decided: dict[int, DecidedLine]) -> set[int]:
    """Return the cases with a recommendation; one that was moved needs a new one."""
    said = assessments.recommendations(session, stored.id)
    return {
        case for case, one in said.items() if case not in decided or again(decided[case].outcome, one.recommendation)
    }


def _awaiting(session: Session, stored: StoredCall) -> tuple[str, ...]:
    found = decisions.every(session, stored.id)
    return tuple(decision_id(stored.code, one.number) for one in found if one.status == "drafted")


def _void(session: Session, stored: StoredCall) -> tuple[str, ...]:
    """Return the ids of the drafts that nobody can approve as they stand."""
    drafts = [one for one in decisions.every(session, stored.id) if one.status == "drafted"]
    void = (one for one in drafts if obstacle(session, one, decisions.lines(session, one.id)))
    return tuple(decision_id(stored.code, one.number) for one in void)
