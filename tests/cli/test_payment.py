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
    assert said["data"]["columns"] == ["case", "municipality", "municipality_number", "terms", "awarded_nok", "planned_nok", "sent_nok", "paid_nok", "repaid_nok", "to_repay_nok", "told_payee"]  # fmt: skip
    assert said["data"]["totals"] == {"awarded_nok": 2_600_000, "planned_nok": 2_600_000, "sent_nok": 2_600_000, "paid_nok": 1_100_000, "repaid_nok": 0, "to_repay_nok": 0}  # fmt: skip
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
