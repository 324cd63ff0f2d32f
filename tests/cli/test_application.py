"""`skjonn application` as a script and a person meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from skjonn.files import shipped
from tests.usecases import rounds

EXAMPLE = shipped("examples") / "rogaland-2021" / "applications.xlsx"
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(office: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on 2 March in an office with the example's call open; give its exit code and its JSON object."""
    rounds.open_round(office, desk, applied=())

    def command(*words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = main([*words, "--database", office, "--user", "kari", "--today", "2021-03-02", "--lang", "en", "--no-input", "--json"])  # fmt: skip
        return code, json.loads(capsys.readouterr().out)

    return command


def test_import_twice(run: Run) -> None:
    """The counts scripts rely on: 29 added, then 0 added and 29 unchanged."""
    code, first = run("application", "import", str(EXAMPLE), "--call", "2021")
    again, second = run("application", "import", str(EXAMPLE), "--call", "2021")

    assert (code, again) == (0, 0)
    assert {name: first["data"][name] for name in ("call", "added", "changed", "unchanged", "problems")} == {"call": "2021", "added": 29, "changed": 0, "unchanged": 0, "problems": []}  # fmt: skip
    assert (second["data"]["added"], second["data"]["unchanged"]) == (0, 29)


def test_faults_by_place(run: Run, tmp_path: Path) -> None:
    """A file with faults is exit 1, each with code, severity, file, sheet, cell and message; partly taken is exit 1 too."""
    file = tmp_path / "a.csv"
    file.write_text("Tittel;Kommune;Søkt beløp\nA;Lund;1.100\nB;Time;5000\n", encoding="utf-8")

    code, refused = run("application", "import", str(file), "--call", "2021", "--received", "2021-02-01")
    partly, taken = run("application", "import", str(file), "--call", "2021", "--received", "2021-02-01", "--partial")

    fault = next(one for one in refused["data"]["problems"] if one["severity"] == "error")
    assert (code, partly) == (1, 1)
    assert (fault["code"], fault["file"], fault["sheet"], fault["cell"]) == ("amount-ambiguous", "a.csv", "", "C2")
    assert (taken["data"]["added"], taken["data"]["left_out"]) == (1, 1)


def test_missing_receipt_names_the_flag(run: Run, tmp_path: Path) -> None:
    """Where nobody can be asked, the missing flag is named, with exit 2."""
    file = tmp_path / "a.csv"
    file.write_text("Tittel;Kommune;Søkt beløp\nB;Time;5000\n", encoding="utf-8")

    code, said = run("application", "import", str(file), "--call", "2021")

    assert code == 2
    assert "--received" in said["data"]["advice"]


def test_one_case_from_end_to_end(run: Run) -> None:
    """A case added, edited, noted, shown, listed and withdrawn from the command line."""
    add = ("--title", "Ny", "--municipality", "Lund", "--applied", "500 000", "--received", "2021-02-15")
    assert (
        run("application", "add", "--call", "2021", *add, "--partners", "Time og KS")[1]["data"]["case"] == "2021-001"
    )

    edited = run("application", "edit", "2021-001", "--set", "applied_nok=1,1 mill.", "--reason", "Retta")[1]["data"]
    run("application", "note", "2021-001", "Ringde")
    shown = run("application", "show", "2021-001")[1]["data"]
    listed = run("application", "list", "--call", "2021")[1]["data"]
    code, _said = run("application", "withdraw", "2021-001", "--reason", "Trekt")

    assert edited["differences"] == [{"field": "applied_nok", "old": 500_000, "new": 1_100_000}]
    assert (shown["status"], shown["fields"]["partners"], shown["notes"][0]["text"]) == ("received", ["Time", "KS"], "Ringde")  # fmt: skip
    assert listed["totals"] == {"applications": 1, "applied_nok": 1_100_000}
    assert (listed["rows"][0]["case"], listed["rows"][0]["municipality_number"]) == ("2021-001", "1112")
    assert code == 0


def test_a_trial_run(run: Run) -> None:
    """`--dry-run` tells what would be done and keeps nothing."""
    trial = run("application", "import", str(EXAMPLE), "--call", "2021", "--dry-run")[1]

    assert (trial["status"], trial["data"]["added"]) == ("dry-run", 29)
    assert run("application", "list", "--call", "2021")[1]["data"]["rows"] == []


def test_every_fault_shows_its_code_on_the_terminal(
    office: str, desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fault stands with file, sheet, cell, words, advice and code, in lines of at most 80 signs; last, where they are marked."""
    monkeypatch.chdir(tmp_path)
    rounds.open_round(office, desk, applied=())
    file = tmp_path / "a.csv"
    rows = "".join(f"Prosjekt {n};Oz;1.100\n" for n in range(30))
    file.write_text(f"Tittel;Kommune;Søkt beløp\n{rows}", encoding="utf-8")

    code = main(["application", "import", str(file), "--call", "2021", "--received", "2021-02-15", "--database", office, "--user", "kari", "--today", "2021-03-02", "--lang", "nn", "--no-input"])  # fmt: skip

    said = capsys.readouterr().err
    assert code == 1
    assert said.count("[municipality-unknown]") == said.count("[amount-ambiguous]") == 1
    assert "B2:B31 (30 " in said
    assert "C2:C31 (30 " in said
    assert max(map(len, said.splitlines())) <= 80
    assert said.splitlines()[-1] == "Feila er merkte i a.problems.xlsx."
    assert (tmp_path / "a.problems.xlsx").is_file()
