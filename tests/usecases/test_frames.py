"""A year's frame: it is the sum of its pots, money moves only by ledger lines, and never more is taken than is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from skjonn.domain.calls_file import from_toml, to_json
from skjonn.domain.desk import Desk
from skjonn.domain.frames import (
    FrameYearWrong,
    HeldBackMissing,
    LineKind,
    MoveToItself,
    NothingToMove,
    PotBelowDecided,
    PotKind,
    PotNamedTwice,
    PotNameWrong,
    PotOverspent,
    PotsAboveFrame,
    PotsBelowFrame,
    ReasonMissing,
)
from skjonn.errors import RefusedError
from skjonn.files import shipped
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import frames as queries
from skjonn.storage.queries.frames import FrameNotSet, FrameUnknown, PotUnknown
from skjonn.storage.tables.application import ApplicationRow, ApplicationVersionRow
from skjonn.storage.tables.assessment import RecommendationRow
from skjonn.storage.tables.call import CallRow, CallVersionRow
from skjonn.storage.tables.decision import DecisionLineRow, DecisionRow
from skjonn.storage.tables.frame import LedgerLineRow, PotRow
from skjonn.storage.tables.office import EventRow
from skjonn.usecases import calls, frames
from skjonn.usecases.acting import BeforeLatest, RoleMissing, now
from skjonn.usecases.frames import FrameShown, Money, Wanted
from tests.usecases.rounds import CALL

MILLION = 1_000_000
EXAMPLE = shipped("examples") / "rogaland-2021" / "call.toml"
DAY = date(2021, 1, 19)


def allotted(shown: FrameShown) -> dict[str, int]:
    """Return what each pot holds."""
    return {pot.name: pot.allotted_nok for pot in shown.pots}


def lines(url: str) -> list[tuple[str, int]]:
    """Return every ledger line's kind and amount, the first one first."""
    with reading(url) as session:
        rows = session.exec(select(LedgerLineRow).order_by(col(LedgerLineRow.id)))
        return [(row.kind, row.amount_nok) for row in rows]


def events(url: str) -> list[str]:
    """Return the kinds of what was recorded, the first one first."""
    with reading(url) as session:
        return [row.kind for row in session.exec(select(EventRow).order_by(col(EventRow.id)))]


def decide(session: Session, case: int, pot: PotRow, amount_nok: int, on: date) -> None:
    """Put in an approved award of one application, which applied for twice as much, as the tables hold it."""
    stamp: dict[str, Any] = {"on": on, "recorded_at": now(), "person_id": 1}
    head = DecisionRow(
        call_id=1,
        call_version_id=1,
        number=case,
        round=1,
        status="drafted",
        digest="",
        drafter_id=1,
        drafted_on=on,
        recorded_at=now(),
    )
    session.add(head)
    session.flush()
    line = DecisionLineRow(
        decision_id=head.id or 0,
        application_id=case,
        application_version_id=case,
        outcome="award",
        amount_nok=amount_nok,
        applied_nok=2 * amount_nok,
        pot_id=pot.id,
    )
    session.add(line)
    session.flush()
    head.status, head.approver_id, head.approved_on = "approved", 2, on
    session.add(
        LedgerLineRow(pot_id=pot.id or 0, kind="committed", amount_nok=amount_nok, decision_line_id=line.id, **stamp)
    )
    session.flush()


def applications(session: Session, amounts: list[int], withdrawn: tuple[int, ...] = ()) -> None:
    """Put in the example's call and an application for each amount, as the tables hold them."""
    stamp: dict[str, Any] = {"on": DAY, "recorded_at": now(), "person_id": 1}
    call = from_toml(EXAMPLE.read_bytes(), "call.toml")
    session.add(CallRow(id=1, code="2021", year=2021, opened_on=DAY))
    session.flush()
    session.add(CallVersionRow(call_id=1, number=1, content=to_json(call), sha256="", **stamp))
    for number, applied in enumerate(amounts, 1):
        session.add(ApplicationRow(id=number, call_id=1, case_number=f"2021-{number:03d}", identity=str(number)))
        session.flush()
        version = ApplicationVersionRow(
            id=number,
            application_id=number,
            number=1,
            title="Tiltak",
            lead="1103",
            applied_nok=applied,
            scope="named",
            withdrawn=number in withdrawn,
            **stamp,
        )
        session.add(version)
        session.flush()


def recommend(session: Session, case: int, pot: PotRow, amount_nok: int) -> None:
    """Put in a recommendation to award."""
    stamp: dict[str, Any] = {"on": DAY, "recorded_at": now(), "person_id": 1}
    row = RecommendationRow(
        application_id=case, number=1, outcome="award", amount_nok=amount_nok, pot_id=pot.id, **stamp
    )
    session.add(row)
    session.flush()


def test_the_frame_is_the_sum_of_its_pots(office: str, desk: Desk) -> None:
    """What is not named lies in the pot ordinary; each pot's money is one ledger line, the act one event."""
    shown = frames.set_frame(
        office, desk, 2021, Wanted(70 * MILLION, (("project", 10 * MILLION), ("Fylkesløft", MILLION)))
    )

    assert allotted(shown) == {"ordinary": 59 * MILLION, "project": 10 * MILLION, "Fylkesløft": MILLION}
    assert sorted(lines(office)) == [("allotted", MILLION), ("allotted", 10 * MILLION), ("allotted", 59 * MILLION)]
    assert events(office) == ["frame-set"]


def test_setting_again_writes_the_differences(office: str, desk: Desk) -> None:
    """A second setting adds lines for what differs; the same again adds nothing, not even an event."""
    frames.set_frame(office, desk, 2021, Wanted(12 * MILLION, (("project", 10 * MILLION),)))
    again = frames.set_frame(office, desk, 2021, Wanted(12 * MILLION, (("project", 11 * MILLION),)))
    same = frames.set_frame(office, desk, 2021, Wanted(12 * MILLION, (("project", 11 * MILLION),)))

    assert allotted(again) == {"ordinary": MILLION, "project": 11 * MILLION}
    assert lines(office)[2:] == [("allotted", -MILLION), ("allotted", MILLION)]
    assert same.changes == ()
    assert events(office) == ["frame-set", "frame-set"]


def test_a_trial_run_changes_nothing(office: str, desk: Desk) -> None:
    """A dry run shows what would stand and keeps none of it."""
    trial = Desk(desk.person, desk.today, desk.language, dry_run=True)

    shown = frames.set_frame(office, trial, 2021, Wanted(MILLION))

    assert allotted(shown) == {"ordinary": MILLION}
    with pytest.raises(FrameUnknown):
        frames.show_frame(office, 2021)


@pytest.mark.parametrize(
    ("year", "wanted", "error"),
    [
        (2021, Wanted(MILLION, (("project", MILLION + 1),)), PotsAboveFrame),
        (2021, Wanted(MILLION, (("project", 1), ("ordinary", 1))), PotsBelowFrame),
        (2021, Wanted(MILLION, (("project", 1), ("project", 1))), PotNamedTwice),
        (2021, Wanted(MILLION, (("project", 1), ("Project", 1))), PotNamedTwice),
        (2021, Wanted(MILLION, (("Ryfylke", 1), ("ryfylke", 1))), PotNamedTwice),
        (2021, Wanted(MILLION, (("my pot", 1),)), PotNameWrong),
        (2021, Wanted(MILLION, held_back_from=date(2021, 9, 1)), HeldBackMissing),
        (21, Wanted(MILLION), FrameYearWrong),
    ],
)
def test_what_does_not_add_up_is_wrong_usage(
    office: str, desk: Desk, year: int, wanted: Wanted, error: type[Exception]
) -> None:
    """A frame that cannot be meant is refused as wrong usage, and nothing is stored."""
    with pytest.raises(error):
        frames.set_frame(office, desk, year, wanted)

    assert lines(office) == []


def test_the_usual_pots_are_known_however_they_are_written(office: str, desk: Desk) -> None:
    """`Project` and `held-back` are the pots of those kinds, never new ones beside them."""
    frames.set_frame(
        office, desk, 2021, Wanted(MILLION, (("Project", MILLION // 2), ("held-back", 1)), date(2021, 9, 1))
    )

    shown = frames.move_money(
        office, replace(desk, today=date(2021, 9, 1)), 2021, Money(1, "PROJECT", "Rest", "Held back")
    )

    assert allotted(shown) == {"ordinary": MILLION // 2 - 1, "project": MILLION // 2 + 1, "held_back": 0}


def test_another_first_day_alone_is_a_change(office: str, desk: Desk) -> None:
    """Setting the same amounts with another day for the held-back pot says so and is kept; the same again changes nothing."""
    wanted = Wanted(MILLION, (("held_back", 1),), date(2021, 9, 1))
    frames.set_frame(office, desk, 2021, wanted)

    moved = frames.set_frame(office, desk, 2021, replace(wanted, held_back_from=date(2021, 10, 1)))
    again = frames.set_frame(office, desk, 2021, replace(wanted, held_back_from=date(2021, 10, 1)))

    assert (moved.changes, moved.opens_anew, again.opens_anew) == ((), True, False)
    assert [pot.opens_on for pot in again.pots] == [None, date(2021, 10, 1)]
    assert events(office) == ["frame-set", "frame-set"]


def test_a_frame_and_a_call_of_the_same_name_have_days_of_their_own(office: str, desk: Desk) -> None:
    """Money added in autumn does not keep the year's call from being opened on a day in winter, nor the other way."""
    frames.set_frame(office, desk, 2021, Wanted(MILLION, (("project", MILLION),)))
    frames.add_money(office, replace(desk, today=date(2021, 9, 1)), 2021, Money(1, "joint", "Meir."))

    calls.open_call(office, desk, CALL)
    calls.close_call(office, replace(desk, today=date(2021, 12, 1)), "2021")
    frames.add_money(office, replace(desk, today=date(2021, 10, 1)), 2021, Money(1, "joint", "Meir."))

    assert events(office) == ["frame-set", "money-added", "call-opened", "call-closed", "money-added"]


def test_only_a_caseworker_sets_the_frame(office: str) -> None:
    """An assessor may not touch the money."""
    with pytest.raises(RoleMissing):
        frames.set_frame(office, Desk("ola", DAY), 2021, Wanted(MILLION))


def test_a_pot_never_goes_below_what_is_decided(office: str, desk: Desk) -> None:
    """Setting or moving below what is decided is refused with the figures, and every total is as before."""
    frames.set_frame(office, desk, 2021, Wanted(10 * MILLION, (("project", 4 * MILLION),)))
    with writing(office) as session:
        applications(session, [MILLION])
        decide(session, 1, queries.pot(session, 2021, "project"), 3 * MILLION, DAY)

    with pytest.raises(PotBelowDecided) as below:
        frames.set_frame(office, desk, 2021, Wanted(10 * MILLION, (("project", 3 * MILLION - 1),)))
    with pytest.raises(PotOverspent) as over:
        frames.move_money(office, desk, 2021, Money(MILLION + 1, "joint", "Rest", "project"))

    assert below.value.data["decided_nok"] == 3 * MILLION
    assert (over.value.data["free_nok"], over.value.data["needed_nok"]) == (MILLION, MILLION + 1)
    assert allotted(frames.show_frame(office, 2021)) == {"ordinary": 6 * MILLION, "project": 4 * MILLION}


def test_moving_is_two_lines_that_add_up_to_nothing(office: str, desk: Desk) -> None:
    """Money moved leaves the frame as large as before; a usual pot is made where it is needed."""
    frames.set_frame(office, desk, 2021, Wanted(10 * MILLION, (("held_back", 2 * MILLION),), date(2021, 9, 1)))

    september = replace(desk, today=date(2021, 9, 1))
    shown = frames.move_money(office, september, 2021, Money(MILLION, "crisis", "Flom i Suldal", "held_back"))

    assert lines(office)[-2:] == [("allotted", -MILLION), ("allotted", MILLION)]
    assert allotted(shown) == {"ordinary": 8 * MILLION, "crisis": MILLION, "held_back": MILLION}
    assert {pot.name: pot.opens_on for pot in shown.pots}["held_back"] == date(2021, 9, 1)
    assert events(office) == ["frame-set", "money-moved"]


def test_adding_makes_the_frame_larger(office: str, desk: Desk) -> None:
    """Added money is one line with its reason."""
    frames.set_frame(office, desk, 2021, Wanted(10 * MILLION))

    shown = frames.add_money(office, desk, 2021, Money(500_000, "project", "Ekstra frå departementet"))

    assert allotted(shown) == {"ordinary": 10 * MILLION, "project": 500_000}
    with reading(office) as session:
        assert session.exec(select(LedgerLineRow.reason)).all()[-1] == "Ekstra frå departementet"


@pytest.mark.parametrize(
    ("money", "error"),
    [
        (Money(1, "ordinary", " ", "project"), ReasonMissing),
        (Money(0, "ordinary", "x", "project"), NothingToMove),
        (Money(1, "project", "x", "project"), MoveToItself),
        (Money(1, "Ukjend", "x", "project"), PotUnknown),
        (Money(1, "project", "x", "crisis"), PotUnknown),
    ],
)
def test_a_move_that_cannot_be_meant_is_refused(office: str, desk: Desk, money: Money, error: type[Exception]) -> None:
    """A move without reason, amount or known pots is wrong usage."""
    frames.set_frame(office, desk, 2021, Wanted(10 * MILLION, (("project", MILLION),)))

    with pytest.raises(error):
        frames.move_money(office, desk, 2021, money)


def test_an_unknown_year_names_what_to_do(office: str, desk: Desk) -> None:
    """A year without a frame is refused with the command that makes one."""
    with pytest.raises(FrameUnknown) as unknown:
        frames.add_money(office, desk, 2030, Money(1, "project", "x"))

    assert "frame set 2030" in unknown.value.help()


def test_each_application_counts_in_one_pot(office: str, desk: Desk) -> None:
    """An application counts in the pot it was awarded from, else recommended from, else its call's first; withdrawn ones in none."""
    frames.set_frame(office, desk, 2021, Wanted(9, (("project", 3), ("joint", 3), ("crisis", 3))))
    with writing(office) as session:
        applications(session, [1, 10, 100, 1000], withdrawn=(4,))
        joint, crisis = (queries.pot(session, 2021, name) for name in ("joint", "crisis"))
        for case in (2, 3, 4):
            recommend(session, case, joint, 2)
        decide(session, 3, crisis, 3, DAY)

    shown = {pot.name: pot for pot in frames.show_frame(office, 2021).pots}

    assert {name: pot.applied_nok for name, pot in shown.items()} == {"project": 1, "joint": 10, "crisis": 100}
    assert {name: pot.recommended_nok for name, pot in shown.items()} == {"project": 0, "joint": 4, "crisis": 0}
    assert (shown["crisis"].decided_nok, shown["crisis"].free_nok) == (3, 0)


def test_as_of_shows_the_frame_as_it_stood(office: str, desk: Desk) -> None:
    """The figures of a day are those at its end; before the frame was set there is none."""
    frames.set_frame(office, desk, 2021, Wanted(10))
    later = Desk(desk.person, date(2021, 6, 1))
    frames.move_money(office, later, 2021, Money(4, "crisis", "x", "ordinary"))

    assert allotted(frames.show_frame(office, 2021, date(2021, 5, 31))) == {"ordinary": 10}
    assert allotted(frames.show_frame(office, 2021, date(2021, 6, 1))) == {"ordinary": 6, "crisis": 4}
    with pytest.raises(FrameNotSet) as none:
        frames.show_frame(office, 2021, date(2021, 1, 18))
    assert (none.value.data["set_on"], none.value.data["day"]) == (DAY, date(2021, 1, 18))
    assert "frame set" not in none.value.help()


def test_no_act_is_dated_before_the_latest(office: str, desk: Desk) -> None:
    """What stands in the ledger for a later day is not undercut by an earlier one, be it a decision's line."""
    frames.set_frame(office, desk, 2021, Wanted(10, (("project", 10),)))
    with writing(office) as session:
        applications(session, [1])
        decide(session, 1, queries.pot(session, 2021, "project"), 1, date(2021, 6, 1))

    with pytest.raises(BeforeLatest):
        frames.move_money(office, Desk("kari", date(2021, 5, 1)), 2021, Money(1, "crisis", "x", "project"))


POTS = st.sampled_from(["ordinary", "project", "joint", "Fylkesløft"])
AMOUNTS = st.integers(0, 5)
ACTS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 30), st.dictionaries(POTS, AMOUNTS).map(lambda pots: tuple(pots.items()))),
    st.tuples(st.just("add"), POTS, AMOUNTS),
    st.tuples(st.just("move"), st.tuples(POTS, POTS), AMOUNTS),
)
YEARS = count(2000)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=12))
def test_totals_are_always_the_ledgers_sums(office: str, desk: Desk, acts: list[tuple[str, object, object]]) -> None:
    """Whatever is set, added and moved, accepted or refused: totals equal the ledger's sums, and no pot is below 0 free."""
    year = 2000 + next(YEARS) % 100
    for act in acts:
        try:
            match act:
                case ("set", int(amount), tuple(pots)):
                    frames.set_frame(office, desk, year, Wanted(amount, pots))
                case ("add", str(pot), int(amount)):
                    frames.add_money(office, desk, year, Money(amount, pot, "x"))
                case ("move", (str(giver), str(taker)), int(amount)):
                    frames.move_money(office, desk, year, Money(amount, taker, "x", giver))
        except (RefusedError, PotsAboveFrame, PotsBelowFrame, NothingToMove, MoveToItself, FrameUnknown, PotUnknown):
            continue

    with reading(office) as session:
        for held in session.exec(select(PotRow)):
            rows = session.exec(select(LedgerLineRow).where(col(LedgerLineRow.pot_id) == held.id)).all()
            assert held.allotted_nok == sum(row.amount_nok for row in rows if row.kind == LineKind.ALLOTTED)
            assert held.allotted_nok >= held.committed_nok
            assert held.name in set(PotKind) | {"Fylkesløft"}
