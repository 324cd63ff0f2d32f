"""The yearly report from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided


@pytest.fixture
def run(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:  # fmt: skip
    """Two awards; run a command with --json as kari after the year; return its exit code and its object."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2022-02-01"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else {}

    return running


def test_a_year_is_reported_closed_compared_and_corrected(run: Any) -> None:
    """Each command names the next; files stand where they are asked for; a trial run writes none."""
    assert run("year", "report", "2021", "--dry-run")[1]["status"] == "dry-run"
    assert not Path("report-2021").exists()
    code, said = run("year", "report", "2021", "--out", "r", "--in", "nb")
    assert (code, said["next"], said["data"]["figures"]["awarded_nok"]) == (0, "skjonn year close 2021", 1_200_000)
    assert sorted(path.name for path in Path("r").iterdir()) == ["manifest.json", "årsrapport-2021-nb.docx", "årsrapport-2021-nb.json", "årsrapport-2021-nb.xlsx"]  # fmt: skip
    manifest = json.loads(Path("r/manifest.json").read_text(encoding="utf-8"))
    assert {one["path"].rpartition("/")[2]: one["sha256"] for one in said["data"]["files"]}.items() >= manifest["files"].items()  # fmt: skip

    assert run("year", "close", "2021")[1]["data"]["number"] == 1
    assert run("year", "compare", "2021")[1]["data"]["rows"] == []
    assert run("payment", "record", "--case", "1", "--amount", "100000")[0] == 0
    rows = run("year", "compare", "2021")[1]["data"]["rows"]
    assert {"place": "figures", "what_differs": "paid_nok", "before": 0, "after": 100_000} in rows
    assert run("year", "close", "2021", "--correct", "--reason", "Utbetalt seint.")[1]["data"]["number"] == 2
    (listed,) = run("year", "report", "2021", "--out", "r2")[1]["data"]["corrections"]
    assert (listed["on"], listed["reason"], listed["differences"]) == ("2022-02-01", "Utbetalt seint.", rows)
    compared = run("year", "compare", "2021")[1]["data"]
    assert (compared["rows"], compared["corrections"]) == ([], [listed])


def test_what_was_corrected_is_shown_in_words(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A person reads when, why and what: names of tables, rows and figures in the language of messages, within 80 columns."""
    run("year", "close", "2021")
    run("payment", "record", "--case", "1", "--amount", "100000")
    run("year", "close", "2021", "--correct", "--reason", "Utbetalt seint. " + "Meir om det. " * 8)
    run("payment", "record", "--case", "2", "--amount", "50000")
    assert main(["year", "compare", "2021", "--lang", "nn"]) == 0

    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Retta 1. februar 2022: Utbetalt seint." in said
    assert "Ikkje teke inn enno:" in said
    assert said.count("Året samla") == 2
    assert "(utan termin)" in said
    assert max(map(len, said.splitlines())) <= 80
    assert not [word for word in ("_nok", "figures", "payments", "pots") if word in said]


REFUSED: tuple[tuple[tuple[str, ...], int], ...] = (
    (("year", "report", "2019"), 2),
    (("year", "report", "2021", "--in", "en"), 2),
    (("year", "report", "2021", "--as-of", "2022-02-02"), 2),
    (("year", "report", "2021", "--out", "file"), 5),
    (("year", "report", "2021", "--out", "file/below"), 5),
    (("year", "compare", "2021"), 3),
    (("year", "compare", "2021", "2019"), 2),
    (("year", "close", "2021", "--correct", "--reason", "x"), 3),
    (("year", "close", "2021", "--correct"), 2),
    (("year", "close", "2021", "--correct", "--reason", "x", "--as-of", "2021-12-31"), 2),
    (("year", "close", "2021", "--reason", "x"), 2),
    (("year", "close", "2021", "--as-of", "2099-01-01"), 2),
    (("år", "report", "x"), 2),
)
"""What is typed, and the exit code it ends with."""


def test_what_cannot_be_is_refused_in_a_sentence(run: Any) -> None:
    """Each slip has its exit code, and leaves what was there as it was."""
    Path("file").write_bytes(b"before")
    for words, code in REFUSED:
        assert run(*words)[0] == code, words
    assert [path.name for path in Path().iterdir() if path.name != "skjonn.db"] == ["file"]
    assert Path("file").read_bytes() == b"before"
