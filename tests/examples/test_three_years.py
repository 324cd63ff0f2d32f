"""Three years come out as their page tells, on both databases, and from a script as from a person."""

from __future__ import annotations

import os
import subprocess
import sys
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


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_the_script_runs_unattended_and_twice(played: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    """It asks nothing, says nothing where nothing is wrong, and run again the same day adds nothing."""
    path = tmp_path / "bin"
    path.mkdir()
    (path / "skjonn").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m skjonn "$@"\n', encoding="utf-8")
    (path / "skjonn").chmod(0o755)
    around = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SKJONN_")},
        "PATH": f"{path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "SKJONN_USER": "kari", "SKJONN_TODAY": "2021-12-20",
    }  # fmt: skip
    runs = [
        subprocess.run(["sh", str(EXAMPLE / "year.sh"), "2021"], cwd=played[0], env=around, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
        for _again in range(2)
    ]  # fmt: skip

    assert [(run.returncode, run.stderr) for run in runs] == [(0, ""), (0, "")]
    reminders = sorted((played[0] / "reminders").iterdir())
    assert len(reminders) == len({one.name for one in reminders}) > 0
    assert (played[0] / "year-2021" / "manifest.json").exists()
    assert (played[0] / "year-2021" / "rogaland-2021.json").exists()
