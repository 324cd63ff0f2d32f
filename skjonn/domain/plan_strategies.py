"""The two ways of dividing money that need no solver: from the best downwards, and in proportion to what is applied for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skjonn.domain.codes import case_order
from skjonn.domain.plan_rules import Limit, Rule
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


@dataclass(frozen=True)
class Turn:
    """A case's turn, going by rank.

    Attributes:
        one: whose turn it is; amount_nok: what it gets, whole kroner, 0 for nothing.
        pot: the one that gives it most; room_nok, rule: how much there was room for then, and what set that.
        before: what had been given when its turn came: by hand, for the floors, and to those before it.
    """

    one: Candidate
    pot: str
    room_nok: int
    rule: Rule
    amount_nok: int
    before: tuple[Award, ...]


@dataclass(frozen=True)
class Walk:
    """How money is divided from the best downwards: the awards, the turns, and the floor each early award was made for."""

    awards: tuple[Award, ...]
    turns: tuple[Turn, ...]
    floors: Mapping[str, Rule]


def ranked(task: Task) -> list[Award]:
    """Return the awards from the best downwards until the money is spent; `walked` tells how it goes."""
    return list(walked(task).awards)


def walked(task: Task) -> Walk:
    """Divide the money from the best downwards.

    What is set by hand goes first, then what the floors ask for (each from the best of its own cases downwards), then every
    other case by rank as much as there is room for. A case there is no room for is passed, and the next one tried.
    """
    tally = Tally(task, locked(task))
    floors = _serve_floors(task, tally)
    turns = []
    for one in task.by_rank:
        if one.case in tally.given:
            tally.take(one.case)  # what a floor asked for is filled up where there is room
        pot, (room_nok, rule) = tally.best_room(one)
        turn = Turn(one, pot, room_nok, rule, task.largest(one, room_nok), tuple(tally.given.values()))
        turns.append(turn)
        if turn.amount_nok:
            tally.add(Award(one.case, turn.amount_nok, pot))
    return Walk(tuple(in_order(tally.given.values())), tuple(turns), floors)


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


def _serve_floors(task: Task, tally: Tally) -> dict[str, Rule]:
    """Give what the floors ask for, and return for each case that got something the floor it was for."""
    served: dict[str, Rule] = {}
    for place, limit in enumerate(task.limits):
        for one in task.by_rank:
            reached = tally.awards[place] if limit.counts else tally.nok[place]
            if limit.least is None or reached >= limit.least:
                break
            if one.case in limit.cases and one.case not in tally.given and _give_towards(tally, one, limit, reached):
                served[one.case] = limit.rule
    for one in task.by_rank:
        if len(tally.served) >= task.least_municipalities:
            break
        if one.municipality not in tally.served and one.case not in tally.given and _give_least(tally, one):
            served[one.case] = task.spread
    return _needed(task, tally, served)


def _needed(task: Task, tally: Tally, served: Mapping[str, Rule]) -> dict[str, Rule]:
    """Take back what the floors turn out to do without, from the lowest ranked; return the rest.

    A case that took the last step up to a floor may have gone so far that one before it is no longer needed.
    """
    kept = dict(served)
    for one in reversed(task.by_rank):
        if one.case not in kept:
            continue
        short = list(tally.short())
        had = tally.take(one.case)
        if list(tally.short()) == short:
            del kept[one.case]
        else:
            tally.add(had)
    return kept


def _give_towards(tally: Tally, one: Candidate, limit: Limit, reached: int) -> bool:
    """Give a case what a floor still lacks, and no more than that where less than everything is enough; tell whether it got any."""
    if limit.counts:
        return _give_least(tally, one)
    pot, (room_nok, _rule) = tally.best_room(one)
    lacking = -(-((limit.least or 0) - reached) // tally.task.unit_nok) * tally.task.unit_nok
    wanted = max(lacking, tally.task.least(one))
    amount_nok = tally.task.largest(one, min(room_nok, wanted)) or tally.task.largest(one, room_nok)
    if amount_nok:
        tally.add(Award(one.case, amount_nok, pot))
    return bool(amount_nok)


def _give_least(tally: Tally, one: Candidate) -> bool:
    pot, (room_nok, _rule) = tally.best_room(one)
    amount_nok = tally.task.largest(one, min(room_nok, tally.task.least(one)))
    if amount_nok:
        tally.add(Award(one.case, amount_nok, pot))
    return bool(amount_nok)


def _shares(task: Task, fixed: Sequence[Award], left: Sequence[Candidate]) -> dict[str, tuple[int, str]]:
    """Return what each case gets and from which pot; 0 is left out.

    Every case is paid from one pot, so cases are spread over the pots such that what each has for a krone applied for is as
    even as can be; where a pot has money left though others lack it, cases move there as long as that gives them more.
    """
    tally = Tally(task, fixed)
    free = {pot: held - tally.pots[pot] for pot, held in task.pots.items()}
    home = _homes(task, free, left)
    found = _capped(task, tally, free, home, left)
    for one in sorted(left, key=lambda one: (-one.applied_nok, case_order(one.case))):
        moved = _moved(task, free, home, found, one)
        if moved and (tried := _capped(task, tally, free, moved, left)).get(one.case, 0) > found.get(one.case, 0):
            home, found = moved, tried
    return {case: (amount_nok, home[case]) for case, amount_nok in found.items() if amount_nok > 0}


def _homes(task: Task, free: Mapping[str, int], left: Sequence[Candidate]) -> dict[str, str]:
    """Return the pot each case is paid from: the greatest first, each where most is left for a krone applied for."""
    asked: Counter[str] = Counter()
    home = {}
    for one in sorted(left, key=lambda one: (-one.applied_nok, case_order(one.case))):
        pots = [pot for pot in task.pots_for(one) if free[pot] > 0]
        if pots:
            home[one.case] = max(pots, key=lambda pot: Fraction(free[pot], asked[pot] + one.applied_nok))
            asked[home[one.case]] += one.applied_nok
    return home


def _moved(
    task: Task, free: Mapping[str, int], home: Mapping[str, str], found: Mapping[str, int], one: Candidate
) -> dict[str, str] | None:
    """Return the homes with a case moved to a pot that has more left than the case gets; None where there is none."""
    now = found.get(one.case, 0)
    if one.case not in home or now >= task.most(one):
        return None
    used: Counter[str] = Counter()
    for case, amount_nok in found.items():
        used[home[case]] += amount_nok
    others = [pot for pot in task.pots_for(one) if pot != home[one.case] and free[pot] - used[pot] > now]
    if not others:
        return None
    return {**home, one.case: max(others, key=lambda pot: free[pot] - used[pot])}


def _capped(
    task: Task, tally: Tally, free: Mapping[str, int], home: Mapping[str, str], left: Sequence[Candidate]
) -> dict[str, int]:
    """Return what each case gets from its pot, no group above its ceiling."""
    members: dict[str, list[Candidate]] = {}
    for one in left:
        if one.case in home:
            members.setdefault(home[one.case], []).append(one)
    caps = {one.case: task.most(one) for one in left}
    found = _shared(task, members, free, caps)
    while narrower := _above_ceiling(task, tally, left, found):
        caps |= narrower
        found = _shared(task, members, free, caps)
    return found


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
