"""`skjonn application import` as a person at a terminal meets it: questions, copies of what is at fault, trial runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prompt_toolkit.input import PipeInput

from skjonn.cli import main
from skjonn.cli.setting import Setting
from skjonn.domain.desk import Desk
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls
from tests.usecases import rounds

DOWN, ENTER = "\x1b[B", "\r"
HEAD = ("Prosjekttittel", "Kommune", "Søkt beløp", "Motteke")
GOOD = ("Ei felles teneste", "Lund", 500_000, "15.2.2021")
Run = Callable[..., int]


@pytest.fixture
def run(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Import into an office with the example's call open, standing in the test's own folder; give the exit code."""
    rounds.open_round(office, desk, applied=())
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> int:
        return main(
            ["application", *words, "--database", office, "--user", "kari", "--today", "2021-03-02", "--lang", "nn"]
        )

    return command


@pytest.fixture
def keys(keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch) -> PipeInput:
    """Somebody sits at the terminal, and types on these."""
    monkeypatch.setattr(Setting, "may_prompt", property(lambda _setting: True))
    return keyboard


def _file(*rows: tuple[Any, ...], header: tuple[str, ...] = HEAD, name: str = "a.xlsx") -> str:
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(list(row))  # type: ignore[union-attr]  # a new book has a sheet
    book.save(name)
    return name


def test_a_municipality_that_had_split_is_asked_about(run: Run, keys: PipeInput, office: str) -> None:
    """Once for all its rows; the answer is what the applications say, and what is answered can be stated instead."""
    keys.send_text(DOWN + ENTER)
    file = _file(("Eit felles arkiv", "Tysfjord kommune", *GOOD[2:]), ("Noko anna", "Tysfjord kommune", *GOOD[2:]))

    assert run("import", file, "--call", "2021") == 0
    with reading(office) as session:
        stored = calls.one(session, "2021")
        assert [case.content.lead for case in applications.cases(session, stored.id)] == ["1806", "1806"]
    assert run("import", file, "--call", "2021", "--no-input", "--municipality", "Tysfjord kommune=Narvik") == 0


def test_who_will_mend_the_file_is_not_asked_on(run: Run, keys: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The fault is told as it is told where nobody sits."""
    keys.send_text(DOWN + DOWN + ENTER)

    assert run("import", _file(("Eit felles arkiv", "Tysfjord", *GOOD[2:])), "--call", "2021") == 1
    assert "Narvik (1806" in capsys.readouterr().err


def test_a_name_that_is_explained_must_stand_there(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a name no cell says nor one the register knows is passed over; what explains it is a municipality."""
    file = _file(GOOD)
    for named, said in (("Tysfjord=1806", "Tysfjord"), (f"{GOOD[1]}=1806", GOOD[1]), ("Tysfjord=9999", "9999")):
        assert run("import", file, "--call", "2021", "--municipality", named) in {1, 2}
        assert said in capsys.readouterr().err


def test_a_doubtful_heading_is_asked_about(run: Run, keys: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The answer is taken, the import goes on, and the next file with the same heading is not asked about."""
    header = ("Prosjekttittel", "Kommune", "Søknadsbelgen", "Motteke")
    keys.send_text(ENTER)

    assert run("import", _file(GOOD, header=header), "--call", "2021") == 0
    assert (
        run("import", _file(("Noko anna", *GOOD[1:]), header=header, name="b.xlsx"), "--call", "2021", "--no-input")
        == 0
    )
    assert capsys.readouterr().out.count("1 nye") == 2


def test_a_doubtful_heading_may_be_left_out(run: Run, keys: PipeInput) -> None:
    """The last choice is none of the fields; a required one is then missing, and nothing is taken."""
    header = ("Prosjekttittel", "Kommune", "Søknadsbelgen", "Motteke")
    keys.send_text(DOWN + ENTER)

    assert run("import", _file(GOOD, header=header), "--call", "2021") == 1


@pytest.mark.parametrize(("typed", "said"), [(ENTER, "1 endra"), (DOWN + ENTER, "1 nye")])
def test_a_mended_title_is_asked_about(typed: str, said: str, run: Run, keys: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The person says whether the row is the case, or a new application."""
    run("import", _file(GOOD), "--call", "2021")
    mended = _file(("Ei felles tenneste", *GOOD[1:]), name="b.xlsx")
    keys.send_text(typed)

    capsys.readouterr()

    assert run("import", mended, "--call", "2021", "--update") == 0
    assert said in capsys.readouterr().out


def test_the_day_of_receipt_is_asked_for(run: Run, keys: PipeInput) -> None:
    """It is never the day of the import."""
    keys.send_text(f"2021-02-20{ENTER}")

    assert run("import", _file((*GOOD[:3], None)), "--call", "2021") == 0


def test_copies_with_the_faults_marked(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One for the office beside the file, or one for each municipality; none on a trial run, nor where none is wanted."""
    file = _file(GOOD, ("Feil", "Time", "1.100", "15.2.2021"), ("Feil til", "Lund", "-5", "15.2.2021"))

    assert run("import", file, "--call", "2021", "--dry-run") == 1
    assert run("import", file, "--call", "2021", "--no-copy") == 1
    assert [path.name for path in tmp_path.iterdir() if "problems" in path.name] == []

    assert run("import", file, "--call", "2021", "--split") == 1
    assert sorted(path.name for path in tmp_path.glob("*.problems*")) == ["a.problems-1112-Lund.xlsx", "a.problems-1121-Time.xlsx"]  # fmt: skip
    assert run("import", file, "--call", "2021") == 1
    assert "Feila er merkte i a.problems.xlsx." in capsys.readouterr().err
    assert (tmp_path / "a.problems.xlsx").stat().st_mode & 0o077 == 0


def test_a_script_is_told_where_the_copies_stand(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """In the JSON object, whether all was refused or some rows were taken."""
    file = _file(GOOD, ("Feil", "Time", "1.100", "15.2.2021"))

    assert run("import", file, "--call", "2021", "--json") == 1
    refused = json.loads(capsys.readouterr().out)
    assert run("import", file, "--call", "2021", "--json", "--partial") == 1
    partly = json.loads(capsys.readouterr().out)

    assert any("a.problems.xlsx" in note for note in refused["data"]["notes"])
    assert [Path(name).name for name in partly["data"]["copies"]] == ["a.problems.xlsx"]
    assert partly["data"]["added"] == 1


def test_a_slip_on_the_command_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A pair that is none, a field, a heading or a late row that does not exist: exit 2, before anything is taken."""
    file = _file(GOOD)

    for words in (("--map", "Farge"), ("--map", "Farge=summary"), ("--map", "Motteke=fargen"), ("--late", "7=x")):
        assert run("import", file, "--call", "2021", *words) == 2
    assert run("import", "finst-ikkje.xlsx", "--call", "2021") == 5
    assert "Traceback" not in capsys.readouterr().err
