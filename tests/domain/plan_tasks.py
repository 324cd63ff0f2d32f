"""Small problems of dividing money, drawn at random and written by hand; and every plan there is, for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import strategies as st

from skjonn.domain.plan_settings import Bounds, PlanSettings
from skjonn.domain.plan_tally import check, objective
from skjonn.domain.plans import Award, Candidate, Given, Lock, Task

TOWNS = ("1101", "1103", "1106")


def case(serial: int, applied_nok: int, score: int | None = None, **said: Any) -> Candidate:
    """Return one case; its rank is given by `task`."""
    return Candidate(f"2021-{serial:03d}", applied_nok, score, **said)


def task(
    *candidates: Candidate,
    free_nok: int = 1_000_000,
    pots: dict[str, int] | None = None,
    locks: Sequence[Lock] = (),
    given: Sequence[Given] = (),
    **rules: Any,
) -> Task:
    """Return a task with ranks by score, equal scores sharing one."""
    ranked = [
        one
        if one.score is None
        else replace(
            one, rank=1 + sum((other.score or 0) > one.score for other in candidates if other.score is not None)
        )
        for one in candidates
    ]
    held = pots or {"project": free_nok}
    return Task(
        "2021", 1, tuple(ranked), held, PlanSettings(**rules), {lock.case: lock for lock in locks}, given=tuple(given)
    )


def amounts(awards: Sequence[Award]) -> dict[str, int]:
    """Return what each case gets, by its serial."""
    return {award.case.rpartition("-")[2].lstrip("0"): award.amount_nok for award in awards}


def every_plan(of: Task) -> Iterator[list[Award]]:
    """Give every plan that keeps every rule, by trying them all."""
    choices: list[list[Award | None]] = []
    for one in of.cases.values():
        locked = of.locks.get(one.case)
        if locked is not None:
            sums = [locked.amount_nok] if locked.amount_nok else []
            choices.append([Award(one.case, nok, pot) for nok in sums for pot in of.pots_for(one)] or [None])
        elif of.takes_part(one):
            steps = {*range(of.unit_nok, one.applied_nok + 1, of.unit_nok), one.applied_nok}
            sums = sorted(nok for nok in steps if of.largest(one, nok) == nok)
            choices.append([None, *(Award(one.case, nok, pot) for nok in sums for pot in of.pots_for(one))])
    for combination in product(*choices):
        awards = [award for award in combination if award]
        if not check(of, awards):
            yield awards


def best_there_is(of: Task) -> int | None:
    """Return the greatest objective of all plans; None where no plan keeps every rule."""
    return max((objective(of, awards) for awards in every_plan(of)), default=None)


def _bounds(greatest: int, step: int) -> st.SearchStrategy[Bounds]:
    none, few = st.none() | st.none(), st.none() | st.none() | st.integers(0, 2)
    return st.builds(Bounds, none | _nok(0, greatest // 2, step), st.none() | _nok(0, greatest, step), few, few)


def _nok(least: int, greatest: int, step: int) -> st.SearchStrategy[int]:
    return st.integers(least, greatest).map(lambda steps: steps * step)


@st.composite
def tasks(draw: st.DrawFn, most_cases: int = 4, greatest: int = 5) -> Task:
    """Draw a task of a few cases with any of the rules, pots and locks: a few kroner, or a few halves of thousands."""
    step = draw(st.sampled_from([1, 500]))
    candidates = [
        case(
            serial,
            draw(_nok(1, greatest, step)),
            draw(st.none() | st.integers(1, 4)),
            municipality=draw(st.sampled_from(TOWNS)),
            joint=draw(st.booleans()),
            areas=tuple(draw(st.sets(st.sampled_from(["a", "b"])))),
            accepts_partial=draw(st.booleans()),
            least_useful_nok=draw(st.none() | _nok(1, greatest + 1, step)),
        )
        for serial in range(1, draw(st.integers(1, most_cases)) + 1)
    ]
    locks = []
    if draw(st.integers(0, 3)) == 0:
        one = draw(st.sampled_from(candidates))
        locks = [Lock(one.case, draw(st.integers(0, one.applied_nok)), "Avtalt.")]
    given = draw(st.lists(st.builds(Given, st.just(case(9, 5 * step, municipality="1101", areas=("a",))), _nok(1, 5, step)), max_size=2))  # fmt: skip
    pots = {"project": draw(_nok(0, 10, step))}
    if draw(st.booleans()):
        pots["joint"] = draw(_nok(0, 6, step))
    none, bounds = st.none() | st.none(), _bounds(8, step)
    some = bounds.filter(lambda one: one != Bounds())
    return task(
        *draw(st.permutations(candidates)),
        pots=pots,
        locks=locks,
        given=given,
        objective=draw(st.sampled_from(["", "cases"])),
        whole_thousands=step > 1 or None,
        least_award_nok=draw(none | _nok(1, 3, step)),
        greatest_award_nok=draw(none | _nok(1, greatest, step)),
        least_municipalities=draw(none | st.integers(1, 3)),
        joint_pots=("joint",) if "joint" in pots and draw(st.booleans()) else (),
        each_municipality=draw(st.just(Bounds()) | bounds),
        joint=draw(st.just(Bounds()) | bounds),
        municipalities=draw(st.just({}) | st.fixed_dictionaries({"1101": some})),
        areas=draw(st.just({}) | st.fixed_dictionaries({"a": some})),
    )
