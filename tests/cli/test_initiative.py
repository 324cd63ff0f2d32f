"""Initiatives and rounds that were taken over, from the command line: shapes scripts rely on, exit codes, words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skjonn import files
from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.past_rounds import DIGI, Past, open_past, past


@pytest.fixture
def years(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Digi Rogaland in 2019 and 2020 and a refusal, taken over by kari, whose desk the commands are run at."""
    for year in (2019, 2020):
        open_past(office, desk, tmp_path, year, ("project", 4_000_000))
        past(office, desk, str(year), Past(f"{DIGI} {year}", 1_000_000), Past("Nei", 0, applied_nok=5))
    for name, value in (("DATABASE", office), ("USER", "kari"), ("TODAY", "2021-01-19"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    return office


@pytest.fixture
def run(years: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command with --json; return its exit code and its object."""

    def running(*words: str) -> tuple[int, dict[str, Any]]:
        code = main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return running


def test_a_suggestion_is_tied_by_the_command_it_names(run: Any) -> None:
    """What is suggested stands as a command to look at and run; afterwards nothing is suggested."""
    _code, said = run("initiative", "suggest")
    (suggestion,) = said["data"]["suggestions"]

    assert (suggestion["initiative"], suggestion["initiatives"]) == (DIGI, [])
    assert suggestion["cases"][0] == {
        "case": "2019-001",
        "year": 2019,
        "title": "Digi Rogaland 2019",
        "municipality": "Stavanger",
        "awarded_nok": 1_000_000,
        "tied_to": None,
    }
    assert suggestion["command"] == "skjonn initiative link 2019-001 2020-001 --name 'Digi Rogaland'"

    code, done = run("initiative", "link", "2019-001", "2020-001", "--name", DIGI)

    assert (code, done["data"]["initiative"], done["data"]["added"]) == (0, DIGI, ["2019-001", "2020-001"])
    assert run("initiative", "suggest")[1]["data"] == {"suggestions": []}


def test_the_table_of_initiatives_has_the_keys_scripts_rely_on(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a call or a year it is of all, though two calls are open; the keys of a row are a contract."""
    run("initiative", "link", "2019-001", "2020-001")
    run("initiative", "award", DIGI, "2018", "500 000", "--source", "Oslo og Viken")

    code, said = run("table", "initiatives")

    assert code == 0
    assert said["data"]["rows"] == [
        {"initiative": DIGI, "years": [2018, 2019, 2020], "awards": 3, "awarded_nok": 2_500_000}
    ]
    assert said["data"]["totals"] == {"awards": 3, "awarded_nok": 2_500_000}
    assert [row["awarded_nok"] for row in run("table", "initiatives", "--year", "2019")[1]["data"]["rows"]] == [
        1_500_000
    ]
    assert [row["awarded_nok"] for row in run("table", "initiatives", "--call", "2020")[1]["data"]["rows"]] == [
        2_500_000
    ]
    assert run("table", "initiatives", "--call", "2020", "--year", "2020")[0] == 2
    assert main(["table", "initiatives"]) == 0
    assert "2018, 2019, 2020" in capsys.readouterr().out


def test_one_initiative_and_all(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """`list` tells the sums, `list NAME` each award with its year, case or source."""
    run("initiative", "link", "2019-001", "2020-001")
    run("initiative", "award", DIGI, "2018", "500000", "--source", "Agder")

    every = run("initiative", "list")[1]["data"]
    one = run("initiative", "list", "digi rogaland")[1]["data"]

    assert every["totals"] == {"awards": 3, "awarded_nok": 2_500_000}
    assert every["initiatives"] == [one]
    assert [(part["year"], part["case"], part["source"], part["awarded_nok"]) for part in one["parts"]] == [
        (2018, None, "Agder", 500_000),
        (2019, "2019-001", "", 1_000_000),
        (2020, "2020-001", "", 1_000_000),
    ]
    assert main(["initiative", "list", DIGI, "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "year,case,title,municipality,pot,source,awarded_nok"
    assert main(["initiative", "list", DIGI]) == 0
    assert "Digi Rogaland: 3 awards, 2018, 2019 and 2020" in capsys.readouterr().out


def test_untying_and_removing_need_a_reason(run: Any) -> None:
    """Without one, and nobody to ask, it is exit code 2; with it the case and the award are out."""
    run("initiative", "link", "2019-001", "2020-001")
    run("initiative", "award", DIGI, "2018", "500000", "--source", "Agder")

    assert run("initiative", "unlink", "2019-001", "--no-input")[0] == 2
    assert run("initiative", "unlink", "2019-001", "--reason", "Feil")[1]["data"]["awarded_nok"] == 1_500_000
    removed = run("initiative", "award", DIGI, "2018", "500000", "--source", "Agder", "--remove", "--reason", "Feil")
    assert removed[1]["data"]["awarded_nok"] == 1_000_000
    gone = run("initiative", "unlink", "2020-001", "--reason", "Feil")[1]["data"]
    assert (gone["awarded_nok"], gone["parts"]) == (0, [])


def test_a_decision_that_was_taken_over_says_so(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """`decision show`, `decision list` and `application show` name it; approving it is refused by a rule."""
    shown = run("decision", "show", "2020-V1")[1]["data"]

    assert (shown["status"], shown["approved_by"]) == ("taken_over", None)
    assert [(line["case"], line["outcome"], line["amount_nok"]) for line in shown["lines"]] == [
        ("2020-001", "award", 1_000_000),
        ("2020-002", "refusal", 0),
    ]
    assert run("application", "show", "2020-001")[1]["data"]["taken_over"] is True
    assert main(["decision", "show", "2020-V1"]) == 0
    assert main(["decision", "list"]) == 0
    assert main(["application", "show", "2020-001"]) == 0
    said = capsys.readouterr().out
    assert "Taken over as decided by Kari Nordmann on 19\u00a0January\u00a02021" in said
    assert "2020-001  awarded in full, taken over as decided" in said
    assert run("decision", "approve", "2020-V1", "--approver", "per")[1]["data"]["code"] == "decision-taken-over"
    assert run("letter", "write", "2020")[1]["data"]["code"] == "round-taken-over"


def test_an_import_says_which_applications_look_like_more_of_an_initiative(run: Any, tmp_path: Path) -> None:
    """New applications that look like awards of earlier years are named with them, in a trial run too; unlike ones name none."""
    assert run("frame", "set", "2021", "5000000", "--pot", "project=5000000")[0] == 0
    assert run("call", "open", str(files.shipped("examples") / "rogaland-2021" / "call.toml"))[0] == 0
    sheet = tmp_path / "a.csv"
    sheet.write_text(
        "Tittel;Søkjarkommune;Søkt beløp\nDigi Rogaland 2021;Stavanger;500 000\nHavnebad;Sola;400 000\n",
        encoding="utf-8",
    )
    words = ("application", "import", str(sheet), "--call", "2021", "--received", "2021-01-19")

    trial = run(*words, "--dry-run")[1]
    assert trial["status"] == "dry-run"
    _code, said = run(*words)

    assert trial["messages"] == said["messages"]
    assert said["messages"][-2]["message"] == f"These look like one initiative, {DIGI}: 2019-001, 2020-001, 2021-001."
    assert len(said["messages"]) == 2
    assert run(*words)[1]["messages"] == []
