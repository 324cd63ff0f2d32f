"""What decisions and histories say of outcomes, money given up, terms that stay and conditions. On both databases."""

from __future__ import annotations

from datetime import date

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Fate, GivenUp, Terms
from skjonn.storage.database import reading
from skjonn.usecases import (
    approving,
    conditions,
    cutoffs,
    decision_papers,
    decisions,
    drafting,
    following_up,
    frames,
    history,
    recusing,
)
from skjonn.usecases.approving import Given
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.recommending import CaseDecided, Wanted
from tests.usecases.rounds import SPRING, add_person, award, on, open_round, refuse

JUNE, DECEMBER = date(2021, 6, 30), date(2021, 12, 10)


@pytest.fixture
def decided(office: str, desk: Desk) -> str:
    """A decided round, the first award with a condition of its own; Liv stood in for Per, who is recused in 2021-003."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    conditions.add(office, desk, "2021-001", "Del erfaringane.")
    add_person(office, "liv", "Liv Leiar", "approver")
    recusing.recuse(office, desk, "2021-003", "per", "Slekt")
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, SPRING, "liv"), "2021", 1, Given(substitute_for="per"))
    return office


def _approve(url: str, desk: Desk, drafted: Drafted, day: date) -> decisions.Decision:
    number = int(drafted.decision.id.rpartition("V")[2])
    return approving.approve(url, on(desk, day, "liv"), "2021", number, Given())


def _told(url: str, desk: Desk, case: str, kind: str) -> str:
    return " ".join(one.sentence for one in history.of_case(url, desk, case).events if one.kind == kind).replace("\xa0", " ")  # fmt: skip


def test_a_history_says_what_was_recommended_and_decided(decided: str, desk: Desk) -> None:
    """Outcome, amount, pot or ground of that case and no other, as it was then; and whom the approver stood in for."""
    assert "Recommended: award, NOK 300 000 (project); “Delar av prosjektet”." in _told(
        decided, desk, "2021-002", "recommendation-set"
    )
    approved = _told(decided, desk, "2021-002", "decision-approved")
    assert "Decided: award, NOK 300 000 (project)." in approved
    assert "In the place of Per Fylke, who is recused." in approved
    assert "500 000" not in approved
    refused = _told(decided, desk, "2021-003", "decision-approved")
    assert "Decided: refusal (" in refused

    wanted = Wanted(Outcome.AWARD, 100_000)
    _approve(decided, desk, following_up.correct(decided, on(desk, JUNE), "2021-003", wanted, "Feil."), JUNE)
    both = _told(decided, desk, "2021-003", "decision-approved")
    assert both.startswith(refused)
    assert both.endswith("Decided: award, NOK 100 000 (project).")


def test_each_version_of_a_recommendation_is_told_as_it_was(office: str, desk: Desk) -> None:
    """A later one does not change what is told of the first."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 1, 400_000)
    first, second = (one.sentence for one in history.of_case(office, desk, "2021-001").events)
    assert ("500" in first, "400" in first, "500" in second, "400" in second) == (True, False, False, True)


def test_a_decision_says_how_much_it_gives_up(decided: str, desk: Desk) -> None:
    """As a draft and when approved; a reduction gives up the difference, and a batch of the round nothing."""
    assert decisions.show(decided, "2021", 1).given_up == ()
    reversal = following_up.reverse(decided, on(desk, JUNE), "2021-002", "Avlyst.")
    expected = (GivenUp("2021-002", "project", 300_000, Fate.FREE),)
    assert reversal.decision.given_up == expected
    assert _approve(decided, desk, reversal, JUNE).given_up == expected
    less = following_up.correct(decided, on(desk, JUNE), "2021-001", Wanted(Outcome.AWARD, 450_000), "Feil.")
    assert less.decision.given_up == (GivenUp("2021-001", "project", 50_000, Fate.FREE),)


def test_a_draft_is_reckoned_for_the_day_it_is_looked_at(decided: str, desk: Desk) -> None:
    """Drafted before the cut-off and shown after it, the money comes too late; where the scheme says so it flows on."""
    following_up.reverse(decided, on(desk, JUNE), "2021-002", "Avlyst.")
    cutoffs.set_cutoff(decided, on(desk, JUNE), 2021, date(2021, 11, 26))

    def fate() -> tuple[Fate, str]:
        [one] = decisions.show(decided, "2021", 2, DECEMBER).given_up
        return one.fate, one.into

    assert fate() == (Fate.RETURNED, "")
    frames.set_frame(decided, on(desk, JUNE), 2022, Frame(1, (("project", 1),)))
    cutoffs.set_cutoff(decided, on(desk, JUNE), 2021, date(2021, 11, 26), "2022/project")
    assert fate() == (Fate.PASSED_ON, "2022/project")
    done = approving.approve(decided, on(desk, DECEMBER, "liv"), "2021", 2, Given())
    assert [(one.fate, one.into) for one in done.given_up] == [fate()]


def test_terms_that_stand_are_not_said_to_become(decided: str, desk: Desk) -> None:
    """A correction after a change keeps its lead and last day, and tells which they are."""
    terms = Terms(date(2022, 12, 31), "Sandnes")
    changed = following_up.change(decided, on(desk, JUNE), "2021-002", terms, "Ny vertskommune.")
    assert changed.decision.lines[0].kept == frozenset()
    _approve(decided, desk, changed, JUNE)
    corrected = following_up.correct(decided, on(desk, JUNE), "2021-002", Wanted(Outcome.AWARD, 250_000), "Feil.")
    assert corrected.decision.lines[0].kept == {"ends_on", "lead"}


def test_a_last_day_before_the_award_is_warned_about(decided: str, desk: Desk) -> None:
    """It may be so, and is said."""
    drafted = following_up.change(decided, on(desk, JUNE), "2021-001", Terms(date(2020, 1, 1)), "Feil.")
    assert [one.code for one in drafted.warnings] == ["ends-before-award"]
    late = following_up.change(decided, on(desk, JUNE), "2021-002", Terms(JUNE), "Lengre.")
    assert late.warnings == ()


def test_an_award_that_comes_again_has_its_conditions(decided: str, desk: Desk) -> None:
    """What was set for the case binds the award a correction makes of a declined one."""
    _approve(decided, desk, following_up.decline(decided, on(desk, JUNE), "2021-001", "Nei."), JUNE)
    again = following_up.correct(decided, on(desk, JUNE), "2021-001", Wanted(Outcome.AWARD, 500_000), "Likevel.")
    assert "Del erfaringane." in again.decision.lines[0].conditions
    _approve(decided, desk, again, JUNE)
    assert "Del erfaringane." in [one.text for one in conditions.listed(decided, desk, "2021", case_number="2021-001")]


def test_an_award_made_by_a_correction_can_have_conditions(decided: str, desk: Desk) -> None:
    """They are set while the case has no award, are bound by the correction, and stand still once it is drafted."""
    conditions.add(decided, on(desk, JUNE), "2021-003", "Rapporter kvart halvår.")
    with pytest.raises(CaseDecided):
        conditions.add(decided, on(desk, JUNE), "2021-002", "For seint.")
    wanted = Wanted(Outcome.AWARD, 100_000)
    drafted = following_up.correct(decided, on(desk, JUNE), "2021-003", wanted, "Klagen.")
    assert "Rapporter kvart halv" in drafted.decision.lines[0].conditions
    _approve(decided, desk, drafted, JUNE)
    assert [one.text for one in conditions.listed(decided, desk, "2021", case_number="2021-003")][-1] == "Rapporter kvart halvår."  # fmt: skip


def test_the_approvers_paper_says_what_is_given_up(decided: str, desk: Desk) -> None:
    """In the paper's own language."""
    following_up.reverse(decided, on(desk, JUNE), "2021-002", "Avlyst.")
    with reading(decided) as session:
        paper = decision_papers.gathered(session, on(desk, JUNE), "2021", 2, "nn")
    assert any("300" in one and "2021-002" in one and "ledig igjen" in one for one in paper.remarks())
