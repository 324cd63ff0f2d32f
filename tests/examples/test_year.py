"""The night's script does what its page says: it asks nothing, ends as its commands end, and two runs do nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from skjonn import files
from skjonn.cli import main
from tests.examples.conftest import ROOT, script
from tests.usecases.rounds import CALL

EXAMPLE = ROOT / "examples" / "year"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")


@pytest.mark.long
def test_it_runs_as_its_page_says(tmp_path: Path) -> None:
    """Every line of the page, typed in an empty folder, says what is shown there."""
    said = script("examples/year/expect.py").play(tmp_path / "night", tmp_path / "bin")
    assert said == (EXAMPLE / "expected" / "said.txt").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a frame and a call, the script, and the person it acts as."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    act = ("--user", "kari", "--today", "2021-01-19", "--quiet")
    (folder / "year.sh").write_bytes((EXAMPLE / "year.sh").read_bytes())
    for words in (
        ("init", ".", "--office", "rogaland", "--neutral", "nn", "--name", "Kari Nordmann"),
        ("person", "add", "nattjobb", "--name", "Nattjobb", "--role", "caseworker"),
        ("frame", "set", "2021", "1000000", "--pot", "project=1000000"),
        ("call", "open", str(CALL)),
    ):
        assert main([*words, *act]) == 0, words
    return folder


def run(folder: Path, *words: str, **said: str) -> tuple[int, str]:
    """Run the script as cron does; return its exit code and what it says."""
    around = {**script("examples/year/expect.py").surroundings(folder.parent / "bin"), "SKJONN_USER": "nattjobb", "SKJONN_TODAY": "2021-02-01", **said}  # fmt: skip
    done = subprocess.run(["/bin/sh", "year.sh", *words], cwd=folder, env=around, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120)  # fmt: skip
    return done.returncode, done.stdout


def test_it_says_nothing_and_leaves_what_each_command_answered(folder: Path) -> None:
    """Report, bundle and the answers are there; the folder may be named."""
    assert run(folder, "2021", "out") == (0, "")
    assert sorted(path.name for path in (folder / "out" / "log").iterdir()) == ["bundle.json", "check.json", "remind.json", "report.json"]  # fmt: skip
    assert json.loads((folder / "out" / "log" / "report.json").read_text(encoding="utf-8"))["data"]["year"] == 2021
    assert {"manifest.json", "bundle-2021.json"} <= {path.name for path in (folder / "out").iterdir()}


def test_it_ends_as_its_commands_end(folder: Path) -> None:
    """A stranger, a year nobody knows, another run at work, and no year at all: each with its sentence and its exit code."""
    code, said = run(folder, "2021", SKJONN_USER="nobody")
    assert (code, "person add nobody" in said) == (3, True)
    code, said = run(folder, "2019")
    assert (code, "There is no frame and no call of 2019." in said) == (2, True)
    assert json.loads((folder / "year-2019" / "log" / "report.json").read_text(encoding="utf-8"))["status"] == "error"
    with files.alone(folder / "year-2019"):
        assert run(folder, "2021")[0] == 0  # another year's folder is no hindrance
    with files.alone(folder / "year-2021"):
        code, said = run(folder, "2021")
    assert (code, "Another run is at work in year-2021." in said) == (4, True)
    code, said = run(folder)
    assert code != 0
    assert "YEAR" in said
