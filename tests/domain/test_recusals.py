"""Recusal, and where the money runs out in a ranking."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.calls import Criterion
from skjonn.domain.recusals import (
    ApproverRecused,
    ApproverRecusedAlone,
    Recusal,
    Recused,
    SubstituteUnneeded,
    drafter_recused,
    require_approver_not_recused,
    require_not_recused,
    require_stood_in_for,
)
from skjonn.domain.scores import Assessment, Cut, Ranked, Total, cut_line, ranking, total, total_of_versions

OLA = Recusal(2, "Ola", 7, "2021-007", "Tidlegare tilsett", date(2021, 3, 1))


def test_who_is_recused_does_not_act() -> None:
    """In that case, and in no other; nobody else is kept from it."""
    with pytest.raises(Recused):
        require_not_recused([OLA], 2, 7)
    require_not_recused([OLA], 2, 8)
    require_not_recused([OLA], 3, 7)


def test_an_approver_is_told_every_case() -> None:
    """In order, with the first to leave out."""
    other = Recusal(2, "Ola", 5, "2021-005", "Slekt", date(2021, 3, 1))
    with pytest.raises(ApproverRecused) as caught:
        require_approver_not_recused([OLA, other], (2, "ola"), [5, 6, 7], "2021-V1")
    assert (caught.value.data["cases"], caught.value.data["first"]) == (["2021-005", "2021-007"], "2021-005")
    with pytest.raises(ApproverRecusedAlone) as alone:
        require_approver_not_recused([OLA, other], (2, "ola"), [5, 7], "2021-V1")
    assert "--substitute-for ola" in alone.value.help()
    require_approver_not_recused([OLA], (2, "ola"), [5, 6], "2021-V1")
    assert drafter_recused([OLA, other], 2, [7, 5, 6]) == ["2021-005", "2021-007"]
    assert drafter_recused([OLA, other], 3, [7, 5, 6]) == []
    require_stood_in_for([OLA], (2, "Ola"), [7], "2021-V2")
    with pytest.raises(SubstituteUnneeded):
        require_stood_in_for([OLA], (2, "Ola"), [5], "2021-V2")


def _ranked(*totals: int | None) -> list[Ranked]:
    figures = {f"2021-{at:03d}": Total(one, one, None, 1, 1) for at, one in enumerate(totals, start=1)}
    return ranking(figures)


def test_the_line_is_where_the_money_runs_out() -> None:
    """The last case it reaches in full, the first it does not, and those equal on both sides; unscored cases are not reckoned."""
    places = _ranked(400, 300, 300, 200, None)
    applied = {one.case: 100 for one in places}
    assert cut_line(places, applied, 250) == Cut("2021-002", "2021-003", 50, ("2021-002", "2021-003"))
    assert cut_line(places, applied, 300) == Cut("2021-003", "2021-004", 0)
    assert cut_line(places, applied, 400) == Cut("2021-004", "", 0)
    assert cut_line(places, applied, 99) == Cut("", "2021-001", 99)
    assert cut_line([], {}, 5) == Cut("", "", 5)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_of_one_version_the_mean_of_own_totals_is_the_total(points: list[int]) -> None:
    """Where everybody has assessed everything under one version, both ways of reckoning agree."""
    criteria = (Criterion("a", {"nb": "A", "nn": "A"}, 40), Criterion("b", {"nb": "B", "nn": "B"}, 60))
    given_ = [Assessment(str(at), {"a": one, "b": 6 - one}) for at, one in enumerate(points)]
    one_way, other = total(criteria, given_, 9), total_of_versions([(criteria, each) for each in given_], 9)
    assert (one_way.total, one_way.spread, one_way.assessed) == (other.total, other.spread, other.assessed)


def test_each_version_keeps_its_weights() -> None:
    """An assessment under older weights counts by those."""
    old = (Criterion("a", {"nb": "A", "nn": "A"}, 100),)
    new = (Criterion("a", {"nb": "A", "nn": "A"}, 50), Criterion("b", {"nb": "B", "nn": "B"}, 50))
    figures = total_of_versions([(old, Assessment("x", {"a": 5})), (new, Assessment("y", {"a": 1, "b": 3}))], 2)
    assert (figures.total, figures.spread, figures.assessed) == (350, 300, 2)
