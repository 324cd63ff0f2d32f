"""Why a plan is as it is: what each case got and by which rule, who was passed over, who is next in line, what rules cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from skjonn.domain.plan_rules import Kind, Rule
from skjonn.domain.plan_strategies import Turn, Walk, ranked, walked
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
    """The best ranked case that only money keeps from getting something, or more.

    Attributes:
        pot: where money is lacking; lacking_nok: how much more there would have to be, above 0: with a krone less it does not do.
        gets_nok: what the case would then get in all, at the least.
        others_stand: this is reckoned with what the others get as it is; else everything is divided anew with the money.
    """

    case: str
    rank: int
    pot: str
    lacking_nok: int
    gets_nok: int
    others_stand: bool = False


@dataclass(frozen=True)
class Change:
    """What a case would get without a rule, beside what it gets."""

    case: str
    amount_nok: int
    without_nok: int


@dataclass(frozen=True)
class Cost:
    """What a rule costs: what the objective would gain without it (hundredths of a point times kroner or awards), and who would.

    `changes` are the cases that would get another amount, the greatest gain first. Where the strategy, without the rule, comes to
    a plan that does not keep others, `unkept` are those, and there is no plan to hold against this one.
    """

    rule: Rule
    objective: int
    changes: tuple[Change, ...]
    unkept: tuple[Rule, ...] = ()


def whys(task: Task, awards: Sequence[Award], strategy: Strategy) -> dict[str, Why]:
    """Return for each case, by case number, why it gets what it gets.

    Going by rank, a case that does not get everything is told what stood in its way when its turn came, not what was left at the
    end. In other plans the whole plan is looked at, and a case that was passed over is told by whom.
    """
    tally = Tally(task, awards)
    over = {one.case: one for one in reversed(passed_over(task, awards, strategy))}
    turns = {turn.one.case: turn for turn in walked(task).turns} if strategy is Strategy.RANKED else {}
    found = {}
    for case, one in task.cases.items():
        obstacle = _at_turn(task, turns[case]) if case in turns else _obstacle(task, tally, one)
        found[case] = _why(task, tally, one, strategy, obstacle)
        passed = over.get(case)
        if passed and passed.rule not in {found[case].data.get("rule"), found[case].data.get("own")}:
            found[case] = Why("passed-over", {"rank": one.rank or 0, "by": passed.by, "rule": passed.rule})
    return found


def passed_over(task: Task, awards: Sequence[Award], strategy: Strategy) -> tuple[PassedOver, ...]:
    """Return each case that gets nothing while lower ranked ones get something: once for each rule, by the best ranked of them.

    The rule is found by giving the lower ranked case's award back and looking at what still keeps the other one out; going by
    rank, as it was when the turn of the one passed over came.
    """
    given = {award.case: award for award in awards}
    walk = walked(task) if strategy is Strategy.RANKED else None
    turns = {turn.one.case: turn for turn in walk.turns} if walk else {}
    tally = Tally(task, awards)
    found: list[PassedOver] = []
    order = _ranked(task)
    for place, one in enumerate(order):
        if one.case in given:
            continue
        at_turn = Tally(task, turns[one.case].before) if walk and one.case in turns else None
        rules: set[Rule] = set()
        for other in order[place + 1 :]:
            if other.case not in given or other.rank == one.rank:
                continue
            if walk and at_turn:
                rule = _caused_at_turn(task, walk, turns[one.case], at_turn, other.case)
            else:
                rule = _caused(task, tally, one, other, strategy)
            if rule not in rules:
                rules.add(rule)
                found.append(PassedOver(one.case, other.case, rule))
    return tuple(found)


def next_in_line(task: Task, awards: Sequence[Award], strategy: Strategy) -> NextInLine | None:
    """Return who would be served by more money; None where nobody would.

    Going by rank it is the best ranked case that stopped at the money when its turn came, and dividing anew with what is lacking
    is tried; in an optimum the others are left as they are; a division in proportion has no line.
    """
    if strategy is Strategy.RANKED:
        return next((line for turn in walked(task).turns if (line := _next_at_turn(task, turn))), None)
    return _next_beside(task, awards) if strategy is Strategy.OPTIMUM else None


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


def _at_turn(task: Task, turn: Turn) -> Obstacle:
    """Return what kept a case from more when its turn came."""
    greatest = task.greatest_rule()
    if greatest and turn.amount_nok == task.most(turn.one) < turn.one.applied_nok:
        return greatest, greatest.bound or 0
    return turn.rule, turn.room_nok


def _next_at_turn(task: Task, turn: Turn) -> NextInLine | None:
    """Return what a case lacked when its turn came; None where more money would not serve it."""
    one = turn.one
    most = task.largest(one, Tally(task, turn.before).within_limits(one))
    if most <= turn.amount_nok or not turn.pot:
        return None
    wanted = _asked(task, one, most, turn.amount_nok)
    lacking = _least_that_serves(task, one, turn.pot, wanted, wanted - turn.room_nok)
    return NextInLine(one.case, one.rank or 0, turn.pot, lacking, wanted) if lacking else None


def _least_that_serves(task: Task, one: Candidate, pot: str, wanted: int, guess: int) -> int:
    """Return how much more a pot must hold for a case to get what is wanted when all is divided anew; 0 where nothing helps.

    A krone less than what is returned does not do.
    """

    def serves(more_nok: int) -> bool:
        richer = replace(task, pots={**task.pots, pot: task.pots[pot] + more_nok})
        return any(award.case == one.case and award.amount_nok >= wanted for award in ranked(richer))

    low, high = 0, guess if guess > 0 and serves(guess) else sum(each.applied_nok for each in task.candidates)
    if not serves(high):
        return 0
    if high == guess and not serves(guess - 1):
        return guess
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if serves(middle) else (middle, high)
    return high


def _next_beside(task: Task, awards: Sequence[Award]) -> NextInLine | None:
    """Return the best ranked case that more money would serve while the others keep what they get."""
    tally = Tally(task, awards)
    for one in task.by_rank:
        had = tally.take(one.case) if one.case in tally.given else None
        pot, (room_nok, _rule) = tally.best_room(one)
        most = task.largest(one, tally.within_limits(one))
        if had:
            tally.add(had)
        already = had.amount_nok if had else 0
        wanted = _asked(task, one, most, already)
        if pot and most > already and wanted > room_nok:
            return NextInLine(one.case, one.rank or 0, pot, wanted - room_nok, wanted, others_stand=True)
    return None


def _asked(task: Task, one: Candidate, most: int, already: int) -> int:
    """Return what a case is to get to be served: its least where one is stated and it has nothing, else all it may have."""
    stated = one.least_useful_nok or task.settings.least_award_nok or not one.accepts_partial
    return task.least(one) if stated and not already else most


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
    if had:
        whole = room_nok % task.unit_nok and task.largest(one, room_nok) < min(room_nok, one.applied_nok)
        return Why("partly-whole" if whole else "partly", data)
    if 0 < room_nok < task.least(one):
        return Why("too-little", {**data, "own": task.own_rule(one), "least_nok": task.least(one)})
    return Why("nothing", data)


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


def _caused_at_turn(task: Task, walk: Walk, turn: Turn, before: Tally, other: str) -> Rule:
    """Return why a case got nothing at its turn, and a lower ranked one something."""
    one = turn.one
    if other in before.given:  # set by hand, or given for a floor, before anybody's turn
        award = before.take(other)
        _pot, (room_nok, _rule) = before.best_room(one)
        before.add(award)
        if task.largest(one, room_nok):
            return walk.floors[other] if other in walk.floors else Rule(Kind.LOCK, other)
    return _hindered(task, one, turn.room_nok, turn.rule)


def _caused(task: Task, tally: Tally, one: Candidate, other: Candidate, strategy: Strategy) -> Rule:
    """Return why `one` gets nothing and `other` something."""
    before = {breach.rule for breach in tally.short()}
    award = tally.take(other.case)
    try:
        pot, (room_nok, rule) = tally.best_room(one)
        amount_nok = task.largest(one, room_nok)
        if not amount_nok:
            return _hindered(task, one, room_nok, rule)
        if other.case in task.locks:
            return Rule(Kind.LOCK, other.case)
        tally.add(Award(one.case, amount_nok, pot))
        floors = [breach.rule for breach in tally.short() if breach.rule not in before]
        tally.take(one.case)
        if floors:
            return floors[0]
        return task.own_rule(one) if strategy is Strategy.PROPORTIONAL else Rule(Kind.TOTAL)
    finally:
        tally.add(award)


def _hindered(task: Task, one: Candidate, room_nok: int, rule: Rule) -> Rule:
    """Return what a case that there is too little room for is hindered by: its own least where money is there."""
    if not task.most(one):
        return task.greatest_rule() or task.own_rule(one)
    return task.own_rule(one) if rule.kind is Kind.POT and room_nok else rule


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
