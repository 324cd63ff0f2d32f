"""Totals and ranking: "not assessed" is a state, half a hundredth goes up, ties share a rank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.calls import Criterion, Scale
from skjonn.domain.scores import Assessment, PointsOffScale, Total, ranking, require_on_scale, shown, total

CRITERIA = (Criterion("a", {"nb": "A"}, 60), Criterion("b", {"nb": "B"}, 40))
POINTS = st.dictionaries(st.sampled_from(["a", "b"]), st.integers(1, 5))


def of(*points: dict[str, int]) -> Total:
    """Return the figures of a case with these assessors."""
    given_ones = [Assessment(f"assessor {number}", one) for number, one in enumerate(points)]
    return total(CRITERIA, given_ones, len(points))


def test_a_total_is_the_weighted_mean() -> None:
    """60 % of the mean on a and 40 % of the mean on b, in hundredths; the spread is between the assessors' own totals."""
    assert of({"a": 5, "b": 3}, {"a": 4, "b": 4}) == Total(total=410, mean=410, spread=20, assessed=2, assessors=2)


def test_a_criterion_nobody_assessed_leaves_no_total() -> None:
    """Not assessed is not 0: there is no total, no mean, no spread."""
    assert of({"a": 5}) == Total(total=None, mean=None, spread=None, assessed=0, assessors=1)


def test_assessors_may_share_the_criteria() -> None:
    """Where each criterion has points from somebody there is a total, though nobody has one of his own."""
    assert of({"a": 5}, {"b": 3}) == Total(total=420, mean=None, spread=None, assessed=0, assessors=2)


def test_half_a_hundredth_goes_up() -> None:
    """(3 + 4 + 4) / 3 on a, and 1 on b: 2.6 exactly; with eighths the half is rounded up."""
    criteria = (Criterion("a", {"nb": "A"}, 1), Criterion("b", {"nb": "B"}, 7))
    one = [Assessment("x", {"a": 2, "b": 1})]

    assert total(criteria, one, 1).total == 113  # 1.125


def test_words_alone_are_an_assessment() -> None:
    """A round without points: assessed, and without a total."""
    assert total(CRITERIA, [Assessment("x", {}, "Godt.")], 1) == Total(None, None, None, assessed=1, assessors=1)


def test_ties_share_a_rank() -> None:
    """1, 2, 2, 4; cases without a total come last and have none."""
    totals = {
        f"2021-00{number}": Total(value, None, None, 0, 0) for number, value in enumerate((300, None, 400, 300, 100), 1)
    }

    assert [(one.case, one.rank) for one in ranking(totals)] == [
        ("2021-003", 1), ("2021-001", 2), ("2021-004", 2), ("2021-005", 4), ("2021-002", None),
    ]  # fmt: skip


@pytest.mark.parametrize("points", [0, 6, -1])
def test_points_outside_the_scale_are_refused(points: int) -> None:
    """Both ends of the scale are included, nothing beyond."""
    with pytest.raises(PointsOffScale):
        require_on_scale(Scale(1, 5), "a", points)


@given(st.lists(POINTS, max_size=4))
def test_a_total_lies_on_the_scale_or_is_not_there(points: list[dict[str, int]]) -> None:
    """There is a total exactly where each criterion has points, and it is never below the least or above the greatest."""
    figures = of(*points)
    covered = all(any(code in one for one in points) for code in ("a", "b"))

    assert (figures.total is not None) == covered
    assert figures.total is None or 100 <= figures.total <= 500
    assert figures.spread is None or 0 <= figures.spread <= 400


@pytest.mark.parametrize(("language", "text"), [("nb", "3,05"), ("nn", "3,05"), ("en", "3.05")])
def test_hundredths_are_shown_as_people_read_them(language: str, text: str) -> None:
    """Two decimals, with the language's own mark; nothing where there is no figure."""
    assert shown(305, language) == text  # type: ignore[arg-type]  # parametrized
    assert shown(None) == ""
