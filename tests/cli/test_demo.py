"""The demo minds what lies in its folder and what its user has set."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from skjonn.cli import demo, main


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play only the first of the example's commands: making the working folder."""
    whole: Callable[[Path], list[demo.Command]] = demo.commands
    monkeypatch.setattr(demo, "commands", lambda path: whole(path)[:1])


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 4 with advice; nothing is written, not with --again either, because the demo did not make it."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    assert main(["demo", str(tmp_path), "--lang", "en"]) == 4
    assert main(["demo", str(tmp_path), "--again", "--lang", "en"]) == 4

    assert "--again" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.usefixtures("short")
def test_the_demos_own_folder_is_replaced_only_when_asked(tmp_path: Path) -> None:
    """A second demo is refused (exit 4); with --again what the first left is gone."""
    folder = tmp_path / "demo"
    assert main(["demo", str(folder), "-q"]) == 0
    (folder / "letters").mkdir(exist_ok=True)
    (folder / "letters" / "old.docx").touch()

    assert main(["demo", str(folder), "-q"]) == 4
    assert main(["demo", str(folder), "-q", "--again"]) == 0

    assert not (folder / "letters" / "old.docx").exists()
    assert (folder / "skjonn.toml").is_file()


@pytest.mark.usefixtures("short")
def test_the_users_settings_do_not_disturb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database, a day and a name set for daily work are neither used nor lost."""
    elsewhere = tmp_path / "daily.db"
    for name, value in {"DATABASE": str(elsewhere), "TODAY": "1999-01-01", "USER": "nobody"}.items():
        monkeypatch.setenv(f"SKJONN_{name}", value)

    assert main(["demo", str(tmp_path / "demo"), "-q"]) == 0

    assert (tmp_path / "demo" / "skjonn.db").is_file()
    assert not elsewhere.exists()
    assert os.environ["SKJONN_DATABASE"] == str(elsewhere)


@pytest.mark.usefixtures("short")
def test_a_trial_run_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run lists the commands and leaves no folder."""
    assert main(["demo", str(tmp_path / "demo"), "--dry-run", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["data"]["commands"][0].startswith("skjonn init")
    assert not (tmp_path / "demo").exists()


def test_a_command_that_fails_stops_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 5 naming the command, after what the command itself said."""
    monkeypatch.setattr(demo, "commands", lambda _path: [demo.Command("skjonn table nothing --year 2021")])

    assert main(["demo", str(tmp_path / "demo"), "--lang", "en"]) == 5

    assert "The demo stopped at: skjonn table nothing --year 2021" in capsys.readouterr().err
