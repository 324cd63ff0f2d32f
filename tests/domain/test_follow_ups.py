"""What may follow a decision that stands, and the money that moves with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.allocations import LaterYearsWrong, Outcome, Recommendation, held_out, later_years
from skjonn.domain.appeals import AppealDayWrong, require_day
from skjonn.domain.decisions import DraftLine, digest
from skjonn.domain.follow_ups import (
    FollowUpReasonMissing,
    Movement,
    NotAwarded,
    NothingChanges,
    PeriodWrong,
    Terms,
    changed_line,
    corrected_line,
    declined_line,
    movements,
    require_period,
    reversed_line,
)
from skjonn.domain.frames import CutoffWrong, FrameYearWrong, ReceiverWrong, is_open, receiver, require_cutoff

AWARD = DraftLine("2021-001", 1, Outcome.AWARD, 400_000, 500_000, "project", reason="Delar.", payee="1103")
REFUSAL = DraftLine("2021-002", 1, Outcome.REFUSAL, 0, 500_000, ground="priority")
POTS = st.sampled_from(["project", "joint", "crisis"])
AMOUNTS = st.integers(1, 10**9)


def test_an_award_is_taken_back_or_declined_with_its_reason() -> None:
    """The new line awards nothing from no pot, and keeps the case, what it was decided on, and who was to be paid."""
    for ended, outcome in ((reversed_line, Outcome.REVERSED), (declined_line, Outcome.DECLINED)):
        line = ended(AWARD, "  Avlyst. ")
        assert line == DraftLine("2021-001", 1, outcome, 0, 500_000, reason="Avlyst.", payee="1103")
        with pytest.raises(NotAwarded):
            ended(REFUSAL, "Avlyst.")
        with pytest.raises(FollowUpReasonMissing):
            ended(AWARD, "  ")


def test_terms_change_and_the_money_does_not() -> None:
    """What is not named stays; what would change nothing is refused."""
    line = changed_line(AWARD, Terms(date(2022, 12, 31), purpose=" Felles arkiv "), "Utsett.")
    assert line == replace(AWARD, ends_on="2022-12-31", purpose="Felles arkiv", reason="Utsett.")
    for terms in (Terms(), Terms(payee="1103")):
        with pytest.raises(NothingChanges):
            changed_line(AWARD, terms, "Utsett.")
    with pytest.raises(NotAwarded):
        changed_line(REFUSAL, Terms(date(2022, 12, 31)), "Utsett.")


def test_a_line_is_corrected_both_ways() -> None:
    """A refusal becomes an award and an award a refusal; a correction to what stands is refused."""
    granted = corrected_line(REFUSAL, Recommendation(Outcome.AWARD, 200_000, "project"), "Klage.")
    assert (granted.outcome, granted.amount_nok, granted.pot, granted.ground) == (Outcome.AWARD, 200_000, "project", "")
    held = replace(AWARD, later_years="2022=100000")
    refused = corrected_line(held, Recommendation(Outcome.REFUSAL, ground="priority"), "Feil.")
    assert (refused.amount_nok, refused.pot, refused.later_years) == (0, "", "")
    with pytest.raises(NothingChanges):
        corrected_line(AWARD, Recommendation(Outcome.AWARD, 400_000, "project", payee=AWARD.payee), "Feil.")


def test_a_project_does_not_end_before_it_begins() -> None:
    """The same day will do, and so does what is not stated."""
    require_period("2021-001", date(2021, 8, 1), date(2021, 8, 1))
    require_period("2021-001", None, date(2020, 1, 1))
    with pytest.raises(PeriodWrong):
        require_period("2021-001", date(2021, 8, 1), date(2021, 7, 31))


@given(st.dictionaries(POTS, AMOUNTS), POTS, AMOUNTS, st.booleans(), st.booleans())
def test_what_moves_is_the_difference(held: dict[str, int], pot: str, amount_nok: int, award: bool, is_open: bool) -> None:  # fmt: skip
    """What stands committed and is not returned is afterwards what the new line awards, pot by pot, to the krone."""
    after = DraftLine("2021-001", 1, Outcome.AWARD, amount_nok, amount_nok, pot) if award else REFUSAL
    left = dict(held)
    for one in movements(held, after, is_open=is_open):
        assert (one.committed_nok == 0) != (one.returned_nok == 0)
        assert one.returned_nok >= 0
        assert is_open is False or one.returned_nok == 0
        left[one.pot] = left.get(one.pot, 0) + one.committed_nok - one.returned_nok
    assert {name: nok for name, nok in left.items() if nok} == ({pot: amount_nok} if award else {})


def test_what_is_given_back_comes_first() -> None:
    """A correction that moves an award to another pot frees the one before it draws on the other."""
    after = replace(AWARD, pot="joint")
    assert movements({"project": 400_000}, after, is_open=True) == [Movement("project", -400_000), Movement("joint", 400_000)]  # fmt: skip
    assert movements({"project": 400_000}, reversed_line(AWARD, "x"), is_open=False) == [Movement("project", returned_nok=400_000)]  # fmt: skip


@pytest.mark.parametrize("name", list(vars(AWARD)))
def test_any_changed_field_gives_another_digest(name: str) -> None:
    """Whatever single field of a line is changed, the approval of the old one is not one of the new."""
    value = getattr(AWARD, name)
    other: Any = (
        value + 1
        if isinstance(value, int)
        else Outcome.REFUSAL
        if name == "outcome"
        else "2021-009"
        if name == "case"
        else f"{value}x"
    )
    assert digest("2021", 1, 1, [AWARD]) != digest("2021", 1, 1, [replace(AWARD, **{name: other})])
    assert digest("2021", 1, 1, [AWARD]) != digest("2021", 1, 1, [AWARD], "correction")


def test_a_budget_year_is_open_to_its_last_cutoff() -> None:
    """The cut-off itself is included; where none is set it is the year's last day."""
    assert is_open(2021, None, date(2021, 12, 31))
    assert not is_open(2021, None, date(2022, 1, 1))
    assert is_open(2021, date(2021, 11, 26), date(2021, 11, 26))
    assert not is_open(2021, date(2021, 11, 26), date(2021, 11, 27))
    with pytest.raises(CutoffWrong):
        require_cutoff(2021, date(2022, 1, 3))


def test_where_returned_money_flows() -> None:
    """A year and a pot in any usual writing, or nowhere."""
    assert receiver("2022/Project") == (2022, "project")
    assert receiver("nowhere") is None
    for wrong in ("project", "2022/", "/project", "tjue/project"):
        with pytest.raises(ReceiverWrong):
            receiver(wrong)
    with pytest.raises(FrameYearWrong):
        receiver("1999/project")


@given(st.dictionaries(st.integers(2022, 2099), AMOUNTS))
def test_what_is_held_out_comes_back_as_it_was(said: dict[int, int]) -> None:
    """Years in order, whole kroner; a year that is not later, or less than nothing, is refused; nothing leaves the year out."""
    assert held_out(later_years(2021, {2022: 0} | said)) == said
    for wrong in ({2021: 5}, {2022: -1}, {2100: 5}):
        with pytest.raises(LaterYearsWrong):
            later_years(2021, wrong)


def test_an_appeal_is_dated_between_the_decision_and_today() -> None:
    """Both days included."""
    for on in (date(2021, 6, 1), date(2021, 6, 30)):
        require_day("2021-001", on, date(2021, 6, 1), date(2021, 6, 30))
    for on in (date(2021, 5, 31), date(2021, 7, 1)):
        with pytest.raises(AppealDayWrong):
            require_day("2021-001", on, date(2021, 6, 1), date(2021, 6, 30))
