"""The two ways of dividing money that need no solver: from the best downwards, and in proportion to what is applied for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from skjonn.domain.codes import case_order
from skjonn.domain.plan_rules import Limit
from skjonn.domain.plan_tally import Tally
from skjonn.domain.plans import Award, Candidate, Lock, Task


def locked(task: Task) -> list[Award]:
    """Return what is set by hand, each from its pot, else from the first with room for it, else from the first."""
    tally = Tally(task)
    found = []
    for case in sorted(task.locks, key=case_order):
        lock = task.locks[case]
        if lock.amount_nok:
            award = Award(case, lock.amount_nok, lock.pot or _pot(task, tally, task.cases[case], lock))
            tally.add(award)
            found.append(award)
    return found


def ranked(task: Task) -> list[Award]:
    """Return the awards from the best downwards until the money is spent.

    What is set by hand goes first, then what the floors ask for (each from the best of its own cases downwards), then every
    other case by rank as much as there is room for. A case there is no room for is passed, and the next one tried.
    """
    tally = Tally(task, locked(task))
    _serve_floors(task, tally)
    for one in task.by_rank:
        if one.case in tally.given:
            tally.take(one.case)  # what a floor asked for is filled up where there is room
        _give(tally, one)
    return in_order(tally.given.values())


def proportional(task: Task) -> list[Award]:
    """Return awards in proportion to what is applied for, by largest remainders.

    A case whose share is less than it may be given goes out, the lowest ranked first, and the money is shared anew; so does the
    lowest ranked case of a group that may have no more awards. A group above its ceiling shares the ceiling.
    """
    fixed = locked(task)
    left = list(task.by_rank)
    while True:
        shares = _shares(task, fixed, left)
        gone = next((one for one in reversed(left) if shares.get(one.case, (0, ""))[0] < task.least(one)), None)
        gone = gone or _too_many(task, fixed, left)
        if gone is None:
            break
        left.remove(gone)
    shares = _let_in_again(task, fixed, left, shares)
    awards = [Award(case, amount_nok, pot) for case, (amount_nok, pot) in shares.items()]
    return in_order([*fixed, *awards])


def _let_in_again(
    task: Task, fixed: Sequence[Award], left: Sequence[Candidate], shares: dict[str, tuple[int, str]]
) -> dict[str, tuple[int, str]]:
    """Return the shares with every case let in, the best first, whose least is left over and that pushes no other out."""
    inside = list(left)
    held = sum(task.pots.values()) - sum(award.amount_nok for award in fixed)
    for one in task.by_rank:
        spare = held - sum(amount_nok for amount_nok, _pot in shares.values())
        if one in inside or task.least(one) > spare:
            continue
        wider = [each for each in task.by_rank if each in inside or each is one]
        tried = _shares(task, fixed, wider)
        short = any(tried.get(each.case, (0, ""))[0] < task.least(each) for each in wider)
        if not short and _too_many(task, fixed, wider) is None:
            inside, shares = wider, tried
    return shares


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole number in proportion to weights, exactly: what rounding leaves goes to the largest remainders.

    Equal remainders are served in the order given. All weights 0 gives nothing to anybody.
    """
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _pot(task: Task, tally: Tally, one: Candidate, lock: Lock) -> str:
    pots = task.pots_for(one) or tuple(task.pots)
    enough = (pot for pot in pots if task.pots[pot] - tally.pots[pot] >= lock.amount_nok)
    return next(enough, pots[0] if pots else "")


def _give(tally: Tally, one: Candidate) -> bool:
    """Give a case as much as there is room for; tell whether that was anything."""
    pot, (room_nok, _rule) = tally.best_room(one)
    amount_nok = tally.task.largest(one, room_nok)
    if amount_nok:
        tally.add(Award(one.case, amount_nok, pot))
    return bool(amount_nok)


def _serve_floors(task: Task, tally: Tally) -> None:
    for place, limit in enumerate(task.limits):
        for one in task.by_rank:
            reached = tally.awards[place] if limit.counts else tally.nok[place]
            if limit.least is None or reached >= limit.least:
                break
            if one.case in limit.cases and one.case not in tally.given:
                _give_towards(tally, one, limit, reached)
    for one in task.by_rank:
        if len(tally.served) >= task.least_municipalities:
            return
        if one.municipality not in tally.served and one.case not in tally.given:
            _give_least(tally, one)


def _give_towards(tally: Tally, one: Candidate, limit: Limit, reached: int) -> None:
    """Give a case what a floor still lacks, and no more than that where less than everything is enough."""
    if limit.counts:
        _give_least(tally, one)
        return
    pot, (room_nok, _rule) = tally.best_room(one)
    lacking = -(-((limit.least or 0) - reached) // tally.task.unit_nok) * tally.task.unit_nok
    wanted = max(lacking, tally.task.least(one))
    amount_nok = tally.task.largest(one, min(room_nok, wanted)) or tally.task.largest(one, room_nok)
    if amount_nok:
        tally.add(Award(one.case, amount_nok, pot))


def _give_least(tally: Tally, one: Candidate) -> bool:
    pot, (room_nok, _rule) = tally.best_room(one)
    amount_nok = tally.task.largest(one, min(room_nok, tally.task.least(one)))
    if amount_nok:
        tally.add(Award(one.case, amount_nok, pot))
    return bool(amount_nok)


def _shares(task: Task, fixed: Sequence[Award], left: Sequence[Candidate]) -> dict[str, tuple[int, str]]:
    """Return what each case gets and from which pot: its first with anything in it; 0 is left out."""
    tally = Tally(task, fixed)
    free = {pot: held - tally.pots[pot] for pot, held in task.pots.items()}
    home: dict[str, list[Candidate]] = {}
    for one in left:
        pot = next((pot for pot in task.pots_for(one) if free[pot] > 0), "")
        if pot:
            home.setdefault(pot, []).append(one)
    caps = {one.case: task.most(one) for one in left}
    found = _shared(task, home, free, caps)
    while narrower := _above_ceiling(task, tally, left, found):
        caps |= narrower
        found = _shared(task, home, free, caps)
    pots = {one.case: pot for pot, members in home.items() for one in members}
    return {case: (amount_nok, pots[case]) for case, amount_nok in found.items() if amount_nok > 0}


def _shared(
    task: Task, home: Mapping[str, Sequence[Candidate]], free: Mapping[str, int], caps: Mapping[str, int]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for pot, members in home.items():
        found |= _share_out(task, members, free[pot], caps)
    return found


def _above_ceiling(
    task: Task, tally: Tally, left: Sequence[Candidate], found: Mapping[str, int]
) -> dict[str, int] | None:
    """Return what the members of the first group above its ceiling may have; None where no group is."""
    for place, limit in enumerate(task.limits):
        if limit.greatest is None or limit.counts:
            continue
        members = [one for one in left if one.case in limit.cases and found.get(one.case)]
        room = max(limit.greatest - tally.nok[place], 0)
        if sum(found[one.case] for one in members) > room:
            return _share_out(task, members, room, {one.case: found[one.case] for one in members})
    return None


def _share_out(task: Task, members: Sequence[Candidate], free_nok: int, caps: Mapping[str, int]) -> dict[str, int]:
    """Share money by what is applied for, nobody above the cap; what the capped leave is shared among the others."""
    found: dict[str, int] = {}
    rest, left = list(members), max(free_nok, 0)
    while rest:
        parts = [
            part * task.unit_nok for part in largest_remainder(left // task.unit_nok, [one.applied_nok for one in rest])
        ]
        full = [one for one, part in zip(rest, parts, strict=True) if part >= caps[one.case]]
        if not full:
            return found | {one.case: part for one, part in zip(rest, parts, strict=True)}
        for one in full:
            found[one.case] = min(caps[one.case], left)
            left -= found[one.case]
        rest = [one for one in rest if one.case not in found]
    return found


def _too_many(task: Task, fixed: Sequence[Award], left: Sequence[Candidate]) -> Candidate | None:
    """Return the lowest ranked case of the first group with more awards than it may have."""
    have = Tally(task, fixed)
    for place, limit in enumerate(task.limits):
        members = [one for one in left if one.case in limit.cases]
        if (
            limit.counts
            and limit.greatest is not None
            and members
            and have.awards[place] + len(members) > limit.greatest
        ):
            return members[-1]
    return None


def placed(task: Task, awards: Iterable[Award]) -> list[Award]:
    """Return awards with a pot each: the one that is named, else the first of the case's own with room for it, else its first."""
    tally = Tally(task)
    for award in sorted(awards, key=lambda one: (not one.pot, case_order(one.case))):
        lock = Lock(award.case, award.amount_nok)
        tally.add(Award(award.case, award.amount_nok, award.pot or _pot(task, tally, task.cases[award.case], lock)))
    return in_order(tally.given.values())


def in_order(awards: Iterable[Award]) -> list[Award]:
    """Return awards by case number."""
    return sorted(awards, key=lambda award: case_order(award.case))
