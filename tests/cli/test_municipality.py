"""`skjonn municipality` as a person and as a script meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.registries.tables import DATA

ON = ("--on", "2021-06-01", "--json")


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is no working folder."""
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the JSON object printed."""
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.usefixtures("outside")
def test_find_answers_without_a_database(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped register answers outside a working folder, with the form and its rule."""
    assert main(["municipality", "find", "Gáivuotna", *ON]) == 0
    assert said(capsys)["data"] == {
        "number": "5426", "name": "Kåfjord", "name_sami": "Gáivuotna", "name_kven": "Kaivuono", "county_number": "54",
        "county": "Troms og Finnmark", "valid_from": "2020-01-01", "valid_to": "2024-01-01", "org_number": "940363586",
        "language_form": "bokmål", "language_rule": "later-observation",
    }  # fmt: skip
    assert main(["municipality", "find", "1146", "--on", "2026-01-01", "--json"]) == 0
    assert said(capsys)["data"]["language_form"] is None


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("name", "part", "numbers"),
    [
        ("Herøy", "candidates", ["1515", "1818"]),
        ("Finnøy", "successors", ["1103"]),
        ("Tysvaer", "suggestions", ["1146"]),
        ("Atlantis", "suggestions", []),
    ],
)
def test_what_is_not_found_is_exit_1(
    name: str, part: str, numbers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Candidates, successors, near spellings: as data for a script, as a sentence for a person, never taken."""
    assert main(["municipality", "find", name, *ON]) == 1
    answer = said(capsys)
    assert answer["status"] == "findings"
    assert [one["number"] for one in answer["data"][part]] == numbers
    assert main(["municipality", "find", name, "--on", "2021-06-01"]) == 1
    talk = capsys.readouterr()
    assert talk.out == ""
    assert name in talk.err
    assert all(number in talk.err for number in numbers)


@pytest.mark.usefixtures("outside")
def test_list_of_a_county(capsys: pytest.CaptureFixture[str]) -> None:
    """A county's municipalities in reading order, for a person, as JSON and as CSV; an unknown county is exit 2."""
    assert main(["municipality", "list", "--county", "Rogaland", *ON]) == 0
    rows = said(capsys)["data"]["rows"]
    assert {row["number"]: row["language_form"] for row in rows}["1101"] == "bokmål"
    assert len(rows) == 23
    assert main(["municipality", "list", "--county", "11", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("number,name,name_sami,")
    assert main(["municipality", "list", "--county", "Atlantis"]) == 2


@pytest.mark.usefixtures("outside")
def test_acting_needs_a_working_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """What is recorded is recorded somewhere: exit 5 outside; a missing argument is named where nobody is asked."""
    words = ["municipality", "language", "1146", "nn", "--from", "2022-01-01", "--source", "brev"]
    assert main(words) == 5
    assert main(words[:-2]) == 2
    assert "--source" in capsys.readouterr().err


@pytest.mark.usefixtures("outside")
def test_a_decision_and_a_newer_register(office: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Record a decision, see it used; take a register into use, once; a faulty one is exit 1 with its cells."""
    common = ["--database", office, "--user", "kari", "--today", "2026-01-02"]
    language = ["municipality", "language", "1146", "nynorsk", "--from", "2022-01-01", "--source", "brev", *common]
    assert main([*language, "--dry-run"]) == 0
    assert main(language) == 0
    assert main(language) == 4
    capsys.readouterr()
    assert main(["municipality", "find", "1146", *common, "--json"]) == 0
    assert said(capsys)["data"]["language_rule"] == "recorded-decision"

    path = tmp_path / "newer.csv"
    text = (DATA / "municipalities.csv").read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "1111,Sokndal,Sokndal,,,11,Rogaland,1838-01-01,,,",
            "1111,Sokndal,Sokndal,,,11,Rogaland,1838-01-01,2026-01-01,1101,",
        ),
        encoding="utf-8",
    )
    assert main(["municipality", "update", str(path), *common, "--json"]) == 0
    data = said(capsys)["data"]
    assert (data["municipalities"], data["changes"], data["already"]) == (356, [], False)
    assert main(["municipality", "update", str(path), *common]) == 0
    assert "already" in capsys.readouterr().out
    assert main(["municipality", "find", "Sokndal", *common]) == 1
    path.write_text(text.replace("964965692", "964965691"), encoding="utf-8")
    assert main(["municipality", "update", str(path), *common]) == 1
    assert "newer.csv, K" in capsys.readouterr().err
