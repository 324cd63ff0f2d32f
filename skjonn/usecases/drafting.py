"""Draft a batch decision from what is recommended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from skjonn.domain.allocations import Outcome, over_pot
from skjonn.domain.conditions import Condition
from skjonn.domain.conditions import stored as stored_conditions
from skjonn.domain.decisions import (
    DraftIncomplete,
    DraftLine,
    NothingToDecide,
    lacks,
    moved_already,
    needed,
)
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Problem
from skjonn.errors import RefusedError, UsageError
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, assessments, calls, conditions, decisions, frames
from skjonn.storage.queries.application_writes import Written
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.storage.queries.assessments import StoredRecommendation
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.decisions import Decision, shown, stored
from skjonn.usecases.draft_rows import Draft, Placed, put_in
from skjonn.usecases.plans_used import unexplained


class CaseNotFree(RefusedError):
    """A case that was named cannot be drafted: it is withdrawn, decided, or in another draft."""

    code = "case-not-free"
    sentence = N_("Not to be decided now, being withdrawn, decided or in another draft: {cases}.")
    advice = N_("`skjonn application show CASE` tells which it is.")


class RoundTooFar(UsageError):
    """A round would be skipped."""

    code = "round-too-far"
    sentence = N_("Round {round} is too far: the call {call} has come to round {latest}.")
    advice = N_("Draft in round {latest}, or in the next.")


@dataclass(frozen=True)
class Drafted:
    """A decision as drafted, and what should be seen before it is approved (a pot it would overspend)."""

    decision: Decision
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Round:
    """What a draft is made from: the call, the round, and for each case what is recommended and what was decided before."""

    call: StoredCall
    number: int
    recommended: dict[int, StoredRecommendation]
    standing: dict[int, DecidedLine]
    drafted: Collection[int]
    conditions: dict[int, list[Condition]]

    def awaits(self, case: Case) -> bool:
        """Tell whether a case may be decided: live, in no draft, and undecided or moved here from an earlier round."""
        before = self.standing.get(case.id)
        moved = before is not None and before.outcome is Outcome.NEXT_ROUND and before.round < self.number
        return not case.content.withdrawn and case.id not in self.drafted and (before is None or moved)

    def problem(self, case: Case) -> Problem | None:
        """Return what keeps a case that awaits a decision out of the draft."""
        said = self.recommended.get(case.id)
        before = self.standing.get(case.id)
        if before and said and said.recommendation.outcome is Outcome.NEXT_ROUND:
            return moved_already(case.case_number, before.round)
        proposed = said.recommendation if said else None
        return lacks(proposed, self.call.call, case.case_number, case.content.applied_nok)


def draft(
    url: str,
    desk: Desk,
    call: str,
    *,
    round_number: int | None = None,
    only: Collection[str] = (),
    without: Collection[str] = (),
) -> Drafted:
    """Draft a decision of every case that awaits one, all of them recommended, and return it.

    Args:
        url: of the database.
        desk: a caseworker's.
        call: the call's code.
        round_number: from 1; by default the round of the call's latest decision, or 1, and the one after where only cases
            moved there are left. A case moved to a later round is taken in a round after the one it was moved from.
        only: case numbers; none named is all.
        without: case numbers to leave for later.

    Raises:
        DraftIncomplete: cases lack a recommendation, an amount, a ground or a reason; each is named.
        CaseNotFree: a case in `only` is not to be decided now.
        NothingToDecide: nothing awaits a decision.
        CaseUnknown: a case named is not one of the call's.
        RoundTooFar: the round named is not the latest, the next or an earlier one.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        latest = _round(session, calls.one(session, call), round_number)
        wanted = _wanted(session, latest, only, without)
        around = latest if round_number else _default(latest, wanted)
        cases = _free(around, wanted, named=bool(only))
        _require_complete(session, around, cases)
        number = _store(session, desk, person, around, cases)
        written = shown(session, stored(session, call, number))
        record(
            session, desk, person, "decision-drafted", written.id, cases=[case.id for case in cases],
            round=written.round, sum_nok=written.sum_nok, count=len(cases),
        )  # fmt: skip
        return Drafted(written, _warnings(session, around, cases))


def _round(session: Session, call: StoredCall, number: int | None) -> _Round:
    latest = max((one.round for one in decisions.every(session, call.id) if one.status != "returned"), default=1)
    if number and number > latest + 1:
        raise RoundTooFar(round=number, call=call.code, latest=latest)
    return _Round(
        call=call,
        number=number or latest,
        recommended=assessments.recommendations(session, call.id),
        standing=decisions.standing(session, call.id),
        drafted={line.application_id for line in decisions.in_draft(session, call.id)},
        conditions=conditions.standing(session, call.id),
    )


def _default(latest: _Round, wanted: Sequence[Case]) -> _Round:
    """Return the latest round, or the next one where only cases moved there are left."""
    following = replace(latest, number=latest.number + 1)
    if any(latest.awaits(case) for case in wanted) or not any(following.awaits(case) for case in wanted):
        return latest
    return following


def _wanted(session: Session, around: _Round, only: Collection[str], without: Collection[str]) -> list[Case]:
    known = {case.case_number: case for case in applications.cases(session, around.call.id)}
    for named in (*only, *without):
        if named not in known:
            raise CaseUnknown(case=named)
    return [known[name] for name in known if (not only or name in only) and name not in without]


def _free(around: _Round, wanted: Sequence[Case], *, named: bool) -> list[Case]:
    free = [case for case in wanted if around.awaits(case)]
    if named and len(free) < len(wanted):
        raise CaseNotFree(cases=[case.case_number for case in wanted if case not in free])
    if not free:
        raise NothingToDecide(call=around.call.code, round=around.number)
    return free


def _require_complete(session: Session, around: _Round, cases: Sequence[Case]) -> None:
    """Refuse once, with every case that lacks something: what the call asks for, or the reason for departing from the plan."""
    lacking = {case.case_number: problem for case in cases if (problem := around.problem(case))}
    said = [
        (case.case_number, around.recommended[case.id].recommendation)
        for case in cases
        if case.case_number not in lacking and case.id in around.recommended
    ]
    departing = unexplained(session, around.call.id, around.number, said)
    lacking |= {str(problem.data["case"]): problem for problem in departing}
    if lacking:
        problems = [lacking[case.case_number] for case in cases if case.case_number in lacking]
        raise DraftIncomplete(count=len(problems), cases=len(cases), problems=problems)


def _store(session: Session, desk: Desk, person: Person, around: _Round, cases: Sequence[Case]) -> int:
    placed = [Placed(case.id, case.version_id, _line(case, around)) for case in cases]
    draft = Draft(around.call, DecisionKind.ROUND, around.number)
    return put_in(session, draft, placed, Written(person.id, desk.today, now()))


def _line(case: Case, around: _Round) -> DraftLine:
    said = around.recommended[case.id].recommendation
    own = around.conditions.get(case.id, []) if said.outcome is Outcome.AWARD else []
    return DraftLine(
        case=case.case_number,
        version=case.version_number,
        outcome=said.outcome,
        amount_nok=said.amount_nok,
        applied_nok=case.content.applied_nok,
        pot=said.pot,
        ground=said.ground,
        reason=said.reason,
        above_applied=said.above_applied,
        payee=said.payee,
        pass_to=said.pass_to,
        later_years=said.later_years,
        conditions=stored_conditions(own),
    )


def _warnings(session: Session, around: _Round, cases: Sequence[Case]) -> tuple[Problem, ...]:
    taken = needed([_line(case, around) for case in cases])
    year = around.call.year
    found = []
    for name, amount_nok in sorted(taken.items()):
        pot = frames.pot(session, year, name)
        found.append(over_pot(name, year, pot.allotted_nok - pot.committed_nok, amount_nok))
    return tuple(problem for problem in found if problem)
