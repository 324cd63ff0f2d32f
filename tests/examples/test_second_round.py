"""The story of a second round comes out as its page tells, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from skjonn.cli.demo import commands
from tests.examples.conftest import ROOT, script

EXAMPLE = ROOT / "examples" / "second-round"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder the story was played in, and what was said."""
    folder = tmp_path_factory.mktemp("second") / "round"
    return folder, script("examples/second-round/expect.py").play(folder)["said.txt"]


def test_what_is_said_is_what_is_expected(played: tuple[Path, str]) -> None:
    """Every command ends and speaks as kept in expected/; none of them fails."""
    assert played[1] == (EXAMPLE / "expected" / "said.txt").read_text(encoding="utf-8")
    assert "[exit " not in played[1]


def test_postgres_tells_the_same(empty_postgres: Callable[[], str], tmp_path: Path) -> None:
    """Every answer is the same on Postgres, but for where the database is."""
    database = empty_postgres()
    heard = script("examples/second-round/expect.py").play(tmp_path / "round", database)["said.txt"]

    def without_address(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith("Database: ")]

    assert without_address(heard) == without_address((EXAMPLE / "expected" / "said.txt").read_text(encoding="utf-8"))


def test_who_is_recused_has_no_such_row(played: tuple[Path, str]) -> None:
    """The sheet of the one who recused herself holds every case but that one."""
    sheet = openpyxl.load_workbook(next((played[0] / "poeng").iterdir())).worksheets[0]
    cases = {row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith("2021-")}

    assert len(cases) == 28
    assert "2021-018" not in cases


def test_each_command_says_who_and_when() -> None:
    """The story hangs on nobody's login and on no clock."""
    for command in commands(EXAMPLE / "cmd.txt"):
        assert {"--user", "--today"} <= set(command.words), command.line
