"""Everything that happened to one case, in plain words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.usecases import application_acts, approving, drafting, history
from tests.usecases.rounds import SPRING, award, on, open_round, refuse

BEFORE = ["--user", "kari", "--today", "2021-06-01"]


@pytest.fixture
def decided(office: str, desk: Desk) -> str:
    """A round with one award, decided; a refusal and an untouched case beside it."""
    open_round(office, desk)
    award(office, on(desk, SPRING), 1, 500_000)
    refuse(office, on(desk, SPRING), 2)
    application_acts.note(office, on(desk, SPRING), "2021-001", "Ring Kari Hemmeleg på 99 99 99 99.")
    drafting.draft(office, on(desk, SPRING), "2021", only=("2021-001",))
    approving.approve(office, on(desk, SPRING), "2021", 1, approving.Given("per", SPRING))
    return office


def test_a_case_is_told_from_first_to_last(decided: str, desk: Desk) -> None:
    """Each event that speaks of the case, in order, with its day and who acted; other cases' are left out."""
    told = history.of_case(decided, desk, "2021-001")

    assert told.case == "2021-001"
    assert [event.kind for event in told.events] == [
        "recommendation-set",
        "note-added",
        "decision-drafted",
        "decision-approved",
    ]
    assert {event.on for event in told.events} == {SPRING}
    assert {event.person for event in told.events} == {"Kari Nordmann"}
    assert [event.kind for event in history.of_case(decided, desk, "2021-002").events] == ["recommendation-set"]
    assert history.of_case(decided, desk, "2021-003").events == ()


def test_persons_are_told_by_name(decided: str, desk: Desk) -> None:
    """Events keep a login, which stays the same; a reader gets the name it belongs to."""
    told = history.of_case(decided, desk, "2021-001")

    assert "by Per " in told.events[-1].sentence


def test_history_holds_no_personal_value(decided: str, desk: Desk) -> None:
    """What a note says stays in the note."""
    assert "Hemmeleg" not in repr(history.of_case(decided, desk, "2021-001"))


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_history_is_told_in_the_readers_language(decided: str, desk: Desk, language: str) -> None:
    """Events hold figures and references; the words come when they are read."""
    english = history.of_case(decided, desk, "2021-001")
    own = history.of_case(decided, replace(desk, language=language), "2021-001")  # type: ignore[arg-type]  # one of the two

    assert [event.number for event in own.events] == [event.number for event in english.events]
    assert all(mine.sentence != yours.sentence for mine, yours in zip(own.events, english.events, strict=True))


def test_an_unknown_case_is_refused(decided: str, desk: Desk) -> None:
    """A case number that was never given has no history."""
    with pytest.raises(CaseUnknown):
        history.of_case(decided, desk, "2021-099")


def test_history_from_the_command_line(decided: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For a person a table, for a script one object; a bare number means the open call's case."""
    assert main(["--database", decided, *BEFORE, "history", "1"]) == 0
    assert main(["--database", decided, *BEFORE, "history", "2021-001", "--json"]) == 0

    said = capsys.readouterr()
    shown, _brace, found = said.out.partition("{")
    assert "2021-001 Tiltak 1" in shown
    assert "Kari Nordmann" in shown
    assert "Call 2021" in said.err
    assert [event["on"] for event in json.loads("{" + found)["data"]["events"]] == ["2021-05-28"] * 4
