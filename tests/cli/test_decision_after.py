"""What follows a decision, from the command line: every verb, its questions, its exit codes, what scripts read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.rounds import SPRING, award, on, open_round, refuse

JUNE = "2021-06-30"


@pytest.fixture
def run(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """A decided round on kari's machine in June; run a command with --json and return its exit code and its object."""
    from skjonn.usecases import approving, drafting

    open_round(office, desk)
    award(office, desk, 1, 500_000)
    award(office, desk, 2, 300_000)
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, SPRING, "per"), "2021", 1, approving.Given())
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", JUNE), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json", "--no-input"])
        return code, json.loads(capsys.readouterr().out)

    return running


def _approve(run: Any, decision: str) -> int:
    code: int = run("decision", "approve", decision, "--approver", "per", "--on", JUNE)[0]
    return code


@pytest.mark.parametrize(
    ("words", "what", "outcome", "amount_nok"),
    [
        (("reverse", "2", "--reason", "Avlyst."), "reversal", "reversed", 0),
        (("decline", "2", "--reason", "Takkar nei."), "decline", "declined", 0),
        (("change", "2", "--ends-on", "2022-12-31", "--reason", "Utsett."), "change", "award", 300_000),
        (("correct", "2", "350000", "--reason", "Feil sum."), "correction", "award", 350_000),
        (
            ("correct", "2", "300000", "--payee", "Gjesdal", "--later", "2022=50000", "--reason", "Feil."),
            "correction",
            "award",
            300_000,
        ),
        (("correct", "2", "--payee", "Gjesdal", "--reason", "Feil."), "correction", "award", 300_000),
        (("correct", "2", "--later", "2022=50000", "--reason", "Feil."), "correction", "award", 300_000),
        (("correct", "2", "--refuse", "priority", "--reason", "Feil."), "correction", "refusal", 0),
        (("correct", "3", "100000", "--reason", "Feil."), "correction", "award", 100_000),
    ],
)
def test_each_act_is_a_decision_of_its_own(
    run: Any, words: tuple[str, ...], what: str, outcome: str, amount_nok: int
) -> None:
    """Drafted here, approved by another, shown with what it holds."""
    code, said = run("decision", *words)
    assert (code, said["data"]["id"], said["data"]["kind"], said["data"]["status"]) == (0, "2021-V2", what, "drafted")
    assert said["next"].startswith("skjonn decision approve 2021-V2")
    assert _approve(run, "2021-V2") == 0
    [line] = run("decision", "show", "V2")[1]["data"]["lines"]
    assert (line["outcome"], line["amount_nok"]) == (outcome, amount_nok)


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("reverse", "3", "--reason", "x"), 3, "case-not-awarded"),
        (("reverse", "2", "--reason", " "), 2, "follow-up-reason-missing"),
        (("reverse", "2"), 2, "missing-argument"),
        (("reverse", "99", "--reason", "x"), 2, "case-unknown"),
        (("change", "2", "--reason", "x"), 4, "nothing-changes"),
        (("change", "2", "--lead", "Herøy", "--reason", "x"), 1, "municipality-ambiguous"),
        (("correct", "2", "--reason", "x"), 2, "correction-unclear"),
        (("correct", "3", "--payee", "Gjesdal", "--reason", "x"), 3, "case-not-awarded"),
        (("correct", "2", "--refuse", "priority", "--later", "2022=1", "--reason", "x"), 2, "terms-of-award"),
        (("correct", "2", "--later", "2022=-1", "--reason", "x"), 2, "amount-wrong"),
        (("correct", "2", "1", "--refuse", "priority", "--reason", "x"), 2, "correction-of-two-outcomes"),
        (("correct", "2", "300000", "--reason", "x"), 4, "nothing-changes"),
        (("correct", "2", "500000", "--reason", "x"), 3, "above-applied"),
        (("correct", "2", "1", "--pot", "joint", "--reason", "x"), 2, "pot-not-of-call"),
        (("correct", "2", "300000", "--later", "2022", "--reason", "x"), 2, "pair-wrong"),
        (("correct", "2", "300000", "--payee", "Herøy", "--reason", "x"), 1, "municipality-ambiguous"),
        (("correct", "2", "--refuse", "ingen", "--reason", "x"), 2, "ground-unknown"),
        (("add", "Suldal", "1000", "--title", "Flaum", "--ground", " "), 2, "single-incomplete"),
        (("add", "Suldal", "1000", "--title", "Flaum", "--ground", "Krise", "--pot", "crisis"), 2, "pot-unknown"),
        (("add", "Suldal", "0", "--title", "Flaum", "--ground", "Krise"), 2, "award-nothing"),
        (("appeal", "3"), 2, "appeal-unclear"),
        (("appeal", "3", "--received", JUNE), 3, "appeal-not-open"),
        (("appeal", "3", "--outcome", "kanskje", "--reason", "x"), 2, "appeal-outcome-unknown"),
        (("appeal", "3", "--outcome", "rejected", "--reason", "x"), 4, "no-appeal-open"),
    ],
)
def test_what_cannot_follow_is_refused(run: Any, words: tuple[str, ...], code: int, error: str) -> None:
    """Each with its code, a sentence, and nothing drafted."""
    came, said = run("decision", *words)
    assert (came, said["data"]["code"]) == (code, error)
    assert [one["decision"] for one in run("decision", "list")[1]["data"]["rows"]] == ["2021-V1"]


def test_money_that_comes_back_late_is_shown_as_returned(run: Any) -> None:
    """`frame cutoff` sets the last day; `frame show` tells what came back after it, and that it is not free."""
    assert run("frame", "cutoff", "2021", "2021-06-01", "--today", JUNE)[0] == 0
    run("decision", "decline", "2", "--reason", "Takkar nei.")
    _approve(run, "2021-V2")
    [pot] = run("frame", "show", "2021")[1]["data"]["pots"]
    assert (pot["decided_nok"], pot["returned_nok"], pot["free_nok"]) == (800_000, 300_000, 200_000)
    assert run("frame", "cutoff", "2021", "2022-01-03")[1]["data"]["code"] == "cutoff-wrong"
    assert (
        run("frame", "cutoff", "2021", "2021-12-01", "--returns-to", "prosjekt")[1]["data"]["code"] == "receiver-wrong"
    )
    assert (
        run("frame", "cutoff", "2021", "2021-12-01", "--returns-to", "2022/project")[1]["data"]["code"]
        == "frame-unknown"
    )


def test_later_years_are_held_out_with_reservation(
    office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is said of later years stands on the line the approver signs, takes no money, and must be of a later year."""
    open_round(office, desk, applied=(500_000,))
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2021-05-01"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    assert main(["allocation", "set", "1", "200000", "--reason", "Del 1.", "--later", "2021=5"]) == 2
    assert main(["allocation", "set", "1", "200000", "--reason", "Del 1.", "--later", "2022=200000"]) == 0
    assert main(["decision", "draft", "2021"]) == 0
    capsys.readouterr()
    assert main(["decision", "show", "1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["data"]
    assert (said["lines"][0]["later_years"], said["sum_nok"]) == ("2022=200000", 200_000)
    assert main(["decision", "show", "1"]) == 0
    assert "2022: NOK\u00a0200\u00a0000" in capsys.readouterr().out
