"""`skjonn frame` and `skjonn call` as a person and as a script meet them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.files import shipped

EXAMPLE = str(shipped("examples") / "rogaland-2021" / "call.toml")
POT = {"applied_nok": 0, "recommended_nok": 0, "decided_nok": 0, "paid_nok": 0, "returned_nok": 0}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A working folder of Rogaland, at Kari's desk on the day the call of 2021 was announced."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKJONN_USER", "kari")
    monkeypatch.setenv("SKJONN_TODAY", "2021-01-19")
    monkeypatch.setenv("SKJONN_LANG", "en")
    assert main(["init", ".", "--office", "rogaland", "--neutral", "nn", "--name", "Kari Nordmann"]) == 0
    capsys.readouterr()


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    """Run a command and return the JSON object it prints."""
    assert main([*words, "--json"]) == code
    return dict(json.loads(capsys.readouterr().out))


def test_a_frame_is_shown_as_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    """`frame show --json` has the year, the pots with their seven figures, and the totals."""
    main(["frame", "set", "2021", "12 mill.", "--pot", "project=10 000 000", "--pot", "Fylkesløft=kr 500 000,-"])
    capsys.readouterr()

    assert said(capsys, "frame", "show", "2021")["data"] == {
        "year": 2021,
        "pots": [
            {"name": "ordinary", "allotted_nok": 1_500_000, **POT, "free_nok": 1_500_000, "opens_on": None},
            {"name": "project", "allotted_nok": 10_000_000, **POT, "free_nok": 10_000_000, "opens_on": None},
            {"name": "Fylkesløft", "allotted_nok": 500_000, **POT, "free_nok": 500_000, "opens_on": None},
        ],
        "totals": {"allotted_nok": 12_000_000, **POT, "free_nok": 12_000_000},
        "came_from": [],
    }


def test_setting_again_tells_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """A pot that is not named again goes to nothing, and is warned about."""
    main(["frame", "set", "2021", "12000000", "--pot", "project=10000000"])
    capsys.readouterr()

    answer = said(capsys, "frame", "set", "2021", "12000000")

    assert answer["data"]["changes"] == [
        {"name": "ordinary", "before_nok": 2_000_000, "after_nok": 12_000_000},
        {"name": "project", "before_nok": 10_000_000, "after_nok": 0},
    ]
    assert [message["severity"] for message in answer["messages"]] == ["warning"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("frame", "set", "2021", "10", "--pot", "project=11"), 2),
        (("frame", "set", "2021", "1.100"), 2),
        (("frame", "set", "2021", "10", "--pot", "project"), 2),
        (("frame", "show", "2022"), 2),
        (("frame", "move", "2021", "ordinary", "crisis", "11", "--reason", "x"), 3),
        (("frame", "add", "2021", "crisis", "11"), 2),
        (("call", "show", "2020"), 2),
        (("call", "open", "none.toml"), 5),
        (("call", "open", EXAMPLE), 3),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    """Wrong usage is 2, a rule 3, a missing file 5; the JSON says so too."""
    main(["frame", "set", "2021", "10"])
    capsys.readouterr()

    assert said(capsys, *words, code=code)["status"] == "error"


def test_a_call_from_opening_to_closing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A call is opened, listed, shown, copied, changed and closed; twice opened or closed is a conflict."""
    main(["frame", "set", "2021", "10 mill.", "--pot", "project=10 mill."])
    capsys.readouterr()

    assert said(capsys, "call", "open", EXAMPLE)["data"]["call"] == "2021"
    assert said(capsys, "call", "open", EXAMPLE, code=4)["data"]["code"] == "call-exists"
    listed = said(capsys, "call", "list")["data"]
    assert [(row["call"], row["opens_on"], row["closed_on"]) for row in listed["rows"]] == [
        ("2021", "2021-01-19", None)
    ]
    assert said(capsys, "call", "show")["data"]["content"]["criteria"][0]["weight"] == 30
    assert said(capsys, "call", "copy", "2021", "2022")["data"]["path"] == "call-2022.toml"
    text = Path(EXAMPLE).read_text(encoding="utf-8").replace("2021-02-26T23:59:59", "2021-03-05T23:59:59")
    (tmp_path / "call.toml").write_text(text, encoding="utf-8")
    changed = said(capsys, "call", "change", "2021", "call.toml", "--reason", "Fristen er flytta")["data"]
    assert [difference["key"] for difference in changed["differences"]] == ["deadline"]
    assert said(capsys, "call", "close", "2021")["data"]["undecided"] == []
    assert said(capsys, "call", "close", "2021", code=4)["data"]["code"] == "call-closed"


def test_a_call_is_read_by_people(capsys: pytest.CaptureFixture[str]) -> None:
    """`call show` names what is in the call, and that no clause is switched on."""
    main(["frame", "set", "2021", "10 mill.", "--pot", "project=10 mill."])
    main(["call", "open", EXAMPLE])
    capsys.readouterr()

    assert main(["call", "show", "2021"]) == 0

    shown = capsys.readouterr().out
    for text in (
        "FNs berekraftsmål",
        "renewal: Fornying, 30 %",
        "DØME – ikkje eit vedtak",
        "Clauses: none switched on",
    ):
        assert text in shown


def test_every_fault_of_a_file_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A faulty call file is exit 1, each fault with the file and the key."""
    text = (
        Path(EXAMPLE)
        .read_text(encoding="utf-8")
        .replace("weight = 30", "wheight = 30")
        .replace("year = 2021", 'year = "x"')
    )
    (tmp_path / "call.toml").write_text(text, encoding="utf-8")

    problems = said(capsys, "call", "open", "call.toml", code=1)["data"]["problems"]

    assert {(problem["file"], problem["cell"]) for problem in problems} == {
        ("call.toml", "year"), ("call.toml", "criteria[1].weight"), ("call.toml", "criteria[1].wheight"),
    }  # fmt: skip
