"""The plan with the greatest sum, held against every plan there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skjonn.domain.plan_rules import Kind, Rule
from skjonn.domain.plan_settings import Bounds
from skjonn.domain.plan_strategies import ranked
from skjonn.domain.plan_tally import check, objective
from skjonn.domain.plan_told import contradicting
from skjonn.domain.plans import Award, Lock, Task
from skjonn.planning import optimum
from tests.domain.plan_tasks import amounts, best_there_is, case, every_plan, task, tasks


@settings(max_examples=150)
@given(tasks())
def test_no_plan_is_better_and_no_limit_is_passed(of: Task) -> None:
    """The optimum keeps every rule and reaches what the best of all plans reaches; there is none exactly where no plan holds."""
    found = optimum.best(of)
    wanted = best_there_is(of)

    assert (found is None) == (wanted is None)
    if found is not None:
        assert check(of, found) == []
        assert objective(of, found) == wanted


@settings(max_examples=60)
@given(tasks(most_cases=3, greatest=4), st.randoms())
def test_the_order_of_input_is_of_no_account(of: Task, draw: object) -> None:
    """The same cases in another order give the same plan, to the krone."""
    turned = list(of.candidates)
    draw.shuffle(turned)  # type: ignore[attr-defined]

    assert optimum.best(replace(of, candidates=tuple(turned))) == optimum.best(of)


@settings(max_examples=60)
@given(tasks(most_cases=3, greatest=4))
def test_of_equal_plans_the_one_with_fewest_partial_awards_is_given(of: Task) -> None:
    """Among all plans that reach the optimum none has fewer partial awards, or as many and better ranks."""
    found = optimum.best(of)
    if found is None:
        return
    reached = objective(of, found)

    def worse(awards: list[Award]) -> tuple[int, int]:
        free = [award for award in awards if award.case not in of.locks]
        place = {one.case: n for n, one in enumerate(of.by_rank)}
        partial = sum(award.amount_nok < of.cases[award.case].applied_nok for award in free)
        return partial, -sum(len(place) - place[award.case] for award in free)

    assert worse(found) == min(worse(awards) for awards in every_plan(of) if objective(of, awards) == reached)


@given(
    st.lists(
        st.tuples(st.integers(1, 900_000), st.integers(1, 500)), min_size=1, max_size=12, unique_by=lambda one: one[1]
    ),
    st.integers(0, 3_000_000),
)
def test_with_only_a_frame_it_is_the_ranking(cases: list[tuple[int, int]], free_nok: int) -> None:
    """Freely divisible awards and different totals: from the best downwards until the money is spent is the optimum."""
    of = task(*(case(n, nok, score) for n, (nok, score) in enumerate(cases, 1)), free_nok=free_nok)

    assert optimum.best(of) == ranked(of)


@given(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 5)), min_size=1, max_size=12), st.integers(0, 3_000))
def test_with_ties_and_thousands_it_reaches_what_the_ranking_reaches(cases: list[tuple[int, int]], free: int) -> None:
    """Equal totals may be served otherwise, for fewer partial awards, but the sum is the same."""
    of = task(
        *(case(n, nok * 1000, score) for n, (nok, score) in enumerate(cases, 1)),
        free_nok=free * 1000,
        whole_thousands=True,
    )
    found = optimum.best(of)

    assert found is not None
    assert objective(of, found) == objective(of, ranked(of))


def test_thousands_leave_the_last_kroner() -> None:
    """A partial award is whole thousands; in full it is what was applied for, to the krone."""
    of = task(case(1, 412_345, 400), case(2, 300_000, 300), free_nok=712_345, whole_thousands=True)

    assert amounts(optimum.best(of) or []) == {"1": 412_345, "2": 300_000}
    assert amounts(optimum.best(replace(of, pots={"project": 400_999})) or []) == {"1": 400_000}


def test_cases_may_count_instead_of_kroner() -> None:
    """With score times cases two small projects come before one great."""
    said = (
        case(1, 900_000, 500, accepts_partial=False),
        case(2, 500_000, 300, accepts_partial=False),
        case(3, 500_000, 300, accepts_partial=False),
    )

    assert set(amounts(optimum.best(task(*said)) or [])) == {"1"}
    assert amounts(optimum.best(task(*said, objective="cases")) or []) == {"2": 500_000, "3": 500_000}


@pytest.mark.parametrize("candidates", [(), (case(1, 100_000),), (case(1, 100_000, 300, barred="screening"),)])
def test_with_nobody_to_give_to_the_plan_is_empty(candidates: tuple[object, ...]) -> None:
    """No case, none with a total, or all barred: an empty plan, and no fault."""
    assert optimum.best(task(*candidates)) == []  # type: ignore[arg-type]


def test_with_nothing_free_the_plan_is_empty() -> None:
    """No money is no award."""
    assert optimum.best(task(case(1, 100_000, 300), free_nok=0)) == []


def test_contradicting_rules_are_named() -> None:
    """A floor above what its area's own ceiling lets in: both are named, and nothing else."""
    of = task(
        case(1, 500_000, 300, municipality="1103", areas=("climate",)),
        case(2, 500_000, 300, municipality="1103"),
        areas={"climate": Bounds(least_nok=300_000)},
        each_municipality=Bounds(greatest_nok=200_000),
        joint=Bounds(greatest_nok=10),
    )

    assert optimum.best(of) is None
    assert {rule.kind for rule in contradicting(of, optimum.possible)} == {Kind.AREA_LEAST_NOK, Kind.EACH_GREATEST_NOK}


def test_what_is_set_by_hand_and_overspends_is_named() -> None:
    """Two cases set by hand for more than the pot: the cases and the pot, no case beside them."""
    hands = [Lock("2021-001", 600_000, "a"), Lock("2021-002", 600_000, "b"), Lock("2021-003", 1, "c")]
    of = task(*(case(n, 700_000, 300) for n in (1, 2, 3)), free_nok=1_000_000, locks=hands)

    named = contradicting(of, optimum.possible)

    assert {rule.code for rule in named} == {"lock:2021-001", "lock:2021-002", "pot:project"}
    assert Rule(Kind.LOCK, "2021-003") not in named


def test_the_solver_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Not a word on stdout or stderr: the command's data goes there."""
    optimum.best(task(case(1, 412_345, 400), case(2, 300_000, 300), free_nok=600_000))

    assert capfd.readouterr() == ("", "")


def test_anything_but_a_proven_optimum_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that stops early gives no plan but a sentence."""
    monkeypatch.setattr(optimum, "_SECONDS", 0.0)

    with pytest.raises(optimum.NotSolved, match="no plan is made"):
        optimum.best(
            task(*(case(n, 100_000 + n, 300 + n, accepts_partial=False) for n in range(1, 60)), free_nok=3_000_001)
        )


def test_the_solver_is_named_with_its_version() -> None:
    """A plan records what it was made with."""
    assert optimum.solver().startswith("HiGHS 1.")


def test_of_equals_the_lower_number_has_all_and_the_last_a_part() -> None:
    """Three that weigh the same: the first has everything, the second what is left."""
    of = task(*(case(serial, 100, 300, least_useful_nok=10) for serial in (1, 2, 3)), free_nok=150)

    assert amounts(optimum.best(of) or []) == {"1": 100, "2": 50}


def test_counting_cases_leaves_no_money_that_somebody_could_have() -> None:
    """Where the number of awards is what counts, what is left goes to the best ranked of those that get something."""
    of = task(
        case(1, 100, 300, least_useful_nok=10), case(2, 100, 200, least_useful_nok=10), case(3, 100, 100, least_useful_nok=10),
        free_nok=150, objective="cases",
    )  # fmt: skip

    assert amounts(optimum.best(of) or []) == {"1": 100, "2": 40, "3": 10}


@settings(max_examples=100)
@given(tasks(most_cases=4, greatest=4))
def test_nothing_moved_between_equals_would_serve_a_better_one(of: Task) -> None:
    """No krone moved up to a better placed case of the same total, nor any krone left, makes an equally good plan."""
    found = optimum.best(of)
    if found is None:
        return
    given = {award.case: award for award in found}
    place = {one.case: n for n, one in enumerate(of.by_rank)}
    parts = sum(award.amount_nok < of.cases[award.case].applied_nok for award in found)

    for one, other in ((a, b) for a in place for b in place if a in given and b in given and place[a] < place[b]):
        if of.cases[one].score != of.cases[other].score:
            continue
        for step in range(1, given[other].amount_nok):
            moved = [
                replace(
                    award,
                    amount_nok=award.amount_nok + (step if award.case == one else -step if award.case == other else 0),
                )
                for award in found
            ]
            more_parts = sum(award.amount_nok < of.cases[award.case].applied_nok for award in moved) > parts
            assert more_parts or check(of, moved) or step % of.unit_nok
