"""Drafts that nobody can approve as they stand, who may act in them, and awards outside the round in every count. On both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from skjonn.domain.allocations import Outcome
from skjonn.domain.appeals import AppealOutcome
from skjonn.domain.approvals import CasesChanged
from skjonn.domain.desk import Desk
from skjonn.domain.recusals import ApproverRecused, ApproverRecusedAlone, DrafterRecused, Recused
from skjonn.domain.waiting import Step
from skjonn.storage.database import writing
from skjonn.usecases import (
    appeals,
    approving,
    decision_papers,
    decisions,
    drafting,
    following_up,
    history,
    recusing,
    single_awards,
    status,
    voided,
)
from skjonn.usecases.approving import Given
from skjonn.usecases.recommending import Wanted
from skjonn.usecases.single_awards import Single
from tests.usecases.rounds import SPRING, add_person, award, edit, everything, on, open_round, refuse

JUNE = date(2021, 6, 30)
FLOOD = Single("Suldal", 100_000, "Flaumen i mai", "Krise")


@pytest.fixture
def drafted(office: str, desk: Desk) -> str:
    """A drafted round, 2021-V1: two awards and a refusal."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    return office


def _open(url: str, desk: Desk) -> None:
    """Open the round, with the call's series of case numbers where its applications left it."""
    open_round(url, desk)
    with writing(url) as session:
        session.connection().execute(text("UPDATE call SET last_serial = 3"))


def _approvals(url: str, desk: Desk) -> list[tuple[Step, str, tuple[str, ...]]]:
    found = status.status(url, on(desk, SPRING)).waiting
    return [(one.step, one.subject, one.who) for one in found if one.step in {Step.APPROVAL, Step.VOID}]


def test_a_recused_approver_is_not_waited_for(drafted: str, desk: Desk) -> None:
    """Only those who may approve are named; where nobody is left, nobody is."""
    add_person(drafted, "liv", "Liv Leiar", "approver")
    assert _approvals(drafted, desk) == [(Step.APPROVAL, "2021-V1", ("Liv Leiar", "Per Fylke"))]
    recusing.recuse(drafted, desk, "2021-003", "liv", "Slekt")
    assert _approvals(drafted, desk) == [(Step.APPROVAL, "2021-V1", ("Per Fylke",))]
    recusing.recuse(drafted, desk, "2021-001", "per", "Slekt")
    assert _approvals(drafted, desk) == [(Step.APPROVAL, "2021-V1", ())]


def test_a_drafter_recused_afterwards_voids_the_draft(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """To draft is to recommend: the draft is returned, another drafts it, and that one is approved."""
    add_person(drafted, "eli", "Eli Anna", "caseworker")
    recusing.recuse(drafted, desk, "2021-002", "kari", "Slekt")
    before = everything(drafted)
    with pytest.raises(DrafterRecused) as refused:
        approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    with pytest.raises(DrafterRecused):
        decision_papers.write_paper(drafted, desk, ("2021", 1), path=tmp_path / "vedtak.docx")

    assert (refused.value.exit_code, refused.value.data["cases"]) == (3, ["2021-002"])
    assert everything(drafted) == before
    assert not (tmp_path / "vedtak.docx").exists()
    assert _approvals(drafted, desk) == [(Step.VOID, "2021-V1", ("Eli Anna", "Kari Nordmann"))]
    approving.give_back(drafted, on(desk, SPRING), "2021", 1, "Habilitet.")
    drafting.draft(drafted, on(desk, SPRING, "eli"), "2021")
    assert approving.approve(drafted, on(desk, SPRING, "per"), "2021", 2, Given()).status == "approved"


def test_a_void_draft_shows_that_it_is(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """An application that changed voids it: it is said, no paper is written, and status asks to have it returned."""
    decision_papers.write_paper(drafted, desk, ("2021", 1), path=tmp_path / "god.docx")
    assert voided.why_void(drafted, "2021", 1) is None
    edit(drafted, 2, 2, SPRING, applied_nok=1)

    void = voided.why_void(drafted, "2021", 1)
    assert isinstance(void, CasesChanged)
    assert void.data["cases"] == ["2021-002"]
    with pytest.raises(CasesChanged):
        decision_papers.write_paper(drafted, desk, ("2021", 1), path=tmp_path / "void.docx")
    assert _approvals(drafted, desk)[0][:2] == (Step.VOID, "2021-V1")
    assert status.status(drafted, on(desk, SPRING)).next_command == "skjonn decision return 2021-V1 --reason REASON"
    approving.give_back(drafted, on(desk, SPRING), "2021", 1, "Endra.")
    assert (voided.why_void(drafted, "2021", 1), _approvals(drafted, desk)) == (None, [])


def test_a_recused_approver_is_told_what_can_be_done(drafted: str, desk: Desk) -> None:
    """Of several cases one is left out; a decision of that case alone is approved by a substitute."""
    recusing.recuse(drafted, desk, "2021-001", "per", "Slekt")
    with pytest.raises(ApproverRecused):
        approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    add_person(drafted, "liv", "Liv Leiar", "approver")
    approving.approve(drafted, on(desk, SPRING, "liv"), "2021", 1, Given())
    following_up.reverse(drafted, on(desk, JUNE), "2021-001", "Avlyst.")
    with pytest.raises(ApproverRecusedAlone) as refused:
        approving.approve(drafted, on(desk, JUNE, "per"), "2021", 2, Given())
    assert "--without" not in refused.value.help()
    assert approving.approve(drafted, on(desk, JUNE, "liv"), "2021", 2, Given(substitute_for="per")).substitute_for


def test_an_award_outside_the_round_is_in_no_count_of_applications(office: str, desk: Desk) -> None:
    """Drafted, returned or approved it neither waits for a recommendation nor takes from what is recommended, and is not withdrawn."""
    _open(office, desk)

    def counts() -> tuple[int, int, int, int, list[tuple[str, int]]]:
        found = status.status(office, on(desk, SPRING))
        [call] = found.calls
        waits = [(str(one.step), one.count) for one in found.waiting if one.step in {Step.RECOMMENDATION, Step.DRAFT}]
        return call.applications, call.undecided, call.recommended, call.withdrawn, waits

    before = counts()
    assert before == (3, 3, 0, 0, [(Step.RECOMMENDATION, 3)])
    single_awards.add(office, desk, "2021", replace(FLOOD, pot="Project"))
    assert counts() == before
    assert all(one.count > 0 for one in status.status(office, desk).waiting)
    approving.give_back(office, desk, "2021", 1, "Ikkje krise.")
    assert counts() == before
    award(office, desk, 1, 1)
    assert counts() == (3, 3, 1, 0, [(Step.RECOMMENDATION, 2), (Step.DRAFT, 1)])


def test_a_returned_award_outside_the_round_can_be_drafted_again(office: str, desk: Desk) -> None:
    """Under the same title, as a case of its own; the first tells that it was closed, not that anybody withdrew."""
    _open(office, desk)
    for number in (1, 2):
        single_awards.add(office, desk, "2021", FLOOD)
        approving.give_back(office, desk, "2021", number, "Nei.")
    again = single_awards.add(office, desk, "2021", FLOOD).decision

    cases = [one.cases[0] for one in decisions.every(office, "2021")]
    assert len(set(cases)) == 3
    assert approving.approve(office, on(desk, SPRING, "per"), "2021", 3, Given()).cases == again.cases
    kinds = [one.kind for one in history.of_case(office, desk, cases[0]).events]
    assert kinds == ["single-drafted", "single-closed", "decision-returned"]


def test_an_appeal_is_against_what_held_when_it_came(drafted: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is settled, or recorded, after a later decision; and nobody settles one in a case they are recused in."""
    monkeypatch.setattr("skjonn.domain.appeals.require_appealable", lambda _call: None)
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    came = SPRING + timedelta(days=5)
    assert appeals.receive(drafted, on(desk, came), "2021-001", came).decision == "2021-V1"
    for case in ("2021-001", "2021-003"):
        following_up.correct(drafted, on(desk, JUNE), case, Wanted(Outcome.AWARD, 100_000), "Feil.")
    for number in (2, 3):
        approving.approve(drafted, on(desk, JUNE, "per"), "2021", number, Given())

    settled = appeals.settle(drafted, on(desk, JUNE), "2021-001", AppealOutcome.REJECTED, "Nei.")
    late = appeals.receive(drafted, on(desk, JUNE), "2021-003", came)
    assert (settled.decision, late.decision) == ("2021-V1", "2021-V1")
    recusing.recuse(drafted, on(desk, JUNE), "2021-003", "kari", "Slekt")
    with pytest.raises(Recused):
        appeals.settle(drafted, on(desk, JUNE), "2021-003", AppealOutcome.REJECTED, "Nei.")
