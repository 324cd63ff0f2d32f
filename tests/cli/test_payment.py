"""Payments from the command line: what is asked for, exit codes, shapes scripts rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.waiting import Step, Waiting, next_payment
from skjonn.usecases.recommending import Wanted as Said
from tests.usecases.test_letters import EIGERSUND, FULL, STAVANGER, decided


@pytest.fixture
def run(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Two awards; run a command with --json as kari in June; return its exit code and its object."""
    decided(office, replace(desk), ((EIGERSUND, FULL), (STAVANGER, Said(Outcome.AWARD, 1_500_000))))
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2021-06-05"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else {}

    return running


def test_a_year_of_payments(run: Any, tmp_path: Path) -> None:
    """Terms, plan, list and payment follow each other, each naming the next; the listing has the keys scripts rely on."""
    assert run("payment", "plan", "2021")[0] == 3
    assert run("payment", "term", "2021", "7=2021-06-20", "11=2021-11-26")[1]["data"]["terms"] == [{"term": 7, "cutoff_on": "2021-06-20"}, {"term": 11, "cutoff_on": "2021-11-26"}]  # fmt: skip
    assert [one["step"] for one in run("status")[1]["data"]["waiting"]] == ["letter", "payment_plan"]

    code, said = run("payment", "plan", "2021")
    assert (code, said["next"]) == (0, "skjonn payment export 2021 7 --out FILE.xlsx")
    code, said = run("payment", "export", "2021", "7", "--out", str(tmp_path / "l.csv"))
    assert (code, said["data"]["control_sum_nok"], said["data"]["list"]) == (0, 2_600_000, 1)
    assert (tmp_path / "l.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "municipality_number;municipality;org_number;amount_nok;purpose;term;case;title;of_which_nok"  # fmt: skip
    assert run("payment", "record", "--year", "2021", "--list", "1", "--without", "2021-002")[1]["data"]["sum_nok"] == 1_100_000  # fmt: skip

    _code, said = run("payment", "list", "2021")
    assert said["data"]["columns"] == ["case", "municipality", "municipality_number", "terms", "awarded_nok", "planned_nok", "sent_nok", "paid_nok", "repaid_nok", "to_repay_nok", "beside_nok", "told_payee"]  # fmt: skip
    assert said["data"]["totals"] == {"awarded_nok": 2_600_000, "planned_nok": 2_600_000, "sent_nok": 2_600_000, "paid_nok": 1_100_000, "repaid_nok": 0, "to_repay_nok": 0, "beside_nok": 0}  # fmt: skip
    assert run("frame", "show", "2021")[1]["data"]["totals"]["paid_nok"] == 1_100_000
    assert run("payment", "list", "--year", "2021", "--sent")[1]["data"]["rows"][0]["control_sum_nok"] == 2_600_000


REFUSED: tuple[tuple[tuple[str, ...], int], ...] = (
    (("payment", "plan", "2021", "--year", "2021"), 2),
    (("payment", "plan", "2021", "--term", "6", "--hold"), 2),
    (("payment", "plan", "2021", "--term", "12"), 2),
    (("payment", "plan", "2021", "--case", "2021-099", "--hold"), 3),
    (("payment", "term", "2021", "6=2021-09-01"), 2),
    (("payment", "term", "2021", "6"), 2),
    (("payment", "export", "2021"), 2),
    (("payment", "export", "2021", "6", "--list", "1"), 2),
    (("payment", "export", "2021", "6"), 3),
    (("payment", "export", "2021", "6", "--out", "a.docx"), 2),
    (("payment", "record"), 2),
    (("payment", "record", "--case", "1"), 2),
    (("payment", "record", "--list", "1"), 2),
    (("payment", "record", "--year", "2021", "--list", "9"), 2),
    (("payment", "record", "--case", "2021-001", "--amount", "0"), 2),
    (("payment", "record", "--case", "2021-001", "--amount", "1100001"), 3),
    (("payment", "record", "--case", "2021-001", "--amount", "5", "--on", "2022-01-01"), 2),
    (("payment", "record", "--case", "2021-077", "--amount", "5"), 2),
    (("payment", "record", "missing.xlsx"), 5),
)
"""What is typed, and the exit code it ends with."""


def test_what_cannot_be_is_refused_in_a_sentence(run: Any) -> None:
    """Each slip has its exit code, and nothing is written."""
    for words, code in REFUSED:
        assert run(*words)[0] == code, words
    assert run("payment", "list", "2021")[1]["data"]["totals"]["planned_nok"] == 0


def test_slips_in_terms_are_refused(run: Any) -> None:
    """A term twice, none, or several where one is meant: each is refused, and nothing is planned or set."""
    assert run("payment", "term", "2021", "6=2021-05-20", "6=2021-05-19")[1]["data"]["code"] == "payment-term-twice"
    assert run("payment", "term", "2021")[1]["data"]["terms"] == []
    run("payment", "term", "2021", "7=2021-06-20")
    for words, code in (
        (("--split", ","), "payment-terms-missing"),
        (("--split", "9,9"), "payment-term-twice"),
        (("--term", ""), "payment-term-wrong"),
        (("--term", "9,10"), "payment-term-wrong"),
        (("--hold", "--held"), "payment-one-way"),
    ):
        assert run("payment", "plan", "2021", *words)[1]["data"]["code"] == code, words
    assert run("payment", "list", "2021")[1]["data"]["totals"]["planned_nok"] == 0


IDLE = (
    (("--list", "1", "--year", "2021", "--reference", "x"), ["--reference"]),
    (("--list", "1", "--year", "2021", "--reason", "x", "--repaid"), ["--reason", "--repaid"]),
    (("a.csv", "--without", "1"), ["--without"]),
    (("--case", "1", "--amount", "5", "--without", "2"), ["--without"]),
    (("--case", "1", "--amount", "5", "--year", "2021"), ["--year"]),
)
"""Options that would do nothing, and which of them are named."""


def test_options_that_do_nothing_are_refused(run: Any) -> None:
    """Each is named; nothing is recorded."""
    for words, options in IDLE:
        code, said = run("payment", "record", *words)
        assert (code, said["data"]["code"]) == (2, "payment-option-idle"), words
        assert all(option in said["data"]["message"] for option in options), words


def test_a_slip_past_the_last_cutoff_is_told_by_case(run: Any) -> None:
    """The advice names the late cases, so that the others are not held; followed as written, the rest is planned after it."""
    run("payment", "term", "2021", "1=2021-01-10")
    code, said = run("payment", "plan", "2021")
    assert (code, "--year 2021 --case 2021-001 --case 2021-002 --hold" in said["data"]["advice"]) == (3, True)
    run("payment", "plan", "--year", "2021", "--case", "2021-001", "--hold")
    run("payment", "term", "2021", "7=2021-06-20")
    assert [one["case"] for one in run("payment", "plan", "2021")[1]["data"]["moves"]] == ["2021-002"]
    waiting = {one["step"]: one["count"] for one in run("status")[1]["data"]["waiting"]}
    assert (waiting["payment_held"], waiting["payment_list"]) == (1, 1)
    assert next_payment([Waiting(Step.LETTER, "2021", "", 1, ()), Waiting(Step.PAYMENT_HELD, "2021", "", 1, ())]) == "skjonn payment plan 2021 --held"  # fmt: skip


def test_what_a_person_sees(
    run: Any, office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The open call is named once; a trial run wrote nothing; formats are those of lists; a year without awards says so."""
    run("payment", "term", "2021", "7=2021-06-20")
    run("payment", "plan", "2021")
    said = run("payment", "plan", "2021", "--case", "1", "--case", "2")[1]["messages"]
    assert len([one for one in said if "the one that is open" in one["message"]]) == 1
    trial = run("payment", "export", "2021", "7", "--out", str(tmp_path / "x.csv"), "--dry-run")[1]["data"]
    assert (trial["path"], (tmp_path / "x.csv").exists()) == (None, False)
    wrong = run("payment", "export", "2021", "7", "--out", "call.toml")[1]["data"]
    assert wrong["code"] == "payment-list-format"
    monkeypatch.setenv("SKJONN_DATABASE", office)
    assert main(["payment", "list", "--year", "2035"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "There is no award of 2035 to be paid."


def test_the_history_of_a_case_tells_its_own_money(run: Any) -> None:
    """What was planned of it, for which term, and what was held or taken off; not the year's sum alone."""
    run("payment", "term", "2021", "7=2021-06-20")
    run("payment", "plan", "2021")
    run("payment", "plan", "2021", "--case", "2021-002", "--hold")
    told = [one["sentence"].replace("\u00a0", " ") for one in run("history", "2021-002")[1]["data"]["events"]]
    assert told[-3:] == ["NOK 1 500 000 was planned for term 7.", "NOK 1 500 000 was taken off term 7 again.", "NOK 1 500 000 was held, for no term yet."]  # fmt: skip
