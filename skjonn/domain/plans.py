"""Dividing money between cases: the problem as a frozen value, and the awards of a plan.

A task knows its cases by case number, so that no plan hangs on the order they came in. Amounts are whole kroner.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from skjonn.domain.codes import case_order
from skjonn.domain.plan_rules import Kind, Limit, Rule, bounds_of
from skjonn.domain.plan_settings import PlanSettings


class Strategy(StrEnum):
    """How a plan is made."""

    RANKED = "ranked"
    PROPORTIONAL = "proportional"
    OPTIMUM = "optimum"


@dataclass(frozen=True)
class Candidate:
    """One case that may get something.

    Attributes:
        score: the weighted total in whole hundredths of a point, None where it has none; rank: from 1, None likewise.
        municipality: the applicant's number; municipality_name: as people know it.
        joint: another municipality takes part; areas: codes of priority areas.
        accepts_partial: False only where the applicant says so; least_useful_nok: None where nothing is stated.
        barred: why it takes no part whatever its score, a code (`screening`, `recommendation`); empty where it does.
    """

    case: str
    applied_nok: int
    score: int | None = None
    rank: int | None = None
    title: str = ""
    municipality: str = ""
    municipality_name: str = ""
    joint: bool = False
    areas: tuple[str, ...] = ()
    accepts_partial: bool = True
    least_useful_nok: int | None = None
    barred: str = ""


@dataclass(frozen=True)
class Lock:
    """What a person has set for a case: an amount, 0 for nothing, and why. It is above every rule for single awards."""

    case: str
    amount_nok: int
    reason: str = ""
    pot: str = ""


@dataclass(frozen=True)
class Award:
    """What a plan gives a case: whole kroner above 0, from one pot."""

    case: str
    amount_nok: int
    pot: str


@dataclass(frozen=True)
class Given:
    """What a case outside the plan has got, by a decision that stands or a draft that awaits approval: whole kroner above 0."""

    to: Candidate
    amount_nok: int


@dataclass(frozen=True)
class Aside:
    """Why a pot has less to divide than is free in it: held back until a day, or (whole kroner) recommended for other cases."""

    held_until: date | None = None
    others_nok: int = 0


@dataclass(frozen=True)
class Task:
    """What is to be divided, between whom, by which rules.

    Attributes:
        candidates: in any order; `cases` has them by case number.
        pots: what each pot has free, the pots in the order they are to be used.
        locks: set by hand, by case number.
        dropped: rules left out, to see what they cost.
        given: what other cases of the call have got. The money is gone from the pots already; it counts where a rule is about what
            a group gets in all.
        area_names: what the reader calls the priority areas, by code; nothing hangs on it but words.
        aside: by pot, what is in it and not to be divided here; words too.
    """

    call: str
    round: int
    candidates: tuple[Candidate, ...]
    pots: Mapping[str, int]
    settings: PlanSettings = field(default_factory=PlanSettings)
    locks: Mapping[str, Lock] = field(default_factory=dict)
    dropped: frozenset[Rule] = frozenset()
    given: tuple[Given, ...] = ()
    area_names: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, Aside] = field(default_factory=dict)

    @cached_property
    def cases(self) -> dict[str, Candidate]:
        """The candidates by case number, in that order."""
        return {one.case: one for one in sorted(self.candidates, key=lambda one: case_order(one.case))}

    @cached_property
    def by_rank(self) -> tuple[Candidate, ...]:
        """Those that are divided between: with a total, not barred, not locked; the best first, ties by case number."""
        free = [one for one in self.cases.values() if self.takes_part(one)]
        return tuple(sorted(free, key=lambda one: (one.rank or 0, case_order(one.case))))

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What holds for groups of cases, pots apart."""
        found = bounds_of(self.settings, list(self.cases.values()), self.given, self.area_names)
        return tuple(one for one in found if one.rule not in self.dropped)

    @cached_property
    def limits_of(self) -> dict[str, tuple[int, ...]]:
        """Which of the limits each case counts in, as places in `limits`."""
        return {case: tuple(n for n, limit in enumerate(self.limits) if case in limit.cases) for case in self.cases}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that could bind, in a fixed order; pots and locks apart."""
        found = dict.fromkeys(limit.rule for limit in self.limits)
        whole = Rule(Kind.WHOLE_THOUSANDS) if self.settings.whole_thousands else None
        single = [whole, self._least_award, self._greatest_award, self._spread]
        if any(not one.accepts_partial for one in self.by_rank):
            single.append(Rule(Kind.PARTIAL_NOT_ACCEPTED))
        if any(one.least_useful_nok for one in self.by_rank):
            single.append(Rule(Kind.LEAST_USEFUL))
        return (*(one for one in single if one and one not in self.dropped), *found)

    @property
    def least_municipalities(self) -> int:
        """How many municipalities are to get something; 0 is no rule."""
        return (self._spread.bound or 0) if self._spread and self._spread not in self.dropped else 0

    @cached_property
    def served(self) -> frozenset[str]:
        """The municipalities that have something already."""
        return frozenset(one.to.municipality for one in self.given)

    @property
    def spread(self) -> Rule:
        """The rule of how many municipalities are to get something."""
        return Rule(Kind.LEAST_MUNICIPALITIES, bound=self.least_municipalities)

    @property
    def unit_nok(self) -> int:
        """The step of a partial award."""
        return 1 if Rule(Kind.WHOLE_THOUSANDS) in self.dropped else self.settings.unit_nok

    @cached_property
    def digest(self) -> str:
        """SHA-256, 64 hexadecimal digits, of cases and pots: what a plan was made from, its rules and locks apart."""
        said = [
            self.call,
            self.round,
            [astuple(one) for one in self.cases.values()],
            sorted(self.pots.items()),
            *self._given(),
        ]
        text = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def takes_part(self, one: Candidate) -> bool:
        """Tell whether a strategy may give the case something: unscored and barred cases enter only by hand."""
        return one.score is not None and not one.barred and one.case not in self.locks

    def pots_for(self, one: Candidate) -> tuple[str, ...]:
        """Return the pots a case may be paid from, in the order they are tried."""
        kept = self.settings.joint_pots
        first = [pot for pot in self.pots if pot in kept and one.joint]
        return (*first, *(pot for pot in self.pots if pot not in kept))

    def without(self, rule: Rule) -> Task:
        """Return the same task with a rule left out; of a lock, the case goes as it would without."""
        if rule.kind is Kind.LOCK:
            return replace(self, locks={case: lock for case, lock in self.locks.items() if case != rule.of})
        if rule.kind is Kind.POT:
            return replace(self, pots={**self.pots, rule.of: sum(one.applied_nok for one in self.candidates)})
        return replace(self, dropped=self.dropped | {rule})

    def least(self, one: Candidate) -> int:
        """Return the least award the case may get, never more than it applied for."""
        if not one.accepts_partial and Rule(Kind.PARTIAL_NOT_ACCEPTED) not in self.dropped:
            return one.applied_nok
        floor = max(self._least_useful(one), self._bound(self._least_award) or 0, 1)
        return min(-(-floor // self.unit_nok) * self.unit_nok, one.applied_nok)

    def most(self, one: Candidate) -> int:
        """Return the greatest award the case may get."""
        return self.largest(one, one.applied_nok)

    def largest(self, one: Candidate, room_nok: int) -> int:
        """Return the greatest award the case may get that is no more than `room_nok`; 0 where there is none."""
        greatest = self._bound(self._greatest_award)
        top = min(room_nok, one.applied_nok if greatest is None else greatest)
        if top >= one.applied_nok:
            return one.applied_nok
        part = top // self.unit_nok * self.unit_nok
        return part if part >= self.least(one) else 0

    def own_rule(self, one: Candidate) -> Rule:
        """Return the rule that sets the case's least award."""
        if self.least(one) == one.applied_nok and not one.accepts_partial:
            return Rule(Kind.PARTIAL_NOT_ACCEPTED)
        least = self._bound(self._least_award) or 0
        if self._least_useful(one) > max(least, 1):
            return Rule(Kind.LEAST_USEFUL)
        if least > 1 and self._least_award:
            return self._least_award
        return Rule(Kind.WHOLE_THOUSANDS)

    def broken_by_part(self, one: Candidate, amount_nok: int) -> Iterator[Rule]:
        """Give every rule that a part of what was applied for, `amount_nok`, breaks by being too small or no whole number of steps."""
        if not one.accepts_partial and Rule(Kind.PARTIAL_NOT_ACCEPTED) not in self.dropped:
            yield Rule(Kind.PARTIAL_NOT_ACCEPTED)
        if amount_nok < self._least_useful(one):
            yield Rule(Kind.LEAST_USEFUL)
        if self._least_award and amount_nok < (self._bound(self._least_award) or 0):
            yield self._least_award
        if amount_nok % self.unit_nok:
            yield Rule(Kind.WHOLE_THOUSANDS)

    def greatest_rule(self) -> Rule | None:
        """Return the rule of the greatest award, None where there is none."""
        return self._greatest_award if self._bound(self._greatest_award) is not None else None

    def _given(self) -> list[list[tuple[object, ...]]]:
        """Return what others have got, for the digest; nothing in a call's first round, which then keeps its digest."""
        return [sorted(astuple(one) for one in self.given)] if self.given else []

    def _least_useful(self, one: Candidate) -> int:
        return 0 if Rule(Kind.LEAST_USEFUL) in self.dropped else one.least_useful_nok or 0

    def _bound(self, rule: Rule | None) -> int | None:
        return None if rule is None or rule in self.dropped else rule.bound

    @property
    def _least_award(self) -> Rule | None:
        least = self.settings.least_award_nok
        return Rule(Kind.LEAST_AWARD, bound=least) if least else None

    @property
    def _greatest_award(self) -> Rule | None:
        greatest = self.settings.greatest_award_nok
        return None if greatest is None else Rule(Kind.GREATEST_AWARD, bound=greatest)

    @property
    def _spread(self) -> Rule | None:
        least = self.settings.least_municipalities
        return Rule(Kind.LEAST_MUNICIPALITIES, bound=least) if least else None
