"""What a plan says of itself is true: each sentence is held against dividing anew, or against what the rules allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from skjonn.domain.plan_rules import Kind, Rule
from skjonn.domain.plan_settings import Bounds
from skjonn.domain.plan_strategies import proportional, ranked
from skjonn.domain.plan_tally import Tally, check
from skjonn.domain.plan_told import NextInLine, contradicting, next_in_line, passed_over, whys
from skjonn.domain.plans import Award, Candidate, Lock, Strategy, Task
from tests.domain.plan_tasks import amounts, case, task, tasks


def got(of: Task, one: str) -> int:
    """Return what a case gets going by rank."""
    return next((award.amount_nok for award in ranked(of) if award.case == one), 0)


def richer(of: Task, pot: str, more_nok: int) -> Task:
    """Return the task with more money in a pot."""
    return replace(of, pots={**of.pots, pot: of.pots[pot] + more_nok})


def could_get(of: Task, awards: list[Award], one: Candidate) -> set[int]:
    """Return what a case could get beside what others have, no pot and no ceiling passed, by trying every sum there is."""
    others = [award for award in awards if award.case != one.case]
    sums = {*range(of.unit_nok, one.applied_nok + 1, of.unit_nok), one.applied_nok}
    return {
        nok
        for nok in sums
        for pot in of.pots_for(one)
        if of.largest(one, nok) == nok and not list(Tally(of, [*others, Award(one.case, nok, pot)]).over())
    }


@settings(max_examples=200)
@given(tasks(most_cases=6))
def test_who_is_next_lacks_just_what_is_said(of: Task) -> None:
    """Divided anew with what is lacking the case gets what is said and more than it has; with a krone less it does not."""
    line = next_in_line(of, ranked(of), Strategy.RANKED)
    if line is None:
        rich = replace(of, pots=dict.fromkeys(of.pots, 10**6)) if len(of.pots) == 1 else of
        assert all(got(rich, one.case) <= got(of, one.case) for one in of.by_rank)
        return

    assert line.lacking_nok > 0
    assert line.gets_nok > got(of, line.case)
    assert got(richer(of, line.pot, line.lacking_nok), line.case) >= line.gets_nok
    assert got(richer(of, line.pot, line.lacking_nok - 1), line.case) < line.gets_nok


@settings(max_examples=200)
@given(tasks(most_cases=6))
def test_going_by_rank_is_explained_by_what_there_was_room_for(of: Task) -> None:
    """No sum of totals, which it does not use, is named; a part fills the room that is told, and nothing fits where nothing is given."""
    told = whys(of, ranked(of), Strategy.RANKED)

    for one in of.cases.values():
        why, now = told[one.case], got(of, one.case)
        rule, room_nok = why.data.get("rule"), why.data.get("room_nok")
        assert not isinstance(rule, Rule) or rule.kind not in {Kind.TOTAL, Kind.SHARE}
        if why.code in {"partly", "partly-whole"}:
            assert isinstance(room_nok, int)
            assert of.largest(one, room_nok) == now > 0
        if why.code in {"nothing", "too-little"}:
            assert isinstance(room_nok, int)
            assert now == of.largest(one, room_nok) == 0
        assert (why.code == "full") == (now == one.applied_nok and one.case not in of.locks)
    for line in passed_over(of, ranked(of), Strategy.RANKED):
        assert line.rule.kind not in {Kind.TOTAL, Kind.SHARE}


@settings(max_examples=150)
@given(tasks(most_cases=6))
def test_a_case_set_by_hand_is_blamed_only_where_it_took_the_room(of: Task) -> None:
    """Where a lock is named, the case passed over would have fitted without it when its turn came."""
    for line in passed_over(of, ranked(of), Strategy.RANKED):
        if line.rule.kind is Kind.LOCK:
            freed = replace(
                of, locks={other: lock for other, lock in of.locks.items() if other != line.rule.of}, given=of.given
            )
            before = [award for award in ranked(of) if award.case in freed.locks]
            assert could_get(freed, before, of.cases[line.case])


def test_who_has_only_a_part_is_next_before_who_has_nothing() -> None:
    """The best ranked that stopped at the money is next, though it has something already."""
    of = task(case(1, 1_000, 400), case(2, 300, 300), free_nok=600)

    assert amounts(ranked(of)) == {"1": 600}
    assert next_in_line(of, ranked(of), Strategy.RANKED) == NextInLine("2021-001", 1, "project", 400, 1_000)


def test_in_proportion_there_is_no_line() -> None:
    """More money is shared among all."""
    of = task(case(1, 1_000, 400), case(2, 300, 300), free_nok=600)

    assert next_in_line(of, proportional(of), Strategy.PROPORTIONAL) is None


def test_a_ceiling_is_named_though_the_other_was_set_by_hand() -> None:
    """The lock took nothing from the case that the ceiling keeps out."""
    of = task(
        case(1, 100, 400, municipality="1103"), case(2, 100, 300, municipality="1103"), case(3, 100, 200, municipality="1106"),
        locks=[Lock("2021-003", 50, "Avtalt.")], each_municipality=Bounds(greatest_nok=100),
    )  # fmt: skip
    (line,) = passed_over(of, ranked(of), Strategy.RANKED)

    assert (line.case, line.by, line.rule.kind) == ("2021-002", "2021-003", Kind.EACH_GREATEST_NOK)


def test_a_case_the_floor_does_without_gives_its_money_back() -> None:
    """The third gets one krone towards the floor, the fourth must have all three: then the third is not needed, and rank decides."""
    of = task(
        case(1, 4, 500), case(2, 2, 400), case(3, 1, 300, areas=("a",)), case(4, 3, 200, areas=("a",), accepts_partial=False),
        free_nok=8, areas={"a": Bounds(least_nok=3)},
    )  # fmt: skip

    assert amounts(ranked(of)) == {"1": 4, "2": 1, "4": 3}
    told = whys(of, ranked(of), Strategy.RANKED)
    assert told["2021-003"].code == "passed-over"
    assert told["2021-003"].data["rule"] == of.limits[0].rule


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_a_group_is_called_by_its_name(language: str) -> None:
    """Readers know priority areas by name, and one award is not several."""
    of = replace(task(case(1, 4, 500), areas={"a": Bounds(greatest_awards=1)}), area_names={"a": "Klima og miljø"})

    assert "Klima og miljø" in of.limits[0].rule.worded(language)  # type: ignore[arg-type]
    assert "1" not in of.limits[0].rule.worded(language)  # type: ignore[arg-type]


def test_all_or_nothing_above_the_greatest_award_says_what_it_takes() -> None:
    """Room for four is no reason by itself."""
    of = task(case(1, 5, 500, accepts_partial=False), greatest_award_nok=4)
    why = whys(of, ranked(of), Strategy.RANKED)["2021-001"]

    assert (why.code, why.data["room_nok"], why.data["least_nok"]) == ("too-little", 4, 5)


def test_the_joint_pot_is_used_first() -> None:
    """Though another has more in it: what only joint projects may have is not left lying."""
    of = task(
        case(1, 50, 500, joint=True), case(2, 200, 400), pots={"project": 200, "joint": 100}, joint_pots=("joint",)
    )

    assert [(award.case, award.amount_nok, award.pot) for award in ranked(of)] == [
        ("2021-001", 50, "joint"), ("2021-002", 200, "project"),
    ]  # fmt: skip


def test_a_pot_with_next_to_nothing_starves_nobody_in_proportion() -> None:
    """Cases are paid where the money is."""
    of = task(case(1, 1_000, 500), case(2, 300, 400), case(3, 300, 300), pots={"a": 10, "b": 100_000})

    assert amounts(proportional(of)) == {"1": 1_000, "2": 300, "3": 300}


@settings(max_examples=200)
@given(tasks(most_cases=5))
def test_in_proportion_no_pot_is_left_that_would_give_a_case_more(of: Task) -> None:
    """Nobody who has something gets less than is left in a pot it could be paid from, unless a rule says so."""
    awards = proportional(of)
    if check(of, awards):
        return
    left = {pot: held - sum(award.amount_nok for award in awards if award.pot == pot) for pot, held in of.pots.items()}
    for award in awards:
        one = of.cases[award.case]
        others = [pot for pot in of.pots_for(one) if pot != award.pot]
        if award.case in of.locks or of.limits_of[one.case] or not others:
            continue
        assert award.amount_nok == of.most(one) or of.largest(one, max(left[pot] for pot in others)) <= award.amount_nok


def test_only_what_contradicts_is_named() -> None:
    """What is set by hand elsewhere has no part in it."""
    of = task(
        case(1, 200, 500, municipality="1103"), case(2, 100, 400, municipality="1106"),
        locks=[Lock("2021-001", 150, "A."), Lock("2021-002", 50, "B.")], each_municipality=Bounds(greatest_nok=100),
    )  # fmt: skip

    named = contradicting(of, lambda it: not list(Tally(it, [Award(case, lock.amount_nok, "project") for case, lock in it.locks.items()]).over()))  # fmt: skip
    assert [rule.kind for rule in named] == [Kind.LOCK, Kind.EACH_GREATEST_NOK]
    assert named[0].of == "2021-001"
