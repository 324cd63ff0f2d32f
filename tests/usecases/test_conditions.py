"""Conditions of awards: set before the draft, signed with it, told in the letter, followed up. On both databases."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.cli.decision import terms
from skjonn.domain.conditions import (
    AwardMissing,
    Condition,
    ConditionDayWrong,
    ConditionDuePast,
    ConditionEmpty,
    ConditionMet,
    ConditionUnknown,
    read_back,
    stored,
    worded,
)
from skjonn.domain.desk import Desk
from skjonn.domain.waiting import Step
from skjonn.usecases import approving, conditions, databases, decision_papers, decisions, drafting, letters, status
from skjonn.usecases.approving import Given
from skjonn.usecases.letter_wanted import Wanted
from skjonn.usecases.recommending import CaseInDraft
from tests.usecases.rounds import SPRING, award, on, open_round, refuse

SHARE = "Erfaringane skal delast & drøftast."
DUE = date(2021, 12, 1)


@pytest.fixture
def drafted(office: str, desk: Desk) -> str:
    """A draft of one award with two conditions of its own, one of them dated, and a refusal."""
    open_round(office, desk, applied=(500_000, 400_000))
    award(office, desk, 1, 500_000)
    refuse(office, desk, 2)
    for text, due_on in ((SHARE, DUE), ("Feilskrive.", None), ("Vertskommunen skal spreie resultata.", None)):
        conditions.add(office, desk, "2021-001", text, due_on)
    conditions.remove(office, desk, "2021-001", 2)
    drafting.draft(office, desk, "2021")
    return office


@given(st.lists(st.builds(Condition, st.integers(1, 99), st.text(min_size=1), st.none() | st.dates()), unique_by=lambda one: one.number))  # fmt: skip
def test_conditions_come_back_as_they_were(said: list[Condition]) -> None:
    """In the order of their numbers, whatever signs they hold."""
    assert read_back(stored(said)) == tuple(sorted(said, key=lambda one: one.number))


def test_the_approver_signs_them(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """They stand on the decision's line, in its digest and in its document; nothing is added or taken back after the draft."""
    [line, refusal] = decisions.show(drafted, "2021", 1).lines
    assert read_back(line.conditions) == (
        Condition(1, SHARE, DUE),
        Condition(3, "Vertskommunen skal spreie resultata."),
    )
    assert refusal.conditions == ""
    shown = terms(decisions.show(drafted, "2021", 1))
    assert [text.replace("\u00a0", " ") for text in shown if SHARE in text] == [f"2021-001: on the condition: {SHARE} Due 1 December 2021."]  # fmt: skip
    decision_papers.write_paper(drafted, desk, ("2021", 1), "nn", tmp_path / "v.docx")
    due = f"2021-001: på vilkår: {SHARE} Frist: 1.\u00a0desember\u00a02021."
    assert any(one.text.endswith(due) for one in docx.Document(str(tmp_path / "v.docx")).paragraphs)
    with pytest.raises(CaseInDraft):
        conditions.add(drafted, desk, "2021-001", "Meir.")
    with pytest.raises(CaseInDraft):
        conditions.remove(drafted, desk, "2021-001", 1)


def test_the_letter_tells_them_and_they_are_followed_up(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """After the call's own; due, they wait for somebody; met, they are told with their day."""
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    written = letters.write_letters(drafted, on(desk, SPRING), Wanted("2021"), tmp_path).letters
    told = [one.text for one in docx.Document(str(tmp_path / written[0].path)).paragraphs]
    assert told.index(f"{SHARE} Frist: 1.\u00a0desember\u00a02021.") > 0

    codes = [one.code for one in conditions.listed(drafted, desk, "2021", case_number="2021-001")]
    general = [code for code in codes if code.startswith("C")]
    assert codes == [*general, "1", "3"]
    december = on(desk, DUE)
    assert [one.count for one in status.status(drafted, december).waiting if one.step is Step.CONDITION] == [1]
    done = conditions.meet(drafted, december, "2021-001", "1", DUE, note="På samlinga.")
    assert (done.met_on, done.note) == (DUE, "På samlinga.")
    assert [one.code for one in conditions.listed(drafted, december, "2021", only_open=True)] == [*general, "3"]
    assert [one for one in status.status(drafted, december).waiting if one.step is Step.CONDITION] == []
    assert not [one for one in databases.check(drafted).failures if one.code != "case-number-astray"]


def test_they_are_seen_before_the_decision(office: str, desk: Desk) -> None:
    """Set, they are listed as not decided, also while drafted, and are not among those to follow up; taken back, they are gone."""
    open_round(office, desk)
    conditions.add(office, desk, "2021-002", "Del.", DUE)
    conditions.add(office, desk, "2021-001", "Spre.")
    conditions.add(office, desk, "2021-001", "Bort.")
    conditions.remove(office, desk, "2021-001", 2)

    def seen() -> list[tuple[str, str, bool]]:
        return [(one.case, one.code, one.decided) for one in conditions.listed(office, desk, "2021") if not one.code.startswith("C")]  # fmt: skip

    assert seen() == [("2021-001", "1", False), ("2021-002", "1", False)]
    assert conditions.listed(office, desk, "2021", only_open=True) == ()
    award(office, desk, 1, 100_000)
    drafting.draft(office, desk, "2021", only=["2021-001"])
    assert seen() == [("2021-001", "1", False), ("2021-002", "1", False)]
    approving.approve(office, on(desk, SPRING, "per"), "2021", 1, Given())
    assert seen() == [("2021-001", "1", True), ("2021-002", "1", False)]


def test_a_condition_is_due_today_or_later(office: str, desk: Desk) -> None:
    """A day that has passed is refused, and nothing is set."""
    open_round(office, desk)
    with pytest.raises(ConditionDuePast):
        conditions.add(office, desk, "2021-001", "Del.", desk.today - timedelta(days=1))
    assert conditions.listed(office, desk, "2021") == ()
    assert conditions.add(office, desk, "2021-001", "Del.", desk.today).condition.due_on == desk.today


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Del.", "Del. Frist: 1.\u00a0desember\u00a02021."),
        ("Del", "Del. Frist: 1.\u00a0desember\u00a02021."),
        ("Del?", "Del? Frist: 1.\u00a0desember\u00a02021."),
    ],
)
def test_the_day_is_a_sentence_of_its_own(text: str, said: str) -> None:
    """Whatever the condition's text ends with."""
    assert worded(Condition(1, text, DUE), "nn") == said
    assert worded(Condition(1, text), "nn") == text


def test_what_cannot_be_met(drafted: str, desk: Desk) -> None:
    """What is not awarded, not there, met already, or on a day that cannot be."""
    with pytest.raises(AwardMissing):
        conditions.meet(drafted, desk, "2021-001", "1", SPRING)
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    later = on(desk, DUE)
    with pytest.raises(ConditionUnknown):
        conditions.meet(drafted, later, "2021-001", "2", DUE)
    for day in (date(2021, 5, 1), date(2022, 1, 1)):
        with pytest.raises(ConditionDayWrong):
            conditions.meet(drafted, later, "2021-001", "1", day)
    conditions.meet(drafted, later, "2021-001", "3", SPRING)
    with pytest.raises(ConditionMet):
        conditions.meet(drafted, later, "2021-001", "3", DUE)
    with pytest.raises(ConditionEmpty):
        conditions.add(drafted, later, "2021-002", "  ")
