"""Recusal through the whole round: scores set aside, no recommendation, no approval, a named substitute. On both databases."""

from __future__ import annotations

import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.recusals import (
    ApproverRecused,
    NotRecused,
    RecusalGroundMissing,
    Recused,
    RecusedAlready,
    SubstituteUnneeded,
)
from skjonn.usecases import approving, decisions, drafting, following_up, history, recusing, scoring
from skjonn.usecases.acting import RoleMissing
from skjonn.usecases.approving import Given
from tests.usecases.rounds import SPRING, add_person, award, on, open_round, refuse


@pytest.fixture
def url(office: str, desk: Desk) -> str:
    """An open round scored by two assessors, kari and eva."""
    open_round(office, desk)
    add_person(office, "eva", "Eva Vurdering", "assessor")
    _call = scoring.form(office, desk, "2021-001").call
    for case in ("2021-001", "2021-002"):
        for who, points in (("kari", 5), ("eva", 2)):
            scoring.record_one(office, desk, case, {one.code: points for one in _call.criteria}, None, assessor=who)
    return office


def test_what_the_person_did_with_the_case_before_is_told(url: str, desk: Desk) -> None:
    """A decision approved or drafted and a recommendation stand; somebody is asked to look. A returned draft is not told."""
    for serial in (1, 2):
        award(url, desk, serial, 100_000)
    drafting.draft(url, desk, "2021", only=["2021-001"])
    approving.give_back(url, on(desk, SPRING, "per"), "2021", 1, "Feil.")
    drafting.draft(url, on(desk, SPRING), "2021", only=["2021-001"])
    approving.approve(url, on(desk, SPRING, "per"), "2021", 2, Given())
    told = recusing.recuse(url, on(desk, SPRING), "2021-001", "per", "For seint").warnings
    assert [one.message("en") for one in told] == ["Per Fylke has approved 2021-V2, which holds 2021-001."]
    own = recusing.recuse(url, on(desk, SPRING), "2021-001", "kari", "Slekt").warnings
    assert [one.message("en") for one in own] == [
        "Kari Nordmann has drafted 2021-V2, which holds 2021-001.",
        "Kari Nordmann set the recommendation that stands for 2021-001.",
    ]
    assert recusing.recuse(url, on(desk, SPRING), "2021-003", "per", "Slekt").warnings == ()


def _total(url: str, case: str) -> int | None:
    return next(one.ranked.total.total for one in scoring.ranked(url, "2021") if one.ranked.case == case)


def test_a_score_is_set_aside_kept_and_shown(url: str, desk: Desk) -> None:
    """It counts for nothing while the recusal holds, in that case alone; lifted, it counts again; earlier days are as they were."""
    before = _total(url, "2021-001")
    done = recusing.recuse(url, desk, "2021-001", "eva", "Tidlegare tilsett")

    assert (done.person, done.assessment) == ("Eva Vurdering", True)
    assert (_total(url, "2021-001"), _total(url, "2021-002")) == (500, before)
    assert scoring.ranking(url, "2021", desk.today).aside == (("2021-001", "Eva Vurdering", "Tidlegare tilsett"),)
    assert recusing.lift(url, desk, "2021-001", "eva", "Feil person").assessment
    assert _total(url, "2021-001") == before
    assert scoring.ranking(url, "2021", desk.today).aside == ()
    told = [event.kind for event in history.of_case(url, desk, "2021-001").events]
    assert told[-2:] == ["person-recused", "recusal-lifted"]


def test_who_is_recused_neither_scores_nor_recommends(url: str, desk: Desk) -> None:
    """Nor lets another record it; the other cases are open as before."""
    recusing.recuse(url, desk, "2021-001", "eva", "Slekt")
    recusing.recuse(url, desk, "2021-002", "", "Slekt")
    with pytest.raises(Recused):
        scoring.record_one(url, desk, "2021-001", {}, "God.", assessor="eva", reason="Ny.")
    with pytest.raises(Recused):
        scoring.record_one(url, desk, "2021-002", {}, "God.", assessor="eva", reason="Ny.")
    with pytest.raises(Recused):
        award(url, desk, 2, 1_000)
    award(url, desk, 1, 1_000)


def test_a_recused_approver_cannot_approve_the_batch(url: str, desk: Desk) -> None:
    """The case is left out and decided on its own, by a substitute whose name stands with whom it is for."""
    add_person(url, "liv", "Liv Vara", "approver")
    recusing.recuse(url, desk, "2021-002", "per", "Sit i styret")
    award(url, desk, 1, 500_000)
    award(url, desk, 2, 400_000)
    refuse(url, desk, 3)
    drafting.draft(url, desk, "2021")
    with pytest.raises(ApproverRecused) as caught:
        approving.approve(url, on(desk, SPRING, "per"), "2021", 1, Given())
    assert caught.value.data["cases"] == ["2021-002"]
    approving.give_back(url, on(desk, SPRING), "2021", 1, "Habilitet.")

    drafting.draft(url, on(desk, SPRING), "2021", without=["2021-002"])
    drafting.draft(url, on(desk, SPRING), "2021", only=["2021-002"])
    approving.approve(url, on(desk, SPRING, "per"), "2021", 2, Given())
    with pytest.raises(SubstituteUnneeded):
        approving.approve(url, on(desk, SPRING, "liv"), "2021", 3, Given(substitute_for="kari"))
    approving.approve(url, on(desk, SPRING, "liv"), "2021", 3, Given(substitute_for="per"))
    shown = decisions.show(url, "2021", 3)
    assert (shown.approved_by, shown.substitute_for) == ("Liv Vara", "Per Fylke")


def test_who_is_recused_drafts_no_decision_with_the_case(url: str, desk: Desk) -> None:
    """Not the round's, and not what follows it; left out, the rest is drafted."""
    for serial in (1, 2):
        award(url, desk, serial, 100_000)
    refuse(url, desk, 3)
    recusing.recuse(url, desk, "2021-002", "", "Slekt")
    with pytest.raises(Recused):
        drafting.draft(url, desk, "2021")
    assert decisions.every(url) == ()
    drafted = drafting.draft(url, desk, "2021", without=["2021-002"]).decision
    assert drafted.cases == ("2021-001", "2021-003")
    approving.approve(url, on(desk, SPRING, "per"), "2021", 1, Given())
    recusing.recuse(url, on(desk, SPRING), "2021-001", "", "Slekt")
    with pytest.raises(Recused):
        following_up.decline(url, on(desk, SPRING), "2021-001", "Takkar nei.")


def test_what_a_recusal_needs(url: str, desk: Desk) -> None:
    """A ground, once, by a caseworker or oneself; only a caseworker lifts one."""
    with pytest.raises(RecusalGroundMissing):
        recusing.recuse(url, desk, "2021-001", "eva", "  ")
    with pytest.raises(NotRecused):
        recusing.lift(url, desk, "2021-001", "eva", "Feil")
    eva = on(desk, desk.today, "eva")
    recusing.recuse(url, eva, "2021-001", "", "Slekt")
    with pytest.raises(RecusedAlready):
        recusing.recuse(url, desk, "2021-001", "eva", "Slekt")
    with pytest.raises(RoleMissing):
        recusing.recuse(url, eva, "2021-001", "kari", "Slekt")
    with pytest.raises(RoleMissing):
        recusing.lift(url, eva, "2021-001", "", "Feil")
    assert [one.case for one in recusing.every(url, "2021")] == ["2021-001"]
