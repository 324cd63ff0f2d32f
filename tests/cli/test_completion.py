"""What the shell offers at the tab key."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from skjonn.cli import completion
from skjonn.cli.options import GIVEN
from skjonn.domain.desk import Desk
from tests.usecases.rounds import open_round

PREPARED = """
CREATE TABLE call (code TEXT, opened_on TEXT);
INSERT INTO call VALUES ('2020', '2020-01-20'), ('2021', '2021-01-19');
CREATE TABLE application (id INTEGER PRIMARY KEY, case_number TEXT);
INSERT INTO application (case_number) VALUES ('2020-001'), ('2021-001'), ('2021-002');
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with two calls."""
    (tmp_path / "skjonn.toml").write_text('office = "rogaland"\n', encoding="utf-8")
    with sqlite3.connect(tmp_path / "skjonn.db") as connection:
        connection.executescript(PREPARED)
    connection.close()
    return tmp_path


def offered(words: str, folder: Path, **environment: str) -> list[str]:
    """Return what bash is offered after these words; the last one is incomplete."""
    asked = {"_SKJONN_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "skjonn"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=folder,
        env={**os.environ, **asked, **environment},
    )
    assert "sqlalchemy" not in done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.split()


def test_calls_and_cases_come_from_the_database(folder: Path) -> None:
    """The newest call first; case numbers in order; SQLAlchemy stays out of it."""
    assert offered("skjonn history 2021", folder) == ["2021-001", "2021-002"]
    assert offered("skjonn table awards --call 2", folder) == ["2021", "2020"]
    assert offered("skjonn table a", folder) == ["awards", "applications", "areas"]


def test_nouns_and_options_are_offered(folder: Path) -> None:
    """English names, and in a Norwegian language its own."""
    assert offered("skjonn al", folder) == ["allocation"]
    assert "vedtak" in offered("skjonn v", folder, SKJONN_LANG="nn")
    assert "--database" in offered("skjonn history --da", folder)


def test_completion_is_silent_where_there_is_nothing(tmp_path: Path) -> None:
    """Outside a working folder, or over a broken file, nothing is offered and nothing is said."""
    assert offered("skjonn history 2", tmp_path) == []
    (tmp_path / "skjonn.toml").write_text("broken =\n", encoding="utf-8")
    assert offered("skjonn history 2", tmp_path) == []
    (tmp_path / "skjonn.toml").write_text("", encoding="utf-8")
    (tmp_path / "skjonn.db").write_bytes(b"no database")
    assert offered("skjonn history 2", tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_can_be_had(shell: str, tmp_path: Path) -> None:
    """`_SKJONN_COMPLETE=source_SHELL skjonn` prints what the shell reads."""
    done = subprocess.run(
        [sys.executable, "-m", "skjonn"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=tmp_path,
        env={**os.environ, "_SKJONN_COMPLETE": f"source_{shell}"},
    )

    assert "_SKJONN_COMPLETE" in done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs the shell it is about")
def test_completion_can_be_installed(tmp_path: Path) -> None:
    """`skjonn --install-completion`, typed in a shell, writes its script and says where."""
    done = subprocess.run(
        [
            "bash",
            "-c",
            f"'{sys.executable}' -m skjonn --install-completion; echo",
        ],  # a child of the shell it asks about
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
    )

    assert "Completion is installed in" in done.stdout
    assert "_SKJONN_COMPLETE" in (tmp_path / ".bash_completions" / "skjonn.sh").read_text(encoding="utf-8")


def test_both_databases_are_asked_without_sqlalchemy(office: str, desk: Desk) -> None:
    """SQLite and Postgres answer the same through their own drivers."""
    open_round(office, desk)
    ctx = SimpleNamespace(meta={GIVEN: {"database": office}})

    assert completion.calls(ctx, [], "") == ["2021"]
    assert completion.cases(ctx, [], "2021-00") == ["2021-001", "2021-002", "2021-003"]
    assert completion.cases(ctx, [], "2020") == []
