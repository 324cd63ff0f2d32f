"""Scores, recommendations and decisions from the command line: shapes scripts rely on, exit codes, questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import PipeInput

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.rounds import add_person, open_round

DOWN, ENTER = "\x1b[B", "\r"
SPRING = "2021-05-28"


@pytest.fixture
def opened(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """The call open with three applications and 1 000 000 in its pot, on kari's machine on the day it opened."""
    open_round(office, desk)
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2021-01-19"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    return office


@pytest.fixture
def run(opened: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command with --json; return its exit code and its object."""

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return running


def recommend_all(run: Any, amounts: Sequence[str] = ("500000", "300000")) -> None:
    """Recommend two awards and a refusal."""
    for serial, amount in enumerate(amounts, start=1):
        run("allocation", "set", str(serial), amount, "--reason", "Delar.")
    run("allocation", "set", "3", "--refuse", "priority")


def test_the_shape_of_a_decision(run: Any) -> None:
    """`decision show` has the keys scripts rely on, and takes an id or a bare number."""
    recommend_all(run)
    run("decision", "draft", "2021")
    approved, _data = run("decision", "approve", "2021-V1", "--user", "per", "--today", SPRING)
    code, shown = run("decision", "show", "1")

    assert (approved, code) == (0, 0)
    assert {key: shown["data"][key] for key in ("id", "call", "round", "status", "drafted_by", "approved_by")} == {
        "id": "2021-V1", "call": "2021", "round": 1, "status": "approved", "drafted_by": "Kari Nordmann", "approved_by": "Per Fylke",
    }  # fmt: skip
    assert len(shown["data"]["digest"]) == 64
    assert [(line["case"], line["outcome"], line["amount_nok"]) for line in shown["data"]["lines"]] == [
        ("2021-001", "award", 500_000), ("2021-002", "award", 300_000), ("2021-003", "refusal", 0),
    ]  # fmt: skip


def test_over_a_pot_is_refused_with_its_figures(run: Any) -> None:
    """Exit 3, and the message has what is free and what is needed."""
    recommend_all(run, ("500000", "400000"))
    run("allocation", "set", "3", "100001", "--reason", "Delar.")
    run("decision", "draft")

    code, said = run("decision", "approve", "1", "--approver", "per", "--on", SPRING, "--today", SPRING)

    assert (code, said["data"]["code"]) == (3, "pot-overspent")
    assert "NOK\u00a01\u00a0000\u00a0000" in said["data"]["message"]
    assert "NOK\u00a01\u00a0000\u00a0001" in said["data"]["message"]


def test_the_drafter_and_others_without_the_role_are_refused(run: Any, opened: str) -> None:
    """Exit 3 for both, and for one with too little authority."""
    add_person(opened, "liv", "Liv Liten", "approver", authority_nok=1)
    recommend_all(run)
    run("decision", "draft")

    codes = [
        run("decision", "approve", "1", "--today", SPRING, *words)[0]
        for words in ((), ("--approver", "ola"), ("--approver", "liv"))
    ]

    assert codes == [3, 3, 3]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("allocation", "set", "1", "500000", "--refuse", "priority"), 2),
        (("allocation", "set", "1"), 2),
        (("allocation", "set", "1", "--refuse", "late"), 2),
        (("allocation", "set", "1", "500001"), 3),
        (("allocation", "set", "99", "1"), 2),
        (("score", "record", "1"), 2),
        (("score", "record", "1", "--points", "renewal=9"), 2),
        (("score", "record", "1", "--points", "renewal=four"), 2),
        (("score", "import", "nothing.xlsx"), 5),
        (("decision", "draft"), 1),
        (("decision", "draft", "--case", "1", "--without", "2"), 2),
        (("decision", "show", "V7"), 2),
        (("decision", "show", "seven"), 2),
        (("decision", "return", "1"), 2),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(run: Any, words: Sequence[str], code: int) -> None:
    """1 findings, 2 wrongly typed, 3 refused, 5 the file is not there."""
    found, said = run(*words)

    assert (found, said["status"]) == (code, "error")
    assert said["data"]["message"]


def test_the_ranking_for_scripts_and_for_people(run: Any, opened: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, and null where not assessed; for people the language's own decimal mark."""
    points = [f"--points={name}=4" for name in ("renewal", "benefit", "plan", "cooperation")]
    run("score", "record", "2", *points, "--points", "Overføringsverdi=3")
    _code, said = run("score", "list", "2021")
    main(["score", "list", "2021", "--lang", "nn"])
    shown = capsys.readouterr().out

    assert [(row["rank"], row["case"], row["total_points"], row["assessed"], row["assessors"]) for row in said["data"]["rows"]] == [
        (1, "2021-002", 3.9, 1, 1), (None, "2021-001", None, 0, 1), (None, "2021-003", None, 0, 1),
    ]  # fmt: skip
    assert "3,90" in shown


def test_recommendations_are_listed_beside_the_pots(run: Any) -> None:
    """Rows, totals, and each pot's free and recommended amounts."""
    recommend_all(run)

    code, said = run("allocation", "list")

    assert code == 0
    assert said["data"]["totals"] == {"applied_nok": 1_200_000, "recommended_nok": 800_000}
    assert said["data"]["pots"] == [{"name": "project", "free_nok": 1_000_000, "recommended_nok": 800_000}]
    assert [row["recommended_outcome"] for row in said["data"]["rows"]] == ["award", "award", "refusal"]


def test_points_are_asked_for(run: Any, at_keyboard: PipeInput) -> None:
    """Where a person sits there: one question per criterion, the first answer being "not assessed", then the text."""
    at_keyboard.send_text(DOWN * 4 + ENTER + ENTER * 4 + DOWN + ENTER + "Godt forankra." + ENTER)

    code, said = run("score", "record", "1")

    assert code == 0
    assert said["data"]["points"] == {"renewal": 4}
    assert said["data"]["missing"] == ["benefit", "plan", "cooperation", "spread"]


def test_an_amount_is_asked_for(run: Any, at_keyboard: PipeInput) -> None:
    """The outcome first, then what belongs to it."""
    at_keyboard.send_text(ENTER + "500 000" + ENTER)
    _code, award = run("allocation", "set", "1")
    at_keyboard.send_text(DOWN + ENTER + ENTER)
    _code, refusal = run("allocation", "set", "2")

    assert award["data"]["recommendation"]["amount_nok"] == 500_000
    assert (refusal["data"]["recommendation"]["outcome"], refusal["data"]["recommendation"]["ground"]) == (
        "refusal",
        "priority",
    )


def test_tables_are_taken_in(run: Any, tmp_path: Path) -> None:
    """Scores and recommendations from files, with the counts."""
    scores = tmp_path / "scores.csv"
    scores.write_text("Case;Assessor;renewal;Assessment\n1;kari;4;Godt.\n2;ola;;Berre ord.\n", encoding="utf-8")
    wanted = tmp_path / "wanted.csv"
    wanted.write_text("Case;Amount;Ground;Reason\n1;500 000;;\n2;;priority;\n", encoding="utf-8")

    assessed = run("score", "import", str(scores))
    recommended = run("allocation", "import", str(wanted), "--dry-run")
    again = run("allocation", "import", str(wanted))

    assert (assessed[0], assessed[1]["data"]["added"]) == (0, 2)
    assert (recommended[1]["status"], recommended[1]["data"]["added"]) == ("dry-run", 2)
    assert again[1]["data"] == {"call": "2021", "added": 2, "changed": 0, "unchanged": 0, "problems": []}


def test_a_returned_decision_can_be_drafted_again(run: Any) -> None:
    """Under the next number; the list shows both."""
    recommend_all(run)
    run("decision", "draft")
    run("decision", "return", "1", "--reason", "Feil sum.")
    run("decision", "draft")

    _code, said = run("decision", "list", "2021")

    assert [(row["decision"], row["decision_status"]) for row in said["data"]["rows"]] == [
        ("2021-V1", "returned"),
        ("2021-V2", "drafted"),
    ]
