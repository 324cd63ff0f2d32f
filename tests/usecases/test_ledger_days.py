"""The ledger and its days: what is held back, what comes back too late and where it goes, what is told of an earlier day. On both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from skjonn.domain.desk import Desk
from skjonn.domain.frames import HeldBackStill, ReceiverNotLater
from skjonn.storage.database import reading, writing
from skjonn.storage.integrity import check
from skjonn.storage.queries.frames import Came
from skjonn.usecases import approving, cutoffs, drafting, following_up, frames, history, year_reports
from skjonn.usecases.approving import Given
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.frames import Money, Wanted
from tests.usecases.rounds import SPRING, award, on, open_round, refuse

JUNE, LATE, NOVEMBER, DECEMBER = date(2021, 6, 10), date(2021, 6, 15), date(2021, 11, 26), date(2021, 12, 1)
SEPTEMBER = date(2021, 9, 1)
HELD = Wanted(1_000_000, (("project", 500_000), ("held_back", 500_000)), SEPTEMBER)


@pytest.fixture
def decided(office: str, desk: Desk) -> str:
    """A decided round: 500 000 and 300 000 awarded, one case refused; 1 000 000 in the pot project."""
    open_round(office, desk)
    with writing(office) as session:
        session.connection().execute(text("UPDATE call SET last_serial = 3"))
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, SPRING, "per"), "2021", 1, Given())
    return office


def _approve(url: str, desk: Desk, drafted: Drafted, recorded: date, given: date | None = None) -> None:
    number = int(drafted.decision.id.rpartition("V")[2])
    approving.approve(url, on(desk, recorded, "per"), "2021", number, Given(on=given))


def _money(url: str, year: int = 2021, name: str = "project") -> tuple[int, int, int]:
    """Return what the pot holds, what is free in it, and what came back to it too late."""
    [pot] = [one for one in frames.show_frame(url, year).pots if one.name == name]
    return pot.allotted_nok, pot.free_nok, pot.returned_nok


def _told(url: str, desk: Desk, case: str) -> str:
    return " ".join(one.sentence for one in history.of_case(url, desk, case).events)


def _sound(url: str) -> bool:
    with reading(url) as session:
        assert check(session)[1] == []
    return True


def test_a_closed_year_frees_nothing_however_the_approval_is_dated(decided: str, desk: Desk) -> None:
    """An approval given before the closing and recorded after it comes too late: the closing froze what was known."""
    drafted = following_up.reverse(decided, on(desk, date(2021, 6, 1)), "2021-002", "Avlyst.")
    year_reports.close(decided, on(desk, JUNE), 2021)
    before = _money(decided)
    _approve(decided, desk, drafted, LATE, date(2021, 6, 5))

    assert (_money(decided), before) == ((1_000_000, 200_000, 300_000), (1_000_000, 200_000, 0))
    told = _told(decided, desk, "2021-002")
    assert "after the year was closed" in told
    assert "cut-off" not in told
    assert _sound(decided)


def test_late_money_flows_into_a_later_year_alone(decided: str, desk: Desk) -> None:
    """A pot of the same year, or of one before, would have it free again where it was given up."""
    before = _money(decided)
    for there in ("2021/project", "2021/crisis", "2020/project"):
        with pytest.raises(ReceiverNotLater) as refused:
            cutoffs.set_cutoff(decided, on(desk, JUNE), 2021, NOVEMBER, there)
        assert refused.value.exit_code == 2
    assert cutoffs.show(decided, 2021).returns_to == ""
    assert _money(decided) == before


def test_it_is_told_where_late_money_went(decided: str, desk: Desk) -> None:
    """The case tells into which pot, and that year's frame where it came from; never that it is not free."""
    frames.set_frame(decided, on(desk, NOVEMBER), 2022, Wanted(100_000, (("project", 100_000),)))
    cutoffs.set_cutoff(decided, on(desk, NOVEMBER), 2021, NOVEMBER, "2022/project")
    _approve(decided, desk, following_up.reverse(decided, on(desk, DECEMBER), "2021-002", "Avlyst."), DECEMBER)

    assert (_money(decided), _money(decided, 2022)) == ((1_000_000, 200_000, 300_000), (400_000, 400_000, 0))
    told = _told(decided, desk, "2021-002")
    assert "2022/project" in told
    assert "is not free" not in told
    assert frames.show_frame(decided, 2022).came == (Came(2021, "project", "project", 300_000),)
    assert frames.show_frame(decided, 2022, NOVEMBER).came == ()
    assert frames.show_frame(decided, 2021).came == ()


def test_freed_money_is_told_with_the_day_the_ledger_has_it(decided: str, desk: Desk) -> None:
    """An approval recorded late frees its money on the day it was given, and says so."""
    drafted = following_up.reverse(decided, on(desk, date(2021, 6, 1)), "2021-002", "Avlyst.")
    _approve(decided, desk, drafted, DECEMBER, date(2021, 11, 25))

    [freed] = [one for one in history.of_case(decided, desk, "2021-002").events if one.kind == "money-freed"]
    assert freed.on == DECEMBER
    assert "25\xa0November\xa02021" in freed.sentence
    [pot] = frames.show_frame(decided, 2021, date(2021, 11, 25)).pots
    assert pot.free_nok == 500_000


def test_the_held_back_share_stays_until_its_day(office: str, desk: Desk) -> None:
    """Neither a move nor another frame lets it out before; on the day itself it goes."""
    frames.set_frame(office, desk, 2021, HELD)
    for lowered in ((("project", 800_000), ("held_back", 200_000)), (("project", 1_000_000),), (("project", 500_000),)):
        with pytest.raises(HeldBackStill):
            frames.set_frame(office, on(desk, date(2021, 8, 31)), 2021, Wanted(1_000_000, lowered))
    with pytest.raises(HeldBackStill) as refused:
        frames.move_money(office, on(desk, date(2021, 8, 31)), 2021, Money(1, "project", "Tidleg.", "held_back"))

    assert (refused.value.exit_code, refused.value.data["opens_on"]) == (3, SEPTEMBER)
    assert (_money(office), _money(office, name="held_back")) == ((500_000, 500_000, 0), (500_000, 500_000, 0))
    frames.move_money(office, on(desk, SEPTEMBER), 2021, Money(1, "project", "Ikkje brukt.", "held_back"))
    assert _money(office)[0] == 500_001


def test_the_ministry_may_release_or_take_back_what_it_holds_back(office: str, desk: Desk) -> None:
    """A new first day lets it out; a frame that falls by the share lets nothing out, and needs no day."""
    frames.set_frame(office, desk, 2021, HELD)
    frames.set_frame(office, on(desk, SPRING), 2021, Wanted(800_000, (("project", 500_000), ("held_back", 300_000))))
    released = Wanted(800_000, (("project", 700_000), ("held_back", 100_000)), SPRING)
    shown = frames.set_frame(office, on(desk, SPRING), 2021, released)

    assert {pot.name: (pot.allotted_nok, pot.opens_on) for pot in shown.pots} == {"project": (700_000, None), "held_back": (100_000, SPRING)}  # fmt: skip


def test_an_earlier_day_has_the_first_day_that_held_then(office: str, desk: Desk) -> None:
    """Another first day changes nothing of what is told of the days before it was set."""
    frames.set_frame(office, desk, 2021, Wanted(1_000_000, (("project", 500_000), ("held_back", 500_000))))
    may = date(2021, 5, 10)
    frames.set_frame(office, on(desk, date(2021, 4, 1)), 2021, HELD)
    frames.set_frame(office, on(desk, may), 2021, Wanted(HELD.amount_nok, HELD.pots, may))

    def opens(as_of: date | None) -> date | None:
        return {pot.name: pot.opens_on for pot in frames.show_frame(office, 2021, as_of).pots}["held_back"]

    days = (date(2021, 3, 31), date(2021, 4, 1), date(2021, 5, 9), may, None)
    assert [opens(day) for day in days] == [None, SEPTEMBER, SEPTEMBER, may, may]


def test_a_change_of_a_closed_years_frame_is_warned_about(decided: str, desk: Desk) -> None:
    """The money moves, and the frozen report is named; an open year, or nothing done, warns of nothing."""
    assert frames.add_money(decided, on(desk, SPRING), 2021, Money(1, "project", "Meir.")).warnings == ()
    year_reports.close(decided, on(desk, JUNE), 2021)
    added = frames.add_money(decided, on(desk, LATE), 2021, Money(1, "project", "Meir."))
    moved = frames.move_money(decided, on(desk, LATE), 2021, Money(1, "crisis", "Flaum.", "project"))
    wanted = Wanted(1_000_002, (("project", 1_000_001), ("crisis", 1)))

    assert [[one.code for one in shown.warnings] for shown in (added, moved)] == [["frame-year-closed"]] * 2
    assert frames.set_frame(decided, on(desk, LATE), 2021, wanted).warnings == ()
    assert cutoffs.show(decided, 2021).closed_on == JUNE


def test_a_draft_that_a_pot_no_longer_covers_is_told(office: str, desk: Desk) -> None:
    """Taking money out from under a draft warns with the draft's figures; what still covers it does not."""
    open_round(office, desk)
    award(office, desk, 1, 500_000)
    refuse(office, desk, 2)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    enough = frames.move_money(office, desk, 2021, Money(500_000, "crisis", "Flaum.", "project"))
    lacking = frames.set_frame(office, desk, 2021, Wanted(900_000, (("project", 400_000), ("crisis", 500_000))))

    assert (enough.warnings, enough.has_calls) == ((), True)
    [warning] = lacking.warnings
    assert (warning.code, warning.data) == (
        "draft-uncovered", {"decision": "2021-V1", "pot": "project", "needed_nok": 500_000, "free_nok": 400_000}
    )  # fmt: skip
