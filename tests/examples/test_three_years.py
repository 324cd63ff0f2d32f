"""Three years come out as their page tells, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from skjonn.cli.demo import commands
from tests.examples.conftest import ROOT, script

EXAMPLE = ROOT / "examples" / "three-years"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder the story was played in, and what came out."""
    folder = tmp_path_factory.mktemp("years") / "story"
    return folder, script("examples/three-years/expect.py").play(folder)


def test_what_is_said_is_what_is_expected(played: tuple[Path, dict[str, str]]) -> None:
    """Every command ends and speaks as kept in expected/; none of them fails."""
    assert played[1]["said.txt"] == (EXAMPLE / "expected" / "said.txt").read_text(encoding="utf-8")
    assert "[exit " not in played[1]["said.txt"]


@pytest.mark.long
def test_postgres_gives_the_same_to_the_byte(empty_postgres: Callable[[], str], played: tuple[Path, dict[str, str]], tmp_path: Path) -> None:  # fmt: skip
    """Every file of every yearly report has the digest it has on SQLite, and every answer is the same but for the address."""
    heard = script("examples/three-years/expect.py").play(tmp_path / "story", empty_postgres())

    def without_address(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.startswith("Database: ")]

    assert heard["digests.txt"] == played[1]["digests.txt"]
    assert without_address(heard["said.txt"]) == without_address(played[1]["said.txt"])


def test_each_command_says_who_and_when() -> None:
    """The story hangs on nobody's login and on no clock."""
    for command in commands(EXAMPLE / "cmd.txt"):
        assert {"--user", "--today"} <= set(command.words), command.line
