"""The example gives what it says it gives, on both databases."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skjonn.cli.demo import INPUT, commands
from skjonn.files import content_digest
from tests.examples.conftest import ROOT, Round, script

EXAMPLE = ROOT / "examples" / "rogaland-2021"


def test_the_round_gives_what_is_expected(expect: Any, played: Round) -> None:
    """Every answer of the finished round is the one kept in expected/."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in (EXAMPLE / "expected").iterdir()}

    assert {"demo.txt": played.said, **expect.outcome(played.folder)} == kept


def test_postgres_gives_the_same(expect: Any, played: Round, played_on_postgres: Round) -> None:
    """The whole round on Postgres gives the same answers, tables and letters as on SQLite, byte for byte."""
    assert expect.outcome(played_on_postgres.folder, played_on_postgres.database) == expect.outcome(played.folder)
    assert _files(played_on_postgres.folder) == _files(played.folder)


def _files(folder: Path) -> dict[str, bytes]:
    found = [path for part in ("letters", "tables") for path in (folder / part).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_awards_are_the_facts() -> None:
    """Title, municipality, scope of partners and amount of the 18 awards are those of facts.csv, in full."""
    told = {row["title"]: row for row in _told() if "award" in row}
    with (EXAMPLE / "facts.csv").open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))

    assert len(told) == len(facts) == 18
    for fact in facts:
        row = told[fact["title"]]
        assert (row["lead"], row["award"]) == (fact["lead_municipality"], int(fact["awarded_nok"]))
        named = re.split(r", | og ", row.get("partners", ""))
        known = [*fact["partner_municipalities"].split(";"), *fact["other_partners"].split(";")]
        expected = [name for name in known if name] or ([""] if not fact["scope"] else ["alle kommunane i Rogaland"])
        assert named == expected


def test_what_is_invented_says_so() -> None:
    """29 applications from 13 municipalities; a refused one begins with [oppdikta]; contacts are plainly invented."""
    told = _told()

    assert (len(told), len({row["lead"] for row in told})) == (29, 13)
    assert all(row["title"].startswith("[oppdikta] ") == ("refuse" in row) for row in told)
    assert all(row["contact"].endswith(" Oppdikta") for row in told)
    assert sum(row.get("award", 0) for row in told) == 10_000_000


def test_the_workbooks_are_written_from_the_round(tmp_path: Path) -> None:
    """The committed workbooks hold what build.py writes from round.toml."""
    script("examples/rogaland-2021/build.py").main(tmp_path)

    written = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.xlsx")}
    assert written == {path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*.xlsx")}
    for path in written:
        assert content_digest((tmp_path / path).read_bytes()) == content_digest((EXAMPLE / path).read_bytes()), path


def test_the_earlier_awards_are_the_facts() -> None:
    """Digi Rogaland had five awards from 2017 to 2020, two of them in one year from two pots: 11 050 000 with 2021's."""
    earlier = tomllib.loads((EXAMPLE / "round.toml").read_text(encoding="utf-8"))["earlier"]

    assert [(row["year"], row["award"]) for row in earlier] == [
        (2017, 600_000),
        (2018, 3_000_000),
        (2019, 3_000_000),
        (2020, 1_950_000),
        (2020, 1_000_000),
    ]
    assert sum(row["award"] for row in earlier) + 1_500_000 == 11_050_000
    assert all(row["reference"].startswith("[oppdikta] ") for row in earlier)


@pytest.mark.parametrize("name", [name for name in INPUT if name.endswith(".xlsx")])
def test_the_workbooks_say_they_are_an_example(name: str) -> None:
    """Whoever opens a workbook reads above the headings that it is invented."""
    sheet = openpyxl.load_workbook(EXAMPLE / name).worksheets[0]

    assert "DØME – ikkje eit vedtak" in str(sheet["A2"].value)


def test_the_commands_need_nothing_of_the_machine() -> None:
    """Each command that acts says who and when, so that the round is the same on every day and machine."""
    played = commands(EXAMPLE / "cmd.txt")

    assert played
    for command in played:
        assert "--today" in command.words, command.line
        assert "--user" in command.words, command.line


def _told() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((EXAMPLE / "round.toml").read_text(encoding="utf-8"))["application"]
    return rows
