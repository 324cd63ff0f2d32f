"""Of plans that are equally good, the one that is easiest to defend: money left goes to the best ranked, and of equals the first has more.

What a solver returns is as great as it can be, but where several plans are, which one it comes upon says nothing. Here the
same cases get something, no more of them get a part, and nothing else than the objective is given up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skjonn.domain.plan_strategies import in_order
from skjonn.domain.plan_tally import Tally, check, objective
from skjonn.domain.plans import Award, Candidate, Task


def settled(task: Task, awards: Sequence[Award]) -> list[Award]:
    """Return a plan for the same cases, as great and with no more partial awards, by case number.

    First what is left is given out from the best downwards; then, where a case has a part and one further down could spare some
    without a loss, it is moved up.

    Args:
        task: what is divided.
        awards: a plan that keeps every rule; as it is where nothing better is found.
    """
    tally = Tally(task, awards)
    served = [one for one in task.by_rank if one.case in tally.given]
    for one in served:
        _fill(tally, one)
    for place, one in enumerate(served):
        for other in reversed(served[place + 1 :]):
            if _is_partial(task, tally.given[one.case]) and _weighs_the_same(task, one, other):
                _move_up(tally, one, other)
    found = in_order(tally.given.values())
    return found if objective(task, found) >= objective(task, awards) and not check(task, found) else list(awards)


def _fill(tally: Tally, one: Candidate) -> None:
    """Give a case as much of its pot as there is room for."""
    had = tally.take(one.case)
    room_nok, _rule = tally.room(one, had.pot)
    tally.add(Award(one.case, max(had.amount_nok, tally.task.largest(one, room_nok)), had.pot))


def _move_up(tally: Tally, one: Candidate, other: Candidate) -> None:
    """Let a case have as much as another can spare, where the rules allow it and no more cases then have a part."""
    task = tally.task
    had, others = tally.given[one.case], tally.given[other.case]
    parts = _is_partial(task, had) + _is_partial(task, others)
    short = list(tally.short())
    tally.take(one.case)
    tally.take(other.case)
    for award, left in _splits(task, had, others):
        tally.add(award)
        tally.add(left)
        fewer = _is_partial(task, award) + _is_partial(task, left) <= parts
        if fewer and not list(tally.over()) and list(tally.short()) == short:
            return
        tally.take(one.case)
        tally.take(other.case)
    tally.add(had)
    tally.add(others)


def _splits(task: Task, had: Award, others: Award) -> Iterator[tuple[Award, Award]]:
    """Give the ways two cases can share what they have such that the first has more, the most first."""
    one, other = task.cases[had.case], task.cases[others.case]
    whole = had.amount_nok + others.amount_nok
    sums = {task.most(one), task.largest(one, whole - task.least(other)), whole - task.most(other)}
    for amount_nok in sorted(sums, reverse=True):
        left = whole - amount_nok
        fits = task.largest(one, amount_nok) == amount_nok and task.largest(other, left) == left > 0
        if amount_nok > had.amount_nok and fits:
            yield Award(one.case, amount_nok, had.pot), Award(other.case, left, others.pot)
            if had.pot != others.pot and others.pot in task.pots_for(one) and had.pot in task.pots_for(other):
                yield Award(one.case, amount_nok, others.pot), Award(other.case, left, had.pot)


def _is_partial(task: Task, award: Award) -> bool:
    return award.amount_nok < task.cases[award.case].applied_nok


def _weighs_the_same(task: Task, one: Candidate, other: Candidate) -> bool:
    """Tell whether money moved between two cases leaves the objective as it is."""
    return task.settings.objective == "cases" or one.score == other.score
