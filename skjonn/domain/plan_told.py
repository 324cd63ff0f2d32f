"""Why a plan is as it is: what each case got and by which rule, who was passed over, who is next in line, what rules cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from skjonn.domain.plan_rules import Kind, Rule
from skjonn.domain.plan_tally import Breach, Tally, objective
from skjonn.domain.plan_words import Why
from skjonn.domain.plans import Award, Candidate, Strategy, Task

Obstacle = tuple[Rule | None, int]
"""The rule that keeps a case from getting more, None where no rule does, and the room it leaves, whole kroner."""


@dataclass(frozen=True)
class PassedOver:
    """A case that gets nothing while a lower ranked one, `by`, gets something, and the rule that caused it."""

    case: str
    by: str
    rule: Rule


@dataclass(frozen=True)
class NextInLine:
    """The best ranked case that only money keeps from getting something, or everything: what it takes and what is lacking."""

    case: str
    rank: int
    needed_nok: int
    free_nok: int

    @property
    def lacking_nok(self) -> int:
        """What more money would have to be there; 0 where the money is there and other cases do more with it."""
        return max(self.needed_nok - self.free_nok, 0)


@dataclass(frozen=True)
class Change:
    """What a case would get without a rule, beside what it gets."""

    case: str
    amount_nok: int
    without_nok: int


@dataclass(frozen=True)
class Cost:
    """What a rule costs: what the objective would gain without it (hundredths of a point times kroner or awards), and who would.

    `changes` are the cases that would get another amount, the greatest gain first.
    """

    rule: Rule
    objective: int
    changes: tuple[Change, ...]


def whys(task: Task, awards: Sequence[Award], strategy: Strategy) -> dict[str, Why]:
    """Return for each case, by case number, why it gets what it gets.

    Going by rank, a case that does not get everything is told what stood in its way when its turn came, not what was left at the
    end. Where nothing did (a floor took the money for cases further down), and in other plans, the whole plan is looked at.
    """
    at_turn = _at_turns(task, awards) if strategy is Strategy.RANKED else {}
    tally = Tally(task, awards)
    found = {}
    for case, one in task.cases.items():
        obstacle = at_turn.get(case) or _obstacle(task, tally, one)
        found[case] = _why(task, tally, one, strategy, obstacle)
    return found


def passed_over(task: Task, awards: Sequence[Award], strategy: Strategy) -> tuple[PassedOver, ...]:
    """Return each case that gets nothing while lower ranked ones get something: once for each rule, by the best ranked of them.

    The rule is found by giving the lower ranked case's award back and looking at what still keeps the other one out.
    """
    tally = Tally(task, awards)
    found: list[PassedOver] = []
    order = _ranked(task)
    for place, one in enumerate(order):
        if one.case in tally.given:
            continue
        rules: set[Rule] = set()
        for other in order[place + 1 :]:
            if other.case not in tally.given or other.rank == one.rank:
                continue
            rule = _caused(task, tally, one, other, strategy)
            if rule not in rules:
                rules.add(rule)
                found.append(PassedOver(one.case, other.case, rule))
    return tuple(found)


def next_in_line(task: Task, awards: Sequence[Award]) -> NextInLine | None:
    """Return who would be served by more money; None where every case has what the rules let it have."""
    tally = Tally(task, awards)
    waiting = [one for one in task.by_rank if one.case not in tally.given]
    partly = [
        one for one in task.by_rank if one.case in tally.given and tally.given[one.case].amount_nok < task.most(one)
    ]
    for one in (*waiting, *partly):
        had = tally.take(one.case) if one.case in tally.given else None
        _pot, (room_nok, rule) = tally.best_room(one)
        most = task.largest(one, tally.within_limits(one))
        if had:
            tally.add(had)
        already = had.amount_nok if had else 0
        if rule.kind is Kind.POT and most > already:
            stated = one.least_useful_nok or task.settings.least_award_nok or not one.accepts_partial
            needed = task.least(one) if stated and not had else most
            return NextInLine(one.case, one.rank or 0, needed - already, room_nok - already)
    return None


def cost(task: Task, rule: Rule, awards: Sequence[Award], without: Sequence[Award]) -> Cost | None:
    """Return what a rule costs, from the plan with it and the plan without it; None where they are the same."""
    had = {award.case: award.amount_nok for award in awards}
    would = {award.case: award.amount_nok for award in without}
    changed = [
        Change(case, had.get(case, 0), would.get(case, 0)) for case in task.cases if had.get(case) != would.get(case)
    ]
    if not changed:
        return None
    changed.sort(key=lambda one: one.amount_nok - one.without_nok)
    return Cost(rule, objective(task, without) - objective(task, awards), tuple(changed))


def costed(task: Task) -> tuple[Rule, ...]:
    """Return the rules whose cost is worth telling; whole thousands cost less than a thousand a case."""
    return tuple(rule for rule in task.rules if rule.kind is not Kind.WHOLE_THOUSANDS)


def touched(breaches: Iterable[Breach]) -> tuple[Rule, ...]:
    """Return the rules that are broken, each once."""
    return tuple(dict.fromkeys(breach.rule for breach in breaches))


def _ranked(task: Task) -> list[Candidate]:
    """Return every case with a rank that nobody has set or kept out by hand, and after its rank those set to get something."""
    with_rank = [one for one in task.cases.values() if one.rank is not None and not one.barred]
    out = {case for case, lock in task.locks.items() if not lock.amount_nok}
    return sorted((one for one in with_rank if one.case not in out), key=lambda one: one.rank or 0)


def _at_turns(task: Task, awards: Sequence[Award]) -> dict[str, Obstacle]:
    """Return what kept cases from more when their turn came: only what is set by hand and those before them had got anything."""
    given = {award.case: award for award in awards}
    tally = Tally(task, [award for award in awards if award.case in task.locks])
    found: dict[str, Obstacle] = {}
    for one in task.by_rank:
        if one.case in given:
            tally.add(given[one.case])
        rule, room_nok = _obstacle(task, tally, one)
        if rule:
            found[one.case] = (rule, room_nok)
    return found


def _why(task: Task, tally: Tally, one: Candidate, strategy: Strategy, obstacle: Obstacle) -> Why:
    had = tally.given.get(one.case)
    now = had.amount_nok if had else 0
    if one.case in task.locks:
        return Why("by-hand" if now else "out-by-hand", {"reason": task.locks[one.case].reason})
    if one.barred or one.score is None:
        return Why(one.barred or "unscored")
    if now == one.applied_nok:
        return Why("full", {"rank": one.rank or 0})
    return _why_not_all(task, one, strategy, obstacle, had=bool(had))


def _why_not_all(task: Task, one: Candidate, strategy: Strategy, obstacle: Obstacle, *, had: bool) -> Why:
    data: dict[str, object] = {"rank": one.rank or 0}
    rule, room_nok = obstacle
    if rule is None:
        rule = Rule(Kind.SHARE if strategy is Strategy.PROPORTIONAL else Kind.TOTAL)
        return Why("partly-so" if had else "nothing-so", {**data, "rule": rule})
    data |= {"rule": rule, "room_nok": room_nok}
    own = task.own_rule(one)
    small = room_nok > 0 and rule != task.greatest_rule() and own.kind is not Kind.WHOLE_THOUSANDS
    if small and not had:
        return Why("too-little", {**data, "own": own, "least_nok": task.least(one)})
    return Why("partly" if had else "nothing", data)


def _obstacle(task: Task, tally: Tally, one: Candidate) -> Obstacle:
    """Return the rule that keeps a case from getting more, and the room it leaves; None where no rule does."""
    had = tally.take(one.case) if one.case in tally.given else None
    _pot, (room_nok, rule) = tally.best_room(one)
    if had:
        tally.add(had)
    now = had.amount_nok if had else 0
    if now == task.most(one) and (now < one.applied_nok):
        greatest = task.greatest_rule()
        return (greatest, greatest.bound or 0) if greatest else (rule, room_nok)
    return (None, room_nok) if task.largest(one, room_nok) > now else (rule, room_nok)


def _caused(task: Task, tally: Tally, one: Candidate, other: Candidate, strategy: Strategy) -> Rule:
    """Return why `one` gets nothing and `other` something."""
    if other.case in task.locks:
        return Rule(Kind.LOCK, other.case)
    if not task.most(one):
        return task.greatest_rule() or task.own_rule(one)
    before = {breach.rule for breach in tally.short()}
    award = tally.take(other.case)
    try:
        _pot, (room_nok, rule) = tally.best_room(one)
        amount_nok = task.largest(one, room_nok)
        if not amount_nok:
            return task.own_rule(one) if rule.kind is Kind.POT and room_nok else rule
        tally.add(Award(one.case, amount_nok, _pot))
        floors = [breach.rule for breach in tally.short() if breach.rule not in before]
        tally.take(one.case)
        if floors:
            return floors[0]
        return task.own_rule(one) if strategy is Strategy.PROPORTIONAL else Rule(Kind.TOTAL)
    finally:
        tally.add(award)


def contradicting(task: Task, possible: Callable[[Task], bool]) -> tuple[Rule, ...]:
    """Return rules of which no plan keeps all, though one would if any of them went; `possible` tells whether one keeps a task's.

    What is set by hand is tried first, so that it is named only where it must be.
    """
    hands = [Rule(Kind.LOCK, case) for case in task.locks]
    pots = [Rule(Kind.POT, pot) for pot in task.pots]
    needed = []
    for rule in (*hands, *task.rules, *pots):
        without = task.without(rule)
        if possible(without):
            needed.append(rule)
        else:
            task = without
    return tuple(needed)
