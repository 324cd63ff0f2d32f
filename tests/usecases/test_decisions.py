"""Decisions: drafted by one, approved by another, once, and never for more than the pots hold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from skjonn.domain.allocations import Outcome
from skjonn.domain.approvals import (
    ApprovalAhead,
    ApprovalBeforeDraft,
    ApproverIsDrafter,
    ApproverNotInService,
    ApproverRoleMissing,
    AuthorityTooSmall,
    CasesChanged,
    DecisionApproved,
    DecisionReturned,
    DraftChanged,
    MoneyLater,
    PotNotOpen,
    ReturnReasonMissing,
)
from skjonn.domain.decisions import DraftIncomplete, NothingToDecide
from skjonn.domain.desk import Desk
from skjonn.domain.frames import PotOverspent
from skjonn.domain.problems import Problem
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import decisions as queries
from skjonn.storage.queries import frames
from skjonn.storage.tables.frame import LedgerLineRow, PotRow
from skjonn.storage.tables.office import EventRow
from skjonn.usecases import allocations, approving, calls, decisions, drafting, status
from skjonn.usecases import frames as frames_act
from skjonn.usecases.acting import BeforeLatest, NotRegistered, RoleMissing
from skjonn.usecases.approving import Given
from skjonn.usecases.drafting import CaseNotFree, RoundTooFar
from skjonn.usecases.frames import Money
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.recommending import CaseDecided, CaseInDraft, Wanted
from tests.usecases.rounds import CALL, SPRING, add_person, award, edit, everything, on, open_round, refuse


@pytest.fixture
def drafted(office: str, desk: Desk) -> str:
    """Return a database with a draft of kari's: 500 000 and 300 000 awarded, one case refused; 1 000 000 in the pot."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    return office


@pytest.fixture
def per(desk: Desk) -> Desk:
    """The approver's desk in spring."""
    return on(desk, SPRING, "per")


def test_an_approval_commits_the_awards(drafted: str, per: Desk) -> None:
    """Each award becomes one committed ledger line on the day of the approval, and the pot has that much less."""
    done = approving.approve(drafted, per, "2021", 1, Given(on=SPRING, reference="2021/7"))

    with reading(drafted) as session:
        committed = session.exec(select(LedgerLineRow).where(LedgerLineRow.kind == "committed")).all()
        pot = frames.pot(session, 2021, "project")
    assert [(line.amount_nok, line.on) for line in committed] == [(500_000, SPRING), (300_000, SPRING)]
    assert (pot.allotted_nok, pot.committed_nok) == (1_000_000, 800_000)
    assert (done.status, done.approved_by, done.approved_on, done.reference) == (
        "approved",
        "Per Fylke",
        SPRING,
        "2021/7",
    )


def test_a_decision_is_shown_as_drafted(drafted: str) -> None:
    """Its id, lines with the amounts applied for, and digest are what people and scripts see."""
    shown = decisions.show(drafted, "2021", 1)

    assert (shown.id, shown.round, shown.status, shown.drafted_by, shown.sum_nok) == (
        "2021-V1",
        1,
        "drafted",
        "Kari Nordmann",
        800_000,
    )
    assert [(line.case, line.outcome, line.amount_nok, line.applied_nok) for line in shown.lines] == [
        ("2021-001", Outcome.AWARD, 500_000, 500_000),
        ("2021-002", Outcome.AWARD, 300_000, 400_000),
        ("2021-003", Outcome.REFUSAL, 0, 300_000),
    ]
    assert len(shown.digest) == 64


def test_one_krone_too_much_is_refused_and_nothing_is_changed(office: str, desk: Desk, per: Desk) -> None:
    """A decision over a pot is drafted with a warning; its approval ends with exit 3, the pot's figures, every row as before."""
    open_round(office, desk, frame_nok=899_999)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 400_000)
    refuse(office, desk, 3)
    warnings = drafting.draft(office, desk, "2021").warnings
    before = everything(office)

    with pytest.raises(PotOverspent) as refused:
        approving.approve(office, per, "2021", 1, Given())

    assert [warning.data["over_nok"] for warning in warnings] == [1]
    assert refused.value.exit_code == 3
    assert refused.value.data == {"pot": "project", "year": "2021", "free_nok": 899_999, "needed_nok": 900_000}
    assert everything(office) == before


def test_the_database_itself_refuses_what_the_rule_would(
    office: str, desk: Desk, per: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the rule is passed by, the constraint leads to the same refusal, and every row is as before."""
    open_round(office, desk, frame_nok=899_999)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 400_000)
    drafting.draft(office, desk, "2021", without=["2021-003"])
    before = everything(office)
    monkeypatch.setattr(approving, "require_money", lambda *_ignored: None)

    with pytest.raises(PotOverspent) as refused:
        approving.approve(office, per, "2021", 1, Given())

    assert refused.value.data["needed_nok"] == 900_000
    assert everything(office) == before


def test_who_drafted_does_not_approve(drafted: str, desk: Desk) -> None:
    """Two pairs of eyes: also a drafter with the role approver is refused."""
    with writing(drafted) as session:
        session.connection().execute(text("INSERT INTO person_role (person_id, role) VALUES (1, 'approver')"))

    with pytest.raises(ApproverIsDrafter) as refused:
        approving.approve(drafted, desk, "2021", 1, Given("kari"))

    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Given("ola"), ApproverRoleMissing),
        (Given("Ola Vurdering"), ApproverRoleMissing),
        (Given("nobody"), NotRegistered),
        (Given("per", on=date(2021, 1, 18)), ApprovalBeforeDraft),
        (Given("per", on=date(2021, 5, 29)), ApprovalAhead),
    ],
)
def test_an_approval_that_may_not_be_is_refused(
    drafted: str, per: Desk, given: Given, expected: type[SkjonnError]
) -> None:
    """Only a registered approver approves, on a day from the draft's to today: exit 3 otherwise."""
    with pytest.raises(expected) as refused:
        approving.approve(drafted, per, "2021", 1, given)

    assert refused.value.exit_code == 3


def test_an_approver_who_has_left_is_refused(drafted: str, per: Desk, desk: Desk) -> None:
    """The approver is in service on the day of the approval, whoever records it."""
    with writing(drafted) as session:
        session.connection().execute(text("UPDATE person SET valid_to = '2021-05-28' WHERE login = 'per'"))

    with pytest.raises(ApproverNotInService):
        approving.approve(drafted, on(desk, SPRING), "2021", 1, Given("per", on=SPRING))


def test_authority_bounds_the_sum(drafted: str, desk: Desk) -> None:
    """An approver with authority for less is refused with the figures; one with exactly the sum approves."""
    add_person(drafted, "liv", "Liv Liten", "approver", authority_nok=799_999)
    add_person(drafted, "tor", "Tor Stor", "approver", authority_nok=800_000)

    with pytest.raises(AuthorityTooSmall) as refused:
        approving.approve(drafted, desk, "2021", 1, Given("liv"))
    done = approving.approve(drafted, desk, "2021", 1, Given("tor"))

    assert (refused.value.data["authority_nok"], refused.value.data["sum_nok"]) == (799_999, 800_000)
    assert done.approved_by == "Tor Stor"


def test_the_pots_figures_come_before_the_authority(office: str, desk: Desk) -> None:
    """Where a decision is over both, the approver learns of the pot, which nobody's authority helps against."""
    open_round(office, desk, frame_nok=499_999, applied=(500_000,))
    award(office, desk, 1, 500_000)
    drafting.draft(office, desk, "2021")
    add_person(office, "liv", "Liv Leiar", "approver", authority_nok=499_999)

    with pytest.raises(PotOverspent) as refused:
        approving.approve(office, on(desk, SPRING, "liv"), "2021", 1, Given())

    assert (refused.value.data["free_nok"], refused.value.data["needed_nok"]) == (499_999, 500_000)


def test_an_approval_on_paper_is_recorded_by_another(drafted: str, desk: Desk) -> None:
    """Who recorded and who approved are kept apart; the event names the archive's number."""
    approving.approve(
        drafted, on(desk, SPRING), "2021", 1, Given("Per Fylke", on=date(2021, 5, 20), reference="2021/123")
    )

    with reading(drafted) as session:
        event = session.exec(select(EventRow).where(EventRow.kind == "decision-approved")).one()
        line = session.exec(select(LedgerLineRow).where(LedgerLineRow.kind == "committed")).first()
    assert (event.login, event.on, event.subject) == ("kari", SPRING, "2021-V1")
    assert '"approver": "per"' in event.data
    assert '"reference": "2021/123"' in event.data
    assert line is not None
    assert line.on == date(2021, 5, 20)


def test_only_a_caseworker_drafts(office: str, desk: Desk) -> None:
    """An approver cannot draft: exit 3."""
    open_round(office, desk)

    with pytest.raises(RoleMissing) as refused:
        drafting.draft(office, on(desk, desk.today, "per"), "2021")

    assert refused.value.exit_code == 3


@pytest.mark.parametrize("again", ["approve", "return"])
def test_a_decision_is_closed_once(drafted: str, per: Desk, again: str) -> None:
    """What is approved is neither approved nor returned again: exit 4."""
    approving.approve(drafted, per, "2021", 1, Given())
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: approving.approve(drafted, per, "2021", 1, Given()),
        "return": lambda: approving.give_back(drafted, per, "2021", 1, "Feil."),
    }

    with pytest.raises(DecisionApproved) as refused:
        acts[again]()

    assert refused.value.exit_code == 4


def test_an_application_changed_after_drafting_stops_the_approval(drafted: str, per: Desk, desk: Desk) -> None:
    """A case with a newer version, or withdrawn, is named: exit 4, and every row is as before."""
    edit(drafted, 2, 2, desk.today, applied_nok=350_000)
    edit(drafted, 3, 2, desk.today, applied_nok=300_000, withdrawn=True)
    before = everything(drafted)

    with pytest.raises(CasesChanged) as refused:
        approving.approve(drafted, per, "2021", 1, Given())

    assert refused.value.exit_code == 4
    assert refused.value.data["cases"] == ["2021-002", "2021-003"]
    assert everything(drafted) == before


def test_the_digest_binds_the_call(drafted: str, per: Desk, desk: Desk, tmp_path: object) -> None:
    """A call changed after drafting makes another digest: exit 4."""
    changed = (
        CALL.read_text(encoding="utf-8").replace("weight = 30", "weight = 29").replace("weight = 25", "weight = 26")
    )
    path = type(CALL)(str(tmp_path)) / "call.toml"
    path.write_text(changed, encoding="utf-8")
    calls.change_call(drafted, desk, "2021", path, "Vektene.")

    with pytest.raises(DraftChanged) as refused:
        approving.approve(drafted, per, "2021", 1, Given())

    assert refused.value.exit_code == 4


def test_a_returned_decision_frees_its_cases(drafted: str, desk: Desk, per: Desk) -> None:
    """They are recommended otherwise and drafted again, under a number of their own."""
    with pytest.raises(CaseInDraft):
        award(drafted, desk, 1, 400_000)
    returned = approving.give_back(drafted, per, "2021", 1, "Sjå på sak 1.")

    award(drafted, on(desk, SPRING), 1, 400_000)
    again = drafting.draft(drafted, on(desk, SPRING), "2021").decision

    with pytest.raises(DecisionReturned):
        approving.approve(drafted, per, "2021", 1, Given())
    assert (returned.status, returned.returned_reason) == ("returned", "Sjå på sak 1.")
    assert (again.id, again.sum_nok) == ("2021-V2", 700_000)


def test_a_draft_names_every_case_that_lacks_something(office: str, desk: Desk) -> None:
    """No recommendation, no reason for a partial award: each is named, exit 1, and nothing is drafted."""
    open_round(office, desk)
    award(office, desk, 1, 400_000, reason="")
    refuse(office, desk, 3)

    with pytest.raises(DraftIncomplete) as refused:
        drafting.draft(office, desk, "2021")

    found = [problem for problem in refused.value.problems if isinstance(problem, Problem)]
    assert refused.value.exit_code == 1
    assert [(problem.code, problem.data["case"]) for problem in found] == [
        ("partial-reason-missing", "2021-001"),
        ("case-not-recommended", "2021-002"),
    ]
    assert decisions.every(office) == ()


def test_an_amount_above_what_is_now_applied_for_is_found(office: str, desk: Desk) -> None:
    """An application lowered after it was recommended is not drafted above it."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    edit(office, 1, 2, desk.today, applied_nok=450_000)

    with pytest.raises(DraftIncomplete) as refused:
        drafting.draft(office, desk, "2021", only=["2021-001"])

    found = [problem for problem in refused.value.problems if isinstance(problem, Problem)]
    assert [problem.code for problem in found] == ["award-above-applied"]


def test_a_case_is_in_one_live_decision(drafted: str, desk: Desk, per: Desk) -> None:
    """What is drafted or decided is not drafted again, and nothing is recommended for it: exit 3."""
    with pytest.raises(NothingToDecide):
        drafting.draft(drafted, desk, "2021")
    with pytest.raises(CaseNotFree):
        drafting.draft(drafted, desk, "2021", only=["2021-001"])
    approving.approve(drafted, per, "2021", 1, Given())

    with pytest.raises(CaseDecided) as refused:
        award(drafted, on(desk, SPRING), 1, 1_000)

    assert refused.value.exit_code == 3


def test_withdrawn_cases_and_those_left_are_not_drafted(office: str, desk: Desk) -> None:
    """A draft holds the live cases, less those named to be left for later."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    edit(office, 2, 2, desk.today, applied_nok=400_000, withdrawn=True)

    decision = drafting.draft(office, desk, "2021", without=["2021-003"]).decision

    assert decision.cases == ("2021-001",)


def test_a_case_moved_to_the_next_round_is_decided_there(office: str, desk: Desk, per: Desk) -> None:
    """It is free for a later round, needs a new recommendation there, and the later line is the one that holds."""
    open_round(office, desk)
    for serial in (1, 2):
        award(office, desk, serial, (500_000, 400_000)[serial - 1])
    allocations.recommend(office, desk, "2021-003", Wanted(Outcome.NEXT_ROUND))
    drafting.draft(office, desk, "2021")
    approving.approve(office, per, "2021", 1, Given())
    autumn = on(desk, date(2021, 10, 1))
    with pytest.raises(DraftIncomplete):
        drafting.draft(office, autumn, "2021", round_number=2)

    award(office, autumn, 3, 100_000)
    second = drafting.draft(office, autumn, "2021", round_number=2).decision
    approving.approve(office, on(per, date(2021, 10, 2)), "2021", 2, Given())

    with reading(office) as session:
        holds = {line.case_number: line.outcome for line in queries.standing(session, 1).values()}
        before = {line.case_number: line.outcome for line in queries.standing(session, 1, SPRING).values()}
    assert (second.id, second.round, second.cases) == ("2021-V2", 2, ("2021-003",))
    assert holds["2021-003"] is Outcome.AWARD
    assert before["2021-003"] is Outcome.NEXT_ROUND


def test_what_is_recommended_for_the_next_round_counts(office: str, desk: Desk, per: Desk) -> None:
    """A case moved on is undecided: over a pot it is warned of, it awaits a draft, and a draft takes the next round."""
    open_round(office, desk, frame_nok=500_000, applied=(500_000, 400_000))
    award(office, desk, 1, 500_000)
    allocations.recommend(office, desk, "2021-002", Wanted(Outcome.NEXT_ROUND))
    drafting.draft(office, desk, "2021")
    approving.approve(office, per, "2021", 1, Given())
    autumn = on(desk, date(2021, 10, 1))
    moved = allocations.listed(office, "2021", "en", date(2021, 5, 3))
    before = status.status(office, autumn).calls[0]
    left = calls.close_call(office, Desk("kari", autumn.today, dry_run=True), "2021")

    done = allocations.recommend(office, autumn, "2021-002", Wanted(Outcome.AWARD, 400_000))

    listed, after = allocations.listed(office, "2021", "en", date(2021, 5, 3)), status.status(office, autumn).calls[0]
    assert [(one.code, one.data["over_nok"]) for one in done.warnings] == [("pot-over-recommended", 400_000)]
    assert (moved.awaiting, listed.awaiting, listed.pots[0].recommended_nok) == (False, True, 400_000)
    assert (before.undecided, before.recommended, after.recommended) == (1, 0, 1)
    assert left.undecided == ("2021-002",)
    assert drafting.draft(office, autumn, "2021").decision.round == 2


def test_an_approval_is_not_dated_before_its_money(drafted: str, desk: Desk, per: Desk) -> None:
    """A paper approval of a day when the pot held less is refused: exit 3; looked back at, no pot is ever below 0."""
    may = [on(desk, date(2021, 5, day)) for day in (1, 10, 20)]
    frames_act.set_frame(drafted, may[0], 2021, Frame(700_000, (("project", 700_000),)))
    frames_act.add_money(drafted, may[2], 2021, Money(100_000, "project", "Meir."))
    before = everything(drafted)

    with pytest.raises(MoneyLater) as refused:
        approving.approve(drafted, per, "2021", 1, Given(on=may[1].today))
    unchanged = everything(drafted) == before
    approving.approve(drafted, per, "2021", 1, Given(on=may[2].today))

    assert (refused.value.exit_code, unchanged) == (3, True)
    assert refused.value.data["free_nok"] == 700_000
    for day in range(1, 29):
        (project,) = [
            one for one in frames_act.show_frame(drafted, 2021, date(2021, 5, day)).pots if one.name == "project"
        ]
        assert project.free_nok >= 0


@pytest.mark.parametrize("number", [3, 2**31, 2**63])
def test_no_round_is_skipped(office: str, desk: Desk, number: int) -> None:
    """A round is the latest, an earlier one or the next: exit 2, however far it is."""
    open_round(office, desk, applied=(500_000,))
    award(office, desk, 1, 500_000)

    with pytest.raises(RoundTooFar) as refused:
        drafting.draft(office, desk, "2021", round_number=number)

    assert refused.value.exit_code == 2


def test_a_decision_is_returned_with_a_reason(drafted: str, per: Desk) -> None:
    """Blanks are none: exit 2, and it is still a draft."""
    with pytest.raises(ReturnReasonMissing):
        approving.give_back(drafted, per, "2021", 1, "  ")

    assert decisions.show(drafted, "2021", 1).status == "drafted"


def test_an_act_before_its_case_names_the_case(office: str, desk: Desk) -> None:
    """Who drafts on a day before a case was changed learns which case that is."""
    open_round(office, desk)
    for serial in (1, 2, 3):
        award(office, on(desk, SPRING) if serial == 2 else desk, serial, 100_000)

    with pytest.raises(BeforeLatest) as refused:
        drafting.draft(office, desk, "2021")

    assert (refused.value.data["subject"], refused.value.data["latest"]) == ("2021-002", SPRING)


def test_a_pot_the_call_has_left_is_not_drafted_from(office: str, desk: Desk, tmp_path: Path) -> None:
    """After a change of the call, what is recommended from a pot it no longer names is found: exit 1."""
    open_round(office, desk, applied=(500_000,))
    frames_act.add_money(office, desk, 2021, Money(500_000, "joint", "Felles."))
    award(office, desk, 1, 500_000)
    changed = tmp_path / "call.toml"
    said = CALL.read_text(encoding="utf-8").replace('pots = ["project"]', 'pots = ["joint"]')
    changed.write_text(said, encoding="utf-8")
    calls.change_call(office, desk, "2021", changed, "Anna potte.")

    with pytest.raises(DraftIncomplete) as refused:
        drafting.draft(office, desk, "2021")

    assert [one.code for one in refused.value.problems if isinstance(one, Problem)] == ["pot-left-call"]


def test_a_held_back_pot_opens_on_its_day(office: str, desk: Desk, per: Desk) -> None:
    """An approval before that day is refused: exit 3; on the day it goes through."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    drafting.draft(office, desk, "2021", only=["2021-001"])
    with writing(office) as session:
        pot = session.exec(select(PotRow)).one()
        pot.opens_on = date(2021, 5, 29)

    with pytest.raises(PotNotOpen) as refused:
        approving.approve(office, per, "2021", 1, Given(on=SPRING))
    done = approving.approve(office, on(per, date(2021, 5, 29)), "2021", 1, Given())

    assert refused.value.exit_code == 3
    assert done.status == "approved"


def test_a_trial_run_changes_nothing(drafted: str, desk: Desk) -> None:
    """`--dry-run` answers as the real run would, and leaves every row as it was."""
    before = everything(drafted)
    trial = Desk("per", SPRING, dry_run=True)

    done = approving.approve(drafted, trial, "2021", 1, Given())

    assert done.status == "approved"
    assert everything(drafted) == before


def test_two_approvals_at_the_same_time_never_overspend(office: str, desk: Desk, per: Desk) -> None:
    """Of two decisions that together need more than the pot holds, one is approved and one refused, whoever comes first."""
    open_round(office, desk, frame_nok=600_000)
    for serial, amount_nok in ((1, 500_000), (2, 400_000)):
        award(office, desk, serial, amount_nok)
        drafting.draft(office, desk, "2021", only=[f"2021-00{serial}"])
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def approve(number: int) -> None:
        start.wait()
        try:
            approving.approve(office, per, "2021", number, Given())
            outcomes.append("approved")
        except SkjonnError as error:
            outcomes.append(error.code)

    both = [threading.Thread(target=approve, args=(number,)) for number in (1, 2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    with reading(office) as session:
        pot = frames.pot(session, 2021, "project")
    assert sorted(outcomes) == ["approved", "pot-overspent"]
    assert pot.committed_nok <= pot.allotted_nok


def test_the_same_decision_is_approved_once_by_two_at_the_same_time(drafted: str, per: Desk) -> None:
    """Of two who approve the same decision, one is told that it is closed; the money is committed once."""
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def approve() -> None:
        start.wait()
        try:
            outcomes.append(approving.approve(drafted, per, "2021", 1, Given()).status)
        except SkjonnError as error:
            outcomes.append(error.code)

    both = [threading.Thread(target=approve) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    with reading(drafted) as session:
        pot = frames.pot(session, 2021, "project")
    assert sorted(outcomes) == ["approved", "decision-approved-already"]
    assert pot.committed_nok == 800_000
