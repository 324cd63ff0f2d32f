"""Annotated copies: the sheets as they were, the faulty cells marked and told of, the list leading to them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from skjonn.domain.annotations import annotate, header_row
from skjonn.domain.headings import is_heading
from skjonn.domain.problems import Place, Problem, Severity, problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet
from skjonn.spreadsheets.annotated import xlsx
from skjonn.spreadsheets.copy_mark import is_annotated, is_as_written
from skjonn.spreadsheets.fault_list import ListWords
from skjonn.texts import Language
from skjonn.texts.cleaning import printable

MORNING = datetime(2021, 3, 31, 9, 12, tzinfo=UTC).replace(tzinfo=None)  # as a sheet holds it
HEADINGS = ("Prosjekttittel", "Søkjarkommune", "Søkt beløp", "Motteke", "Telefon")
ROWS = (
    Row(1, ("Søknader 2021",)),
    Row(3, HEADINGS),
    Row(4, ("=HYPERLINK(1)", "Lund", 1_100_000, date(2021, 3, 31), "0301")),
    Row(5, ("Å & <b>", None, "1.100", MORNING, 51_507_000)),
    Row(8, ("Sum", True, Fault("#REF!"), 0.5, Fault())),
)
SHEET = Sheet("a.xlsx", "Søknader '21", ROWS)


def at(cell: str, severity: Severity = "error", text: str = "Lundd", sheet: str = SHEET.name) -> Problem:
    """Return a fault of a cell."""
    found = problem(severity, "municipality-unknown", "No municipality is called “{text}”.", "Write the name or the municipality number.", text=text)  # fmt: skip
    return replace(found, place=Place("a.xlsx", sheet, cell))


def content(problems: Sequence[Problem], sheets: Sequence[Sheet] = (SHEET,), language: Language = "nn", most: int = 100) -> bytes:  # fmt: skip
    """Write the copy."""
    return xlsx(annotate(sheets, problems, language, most=most), ListWords(language, "Feil i a.xlsx"), "a")


def made(*problems: Problem, sheets: Sequence[Sheet] = (SHEET,)) -> Workbook:
    """Write and open the copy."""
    return openpyxl.load_workbook(BytesIO(content(problems, sheets)))


def lines(book: Workbook) -> list[list[str]]:
    """Return the lines of the list, without its head."""
    rows = [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]
    return rows[next(n for n, row in enumerate(rows) if "Kode" in row or "Code" in row) + 1 :]


def test_values_stand_where_they_stood() -> None:
    """The same sheet, the same addresses; numbers, days, yes and no as such, texts never as formulas, faults as shown."""
    book = made()
    sheet = book[SHEET.name]

    assert sheet["A4"].value == "=HYPERLINK(1)"
    assert (sheet["A4"].data_type, sheet["A4"].number_format) == ("s", "@")
    assert (sheet["C4"].value, sheet["C4"].number_format) == (1_100_000, "#,##0")
    assert (sheet["D4"].value, sheet["D4"].number_format) == (MORNING.replace(hour=0, minute=0), "dd.mm.yyyy")
    assert (sheet["D5"].value, sheet["D5"].number_format) == (MORNING, "dd.mm.yyyy hh:mm")
    assert (sheet["E4"].value, sheet["E4"].number_format) == ("0301", "@")
    assert [sheet[cell].value for cell in ("A5", "C5", "B8", "C8", "D8", "E8", "B5", "A2")] == ["Å & <b>", "1.100", True, "#REF!", 0.5, None, None, None]  # fmt: skip
    assert sheet["A1"].value == "Søknader 2021"


def test_errors_and_warnings_are_told_apart_without_colour() -> None:
    """By ground, by frame, and by the first word of the note; a cell with both is an error; empty cells are marked too."""
    book = made(at("C4", "warning"), at("B5"), at("C4", text="Sol"), at("A5", "warning"))
    sheet = book[SHEET.name]

    looks = {cell: (sheet[cell].fill.fgColor.rgb, sheet[cell].border.left.style) for cell in ("B5", "A5", "C4", "A4")}
    assert looks["B5"] == looks["C4"] == ("FFFFC7CE", "medium")
    assert looks["A5"] == ("FFFFEB9C", "mediumDashed")
    assert looks["A4"][1] is None
    assert sheet["B5"].comment.text.startswith("FEIL: Ingen kommune heiter «Lundd».\nSkriv ")
    assert sheet["A5"].comment.text.startswith("ÅTVARING: ")
    assert [part.split(":")[0] for part in sheet["C4"].comment.text.split("\n\n")] == ["FEIL", "ÅTVARING"]
    assert sheet["C4"].value == 1_100_000
    assert sheet["A4"].comment is None


def test_the_list_leads_to_the_cells() -> None:
    """Errors first, equal faults of a column on one line with cells and number; the line's cell is a link to the first."""
    book = made(at("A4", "warning"), at("B5"), at("B4"), at("B8"), at("C5"))
    sheet = book.worksheets[0]
    links = [str(cell.hyperlink.location) for row in sheet.iter_rows() for cell in row if cell.hyperlink]

    assert [line[:5] for line in lines(book)] == [
        ["Feil", SHEET.name, "B4, B5, B8", "3", "Søkjarkommune"],
        ["Feil", SHEET.name, "C5", "1", "Søkt beløp"],
        ["Åtvaring", SHEET.name, "A4", "1", "Prosjekttittel"],
    ]
    assert sorted(links) == ["'Søknader ''21'!A4", "'Søknader ''21'!B4", "'Søknader ''21'!C5"]
    assert book[SHEET.name]["B8"].comment
    assert sheet["A2"].value == "Feil: 4. Åtvaringar: 1."


def test_what_has_no_cell_is_on_the_list_alone() -> None:
    """Faults of a sheet, of the file, of a hidden sheet, and of cells beyond what is there, are listed without a link."""
    hidden = Sheet("a.xlsx", "Gøymt", (Row(1, ("x",)),), hidden=True)
    book = made(at(""), at("", sheet=""), at("A1", sheet="Gøymt"), at("F4"), at("B9"), sheets=(SHEET, hidden))

    assert [line[1:4] for line in lines(book)] == [
        [SHEET.name, "", ""], [SHEET.name, "F4", "1"], [SHEET.name, "B9", "1"], ["", "", ""], ["Gøymt", "A1", "1"],
    ]  # fmt: skip
    assert not any(cell.hyperlink for row in book.worksheets[0].iter_rows() for cell in row)
    assert book.sheetnames == ["Feil", SHEET.name]
    assert not any(cell.comment for row in book[SHEET.name].iter_rows() for cell in row)


def test_sheets_are_ready_to_work_in_and_print() -> None:
    """Headings stay in view and are filtered by; the list is A4 across and as wide as the page, its headings on each."""
    book = made(at("B5"))
    listed, sheet = book.worksheets

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A4", "A3:E8", "$3:$3")
    assert (listed.page_setup.paperSize, listed.page_setup.orientation) == (9, "landscape")
    assert (listed.page_setup.fitToWidth in {None, 1}, listed.page_setup.fitToHeight) == (True, 0)
    assert listed.sheet_properties.pageSetUpPr is not None
    assert listed.sheet_properties.pageSetUpPr.fitToPage
    headings = next(row[0].row for row in listed.iter_rows() if row[-1].value == "Kode")
    assert listed.print_title_rows == f"${headings}:${headings}"


def test_a_form_is_told_by_its_labels() -> None:
    """Where no row of headings is known the label on the left stands for the column, and nothing is frozen."""
    form = Sheet("a.xlsx", "Skjema", (Row(2, ("Tittel", "Alfa")), Row(3, ("Kommune", "Lundd"))))

    book = made(at("B3", sheet="Skjema"), sheets=(form,))

    assert lines(book)[0][4] == "Kommune"
    assert book["Skjema"].freeze_panes is None


def test_a_copy_that_comes_back_is_no_other_table() -> None:
    """The list's own headings are not taken for a table of applications."""
    book = made(at("B5"))
    headings = next(row for row in book.worksheets[0].iter_rows(values_only=True) if "Kode" in row)

    assert sum(is_heading(str(text)) for text in headings) < 2


def test_names_of_sheets() -> None:
    """A sheet keeps its name; the list takes a free one; what a workbook cannot hold is made so that it can."""
    names = ["Feil", "feil 2", "", "x" * 40, "x" * 41, "a/b"]
    sheets = [Sheet("a.csv", name, (Row(1, ("x",)),)) for name in names]

    found = made(at("A1", sheet="x" * 41), sheets=sheets)

    assert found.sheetnames[:4] == ["Feil 3", "Feil", "feil 2", "a"]
    assert found.sheetnames[6] == "a b"
    assert all(len(name) <= 31 for name in found.sheetnames)
    assert found.worksheets[5]["A1"].comment


def test_more_marks_than_a_workbook_bears() -> None:
    """Errors are marked first; what is not marked is listed and counted."""
    copy = annotate([SHEET], [at("A4", "warning"), at("B4"), at("C5"), at("B8")], "nn", most=2)

    assert sorted(cell for sheet in copy.sheets for cell in sheet.marks) == [(4, 1), (5, 2)]
    assert (copy.unmarked, copy.errors, copy.warnings, len(copy.lines)) == (2, 3, 1, 3)


@pytest.mark.long
def test_a_great_table_is_annotated() -> None:
    """35 000 rows of 15 columns with a fault each, all told differently: every one is listed, as many marked as may be."""
    rows = (
        Row(1, HEADINGS),
        *(Row(n, (f"Tittel {n}", "Lund", 1000 * n, *["Ein tekst"] * 12)) for n in range(2, 35_002)),
    )
    copy = annotate([Sheet("a.xlsx", "Ark1", rows)], [at(f"B{n}", text=str(n), sheet="Ark1") for n in range(2, 35_002)], "nn")  # fmt: skip

    book = openpyxl.load_workbook(BytesIO(xlsx(copy, ListWords("nn", "Feil"))), read_only=True)

    assert (len(copy.lines), copy.unmarked) == (35_000, 15_000)
    assert book["Ark1"].max_row == 35_001
    assert book["Feil"].max_row > 35_000


def test_the_same_copy_has_the_same_bytes() -> None:
    """No clock is in the workbook, nor anything by chance."""
    assert content([at("B5"), at("A5", "warning")]) == content([at("B5"), at("A5", "warning")])


def test_a_copy_is_known_again(tmp_path: Path) -> None:
    """As an annotated copy, also when somebody has saved it; as untouched only until then; nothing else is taken for one."""
    copy, other, text = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    copy.write_bytes(content([at("B5")]))
    openpyxl.Workbook().save(other)
    text.write_text("no workbook", encoding="utf-8")

    assert [(is_annotated(path), is_as_written(path)) for path in (copy, other, text, tmp_path / "none.xlsx")] == [(True, True), *[(False, False)] * 3]  # fmt: skip
    saved = openpyxl.load_workbook(copy)
    saved.save(copy)
    assert (is_annotated(copy), is_as_written(copy)) == (True, False)


def test_the_header_is_found_by_its_words() -> None:
    """The row with most known headings wins over longer rows of text; a year in the title does not count; else the first of three texts."""
    title, long = Row(1, ("Søknader", 2021)), Row(2, ("a", "b", "c", "d", "e", "f"))

    assert header_row([title, long, Row(3, HEADINGS)]) == 3
    assert header_row([title, long, Row(3, ("x", "y", "z"))]) == 2
    assert header_row([title]) == header_row([]) == 0


VALUES = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(Fault("#N/A")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=4), min_size=1, max_size=4), st.text(max_size=300))
def test_whatever_stands_in_a_file_is_carried(rows: list[list[CellValue]], said: str) -> None:
    """Any values and any words make a workbook that opens, with texts as they can be printed."""
    sheet = Sheet("a.xlsx", "Ark1", tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=1)))
    found = made(at("A1", text=said, sheet="Ark1"), sheets=(sheet,))["Ark1"]

    for row in sheet.rows:
        for column, value in enumerate(row.values, start=1):
            there = found.cell(row.number, column).value
            if isinstance(value, str) and "_x" not in value:
                assert str(there or "").replace("_x000D_", "") == printable(value)
            if value is not None and not isinstance(value, str):
                assert there is not None


def test_parts_of_the_package_are_in_order() -> None:
    """The copy says nothing of who or what wrote it, and carries no link outwards."""
    with zipfile.ZipFile(BytesIO(content([at("B5")]))) as archive:
        core = archive.read("docProps/core.xml").decode()
        outward = [name for name in archive.namelist() if b'TargetMode="External"' in archive.read(name)]

    assert "<dc:creator></dc:creator>" in core
    assert outward == []
    assert all(first < second for first, second in pairwise(sorted(archive.namelist())))


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_list_is_in_the_language_asked_for(language: Language) -> None:
    """No English is left in it."""
    book = openpyxl.load_workbook(BytesIO(content([at("B5"), at("A5", "warning")], language=language)))
    words = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)

    assert {"nb": "Advarsel", "nn": "Åtvaring"}[language] in words
    assert not [word for word in ("Severity", "Sheet", "Cells", "Count", "Column", "found", "mend", "Warning", "the ") if word in words]  # fmt: skip
