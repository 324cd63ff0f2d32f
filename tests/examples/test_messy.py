"""The messy list is refused, listed, marked and taken in as its page tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skjonn.cli.demo import commands
from skjonn.files import content_digest
from tests.examples.conftest import ROOT, script

EXAMPLE = ROOT / "examples" / "messy"
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder the commands were played in, and what was said."""
    folder = tmp_path_factory.mktemp("messy") / "played"
    return folder, script("examples/messy/expect.py").play(folder)


def _kept() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (EXAMPLE / "expected").iterdir()}


def _problems() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(_kept()["refused.json"])["data"]["problems"]
    return told


def test_what_is_said_is_what_is_expected(played: tuple[Path, dict[str, str]]) -> None:
    """Every command ends and speaks as kept in expected/, and so does the refusal as JSON."""
    assert played[1] == _kept()


def test_the_workbook_is_written_by_its_script(tmp_path: Path) -> None:
    """The committed workbook holds what build.py writes."""
    build = script("examples/messy/build.py")
    build.main(tmp_path)

    assert content_digest((tmp_path / build.NAME).read_bytes()) == content_digest((EXAMPLE / build.NAME).read_bytes())


def test_every_kind_of_defect_is_in_it() -> None:
    """One list shows more than thirty kinds of problems, each with its place and its sentence."""
    problems = _problems()

    assert len({one["code"] for one in problems}) > 30
    assert all(one["file"] and one["sheet"] and one["message"] for one in problems)
    assert {one["severity"] for one in problems} == {"error", "warning"}


def test_the_copy_marks_what_was_left_out(played: tuple[Path, dict[str, str]]) -> None:
    """After the rows without faults are taken in, the copy holds the others, each faulty cell with a comment."""
    book = openpyxl.load_workbook(played[0] / "applications.problems.xlsx")
    comments = [cell for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row if cell.comment]

    assert {"1.100", "Sandness"} <= {cell.value for cell in comments}


def test_what_is_invented_says_so() -> None:
    """Every project of every sheet is plainly invented."""
    book = openpyxl.load_workbook(EXAMPLE / "applications.xlsx")
    titles = [row[place].value for sheet, place in (("Søknader", 1), ("Felles", 0), ("I fjor", 0)) for row in book[sheet].iter_rows() if row[2].value]  # fmt: skip

    assert len(titles) > 20
    assert all(str(title).startswith("[oppdikta] ") for title in titles if title not in {"Prosjekttitel *", "Tittel", "Totalt"})  # fmt: skip


def test_it_is_small_and_needs_nothing_of_the_machine() -> None:
    """It is shipped with the package; each command says who acts and on which day."""
    assert (
        sum(path.stat().st_size for path in EXAMPLE.rglob("*") if path.is_file() and path.suffix != ".pyc") < MOST_BYTES
    )
    for command in commands(EXAMPLE / "cmd.txt"):
        assert {"--user", "--today"} <= set(command.words), command.line
