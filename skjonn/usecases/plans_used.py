"""Take a plan into use, put two beside each other, and tell where a decision departs from the one in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.allocations import Outcome, Recommendation, ground_of
from skjonn.domain.calls import Call
from skjonn.domain.desk import Desk
from skjonn.domain.plan_departures import Departure, departures
from skjonn.domain.plan_files import PlanFile, PlannedCase, from_toml
from skjonn.domain.plan_strategies import placed
from skjonn.domain.plan_tally import check
from skjonn.domain.plan_words import PlanBroken, PlanOutdated, PlansApart, broken, problem_of
from skjonn.domain.plans import Award, Task
from skjonn.domain.problems import Place, Problem
from skjonn.files import read_bytes
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls, plans
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import Stamp
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.texts import N_
from skjonn.usecases.acting import now, record
from skjonn.usecases.planning import PotPlan, pots_of, task_in
from skjonn.usecases.recommending import Entry, Round, Wanted, held_pots, over_pots, save, take_back


@dataclass(frozen=True)
class Used:
    """A plan that is in use now: what came of it, and what should be seen."""

    call: str
    round: int
    name: str
    sha256: str
    added: int
    changed: int
    unchanged: int
    pots: tuple[PotPlan, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class ComparedCase:
    """One case in two plans; whole kroner, 0 for nothing and where a plan does not know it."""

    case: str
    title: str
    applied_nok: int
    first_nok: int
    second_nok: int
    first_why: str
    second_why: str

    @property
    def difference_nok(self) -> int:
        """What the second gives more."""
        return self.second_nok - self.first_nok


@dataclass(frozen=True)
class Compared:
    """Two plans side by side: cases by number, pots in order with the first's and the second's, and what speaks against each."""

    first: PlanFile
    second: PlanFile
    cases: tuple[ComparedCase, ...]
    pots: tuple[tuple[PotPlan, PotPlan], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Held:
    """A plan held against the office as it is now."""

    task: Task
    awards: tuple[Award, ...]
    gone: tuple[Problem, ...]
    broken: tuple[Problem, ...]
    doubts: tuple[Problem, ...]


def use(url: str, desk: Desk, file: Path) -> Used:
    """Set the recommendations a plan's file gives, all of them or none, and keep the plan.

    An award that was recommended for a case the plan gives nothing, and no ground, is taken back; another recommendation is left. What the plan was made from may have changed since; what
    counts is that it still fits.

    Raises:
        PlanFileWrong, FileMissing: it cannot be read.
        PlanOutdated: it speaks of cases that are not open any more.
        PlanBroken: it breaks rules; each is named.
        GroundUnknown, PotNotOfCall, PotUnknown: it names what is not there.
    """
    content = read_bytes(file)
    plan = from_toml(content, file.name)
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, plan.call)
        held = _held(session, desk, plan)
        if held.gone:
            raise PlanOutdated(file=file.name, call=plan.call, problems=held.gone)
        if held.broken:
            raise PlanBroken(file=file.name, call=plan.call, count=len(held.broken), problems=held.broken)
        entries = _entries(around, plan, held.awards)
        save(session, around, entries)
        gone = _to_take_back(around, plan)
        take_back(session, around, gone)
        stamp = Stamp(around.person.id, desk.today, now())
        sha256 = plans.put(session, around.call.id, plan, content, stamp)
        if gone:
            record(session, desk, around.person, "recommendation-taken-back", plan.call, cases=[case.id for case in gone], name=plan.name)  # fmt: skip
        record(
            session, desk, around.person, "plan-used", plan.call, cases=[one.case.id for one in entries if not one.same],
            name=plan.name, round=plan.round, sum_nok=sum(one.amount_nok for one in held.awards), sha256=sha256,
        )  # fmt: skip
        outcomes = [one.outcome for one in entries]
        return Used(
            plan.call, plan.round, plan.name, sha256,
            outcomes.count("added"), outcomes.count("changed"), outcomes.count("unchanged"),
            pots_of(held.task, held.awards),
            (*held.doubts, *_told_back(gone), *_unsaid(around, entries), *over_pots(session, around.call.year), *held_pots(session, around.call.year, desk.today)),
        )  # fmt: skip


def compare(url: str, desk: Desk, first: Path, second: Path) -> Compared:
    """Put two plans of one call side by side, each held against the office as it is now.

    Raises:
        PlanFileWrong, FileMissing: one cannot be read.
        PlansApart: they are of two calls, or of two rounds.
        CallUnknown, NothingToPlan: there is nothing to hold them against.
    """
    one, other = (from_toml(read_bytes(file), file.name) for file in (first, second))
    if (one.call, one.round) != (other.call, other.round):
        raise PlansApart(first=f"{one.call}/{one.round}", second=f"{other.call}/{other.round}")
    with reading(url) as session:
        held, beside = _held(session, desk, one), _held(session, desk, other)
    cases = {case: None for plan in (one, other) for case in plan.by_case}
    pots = tuple(zip(pots_of(held.task, held.awards), pots_of(beside.task, beside.awards), strict=False))
    problems = (*held.gone, *held.broken, *beside.gone, *beside.broken)
    return Compared(one, other, tuple(_compared(case, held.task, one, other) for case in sorted(cases)), pots, problems)


def unexplained(
    session: Session, call_id: int, round_number: int, said: Iterable[tuple[str, Recommendation]]
) -> list[Problem]:
    """Return each recommendation that departs from the plan in use for a round without saying why."""
    stored = plans.in_use(session, call_id, round_number)
    if stored is None:
        return []
    found = departures(stored.plan, [(case, one.amount_nok, one.reason) for case, one in said])
    return [one.unexplained() for one in found if not one.reason]


def departed(
    session: Session, decision_id: int, lines: Sequence[DecidedLine]
) -> tuple[str, str, tuple[Departure, ...]]:
    """Return the plan that was in use when a decision was drafted, by name and SHA-256, and where its lines depart from it.

    Both are empty where no plan was.
    """
    stored = plans.of_decision(session, decision_id)
    if stored is None:
        return "", "", ()
    found = departures(stored.plan, [(line.case_number, line.amount_nok, line.reason) for line in lines])
    return stored.name, stored.sha256, tuple(found)


def _held(session: Session, desk: Desk, plan: PlanFile) -> _Held:
    stored = calls.one(session, plan.call)
    task = task_in(session, desk, stored, plan.round, {}, plan.settings)
    gone = tuple(_gone(one, plan) for one in plan.cases if one.case not in task.cases)
    known = {case: lock for case, lock in plan.locks.items() if case in task.cases}
    task = replace(task, locks=known)
    awards = tuple(placed(task, [one for one in plan.awards if one.case in task.cases]))
    against = () if gone else tuple(broken(one, plan.name) for one in check(task, awards))
    return _Held(task, awards, gone, against, tuple(_doubts(plan, task, stored.call)))


def _gone(one: PlannedCase, plan: PlanFile) -> Problem:
    text = N_("{case} does not await a decision in round {round}.")
    return Problem("plan-case-gone", "error", Place(plan.name), text, data={"case": one.case, "round": plan.round})


def _doubts(plan: PlanFile, task: Task, call: Call) -> Iterable[Problem]:
    if plan.inputs and plan.inputs != task.digest:
        yield problem_of("plan-inputs-changed", N_("{file}: cases, scores or pots have changed since the plan was made."), file=plan.name)  # fmt: skip
    if plan.settings != call.allocation:
        yield problem_of("plan-rules-other", N_("{file}: its rules are not those of the call as they are now."), file=plan.name)  # fmt: skip
    missing = [case for case in task.cases if case not in plan.by_case]
    if missing:
        yield problem_of("plan-cases-missing", N_("{file} says nothing of {cases}."), file=plan.name, cases=missing)


def _entries(around: Round, plan: PlanFile, awards: Iterable[Award]) -> list[Entry]:
    pots = {award.case: award.pot for award in awards}
    found = []
    for one in plan.cases:
        wanted = _wanted(one, pots.get(one.case, ""), around)
        if wanted is None:
            continue
        case = around.case(one.case)
        around.require_open(case)
        entry = around.entry(case, wanted)
        for fault in around.faults(entry):
            raise fault
        found.append(entry)
    return found


def _wanted(one: PlannedCase, pot: str, around: Round) -> Wanted | None:
    """Return what a plan wants recommended; None leaves the case as it is.

    The file's reason becomes the recommendation's, also where it is empty: one that was written for another amount would be untrue.
    Only where the amount is what stands already is an earlier reason left.
    """
    standing = around.standing.get(around.case(one.case).id)
    same = standing is not None and standing.recommendation.amount_nok == one.amount_nok
    reason = one.reason or (None if same else "")
    if one.amount_nok:
        return Wanted(Outcome.AWARD, one.amount_nok, pot=pot, reason=reason, above_applied=one.by_hand or None)
    if not one.ground:
        return None
    dismissed = ground_of(around.call.call, one.ground, Outcome.DISMISSAL)
    return Wanted(Outcome.DISMISSAL if dismissed else Outcome.REFUSAL, ground=one.ground, reason=reason)


def _to_take_back(around: Round, plan: PlanFile) -> list[Case]:
    """Return the cases an award is recommended for that the plan gives nothing and no ground.

    Raises:
        CaseDecided, CaseInDraft, Recused: one of them is not the person's to change.
    """
    found = []
    for one in plan.cases:
        case = around.case(one.case)
        before = around.standing.get(case.id)
        if not one.amount_nok and not one.ground and before and before.recommendation.amount_nok:
            around.require_open(case)
            found.append(case)
    return found


def _told_back(gone: Sequence[Case]) -> Iterable[Problem]:
    if gone:
        text = N_("What was recommended before is taken back for {cases}: the plan gives them nothing.")
        yield problem_of("plan-award-taken-back", text, cases=[case.case_number for case in gone])


def _unsaid(around: Round, entries: Sequence[Entry]) -> Iterable[Problem]:
    return [doubt for entry in entries for doubt in around.doubts(entry)]


def _compared(case: str, task: Task, one: PlanFile, other: PlanFile) -> ComparedCase:
    known = task.cases.get(case)
    first, second = (plan.by_case.get(case, PlannedCase(case, 0)) for plan in (one, other))
    return ComparedCase(
        case=case,
        title=known.title if known else "",
        applied_nok=known.applied_nok if known else 0,
        first_nok=first.amount_nok,
        second_nok=second.amount_nok,
        first_why=first.by_hand or first.why,
        second_why=second.by_hand or second.why,
    )
