"""Dividing money without a solver, and what a plan says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.plan_rules import Kind, Rule
from skjonn.domain.plan_settings import Bounds
from skjonn.domain.plan_strategies import largest_remainder, proportional, ranked
from skjonn.domain.plan_tally import check
from skjonn.domain.plan_told import NextInLine, cost, next_in_line, passed_over, whys
from skjonn.domain.plans import Award, Given, Lock, Strategy, Task
from tests.domain.plan_tasks import amounts, case, task, tasks

FLOORS = {Kind.LEAST_MUNICIPALITIES} | {kind for kind in Kind if ".least_" in kind}


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), max_size=30))
def test_parts_are_the_whole(total: int, weights: list[int]) -> None:
    """Largest remainders leave nothing over, and no part is a whole unit from its exact share."""
    parts = largest_remainder(total, weights)

    assert sum(parts) == (total if sum(weights) else 0)
    assert all(abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True) if sum(weights))  # fmt: skip


@pytest.mark.parametrize("divide", [ranked, proportional])
@given(of=tasks(most_cases=6))
def test_a_strategy_breaks_nothing_but_a_floor(divide: Any, of: Task) -> None:
    """No ceiling, no pot, no rule for single awards; a floor that is not reached is what check names."""
    if check(replace(of, settings=replace(of.settings, each_municipality=Bounds(), joint=Bounds(), municipalities={}, areas={}, least_municipalities=None)), [award for award in divide(of) if award.case in of.locks]):  # fmt: skip
        return  # what is set by hand overspends by itself
    hands = [award for award in divide(of) if award.case in of.locks]
    by_hand = {breach.rule for breach in check(of, hands)}

    assert {breach.rule.kind for breach in check(of, divide(of)) if breach.rule not in by_hand} <= FLOORS


@pytest.mark.parametrize("divide", [ranked, proportional])
@given(of=tasks(most_cases=6), draw=st.randoms())
def test_the_order_of_input_is_of_no_account(divide: Any, of: Task, draw: Any) -> None:
    """The same cases in another order give the same plan, and the same digest of what it rests on."""
    turned = list(of.candidates)
    draw.shuffle(turned)
    again = replace(of, candidates=tuple(turned))

    assert divide(again) == divide(of)
    assert again.digest == of.digest


@given(of=tasks(most_cases=6))
def test_everything_is_told_without_failing(of: Task) -> None:
    """Each case has its sentence in every language, and who was passed over gets nothing while the other gets something."""
    awards = ranked(of)
    given_to = {award.case for award in awards}
    told = whys(of, awards, Strategy.RANKED)

    assert list(told) == list(of.cases)
    assert all(why.worded(language) for why in told.values() for language in ("en", "nb", "nn"))
    for one in passed_over(of, awards, Strategy.RANKED):
        assert one.case not in given_to
        assert one.by in given_to
        assert (of.cases[one.case].rank or 0) < (of.cases[one.by].rank or 0)
        assert one.rule.worded("nn")


def test_from_the_best_downwards_until_it_is_spent() -> None:
    """In full, then what is left, then nothing; equal totals by case number."""
    of = task(case(1, 500_000, 300), case(2, 400_000, 400), case(3, 300_000, 300), free_nok=700_000)

    assert amounts(ranked(of)) == {"1": 300_000, "2": 400_000}


def test_too_little_is_passed_on_to_the_next() -> None:
    """What is left is less than is useful for the second, who is passed over by the third: by the least useful amount."""
    of = task(
        case(1, 500_000, 400), case(2, 400_000, 300, least_useful_nok=300_000), case(3, 100_000, 200), free_nok=700_000
    )
    awards = ranked(of)

    assert amounts(awards) == {"1": 500_000, "3": 100_000}
    (one,) = passed_over(of, awards, Strategy.RANKED)
    assert (one.case, one.by, one.rule.kind) == ("2021-002", "2021-003", Kind.LEAST_USEFUL)
    assert next_in_line(of, awards, Strategy.RANKED) == NextInLine("2021-002", 2, "project", 100_000, 300_000)


def test_a_partial_award_is_given_only_where_it_is_accepted() -> None:
    """All or nothing gets nothing where all of it is not there."""
    of = task(case(1, 500_000, 400, accepts_partial=False), free_nok=499_999)

    assert ranked(of) == []
    assert passed_over(of, [], Strategy.RANKED) == ()
    assert whys(of, [], Strategy.RANKED)["2021-001"].code == "too-little"


def test_a_ceiling_is_named_and_has_its_price() -> None:
    """The best of a municipality fill its ceiling; without it the next would have got what others get now."""
    town = {"municipality": "1103", "municipality_name": "Stavanger"}
    of = task(
        case(1, 500_000, 500, **town), case(2, 300_000, 400, **town), case(3, 300_000, 300, municipality="1106"),
        free_nok=800_000, each_municipality=Bounds(greatest_nok=500_000),
    )  # fmt: skip
    awards = ranked(of)
    rule = of.limits[0].rule

    assert amounts(awards) == {"1": 500_000, "3": 300_000}
    assert [(one.case, one.by, one.rule) for one in passed_over(of, awards, Strategy.RANKED)] == [
        ("2021-002", "2021-003", rule)
    ]
    price = cost(of, rule, awards, ranked(of.without(rule)))
    assert price
    assert [(one.case, one.amount_nok, one.without_nok) for one in price.changes] == [("2021-002", 0, 300_000), ("2021-003", 300_000, 0)]  # fmt: skip
    assert price.objective == 300_000 * (400 - 300)


def test_unscored_cases_enter_only_by_hand() -> None:
    """Without a total nothing is given, unless a person sets it, with a reason; then rules for single awards do not hold."""
    of = task(case(1, 500_000, None), case(2, 500_000, None, accepts_partial=False))
    by_hand = replace(of, locks={"2021-002": Lock("2021-002", 123, "Avtalt.")})

    assert ranked(of) == proportional(of) == []
    assert {why.code for why in whys(of, [], Strategy.RANKED).values()} == {"unscored"}
    assert amounts(ranked(by_hand)) == {"2": 123}
    assert check(by_hand, ranked(by_hand)) == []
    assert [breach.rule.kind for breach in check(of, [Award("2021-001", 1, "project")])] == [Kind.UNSCORED]
    barred = task(case(1, 500_000, 300, barred="screening"))
    assert ranked(barred) == []
    assert [breach.rule.kind for breach in check(barred, [Award("2021-001", 1, "project")])] == [Kind.BARRED]


def test_what_stood_in_the_way_is_told_as_of_its_turn() -> None:
    """A case kept out by the ceiling is told so, though the pot is empty once those behind it are served."""
    town = {"municipality": "1103", "municipality_name": "Stavanger"}
    of = task(
        case(1, 400_000, 500, **town), case(2, 300_000, 400, accepts_partial=False, **town), case(3, 400_000, 300, municipality="1106"),
        free_nok=800_000, each_municipality=Bounds(greatest_nok=500_000),
    )  # fmt: skip
    told = whys(of, ranked(of), Strategy.RANKED)["2021-002"]

    assert told.data["rule"] == of.limits[0].rule
    assert told.worded("en") == (
        "Rank 2: nothing; the ceiling of NOK\xa0500\xa0000 per municipality leaves room for NOK\xa0100\xa0000, "
        "and it takes NOK\xa0300\xa0000 (the applicant's all or nothing)."
    )


def test_what_a_group_has_got_already_counts() -> None:
    """A ceiling, a floor and the spread are about the whole call: a second round goes on from what the first gave."""
    town = {"municipality": "1103", "municipality_name": "Stavanger"}
    first = Given(case(9, 500_000, municipality="1103"), 400_000)
    of = task(
        case(1, 300_000, 500, **town), case(2, 300_000, 400, municipality="1106"), given=[first],
        each_municipality=Bounds(greatest_nok=500_000), least_municipalities=2,
    )  # fmt: skip
    full = replace(of, given=(first, first))

    for divide in (ranked, proportional):
        assert amounts(divide(of)) == {"1": 100_000, "2": 300_000}
        assert amounts(divide(full)) == {"2": 300_000}, (
            "a group that is above its ceiling gets no more, and is no breach"
        )
    assert check(full, ranked(full)) == []
    assert [breach.found for breach in check(of, [Award("2021-001", 200_000, "project")])] == [600_000, 1]
    assert of.digest != full.digest != replace(of, given=()).digest


def test_a_count_that_is_not_reached_stops_nobody() -> None:
    """Where the pot is empty the pot is named, not the number of awards that there still was room for."""
    of = task(case(1, 400_000, 500), case(2, 300_000, 400), free_nok=400_000, joint=Bounds(greatest_awards=9), each_municipality=Bounds(greatest_awards=2))  # fmt: skip

    assert whys(of, ranked(of), Strategy.RANKED)["2021-002"].data["rule"] == Rule(Kind.POT, "project")


def test_who_is_kept_out_by_a_rule_is_not_next_in_line() -> None:
    """More money would not help a case that the ceiling keeps out, though the pot is as empty for it as for the others."""
    town = {"municipality": "1103", "municipality_name": "Stavanger"}
    of = task(
        case(1, 400_000, 500, **town), case(2, 300_000, 400, accepts_partial=False, **town), case(3, 400_000, 300, municipality="1106"),
        case(4, 200_000, 200, municipality="1106"), free_nok=800_000, each_municipality=Bounds(greatest_nok=500_000),
    )  # fmt: skip

    assert next_in_line(of, ranked(of), Strategy.RANKED) == NextInLine("2021-004", 4, "project", 100_000, 100_000)


def test_floors_come_before_rank() -> None:
    """A floor is filled from the best of its own cases, and no further than it asks; the rest goes by rank."""
    of = task(
        case(1, 500_000, 500), case(2, 400_000, 400), case(3, 400_000, 200, areas=("a",)), free_nok=700_000,
        areas={"a": Bounds(least_nok=100_000)},
    )  # fmt: skip

    assert amounts(ranked(of)) == {"1": 500_000, "2": 100_000, "3": 100_000}


def test_in_proportion_to_what_is_applied_for() -> None:
    """Shares add up to the krone, and who has less than is useful goes out, the lowest ranked first."""
    of = task(case(1, 300_000, 500), case(2, 200_000, 400), case(3, 100_000, 300), free_nok=100_001)
    demanding = replace(of, candidates=tuple(replace(one, least_useful_nok=45_000) for one in of.candidates))

    assert amounts(proportional(of)) == {"1": 50_000, "2": 33_334, "3": 16_667}
    assert amounts(proportional(demanding)) == {"1": 100_001}


def test_joint_pots_are_for_joint_projects() -> None:
    """A joint project is paid from the joint pot first; nobody else is."""
    of = task(
        case(1, 300, 500), case(2, 300, 400, joint=True), pots={"project": 300, "joint": 400}, joint_pots=("joint",)
    )

    assert [(award.case, award.pot) for award in ranked(of)] == [("2021-001", "project"), ("2021-002", "joint")]
    wrong = [Award("2021-001", 300, "joint")]
    assert [breach.rule for breach in check(of, wrong)] == [Rule(Kind.POT, "joint")]


@pytest.mark.parametrize(
    ("amount_nok", "rules", "said", "kind"),
    [
        (300_001, {}, {}, Kind.APPLIED),
        (250_000, {"greatest_award_nok": 200_000}, {}, Kind.GREATEST_AWARD),
        (50_000, {"least_award_nok": 100_000}, {}, Kind.LEAST_AWARD),
        (50_000, {}, {"least_useful_nok": 60_000}, Kind.LEAST_USEFUL),
        (50_000, {}, {"accepts_partial": False}, Kind.PARTIAL_NOT_ACCEPTED),
        (50_500, {"whole_thousands": True}, {}, Kind.WHOLE_THOUSANDS),
    ],
)
def test_a_changed_amount_is_held_against_the_rules(
    amount_nok: int, rules: dict[str, Any], said: dict[str, Any], kind: Kind
) -> None:
    """Each rule for single awards is named for what breaks it."""
    of = task(case(1, 300_000, 300, **said), **rules)

    assert [breach.rule.kind for breach in check(of, [Award("2021-001", amount_nok, "project")])] == [kind]
