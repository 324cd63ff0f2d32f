"""Files given back with their faults marked: where the copies stand, what each holds, and what none may hold."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skjonn.domain.problems import Place, Problem, problem
from skjonn.files import FileMissing
from skjonn.texts import Language
from skjonn.usecases.annotating import Recipients, annotated, split

HEADER = ("Prosjekttittel", "Kommune", "Søkt beløp")
ROWS = (
    ("Alfaprosjektet", "Lund", 100_000),
    ("Betaprosjektet", "Sokndal", "1.100"),
    ("Gammaprosjektet", "Lund", "2.200"),
    ("Deltaprosjektet", "Lundd", 400_000),
)
WHOSE = {("Ark1", 2): "1112", ("Ark1", 3): "1111", ("Ark1", 4): "1112"}
NAMES = {"1112": "Lund", "1111": "Sokndal"}
LANGUAGES: dict[str, Language] = {"1112": "nb", "1111": "nn", "": "nn"}
RECIPIENTS = Recipients(WHOSE, NAMES.__getitem__, LANGUAGES.__getitem__)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workbook of four rows."""
    return written(tmp_path / "søknader.xlsx", HEADER, *ROWS)


def written(path: Path, *rows: Sequence[Any]) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Ark1"
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def at(cell: str, text: str = "1.100", file: str = "søknader.xlsx", sheet: str = "Ark1") -> Problem:
    """Return a fault of a cell."""
    found = problem("error", "amount-unreadable", "“{text}” is not an amount.", "Write it in whole kroner, as 1 100 000.", text=text)  # fmt: skip
    return replace(found, place=Place(file, sheet, cell))


def everything(path: Path) -> str:
    """Return all that is in a workbook."""
    with zipfile.ZipFile(path) as archive:
        return path.name + "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_copy_stands_beside_the_file(file: Path) -> None:
    """With the file's name; it holds its sheets, marks only this file's faults, and the file is as it was."""
    before = file.read_bytes()

    copy = annotated(file, [at("C3"), at("C4", file="other.xlsx")], "nn")

    assert copy == file.with_name("søknader.problems.xlsx")
    sheet = openpyxl.load_workbook(copy)["Ark1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [list(row) for row in (HEADER, *ROWS)]
    assert (bool(sheet["C3"].comment), bool(sheet["C4"].comment)) == (True, False)
    assert file.read_bytes() == before


def test_again_is_the_same(file: Path) -> None:
    """A copy nobody has touched is written over; the bytes are the same for the same faults."""
    first = annotated(file, [at("C3")], "nn").read_bytes()
    again = annotated(file, [at("C3")], "nn")

    assert again.name == "søknader.problems.xlsx"
    assert again.read_bytes() == first
    assert annotated(file, [at("C4")], "nn") == again


def test_what_others_made_is_left_alone(file: Path) -> None:
    """A file of that name which is no copy of ours, and a copy somebody has saved, stay; the new one gets a number."""
    file.with_name("søknader.problems.xlsx").write_bytes(b"somebody's")
    second = annotated(file, [at("C3")], "nn")
    openpyxl.load_workbook(second).save(second)
    mended = second.read_bytes()

    third = annotated(file, [at("C3")], "nn")

    assert [path.name for path in (second, third)] == ["søknader.problems-2.xlsx", "søknader.problems-3.xlsx"]
    assert second.read_bytes() == mended
    assert file.with_name("søknader.problems.xlsx").read_bytes() == b"somebody's"


def test_a_copy_that_came_back(file: Path) -> None:
    """Its own copy is named after the first file and does not hold the old list; what is read is never written over."""
    copy = annotated(file, [at("C3")], "nn")
    before = copy.read_bytes()

    again = annotated(copy, [at("C4", file=copy.name)], "nn")

    assert again.name == "søknader.problems-2.xlsx"
    assert openpyxl.load_workbook(again).sheetnames == ["Feil", "Ark1"]
    assert copy.read_bytes() == before


def test_where_the_folder_is_closed(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy stands in the current folder; or wherever it is wanted."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr("skjonn.usecases.annotating.os.access", lambda path, mode: False)

    assert annotated(file, [at("C3")], "nn").resolve() == here / "søknader.problems.xlsx"
    assert annotated(file, [at("C3")], "nn", target=tmp_path / "x" / "y.xlsx") == tmp_path / "x" / "y.xlsx"
    assert (tmp_path / "x" / "y.xlsx").is_file()


def test_from_a_text_file(tmp_path: Path) -> None:
    """A .csv becomes a workbook whose sheet has the file's name; its texts stay texts."""
    file = tmp_path / "liste.csv"
    file.write_text("Prosjekttittel;Kommune;Søkt beløp\nAlfa;0301;1.100\n", encoding="utf-8")

    copy = annotated(file, [replace(at("C2"), place=Place("liste.csv", "", "C2"))], "nb")

    book = openpyxl.load_workbook(copy)
    assert (copy.name, book.sheetnames) == ("liste.problems.xlsx", ["Feil", "liste"])
    assert [cell.value for cell in book["liste"][2]] == ["Alfa", "0301", "1.100"]
    assert book["liste"]["C2"].comment


def test_hidden_sheets_are_told_of(file: Path) -> None:
    """They are not in the copy, and the list says so."""
    book = openpyxl.load_workbook(file)
    hidden = book.create_sheet("Gøymt")
    hidden["A1"], hidden.sheet_state = "løyndom", "hidden"
    book.save(file)

    copy = annotated(file, [at("C3")], "nn")

    said = everything(copy)
    assert "Skjulte ark er ikkje med i denne kopien: Gøymt." in said
    assert "løyndom" not in said


def test_rows_taken_are_grey(file: Path) -> None:
    """Where the faultless rows were imported, those are shown in grey and the list says what that means."""
    copy = annotated(file, [at("C3")], "nn", rows=[Place("søknader.xlsx", "Ark1", "A3"), Place("søknader.xlsx", "Ark1", "A5")])  # fmt: skip

    book = openpyxl.load_workbook(copy)
    grey = [row for row in range(2, 6) if book["Ark1"].cell(row, 1).font.color.rgb == "FF767676"]
    assert grey == [2, 4]
    assert "Rader i grått er alt lesne inn." in [cell.value for cell in book.worksheets[0]["A"]]


def test_a_long_name_stays_whole_at_its_end(tmp_path: Path) -> None:
    """A name too long for some systems is cut before what tells the copy from the file."""
    file = written(tmp_path / f"{'x' * 120}.xlsx", HEADER, *ROWS)

    copy = annotated(file, [at("C3", file=file.name)], "nn")

    assert (len(copy.name), copy.name.endswith("x.problems.xlsx")) == (100, True)


def test_one_for_each_municipality(file: Path) -> None:
    """Each with a fault gets its own rows, in its own language form, under its number and name; the office the rest."""
    copies = split(file, [at("C3"), at("C4", "2.200"), at("B5", "Lundd")], RECIPIENTS)

    assert [path.name for path in copies] == [
        "søknader.problems-1111-Sokndal.xlsx",
        "søknader.problems-1112-Lund.xlsx",
        "søknader.problems-unknown.xlsx",
    ]
    books = [openpyxl.load_workbook(path) for path in copies]
    assert [[row[0] for row in book["Ark1"].iter_rows(min_row=2, values_only=True)] for book in books] == [
        ["Betaprosjektet"], ["Alfaprosjektet", "Gammaprosjektet"], ["Deltaprosjektet"],
    ]  # fmt: skip
    titles = [book.worksheets[0]["A1"].value for book in books]
    assert titles == ["Sokndal: feil i søknader.xlsx", "Lund: feil i søknader.xlsx", "Til embetet: feil i søknader.xlsx"]  # fmt: skip
    assert "Rett de merkede cellene" in str(books[1].worksheets[0]["A3"].value)
    assert "Rett dei merkte cellene" in str(books[0].worksheets[0]["A3"].value)


def test_the_list_tells_where_a_row_stood(file: Path) -> None:
    """The cell is the copy's own, and the first column the row in the file."""
    (copy,) = split(file, [at("C4", "2.200")], RECIPIENTS)
    book = openpyxl.load_workbook(copy)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "Rad i filen")

    assert rows[start + 1][:5] == ("4", "Feil", "Ark1", "C3", "1")
    assert book["Ark1"]["C3"].comment
    assert book["Ark1"]["C3"].value == "2.200"


def test_no_word_of_anyone_else(file: Path) -> None:
    """Nothing of other rows is anywhere in a municipality's copy: not in cells, list, notes, names or properties."""
    twice = replace(
        problem("error", "row-twice", "The same application stands at {first}.", first="Betaprosjektet, Sokndal, A3"),
        place=Place("søknader.xlsx", "Ark1", "A2"),
    )
    new = replace(problem("warning", "brand-new", "See {others}.", others=["Deltaprosjektet"]), place=twice.place)

    copies = split(file, [twice, new, at("C3"), at("C4", "2.200"), at("B5", "Lundd")], RECIPIENTS)

    said = everything(copies[1])
    assert copies[1].name == "søknader.problems-1112-Lund.xlsx"
    assert "Den samme søknaden står i flere rader." in said
    assert not [word for word in ("Sokndal", "Beta", "Delta", "1.100", "Lundd", "1111") if word in said]
    assert not [word for word in ("Lund", "Alfa", "Gamma", "2.200", "1112") if word in everything(copies[0])]


def test_copies_go_where_they_are_wanted(file: Path, tmp_path: Path) -> None:
    """Into the folder named, which is made; a second time the same ones are written over."""
    first = split(file, [at("C3")], RECIPIENTS, folder=tmp_path / "ut")
    again = split(file, [at("C3")], RECIPIENTS, folder=tmp_path / "ut")

    assert first == again == [tmp_path / "ut" / "søknader.problems-1111-Sokndal.xlsx"]
    assert sorted(tmp_path.glob("**/*problems*")) == first


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """It is said by name."""
    with pytest.raises(FileMissing):
        annotated(tmp_path / "søknader.xlsx", [], "nn")
