"""Reports from the command line: what is asked for, exit codes, shapes scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided
from tests.usecases.test_reports import TOLD, answers, fill


@pytest.fixture
def run(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:  # fmt: skip
    """Two awards; run a command with --json as kari the day the reports came; return its exit code and its object."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))
    (tmp_path / "skjonn.toml").write_text("[reminders]\ncoming = 14\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2022-05-30"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else {}

    return running


def test_a_report_from_form_to_example(run: Any) -> None:
    """Form, import, list, accept and example follow each other, each naming the next."""
    code, said = run("report", "form", "2021", "--case", "1", "--out", "f")
    assert (code, said["next"]) == (0, "skjonn report import f --received DATE")
    fill(Path(said["data"]["forms"][0]["path"]), answers(TOLD))
    code, said = run("report", "import", "f", "--received", "2022-05-29")
    assert (code, said["data"]["added"]) == (0, ["2021-001"])

    rows = run("report", "list", "2021")[1]["data"]["rows"]
    assert [(row["case"], row["report"], row["report_state"], row["unused_nok"]) for row in rows] == [
        ("2021-001", "interim", "not_needed", None), ("2021-001", "final", "received", 50_000),
        ("2021-002", "interim", "overdue", None), ("2021-002", "final", "not_due", None),
    ]  # fmt: skip
    assert run("report", "show", "1")[1]["data"]["said"]["results"] == "Felles rutiner."
    code, said = run("report", "accept", "1", "--unused", "claimed")
    assert (code, said["next"]) == (0, "skjonn letter write 2021 --kind repayment --case 2021-001 --amount 50000 --due DATE --point TEXT")  # fmt: skip
    assert run("report", "example", "1", "--text", "Andre kan lære.")[0] == 0
    table = run("table", "reports", "--call", "2021")[1]["data"]
    assert (table["totals"], table["rows"][1]["example_text"]) == ({"spent_nok": 1_050_000, "unused_nok": 50_000}, "Andre kan lære.")  # fmt: skip
    assert "comment" not in table["columns"]


def test_a_case_tells_of_its_reports(run: Any) -> None:
    """What is due, what came, and what became of it, also as it stood before; what is to be mended stands first in `report show`."""
    path = run("report", "form", "2021", "--case", "1", "--out", "f")[1]["data"]["forms"][0]["path"]
    fill(Path(path), answers(TOLD))
    run("report", "import", "f", "--received", "2022-05-29")
    assert [one["needless"] for one in run("application", "show", "1")[1]["data"]["reports"]] == [True, False]
    run("report", "return", "1", "--comment", "Timar manglar.")

    interim, final = run("application", "show", "1")[1]["data"]["reports"]
    assert interim == {"report": "interim", "due_on": "2021-12-01", "received_on": None, "act": None, "unused_nok": None, "needless": True}  # fmt: skip
    assert (final["received_on"], final["act"], final["unused_nok"]) == ("2022-05-29", "returned", 50_000)
    before = run("application", "show", "1", "--as-of", "2022-05-01")[1]["data"]["reports"]
    assert [one["received_on"] for one in before] == [None, None]
    assert run("report", "show", "1")[1]["data"]["comment"] == "Timar manglar."


def test_what_is_due_and_reminders(run: Any) -> None:
    """The days are the settings'; a second run writes nothing; an extension needs a reason and a later day."""
    due = run("report", "due")[1]["data"]["rows"]
    assert [(row["case"], row["report"], row["report_state"], row["days_over"]) for row in due] == [
        ("2021-001", "interim", "second", 180), ("2021-002", "interim", "second", 180),
        ("2021-001", "final", "coming", -2), ("2021-002", "final", "coming", -2),
    ]  # fmt: skip
    assert run("report", "remind", "--dry-run")[1]["status"] == "dry-run"
    assert not Path("reminders").exists()
    assert len(run("report", "remind")[1]["data"]["reminders"]) == 4
    assert run("report", "remind")[1]["data"]["reminders"] == []
    assert len(list(Path("reminders").iterdir())) == 4
    assert (
        run("report", "extend", "1", "--to", "2022-09-01", "--reason", "Sjukdom")[1]["data"]["due_on"] == "2022-09-01"
    )
    assert run("status")[1]["data"]["reports_due"] == {"coming": 1, "second": 2}


REFUSED: tuple[tuple[tuple[str, ...], int], ...] = (
    (("report", "form", "2021", "--case", "99"), 3),
    (("report", "form", "2021", "--group", "county"), 2),
    (("report", "import", "missing.xlsx"), 5),
    (("report", "import", "skjonn.toml"), 1),
    (("report", "show", "1"), 2),
    (("report", "show", "77"), 2),
    (("report", "accept", "1"), 2),
    (("report", "return", "1", "--comment", " "), 2),
    (("report", "extend", "1", "--to", "2020-01-01", "--reason", "x"), 2),
    (("report", "extend", "1", "--to", "2023-01-01", "--reason", " "), 2),
    (("report", "add", "1", "--status", "ended"), 1),
    (("report", "example", "1", "--text", "x"), 2),
    (("report", "list", "2019"), 2),
    (("table", "reports", "--call", "2019"), 2),
)
"""What is typed, and the exit code it ends with."""


def test_what_cannot_be_is_refused_in_a_sentence(run: Any) -> None:
    """Each slip has its exit code, and nothing is stored."""
    for words, code in REFUSED:
        assert run(*words)[0] == code, words
    assert all(row["received_on"] is None for row in run("report", "list", "2021")[1]["data"]["rows"])


def test_wrong_days_of_reminders_are_named(run: Any) -> None:
    """A setting that cannot be is refused with its key."""
    Path("skjonn.toml").write_text("[reminders]\nsecond = 3\n", encoding="utf-8")
    assert run("report", "due")[0] == 1
