"""Rounds decided before the database kept them: decided and paid for from that year's pots, without approval or letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.approvals import DecisionTakenOver
from skjonn.domain.desk import Desk
from skjonn.domain.frames import PotOverspent
from skjonn.domain.letter_kinds import LetterKind
from skjonn.errors import SkjonnError
from skjonn.storage.database import writing
from skjonn.storage.queries import calls
from skjonn.storage.queries.frames import FrameUnknown, PotUnknown
from skjonn.usecases import (
    allocations,
    applications,
    approving,
    databases,
    decisions,
    drafting,
    frames,
    history,
    letters,
    status,
)
from skjonn.usecases import calls as calls_act
from skjonn.usecases import tables as tables_act
from skjonn.usecases.acting import acting
from skjonn.usecases.drafting import CaseNotFree
from skjonn.usecases.frames import Money
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.letters_of_decisions import CaseNotDecided, RoundTakenOver
from skjonn.usecases.recommending import CaseDecided, Wanted
from skjonn.usecases.tables import Wanted as Table
from skjonn.usecases.taking_over import AwardBelowNothing, DecidedAhead, take_over
from tests.conftest import Copies
from tests.storage import raw
from tests.usecases.past_rounds import Past, open_past, past, registered
from tests.usecases.rounds import everything, on

SUMMER = date(2020, 6, 19)
FLOOD = ("flaum", 1_000_000)


@pytest.fixture
def open_2020(copy_of: Copies, desk: Desk, tmp_path: Path) -> str:
    """The call of 2020, opened in 2021, beside a pot it does not draw on."""
    return copy_of("open", lambda url: open_past(url, desk, tmp_path, 2020, ("project", 3_000_000), FLOOD))


@pytest.fixture
def taken(copy_of: Copies, desk: Desk, tmp_path: Path) -> str:
    """Two awards, one of them from the other pot, and a refusal, taken over."""
    lines = (
        Past("Digi", 1_950_000, decided_on=SUMMER), Past("Flaum", 1_000_000, "Flaum", SUMMER), Past("Nei", 0, "", SUMMER, 400_000),
    )  # fmt: skip

    def build(url: str) -> None:
        open_past(url, desk, tmp_path, 2020, ("project", 3_000_000), FLOOD)
        past(url, desk, "2020", *lines)

    return copy_of("taken", build)


def test_the_cases_are_decided_on_the_day_they_were(taken: str) -> None:
    """One decision, marked as taken over, of the day it was made, with nobody as approver; a refusal needs no ground."""
    (decision,) = decisions.every(taken, "2020")

    assert (decision.id, decision.status, decision.approved_on, decision.approved_by, decision.drafted_by) == (
        "2020-V1",
        "taken_over",
        SUMMER,
        "",
        "Kari Nordmann",
    )
    assert [(line.case, line.outcome, line.amount_nok, line.pot, line.ground) for line in decision.lines] == [
        ("2020-001", Outcome.AWARD, 1_950_000, "project", ""),
        ("2020-002", Outcome.AWARD, 1_000_000, "flaum", ""),
        ("2020-003", Outcome.REFUSAL, 0, "", ""),
    ]


def test_the_money_is_that_years(taken: str) -> None:
    """The frame counts the amounts as decided, pot by pot, and `free` is what is left."""
    shown = {pot.name: pot for pot in frames.show_frame(taken, 2020).pots}

    assert (shown["project"].decided_nok, shown["project"].free_nok) == (1_950_000, 1_050_000)
    assert (shown["flaum"].decided_nok, shown["flaum"].free_nok) == (1_000_000, 0)


def test_everything_the_database_promises_holds(taken: str) -> None:
    """`database check` finds nothing wrong with a round that was taken over."""
    assert databases.check(taken).failures == ()


def test_the_tables_show_the_awards(taken: str, desk: Desk) -> None:
    """`table awards` of the call has them like any other round's."""
    table = tables_act.build(taken, desk, Table("awards", call="2020")).table

    assert [row["awarded_nok"] for row in table.rows] == [1_950_000, 1_000_000]
    assert table.totals["awarded_nok"] == 2_950_000


def test_it_is_told_of_every_case(taken: str, desk: Desk) -> None:
    """The history and the sheet of a case say that it was taken over."""
    told = history.of_case(taken, desk, "2020-002").events
    shown = applications.show(taken, "2020-002")

    assert [(event.kind, event.sentence) for event in told] == [
        (
            "round-taken-over",
            "A round decided before was taken over: 2020-V1. Decided: award, NOK\xa01\xa0000\xa0000 (flaum).",
        )
    ]
    assert (shown.status, shown.taken_over) == ("awarded", True)


def test_nobody_approves_or_returns_it(taken: str, desk: Desk) -> None:
    """What was decided long ago is refused as that, with exit 3, and nothing changes."""
    before = everything(taken)

    with pytest.raises(DecisionTakenOver) as refused:
        approving.approve(taken, desk, "2020", 1, approving.Given("per"))
    with pytest.raises(DecisionTakenOver):
        approving.give_back(taken, desk, "2020", 1, "Om att.")

    assert refused.value.exit_code == 3
    assert everything(taken) == before


def test_no_letters_are_written_of_it(taken: str, desk: Desk, tmp_path: Path) -> None:
    """`letter write` says why: for the whole call, for a case, and also for letters that are only to be looked at."""
    for wanted in (Letters("2020"), Letters("2020", draft=True), Letters("2020", cases=("2020-001",))):
        with pytest.raises(RoundTakenOver):
            letters.write_letters(taken, desk, wanted, tmp_path)

    assert letters.list_letters(taken) == ()
    assert not (tmp_path / "letters").exists()


def test_a_round_decided_here_still_gets_its_letters(taken: str, desk: Desk, tmp_path: Path) -> None:
    """A case of the same call that is decided here is written to; those taken over beside it are not."""
    with writing(taken) as session:
        registered(session, desk, calls.one(session, "2020"), [Past("Ny", 200_000)])
    allocations.recommend(taken, desk, "2020-004", Wanted(Outcome.AWARD, 200_000))
    drafting.draft(taken, desk, "2020")
    approving.approve(taken, on(desk, desk.today, "per"), "2020", 2, approving.Given())

    written = letters.write_letters(taken, desk, Letters("2020"), tmp_path)

    assert [(letter.case, letter.kind) for letter in written.letters] == [("2020-004", LetterKind.AWARD)]
    with pytest.raises(CaseNotDecided):
        letters.write_letters(taken, desk, Letters("2020", cases=("2020-001",)), tmp_path)


def test_the_status_asks_for_nothing_but_closing(taken: str, desk: Desk) -> None:
    """A round that was taken over awaits neither approval nor letters, and closing it leaves nothing undone."""
    (call,) = status.status(taken, desk).calls

    assert (call.decided, call.undecided, call.awaiting, call.letters_due) == (3, 0, (), 0)
    assert status.status(taken, desk).next_command == "skjonn call close 2020"
    closed = calls_act.close_call(taken, desk, "2020")
    assert (closed.undecided, closed.awaiting_approval, closed.without_letter) == ((), (), ())


def test_what_was_decided_stands(taken: str, desk: Desk) -> None:
    """A case that was taken over is decided: nothing else can be recommended for it, nor can it be taken over again."""
    with pytest.raises(CaseDecided):
        allocations.recommend(taken, desk, "2020-001", Wanted(Outcome.REFUSAL, ground="priority"))
    with writing(taken) as session:
        stored, person = calls.one(session, "2020"), acting(session, desk)
        again = registered(session, desk, stored, [Past("Digi", 10)])
        take_over(session, desk, person, stored, again)
        with pytest.raises(CaseNotFree) as refused:
            take_over(session, desk, person, stored, again)
    assert refused.value.data["cases"] == ["2020-004"]


def test_one_krone_too_much_is_refused_with_the_pots_figures(open_2020: str, desk: Desk) -> None:
    """The rule and the error are those of an approval, and nothing of the import stays."""
    before = everything(open_2020)

    with pytest.raises(PotOverspent) as refused:
        past(open_2020, desk, "2020", Past("A", 2_000_000, decided_on=SUMMER), Past("B", 1_000_001))

    assert (refused.value.data["pot"], refused.value.data["free_nok"], refused.value.data["needed_nok"]) == (
        "project",
        3_000_000,
        3_000_001,
    )
    assert everything(open_2020) == before


def test_a_pot_nobody_has_is_an_error_that_names_those_there_are(open_2020: str, desk: Desk) -> None:
    """A pot must be one of that year's."""
    with pytest.raises(PotUnknown) as refused:
        past(open_2020, desk, "2020", Past("A", 1, "krise"))

    assert (refused.value.data["pot"], refused.value.data["pots"]) == ("krise", ("project", "flaum"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [(Past("A", -1), AwardBelowNothing), (Past("A", 1, decided_on=date(2021, 1, 20)), DecidedAhead)],
)
def test_what_cannot_have_been_is_refused(line: Past, expected: type[SkjonnError], open_2020: str, desk: Desk) -> None:
    """No award below nothing, and no decision of tomorrow."""
    with pytest.raises(expected):
        past(
            open_2020,
            desk,
            "2020",
            Past("B", 1, applied_nok=7),
            Past(line.title, line.awarded_nok, "", line.decided_on, 5),
        )


def test_more_than_applied_for_is_kept_with_its_mark(open_2020: str, desk: Desk) -> None:
    """Old lists may award more than they say was applied for; the line says that it was taken over so."""
    past(open_2020, desk, "2020", Past("A", 500, applied_nok=300))

    assert raw.rows(open_2020, "SELECT amount_nok, applied_nok, above_applied FROM decision_line") == [
        (500, 300, "taken over")
    ]
    assert databases.check(open_2020).failures == ()


def test_each_day_of_decision_is_a_decision(open_2020: str, desk: Desk) -> None:
    """What a list tells of two days becomes two decisions; what is of no known day is dated the day it was taken over."""
    autumn = date(2020, 10, 2)
    done = past(open_2020, desk, "2020", Past("A", 1, decided_on=autumn), Past("B", 2, decided_on=SUMMER), Past("C", 4))

    assert [(one.id, one.approved_on, one.cases) for one in done.decisions] == [
        ("2020-V1", SUMMER, ("2020-002",)),
        ("2020-V2", autumn, ("2020-001",)),
        ("2020-V3", desk.today, ("2020-003",)),
    ]
    assert (done.awards, done.awarded_nok) == (3, 7)
    assert databases.check(open_2020).failures == ()


def test_a_second_list_of_the_same_round_is_added(taken: str, desk: Desk) -> None:
    """A later list becomes a decision of its own in the same round."""
    done = past(taken, desk, "2020", Past("Etterskot", 50_000, decided_on=SUMMER))

    assert [(one.id, one.round) for one in done.decisions] == [("2020-V2", 1)]
    assert frames.show_frame(taken, 2020).pots[0].decided_nok == 2_000_000


def test_a_trial_run_and_no_rows_change_nothing(open_2020: str, desk: Desk) -> None:
    """`--dry-run` tells what would be and keeps nothing; a list without rows is no event."""
    before = everything(open_2020)
    trial = Desk(desk.person, desk.today, desk.language, dry_run=True)

    assert past(open_2020, trial, "2020", Past("A", 1)).awards == 1
    assert past(open_2020, desk, "2020").decisions == ()
    assert everything(open_2020) == before


def test_a_year_without_a_frame_has_no_money_to_have_been_given(office: str, desk: Desk, tmp_path: Path) -> None:
    """The frame of the call's year must be there."""
    open_past(office, desk, tmp_path, 2020, ("project", 10))
    with writing(office) as session:
        stored = calls.one(session, "2020")
        rows, person = registered(session, desk, stored, [Past("A", 5)]), acting(session, desk)
        with pytest.raises(FrameUnknown):
            take_over(session, desk, person, replace(stored, year=2019), rows)


def test_money_that_came_later_was_not_there_then(open_2020: str, desk: Desk) -> None:
    """The ledger's days hold: on the desk's day the pot must have the money, whatever it gets afterwards."""
    later = on(desk, date(2021, 3, 1))
    frames.add_money(open_2020, later, 2020, Money(500, "project", "Meir"))

    with pytest.raises(SkjonnError) as refused:
        past(open_2020, desk, "2020", Past("A", 3_000_500))

    assert refused.value.code == "money-later"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE decision SET approved_on = '2022-01-01'", "taking-over-unsound"),
        (
            "INSERT INTO initiative (name, \"on\", recorded_at, person_id) VALUES ('Tom', '2021-01-19', '', 1)",
            "initiative-empty",
        ),
    ],
)
def test_the_check_finds_what_was_put_there_by_hand(statement: str, code: str, taken: str) -> None:
    """Where the guards are off, `database check` still sees what does not hold."""
    if statement.startswith("UPDATE"):
        guard = "DROP TRIGGER decision_approved" + ("" if raw.is_sqlite(taken) else " ON decision")
        raw.run(taken, guard)
    raw.run(taken, statement)

    assert code in {failure.code for failure in databases.check(taken).failures}
