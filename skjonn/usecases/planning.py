"""Propose how a round's money is divided: gather what it rests on, let a strategy divide it, prove and explain the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import PartnerKind, Scope
from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.frames import held_until
from skjonn.domain.plan_files import made, to_toml
from skjonn.domain.plan_rules import Rule
from skjonn.domain.plan_settings import PlanSettings
from skjonn.domain.plan_strategies import locked, proportional, ranked
from skjonn.domain.plan_tally import Tally, check, objective
from skjonn.domain.plan_told import (
    Cost,
    NextInLine,
    PassedOver,
    contradicting,
    cost,
    costed,
    next_in_line,
    passed_over,
    touched,
    whys,
)
from skjonn.domain.plan_words import NothingToPlan, RoundNotOpen, RuleOutOfReach, RulesContradict, RulesNotKept, Why
from skjonn.domain.plans import Aside, Award, Candidate, Given, Lock, Strategy, Task
from skjonn.domain.screening import Status
from skjonn.errors import SkjonnError
from skjonn.files import write_whole
from skjonn.registries.municipalities import Register
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, assessments, calls, decisions, frames, screenings
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.recommending import pending
from skjonn.usecases.scoring import ranked_in


@dataclass(frozen=True)
class PotPlan:
    """What a plan takes of a pot; whole kroner. `free_nok` is without what is set aside; `aside` says what that is."""

    name: str
    free_nok: int
    planned_nok: int
    aside: Aside = field(default_factory=Aside)

    @property
    def left_nok(self) -> int:
        """What is left."""
        return self.free_nok - self.planned_nok


@dataclass(frozen=True)
class Proposed:
    """A plan with its explanation.

    `objective` is hundredths of a point times kroner (or times awards), `solver` empty where none was used.
    """

    task: Task
    strategy: Strategy
    solver: str
    awards: tuple[Award, ...]
    objective: int
    whys: Mapping[str, Why]
    passed_over: tuple[PassedOver, ...]
    next_in_line: NextInLine | None
    costs: tuple[Cost, ...]

    @property
    def pots(self) -> tuple[PotPlan, ...]:
        """What it takes of each pot."""
        return pots_of(self.task, self.awards)


def gather(
    url: str, desk: Desk, call: str, round_number: int | None = None, locks: Mapping[str, Lock] | None = None
) -> Task:
    """Return what is to be divided in a round of a call: the cases that await a decision, and what its pots have free.

    Args:
        url: of the database.
        desk: whose day holds: a pot that is held back longer has nothing.
        call: the call's code.
        round_number: from 1; by default the round of the latest decision, or the next where only cases moved there are left.
        locks: what is set by hand, by case number.

    Raises:
        CallUnknown, FrameUnknown, PotUnknown: there is none.
        NothingToPlan: no case awaits a decision.
        RoundNotOpen: the call is not at that round.
        CaseUnknown: a case set by hand is none of those.
    """
    with reading(url) as session:
        stored = calls.one(session, call)
        return task_in(session, desk, stored, round_number, locks or {}, stored.call.allocation)


def propose(task: Task, strategy: Strategy, step: Callable[[], None] = lambda: None) -> Proposed:
    """Divide the money, prove that every rule is kept, and explain it.

    Args:
        task: what `gather` returned.
        strategy: how.
        step: called once for each of `explained` rules, for a progress bar.

    Raises:
        RulesContradict: no plan keeps every rule; those that contradict each other are named.
        RuleOutOfReach: one rule alone is more than any plan can keep.
        RulesNotKept: the strategy does not reach a floor; another may.
        NotSolved: the solver found no proven optimum.
    """
    awards = tuple(_divided(task, strategy))
    costs = []
    for rule in explained(task):
        costs.append(_cost(task, rule, awards, strategy))
        step()
    return Proposed(
        task=task,
        strategy=strategy,
        solver=_solver() if strategy is Strategy.OPTIMUM else "",
        awards=awards,
        objective=objective(task, awards),
        whys=whys(task, awards, strategy),
        passed_over=passed_over(task, awards, strategy),
        next_in_line=next_in_line(task, awards, strategy),
        costs=tuple(one for one in costs if one),
    )


def explained(task: Task) -> tuple[Rule, ...]:
    """Return the rules whose cost `propose` finds out, one after the other."""
    return costed(task)


def pots_of(task: Task, awards: Iterable[Award]) -> tuple[PotPlan, ...]:
    """Return what some awards take of each pot, in the task's order."""
    planned: Counter[str] = Counter()
    for award in awards:
        planned[award.pot] += award.amount_nok
    return tuple(PotPlan(pot, free, planned[pot], task.aside.get(pot, Aside())) for pot, free in task.pots.items())


def task_in(  # noqa: PLR0917  (what is given, what is asked for, by hand, by rule)
    session: Session,
    desk: Desk,
    stored: StoredCall,
    round_number: int | None,
    locks: Mapping[str, Lock],
    settings: PlanSettings,
) -> Task:
    """Return the same as `gather` inside a transaction, under the rules given."""
    before = decisions.standing(session, stored.id)
    number, live = _open(session, stored, before, round_number)
    if not live:
        raise NothingToPlan(call=stored.code, round=number)
    said = assessments.recommendations(session, stored.id)
    candidates = _candidates(session, stored, live, before)
    known = {one.case for one in candidates}
    for named in locks:
        if named not in known:
            raise CaseUnknown(case=named)
    own: Counter[str] = Counter()
    for case in live:
        if case.id in said:
            own[said[case.id].recommendation.pot] += said[case.id].recommendation.amount_nok
    pots, aside = _pots(session, desk, stored, own)
    given = _given(session, stored, known, before)
    names = {area.code: area.names["nn" if desk.language == "nn" else "nb"] for area in stored.call.areas}
    return Task(
        stored.code, number, tuple(candidates), pots, settings, dict(locks), given=given, area_names=names, aside=aside
    )


def _divided(task: Task, strategy: Strategy) -> list[Award]:
    if not _by_hand_fits(task):
        raise _contradiction(contradicting(task, _by_hand_fits))
    awards = _optimum(task) if strategy is Strategy.OPTIMUM else _by(strategy)(task)
    broken = touched(check(task, awards))
    if broken:
        raise RulesNotKept(strategy=strategy.value, rules=list(broken))
    return awards


def _by(strategy: Strategy) -> Callable[[Task], list[Award]]:
    return proportional if strategy is Strategy.PROPORTIONAL else ranked


def _optimum(task: Task) -> list[Award]:
    from skjonn.planning import optimum  # the solver is loaded for the one strategy that needs it

    awards = optimum.best(task)
    if awards is None:
        raise _contradiction(contradicting(task, optimum.possible))
    return awards


def _by_hand_fits(task: Task) -> bool:
    return not any(Tally(task, locked(task)).over())


def _contradiction(rules: Sequence[Rule]) -> SkjonnError:
    """Return the error that names rules no plan keeps together, or one that none can keep by itself."""
    if len(rules) == 1:
        return RuleOutOfReach(rule=rules[0])
    return RulesContradict(rules=list(rules))


def _above(task: Task, reached: int) -> list[Award] | None:
    from skjonn.planning import optimum  # as above

    return optimum.best(task, above=reached)


def _solver() -> str:
    from skjonn.planning import optimum  # as above

    return optimum.solver()


def _cost(task: Task, rule: Rule, awards: tuple[Award, ...], strategy: Strategy) -> Cost | None:
    """Divide anew without a rule; None where nothing changes."""
    if strategy is Strategy.OPTIMUM:  # a plan that keeps every rule keeps the others too, so there always is one
        without = _above(task.without(rule), objective(task, awards))
        return cost(task, rule, awards, without) if without else None
    try:
        return cost(task, rule, awards, _divided(task.without(rule), strategy))
    except RulesNotKept as unreached:
        return Cost(rule, 0, (), unkept=tuple(cast("list[Rule]", unreached.data["rules"])))


def _open(
    session: Session, stored: StoredCall, before: Mapping[int, DecidedLine], wanted: int | None
) -> tuple[int, list[Case]]:
    """Return the round, and the cases that await a decision in it: live, in no draft, undecided or moved there."""
    rounds = [one.round for one in decisions.every(session, stored.id) if one.status != "returned"]
    latest = max(rounds, default=1)
    drafted = {line.application_id for line in decisions.in_draft(session, stored.id)}
    free = [
        case for case in applications.cases(session, stored.id) if not case.content.withdrawn and case.id not in drafted
    ]

    def awaiting(number: int) -> list[Case]:
        return [
            case
            for case in free
            if case.id not in before
            or (before[case.id].outcome is Outcome.NEXT_ROUND and before[case.id].round < number)
        ]

    moved = any(line.outcome is Outcome.NEXT_ROUND and line.round == latest for line in before.values())
    if wanted not in {None, latest, *((latest + 1,) if moved else ())}:
        raise RoundNotOpen(call=stored.code, round=wanted, latest=latest)
    if wanted or awaiting(latest):
        return wanted or latest, awaiting(wanted or latest)
    return latest + 1, awaiting(latest + 1)


def _candidates(
    session: Session, stored: StoredCall, live: Iterable[Case], before: Mapping[int, DecidedLine]
) -> list[Candidate]:
    register = register_in_use(session)
    ranks = {one.ranked.case: one.ranked for one in ranked_in(session, stored)}
    screened = screenings.standing(session, stored.id)
    said = assessments.recommendations(session, stored.id)
    found = []
    for case in live:
        barred = ""
        if case.id in screened and screened[case.id].status is Status.DISMISSED:
            barred = "screening"
        elif case.id in said and said[case.id].recommendation.outcome is not Outcome.AWARD:
            moved = case.id in before and said[case.id].recommendation.outcome is Outcome.NEXT_ROUND
            barred = "" if moved else "recommendation"
        place = ranks[case.case_number]
        one = _candidate(case, register, stored)
        found.append(replace(one, score=place.total.total, rank=place.rank, barred=barred))
    return found


def _given(
    session: Session, stored: StoredCall, known: Collection[str], before: Mapping[int, DecidedLine]
) -> tuple[Given, ...]:
    """Return what cases outside the plan have got, a draft that awaits approval above the decision that stands."""
    register = register_in_use(session)
    lines = {**before, **{line.application_id: line for line in decisions.in_draft(session, stored.id)}}
    cases = {case.id: case for case in applications.cases(session, stored.id)}
    return tuple(
        Given(_candidate(cases[line.application_id], register, stored), line.amount_nok)
        for line in sorted(lines.values(), key=lambda one: case_order(one.case_number))
        if line.amount_nok and line.case_number not in known
    )


def _candidate(case: Case, register: Register, stored: StoredCall) -> Candidate:
    said = case.content
    lead = register.at(said.lead, stored.call.opens_on)
    with_others = any(one.kind is PartnerKind.MUNICIPALITY and one.number != said.lead for one in said.partners)
    return Candidate(
        case=case.case_number,
        applied_nok=said.applied_nok,
        title=said.title,
        municipality=said.lead,
        municipality_name=lead.name if lead else said.lead,
        joint=with_others or said.scope is Scope.COUNTY,
        areas=said.areas,
        accepts_partial=said.accepts_partial is not False,
        least_useful_nok=said.least_useful_nok,
    )


def _pots(
    session: Session, desk: Desk, stored: StoredCall, own: Counter[str]
) -> tuple[dict[str, int], dict[str, Aside]]:
    """Return what each of the call's pots has to divide, and what is in it and set aside."""
    others = pending(session, stored.year)
    others.subtract(own)
    found, aside = {}, {}
    for name in stored.call.pots:
        row = frames.pot(session, stored.year, name)
        held = held_until(row.opens_on, desk.today)
        aside[name] = Aside(held, max(others[name], 0))
        free_nok = row.allotted_nok - row.committed_nok - aside[name].others_nok
        found[name] = 0 if held else max(free_nok, 0)
    return found, aside


def write(path: Path, done: Proposed, desk: Desk) -> None:
    """Write a proposal as a plan's file, whole or not at all; its words are in the desk's language.

    Raises:
        TargetBusy: it cannot be written there.
    """
    told = {case: why.worded(desk.language) for case, why in done.whys.items()}
    plan = made(done.task, done.awards, done.strategy, desk.today, solver=done.solver, whys=told)
    write_whole(path, to_toml(plan, done.task, desk.language))
