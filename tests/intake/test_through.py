"""Sheets with defects all the way: into a database or refused, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading
from skjonn.storage.queries import applications
from skjonn.usecases import giving_back, intake
from skjonn.usecases.intake_refusals import ImportRefused, LateCases, ReceivedMissing
from tests.intake.books import FORMATS, Book, Line, Page
from tests.intake.cases import ALSO, GOOD, HEAD
from tests.usecases import rounds
from tests.usecases.rounds import everything, on

MARCH, RECEIVED = date(2021, 3, 2), date(2021, 2, 20)
XLSX = FORMATS[0]
FAULTY = (("[oppdikta] Feil beløp", "Time", "1.100"), ("[oppdikta] Feil kommune", "Sandness", 5))


@pytest.fixture
def url(office: str, desk: Desk) -> str:
    """An office with the example's call open and nothing applied for."""
    rounds.open_round(office, desk, applied=())
    return office


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk after the deadline."""
    return on(desk, MARCH)


def _file(folder: Path, *rows: Line, name: str = "a.xlsx", head: Line = HEAD) -> Path:
    form = next(form for form in FORMATS if name.endswith(form.ending))
    (folder / name).write_bytes(form.write(Book((Page((head, *rows)),))))
    return folder / name


def _take(url: str, desk: Desk, *files: Path, **how: Any) -> intake.Imported:
    return intake.import_applications(url, desk, files, "2021", **how)


def _errors(refusal: SkjonnError) -> list[tuple[str, str]]:
    found = [one for one in refusal.problems if isinstance(one, Problem) and one.severity == "error"]
    return [(one.code, f"{one.place.file} {one.place.cell}") for one in found]


def _titles(url: str) -> list[str]:
    with reading(url) as session:
        return [case.content.title for case in applications.cases(session, 1)]


def test_all_or_nothing(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Every fault of every file is told in one run, and the database is as before."""
    before = everything(url)
    files = _file(tmp_path, GOOD, FAULTY[0]), _file(tmp_path, ALSO, FAULTY[1], name="b.csv")

    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, *files, received=RECEIVED)

    assert _errors(caught.value) == [("amount-ambiguous", "a.xlsx C3"), ("municipality-unknown", "b.csv B3")]
    assert everything(url) == before


def test_the_faultless_rows(url: str, clerk: Desk, tmp_path: Path) -> None:
    """`partial` takes them and says which are left; mended, the same file brings the rest."""
    done = _take(url, clerk, _file(tmp_path, GOOD, *FAULTY, ALSO), received=RECEIVED, partial=True)
    mended = _file(tmp_path, GOOD, (*FAULTY[0][:2], 1_100), (FAULTY[1][0], "Sandnes", 5), ALSO)

    assert (done.added, [place.cell for place in done.left_out]) == (("2021-001", "2021-002"), ["A3", "A4"])
    again = _take(url, clerk, mended, received=RECEIVED)
    assert (again.added, again.unchanged) == (("2021-003", "2021-004"), 2)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_file_that_cannot_be_read_shifts_nothing(url: str, clerk: Desk, tmp_path: Path, at: int) -> None:
    """Wherever it stands among the files, each of the others' rows come in, and it alone is named."""
    folder = tmp_path / "inn"
    folder.mkdir()
    rows = [GOOD, ALSO, ("[oppdikta] Eit tredje", "Sola", 7)]
    for number, row in enumerate(rows):
        _file(folder, row, name=f"{number}.xlsx")
    (folder / f"{at}a.xlsx").write_bytes(b"PK\x03\x04 broken")

    done = _take(url, clerk, folder, received=RECEIVED, partial=True)

    assert _titles(url) == [str(row[0]) for row in rows]
    assert [(one.code, one.place.file) for one in done.problems] == [("file-damaged", f"{at}a.xlsx")]


def test_when_it_came_is_never_the_day_of_the_import(url: str, clerk: Desk, tmp_path: Path) -> None:
    """Rows that do not say it are refused until a day is given; each is told at its place."""
    file = _file(tmp_path, GOOD, ALSO)

    with pytest.raises(ReceivedMissing) as caught:
        _take(url, clerk, file)

    assert _errors(caught.value) == [("received-missing", "a.xlsx A2"), ("received-missing", "a.xlsx A3")]
    assert _take(url, clerk, file, received=RECEIVED).added == ("2021-001", "2021-002")


def test_only_what_came_after_the_deadline_is_late(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The last second of the day in Oslo is in time, a day alone too; the next minute needs a reason of its own."""
    rows = (
        (*GOOD, "26.2.2021 23:59:59"),
        (*ALSO, date(2021, 2, 26)),
        ("[oppdikta] Sein", "Sola", 5, "27.2.2021 00:00"),
    )
    file = _file(tmp_path, *rows, head=(*HEAD, "Motteke"))

    with pytest.raises(LateCases) as caught:
        _take(url, clerk, file)

    assert _errors(caught.value) == [("late-without-reason", "a.xlsx D4")]
    assert len(_take(url, clerk, file, late={"4": "Posten var sein"}).added) == 3


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls", "a.csv"])
def test_the_table_is_given_back_with_its_faults(url: str, clerk: Desk, tmp_path: Path, name: str) -> None:
    """Whatever the format, the copy is `NAME.problems.xlsx`; the faulty cells carry comments, a first sheet lists them."""
    file = _file(tmp_path, GOOD, *FAULTY, name=name)
    with pytest.raises(ImportRefused) as caught:
        _take(url, clerk, file, received=RECEIVED)
    problems = [one for one in caught.value.problems if isinstance(one, Problem)]

    copies = giving_back.give_back(url, clerk, giving_back.Refused([file], problems, caught.value.data["leads"]))  # type: ignore[arg-type]  # an error carries any data

    assert [copy.name for copy in copies] == ["a.problems.xlsx"]
    listed, table = openpyxl.load_workbook(copies[0]).worksheets[:2]
    marked = [cell.coordinate for row in table.iter_rows() for cell in row if cell.comment]
    assert [table[at].value for at in marked] == ["1.100", "Sandness"]
    assert sum("1.100" in str(cell.value) for row in listed.iter_rows() for cell in row) > 0
