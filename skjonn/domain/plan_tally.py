"""Counting what a plan has given: what each rule leaves room for, and whether a whole plan holds. Plain Python, no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skjonn.domain.plan_rules import Kind, Rule
from skjonn.domain.plans import Award, Candidate, Task

Room = tuple[int, Rule]
"""How much more there is room for, whole kroner, and the rule that sets it."""


@dataclass(frozen=True)
class Breach:
    """A rule a plan breaks: for one case, or (case empty) for a group, with what the plan comes to there.

    `found` is whole kroner, or awards or municipalities where the rule counts those; `of` the group in people's words; `free_nok`
    is what a pot that is passed holds.
    """

    rule: Rule
    case: str = ""
    found: int = 0
    counts: bool = False
    of: str = ""
    free_nok: int = 0


class Tally:
    """What is given so far, by limit and by pot; what other cases of the call have got already counts in the limits."""

    def __init__(self, task: Task, awards: Iterable[Award] = ()) -> None:
        """Begin with some awards given."""
        self.task = task
        self.given: dict[str, Award] = {}
        self.nok = [0 if limit.counts else limit.used for limit in task.limits]
        self.awards = [limit.used if limit.counts else 0 for limit in task.limits]
        self.pots: Counter[str] = Counter()
        for award in awards:
            self.add(award)

    def add(self, award: Award) -> None:
        """Give a case something it has not had."""
        self.given[award.case] = award
        self._count(award, 1)

    def take(self, case: str) -> Award:
        """Take back what a case was given, and return it."""
        award = self.given.pop(case)
        self._count(award, -1)
        return award

    def room(self, one: Candidate, pot: str) -> Room:
        """Return what a case that has nothing could get from a pot: the tightest of what holds, the pot last."""
        return self._within_limits(one, (self.task.pots[pot] - self.pots[pot], Rule(Kind.POT, pot)))

    def within_limits(self, one: Candidate) -> int:
        """Return what a case that has nothing could get if money were no question: all it applied for at most."""
        return self._within_limits(one, (one.applied_nok, Rule(Kind.APPLIED)))[0]

    def _within_limits(self, one: Candidate, found: Room) -> Room:
        for place in self.task.limits_of[one.case]:
            limit = self.task.limits[place]
            if limit.greatest is None or (limit.counts and self.awards[place] < limit.greatest):
                continue
            left = 0 if limit.counts else limit.greatest - self.nok[place]
            if left < found[0] or (left == found[0] and found[1].kind is Kind.POT):
                found = (left, limit.rule)
        return max(found[0], 0), found[1]

    def best_room(self, one: Candidate) -> tuple[str, Room]:
        """Return the pot that gives a case most, the first of several, and the room there; where none gives any, the fullest."""
        pots = self.task.pots_for(one)
        if not pots:
            return "", (0, Rule(Kind.POT, next(iter(self.task.pots), "")))
        rooms = {pot: self.room(one, pot) for pot in pots}
        gets = {pot: self.task.largest(one, rooms[pot][0]) for pot in pots}
        best = max(pots, key=lambda pot: (gets[pot], 0 if gets[pot] else rooms[pot][0]))  # of equals the first is used
        return best, rooms[best]

    @property
    def served(self) -> frozenset[str]:
        """The municipalities that get something, or have it already."""
        return self.task.served | {self.task.cases[case].municipality for case in self.given}

    def short(self) -> Iterator[Breach]:
        """Give every floor that is not reached."""
        for place, limit in enumerate(self.task.limits):
            found = self.awards[place] if limit.counts else self.nok[place]
            if limit.least is not None and found < limit.least:
                yield Breach(limit.rule, found=found, counts=limit.counts, of=limit.of)
        served = self.served
        if len(served) < self.task.least_municipalities:
            yield Breach(self.task.spread, found=len(served), counts=True)

    def over(self) -> Iterator[Breach]:
        """Give every ceiling and every pot that is passed."""
        for place, limit in enumerate(self.task.limits):
            found = self.awards[place] if limit.counts else self.nok[place]
            if limit.greatest is not None and found > max(limit.greatest, limit.used):
                yield Breach(limit.rule, found=found, counts=limit.counts, of=limit.of)
        for pot, found in sorted(self.pots.items()):
            if pot in self.task.pots and found > self.task.pots[pot]:
                yield Breach(Rule(Kind.POT, pot), found=found, free_nok=self.task.pots[pot])

    def _count(self, award: Award, sign: int) -> None:
        self.pots[award.pot] += sign * award.amount_nok
        for place in self.task.limits_of[award.case]:
            self.nok[place] += sign * award.amount_nok
            self.awards[place] += sign


def check(task: Task, awards: Iterable[Award]) -> list[Breach]:
    """Return everything a plan breaks; nothing where it holds. Every case must be one of the task's."""
    given = list(awards)
    tally = Tally(task, given)
    single = [breach for award in given for breach in _single(task, award)]
    locked = [
        Breach(Rule(Kind.LOCK, case), case, tally.given[case].amount_nok if case in tally.given else 0)
        for case, lock in task.locks.items()
        if lock.amount_nok != (tally.given[case].amount_nok if case in tally.given else 0)
    ]
    return [*single, *locked, *tally.over(), *tally.short()]


def objective(task: Task, awards: Iterable[Award]) -> int:
    """Return what `optimum` makes great: hundredths of a point times whole kroner, or times awards; locked cases too."""
    by_case = task.settings.objective == "cases"
    scores = {case: one.score or 0 for case, one in task.cases.items()}
    return sum(scores[award.case] * (1 if by_case else award.amount_nok) for award in awards)


def _single(task: Task, award: Award) -> Iterator[Breach]:
    one, amount_nok = task.cases[award.case], award.amount_nok
    if award.pot not in task.pots_for(one):
        yield Breach(Rule(Kind.POT, award.pot), award.case, amount_nok)
    if award.case in task.locks:
        return
    if one.score is None or one.barred:
        yield Breach(Rule(Kind.BARRED if one.barred else Kind.UNSCORED), award.case, amount_nok)
    elif task.largest(one, amount_nok) != amount_nok:
        yield from (Breach(rule, award.case, amount_nok) for rule in _broken(task, one, amount_nok))


def _broken(task: Task, one: Candidate, amount_nok: int) -> Iterator[Rule]:
    """Give every rule for single awards that an amount breaks, each of which alone would refuse it."""
    greatest = task.greatest_rule()
    if amount_nok > one.applied_nok:
        yield Rule(Kind.APPLIED)
    if greatest and amount_nok > (greatest.bound or 0):
        yield greatest
    if amount_nok < one.applied_nok:
        yield from task.broken_by_part(one, amount_nok)
