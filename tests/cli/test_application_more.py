"""Merging, undoing, giving back, linking and finding again, as a script and a person meet them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main, prompts
from skjonn.domain.desk import Desk
from tests.conftest import Copies
from tests.usecases import rounds
from tests.usecases.rounds import on
from tests.usecases.taken_in import File, take_in

MARCH = date(2021, 3, 2)
CASES: dict[str, dict[str, Any]] = {
    "2021-001": {"title": "Felles barnevernsteneste", "lead": "1112"},
    "2021-002": {"title": "Ei felles barnevernsteneste", "lead": "1112", "applied_nok": 400_000},
    "2021-003": {"title": "Digital hage", "lead": "1121", "summary": "For kommunar i Hå"},
}
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def url(copy_of: Copies, desk: Desk) -> str:
    """An office with the example's call and three cases of one file."""

    def build(url: str) -> None:
        rounds.open_round(url, desk, applied=())
        take_in(url, on(desk, MARCH), CASES, file=File("søknader.csv", b"Tittel;Kommune\n"))

    return copy_of("three cases", build)


@pytest.fixture
def command(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command on 2 March in an empty folder; give its exit code."""
    (tmp_path / "her").mkdir()
    monkeypatch.chdir(tmp_path / "her")

    def go(*words: str) -> int:
        return main([*words, "--database", url, "--user", "kari", "--today", "2021-03-02", "--lang", "en"])

    return go


@pytest.fixture
def run(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as a script does; give its exit code and its JSON object."""

    def go(*words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = command(*words, "--no-input", "--json")
        return code, json.loads(capsys.readouterr().out)

    return go


def test_pairs_and_their_merger(run: Run) -> None:
    """Probable duplicates are listed with why; the suggested command joins them; then there is no pair left."""
    listed = run("application", "duplicates", "--call", "2021")[1]
    (row,) = listed["data"]["rows"]
    code, merged = run(*listed["next"].split()[1:], "--applied", "900 000", "--reason", "Same prosjekt")

    assert (row["case"], row["other_case"], row["why_code"]) == ("2021-001", "2021-002", "same-applicant")
    assert code == 0
    assert (merged["data"]["case"], merged["data"]["into"], merged["data"]["applied_nok"]) == ("2021-002", "2021-001", 900_000)  # fmt: skip
    assert run("application", "duplicates", "--call", "2021")[1]["data"]["rows"] == []
    assert run("application", "show", "2021-002")[1]["data"]["merged_into"] == "2021-001"


def test_the_call_is_told_of_once(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    """Two cases by their last numbers belong to the one open call, which is said once."""
    capsys.readouterr()

    code = command("application", "merge", "2", "1", "--applied", "900000", "--reason", "Same")

    said = capsys.readouterr()
    assert code == 0
    assert said.err.count("the one that is open") == 1
    assert "2021-002 is part of 2021-001" in said.out


def test_the_amount_is_never_guessed(run: Run) -> None:
    """Where nobody can be asked, the missing amount is named and nothing is done."""
    code, said = run("application", "merge", "2021-002", "2021-001", "--reason", "x")

    assert code == 2
    assert "--applied" in said["data"]["message"]
    assert run("application", "show", "2021-002")[1]["data"]["status"] == "received"


def test_the_amount_is_asked_with_both_in_sight(
    command: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a terminal the question tells what each of the two applies for."""
    asked: list[str] = []

    def answer(_setting: object, _flag: str, question: str) -> int:
        asked.append(question.replace("\u00a0", " "))
        return 900_000

    monkeypatch.setattr(prompts, "amount", answer)

    code = command("application", "merge", "2021-002", "2021-001", "--reason", "Same")

    assert code == 0
    assert asked == ["2021-002 applies for NOK 400 000, 2021-001 for NOK 500 000. How much together?"]
    assert "2021-002 is part of 2021-001" in capsys.readouterr().out


def test_imports_are_listed_and_withdrawn(run: Run) -> None:
    """The list gives the number; a trial run changes nothing; then it is withdrawn, once."""
    listed = run("application", "imports", "--call", "2021")[1]["data"]
    trial = run("application", "undo-import", "1", "--reason", "Feil ark", "--dry-run")[1]
    code, done = run("application", "undo-import", "1", "--reason", "Feil ark")
    again, _said = run("application", "undo-import", "1", "--reason", "Feil ark")

    (row,) = listed["rows"]
    assert (row["import_number"], row["file_name"], row["cases"], row["person"]) == (1, "søknader.csv", 3, "Kari Nordmann")  # fmt: skip
    assert (len(row["digest"]), row["sha256"].startswith(row["digest"]), row["undone_on"]) == (12, True, None)
    assert (trial["status"], trial["data"]) == ("dry-run", done["data"])
    assert (code, again, done["data"]["withdrawn"]) == (0, 4, ["2021-001", "2021-002", "2021-003"])
    assert run("application", "imports")[1]["data"]["rows"][0]["undone_on"] == "2021-03-02"


def test_what_keeps_an_import(run: Run) -> None:
    """Each case that has been built on is named as a problem, with exit 3."""
    run("score", "record", "2021-003", "--text", "God søknad")

    code, said = run("application", "undo-import", "1", "--reason", "Feil")

    (problem,) = said["data"]["problems"]
    assert code == 3
    assert (problem["code"], problem["cell"], problem["message"]) == ("case-worked-on", "2021-003", "It has an assessment.")  # fmt: skip


def test_the_original(run: Run, tmp_path: Path) -> None:
    """By import, then by case: the file as it came, in the current folder or where it is wanted; never over another."""
    code, first = run("application", "export", "1")
    run("application", "export", "2021-003", "--out", "kopi.csv")
    (tmp_path / "her" / "søknader.csv").write_bytes(b"mine")
    clash, _said = run("application", "export", "1")

    assert code == 0
    assert Path(first["data"]["files"][0]["path"]) == tmp_path / "her" / "søknader.csv"
    assert (tmp_path / "her" / "kopi.csv").read_bytes() == b"Tittel;Kommune\n"
    assert clash == 4


@pytest.mark.parametrize("wanted", ["99", "9" * 5000, "2021-099", "tull", "²"])
def test_no_such_original(run: Run, wanted: str) -> None:
    """What is no import and no case is wrong usage, whatever is typed."""
    assert run("application", "export", wanted)[0] == 2


def test_links(run: Run) -> None:
    """A link is added, shown and taken back; two things at once, and a private address, are wrong usage."""
    address = "https://www.example.org/film"
    added, _one = run("application", "link", "2021-003", address, "--label", "Opptak")
    shown = run("application", "show", "2021-003")[1]["data"]["links"]
    both, _two = run("application", "link", "2021-003", address, "--remove", address)
    private, _three = run("application", "link", "2021-003", "https://intranett/x")
    missing, _four = run("application", "link", "2021-003")
    removed, _five = run("application", "link", "2021-003", "--remove", address)

    assert (added, both, private, missing, removed) == (0, 2, 2, 2, 0)
    assert shown == [{"url": address, "label": "Opptak", "on": "2021-03-02", "author": "Kari Nordmann"}]
    assert run("application", "show", "2021-003")[1]["data"]["links"] == []


def test_one_address_is_one_link(run: Run) -> None:
    """The case of scheme and host makes no second link, and does not keep one from being taken back."""
    run("application", "link", "2021-003", "HTTPS://www.Example.org/Film")
    again, _said = run("application", "link", "2021-003", "https://WWW.example.org/Film")
    other, _said = run("application", "link", "2021-003", "https://www.example.org/film")
    removed, _said = run("application", "link", "2021-003", "--remove", "Https://www.example.ORG/Film")

    assert (again, other, removed) == (4, 0, 0)
    assert [one["url"] for one in run("application", "show", "2021-003")[1]["data"]["links"]] == ["https://www.example.org/film"]  # fmt: skip


def test_a_case_tells_where_it_came_from(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    """File, sheet, row, import, who and when; links whole on a line; what it is part of; on the terminal."""
    address = "https://www.example.org/" + "ei-lang-adresse-" * 8
    command("application", "link", "2021-001", address, "--label", "Opptak")
    command("application", "merge", "2021-002", "2021-001", "--applied", "900000", "--reason", "Same")
    capsys.readouterr()

    command("application", "show", "2021-001")
    kept = capsys.readouterr().out.replace("\u00a0", " ")
    command("application", "show", "2021-002")
    gone = capsys.readouterr().out.replace("\u00a0", " ")

    assert "From søknader.csv, Ark1, row 2" in kept
    assert "Import 1, taken in 2 March 2021 by Kari Nordmann" in kept
    assert f"  Opptak: {address}\n" in kept
    assert "Part of this case: 2021-002" in kept
    assert "Merged into 2021-001" in gone


@pytest.mark.parametrize("years", ["2021", "2020-2021", "2020–2022", " 2021 - 2021 "])
def test_spans_of_years(run: Run, years: str) -> None:
    """One year, or two with a hyphen or a dash between."""
    code, said = run("application", "list", "--years", years)

    assert (code, len(said["data"]["rows"])) == (0, 3)


@pytest.mark.parametrize(
    "years", ["x", "", "2021-2020", "20-21", "2020-21", "21", "2020-2021-2022", "2020-", "²²²²", "12021"]
)
def test_what_is_no_span_of_years(run: Run, years: str) -> None:
    """Anything else, years of two digits, and the later year first are wrong usage, with how it is written."""
    code, said = run("application", "list", "--years", years)

    assert (code, said["data"]["code"]) == (2, "years-wrong")
    assert "--years 2019-2021" in said["data"]["advice"]


def test_a_status_that_does_not_exist(run: Run) -> None:
    """It is wrong usage, with the statuses there are; one that exists is looked for."""
    code, said = run("application", "list", "--call", "2021", "--status", "tull")
    received = run("application", "list", "--call", "2021", "--status", "received")[1]["data"]["rows"]

    assert (code, said["data"]["code"]) == (2, "status-unknown")
    assert "partly_awarded" in said["data"]["advice"]
    assert len(received) == 3


def test_found_again(run: Run) -> None:
    """A search tells in each row where it found something; signs alone are wrong usage."""
    rows = run("application", "list", "--search", "barnevernstjenester")[1]["data"]["rows"]
    hit = run("application", "list", "--search", "kommunen ha", "--years", "2020-2022")[1]["data"]["rows"]

    assert [(row["case"], row["found_in"]) for row in rows] == [("2021-001", ["title"]), ("2021-002", ["title"])]
    assert [(row["case"], row["found_in"]) for row in hit] == [("2021-003", ["summary"])]
    assert run("application", "list", "--search", "?!")[0] == 2
    assert "found_in" not in run("application", "list", "--call", "2021")[1]["data"]["rows"][0]
