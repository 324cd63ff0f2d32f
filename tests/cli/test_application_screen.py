"""`application screen` from the command line: the listing's shape, one verdict at a time, questions at a terminal."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import PipeInput

from skjonn.cli import main
from skjonn.domain.desk import Desk
from skjonn.storage.database import writing
from skjonn.usecases import calls
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from tests.usecases import rounds
from tests.usecases.test_screening import call_file

DOWN, ENTER = "\x1b[B", "\r"
RULES = """
[rules]
greatest_applied_nok = 450_000
[rules.effects]
greatest_applied_nok = { deduct_percent = 10 }
[[rules.excluded]]
code = "measure"
words = ["tiltak 1"]
effect = "stop"
text = { nb = "Tiltak støttes ikke.", nn = "Tiltak blir ikkje støtta." }
"""

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def opened(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A call with two rules and three applications, on kari's machine on the day it opened."""
    set_frame(office, desk, 2021, Frame(1_000_000, (("project", 1_000_000),)))
    calls.open_call(office, desk, call_file(tmp_path, RULES))
    with writing(office) as session:
        for serial, applied_nok in enumerate(rounds.APPLIED, start=1):
            rounds.apply(session, serial, applied_nok, desk.today)
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2021-01-19"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    return office


@pytest.fixture
def run(opened: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command with --json; return its exit code and its object."""

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["application", "screen", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return running


def test_the_listing_has_what_scripts_rely_on(run: Run) -> None:
    """A row per live case with its findings by rule, effect and field, the screening that holds, and whether it waits."""
    code, shown = run()

    first = shown["data"]["rows"][0]
    assert code == 0
    assert {key: first[key] for key in ("case", "municipality", "screening", "waits")} == {
        "case": "2021-001", "municipality": "Stavanger", "screening": "not_screened", "waits": True,
    }  # fmt: skip
    assert [(one["rule"], one["effect"], one["field"], one.get("deduct_nok")) for one in first["findings"]] == [
        ("greatest_applied_nok", "deduct", "applied_nok", 50_000), ("excluded[measure]", "stop", "title", None),
    ]  # fmt: skip
    assert first["findings"][1]["text"] == {"nb": "Tiltak støttes ikke.", "nn": "Tiltak blir ikkje støtta."}
    assert shown["next"] == "skjonn application screen --call 2021 --all-eligible"


def test_the_listing_as_a_table_and_as_csv(opened: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A person reads each finding with its effect and rule; CSV has them in one cell."""
    main(["application", "screen", "2021-001"])
    shown = capsys.readouterr()
    main(["application", "screen", "--csv"])
    rows = list(csv.DictReader(StringIO(capsys.readouterr().out)))

    text = " ".join(shown.out.split())
    assert "deduct 10 per cent, NOK 50 000: NOK 500 000 is applied for" in text
    assert "[greatest_applied_nok]" in text
    assert "1 case is to be screened" in shown.err
    assert [row["screening"] for row in rows] == ["not_screened"] * 3
    assert rows[0]["findings"].startswith("deduct 10 per cent")


def test_verdicts_are_shown_with_who_and_when(run: Run) -> None:
    """Each verdict, then the list with the person, the day and what was written."""
    assert run("2", "--to-complete", "Budsjett manglar")[0] == 0
    assert run("3", "--dismiss", "late", "--reason", "Kom i mai")[1]["next"] == "skjonn allocation set 2021-003 --dismiss late"  # fmt: skip
    assert run("2021-001", "--eligible", "--reason", "Avklart")[1]["data"]["set_aside"] == ["2021-001"]

    rows = run()[1]["data"]["rows"]

    assert [(row["screening"], row["screening_text"], row["screened_by"], row["screened_on"]) for row in rows] == [
        ("eligible", "Avklart", "Kari Nordmann", "2021-01-19"),
        ("to_complete", "Budsjett manglar", "Kari Nordmann", "2021-01-19"),
        ("dismissed", "Kom i mai", "Kari Nordmann", "2021-01-19"),
    ]


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("1", "--eligible", "--dismiss", "late"), 2, "one-verdict"),
        (("1", "--eligible"), 3, "stop-needs-reason"),
        (("--eligible",), 2, "missing-argument"),
        (("1", "--reason", "x"), 2, "reason-unused"),
        (("1", "--to-complete", "x", "--reason", "y"), 2, "reason-unused"),
        (("1", "--to-complete", " "), 2, "completion-missing"),
        (("1", "--all-eligible"), 2, "cases-unused"),
        (("1", "--call", "2022"), 2, "call-unknown"),
        (("2021-001", "2022-001"), 2, "cases-of-several-calls"),
        (("2021-001", "--call", "2022"), 2, "cases-of-several-calls"),
        (("1", "--dismiss", "priority"), 2, "ground-unknown"),
        (("9", "--eligible"), 2, "case-unknown"),
    ],
)
def test_what_is_wrongly_given_is_told(run: Run, words: tuple[str, ...], exit_code: int, code: str) -> None:
    """Each with its exit code and a code of its own."""
    found, said = run(*words)

    assert (found, said["data"]["code"]) == (exit_code, code)


def test_a_trial_run_changes_nothing(run: Run) -> None:
    """It says what the real run would do."""
    code, tried = run("--all-eligible", "--dry-run")

    assert (code, tried["status"], tried["data"]["cases"]) == (0, "dry-run", ["2021-002", "2021-003"])
    assert {row["screening"] for row in run()[1]["data"]["rows"]} == {"not_screened"}


def test_all_at_once_is_asked_for_at_a_terminal(
    run: Run, at_keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    """No is the answer that stands; yes confirms them."""
    at_keyboard.send_text(ENTER)
    main(["application", "screen", "--all-eligible"])
    assert "Nothing changed." in capsys.readouterr().out

    at_keyboard.send_text(DOWN + ENTER)
    main(["application", "screen", "--all-eligible"])

    assert "2021-002 and 2021-003: eligible." in capsys.readouterr().out


def test_why_a_stop_is_set_aside_is_asked_at_a_terminal(
    run: Run, at_keyboard: PipeInput, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason typed is stored with the screening."""
    at_keyboard.send_text(f"Avklart i møte{ENTER}")
    main(["application", "screen", "1", "--eligible"])
    capsys.readouterr()

    assert run("1")[1]["data"]["rows"][0]["screening_text"] == "Avklart i møte"


def test_call_show_prints_the_rules(opened: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what each leads to; a mere warning is not told of."""
    main(["call", "show", "2021"])

    shown = capsys.readouterr().out
    assert "Greatest applied amount: 450\u00a0000 (deduct 10 per cent)" in shown
    assert "Not supported: “tiltak 1” (stop): Tiltak blir ikkje støtta." in shown
