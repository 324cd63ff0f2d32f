"""What a newcomer is shown: the finished round, and what is refused on the way to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.cli.demo import INPUT, commands
from skjonn.files import shipped
from tests.examples.conftest import ROOT, Round, script

Skjonn = Callable[..., Any]


@dataclass(frozen=True)
class Heard:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The data of its JSON."""
        return json.loads(self.out)["data"]


def run(folder: Path, *words: str, database: str = "") -> Heard:
    """Run one command in `folder`."""
    on = ["--database", database] if database else []
    with chdir(folder), redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = main([*words, "--lang", "en", "--no-input", *on])
    return Heard(code, out.getvalue(), err.getvalue())


def copied(folder: Path, database: str, until: str = "") -> list[Sequence[str]]:
    """Play a copy of the example in `folder` up to the command that begins with `until`; return the rest."""
    played = [command.words for command in commands(shipped("examples") / "rogaland-2021" / "cmd.txt")]
    for name in INPUT:
        if not (folder / name).exists():
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(shipped("examples") / "rogaland-2021" / name, folder / name)
    end = next(place for place, words in enumerate(played) if " ".join(words).startswith(until))
    for words in played[:end]:
        heard = run(folder, *words, database=database)
        assert heard.code == 0, heard.err
    return list(played[end:])


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The folder's own database, or an empty one on Postgres."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("empty_postgres")())


def test_the_folder_holds_the_round(played: Round) -> None:
    """The demo leaves settings, database, 29 letters and the table of awards in four formats."""
    assert (played.folder / "skjonn.toml").is_file()
    assert (played.folder / "skjonn.db").is_file()
    assert len(list((played.folder / "letters").rglob("*.docx"))) == 29
    for ending in ("docx", "xlsx", "csv", "json"):
        assert (played.folder / "tables" / f"awards.{ending}").stat().st_size


def test_the_awards(skjonn: Skjonn) -> None:
    """18 awards, 10 000 000 kroner in all."""
    table = skjonn("table", "awards", "--call", "2021")

    assert len(table["rows"]) == 18
    assert table["totals"]["awarded_nok"] == 10_000_000


def test_the_municipalities(skjonn: Skjonn) -> None:
    """Each municipality's sum is the published one; 13 applied."""
    rows = skjonn("table", "municipalities", "--call", "2021")["rows"]
    sums = {row["municipality"]: row["awarded_nok"] for row in rows}

    assert len(sums) == 13
    assert (sums["Stavanger"], sums["Gjesdal"], sums["Suldal"]) == (3_900_000, 1_400_000, 0)
    assert sum(row["applications"] for row in rows) == 29


def test_the_frame_is_used_up(skjonn: Skjonn) -> None:
    """Nothing is free in the project pot."""
    pots = {pot["name"]: pot for pot in skjonn("frame", "show", "2021")["pots"]}

    assert pots["project"]["decided_nok"] == 10_000_000
    assert pots["project"]["free_nok"] == 0


def test_the_database_holds_together(skjonn: Skjonn) -> None:
    """The check finds no failure."""
    checked = skjonn("database", "check")

    assert checked["checked"]
    assert checked["failures"] == []


def test_the_letters(skjonn: Skjonn) -> None:
    """18 letters of award or partial award and 11 refusals, each in its recipient's language form, with the rule."""
    listed = skjonn("letter", "list", "2021")
    letters = listed["written"] if isinstance(listed, dict) else listed
    applications = skjonn("table", "applications", "--call", "2021")["rows"]
    lead = {row["case"]: row["municipality"] for row in applications}
    kinds = [letter["kind"] for letter in letters]
    rules = {lead[letter["case"]]: (letter["language"], letter["language_rule"]) for letter in letters}

    assert (len(kinds), kinds.count("refusal"), kinds.count("partial_award")) == (29, 11, 7)
    assert [rules[name][0] for name in ("Eigersund", "Vindafjord", "Stavanger", "Sokndal")] == ["nb", "nn", "nn", "nn"]
    assert rules["Stavanger"][1] == rules["Sokndal"][1] != rules["Vindafjord"][1]
    assert all(letter["sha256"] for letter in letters)


def test_the_same_import_twice(database: str, tmp_path: Path) -> None:
    """The second import of the same file adds nothing and changes nothing."""
    rest = copied(tmp_path, database, "application import")
    first = run(tmp_path, *rest[0], "--json", database=database)
    before = run(tmp_path, "application", "list", "--call", "2021", "--json", database=database)

    second = run(tmp_path, *rest[0], "--json", database=database)

    assert (first.data["added"], first.code) == (29, 0)
    assert (second.data["added"], second.data["unchanged"], second.code) == (0, 29, 0)
    after = run(tmp_path, "application", "list", "--call", "2021", "--json", database=database)
    assert after.data == before.data


def test_one_krone_too_much(database: str, tmp_path: Path) -> None:
    """A copy of the example that recommends one krone more is not approved; the pot's figures are told, nothing changes."""
    source = tmp_path / "round.toml"
    text = (ROOT / "examples" / "rogaland-2021" / "round.toml").read_text(encoding="utf-8")
    assert text.count("award = 1100000\n") == 1
    source.write_text(text.replace("award = 1100000\n", "award = 1100001\n"), encoding="utf-8")
    script("examples/rogaland-2021/build.py").main(tmp_path, source)
    rest = copied(tmp_path, database, "decision approve")
    before = _tables(tmp_path, database)

    refused = run(tmp_path, *rest[0], database=database)

    assert refused.code == 3
    told = refused.err.replace("\u00a0", " ")
    assert "project" in told
    assert "10 000 001" in told
    assert "10 000 000" in told
    assert _tables(tmp_path, database) == before


def test_who_may_approve(database: str, tmp_path: Path) -> None:
    """The drafter and a person without the role are refused; the round is as before, and the approver may still approve."""
    rest = copied(tmp_path, database, "decision approve")
    words = list(rest[0])
    before = _tables(tmp_path, database)

    by_drafter = run(tmp_path, *_by(words, "kari"), database=database)
    by_assessor = run(tmp_path, *_by(words, "ola"), database=database)

    assert (by_drafter.code, by_assessor.code) == (3, 3)
    assert _tables(tmp_path, database) == before
    assert run(tmp_path, *words, database=database).code == 0


def _by(words: list[str], login: str) -> list[str]:
    changed = list(words)
    for option in ("--user", "--approver"):
        if option in changed:
            changed[changed.index(option) + 1] = login
    return changed


def _tables(folder: Path, database: str) -> list[str]:
    names = ("awards", "applications", "municipalities", "areas", "pots")
    return [run(folder, "table", name, "--year", "2021", "--json", database=database).out for name in names]
