"""Where a command runs: global options before and after it, the environment, the working folder, the default call."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from skjonn.cli import main
from skjonn.cli.setting import CallNotClear, NoCallOpen, OutsideFolder, Setting, SettingsUnreadable, address, oslo_day
from skjonn.domain.codes import CaseNumberWrong
from skjonn.usecases import choices
from tests.cli.conftest import Probe


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that no skjonn.toml stands above, as the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(nowhere: Path) -> Path:
    """A working folder, as the current one."""
    (nowhere / "skjonn.toml").write_text('office = "rogaland"\n', encoding="utf-8")
    return nowhere


def setting(**given: object) -> Setting:
    """Return a setting with these global options."""
    return Setting("history", dict(given))


@pytest.mark.parametrize(
    "words",
    [
        ["--user", "kari", "--today", "2021-02-01", "history", "x"],
        ["history", "--user", "kari", "x", "--today", "2021-02-01"],
        ["--user", "ola", "--today", "2020-02-01", "history", "x", "--user=kari", "--today=2021-02-01"],
    ],
)
def test_global_options_work_before_and_after(words: list[str], probe: Probe) -> None:
    """It does not matter where they stand; the nearest to the command wins."""
    desks = []
    probe.act = lambda setting: desks.append(setting.desk)

    assert main(words) == 0
    assert (desks[0].person, desks[0].today) == ("kari", date(2021, 2, 1))


def test_the_environment_speaks_where_no_option_does(monkeypatch: pytest.MonkeyPatch, nowhere: Path) -> None:
    """SKJONN_DATABASE, SKJONN_USER and SKJONN_TODAY hold for a whole session; an option beats them."""
    monkeypatch.setenv("SKJONN_DATABASE", "round.db")
    monkeypatch.setenv("SKJONN_USER", "kari")
    monkeypatch.setenv("SKJONN_TODAY", "2021-02-01")

    assert setting().url == f"sqlite:///{(nowhere / 'round.db').as_posix()}"
    assert setting().desk.person == "kari"
    assert setting().desk.today == date(2021, 2, 1)
    assert setting(user="per").desk.person == "per"


def test_the_day_is_norways_by_default() -> None:
    """Without --today acts are dated on the day it is in Oslo."""
    assert setting(user="kari").desk.today in (oslo_day(), oslo_day().fromordinal(oslo_day().toordinal() - 1))


def test_the_database_is_the_nearest_working_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From any folder below skjonn.toml the same database is meant."""
    below = folder / "letters" / "2021"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    assert setting().url == f"sqlite:///{(folder / 'skjonn.db').as_posix()}"
    assert setting().folder == folder


def test_outside_a_working_folder_there_is_no_hidden_database(nowhere: Path) -> None:
    """Nothing is made up: the refusal names init."""
    with pytest.raises(OutsideFolder) as refused:
        _ = setting().url

    assert refused.value.exit_code == 5
    assert "skjonn init" in refused.value.help()
    assert setting(database="x.db").folder == nowhere


def test_skjonn_toml_may_name_the_database(folder: Path) -> None:
    """A Postgres address is taken as it is, a path is the folder's."""
    (folder / "skjonn.toml").write_text('database = "postgresql://db/skjonn"\n', encoding="utf-8")
    assert setting().url == "postgresql://db/skjonn"

    (folder / "skjonn.toml").write_text('database = "data/other.db"\n', encoding="utf-8")
    assert setting().url == f"sqlite:///{(folder / 'data/other.db').as_posix()}"


def test_a_broken_skjonn_toml_is_told(folder: Path) -> None:
    """The file is named, with the line."""
    (folder / "skjonn.toml").write_text("office = \n", encoding="utf-8")

    with pytest.raises(SettingsUnreadable, match=r"skjonn\.toml.*line 1"):
        _ = setting().url


def test_a_path_and_an_address_are_both_accepted(tmp_path: Path) -> None:
    """`round.db`, an absolute path and SQLite's own addresses mean the same file."""
    wanted = f"sqlite:///{(tmp_path / 'round.db').as_posix()}"

    assert address("round.db", tmp_path) == wanted
    assert address(str(tmp_path / "round.db"), Path("/")) == wanted
    assert address("sqlite:///round.db", tmp_path) == wanted
    assert address(f"sqlite:///{(tmp_path / 'round.db').as_posix()}", Path("/")) == wanted
    assert address("postgresql+psycopg://u@h/d", tmp_path) == "postgresql+psycopg://u@h/d"


def test_the_call_may_be_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one open call is meant, and stderr says so; none or several is exit 2, naming them."""
    open_ones = ["2021"]
    monkeypatch.setattr(choices, "open_calls", lambda _url: list(open_ones))

    assert setting().call("2020-f") == "2020-F"
    assert setting().call() == "2021"
    assert "2021" in capsys.readouterr().err
    assert setting().case("7") == "2021-007"
    open_ones.append("2021-F")
    with pytest.raises(CallNotClear, match=r"2021 .*2021-F"):
        setting().call()
    open_ones.clear()
    with pytest.raises(NoCallOpen):
        setting().call()
    (folder / "skjonn.toml").write_text("call = 2022\n", encoding="utf-8")
    assert setting().call() == "2022"


def test_a_full_case_number_needs_no_call(folder: Path) -> None:
    """A case number is unique in a database; only a bare number asks for the call."""
    assert setting().case("2021-007") == "2021-007"
    with pytest.raises(CaseNumberWrong):
        setting().case("seven")


@pytest.mark.parametrize(("given", "may"), [({}, True), ({"no_input": True}, False), ({"json": True}, False)])
def test_only_a_person_at_a_terminal_is_asked(
    given: dict[str, bool], may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ends must be a terminal, and nobody may have said --no-input."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", Terminal())
    assert setting(**given).may_prompt is may

    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert setting(**given).may_prompt is False
