"""After the decision: awards taken back, declined, changed, corrected; awards outside the round; appeals. On both databases."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from skjonn.domain.allocations import LaterYearsWrong, Outcome, held_out
from skjonn.domain.appeals import AppealNotOpen, AppealOpen, AppealOutcome, NoAppealOpen, NothingToAppeal
from skjonn.domain.approvals import ApproverRoleMissing, CasesChanged
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import NotAwarded, NotDecided, Terms
from skjonn.domain.frames import PotFigures, PotOverspent
from skjonn.domain.waiting import Step
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications
from skjonn.usecases import (
    appeals,
    approving,
    cutoffs,
    databases,
    decisions,
    drafting,
    following_up,
    frames,
    history,
    single_awards,
    status,
    tables,
)
from skjonn.usecases.application_acts import SameApplication
from skjonn.usecases.approving import Given
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.frames import Money
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.recommending import CaseInDraft, Wanted
from skjonn.usecases.single_awards import Single, SingleIncomplete
from tests.usecases.rounds import SPRING, award, everything, on, open_round, refuse

JUNE, DECEMBER, NEXT_YEAR = date(2021, 6, 30), date(2021, 12, 10), date(2022, 2, 1)


@pytest.fixture
def decided(office: str, desk: Desk) -> str:
    """A decided round: 500 000 and 300 000 of 400 000 awarded, one case refused; 1 000 000 in the pot."""
    open_round(office, desk)
    with writing(office) as session:
        session.connection().execute(text("UPDATE call SET last_serial = 3"))
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, SPRING, "per"), "2021", 1, Given())
    return office


def _approve(url: str, desk: Desk, drafted: Drafted, day: date) -> decisions.Decision:
    number = int(drafted.decision.id.rpartition("V")[2])
    return approving.approve(url, on(desk, day, "per"), "2021", number, Given())


def _pot(url: str, as_of: date | None = None, name: str = "project", year: int = 2021) -> PotFigures:
    shown = frames.show_frame(url, year, as_of)
    return next(pot for pot in shown.pots if pot.name == name)


def _sound(url: str) -> bool:
    assert databases.check(url).failures == ()
    return True


def test_a_reversal_restores_the_pot_exactly(decided: str, desk: Desk) -> None:
    """The money is free from the day of the approval on, never before it; the old line stays, the tables follow the new one."""
    before = _pot(decided)
    drafted = following_up.reverse(decided, on(desk, JUNE), "2021-002", "Avlyst.")
    assert _pot(decided) == before
    done = _approve(decided, desk, drafted, JUNE + timedelta(days=1))

    assert (done.id, done.kind, done.status, [line.outcome for line in done.lines]) == ("2021-V2", "reversal", "approved", [Outcome.REVERSED])  # fmt: skip
    assert (_pot(decided).decided_nok, _pot(decided).free_nok, _pot(decided).returned_nok) == (500_000, 500_000, 0)
    assert _pot(decided, JUNE) == before
    assert [line.amount_nok for line in decisions.show(decided, "2021", 1).lines] == [500_000, 300_000, 0]
    awards = tables.build(decided, desk, tables.Wanted("awards", call="2021")).table
    earlier = tables.build(decided, desk, tables.Wanted("awards", call="2021", as_of=JUNE)).table
    assert [row["case"] for row in awards.rows] == ["2021-001"]
    assert [row["case"] for row in earlier.rows] == ["2021-001", "2021-002"]
    assert _sound(decided)


def test_money_that_comes_back_late_is_never_free(decided: str, desk: Desk) -> None:
    """After the last cut-off a declined award is recorded as returned: the pot has no more to give than before."""
    cutoffs.set_cutoff(decided, on(desk, JUNE), 2021, date(2021, 11, 26))
    before = _pot(decided)
    drafted = following_up.decline(decided, on(desk, DECEMBER), "2021-002", "Takkar nei.")
    _approve(decided, desk, drafted, DECEMBER)

    after = _pot(decided)
    assert (after.decided_nok, after.free_nok, after.returned_nok) == (before.decided_nok, before.free_nok, 300_000)
    assert _sound(decided)
    assert cutoffs.show(decided, 2021).last_cutoff_on == date(2021, 11, 26)


def test_on_the_cutoff_itself_money_is_free(decided: str, desk: Desk) -> None:
    """The day is included; what counts is the day of the approval, not of the draft."""
    cutoffs.set_cutoff(decided, on(desk, JUNE), 2021, DECEMBER)
    drafted = following_up.decline(decided, on(desk, DECEMBER - timedelta(days=9)), "2021-002", "Takkar nei.")
    _approve(decided, desk, drafted, DECEMBER)
    assert (_pot(decided).free_nok, _pot(decided).returned_nok) == (500_000, 0)


def test_returned_money_flows_where_the_scheme_says(decided: str, desk: Desk) -> None:
    """Only then does it reach a pot, that of the year named, with the case as its reason."""
    frames.set_frame(decided, on(desk, DECEMBER), 2022, Frame(100_000, (("project", 100_000),)))
    cutoffs.set_cutoff(decided, on(desk, DECEMBER), 2021, date(2021, 11, 26), "2022/project")
    drafted = following_up.reverse(decided, on(desk, NEXT_YEAR), "2021-001", "Avlyst.")
    _approve(decided, desk, drafted, NEXT_YEAR)

    assert (_pot(decided).returned_nok, _pot(decided).free_nok) == (500_000, 200_000)
    assert _pot(decided, year=2022).free_nok == 600_000
    assert _sound(decided)


def test_changed_terms_hold_from_the_approval_on(decided: str, desk: Desk) -> None:
    """A new last day, lead, payee and purpose; the amount and what was applied for stay, and so does every earlier day."""
    terms = Terms(date(2022, 12, 31), "Sandnes", "Gjesdal", "Felles arkiv")
    drafted = following_up.change(decided, on(desk, JUNE), "2021-002", terms, "Ny vertskommune.")
    with pytest.raises(ApproverRoleMissing):
        approving.approve(decided, on(desk, JUNE), "2021", 2, Given())
    done = _approve(decided, desk, drafted, JUNE)

    [line] = done.lines
    assert (line.amount_nok, line.ends_on, line.lead, line.payee, line.purpose) == (300_000, "2022-12-31", "1108", "1122", "Felles arkiv")  # fmt: skip
    with reading(decided) as session:
        now, then = applications.case(session, "2021-002"), applications.case(session, "2021-002", SPRING)
    assert (now.content.lead, now.content.ends_on, now.content.applied_nok) == ("1108", date(2022, 12, 31), 400_000)
    assert (then.content.lead, then.content.ends_on) == ("1103", None)
    awards = tables.build(decided, desk, tables.Wanted("awards", call="2021")).table
    assert [(row["municipality"], row["payee"]) for row in awards.rows][1] == ("Sandnes", "Gjesdal")
    assert _pot(decided).decided_nok == 800_000
    assert _sound(decided)


def test_who_applied_stays_who_applied(decided: str, desk: Desk) -> None:
    """Whoever comes to answer for a project: applications are counted where they came from, awards where they are paid."""
    before = {
        name: tables.build(decided, desk, tables.Wanted(name, call="2021")).table
        for name in ("applications", "municipalities")
    }
    for serial, lead in (("001", "Sandnes"), ("002", "Hå")):
        drafted = following_up.change(decided, on(desk, JUNE), f"2021-{serial}", Terms(lead=lead), "Ny vert.")
        _approve(decided, desk, drafted, JUNE)
    after = {name: tables.build(decided, desk, tables.Wanted(name, call="2021")).table for name in before}

    assert [row["municipality"] for row in after["applications"].rows] == ["Stavanger"] * 3
    assert [(row["municipality"], row["applications"], row["awarded_nok"]) for row in after["municipalities"].rows] == [
        ("Hå", 0, 300_000), ("Sandnes", 0, 500_000), ("Stavanger", 3, 0),
    ]  # fmt: skip
    assert before["applications"].totals == after["applications"].totals


def test_a_lead_another_case_has_is_refused(decided: str, desk: Desk) -> None:
    """Two cases of a call are never known by the same applicant and title."""
    single_awards.add(decided, on(desk, JUNE), "2021", Single("Sandnes", 1_000, "Tiltak 2", "Krise"))
    with pytest.raises(SameApplication):
        following_up.change(decided, on(desk, JUNE), "2021-002", Terms(lead="1108"), "Ny vert.")


def test_a_correction_moves_the_difference(decided: str, desk: Desk) -> None:
    """Up as far as the pot has it, down to the krone, to another outcome and back; each is another decision."""
    day = on(desk, JUNE)
    with pytest.raises(PotOverspent):
        _approve(decided, desk, following_up.correct(decided, day, "2021-002", Wanted(Outcome.AWARD, 500_001, above_applied="Feil."), "Feil."), JUNE)  # fmt: skip
    approving.give_back(decided, day, "2021", 2, "For mykje.")
    for amount_nok, left in ((400_000, 100_000), (1_000, 499_000)):
        _approve(decided, desk, following_up.correct(decided, day, "2021-002", Wanted(Outcome.AWARD, amount_nok), "Feil sum."), JUNE)  # fmt: skip
        assert _pot(decided).free_nok == left
    _approve(decided, desk, following_up.correct(decided, day, "2021-002", Wanted(Outcome.REFUSAL, ground="priority"), "Feil."), JUNE)  # fmt: skip
    assert _pot(decided).free_nok == 500_000
    _approve(
        decided, desk, following_up.correct(decided, day, "2021-003", Wanted(Outcome.AWARD, 300_000), "Feil."), JUNE
    )
    assert _pot(decided).free_nok == 200_000
    assert _sound(decided)


def test_a_reversed_award_can_be_corrected_back(decided: str, desk: Desk) -> None:
    """What was taken back by mistake is awarded again, as long as the money is there."""
    day = on(desk, JUNE)
    _approve(decided, desk, following_up.reverse(decided, day, "2021-001", "Feil."), JUNE)
    with pytest.raises(NotAwarded):
        following_up.reverse(decided, day, "2021-001", "Feil.")
    _approve(
        decided, desk, following_up.correct(decided, day, "2021-001", Wanted(Outcome.AWARD, 500_000), "Feil."), JUNE
    )
    assert _pot(decided).decided_nok == 800_000
    assert _sound(decided)


def test_one_draft_at_a_time_and_only_of_what_is_decided(decided: str, desk: Desk) -> None:
    """A case in a draft, undecided or refused is not taken back; a trial run leaves nothing."""
    day = on(desk, JUNE)
    before = everything(decided)
    dry = Desk(day.person, day.today, day.language, dry_run=True)
    assert following_up.reverse(decided, dry, "2021-001", "Avlyst.").decision.id == "2021-V2"
    assert everything(decided) == before
    following_up.reverse(decided, day, "2021-001", "Avlyst.")
    with pytest.raises(CaseInDraft):
        following_up.decline(decided, day, "2021-001", "Takkar nei.")
    with pytest.raises(NotAwarded):
        following_up.decline(decided, day, "2021-003", "Takkar nei.")


def test_nothing_follows_what_is_not_decided(office: str, desk: Desk) -> None:
    """There is nothing that stands."""
    open_round(office, desk)
    with pytest.raises(NotDecided):
        following_up.correct(office, desk, "2021-001", Wanted(Outcome.AWARD, 1_000), "Feil.")


def test_a_returned_follow_up_leaves_what_stood(decided: str, desk: Desk) -> None:
    """The award stands, and may be followed anew."""
    day = on(desk, JUNE)
    following_up.reverse(decided, day, "2021-001", "Avlyst.")
    approving.give_back(decided, day, "2021", 2, "Likevel ikkje.")
    assert _pot(decided).decided_nok == 800_000
    assert following_up.decline(decided, day, "2021-001", "Takkar nei.").decision.id == "2021-V3"


def test_an_application_changed_since_the_draft_voids_it(decided: str, desk: Desk) -> None:
    """What is approved is what was drafted: a change of the case in between is refused."""
    day = on(desk, JUNE)
    drafted = following_up.decline(decided, day, "2021-001", "Takkar nei.")
    from skjonn.usecases import application_acts

    application_acts.edit(decided, day, "2021-001", {"caseworker": "Kari"}, "Ny.")
    with pytest.raises(CasesChanged):
        _approve(decided, desk, drafted, JUNE)


def test_an_award_outside_the_round(decided: str, desk: Desk) -> None:
    """Drafted, approved and told as any other, from any pot of the year; nobody applied, so it counts as no application."""
    frames.add_money(decided, on(desk, JUNE), 2021, Money(250_000, "crisis", "Krise."))
    applied = _pot(decided).applied_nok
    wanted = Single("Suldal", 250_000, "Flaumen i mai", "Krise, søkt i brev", "crisis")
    drafted = single_awards.add(decided, on(desk, JUNE), "2021", wanted)
    done = _approve(decided, desk, drafted, JUNE)

    assert (done.kind, done.ground, done.sum_nok) == ("single", "Krise, søkt i brev", 250_000)
    assert _pot(decided, name="crisis").free_nok == 0
    assert (_pot(decided).applied_nok, _pot(decided, name="crisis").applied_nok) == (applied, 0)
    awards = tables.build(decided, desk, tables.Wanted("awards", call="2021")).table
    applied_for = tables.build(decided, desk, tables.Wanted("applications", call="2021")).table
    assert awards.totals["awarded_nok"] == 1_050_000
    assert [row["case"] for row in applied_for.rows] == ["2021-001", "2021-002", "2021-003"]
    told = status.status(decided, on(desk, JUNE)).calls[0]
    assert (told.applications, told.decided, told.outside, told.awarded_nok) == (3, 3, 1, 1_050_000)
    assert _sound(decided)


def test_an_award_outside_the_round_says_what_and_why(decided: str, desk: Desk) -> None:
    """Title and ground; returned, its case is no longer there to be decided."""
    day = on(desk, JUNE)
    for title, ground in (("", "Krise"), ("Flaum", " ")):
        with pytest.raises(SingleIncomplete):
            single_awards.add(decided, day, "2021", Single("Suldal", 1_000, title, ground))
    single_awards.add(decided, day, "2021", Single("Suldal", 1_000, "Flaum", "Krise"))
    approving.give_back(decided, day, "2021", 2, "Ikkje krise.")
    with reading(decided) as session:
        assert applications.case(session, "2021-004").content.withdrawn
    assert _sound(decided)


def test_appeals_where_the_call_says_so(decided: str, desk: Desk) -> None:
    """The example's call says nothing of appeals, as the scheme has none."""
    with pytest.raises(AppealNotOpen):
        appeals.receive(decided, on(desk, JUNE), "2021-003", JUNE)


def test_an_appeal_is_received_settled_and_followed(decided: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One at a time; upheld, it is followed by a correction, and the case tells all of it."""
    monkeypatch.setattr("skjonn.domain.appeals.require_appealable", lambda _call: None)
    day = on(desk, JUNE)
    appeals.receive(decided, day, "2021-003", JUNE - timedelta(days=3))
    with pytest.raises(AppealOpen):
        appeals.receive(decided, day, "2021-003", JUNE)
    assert [(one.step, one.who) for one in status.status(decided, day).waiting][-1] == (Step.APPEAL, ("Kari Nordmann",))
    appeals.settle(decided, day, "2021-003", AppealOutcome.UPHELD, "Nye opplysningar.")
    assert status.status(decided, day).waiting[-1].step is Step.NEW_DECISION
    with pytest.raises(NoAppealOpen):
        appeals.settle(decided, day, "2021-003", AppealOutcome.REJECTED, "Nei.")
    _approve(
        decided, desk, following_up.correct(decided, day, "2021-003", Wanted(Outcome.AWARD, 200_000), "Klagen."), JUNE
    )

    waits = [(one.step, one.subject) for one in status.status(decided, day).waiting]
    assert (Step.NEW_DECISION, "2021-003") not in waits
    told = [event.kind for event in history.of_case(decided, day, "2021-003").events][-4:]
    assert told == ["appeal-received", "appeal-upheld", "correction-drafted", "decision-approved"]


def test_no_appeal_against_a_recipients_own_no(decided: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was awarded before may be appealed against, by the day the appeal came."""
    monkeypatch.setattr("skjonn.domain.appeals.require_appealable", lambda _call: None)
    day = on(desk, JUNE)
    _approve(decided, desk, following_up.decline(decided, day, "2021-001", "Takkar nei."), JUNE)
    with pytest.raises(NothingToAppeal):
        appeals.receive(decided, day, "2021-001", JUNE)
    assert appeals.receive(decided, day, "2021-001", JUNE - timedelta(days=1)).decision == "2021-V1"


def test_a_correction_keeps_what_is_not_asked_for(decided: str, desk: Desk) -> None:
    """The payee a change gave, not the one once recommended, and what is held out; both can be corrected too."""
    day = on(desk, JUNE)
    payee = following_up.change(decided, day, "2021-002", Terms(payee="Gjesdal"), "Ny mottakar.")
    _approve(decided, desk, payee, JUNE)
    later = following_up.correct(
        decided, day, "2021-002", Wanted(Outcome.AWARD, 300_000, later={2022: 50_000}), "Gløymt."
    )
    [line] = _approve(decided, desk, later, JUNE).lines
    assert (line.payee, held_out(line.later_years)) == ("1122", {2022: 50_000})
    less = following_up.correct(decided, day, "2021-002", Wanted(Outcome.AWARD, 290_000), "Feil sum.")
    [line] = _approve(decided, desk, less, JUNE).lines
    assert (line.payee, held_out(line.later_years), line.amount_nok) == ("1122", {2022: 50_000}, 290_000)
    other = following_up.correct(decided, day, "2021-002", Wanted(Outcome.AWARD, 290_000, payee="Hå"), "Feil mottakar.")
    [line] = _approve(decided, desk, other, JUNE).lines
    assert (line.payee, line.amount_nok) == ("1119", 290_000)
    none = following_up.correct(decided, day, "2021-002", following_up.Kept(later={2022: 0}), "Ikkje lenger.")
    [line] = _approve(decided, desk, none, JUNE).lines
    assert (line.payee, line.later_years, line.amount_nok) == ("1119", "", 290_000)
    with pytest.raises(NotAwarded):
        following_up.correct(decided, day, "2021-003", following_up.Kept(payee="Hå"), "Feil.")
    with pytest.raises(LaterYearsWrong):
        following_up.correct(decided, day, "2021-002", Wanted(Outcome.AWARD, 290_000, later={2021: 1}), "Feil.")
    assert _pot(decided).decided_nok == 790_000
    assert _sound(decided)


def test_status_and_letters_know_what_follows(decided: str, desk: Desk) -> None:
    """A reversed award gets no letter of award; the reversal is told in one of its own."""
    before = status.status(decided, desk).calls[0]
    _approve(decided, desk, following_up.reverse(decided, on(desk, JUNE), "2021-001", "Avlyst."), JUNE)
    after = status.status(decided, desk).calls[0]
    assert (before.letters_due, after.letters_due) == (3, 3)
    assert (before.awarded_nok, after.awarded_nok) == (800_000, 300_000)
    drafted = following_up.reverse(decided, on(desk, JUNE), "2021-002", "Avlyst.")
    waits = [one for one in status.status(decided, on(desk, JUNE)).waiting if one.step is Step.APPROVAL]
    assert [(one.subject, one.who) for one in waits] == [(drafted.decision.id, ("Per Fylke",))]


def test_any_series_of_acts_keeps_the_books(decided: str, desk: Desk) -> None:
    """After any order of corrections, reversals and changes the ledger is what the standing lines say, pot by pot."""
    chance, day = random.Random(7), JUNE
    for _turn in range(12):
        day += timedelta(days=20)
        at, case = on(desk, day), chance.choice(("2021-001", "2021-002", "2021-003"))
        act = chance.choice(("reverse", "correct", "correct"))
        try:
            if act == "reverse":
                drafted = following_up.reverse(decided, at, case, "Avlyst.")
            else:
                amount_nok = chance.choice((1, 150_000, 300_000))
                drafted = following_up.correct(decided, at, case, Wanted(Outcome.AWARD, amount_nok), "Feil.")
            _approve(decided, desk, drafted, day)
        except Exception as refused:  # noqa: BLE001  (whatever is refused leaves the books as they are)
            assert getattr(refused, "exit_code", 0) in {3, 4}, refused  # noqa: PT017
        assert _sound(decided)
