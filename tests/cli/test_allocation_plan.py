"""Proposals and plans from the command line: shapes scripts rely on, exit codes, what a person reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.rounds import open_round
from tests.usecases.test_plans import score


@pytest.fixture
def opened(office: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The call open with three scored applications and 1 000 000 in its pot, in an empty folder."""
    open_round(office, desk)
    for serial, points in ((1, 3), (2, 5), (3, 2)):
        score(office, desk, serial, points)
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2021-05-03"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    monkeypatch.chdir(tmp_path)
    return office


@pytest.fixture
def run(opened: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command with --json; return its exit code and its object."""

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["allocation", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return running


@pytest.mark.parametrize("strategy", ["ranked", "proportional", "optimum"])
def test_the_shape_of_a_proposal(run: Any, strategy: str) -> None:
    """One object, whatever the strategy, with the keys scripts rely on."""
    code, told = run("propose", "2021", "--strategy", strategy)

    assert (code, told["status"]) == (0, "ok")
    data = told["data"]
    assert {"plan", "pots", "passed_over", "next_in_line"} <= set(data)
    assert [sorted(one) for one in data["plan"]] == [["amount_nok", "applied_nok", "by_hand", "case", "pot", "rank", "reason"]] * 3  # fmt: skip
    assert data["pots"] == [{"name": "project", "free_nok": 1_000_000, "planned_nok": 1_000_000, "left_nok": 0, "held_until": None, "others_nok": 0}]  # fmt: skip


def test_who_was_passed_over_and_who_is_next(run: Any) -> None:
    """The case, by whom, and the rule; and what is lacking for the next."""
    _code, told = run("propose", "--lock", "3=300000:Lova i fjor.", "--lock", "2021-001=out:Trekkjer seg.")

    data = told["data"]
    assert [(one["case"], one["amount_nok"], one["by_hand"]) for one in data["plan"]] == [("2021-001", 0, True), ("2021-002", 400_000, False), ("2021-003", 300_000, True)]  # fmt: skip
    assert data["plan"][2]["reason"] == "Set by hand: Lova i fjor."
    assert data["next_in_line"] is None
    _code, told = run("propose", "--lock", "1=750000:Vertskommune.", "--lock", "3=200000:Avtalt.")
    assert [one["amount_nok"] for one in told["data"]["plan"]] == [750_000, 50_000, 200_000]
    line = {
        "case": "2021-002",
        "rank": 1,
        "pot": "project",
        "lacking_nok": 350_000,
        "gets_nok": 400_000,
        "others_stand": False,
    }
    assert told["data"]["next_in_line"] == line


def test_a_case_kept_out_by_others_hands(run: Any) -> None:
    """The best case gets nothing where others were set by hand: passed over by each, by that rule."""
    _code, told = run("propose", "--lock", "1=700000:Vertskommune.", "--lock", "3=300000:Avtalt.")

    assert told["data"]["passed_over"] == [
        {"case": "2021-002", "by": "2021-001", "rule": "lock:2021-001"},
        {"case": "2021-002", "by": "2021-003", "rule": "lock:2021-003"},
    ]


def test_from_proposal_to_use(run: Any) -> None:
    """A plan is written, never over another, compared with itself, used; the next command is told."""
    assert run("propose", "--plan", "a.toml", "--dry-run")[1]["status"] == "dry-run"
    assert not Path("a.toml").exists()
    code, told = run("propose", "--plan", "a.toml")
    assert (code, told["next"]) == (0, "skjonn allocation use a.toml")
    assert run("propose", "--plan", "a.toml")[0] == 4

    code, told = run("compare", "a.toml", "a.toml")
    assert (code, told["data"]["totals"]["difference_nok"]) == (0, 0)
    code, told = run("use", "a.toml")
    assert (code, told["data"]["added"], told["next"]) == (0, 3, "skjonn allocation list 2021")


def test_a_plan_that_does_not_fit(run: Any) -> None:
    """Comparing it is exit 1, using it exit 3, each problem with its code."""
    run("propose", "--plan", "a.toml")
    plan = Path("a.toml")
    plan.write_text(plan.read_text(encoding="utf-8").replace("400_000", "400_001"), encoding="utf-8")

    assert run("compare", "a.toml", "a.toml")[0] == 1
    code, told = run("use", "a.toml")

    assert (code, told["data"]["code"]) == (3, "plan-broken")
    assert [one["code"] for one in told["data"]["problems"]] == ["plan-case-broken", "plan-pot-overspent"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("propose", "--strategy", "best"), 2),
        (("propose", "--lock", "2021-001=300000"), 2),
        (("propose", "--lock", "2021-001"), 2),
        (("propose", "--lock", "2021-099=1:x"), 2),
        (("propose", "--lock", "2021-001=1000001:x"), 3),
        (("propose", "--lock", "1=1:x", "--lock", "2021-001=2:x"), 2),
        (("propose", "--round", "2"), 4),
        (("propose", "2022"), 2),
        (("use", "none.toml"), 5),
        (("compare", "none.toml", "none.toml"), 5),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(run: Any, words: tuple[str, ...], code: int) -> None:
    """A sentence, never a traceback."""
    assert run(*words)[0] == code


def test_a_person_reads_it_in_words(
    opened: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pots, who is next, and for each case why, in the reader's language."""
    monkeypatch.setenv("SKJONN_LANG", "nn")

    assert main(["allocation", "propose", "2021"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")

    assert "Nr. 1: alt det er søkt om." in said
    assert "Neste i rekkja: 2021-003 (nr. 3)" in said
    assert "200 000 kroner meir i potten project ville gitt ho" in said


def test_the_solver_is_loaded_for_the_optimum_alone() -> None:
    """No other command pays for it."""
    script = "import sys\nimport skjonn.cli.allocation, skjonn.usecases.planning, skjonn.usecases.plans_used\nprint('highspy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)

    assert done.stdout.strip() == "False"
